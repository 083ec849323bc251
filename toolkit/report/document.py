"""A report as data, free of any format: headings, paragraphs made of spans, tables as grids of cells.

`toolkit.report.compose` decides what is said; the renderers decide how it looks.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.report.charts import Chart

DRAFT_MARK = "（草稿）"

Origin = Literal["typed", "reference", "composed"]
Align = Literal["left", "center"]


class Span(Struct, frozen=True):
    """A run of words and whose they are: typed by the office, a figure put for its reference, or gktool's.

    Only typed words are evidence for the tables.
    """

    text: str
    origin: Origin


Paragraph = tuple[Span, ...]


class Cell(Struct, frozen=True):
    """One printed cell; `header` marks headings of columns and rows, `field` says which figure it shows."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    align: Align = "center"
    field: str = ""


class Placed(Struct, frozen=True):
    """A cell and the row and column of its upper left corner."""

    cell: Cell
    row: int
    column: int


class TableGrid(Struct, frozen=True):
    """A table as printed: each row holds the cells that begin in it, as in HTML.

    `columns` is the full width; the first `label_columns` hold the headings of rows. The first `head_rows`
    repeat when the table runs over a page; 0 if it has several blocks, each with a head of its own.
    """

    caption: str
    columns: int
    label_columns: int
    head_rows: int
    rows: tuple[tuple[Cell, ...], ...]

    def placed(self) -> Iterator[Placed]:
        """Every cell once, with its place, row by row."""
        taken: set[tuple[int, int]] = set()
        for row, cells in enumerate(self.rows):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                yield Placed(cell, row, column)
                taken |= {
                    (row + down, column + right)
                    for down in range(cell.rowspan)
                    for right in range(cell.colspan)
                }


class Section(Struct, frozen=True):
    """A part of the report, or one of its tables; `id` is that of the form's section or table.

    Charts stand behind the rest, in formats that can show them. Level 1 is 一、, level 2 is （一）; level 0 is the preface, which prints no heading.
    """

    id: str
    level: int
    heading: str
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[TableGrid, ...] = ()
    charts: tuple[Chart, ...] = ()


class Report(Struct, frozen=True):
    """One organ's report for one year, its sections in the order of print.

    A draft is not to be published: it carries `notes` that say why, and every renderer marks it 草稿.

    `told` are the input fields and `about` the items of 基本信息 that the report speaks of: what is published
    by it. `data` is that as JSON for machines, put in by whoever can write it; formats for people ignore it.
    """

    title: str
    organ: str
    year: int | None
    draft: bool
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    told: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    data: str = ""

    @property
    def headline(self) -> str:
        """The title as printed, marked if this is a draft."""
        return self.title + DRAFT_MARK if self.draft else self.title

    def heading(self, section: Section) -> str:
        """A section's heading as printed; in a draft every first-level heading is marked."""
        return section.heading + DRAFT_MARK if self.draft and section.level == 1 else section.heading


def words(paragraph: Paragraph) -> str:
    """The paragraph as plain text."""
    return "".join(span.text for span in paragraph)


def tidy(text: str) -> str:
    """Text from outside on one line: blanks joined to one, control and other invisible characters dropped."""
    spaced = (" " if char.isspace() else char for char in text)
    visible = (
        char
        for char in spaced
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs") and not "\ufdd0" <= char <= "\ufdef"
    )
    return " ".join("".join(visible).split())
