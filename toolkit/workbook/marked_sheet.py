"""One sheet of the office's with some of its cells marked: new style numbers, and nothing else changed."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from toolkit.package.markup import TRUE
from toolkit.workbook.cells import MAX_COLUMN, MAX_ROW, place
from toolkit.workbook.parts import RELATION
from toolkit.workbook.plan import a1
from toolkit.workbook.spans import CannotMark, Edits, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from toolkit.workbook.spans import Element

    Cell = tuple[int, int]
    Box = tuple[int, int, int, int]

# What stands before `legacyDrawing` in a sheet.
_BEFORE = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing",
)  # fmt: skip
_NAMES = frozenset((*_BEFORE, "row", "c", "col", "mergeCell", "legacyDrawing"))
_WIDEST_MERGE = 1_000  # cells of a merge that are all framed; of a larger one only the first
_LETTER = 7  # pixels
_PIXELS = 4 / 3  # of a point
_MOST_LINES = 200  # that a box covers, hidden ones included
_SOME_WIDTH, _SOME_HEIGHT = 9.0, 15.0  # where the sheet does not say


class MarkedSheet:
    """A sheet part and the changes to it; `result` carries them out."""

    def __init__(self, data: bytes, called: str) -> None:
        self._data = data
        self._edits = Edits(data)
        elements = scan(data, _NAMES, called)
        self._root = elements[0]
        self._top = [one for one in elements if one.depth == 1 and one.name in _BEFORE]
        self._rows: dict[int, Element] = {}
        self._cells: dict[int, dict[int, Element]] = {}
        self._columns: list[tuple[int, int, Element]] = []
        self._column_at: dict[int, Element | None] = {}
        self._merges: list[Box] = []
        table = next((one for one in self._top if one.name == "sheetData"), None)
        if table is None:
            raise CannotMark(f"{called}没有内容")
        self._table = table
        self._default_height, self._default_width = _SOME_HEIGHT, _SOME_WIDTH
        drawing = next((one for one in elements if one.depth == 1 and one.name == "legacyDrawing"), None)
        self.drawing = drawing.attribute("id") if drawing else None
        self._read(elements)
        self._row_numbers = sorted(self._rows)

    def anchor_cell(self, cell: Cell) -> Cell:
        """The cell that shows what is on this one: the first one of its merge."""
        box = self._merge(cell)
        return (box[0], box[1]) if box else cell

    def mark(self, cells: Iterable[tuple[Cell, Callable[[int], int]]]) -> None:
        """Give cells (and what they are merged with) the style that is made of the one they have."""
        wanted: dict[int, dict[int, Callable[[int], int]]] = {}
        for cell, look in cells:
            for row, column in self._together(cell):
                wanted.setdefault(row, {})[column] = look
        for row in sorted(wanted):
            self._mark_row(row, wanted[row])

    def draw(self, relation: str) -> None:
        """Say which drawing shows the comments."""
        tag = f'<{self._root.prefix}legacyDrawing xmlns:r="{RELATION}" r:id="{relation}"/>'
        self._edits.insert(max(one.end for one in self._top), tag)

    def anchor(self, cell: Cell, width: int, height: int) -> str:
        """Where a box of so many pixels beside this cell begins and ends, as drawings say it."""
        left = min(cell[1] + 1, MAX_COLUMN - 1)
        top = max(cell[0] - 1, 1)
        right, right_rest = _along(left, width + 12, self._width, MAX_COLUMN)
        bottom, bottom_rest = _along(top, height + 4, self._height, MAX_ROW)
        return f"{left - 1}, 12, {top - 1}, 4, {right - 1}, {right_rest}, {bottom - 1}, {bottom_rest}"

    def result(self) -> bytes:
        """Return the part with everything that was asked for."""
        return self._edits.result()

    def _read(self, elements: list[Element]) -> None:
        row = column = 0
        for one in elements[1:]:
            if one.name == "row":
                row, column = int(one.attributes.get("r") or row + 1), 0
                self._rows[row] = one
            elif one.name == "c":
                row, column = place(one.attributes["r"]) if one.attributes.get("r") else (row, column + 1)
                self._cells.setdefault(row, {})[column] = one
            elif one.name == "col":
                first, last = int(one.attributes["min"]), int(one.attributes["max"])
                self._columns.append((first, last, one))
            elif one.name == "mergeCell":
                first_cell, _, last_cell = one.attributes["ref"].replace("$", "").partition(":")
                self._merges.append((*place(first_cell), *place(last_cell or first_cell)))
            elif one.name == "sheetFormatPr":
                self._default_height = _number(one, "defaultRowHeight", _SOME_HEIGHT)
                self._default_width = _number(one, "defaultColWidth", _SOME_WIDTH)

    def _merge(self, cell: Cell) -> Box | None:
        return next(
            (box for box in self._merges if box[0] <= cell[0] <= box[2] and box[1] <= cell[1] <= box[3]), None
        )

    def _together(self, cell: Cell) -> list[Cell]:
        box = self._merge(cell)
        if box is None or (box[2] - box[0] + 1) * (box[3] - box[1] + 1) > _WIDEST_MERGE:
            return [cell]
        return [(row, column) for row in range(box[0], box[2] + 1) for column in range(box[1], box[3] + 1)]

    def _mark_row(self, number: int, looks: dict[int, Callable[[int], int]]) -> None:
        row, cells = self._rows.get(number), self._cells.get(number, {})
        missing = []
        for column in sorted(looks):
            cell = cells.get(column)
            if cell is not None:
                self._edits.set(cell, s=looks[column](int(cell.attributes.get("s", "0"))))
                continue
            prefix = (row or self._table).prefix
            style = looks[column](self._inherited(row, column))
            missing.append((column, f'<{prefix}c r="{a1(number, column)}" s="{style}"/>'))
        if row is None:
            self._add_row(number, missing)
            return
        for column, tag in missing:
            later = next((cells[other] for other in sorted(cells) if other > column), None)
            if later:
                self._edits.insert(later.start, tag)
            else:
                self._edits.append(row, tag)
        spans = row.attributes.get("spans")
        if missing and spans:
            ends = [int(end) for end in spans.replace(" ", ":").split(":")] + [
                column for column, _ in missing
            ]
            self._edits.set(row, spans=f"{min(ends)}:{max(ends)}")

    def _add_row(self, number: int, cells: list[tuple[int, str]]) -> None:
        prefix = self._table.prefix
        tag = f'<{prefix}row r="{number}">{"".join(tag for _, tag in cells)}</{prefix}row>'
        later = bisect.bisect(self._row_numbers, number)
        if later < len(self._row_numbers):
            self._edits.insert(self._rows[self._row_numbers[later]].start, tag)
        else:
            self._edits.append(self._table, tag)

    def _inherited(self, row: Element | None, column: int) -> int:
        """The style of a cell that is not there: its row's, else its column's."""
        if row is not None and row.attributes.get("customFormat") in TRUE:
            return int(row.attributes.get("s", "0"))
        found = self._column(column)
        return int(found.attributes.get("style", "0")) if found else 0

    def _column(self, number: int) -> Element | None:
        if number not in self._column_at:
            found = (one for first, last, one in self._columns if first <= number <= last)
            self._column_at[number] = next(found, None)
        return self._column_at[number]

    def _width(self, column: int) -> int:
        found = self._column(column)
        if found and found.attributes.get("hidden") in TRUE:
            return 0
        wide = _number(found, "width", self._default_width) if found else self._default_width
        return round(wide * _LETTER)

    def _height(self, number: int) -> int:
        row = self._rows.get(number)
        if row and row.attributes.get("hidden") in TRUE:
            return 0
        return round((_number(row, "ht", self._default_height) if row else self._default_height) * _PIXELS)


def _number(element: Element, attribute: str, otherwise: float) -> float:
    try:
        return float(element.attributes[attribute])
    except (KeyError, ValueError):
        return otherwise


def _along(start: int, length: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """The line on which so many pixels from the start of a line end, and the rest on it."""
    line = start
    while length > size(line) and line < min(last, start + _MOST_LINES):
        length -= size(line)
        line += 1
    return line, min(length, size(line))
