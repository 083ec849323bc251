"""What every reader of a published report makes of its file: paragraphs, rows and tables in their order.

Readers build trees of `Text` and `Nested` tables, as Word and HTML have them; `flattened` turns them into
blocks: a table that only lays out the page becomes what stands in it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from toolkit.package.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_BLOCKS: Final = 50_000
MOST_CELLS: Final = 50_000  # of all tables; a report has about 500
WIDEST: Final = 100  # columns; a wider span is cut off
_LAYOUT: Final = 20  # cells; a table with fewer that holds other tables only arranges them
_LONG: Final = 200  # characters of a cell that holds paragraphs, not a figure or a heading


class Text(Struct, frozen=True):
    """One paragraph, or one line of a text file; `line` is its number there.

    `heading` is whether the file itself marks it as one.
    """

    text: str
    line: int = 0
    heading: bool = False


class Row(Struct, frozen=True):
    """The cells of one line of a text, in order; under which column each stands is not known."""

    cells: tuple[str, ...]
    line: int = 0


class Cell(Struct, frozen=True):
    """One cell of a table; `row` and `column` count from 0, `line` is its row as a reader of the file counts it."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    line: int = 0


class Grid(Struct, frozen=True, dict=True):
    """A table with its merged cells; every place belongs to one cell at most."""

    cells: tuple[Cell, ...]

    @cached_property
    def rows(self) -> int:
        """How many rows there are."""
        return max((cell.row + cell.rowspan for cell in self.cells), default=0)

    @cached_property
    def columns(self) -> int:
        """How many columns there are."""
        return max((cell.column + cell.colspan for cell in self.cells), default=0)

    @cached_property
    def at(self) -> dict[tuple[int, int], Cell]:
        """The cell at each place, by row and column."""
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }

    @cached_property
    def turned(self) -> Grid:
        """The same table with rows for columns."""
        return Grid(
            tuple(
                replace(cell, row=cell.column, column=cell.row, rowspan=cell.colspan, colspan=cell.rowspan)
                for cell in self.cells
            )
        )


Block = Text | Row | Grid


class Document(Struct, frozen=True):
    """A file as blocks; `title` is what the file itself says it is called, empty if nothing."""

    blocks: tuple[Block, ...]
    title: str = ""


# ── trees, as Word and HTML have them ──────────────────────────────────────────


class NestedCell(Struct):
    """A cell of a tree; `continued` is one that belongs to the cell above it."""

    rowspan: int = 1
    colspan: int = 1
    continued: bool = False
    content: list[Text | Nested] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its text, line by line."""
        return "\n".join(filter(None, (_words(item) for item in self.content)))


class Nested(Struct):
    """A table of a tree; `before` are columns that a row leaves out at its beginning."""

    rows: list[list[NestedCell]] = field(default_factory=list)
    before: dict[int, int] = field(default_factory=dict)


def flattened(content: Iterable[Text | Nested]) -> tuple[Block, ...]:
    """Return a tree as blocks; raises FileRefused (F006) where it has too many of them."""
    budget = [MOST_CELLS]
    blocks: list[Block] = []
    for block in _blocks(content, budget):
        blocks.append(block)
        if len(blocks) > MOST_BLOCKS:
            raise refuse("F006", "段落", f"{MOST_BLOCKS:,} 个")
    return tuple(blocks)


def _blocks(content: Iterable[Text | Nested], budget: list[int]) -> Iterator[Block]:
    for item in content:
        if isinstance(item, Text):
            yield from _lines(item)
        elif _is_layout(item):
            for row in item.rows:
                for cell in row:
                    yield from _blocks(cell.content, budget)
        else:
            yield _grid(item, budget)


def _lines(text: Text) -> Iterator[Text]:
    """A paragraph with line breaks in it, as one for each."""
    for line in text.text.split("\n"):
        if line.strip():
            yield replace(text, text=line.strip())


def _is_layout(table: Nested) -> bool:
    """Say whether a table only arranges what stands in it: one cell, other tables, whole passages of text."""
    cells = [cell for row in table.rows for cell in row if cell.content]
    if len(cells) <= 1:
        return True
    if len(cells) > _LAYOUT:
        return False
    return any(
        any(isinstance(item, Nested) and sum(map(len, item.rows)) > 1 for item in cell.content)
        or (len(cell.content) > 1 and len(cell.text) > _LONG)
        for cell in cells
    )


def _words(item: Text | Nested) -> str:
    if isinstance(item, Text):
        return item.text.strip()
    return "\n".join(cell.text for row in item.rows for cell in row if cell.text)


def _grid(table: Nested, budget: list[int]) -> Grid:
    """Lay the cells of a table out; raises FileRefused (F006) for too many."""
    taken: dict[tuple[int, int], int] = {}
    cells: list[Cell] = []
    for row, given in enumerate(table.rows):
        column = table.before.get(row, 0)
        for cell in given:
            while (row, column) in taken:
                column += 1
            wide = min(cell.colspan, WIDEST)
            above = taken.get((row - 1, column)) if cell.continued else None
            if above is not None and cells[above].column == column:
                number, down = above, 1
                cells[above] = replace(cells[above], rowspan=row - cells[above].row + 1)
            else:
                number, down = len(cells), min(cell.rowspan, len(table.rows) - row)
                cells.append(Cell(cell.text, row, column, down, wide, row + 1))
            budget[0] -= down * wide
            if budget[0] < 0:
                raise refuse("F006", "表格的格数", f"{MOST_CELLS:,} 个")
            _take(taken, number, range(row, row + down), range(column, column + wide))
            column += wide
    return Grid(tuple(_fitting(cells)))


def _take(taken: dict[tuple[int, int], int], number: int, rows: range, columns: range) -> None:
    for row in rows:
        for column in columns:
            taken.setdefault((row, column), number)


def _fitting(cells: list[Cell]) -> Iterator[Cell]:
    """The cells, narrowed where a later one would reach over an earlier one."""
    taken: set[tuple[int, int]] = set()
    for cell in cells:
        wide = 1
        while wide < cell.colspan and (cell.row, cell.column + wide) not in taken:
            wide += 1
        down = 1
        while down < cell.rowspan and (cell.row + down, cell.column) not in taken:
            down += 1
        for row in range(cell.row, cell.row + down):
            for column in range(cell.column, cell.column + wide):
                taken.add((row, column))
        yield replace(cell, rowspan=down, colspan=wide)
