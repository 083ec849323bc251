"""Cells and sheets as a file stores them: plain values without meaning, and where they stand."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.patterns import when_used

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
KEPT_ROWS = 10_000  # a blank cell or a hidden row below this row is not kept
KEPT_COLUMNS = 256  # nor a blank cell or a hidden column to the right of this one

_REFERENCE = when_used(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)


class CellKind(StrEnum):
    """What a cell holds; a formula is of the kind of its stored value."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    ERROR = "error"
    BLANK = "blank"


Value = float | int | str | bool | None


class RawCell(Struct, frozen=True):
    """One cell as the file stores it.

    `value` is None for a blank cell and for a formula that was never calculated. `formula` has no leading
    `=`; it is `#REF!` for a shared formula that cannot be told. `is_date` says that the number format shows a
    date or a time, `locked` what the cell's style says, whether or not the sheet is protected.
    """

    kind: CellKind
    value: Value
    formula: str | None = None
    is_date: bool = False
    locked: bool = True


class RawSheet(Struct, frozen=True):
    """One sheet: its cells by row and column from 1, and what hides, joins and protects them.

    `state` is visible, hidden or veryHidden. Blank cells are there where the file has a style for them; they
    and hidden rows and columns only as far as an office's table can reach (row 10,000, column 256). A merge
    is first row, first column, last row, last column. A sheet that is a chart or a macro has no cells.
    """

    name: str
    state: str
    cells: Mapping[tuple[int, int], RawCell]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    protected: bool = False


@lru_cache(maxsize=2**15)  # the workbooks of one form use the same cells
def place(reference: str) -> tuple[int, int]:
    """Return row and column of an A1 reference.

    Raises ValueError for what is no cell of a sheet.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    return place_of(match[1], match[2])


def place_of(letters: str, digits: str) -> tuple[int, int]:
    """Return row and column of the letters and the digits of an A1 reference; raises ValueError as `place` does."""
    row = int(digits)
    if not 1 <= row <= MAX_ROW:
        raise ValueError(digits)
    return row, _column(letters)


@lru_cache(maxsize=2**15)  # there are no more of three letters
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > MAX_COLUMN:
        raise ValueError(letters)
    return column
