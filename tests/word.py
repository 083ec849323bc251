"""A Word document as another program reads it: its blocks in order, its tables cell by cell, its parts."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

import docx
from docx.oxml.ns import qn
from docx.table import Table as _Table

from toolkit.report.formats import RENDERERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document
    from docx.oxml.table import CT_Tbl

    from toolkit.form.model import Form
    from toolkit.report.document import Report

DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"


class CellRead(NamedTuple):
    """A cell where it begins, as far as it reaches, its text and the name of its style."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    style: str


def written(report: Report, form: Form) -> bytes:
    """The report as a .docx."""
    return RENDERERS[".docx"](report, form)


def opened(content: bytes) -> Document:
    """The document as python-docx reads it."""
    return docx.Document(io.BytesIO(content))


def blocks(document: Document) -> list[tuple[str, str]]:
    """Every paragraph as the name of its style and its text, and every table as its caption, in order."""
    captions = iter([told(table, "w:tblCaption") for table in tables(document)])
    return [
        ("table", next(captions)) if isinstance(block, _Table) else (block.style.name, block.text)
        for block in document.iter_inner_content()
    ]


def tables(document: Document) -> list[CT_Tbl]:
    """The elements of the tables."""
    return list(document.element.body.iterchildren(qn("w:tbl")))


def told(table: CT_Tbl, name: str) -> str:
    """What a table says of itself: its `w:tblCaption` or `w:tblDescription`."""
    return str(table.tblPr.find(qn(name)).get(qn("w:val")))


def cells(document: Document, table: CT_Tbl) -> list[CellRead]:
    """The cells of a table, merged ones once, row by row."""
    styles = {style.style_id: style.name for style in document.styles}
    read: dict[tuple[int, int], CellRead] = {}
    begun: dict[int, tuple[int, int]] = {}
    for row, element in enumerate(table.tr_lst):
        column = 0
        for cell in element.tc_lst:
            (words,) = cell.inner_content_elements
            if cell.vMerge == "continue":
                above = read[begun[column]]
                assert (above.colspan, words.text) == (cell.grid_span, "")
                read[begun[column]] = above._replace(rowspan=above.rowspan + 1)
            else:
                begun[column] = row, column
                read[row, column] = CellRead(row, column, 1, cell.grid_span, words.text, styles[words.style])
            column += cell.grid_span
    return list(read.values())


def widths(table: CT_Tbl) -> list[int]:
    """The widths of a table's columns in twentieths of a point."""
    return [round(column.w.pt * 20) for column in table.tblGrid.gridCol_lst]


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(content: bytes, rewrite: Callable[[dict[str, bytes]], Any]) -> bytes:
    """The package with its parts changed in place by `rewrite`."""
    kept = parts(content)
    rewrite(kept)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in kept.items():
            package.writestr(name, part)
    return stream.getvalue()
