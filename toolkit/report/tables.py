"""The printed tables, derived from the form's declaration: heading paths merged, figures filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.form.headings import merged_headings
from toolkit.form.model import Orientation, field_id
from toolkit.report.document import Cell, TableGrid
from toolkit.report.figures import TO_FILL_IN, figure_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.form.model import Block, Line, Table
    from toolkit.values import Values

Path = tuple[str, ...]


def table_grid(table: Table, values: Values, caption: str, *, draft: bool = False) -> TableGrid:
    """Return a table as printed. Totals are computed anew; an unknown figure is blank (in a draft 待填)."""
    return _Printer(table, values, draft=draft).grid(caption)


class _Printer:
    def __init__(self, table: Table, values: Values, *, draft: bool) -> None:
        self.table = table
        self.values = values
        self.draft = draft
        self.across = table.orientation is Orientation.ACROSS
        self.labels = 0 if self.across else max(_depth(_paths(block.printed_rows)) for block in table.blocks)
        self.width = max(len(self._columns(block)) for block in table.blocks)
        self.rows: list[dict[int, Cell]] = []

    def grid(self, caption: str) -> TableGrid:
        heads = [self._block(block) for block in self.table.blocks]
        return TableGrid(
            caption=caption,
            columns=self.labels + self.width,
            label_columns=self.labels,
            head_rows=heads[0] if len(heads) == 1 else 0,
            rows=tuple(tuple(row[column] for column in sorted(row)) for row in self.rows),
        )

    def _block(self, block: Block) -> int:
        """Print one block; return the number of its heading rows."""
        top = len(self.rows)
        if block.banner:
            self._add(0, Cell(block.banner, colspan=self.labels + self.width, header=True))
        columns = self._columns(block)
        depth = _depth(columns)
        spans = _shares(self.width, len(columns))
        head = len(self.rows)
        if self.labels:
            height = depth + bool(block.columns_heading)
            self._add(0, Cell(block.corner, height, self.labels, header=True))
        if block.columns_heading:
            self._put(head, self.labels, Cell(block.columns_heading, colspan=self.width, header=True))
            head += 1
        for item in merged_headings(columns, depth):
            wide = sum(spans[item.start : item.start + item.lines])
            cell = Cell(item.text, item.levels, wide, header=True)
            self._put(head + item.level, self.labels + sum(spans[: item.start]), cell)
        body = len(self.rows)
        self._labels(block, body)
        for down, line in enumerate(self._figures(block)):
            for right, name in enumerate(line):
                cell = Cell(self._figure(name), colspan=spans[right], field=name)
                self._put(body + down, self.labels + sum(spans[:right]), cell)
        return body - top

    def _labels(self, block: Block, body: int) -> None:
        if self.labels:
            for item in merged_headings(_paths(block.printed_rows), self.labels):
                cell = Cell(item.text, item.lines, item.levels, header=True, align="left")
                self._put(body + item.start, item.level, cell)

    def _columns(self, block: Block) -> list[Path]:
        columns = _paths(block.printed_columns)
        if self.across:
            return [row.heading + column for row in block.printed_rows for column in columns]
        return columns

    def _figures(self, block: Block) -> Iterator[list[str]]:
        """The fields of a block, line by line."""
        rows, columns = block.printed_rows, block.printed_columns
        if self.across:
            yield [field_id(self.table.id, row.id, column.id) for row in rows for column in columns]
            return
        for row in rows:
            yield [field_id(self.table.id, row.id, column.id) for column in columns]

    def _figure(self, name: str) -> str:
        item = self.values.form.fields[name]
        figure = figure_of(self.values, name)
        if figure.known:
            return f"{figure}{item.unit}" if item.prints_unit and not figure.zero else str(figure)
        return TO_FILL_IN if self.draft and figure.wanted else ""

    def _add(self, column: int, cell: Cell) -> None:
        self._put(len(self.rows), column, cell)

    def _put(self, row: int, column: int, cell: Cell) -> None:
        while len(self.rows) <= row:
            self.rows.append({})
        self.rows[row][column] = cell


def _paths(lines: Sequence[Line]) -> list[Path]:
    return [line.heading for line in lines]


def _depth(paths: Sequence[Path]) -> int:
    return max(len(path) for path in paths)


def _shares(width: int, parts: int) -> list[int]:
    """Spread `width` columns over fewer parts, the last one taking what remains."""
    share, rest = divmod(width, parts)
    return [share] * (parts - 1) + [share + rest]
