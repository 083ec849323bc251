"""How a printed table fits its page: the size of its characters, the widths of its columns, the air in its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.report.columns import column_widths, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.document import Placed, TableGrid

_SMALLER: Final = (10.5, 9.0, 7.5, 6.5)  # 五号, 小五, 六号 and 小六
_READABLE: Final = 7.5  # nothing smaller is chosen only to keep a table on one page
_AIRY: Final = (1.6, 1.4, 1.25)  # the least height of a row, in pitches of its lines
_ABOVE: Final = 0.125  # the blank above and below the text of a cell, in pitches
_BORDER: Final = 0.5
STRETCH: Final = 1.12  # how much wider than half a character the figures of a substituted font may be
_ROUNDING: Final = 1e-6


class Fit(Struct, frozen=True):
    """How a table is set, in points: its characters and lines, its columns, the least height of its rows.

    `beside` and `above` are the blanks at each side of a cell's text, and above and below it; `height` is that of
    the whole table.
    """

    size: float
    pitch: float
    widths: tuple[float, ...]
    row_height: float
    beside: float
    above: float
    height: float


def fit(table: TableGrid, width: float, height: float, size: float, pitch: float) -> Fit:
    """Set a table as large and as airy as it can be on one page of this width and height.

    `size` and `pitch` are those of its style, and the largest. A table that is too long for a page runs over, in
    the largest size in which no figure has to break.
    """
    places = list(table.placed())
    rows = len(table.rows)
    runs_over: Fit | None = None
    for one in (size, *(smaller for smaller in _SMALLER if smaller < size)):
        widths = _widths(table, places, width, one)
        if sum(widths) > width + _BORDER:
            continue
        ways = [_set(rows, places, widths, one, pitch * one / size, airy) for airy in _AIRY]
        whole = next((way for way in ways if way.height <= height), None)
        if whole or one <= _READABLE:
            return whole or runs_over or ways[-1]
        runs_over = runs_over or ways[-1]
    squeezed = tuple(column * width / sum(widths) for column in widths)
    return runs_over or _set(rows, places, squeezed, one, pitch * one / size, _AIRY[-1])


def halves(points: float, size: float) -> int:
    """How many halves of a character of this size fit into a width."""
    return int(points / size * 2 + _ROUNDING)


def _widths(table: TableGrid, places: Sequence[Placed], width: float, size: float) -> tuple[float, ...]:
    """The widths of the columns: together that of the page, or more where what stays whole is too wide for it.

    Half a character of each is the blank beside its text.
    """
    room = width / size * 2 - table.columns
    text = column_widths(table, places, int(room), stretch=STRETCH)
    spare = max(0.0, room - sum(text)) / table.columns
    return tuple((one + 1 + spare) * size / 2 for one in text)


def _set(  # noqa: PLR0913, PLR0917 - all are of one reckoning
    rows: int,
    places: Sequence[Placed],
    widths: tuple[float, ...],
    size: float,
    pitch: float,
    airy: float,
) -> Fit:
    heights = [airy * pitch] * rows
    for place in sorted(places, key=lambda place: place.cell.rowspan):
        inside = sum(widths[place.column : place.column + place.cell.colspan]) - size / 2
        lines = len(wrap(place.cell.text, halves(inside, size)))
        below = place.row + place.cell.rowspan
        heights[below - 1] += max(0.0, (lines + 2 * _ABOVE) * pitch - sum(heights[place.row : below]))
    height = sum(heights) + rows * _BORDER
    return Fit(size, pitch, widths, airy * pitch, size / 4, _ABOVE * pitch, height)
