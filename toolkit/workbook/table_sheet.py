"""The plan of a sheet that holds one table of the form, looking like the official table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.filing import BLANK, MODE_CHOICES
from toolkit.form.model import Blanks, FieldRole, FieldType, Orientation, field_id
from toolkit.patterns import when_used
from toolkit.workbook.check_cells import check_slots
from toolkit.workbook.plan import (
    SELF_CHECK_SHEET,
    Allowed,
    Holds,
    Role,
    SheetPlan,
    Slot,
    Style,
    Target,
    lines_needed,
)
from toolkit.workbook.table_labels import (
    LINE_HEIGHT,
    across_headings,
    column_widths,
    down_headings,
    requirements,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.form.model import Field, Table
    from toolkit.workbook.book import Book
    from toolkit.workbook.places import TablePlace

CHECK_HEIGHT = 22.0
# A formula that a clerk typed into an input is kept only if it can do nothing but reckon with figures.
ARITHMETIC = when_used(r"[0-9.+\-*/() ]{1,200}")
NOTHING_DUE = "选填，尚未填写"
OPTIONAL_HINT = "标明“必填”的必须填，没有发生的填 0；选填的，不掌握可以空着。"
MODE_HINT = (
    "逐格填写：每一格都要填，没有的填 0。　空白即为0：没有的可以空着，按 0 计。　"
    "零报告：整张表都没有发生，一格也不用填。"
)


def table_sheet(book: Book, place: TablePlace) -> SheetPlan:
    """Plan one table's sheet."""
    table = place.table
    across = table.orientation is Orientation.ACROSS
    slots = [*_head(book, place)]
    heights: dict[int, float] = {1: 30.0, 2: 20.0, 3: 36.0 if across else 26.0}
    if across:
        slots += across_headings(place, heights)
    else:
        for block in place.blocks:
            slots += down_headings(book, place, block, heights)
            check_rows = range(block.last_row + 1, block.last_row + 1 + len(block.check_rows))
            heights.update(dict.fromkeys(check_rows, CHECK_HEIGHT))
    slots += _figures(book, place)
    slots += requirements(book, place)
    slots += check_slots(book, place)
    widths = column_widths(place)
    heights[4] = LINE_HEIGHT * lines_needed(_hint(table), sum(widths)) + 6
    first = place.blocks[0]
    return SheetPlan(
        name=table.sheet,
        slots=tuple(slots),
        widths=widths,
        heights=heights,
        freeze=(first.first_row, place.label_columns + 1) if len(place.blocks) == 1 else (HEAD, 1),
        landscape=across,
        tab="2E75B6" if table.blanks is Blanks.CHOSEN else "7F7F7F",
    )


HEAD = 5  # first row below title, organ, 填报方式 and hint


def _hint(table: Table) -> str:
    """What stands above a table: its own hint, below the meaning of the three 填报方式 where one is chosen."""
    if table.blanks is Blanks.CHOSEN:
        return f"{MODE_HINT}\n{table.hint}" if table.hint else MODE_HINT
    return table.hint or OPTIONAL_HINT


def _head(book: Book, place: TablePlace) -> Iterable[Slot]:
    table, last = place.table, place.check_column
    yield Slot(1, 1, Role.TEXT, Style.TITLE, table.title, last_column=last)
    organ = f'{book.formulas.profile("name")}&"　"&{book.formulas.profile("year")}&"年"'
    yield Slot(
        2, 1, Role.FORMULA, Style.SUBTITLE, f"{book.filing.organ}　{book.filing.year}年", organ,
        last_column=last - 2,
    )  # fmt: skip
    units = {item.unit for item in book.form.inputs if item.table == table.id}
    yield Slot(
        2, last - 1, Role.TEXT, Style.SUBTITLE,
        f"单位：{units.pop()}" if len(units) == 1 else "单位见各项", last_column=last,
    )  # fmt: skip
    fill_row = book.fill_rows[table.sheet]
    missing = f"{SELF_CHECK_SHEET}!$C${fill_row}"
    faulty = f"{SELF_CHECK_SHEET}!$E${fill_row}"
    status = f'IF({faulty}>0,{faulty}&" 格不合要求",IF({missing}>0,"还有 "&{missing}&" 格未填","已填好"))'
    counts = book.missing(table.sheet), book.faulty(table.sheet)
    said = f"{counts[1]} 格不合要求" if counts[1] else f"还有 {counts[0]} 格未填" if counts[0] else "已填好"
    if table.blanks is Blanks.CHOSEN:
        row, column = place.mode_cell
        code = book.formulas.mode_code(table)
        yield Slot(row, 1, Role.TEXT, Style.LABEL, "填报方式（请先选）", last_column=column - 1)
        yield Slot(
            row, column, Role.INPUT, Style.CHOICE, book.filing.modes.get(table.id, BLANK).text or None,
            target=Target(Holds.MODE, table.id),
            allowed=Allowed("list", "填报方式", "请选：逐格填写、空白即为0、零报告。含义见下一行。", MODE_CHOICES),
        )  # fmt: skip
        status = f'IF({code}=0,"请先选填报方式",{status})'
        said = said if book.filing.mode(table.id) else "请先选填报方式"
        yield Slot(
            row,
            column + 1,
            Role.FORMULA,
            Style.STATUS,
            said,
            status,
            last_column=last,
        )
    else:
        fields = [item for item in book.form.inputs if item.table == table.id]
        if not any(item.due.always or item.due.kinds for item in fields):
            status = (
                f'IF(COUNTA({book.formulas.ranges(item.id for item in fields)})=0,"{NOTHING_DUE}",{status})'
            )
            said = said if any(book.filing.has(item.id) for item in fields) else NOTHING_DUE
        yield Slot(3, 1, Role.FORMULA, Style.STATUS, said, status, last_column=last)
    yield Slot(4, 1, Role.TEXT, Style.NOTE, _hint(table), last_column=last)


def _figures(book: Book, place: TablePlace) -> Iterable[Slot]:
    for block in place.blocks:
        for row in block.rows:
            for column in block.columns:
                name = field_id(place.table.id, row.id, column.id)
                yield _figure(book, book.form.fields[name])


def _figure(book: Book, item: Field) -> Slot:
    row, column = book.places.cells[item.id]
    if item.role is FieldRole.COMPUTED:
        stated = book.filing.stated.get(item.id)
        return Slot(
            row, column, Role.FORMULA, Style.TOTAL, stated.raw if stated else book.total_shown(item),
            book.formulas.total(item), field=item.id, kind=stated.kind if stated else "", overwritten=bool(stated),
        )  # fmt: skip
    entry = book.filing.figures.get(item.id, BLANK)
    return Slot(
        row, column, Role.INPUT, Style.AMOUNT if item.type is FieldType.AMOUNT else Style.COUNT, entry.raw,
        target=Target(Holds.FIGURE, item.id), allowed=figure_allowed(item), kind=entry.kind,
        formula=entry.formula if entry.formula and ARITHMETIC.fullmatch(entry.formula) else "",
    )  # fmt: skip


def figure_allowed(item: Field) -> Allowed:
    """The data validation of a figure: whole or decimal, not negative, within reason, with its unit."""
    title = item.name[:32]
    if item.type is FieldType.AMOUNT:
        kind, message = "decimal", f"填数字，单位是{item.unit}，可以有小数，不带单位和逗号；没有填 0。"
    elif item.type is FieldType.SIGNED:
        kind, message = "signed", f"填整数，单位是{item.unit}，减少的填负数；没有变化填 0。"
    else:
        kind, message = "whole", f"填不小于 0 的整数，单位是{item.unit}，不写“{item.unit}”字；没有填 0。"
    return Allowed(kind, title, f"{message}{item.note}", limit=item.limit)
