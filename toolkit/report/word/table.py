"""A printed table as a table of Word: cells merged as in print, heads that repeat, rows that stay in one piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH

from toolkit.report.columns import balanced, width
from toolkit.report.word.fit import STRETCH, fit, halves
from toolkit.report.word.looks import BODY, FIGURE, GRID, HEAD, LABEL
from toolkit.report.word.markup import paragraph, w
from toolkit.report.word.words import runs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.oxml.xmlchemy import BaseOxmlElement

    from toolkit.report.document import Placed, TableGrid
    from toolkit.report.word.base import Base

_SLACK = 0.5  # halves of a character that a line may come out wider than reckoned


def table_element(grid: TableGrid, base: Base) -> BaseOxmlElement:
    """A table as wide as the page; one that fits on a page beside its heading stays there in one piece."""
    return _Printer(grid, base).table()


class _Printer:
    def __init__(self, grid: TableGrid, base: Base) -> None:
        self.grid = grid
        self.base = base
        self.look = base.looks[LABEL]
        room = base.height - base.looks[BODY].pitch  # of the heading above
        self.fit = fit(grid, base.width, room, self.look.size, self.look.pitch)
        self.whole = self.fit.height <= room
        self.widths = [_twips(one) for one in self.fit.widths]
        self.owners = {
            (place.row + down, place.column + right): place
            for place in grid.placed()
            for down in range(place.cell.rowspan)
            for right in range(place.cell.colspan)
        }
        self.widest: dict[tuple[int, int], int] = {}
        for place in grid.placed():
            if not place.cell.header:
                below = place.column, place.cell.colspan
                self.widest[below] = max(self.widest.get(below, 0), width(place.cell.text))

    def table(self) -> BaseOxmlElement:
        blanks = {
            "top": self.fit.above,
            "left": self.fit.beside,
            "bottom": self.fit.above,
            "right": self.fit.beside,
        }
        return w(
            "tbl",
            w(
                "tblPr",
                w("tblStyle", val=self.base.looks[GRID].id),
                w("tblW", w=sum(self.widths), type="dxa"),
                w("jc", val="center"),
                w("tblLayout", type="fixed"),
                w("tblCellMar", *(w(side, w=_twips(blank), type="dxa") for side, blank in blanks.items())),
                w(
                    "tblLook",
                    val="04A0",
                    firstRow=1,
                    lastRow=0,
                    firstColumn=1,
                    lastColumn=0,
                    noHBand=0,
                    noVBand=1,
                ),
                w("tblCaption", val=self.grid.caption),
                w("tblDescription", val=self._description()),
            ),
            w("tblGrid", *(w("gridCol", w=width) for width in self.widths)),
            *(self._row(row) for row in range(len(self.grid.rows))),
        )

    def _description(self) -> str:
        """What a reader who cannot see the table is told about it."""
        head, labels = self.grid.head_rows, self.grid.label_columns
        parts = (
            f"{self.grid.caption}，{len(self.grid.rows)}行{self.grid.columns}列",
            f"前{head}行是列标题" if head else "",
            f"前{labels}列是行标题" if labels else "",
        )
        return "，".join(part for part in parts if part) + "。"

    def _row(self, row: int) -> BaseOxmlElement:
        head = [w("tblHeader")] if row < self.grid.head_rows else []
        height = w("trHeight", val=_twips(self.fit.row_height), hRule="atLeast")
        return w("tr", w("trPr", w("cantSplit"), height, *head), *self._cells(row))

    def _cells(self, row: int) -> Iterator[BaseOxmlElement]:
        column = 0
        while column < self.grid.columns:
            place = self.owners.get((row, column))
            span = place.cell.colspan if place else 1
            yield self._cell(row, column, span, place)
            column += span

    def _cell(self, row: int, column: int, span: int, place: Placed | None) -> BaseOxmlElement:
        properties = [w("tcW", w=sum(self.widths[column : column + span]), type="dxa")]
        if span > 1:
            properties.append(w("gridSpan", val=span))
        cell = place.cell if place and place.row == row else None
        if place and place.cell.rowspan > 1:
            properties.append(w("vMerge", val="restart") if cell else w("vMerge"))
        properties.append(w("vAlign", val="center"))
        name = FIGURE if cell and not cell.header else HEAD if cell and cell.align == "center" else LABEL
        text = cell.text if cell else ""
        return w(
            "tc", w("tcPr", *properties), self._text(row, text, name, self._indents(text, name, column, span))
        )

    def _indents(self, text: str, name: str, column: int, span: int) -> dict[str, int]:
        """Indents in twentieths of a point by their side.

        They put figures that stand at the right under their heading, the widest of the column in its middle,
        and break headings into lines of equal length.
        """
        inside = sum(self.fit.widths[column : column + span]) - 2 * self.fit.beside
        align = self.base.looks[name].align
        if name == FIGURE and align == WD_ALIGN_PARAGRAPH.RIGHT:
            taken = self.widest[column, span] * STRETCH
            sides = ["right"]
        elif (
            name == HEAD
            and align == WD_ALIGN_PARAGRAPH.CENTER
            and len(lines := self._lines(text, inside)) > 1
        ):
            taken = max(map(width, lines)) + _SLACK
            sides = ["left", "right"]
        else:
            return {}
        spare = _twips((inside - taken * self.fit.size / 2) / 2)
        return dict.fromkeys(sides, spare) if spare > 0 else {}

    def _lines(self, text: str, inside: float) -> list[str]:
        return balanced(text, halves(inside, self.fit.size))

    def _text(self, row: int, text: str, name: str, indents: dict[str, int]) -> BaseOxmlElement:
        properties = []
        if self.whole and row < len(self.grid.rows) - 1:
            properties.append(w("keepNext"))
        sizes: list[tuple[str, int]] = []
        if self.fit.size < self.look.size:
            if self.look.exact:
                properties.append(w("spacing", line=_twips(self.fit.pitch), lineRule="exact"))
            sizes = [(tag, round(self.fit.size * 2)) for tag in ("sz", "szCs")]
        if indents:
            properties.append(w("ind", **indents))
        if sizes:
            properties.append(w("rPr", *(w(tag, val=value) for tag, value in sizes)))
        return paragraph(self.base.looks[name].id, runs_of(text, *sizes), *properties)


def _twips(points: float) -> int:
    return int(points * 20)
