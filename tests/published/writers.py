"""Published reports in one line: paragraphs and tables as a web page or a Word document, shaped as offices do."""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import TYPE_CHECKING

from msgspec.structs import replace

from toolkit.report.document import Cell, TableGrid, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from toolkit.report.document import Report

Part = str | TableGrid
Rows = list[list[Cell]]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WIDE = 9000  # twentieths of a point
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def parts_of(report: Report) -> list[Part]:
    """A report as paragraphs and tables, in order."""
    parts: list[Part] = [report.title]
    for section in report.sections:
        parts += [section.heading] * bool(section.heading)
        parts += [words(paragraph) for paragraph in section.paragraphs]
        parts += section.tables
    return parts


def tables(parts: Iterable[Part], change: Callable[[TableGrid], TableGrid]) -> list[Part]:
    """The same parts with each table changed."""
    return [change(part) if isinstance(part, TableGrid) else part for part in parts]


def texts(grid: TableGrid, change: Callable[[str], str]) -> TableGrid:
    """The same table with the text of each cell changed."""
    return replace(
        grid, rows=tuple(tuple(replace(cell, text=change(cell.text)) for cell in row) for row in grid.rows)
    )


def unmerged(grid: TableGrid, *, repeat: bool = False) -> TableGrid:
    """The same table with merged cells taken apart: the rest blank, or the words repeated."""
    rows = [[Cell("")] * grid.columns for _ in grid.rows]
    for place in grid.placed():
        for down in range(place.cell.rowspan):
            for right in range(place.cell.colspan):
                first = not down and not right
                text = place.cell.text if first or (repeat and place.cell.header) else ""
                rows[place.row + down][place.column + right] = Cell(text, header=place.cell.header)
    return replace(grid, rows=tuple(map(tuple, rows)))


def turned(grid: TableGrid) -> TableGrid:
    """The same table with rows for columns."""
    rows: dict[int, list[tuple[int, Cell]]] = {}
    for place in grid.placed():
        cell = replace(place.cell, rowspan=place.cell.colspan, colspan=place.cell.rowspan)
        rows.setdefault(place.column, []).append((place.row, cell))
    ordered = [tuple(cell for _, cell in sorted(rows[row], key=lambda item: item[0])) for row in sorted(rows)]
    return replace(grid, columns=len(grid.rows), rows=tuple(ordered))


# ── texts ─────────────────────────────────────────────────────────────────────


def flowing(parts: Iterable[Part], cells: str = "\t", rows: str = "\n") -> str:
    """A text of these parts, the cells of a table and its rows parted like this."""
    lines = [
        part
        if isinstance(part, str)
        else rows.join(cells.join(cell.text for cell in row) for row in part.rows)
        for part in parts
    ]
    return "\n".join(lines) + "\n"


def markdown(parts: Iterable[Part]) -> str:
    """A Markdown text of these parts."""
    lines = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
        else:
            rows = [" | ".join(cell.text for cell in row) for row in unmerged(part).rows]
            rows.insert(1, " | ".join(["---"] * part.columns))
            lines.append("\n".join(f"| {row} |" for row in rows))
    return "\n\n".join(lines)


# ── a web page ────────────────────────────────────────────────────────────────


def table_html(grid: TableGrid, cell: Callable[[str], str] = escape) -> str:
    rows = []
    for row in grid.rows:
        cells = (
            f'<td rowspan="{one.rowspan}" colspan="{one.colspan}"><p>{cell(one.text)}</p></td>' for one in row
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border=1><tbody>{''.join(rows)}</tbody></table>"


def html(
    parts: Iterable[Part], *, around: str = "{}", charset: str = "utf-8", cell: Callable[[str], str] = escape
) -> bytes:
    """A page with these parts as its article; `around` is what a site puts around it."""
    body = "".join(
        f"<p>{escape(part)}</p>" if isinstance(part, str) else table_html(part, cell) for part in parts
    )
    head = f'<head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>'
    return f"<!DOCTYPE html><html>{head}<body>{around.format(body)}</body></html>".encode(charset)


# ── a Word document ───────────────────────────────────────────────────────────


def paragraph_xml(text: str, properties: str = "") -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{lines}</w:r></w:p>"


def table_xml(grid: TableGrid, paragraph: Callable[[str], str] = paragraph_xml) -> str:
    """A table as Word has it: widths in `gridSpan`, cells merged downwards in `vMerge`."""
    rows: list[dict[int, str]] = [{} for _ in grid.rows]
    for place in grid.placed():
        for down in range(place.cell.rowspan):
            merge = (
                ""
                if place.cell.rowspan == 1
                else '<w:vMerge w:val="restart"/>'
                if not down
                else "<w:vMerge/>"
            )
            span = f'<w:gridSpan w:val="{place.cell.colspan}"/>' if place.cell.colspan > 1 else ""
            text = "" if down else place.cell.text
            wide = f'<w:tcW w:w="{WIDE // grid.columns * place.cell.colspan}" w:type="dxa"/>'
            rows[place.row + down][place.column] = (
                f"<w:tc><w:tcPr>{wide}{span}{merge}</w:tcPr>{paragraph(text)}</w:tc>"
            )
    lines = (f"<w:tr>{''.join(row[column] for column in sorted(row))}</w:tr>" for row in rows)
    columns = f'<w:gridCol w:w="{WIDE // grid.columns}"/>' * grid.columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(lines)}</w:tbl>"


def document_xml(parts: Iterable[Part], paragraph: Callable[[str], str] = paragraph_xml) -> str:
    return "".join(paragraph(part) if isinstance(part, str) else table_xml(part, paragraph) for part in parts)


def docx_of(body: str, main: str = "document", **more: str) -> bytes:
    """A Word document with this body in its main part; `more` are further parts, `__` for `/`."""
    stream = io.BytesIO()
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    parts |= {name.replace("__", "/") + ".xml": text for name, text in more.items()}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(*(one.replace("word/document", f"word/{main}") for one in (name, text)))
    return stream.getvalue()


def docx(parts: Iterable[Part]) -> bytes:
    """A Word document with these parts."""
    return docx_of(document_xml(parts))
