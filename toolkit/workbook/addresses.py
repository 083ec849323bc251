"""Cells and constants as formulas write them, and cells covered by as few ranges as they make."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from toolkit.workbook.plan import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable


def exactly(number: float) -> str:
    """A constant to its last digit, as formulas write it."""
    return format(Decimal(repr(number)).normalize(), "f")


def absolute(cell: tuple[int, int]) -> str:
    """An absolute A1 address."""
    return f"${column_letters(cell[1])}${cell[0]}"


def rectangles(cells: Iterable[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Cover cells by rectangles (top, left, bottom, right): vertical runs, joined sideways where alike."""
    columns: dict[int, list[int]] = {}
    for row, column in cells:
        columns.setdefault(column, []).append(row)
    found: list[tuple[int, int, int, int]] = []
    for column in sorted(columns):
        runs: list[list[int]] = []
        for row in sorted(columns[column]):
            if runs and row == runs[-1][1] + 1:
                runs[-1][1] = row
            else:
                runs.append([row, row])
        for top, bottom in runs:
            beside = next(
                (box for box in found if (box[0], box[2], box[3]) == (top, bottom, column - 1)), None
            )
            if beside:
                found[found.index(beside)] = (top, beside[1], bottom, column)
            else:
                found.append((top, column, bottom, column))
    return found
