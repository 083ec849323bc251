"""A report as Markdown (CommonMark with GitHub's tables).

Its tables cannot merge cells: a merged cell stands in its upper left corner and the rest of it is blank; the
first row of the printed table is the head, further headings of columns are bold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.report.document import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.report.document import Report, Section, TableGrid

_ANYWHERE = re.compile(r"[\\`*\[\]<>|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_MARKER = re.compile(r"(\d{1,9}(?=[.)](?:\s|$))|(?=[#+=-]))")


def render_markdown(report: Report) -> str:
    """Return the report as Markdown, ending with a newline."""
    return "\n\n".join(_blocks(report)) + "\n"


def escape(text: str) -> str:
    """Make Markdown print the text as it is, also at the beginning of a line."""
    escaped = _ANYWHERE.sub(r"\\\g<0>", text)
    start = _MARKER.match(escaped)
    return f"{start[1]}\\{escaped[start.end(1) :]}" if start else escaped


def _blocks(report: Report) -> Iterator[str]:
    yield f"# {escape(report.headline)}"
    if report.notes:
        yield "\n>\n".join(f"> {escape(note)}" for note in report.notes)
    for section in report.sections:
        yield from _section(report, section)
    if report.draft:
        yield "**草稿，不得报送和公布。**"


def _section(report: Report, section: Section) -> Iterator[str]:
    if section.level:
        yield f"{'#' * (section.level + 1)} {escape(report.heading(section))}"
    for paragraph in section.paragraphs:
        yield escape(words(paragraph))
    for table in section.tables:
        yield _table(table)


def _table(table: TableGrid) -> str:
    lines = [[""] * table.columns for _ in table.rows]
    for place in table.placed():
        text = escape(place.cell.text)
        bold = place.cell.header and place.row > 0 and place.cell.align == "center"
        lines[place.row][place.column] = f"**{text}**" if text and bold else text
    left = [":--" if column < table.label_columns else ":-:" for column in range(table.columns)]
    lines.insert(1, left)
    return "\n".join("".join(f"| {text} " if text else "| " for text in line) + "|" for line in lines)
