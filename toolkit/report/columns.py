"""How wide a text is, where it may break, and how a printed table shares its width among its columns.

Widths are counted in halves of a Chinese character, those of East Asian text: a Chinese character is two wide,
and so is the ambiguous kind (“ ” — ·), as in the fonts of Chinese systems.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.document import Cell, Placed, TableGrid

_NARROWEST: Final = 4
_OPENING, _CLOSING = "（“‘《〈〔【「『", "，。、；：！？）”’》〉〕】」』"
_PIECE = re.compile(rf"[{_OPENING}]*(?:[!-~]+|.)[{_CLOSING}]*", re.DOTALL)


def is_wide(char: str) -> bool:
    """Say whether a character is as wide as a Chinese one."""
    return unicodedata.east_asian_width(char) in ("W", "F", "A")


def width(text: str) -> int:
    """The width of a text."""
    return sum(1 + is_wide(char) for char in text)


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most this width, one line at least.

    Figures and Latin words stay whole, closing marks stay with what is before them and opening marks with
    what follows, unless that alone is too wide.
    """
    lines = [""]
    for piece in _PIECE.findall(text):
        for part in [piece] if width(piece) <= columns else piece:
            if width(lines[-1] + part) > columns:
                lines.append("")
            lines[-1] += part
    return lines[1:] if lines[0] == "" and len(lines) > 1 else lines


def balanced(text: str, columns: int) -> list[str]:
    """Break a text into as few lines as `wrap` does, but as equal as can be."""
    lines = wrap(text, columns)
    return next(equal for narrow in range(1, columns + 1) if len(equal := wrap(text, narrow)) == len(lines))


def column_widths(
    table: TableGrid, places: Sequence[Placed], room: int, *, stretch: float = 1.0
) -> list[int]:
    """Widths of a table's columns: as narrow as they may be, then the most crowded are widened while there is room.

    The columns of figures are all equally wide. `room` is for the texts of a row together; they take more
    where pieces that stay whole are wider than that, and less where no text has to break. Figures may come out
    wider than half a character by the factor `stretch`.
    """
    figures = range(table.label_columns, table.columns)
    groups = [*(range(label, label + 1) for label in range(table.label_columns)), figures]
    cells = [
        [place.cell for place in places if place.cell.colspan == 1 and place.column in group]
        for group in groups
    ]
    widths = [
        max([_NARROWEST, *(_whole(piece, stretch) for cell in group for piece in _PIECE.findall(cell.text))])
        for group in cells
    ]
    while True:
        spare = room - sum(size * len(group) for size, group in zip(widths, groups, strict=True))
        crowded = [
            _crowd(group, size) if 2 * len(columns) <= spare else 0
            for group, size, columns in zip(cells, widths, groups, strict=True)
        ]
        if max(crowded) <= 1:
            return [size for size, group in zip(widths, groups, strict=True) for _ in group]
        widths[crowded.index(max(crowded))] += 2


def _whole(piece: str, stretch: float) -> int:
    """The room for a piece that must not break."""
    return math.ceil(width(piece) * stretch) if piece.isascii() else width(piece)


def _crowd(cells: Sequence[Cell], size: int) -> float:
    """How many lines the fullest cell takes in each of its rows."""
    return max((len(wrap(cell.text, size)) / cell.rowspan for cell in cells), default=0)
