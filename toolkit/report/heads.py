"""A printed table as HTML has it: head and bodies, groups of columns, and for each cell what it is the head of.

A figure names its heads itself (`headers`), since in a table of several blocks, or of heads on several levels,
their reach cannot be told from their places alone; `scope` says the same as far as it can.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.document import Cell, Placed, TableGrid

Scope = Literal["col", "colgroup", "row", "rowgroup", ""]


class HtmlCell(Struct, frozen=True):
    """A cell with its id and scope if it heads others, with the ids of its heads if it is a figure.

    `label` is the column in which a head of rows, or the corner above them, begins, counted from 0; these stay
    in sight while the figures are scrolled. It is None for any other cell.
    """

    cell: Cell
    id: str = ""
    scope: Scope = ""
    headers: str = ""
    label: int | None = None


Rows = tuple[tuple[HtmlCell, ...], ...]


class HtmlTable(Struct, frozen=True):
    """The parts of a table: `groups` are the widths of its groups of columns, which add up to all columns."""

    groups: tuple[int, ...]
    head: Rows
    bodies: tuple[Rows, ...]


def html_table(grid: TableGrid, name: str) -> HtmlTable:
    """Return the table with its heads told apart; ids begin with `name`."""
    return _Heads(grid, name).table()


class _Heads:
    def __init__(self, grid: TableGrid, name: str) -> None:
        self.grid = grid
        self.name = name
        self.places = list(grid.placed())
        self.filled = {row for place in self.places if not place.cell.header for row in _rows(place)}
        """The rows with figures; the others hold heads of columns."""
        self.groups = self._groups()
        self.bodies = self._bodies()

    def table(self) -> HtmlTable:
        rows: dict[int, list[HtmlCell]] = defaultdict(list)
        above: list[Placed] = []  # the heads of the columns of this block
        aside: list[Placed] = []  # the heads of the rows
        for place in self.places:
            if place.row - 1 in self.filled and place.row not in self.filled:
                above = [one for one in above if one.row >= place.row]
            if not place.cell.header:
                heads = [one for one in above if _meet(_columns(one), _columns(place))]
                heads += [one for one in aside if _meet(_rows(one), _rows(place))]
                rows[place.row].append(HtmlCell(place.cell, headers=" ".join(map(self._id, heads))))
                continue
            if not place.cell.text:  # heads nothing
                rows[place.row].append(HtmlCell(place.cell))
                continue
            beside = place.row in self.filled
            (aside if beside else above).append(place)
            scope = self._row_scope(place) if beside else self._column_scope(place)
            stays = place.column + place.cell.colspan <= self.grid.label_columns
            label = place.column if stays else None
            rows[place.row].append(HtmlCell(place.cell, self._id(place), scope, label=label))
        return HtmlTable(
            groups=self.groups,
            head=_cut(rows, range(self.grid.head_rows)),
            bodies=tuple(_cut(rows, body) for body in self.bodies),
        )

    def _id(self, place: Placed) -> str:
        return f"{self.name}-{place.row + 1}-{place.column + 1}"

    def _groups(self) -> tuple[int, ...]:
        """The labels, and the figures as the uppermost heads divide them; heads of several blocks do not agree."""
        labels, columns = self.grid.label_columns, self.grid.columns
        edges = {0, labels, columns}
        if self.grid.head_rows:
            for row in range(self.grid.head_rows):
                heads = [one for one in self.places if one.row == row and one.column >= labels]
                if len(heads) > 1:
                    edges |= {one.column for one in heads}
                    break
        return tuple(right - left for left, right in pairwise(sorted(edges)))

    def _bodies(self) -> tuple[range, ...]:
        """The rows of each body: one for a block, and within it one wherever a heading spans several rows."""
        first, last = self.grid.head_rows, len(self.grid.rows)
        edges = {first, last}
        for row in range(first + 1, last):
            if row not in self.filled and row - 1 in self.filled:
                edges.add(row)
        for place in self.places:
            if (
                place.cell.header
                and place.column == 0
                and place.cell.rowspan > 1
                and place.row in self.filled
            ):
                edges |= {place.row, place.row + place.cell.rowspan}
        return tuple(range(top, bottom) for top, bottom in pairwise(sorted(edges)))

    def _column_scope(self, place: Placed) -> Scope:
        if place.cell.colspan == self.grid.columns and any(place.row == body.start for body in self.bodies):
            return "rowgroup"  # a banner heads its block
        if place.cell.colspan == 1:
            return "col"
        edges = {sum(self.groups[:number]): width for number, width in enumerate(self.groups)}
        return "colgroup" if edges.get(place.column) == place.cell.colspan else "col"

    def _row_scope(self, place: Placed) -> Scope:
        rows = _rows(place)
        return "rowgroup" if len(rows) > 1 and rows in self.bodies else "row"


def _rows(place: Placed) -> range:
    return range(place.row, place.row + place.cell.rowspan)


def _columns(place: Placed) -> range:
    return range(place.column, place.column + place.cell.colspan)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _cut(rows: dict[int, list[HtmlCell]], span: Sequence[int]) -> Rows:
    return tuple(tuple(rows[row]) for row in span)
