"""What a stored text means as a cell's value: number, text, truth value, error, or nothing."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from toolkit.package.markup import TRUE
from toolkit.workbook.cells import CellKind, RawCell
from toolkit.workbook.strings import unescape
from toolkit.workbook.styles import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.workbook.cells import Value

_SHORT: Final = 20
_EXACT: Final = 2**53  # whole numbers up to here are what the file says

BLANKS: Final = {
    Style(locked, is_date): RawCell(CellKind.BLANK, None, None, is_date, locked)
    for locked in (False, True)
    for is_date in (False, True)
}
"""The blank cell of each style."""


def cell_of(
    kind: str, stored: str | None, formula: str | None, style: Style, strings: Sequence[str]
) -> RawCell:
    """Make a cell of what is stored: `kind` is its type attribute, `stored` its value as text.

    Raises ValueError and IndexError for what no program writes.
    """
    if kind == "n" and formula is None and stored and len(stored) <= _SHORT:
        return _number_cell(stored, style)
    read, value = _read(kind, stored, strings)
    return RawCell(read, value, formula, style.is_date or kind == "d", style.locked)


def _read(kind: str, stored: str | None, strings: Sequence[str]) -> tuple[CellKind, Value]:
    if stored is None or not (stored or kind in ("str", "inlineStr")):
        return CellKind.BLANK, None
    match kind:
        case "n":
            return _number(stored)
        case "s":
            return CellKind.TEXT, shared_string(strings, stored)
        case "e":
            return CellKind.ERROR, stored
        case "b" if stored in ("0", "1", "false", "true"):
            return CellKind.BOOLEAN, stored in TRUE
    return CellKind.TEXT, unescape(stored)


def shared_string(strings: Sequence[str], stored: str) -> str:
    """The shared string of a number; raises ValueError and IndexError."""
    index = int(stored)
    if index < 0:  # counts from the end in Python, but not in a workbook
        raise IndexError(index)
    return strings[index]


@lru_cache(maxsize=2**13)  # nearly all figures of an office are small
def _number_cell(stored: str, style: Style) -> RawCell:
    kind, value = _number(stored)
    return RawCell(kind, value, None, style.is_date, style.locked)


def _number(stored: str) -> tuple[CellKind, Value]:
    try:
        number = float(stored)
    except ValueError:
        return CellKind.TEXT, stored
    if not stored.isascii() or "_" in stored:  # Python reads １２ and 1_2 as numbers, no spreadsheet does
        return CellKind.TEXT, stored
    if not math.isfinite(number):
        return CellKind.ERROR, "#NUM!"
    if number.is_integer() and abs(number) <= _EXACT:
        return CellKind.NUMBER, int(number)
    return CellKind.NUMBER, number
