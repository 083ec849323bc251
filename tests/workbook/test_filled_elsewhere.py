"""A workbook filled in by another program, which knows no position of ours and goes by what it reads on the sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import builders
import openpyxl
import pytest

from toolkit.check.run import check_filing
from toolkit.filing import Mode
from toolkit.form.model import Orientation
from toolkit.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from toolkit.form.model import Field, Line, Table


def labels(sheet: Worksheet, text: str) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.strip().removesuffix("*").strip() == text.strip():
                yield cell


def label(sheet: Worksheet, text: str) -> Cell:
    (found,) = labels(sheet, text)
    return found


def width(sheet: Worksheet, cell: Cell) -> range:
    """The columns below a heading."""
    for area in sheet.merged_cells.ranges:
        if cell.coordinate in area:
            return range(area.min_col, area.max_col + 1)
    return range(cell.column, cell.column + 1)


def line(table: Table, line_id: str, axis: str) -> Line:
    return next(
        line
        for block in table.blocks
        for line in (block.rows if axis == "row" else block.columns)
        if line.id == line_id
    )


def cell_of(workbook: Workbook, item: Field) -> Cell:
    """Where a person would type a figure: in the row of its name, under the heading of its column."""
    table = builders.form().table(item.table)
    sheet = workbook[table.sheet]
    row = line(table, item.row, "row")
    column = line(table, item.column, "column")
    if table.orientation is Orientation.ACROSS:  # side by side: the column under both headings
        under = width(sheet, label(sheet, row.heading[-1]))
        (heading,) = (cell for cell in labels(sheet, column.heading[-1]) if cell.column in under)
        return sheet.cell(label(sheet, "数量").row, heading.column)
    name = label(sheet, row.heading[-1])
    above = [
        cell
        for cell in labels(sheet, column.heading[-1])
        if cell.row < name.row and cell.column > name.column
    ]
    return sheet.cell(name.row, max(above, key=lambda cell: cell.row).column)


def fill(workbook: Workbook) -> None:
    """Type the seed's filing into a template."""
    form, filing = builders.form(), builders.seed_filing()
    for item in form.profile:
        if item.id in filing.profile and item.id not in ("name", "year"):
            name = label(workbook["基本信息"], item.label)
            workbook["基本信息"].cell(name.row, name.column + 1).value = filing.profile[item.id].raw
    for table_id in filing.modes:
        sheet = workbook[form.table(table_id).sheet]
        prompt = label(sheet, "填报方式（请先选）")
        sheet.cell(prompt.row, width(sheet, prompt)[-1] + 1).value = Mode.EACH.value
    for field, entry in filing.figures.items():
        cell_of(workbook, form.fields[field]).value = entry.raw
    sheet = workbook["文字材料"]
    for section in form.sections:
        (heading,) = (
            cell
            for row in sheet.iter_rows(max_col=1)
            for cell in row
            if str(cell.value).startswith(f"{section.heading}（")
        )
        first = next(row for row in range(heading.row, sheet.max_row) if sheet.cell(row, 1).value == "第1段")
        for number, paragraph in enumerate(filing.texts.get(section.id, ())):
            sheet.cell(first + number, 2).value = paragraph.text


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    return builders.edit(builders.write_template(tmp_path / "年报.xlsx"), fill)


def test_reads_as_if_filled_in_by_hand(filled: Path) -> None:
    reading = read_workbook(filled)
    assert reading.findings == ()
    assert builders.without_places(reading.filing) == builders.seed_filing()
    assert check_filing(reading.form, reading.filing) == ()


def test_every_figure_stands_where_its_labels_say(filled: Path) -> None:
    workbook = openpyxl.load_workbook(filled)
    cells = read_workbook(filled).filing.cells
    for item in builders.form().fields.values():
        if item.id in cells:
            found = cell_of(workbook, item)
            assert (found.parent.title, found.coordinate) == (cells[item.id].sheet, cells[item.id].cell), (
                item.alias
            )
