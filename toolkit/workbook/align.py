"""Finding a planned sheet's cells in a returned one, even where rows or columns were inserted or deleted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.workbook.cells import RawSheet
    from toolkit.workbook.plan import SheetPlan

    Signatures = dict[int, frozenset[str]]

_WIDEST_GAP = 50  # unknown lines; where there are more, none is looked for
_BOTH_UNLABELLED = 0.01


class Shift(Struct, frozen=True):
    """From this planned row or column on, `by` lines were inserted (positive) or are missing (negative)."""

    line: int
    by: int


class Lines(Struct, frozen=True):
    """Where planned rows or columns stand in the file.

    `places` holds those that stand elsewhere, None for one that is gone; `after` is the shift of every line
    behind the last planned one.
    """

    places: Mapping[int, int | None] = field(default_factory=dict)
    after: int = 0
    last: int = 0
    shifts: tuple[Shift, ...] = ()

    def at(self, line: int) -> int | None:
        """The line of the file where a planned line stands; None if it is gone."""
        return line + self.after if line > self.last else self.places.get(line, line)


class Alignment(Struct, frozen=True):
    """Where a plan's rows and columns stand in a sheet; `share` is the share of its labels that were found."""

    share: float = 0.0
    rows: Lines = field(default_factory=Lines)
    columns: Lines = field(default_factory=Lines)

    @property
    def moved(self) -> bool:
        """Say whether any row or column stands elsewhere."""
        return bool(self.rows.shifts or self.columns.shifts)

    def at(self, row: int, column: int) -> tuple[int, int] | None:
        """Where a planned cell stands in the file; None if its row or column is gone."""
        if self is IN_PLACE:
            return row, column
        down, across = self.rows.at(row), self.columns.at(column)
        return None if down is None or across is None else (down, across)


IN_PLACE = Alignment(1.0)
"""Every label stands where it was planned."""


def align(plan: SheetPlan, sheet: RawSheet) -> Alignment:
    """Compare the labels of a plan with a sheet: first in their places, then row by row and column by column."""
    labels, cells = plan.labels, sheet.cells
    if all(
        (cell := cells.get(place)) is not None
        and (cell.value == text or (isinstance(cell.value, str) and cell.value.strip() == text))
        for place, text in labels.items()
    ):
        return IN_PLACE
    words = {place: cell.value.strip() for place, cell in sheet.cells.items() if isinstance(cell.value, str)}
    found = sum(1 for place, text in labels.items() if words.get(place) == text)
    known = set(labels.values())
    placed = {place: text for place, text in words.items() if text in known}
    rows = _lines(labels, placed, 0, plan.last_row)
    columns = _lines(labels, placed, 1, plan.last_column)
    moved = Alignment(0.0, rows, columns)
    there = sum(1 for place, text in labels.items() if (at := moved.at(*place)) and words.get(at) == text)
    if there <= found:  # moving explains nothing: labels were changed where they stand
        return Alignment(found / len(labels))
    return Alignment(there / len(labels), rows, columns)


def _lines(
    labels: Mapping[tuple[int, int], str], placed: Mapping[tuple[int, int], str], axis: int, last: int
) -> Lines:
    planned, actual = _signatures(labels, axis), _signatures(placed, axis)
    wanted, there = sorted(planned), sorted(actual)
    import difflib  # noqa: PLC0415 - only where a sheet is not as it was handed out

    matcher = difflib.SequenceMatcher(
        None, [planned[line] for line in wanted], [actual[line] for line in there], autojunk=False
    )
    lines: dict[int, int | None] = {}
    known, known_at = 0, 0
    for start, other, size in matcher.get_matching_blocks():
        for offset in range(size):
            line, at = wanted[start + offset], there[other + offset]
            lines |= _between(planned, actual, range(known + 1, line), range(known_at + 1, at))
            lines[line] = at
            known, known_at = line, at
    after = known_at - known
    places = {line: lines.get(line, line + after) for line in range(1, last + 1)}
    moved = {line: at for line, at in places.items() if at != line}
    return Lines(moved, after, last, _shifts(places))


def _between(planned: Signatures, actual: Signatures, lines: range, there: range) -> dict[int, int | None]:
    """Pair the lines between two that were found: as many as there are on both sides, the most alike."""
    if len(lines) == len(there) or max(len(lines), len(there)) > _WIDEST_GAP:
        return {line: there.start + number for number, line in enumerate(lines)}

    @cache
    def best(number: int, other: int) -> tuple[float, tuple[int | None, ...]]:
        left, left_there = len(lines) - number, len(there) - other
        if not left:
            return 0.0, ()
        ways = []
        if left_there:
            alike, rest = best(number + 1, other + 1)
            alike += _alike(planned.get(lines[number], _NONE), actual.get(there[other], _NONE))
            ways.append((alike, (there[other], *rest)))
        if left > left_there:  # the planned line is gone
            alike, rest = best(number + 1, other)
            ways.append((alike, (None, *rest)))
        if left < left_there:  # the file's line was inserted
            ways.append(best(number, other + 1))
        return max(ways, key=lambda way: way[0])

    return dict(zip(lines, best(0, 0)[1], strict=True))


_NONE: frozenset[str] = frozenset()


def _alike(planned: frozenset[str], actual: frozenset[str]) -> float:
    either = planned | actual
    return len(planned & actual) / len(either) if either else _BOTH_UNLABELLED


def _shifts(places: Mapping[int, int | None]) -> tuple[Shift, ...]:
    shifts: list[Shift] = []
    before, gone = 0, 0
    for line, at in places.items():
        if at is None:
            gone += 1
            continue
        if gone:
            shifts.append(Shift(line - gone, -gone))
        if inserted := at - before - 1:
            shifts.append(Shift(line, inserted))
        before, gone = at, 0
    if gone:
        shifts.append(Shift(len(places) - gone + 1, -gone))
    return tuple(shifts)


def _signatures(words: Mapping[tuple[int, int], str], axis: int) -> Signatures:
    lines: dict[int, set[str]] = {}
    for place, text in words.items():
        lines.setdefault(place[axis], set()).add(text)
    return {line: frozenset(texts) for line, texts in lines.items()}
