"""Finding a planned sheet's cells in a returned one, even where rows or columns were inserted or deleted."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.workbook.plan import Role

if TYPE_CHECKING:
    from toolkit.workbook.cells import RawSheet
    from toolkit.workbook.plan import SheetPlan


@dataclass(frozen=True, slots=True)
class Shift:
    """From this planned row or column on, `by` lines were inserted (positive) or deleted (negative)."""

    line: int
    by: int


@dataclass(frozen=True)
class Alignment:
    """Where planned rows and columns stand in the file; without an entry they stand where planned.

    `share` is the share of the plan's labels that were found.
    """

    share: float = 0.0
    rows: dict[int, int] = field(default_factory=dict)
    columns: dict[int, int] = field(default_factory=dict)
    row_shifts: tuple[Shift, ...] = ()
    column_shifts: tuple[Shift, ...] = ()

    @property
    def moved(self) -> bool:
        """Say whether any row or column stands elsewhere."""
        return bool(self.row_shifts or self.column_shifts)


def align(plan: SheetPlan, sheet: RawSheet) -> Alignment:
    """Compare the labels of a plan with a sheet: first in their places, then row by row and column by column."""
    labels = {
        (slot.row, slot.column): str(slot.value)
        for slot in plan.slots
        if slot.role is Role.TEXT and slot.value
    }
    words = {place: cell.value.strip() for place, cell in sheet.cells.items() if isinstance(cell.value, str)}
    found = sum(1 for place, text in labels.items() if words.get(place) == text.strip())
    if found == len(labels):
        return Alignment(1.0)
    known = {text.strip() for text in labels.values()}
    placed = {place: text for place, text in words.items() if text in known}
    rows, row_shifts = _lines(labels, placed, 0)
    columns, column_shifts = _lines(labels, placed, 1)
    moved = {
        (rows.get(row, row), columns.get(column, column)): text for (row, column), text in labels.items()
    }
    share = sum(1 for place, text in moved.items() if words.get(place) == text.strip()) / max(1, len(labels))
    if share <= found / max(1, len(labels)):  # moving explains nothing: labels were changed where they stand
        return Alignment(found / max(1, len(labels)))
    return Alignment(share, rows, columns, row_shifts, column_shifts)


def _lines(
    labels: dict[tuple[int, int], str], words: dict[tuple[int, int], str], axis: int
) -> tuple[dict[int, int], tuple[Shift, ...]]:
    planned, actual = _signatures(labels, axis), _signatures(words, axis)
    matcher = difflib.SequenceMatcher(
        None, [key for _, key in planned], [key for _, key in actual], autojunk=False
    )
    moves: dict[int, int] = {}
    for start, other, size in matcher.get_matching_blocks():
        for offset in range(size):
            moves[planned[start + offset][0]] = actual[other + offset][0]
    shifts, current = [], 0
    mapping: dict[int, int] = {}
    last = max((line for line, _ in planned), default=0)
    for line in range(1, last + 1):
        by = moves[line] - line if line in moves else current
        if by != current:
            shifts.append(Shift(line, by - current))
            current = by
        if by:
            mapping[line] = line + by
    return mapping, tuple(shifts)


def _signatures(words: dict[tuple[int, int], str], axis: int) -> list[tuple[int, frozenset[str]]]:
    lines: dict[int, set[str]] = {}
    for place, text in words.items():
        lines.setdefault(place[axis], set()).add(text.strip())
    return [(line, frozenset(texts)) for line, texts in sorted(lines.items())]
