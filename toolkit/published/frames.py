"""Tables drawn with characters (+ - |, or ─ │ ┼), as in plain text: from the drawing back to cells."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from toolkit.published.blocks import Cell, Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

_DRAWN: Final = (
    str.maketrans("│┃║︱｜", "|||||")
    | str.maketrans("─━═—－", "-----")
    | str.maketrans("┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝", "+" * 27)
)
_STARTS: Final = tuple("+|┌├└┏┣┗╔╠╚│┃║")
_CORNER, _ACROSS, _DOWN = "+", "+-", "+|"
_FILLER: Final = ""  # the second column of a wide character
_WIDEST: Final = 500  # columns of a drawing
_TALLEST: Final = 5_000  # lines of one
_FEWEST: Final = 3  # lines: two borders and what is between


def frame_at(lines: Sequence[str], start: int) -> int:
    """Return where the drawing that begins at a line ends; `start` itself if none begins there."""
    if "+-" not in lines[start].translate(_DRAWN):
        return start
    end = start
    while end < len(lines) and lines[end].lstrip().startswith(_STARTS) and end - start < _TALLEST:
        end += 1
    return end if end - start >= _FEWEST else start


def read_frame(lines: Sequence[str], first_line: int) -> Grid | None:
    """Return the table that lines draw (`first_line` is the number of the first), or None if they draw none.

    Characters whose width differs from font to font are tried as wide ones, then as narrow ones.
    """
    for wide in ("WFA", "WF"):
        canvas = [_columns(line, wide) for line in lines]
        if len({len(row) for row in canvas}) == 1 and len(canvas[0]) <= _WIDEST:
            return _Drawing(canvas, first_line).grid()
    return None


def _columns(line: str, wide: str) -> list[str]:
    """A line character by character, each in the column it stands in."""
    row: list[str] = []
    for char in line.rstrip():
        row.append(char)
        if unicodedata.east_asian_width(char) in wide:
            row.append(_FILLER)
    return row


class _Drawing:
    """A drawing on its canvas: where borders run, and which boxes between them have none."""

    def __init__(self, canvas: list[list[str]], first_line: int) -> None:
        self.canvas = canvas
        self.first_line = first_line
        marks = [[char.translate(_DRAWN) for char in row] for row in canvas]
        self.marks = [
            [row[x - 1] if mark == _FILLER and x else mark for x, mark in enumerate(row)] for row in marks
        ]
        corners = [
            (y, x)
            for y, row in enumerate(marks)
            for x, mark in enumerate(row)
            if mark == _CORNER and self._is_corner(y, x)
        ]
        self.tops = sorted({y for y, _ in corners})
        self.lefts = sorted({x for _, x in corners})

    def _is_corner(self, y: int, x: int) -> bool:
        """A + in a text is none: a corner has a line beside it and one above or below."""
        beside = (self._mark(y, x - 1), self._mark(y, x + 1), self._mark(y, x + 2))
        along = (self._mark(y - 1, x), self._mark(y + 1, x))
        return any(mark in ("-", "+") for mark in beside) and any(mark in ("|", "+") for mark in along)

    def _mark(self, y: int, x: int) -> str:
        inside = 0 <= y < len(self.marks) and 0 <= x < len(self.marks[y])
        return self.marks[y][x] if inside else " "

    def grid(self) -> Grid | None:
        """The cells: boxes that no border parts are one."""
        down, right = len(self.tops) - 1, len(self.lefts) - 1
        if down < 1 or right < 1:
            return None
        taken: set[tuple[int, int]] = set()
        cells = []
        for row in range(down):
            for column in range(right):
                if (row, column) in taken:
                    continue
                wide, tall = 1, 1
                while column + wide < right and not self._parted(row, column + wide):
                    wide += 1
                while row + tall < down and not self._floored(row + tall, column):
                    tall += 1
                taken |= {(row + y, column + x) for y in range(tall) for x in range(wide)}
                text = self._text(row, column, tall, wide)
                cells.append(Cell(text, row, column, tall, wide, self.first_line + self.tops[row] + 1))
        return Grid(tuple(cells))

    def _parted(self, row: int, column: int) -> bool:
        """Whether a border stands to the left of a box."""
        x = self.lefts[column]
        return all(self._mark(y, x) in _DOWN for y in range(self.tops[row] + 1, self.tops[row + 1]))

    def _floored(self, row: int, column: int) -> bool:
        """Whether a border runs above a box."""
        y = self.tops[row]
        return all(self._mark(y, x) in _ACROSS for x in range(self.lefts[column] + 1, self.lefts[column + 1]))

    def _text(self, row: int, column: int, tall: int, wide: int) -> str:
        """The words in a cell; how they were broken into lines is no part of them."""
        left, right = self.lefts[column] + 1, self.lefts[column + wide]
        lines = []
        for y in range(self.tops[row] + 1, self.tops[row + tall]):
            part = self.canvas[y][left:right]
            if part and part[0] == _FILLER:  # the border itself is a wide character
                part = part[1:]
            lines.append("".join(part).strip())
        return "".join(lines)
