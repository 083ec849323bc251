"""Writing 明细, row by row."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from toolkit.collect.summary.detail import (
    ABOUT,
    COUNTED_COLUMN,
    FIRST,
    HEAD,
    IN_ALL,
    IN_CHOSEN,
    INTO,
    LACKING,
    SUM,
    TABLE,
    WHY,
    runs,
)
from toolkit.collect.summary.story import ALL_KEY, COUNTED, NOT_COUNTED, ONLY_BELOW
from toolkit.collect.sums import figure
from toolkit.form.model import FieldRole, FieldType
from toolkit.workbook.plan import a1, column_letters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.collect.filed import Filed
    from toolkit.collect.pages import Page
    from toolkit.collect.rollup import OrganRow
    from toolkit.collect.summary.detail import Detail
    from toolkit.collect.summary.story import Story

_WIDTHS: Final = (30, 22, 24, 10, 10, 10, 26, 9, 9, 9)
_TITLE, _HINT = 1, 2
_A3: Final = 8


def detail_page(page: Page, detail: Detail, scope_cell: str) -> None:
    """Write the sheet; `scope_cell` is where 汇总表 says which 统计范围 is chosen."""
    story = detail.story
    last = detail.columns[-1].number
    page.widths(*_WIDTHS)
    for hidden in (INTO, IN_ALL, IN_CHOSEN):
        page.sheet.set_column(hidden - 1, hidden - 1, _WIDTHS[hidden - 1], None, {"hidden": True})
    behind = False  # folded columns
    for column in detail.columns:
        options = {"level": 1, "hidden": True} if column.folded else {"collapsed": True} if behind else {}
        page.sheet.set_column(column.number - 1, column.number - 1, 10, None, options)
        behind = column.folded
    page.put(_TITLE, 1, f"{story.title}明细：一行一个单位，一列一个数", "title")
    page.put(
        _HINT, 1,
        "数取自各单位报来的工作簿，空格是没有填或不掌握，不是 0。要剔除一家，把“计入汇总”改成“否”，各表的合计随之变化。"
        "点左上角的 2 展开各类申请人，点 1 收起。改数请让单位重报，不要在这里改。", "hint",
    )  # fmt: skip
    _sums(page, detail)
    _heads(page, detail)
    page.listed(HEAD, detail.last, last)
    page.sheet.data_validation(
        FIRST - 1, COUNTED_COLUMN - 1, detail.last - 1, COUNTED_COLUMN - 1,
        {"validate": "list", "source": [COUNTED, ONLY_BELOW, NOT_COUNTED], "error_title": "计入汇总",
         "error_message": "请选：是、仅下级、否。"},
    )  # fmt: skip
    page.paint(
        FIRST, COUNTED_COLUMN, detail.last, COUNTED_COLUMN,
        (f'${column_letters(COUNTED_COLUMN)}{FIRST}="{NOT_COUNTED}"', "bad"),
        (f'${column_letters(COUNTED_COLUMN)}{FIRST}="{ONLY_BELOW}"', "waiting"),
    )  # fmt: skip
    for number, row in enumerate(detail.rows, start=FIRST):
        _row(page, detail, number, row, scope_cell)
    page.printed()
    page.sheet.set_paper(_A3)
    page.sheet.set_print_scale(60)
    page.sheet.repeat_columns(0)


def note_figures(detail: Detail) -> None:
    """Keep what the superiors' ratios are made of, where there is no sheet whose writing does."""
    form, names = detail.story.form, detail.story.overview.fields
    for row in detail.rows:
        filed = row.returned.filed() if row.returned else None
        figures = filed.figures if filed else {}
        detail.note(row, {name: figure(form, figures, name) for name in names})


def _sums(page: Page, detail: Detail) -> None:
    """The sums of all, and how many of the counted rows do not say the figure."""
    total = detail.story.rollup.total
    rows = ((SUM, "汇总合计（计入的单位）"), (LACKING, "其中没有这个数的单位（家）"))
    for row, label in rows:
        page.merge(row, 1, row, WHY, label, "total_label")
        for column in detail.columns:
            if column.last_year:
                page.put(row, column.number, None, "total_count")
                continue
            name, letters = column.field.id, detail.numbers
            own = [letters[one] for one in column.field.inputs]
            if row == SUM:
                value: float | None = total.value(name)
                formula = (
                    f'IF(COUNT({runs(row, own)})=0,"",SUM({runs(row, own)}))'
                    if column.field.role is not FieldRole.INPUT
                    else f'IF({detail.said(name, detail.all)}=0,"",{detail.total(name, detail.all)})'
                )
                look = "total_amount" if column.field.type is FieldType.AMOUNT else "total_count"
            else:
                value = total.lacking(name)
                formula = (
                    f"MAX({runs(row, own)})"
                    if column.field.role is not FieldRole.INPUT
                    else f"COUNTIFS({detail.all})-{detail.said(name, detail.all)}"
                )
                look = "total_count"
            page.formula(row, column.number, formula, value if value is not None else "", look)


def _heads(page: Page, detail: Detail) -> None:
    page.merge(TABLE, 1, TABLE, len(ABOUT), "单位", "group")
    sheets = {table.id: table.sheet for table in detail.story.form.tables}
    for name, run in groupby(
        detail.columns, key=lambda column: "上年数" if column.last_year else sheets[column.field.table]
    ):
        numbers = [column.number for column in run]
        page.merge(TABLE, numbers[0], TABLE, numbers[-1], name, "group")
    page.height(HEAD, 48)
    for number, heading in enumerate(ABOUT, start=1):
        page.put(HEAD, number, heading, "head")
    for column in detail.columns:
        page.put(HEAD, column.number, column.heading, "head")


def _row(page: Page, detail: Detail, number: int, row: OrganRow, scope_cell: str) -> None:
    story = detail.story
    filed = row.returned.filed() if row.returned else None
    counted = story.counted(row)
    scope = (filed.about("scope") if filed else "") or row.organ.scope
    superior = story.name(row.organ.superior) if row.organ.superior else ""
    words = (
        row.organ.name,
        row.organ.code,
        superior,
        scope,
        story.verdict(row),
        counted,
        story.why(row),
        story.into(row),
    )
    for place, word in enumerate(words, start=1):
        page.put(number, place, word, "input" if place == COUNTED_COLUMN else "text")
    into, said = a1(number, INTO), a1(number, COUNTED_COLUMN)
    in_all = int(counted == COUNTED and story.rollup.area in row.into)
    page.formula(
        number, IN_ALL, f'IF(AND({said}="{COUNTED}",ISNUMBER(SEARCH("{ALL_KEY}",{into}))),1,0)', in_all
    )
    below = f'IF({said}="{NOT_COUNTED}",0,IF(ISNUMBER(SEARCH({scope_cell},{into})),1,0))'
    page.formula(number, IN_CHOSEN, f'IF({scope_cell}="{ALL_KEY}",{a1(number, IN_ALL)},{below})', in_all)
    figures = filed.figures if filed else {}
    before = last_figures(story, row.organ.code, filed)
    values: dict[str, float | None] = {}
    for column in detail.columns:
        name = column.field.id
        value = figure(story.form, before if column.last_year else figures, name)
        if not column.last_year:
            values[name] = value
        page.put(number, column.number, value, column.look)
    detail.note(row, values)


def last_figures(story: Story, code: str, filed: Filed | None) -> Mapping[str, float]:
    """Last year's figures of an organ: of last year's workbook, else as this year's carries them."""
    last = story.collected.last.get(code)
    if last:
        return last.figures
    return filed.previous if filed else {}
