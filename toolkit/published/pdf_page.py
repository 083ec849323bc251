"""One page of a PDF: its lines of text, and its ruled tables as cells with their places."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from toolkit.package.refusal import refuse
from toolkit.published.blocks import MOST_CELLS, Cell, Grid
from toolkit.published.lattice import is_figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Char = dict[str, Any]
    Box = tuple[float, float, float, float]  # left, top, right, bottom, in points from the upper left corner

_NEAR: Final = 3.0  # points between borders that are meant to be one


class Line(Struct, frozen=True):
    """A line of text: where it stands, how wide its characters are."""

    text: str
    top: float
    right: float
    size: float


class Piece(Struct, frozen=True):
    """A table as far as it stands on one page: the text of each cell by its place."""

    left: float
    top: float
    right: float
    cells: tuple[tuple[Box, str], ...]


class Page(Struct, frozen=True):
    """A page: its characters, the lines outside its tables, and its tables."""

    chars: tuple[Char, ...]
    lines: tuple[Line, ...]
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, page: Any) -> Page:  # noqa: ANN401 - pdfplumber's types say nothing
        """Read a page of pdfplumber's."""
        chars = tuple(char for char in page.chars if char["text"].strip())
        tables = page.find_tables()
        pieces = tuple(
            Piece(
                table.bbox[0],
                table.bbox[1],
                table.bbox[2],
                tuple((box, _words([char for char in chars if _inside(char, box)])) for box in table.cells),
            )
            for table in tables
        )
        outside = [char for char in chars if not any(_inside(char, table.bbox) for table in tables)]
        return cls(chars, tuple(map(_line, _rows(outside))), pieces)


def _inside(char: Char, box: Box) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _rows(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters as lines from the top, each from the left."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda one: one["top"] + one["bottom"]):
        middle = (char["top"] + char["bottom"]) / 2
        if rows and middle - (rows[-1][0]["top"] + rows[-1][0]["bottom"]) / 2 <= char["height"] / 2:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [sorted(row, key=lambda one: one["x0"]) for row in rows]


def _line(row: Sequence[Char]) -> Line:
    text = row[0]["text"]
    for before, char in pairwise(row):
        text += " " * (char["x0"] - before["x1"] > char["width"] / 2) + char["text"]
    return Line(text, row[0]["top"], row[-1]["x1"], row[0]["width"])


def _words(chars: Iterable[Char]) -> str:
    """The text in a cell; how it was broken into lines is no part of it."""
    return "".join(_line(row).text for row in _rows(chars))


def grid_of(pieces: Sequence[Piece]) -> Grid:
    """The pieces of one table as one grid; raises FileRefused (F006) for too many cells.

    A border that is ruled anywhere parts columns or rows. A row that a page break cuts in two is one.
    """
    lefts = _edges(x for piece in pieces for box, _ in piece.cells for x in (box[0], box[2]))
    made: list[Cell] = []
    first = 0
    for piece in pieces:
        tops = _edges(y for box, _ in piece.cells for y in (box[1], box[3]))
        cells = [
            Cell(
                text,
                first + (row := _at(tops, box[1])),
                column := _at(lefts, box[0]),
                max(1, _at(tops, box[3]) - row),
                max(1, _at(lefts, box[2]) - column),
                first + row + 1,
            )
            for box, text in piece.cells
        ]
        if len(made) + len(cells) > MOST_CELLS:
            raise refuse("F006", "表格的格数", f"{MOST_CELLS:,} 个")
        made = _rejoined(made, cells, first)
        first += max(1, len(tops) - 1)
    return Grid(tuple(made))


def _rejoined(above: list[Cell], below: list[Cell], first: int) -> list[Cell]:
    """Cells above and below a page break; if it cuts a row in two, its words are put together above."""
    last = [cell for cell in above if cell.row + cell.rowspan == first]
    next_row = [cell for cell in below if cell.row == first]
    if not last or _has_figures(last) == _has_figures(next_row):
        return above + below
    by_place = {(cell.column, cell.colspan): cell for cell in next_row}
    joined = []
    for cell in above:
        other = by_place.get((cell.column, cell.colspan)) if cell in last else None
        if other is not None and other.rowspan == 1:
            joined.append(replace(cell, text=cell.text + other.text))
            del by_place[cell.column, cell.colspan]
        else:
            joined.append(cell)
    gone = {id(cell) for cell in next_row} - {id(cell) for cell in by_place.values()}
    return joined + [cell for cell in below if id(cell) not in gone]


def _has_figures(cells: Iterable[Cell]) -> bool:
    return any(cell.text.strip() and is_figure(cell.text) for cell in cells)


def _edges(places: Iterable[float]) -> list[float]:
    """Where borders run, those that are meant to be one as one."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _at(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - place))
