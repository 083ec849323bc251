"""The quick way to read cells: it gives what the parser gives, or says that it takes the parser.

A workbook of ours holds thousands of cells, most rows of them letter by letter as in the last one. So the text of
a row is looked up as a whole, then that of a cell, and taken apart only when it is met for the first time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from toolkit.package.markup import TRUE
from toolkit.package.plain import NotPlain, plain_text, unquoted, without_prolog
from toolkit.workbook.cells import KEPT_COLUMNS, KEPT_ROWS, MAX_ROW, CellKind, RawCell, place
from toolkit.workbook.styles import DEFAULT, Style
from toolkit.workbook.values import BLANKS, cell_of, shared_string

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.workbook.sheet import Budget
    from toolkit.workbook.styles import Styles

_ATTRIBUTES: Final = r'(?: [A-Za-z:]+="[^"<&\s]*")*'
_SPACE: Final = r'(?: xml:space="preserve")?'
_FORMULA: Final = rf"<f{_ATTRIBUTES}(?:/>|>[^<]*</f>)"
_VALUE: Final = rf"<v/>|<v{_SPACE}>[^<]*</v>|<is><t{_SPACE}>[^<]*</t></is>"
_CELL: Final = rf"<c{_ATTRIBUTES}(?:/>|>(?:{_FORMULA})?(?:{_VALUE})?</c>)"
_ROWS: Final = re.compile(rf"<row{_ATTRIBUTES}(?:/>|>(?:{_CELL})*</row>)".encode())
_CELLS: Final = re.compile(_CELL, re.ASCII)
_ONE_ROW: Final = re.compile(rf"<row({_ATTRIBUTES})/?>", re.ASCII)
_ONE_CELL: Final = re.compile(
    rf"<c({_ATTRIBUTES})(?:/>|>(?:<f({_ATTRIBUTES})(?:/>|>([^<]*)</f>))?"
    rf"(?:(<v/>)|<v{_SPACE}>([^<]*)</v>|<is><t{_SPACE}>([^<]*)</t></is>)?</c>)",
    re.ASCII,
)
_ATTRIBUTE: Final = re.compile(r' ([A-Za-z:]+)="([^"]*)"')
_ROW_NUMBER: Final = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_LARGEST: Final = 4 * 2**20  # bytes of a part; a larger one may break bounds that the parser watches
_SHORT: Final = 200  # characters of a text whose cell is remembered
_REMEMBERED: Final = 8 * 2**20  # characters under one set of styles


class QuickCells(NamedTuple):
    """The cells of a sheet and its hidden rows; `frame` is the part without its cells."""

    cells: dict[tuple[int, int], RawCell]
    hidden_rows: set[int]
    frame: bytes


class _Cell(NamedTuple):
    """A cell and its place; `shared` is the number of its string, `cell` None if it has one or is not kept."""

    place: tuple[int, int]
    cell: RawCell | None
    shared: str = ""
    style: Style = DEFAULT


class _Row(NamedTuple):
    """The cells of a row, as a whole where none has a shared string; how many are blank, how many are not."""

    cells: tuple[_Cell, ...]
    whole: dict[tuple[int, int], RawCell] | None
    blanks: int
    values: int
    hidden: int


class _Memory:
    """What the texts of rows and cells mean under one set of styles."""

    def __init__(self) -> None:
        self.rows: dict[bytes, _Row] = {}
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
                for at, cell, shared, style in row.cells:
                    if shared:
                        cells[at] = _text_cell(shared_string(strings, shared), style)
                    elif cell is not None:
                        cells[at] = cell
            else:
                cells.update(row.whole)
            blanks += row.blanks
            values += row.values
            elements += len(row.cells)
            if row.hidden:
                hidden.add(row.hidden)
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


def _rows(inner: bytes, styles: Styles) -> list[_Row]:
    memory = styles.memory
    if memory is None:
        memory = styles.memory = _Memory()
    rows = _ROWS.findall(inner)
    if sum(map(len, rows)) != len(inner):
        raise NotPlain
    return [memory.rows.get(row) or _row(row, memory, styles) for row in rows]


def _row(data: bytes, memory: _Memory, styles: Styles) -> _Row:
    """Take a row apart, and remember it."""
    text = plain_text(data)
    tag = _ONE_ROW.match(text)
    attributes = _attributes(tag[1] if tag else "")
    number = attributes.get("r", "")
    if not _ROW_NUMBER.fullmatch(number) or int(number) > MAX_ROW:
        raise NotPlain
    hidden = attributes.get("hidden") in TRUE or attributes.get("ht") == "0"
    cells = tuple(memory.cells.get(one) or _cell(one, memory, styles) for one in _CELLS.findall(text))
    kept = [one for one in cells if one.cell or one.shared]
    blanks = sum(
        1 for one in kept if one.cell and one.cell.kind is CellKind.BLANK and one.cell.formula is None
    )
    whole = None if any(one.shared for one in kept) else {one.place: one.cell for one in kept if one.cell}
    row = _Row(
        cells, whole, blanks, len(kept) - blanks, int(number) if hidden and int(number) <= KEPT_ROWS else 0
    )
    memory.spend(len(data))
    memory.rows[data] = row
    return row


def _cell(text: str, memory: _Memory, styles: Styles) -> _Cell:
    """Take a cell apart, and remember it; raises NotPlain, LookupError and ValueError for what the parser sees to."""
    match = _ONE_CELL.fullmatch(text)
    if match is None:
        raise NotPlain
    attributes = _attributes(match[1])
    at = place(attributes["r"])
    kind = attributes.get("t", "n")
    style = styles.get(attributes.get("s", "0")) or styles.get("0", DEFAULT)
    formula, stored = _formula(match), _stored(match, kind)
    if stored is None and formula is None:
        kept = at[0] <= KEPT_ROWS and at[1] <= KEPT_COLUMNS
        cell = _Cell(at, BLANKS[style] if kept else None)
    elif kind != "s":
        cell = _Cell(at, cell_of(kind, stored, formula, style, ()))
    elif stored and formula is None:
        cell = _Cell(at, None, stored, style)
    else:
        raise NotPlain
    memory.spend(len(text))
    memory.cells[text] = cell
    return cell


def _formula(match: re.Match[str]) -> str | None:
    if match[2] is None:
        return None
    if _attributes(match[2]).get("t") == "shared":
        raise NotPlain
    return unquoted(match[3] or "").removeprefix("=")


def _stored(match: re.Match[str], kind: str) -> str | None:
    if match[6] is not None:
        return unquoted(match[6]) if kind == "inlineStr" else None
    return "" if match[4] else None if match[5] is None else unquoted(match[5])


def _attributes(text: str) -> Mapping[str, str]:
    pairs = _ATTRIBUTE.findall(text)
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotPlain
    return found


def _text_cell(text: str, style: Style) -> RawCell:
    return _label(text, style) if len(text) <= _SHORT else _label.__wrapped__(text, style)


@lru_cache(maxsize=2**13)  # the labels of a form are the same in every workbook
def _label(text: str, style: Style) -> RawCell:
    return RawCell(CellKind.TEXT, text, None, style.is_date, style.locked)
