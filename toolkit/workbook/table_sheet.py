"""The plan of a sheet that holds one table of the form, looking like the official table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.filing import BLANK, Mode
from toolkit.form.headings import merged_headings
from toolkit.form.model import Blanks, FieldRole, FieldType, Orientation, field_id
from toolkit.workbook.check_cells import check_slots, has_checks
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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.form.headings import Heading
    from toolkit.form.model import Field, Line
    from toolkit.workbook.book import Book
    from toolkit.workbook.places import BlockPlace, TablePlace

LABEL_WIDTHS = {1: (32.0,), 2: (14.0, 30.0), 3: (6.0, 15.0, 32.0)}
FIGURE_WIDTH = 10.0
FEW_FIGURES = 3  # columns, that may be wider
WIDE_FIGURE = 18.0
CHECK_WIDTH = 13.0
LINE_HEIGHT = 15.0
# A formula that a clerk typed into an input is kept only if it can do nothing but reckon with figures.
ARITHMETIC = re.compile(r"[0-9.+\-*/() ]{1,200}")
NOTHING_DUE = "选填，尚未填写"
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
        slots += _across_headings(place)
        rows = range(place.blocks[0].heading_row, place.last_row + 1)
        heights.update(dict.fromkeys(rows, 28.0))
    else:
        for block in place.blocks:
            slots += _down_headings(book, place, block, heights)
            check_rows = range(block.last_row + 1, block.last_row + 1 + len(block.check_rows))
            heights.update(dict.fromkeys(check_rows, 22.0))
    slots += _figures(book, place)
    slots += check_slots(book, place)
    widths = _widths(place)
    hint = table.hint or MODE_HINT
    heights[4] = LINE_HEIGHT * lines_needed(hint, sum(widths)) + 6
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


def _widths(place: TablePlace) -> tuple[float, ...]:
    if place.table.orientation is Orientation.ACROSS:
        return (14.0, *([FIGURE_WIDTH] * (place.check_column - 1)))
    figures = place.check_column - place.label_columns - 1
    if place.table.blanks is Blanks.OPTIONAL:
        return (*LABEL_WIDTHS[place.label_columns], 16.0, 9.0, 12.0, 16.0)
    return (
        *LABEL_WIDTHS[place.label_columns],
        *([FIGURE_WIDTH if figures > FEW_FIGURES else WIDE_FIGURE] * figures),
        CHECK_WIDTH,
    )


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
            allowed=Allowed("list", "填报方式", "请选：逐格填写、空白即为0、零报告。含义见下一行。", tuple(Mode)),
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
    yield Slot(4, 1, Role.TEXT, Style.NOTE, table.hint or MODE_HINT, last_column=last)


def _down_headings(
    book: Book, place: TablePlace, block: BlockPlace, heights: dict[int, float]
) -> Iterable[Slot]:
    table, labels = place.table, place.label_columns
    if block.banner_row:
        yield Slot(
            block.banner_row, 1, Role.TEXT, Style.BANNER, block.block.banner, last_column=place.check_column
        )
        heights[block.banner_row] = 22.0
    top, bottom = block.heading_row, block.first_row - 1
    yield Slot(
        top, 1, Role.TEXT, Style.HEADING, block.block.corner, last_row=bottom,
        last_column=labels,
    )  # fmt: skip
    first = top
    if block.block.columns_heading:
        last = labels + len(block.columns)
        yield Slot(top, labels + 1, Role.TEXT, Style.HEADING, block.block.columns_heading, last_column=last)
        first += 1
    paths = [line.heading for line in block.columns]
    for cell in merged_headings(paths, bottom - first + 1):
        yield _column_heading(cell, first, labels + 1)
    narrowest = min(_widths(place)[labels : labels + len(block.columns)])
    tallest = max(lines_needed(line.heading[-1], narrowest) for line in block.columns)
    heights.update(dict.fromkeys(range(top, bottom + 1), 24.0))
    heights[bottom] = max(24.0, LINE_HEIGHT * tallest + 8)
    if table.blanks is Blanks.OPTIONAL:
        column = labels + len(block.columns) + 1
        for offset, text in enumerate(("单位", "要求")):
            yield Slot(top, column + offset, Role.TEXT, Style.HEADING, text, last_row=bottom)
    if has_checks(book, place, block):
        yield Slot(top, place.check_column, Role.TEXT, Style.HEADING, "核对", last_row=bottom)
    widths = LABEL_WIDTHS[labels]
    paths = [line.heading for line in block.rows]
    for cell in merged_headings(paths, labels):
        row = block.first_row + cell.start
        yield Slot(
            row, 1 + cell.level, Role.TEXT, Style.LABEL, cell.text,
            last_row=row + cell.lines - 1, last_column=cell.level + cell.levels,
        )  # fmt: skip
        if cell.lines == 1:
            room = sum(widths[cell.level : cell.level + cell.levels])
            heights[row] = max(20.0, LINE_HEIGHT * lines_needed(cell.text, room) + 5)


def _column_heading(cell: Heading, top: int, left: int) -> Slot:
    """A heading of columns whose first level stands in row `top`, the first line in column `left`."""
    row, column = top + cell.level, left + cell.start
    return Slot(
        row, column, Role.TEXT, Style.HEADING, cell.text,
        last_row=row + cell.levels - 1, last_column=column + cell.lines - 1,
    )  # fmt: skip


def _across_headings(place: TablePlace) -> Iterable[Slot]:
    (block,) = place.blocks
    top, bottom = block.heading_row, block.first_row - 1
    yield Slot(top, 1, Role.TEXT, Style.HEADING, "项目", last_row=bottom)
    paths = [row.heading + column.heading for row in block.rows for column in block.columns]
    for cell in merged_headings(paths, bottom - top + 1):
        yield _column_heading(cell, top, 2)
    yield Slot(block.first_row, 1, Role.TEXT, Style.LABEL, "数量")
    yield Slot(block.first_row + 1, 1, Role.TEXT, Style.LABEL, "核对")


def _figures(book: Book, place: TablePlace) -> Iterable[Slot]:
    for block in place.blocks:
        for row in block.rows:
            for column in block.columns:
                name = field_id(place.table.id, row.id, column.id)
                yield _figure(book, book.form.fields[name])
            if place.table.blanks is Blanks.OPTIONAL:
                yield from _requirement(book, place, row)


def _requirement(book: Book, place: TablePlace, row: Line) -> Iterable[Slot]:
    item = book.form.fields[f"{place.table.id}.{row.id}"]
    at, column = book.places.cells[item.id]
    words = "必填" if item.due.always else "、".join(item.due.kinds) + "必填" if item.due.kinds else "选填"
    yield Slot(at, column + 1, Role.TEXT, Style.CENTRED, item.unit)
    yield Slot(at, column + 2, Role.TEXT, Style.CENTRED, words)


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
    title = item.alias.split(".", 1)[-1].replace(".", "·")[:32]
    if item.type is FieldType.AMOUNT:
        return Allowed(
            "decimal",
            title,
            f"填数字，单位是{item.unit}，可以有小数，不带单位和逗号；没有填 0。",
            limit=item.limit,
        )
    if item.type is FieldType.SIGNED:
        return Allowed(
            "signed", title, f"填整数，单位是{item.unit}，减少的填负数；没有变化填 0。", limit=item.limit
        )
    return Allowed(
        "whole",
        title,
        f"填不小于 0 的整数，单位是{item.unit}，不写“{item.unit}”字；没有填 0。",
        limit=item.limit,
    )
