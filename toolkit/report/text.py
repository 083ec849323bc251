"""A report as plain text: paragraphs unbroken and indented by two characters, tables drawn with + - |.

The frame is ASCII, which is one column wide everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.report.columns import column_widths, is_wide, width, wrap
from toolkit.report.document import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.report.document import Placed, Report, Section, TableGrid

WIDTH: Final = 80
_INDENT: Final = "　　"


def render_text(report: Report) -> str:
    """Return the report as plain text, ending with a newline."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield " " * max(0, (WIDTH - width(report.headline)) // 2) + report.headline
    if report.notes:
        yield ""
    yield from (f"※{note}" for note in report.notes)
    yield ""
    for section in report.sections:
        yield from _section(report, section)
    if report.draft:
        yield from ("", report.headline)


def _section(report: Report, section: Section) -> Iterator[str]:
    if section.level == 1:
        yield from ("", report.heading(section))
    elif section.level:
        yield _INDENT + report.heading(section)
    yield from (_INDENT + words(paragraph) for paragraph in section.paragraphs)
    for table in section.tables:
        yield from draw(table)


def draw(table: TableGrid) -> list[str]:
    """Draw a table with its merged cells."""
    places = list(table.placed())
    widths = column_widths(table, places, WIDTH - table.columns - 1)
    lefts = _edges(widths)
    texts = {
        (place.row, place.column): wrap(
            place.cell.text, lefts[place.column + place.cell.colspan] - lefts[place.column] - 1
        )
        for place in places
    }
    tops = _edges(_heights(len(table.rows), places, texts))
    canvas = [[" "] * (lefts[-1] + 1) for _ in range(tops[-1] + 1)]
    for place in places:
        _frame(canvas, place, lefts, tops)
    for place in places:
        _corners(canvas, place, lefts, tops)
        _write(canvas, place, lefts, tops, texts[place.row, place.column])
    return ["".join(line).rstrip() for line in canvas]


def _edges(sizes: Sequence[int]) -> list[int]:
    """Where the frame's lines run, one before each row or column and one at the end."""
    edges = [0]
    for size in sizes:
        edges.append(edges[-1] + size + 1)
    return edges


def _heights(rows: int, places: Sequence[Placed], texts: dict[tuple[int, int], list[str]]) -> list[int]:
    heights = [1] * rows
    for place in sorted(places, key=lambda place: place.cell.rowspan):
        last = place.row + place.cell.rowspan - 1
        room = sum(heights[place.row : last + 1]) + place.cell.rowspan - 1
        heights[last] += max(0, len(texts[place.row, place.column]) - room)
    return heights


def _box(place: Placed, lefts: Sequence[int], tops: Sequence[int]) -> tuple[int, int, int, int]:
    cell = place.cell
    return (
        lefts[place.column],
        tops[place.row],
        lefts[place.column + cell.colspan],
        tops[place.row + cell.rowspan],
    )


def _frame(canvas: list[list[str]], place: Placed, lefts: Sequence[int], tops: Sequence[int]) -> None:
    left, top, right, bottom = _box(place, lefts, tops)
    for x in range(left, right + 1):
        canvas[top][x] = canvas[bottom][x] = "-"
    for y in range(top + 1, bottom):
        canvas[y][left] = canvas[y][right] = "|"


def _corners(canvas: list[list[str]], place: Placed, lefts: Sequence[int], tops: Sequence[int]) -> None:
    left, top, right, bottom = _box(place, lefts, tops)
    for x, y in ((left, top), (right, top), (left, bottom), (right, bottom)):
        canvas[y][x] = "+"


def _write(
    canvas: list[list[str]],
    place: Placed,
    lefts: Sequence[int],
    tops: Sequence[int],
    lines: Sequence[str],
) -> None:
    """Write the lines of a cell into the canvas; a wide character leaves the column after it empty."""
    left, top, right, bottom = _box(place, lefts, tops)
    y = top + 1 + (bottom - top - 1 - len(lines)) // 2
    for offset, line in enumerate(lines):
        spare = right - left - 1 - width(line)
        x = left + 1 + (spare // 2 if place.cell.align == "center" else 0)
        for char in line:
            room = 1 + is_wide(char)
            canvas[y + offset][x : x + room] = [char, ""][:room]
            x += room
