"""Where the fields of a form live: the position of every figure, derived from the declaration alone.

The positions depend on nothing but the form (and on whether last year's figures are attached), so a returned workbook is read by the same places that it was
written with, whatever happened to its names.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.filing import Place
from toolkit.form.model import Blanks, FieldRole, Orientation, field_id
from toolkit.workbook.plan import a1

if TYPE_CHECKING:
    from toolkit.form.instance import Instance
    from toolkit.form.model import Block, Form, Line, Table

HEAD_ROWS = 4  # title, organ and year, 填报方式, hint
FEWEST_COLUMNS = 4  # that the head of a table laid out across takes


class BlockPlace(Struct, frozen=True):
    """One block on its sheet: where its banner, headings and data rows stand."""

    block: Block
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    banner_row: int | None
    heading_row: int
    first_row: int
    check_rows: tuple[str, ...]

    @property
    def last_row(self) -> int:
        """The last row of figures."""
        return self.first_row + len(self.rows) - 1


class TablePlace(Struct, frozen=True):
    """One table on its sheet."""

    table: Table
    label_columns: int
    blocks: tuple[BlockPlace, ...]
    check_column: int
    last_row: int

    @property
    def mode_cell(self) -> tuple[int, int]:
        """Where the 填报方式 is chosen."""
        return 3, self.label_columns + 1


class Places(Struct, frozen=True, dict=True):
    """Positions of all fields and check cells of a form."""

    form: Form
    tables: tuple[TablePlace, ...]
    cells: dict[str, tuple[int, int]]
    checks: dict[tuple[str, str], tuple[int, int]]
    instances: tuple[Instance, ...]

    def table(self, table_id: str) -> TablePlace:
        """The place of a table; raises KeyError."""
        return {place.table.id: place for place in self.tables}[table_id]

    def sheet(self, field_id: str) -> str:
        """The sheet that a field stands on."""
        return self.form.table(self.form.fields[field_id].table).sheet

    @cached_property
    def check_places(self) -> dict[tuple[str, str], Place]:
        """Where each balance shows its outcome, in the user's words."""
        return {key: Place(self.sheet(key[1]), a1(*cell)) for key, cell in self.checks.items()}


@lru_cache(maxsize=16)
def places(form: Form, *, with_previous: bool) -> Places:
    """Lay a form out; rules that need last year's figures have places only where the workbook holds them."""
    instances = tuple(instance for instance in form.instances if with_previous or not instance.needs_previous)
    tables = tuple(_table_place(table, instances) for table in form.tables)
    cells: dict[str, tuple[int, int]] = {}
    for place in tables:
        cells.update(_cells(form, place))
    checks = {instance.key: _check_cell(form, tables, cells, instance) for instance in instances}
    return Places(form, tables, cells, checks, instances)


def _table_place(table: Table, instances: tuple[Instance, ...]) -> TablePlace:
    if table.orientation is Orientation.ACROSS:
        return _across(table)
    label_columns = max(len(line.heading) for block in table.blocks for line in block.printed_rows)
    data_columns = max(len(block.printed_columns) for block in table.blocks)
    extra = 2 if table.blanks is Blanks.OPTIONAL else 0  # unit and 必填
    row = HEAD_ROWS + 1
    placed = []
    for block in table.blocks:
        rows, columns = block.printed_rows, block.printed_columns
        banner_row = row if block.banner else None
        row += bool(block.banner)
        depth = max(len(line.heading) for line in columns) + bool(block.columns_heading)
        first_row = row + depth
        check_rows = _check_rows(table, block, instances)
        placed.append(BlockPlace(block, rows, columns, banner_row, row, first_row, check_rows))
        row = first_row + len(rows) + len(check_rows)
    return TablePlace(table, label_columns, tuple(placed), label_columns + data_columns + extra + 1, row - 1)


def _check_rows(table: Table, block: Block, instances: tuple[Instance, ...]) -> tuple[str, ...]:
    """The rules that are shown under the columns of a block, each on a row of its own."""
    fields = {field_id(table.id, row.id, column.id) for row in block.rows for column in block.columns}
    codes = (
        instance.rule.code
        for instance in instances
        if instance.axis == "column" and instance.anchor.field in fields
    )
    return tuple(dict.fromkeys(codes))


def _across(table: Table) -> TablePlace:
    (block,) = table.blocks
    rows, columns = block.printed_rows, block.printed_columns
    depth = max(len(row.heading) for row in rows) + max(len(column.heading) for column in columns)
    first_row = HEAD_ROWS + 1 + depth
    placed = BlockPlace(block, rows, columns, None, HEAD_ROWS + 1, first_row, ())
    last_column = max(FEWEST_COLUMNS, 1 + len(rows) * len(columns))
    extra = 2 if table.blanks is Blanks.OPTIONAL else 0  # unit and 必填, below the checks
    return TablePlace(table, 1, (placed,), last_column, first_row + 1 + extra)


def _cells(form: Form, place: TablePlace) -> dict[str, tuple[int, int]]:
    cells = {}
    for placed in place.blocks:
        for row_number, row in enumerate(placed.rows):
            for column_number, column in enumerate(placed.columns):
                name = field_id(place.table.id, row.id, column.id)
                if form.fields[name].role is FieldRole.GROUP:
                    continue
                if place.table.orientation is Orientation.ACROSS:
                    offset = row_number * len(placed.columns) + column_number
                    cells[name] = (placed.first_row, place.label_columns + 1 + offset)
                else:
                    cells[name] = (placed.first_row + row_number, place.label_columns + 1 + column_number)
    return cells


def _check_cell(
    form: Form, tables: tuple[TablePlace, ...], cells: dict[str, tuple[int, int]], instance: Instance
) -> tuple[int, int]:
    """Where an instance shows its outcome: under its column, or beside (across: under) its anchor."""
    place = next(place for place in tables if place.table.id == instance.table)
    row, column = cells[form.fields[instance.anchor.field].id]
    if place.table.orientation is Orientation.ACROSS:
        return row + 1, column
    if instance.axis == "column":
        block = next(block for block in place.blocks if block.first_row <= row <= block.last_row)
        return block.last_row + 1 + block.check_rows.index(instance.rule.code), column
    return row, place.check_column
