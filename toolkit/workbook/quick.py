"""The quick way to read cells: it gives what the parser gives, or says that it takes the parser.

A workbook of ours holds thousands of cells, most rows of them letter by letter as in the last one. So the text of
a row is looked up as a whole, then that of a cell, and taken apart only when it is met for the first time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.package.markup import TRUE
from toolkit.package.plain import NotPlain, attributes_in, plain_text, unquoted, without_prolog
from toolkit.workbook.cells import KEPT_COLUMNS, KEPT_ROWS, MAX_ROW, CellKind, RawCell, place, place_of
from toolkit.workbook.styles import DEFAULT, Style
from toolkit.workbook.values import BLANKS, cell_of, shared_string

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.workbook.sheet import Budget
    from toolkit.workbook.styles import Styles

_ATTRIBUTES: Final = r'(?: [A-Za-z:]+="[^"<&\s]*")*'
_SPACE: Final = r'(?: xml:space="preserve")?'
_ROW: Final = re.compile(rf"<row({_ATTRIBUTES})(/?)>", re.ASCII)
_CELL: Final = re.compile(
    # the attributes as every program writes them, or else whichever
    r'<c(?: r="(?P<column>[A-Z]{1,3})(?P<row>[1-9][0-9]{0,6})"(?: s="(?P<style>[0-9]+)")?(?: t="(?P<kind>[A-Za-z]+)")?'
    rf"|(?P<attributes>{_ATTRIBUTES}))(?:/>|>(?:<f(?P<of_formula>{_ATTRIBUTES})(?:/>|>(?P<formula>[^<]*)</f>))?"
    rf"(?:(?P<empty><v/>)|<v{_SPACE}>(?P<value>[^<]*)</v>|<is><t{_SPACE}>(?P<text>[^<]*)</t></is>)?</c>)",
    re.ASCII,
)
_ROW_NUMBER: Final = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_ROW_END: Final = b"</row>"
_LARGEST: Final = 2**20  # bytes of a part; a larger one may break bounds that the parser watches
_SHORT: Final = 200  # characters of a text whose cell is remembered
_REMEMBERED: Final = 8 * 2**20  # characters under one set of styles


class QuickCells(Struct, frozen=True):
    """The cells of a sheet and its hidden rows; `frame` is the part without its cells."""

    cells: dict[tuple[int, int], RawCell]
    hidden_rows: set[int]
    frame: bytes


class _Cell(Struct, frozen=True):
    """A cell and its place; `shared` is the number of its string, `cell` None if it has one or is not kept.

    `blank` is a kept one of which the file says nothing but its style.
    """

    place: tuple[int, int]
    cell: RawCell | None
    shared: str = ""
    style: Style = DEFAULT
    blank: bool = False


class _Rows(Struct, frozen=True):
    """The cells of a row and of the empty ones before it, as a whole where none has a shared string.

    How many are blank, how many are not, and which rows are hidden.
    """

    cells: tuple[_Cell, ...]
    whole: dict[tuple[int, int], RawCell] | None
    blanks: int
    values: int
    hidden: tuple[int, ...]


class _Memory:
    """What the texts of rows and cells mean under one set of styles."""

    def __init__(self) -> None:
        self.rows: dict[bytes, _Rows] = {}
        self.cells: dict[str, _Cell] = {}
        self.room = _REMEMBERED

    def spend(self, characters: int) -> None:
        """Make room for what is about to be remembered: by forgetting everything, when there is none left."""
        self.room -= characters
        if self.room < 0:
            self.rows.clear()
            self.cells.clear()
            self.room = _REMEMBERED - characters


def quick_cells(data: bytes, strings: Sequence[str], styles: Styles, budget: Budget) -> QuickCells | None:
    """Return the cells of a sheet's part, and take what they cost from the budget; None if it takes the parser."""
    if len(data) > _LARGEST:
        return None
    cells: dict[tuple[int, int], RawCell] = {}
    hidden: set[int] = set()
    blanks = values = elements = 0
    try:
        before, inner, after = _split(without_prolog(data))
        for row in _rows(inner, styles):
            if row.whole is None:
                for one in row.cells:
                    if one.shared:
                        cells[one.place] = _text_cell(shared_string(strings, one.shared), one.style)
                    elif one.cell is not None:
                        cells[one.place] = one.cell
            else:
                cells.update(row.whole)
            blanks += row.blanks
            values += row.values
            elements += len(row.cells)
            hidden.update(row.hidden)
    except (NotPlain, LookupError, ValueError):  # the parser says what is wrong
        return None
    if blanks > budget.blanks or values > budget.cells or elements > budget.elements:
        return None
    budget.blanks -= blanks
    budget.cells -= values
    budget.elements -= elements
    return QuickCells(cells, hidden, before + b"<sheetData/>" + after)


def _split(data: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before, in and after the one element that holds the cells."""
    before, begin, rest = data.partition(_BEGIN)
    inner, end, after = rest.partition(_END)
    if not begin or not end or _BEGIN in rest or _END in before + after:
        raise NotPlain
    if b"<!" in before + after or b"<?" in before + after:  # they may hide what looks like cells
        raise NotPlain
    return before, inner, after


def _rows(inner: bytes, styles: Styles) -> list[_Rows]:
    memory = styles.memory
    if memory is None:
        memory = styles.memory = _Memory()
    # No text and no attribute can hold the end tag of a row: a `<` is quoted in both, or it takes the parser.
    *rows, rest = inner.split(_ROW_END)
    found = [memory.rows.get(row) or _row(row, memory, styles, ended=True) for row in rows]
    return [*found, _row(rest, memory, styles, ended=False)] if rest else found


def _row(data: bytes, memory: _Memory, styles: Styles, *, ended: bool) -> _Rows:
    """Take a row apart, and the empty ones before it; remember it if it has an end tag."""
    text = plain_text(data)
    hidden: list[int] = []
    cells: tuple[_Cell, ...] = ()
    position, opened = 0, False
    while not opened and (tag := _ROW.match(text, position)):
        number = _number(attributes_in(tag[1]))
        hidden += [number] if 0 < number <= KEPT_ROWS else []
        position, opened = tag.end(), not tag[2]
    if opened != ended:
        raise NotPlain
    if opened:
        cells = tuple(_cells(text, position, memory, styles))
    elif position != len(text):
        raise NotPlain
    kept = [one for one in cells if one.cell or one.shared]
    blanks = sum(one.blank for one in kept)
    whole = None if any(one.shared for one in kept) else {one.place: one.cell for one in kept if one.cell}
    row = _Rows(cells, whole, blanks, len(kept) - blanks, tuple(hidden))
    if ended:
        memory.spend(len(data))
        memory.rows[data] = row
    return row


def _number(attributes: Mapping[str, str]) -> int:
    """The number of a row if it is hidden, or 0."""
    number = attributes.get("r", "")
    if not _ROW_NUMBER.fullmatch(number) or int(number) > MAX_ROW:
        raise NotPlain
    return int(number) if attributes.get("hidden") in TRUE or attributes.get("ht") == "0" else 0


def _cells(text: str, position: int, memory: _Memory, styles: Styles) -> Iterator[_Cell]:
    """The cells of a row, from a position to its end, each with nothing between."""
    for match in _CELL.finditer(text, position):
        if match.start() != position:
            raise NotPlain
        position = match.end()
        yield memory.cells.get(match[0]) or _cell(match, memory, styles)
    if position != len(text):
        raise NotPlain


def _cell(match: re.Match[str], memory: _Memory, styles: Styles) -> _Cell:
    """Take a cell apart, and remember it; raises NotPlain, LookupError and ValueError for what the parser sees to."""
    letters, digits, number, kind, others, of_formula, formula, empty, value, text = match.groups()
    if letters is None:
        attributes = attributes_in(others)
        at, number, kind = place(attributes["r"]), attributes.get("s"), attributes.get("t", "n")
    else:
        at, kind = place_of(letters, digits), kind or "n"
    style = styles.get(number or "0") or styles.get("0", DEFAULT)
    if of_formula is not None:
        formula = _formula(of_formula, formula)
    stored = "" if empty else value and unquoted(value)
    if text is not None:  # what is wrong in it is wrong whether it counts or not
        text = unquoted(text)
        stored = text if kind == "inlineStr" else None
    if stored is None and formula is None:
        kept = at[0] <= KEPT_ROWS and at[1] <= KEPT_COLUMNS
        cell = _Cell(at, BLANKS[style] if kept else None, blank=kept)
    elif kind != "s":
        cell = _Cell(at, cell_of(kind, stored, formula, style, ()))
    elif stored and formula is None:
        cell = _Cell(at, None, stored, style)
    else:
        raise NotPlain
    memory.spend(len(match[0]))
    memory.cells[match[0]] = cell
    return cell


def _formula(attributes: str, text: str | None) -> str:
    if attributes and attributes_in(attributes).get("t") == "shared":
        raise NotPlain
    return unquoted(text or "").removeprefix("=")


def _text_cell(text: str, style: Style) -> RawCell:
    return _label(text, style) if len(text) <= _SHORT else _label.__wrapped__(text, style)


@lru_cache(maxsize=2**13)  # the labels of a form are the same in every workbook
def _label(text: str, style: Style) -> RawCell:
    return RawCell(CellKind.TEXT, text, None, style.is_date, style.locked)
