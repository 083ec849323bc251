"""明细: one row an organ, one column a figure; every other sheet's sums are formulas over it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from math import fsum
from typing import TYPE_CHECKING, Final

from toolkit.collect.summary.story import COUNTED, DETAIL, NOT_COUNTED, OFFICIAL, ONLY_BELOW
from toolkit.collect.sums import figure
from toolkit.form.model import FieldRole, FieldType
from toolkit.workbook.plan import a1, column_letters, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.collect.filed import Filed
    from toolkit.collect.rollup import OrganRow
    from toolkit.collect.summary.page import Page
    from toolkit.collect.summary.story import Story
    from toolkit.form.model import Field

_ABOUT: Final = ("单位名称", "单位代码", "上级单位", "统计口径", "结论", "计入汇总", "说明", "汇入", "在范围")
_NAME, _CODE, _SUPERIOR, _SCOPE, _VERDICT, _COUNTED, _WHY, _INTO, _FLAG = range(1, len(_ABOUT) + 1)
_WIDTHS: Final = (30, 22, 24, 10, 10, 10, 26, 9, 9)
_TITLE, _HINT, _SUM, _LACKING, _TABLE, HEAD = 1, 2, 3, 4, 5, 6
_FIRST: Final = HEAD + 1
_A3: Final = 8
NUMBERS: Final = '">=-1E+300"'  # the criterion that every number meets, and no text and no empty cell
_LAST_YEAR: Final = "上年·"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures: a field of this year or, for headline figures, of last year."""

    field: Field
    number: int
    last_year: bool = False
    folded: bool = False

    @property
    def heading(self) -> str:
        """What stands above it; unlike any other of the sheet."""
        return (_LAST_YEAR if self.last_year else "") + self.field.alias.split(".", 1)[-1].replace(".", "·")


class Detail:
    """Where everything stands on the sheet."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.rows = story.rollup.rows
        self.first, self.last = _FIRST, _FIRST + len(self.rows) - 1
        fields = [item for item in story.form.fields.values() if self._shown(item)]
        folded = _with_a_total(story)
        numbers = iter(range(len(_ABOUT) + 1, 16_385))
        self.columns = [Column(item, next(numbers), folded=item.id in folded) for item in fields]
        if story.rollup.years:
            headlines = [story.form.fields[item.field] for item in story.overview.headlines]
            self.columns += [Column(item, next(numbers), last_year=True) for item in headlines]
        self.numbers = {column.field.id: column.number for column in self.columns if not column.last_year}
        self.noted = frozenset(story.overview.fields)
        self._sums: dict[tuple[str, str], list[float]] = {}

    def _shown(self, item: Field) -> bool:
        """Every field with a cell, and the sums without one that an overview shows."""
        return item.role is not FieldRole.GROUP or item.id in self.story.overview.fields

    def cells(self, column: int) -> str:
        """The cells of a column as other sheets' formulas write them."""
        letters = column_letters(column)
        return f"{quoted(DETAIL)}!${letters}${self.first}:${letters}${self.last}"

    def summed(self, field_id: str) -> str:
        """The cell with the sum of all of a field."""
        return f"{quoted(DETAIL)}!${column_letters(self.numbers[field_id])}${_SUM}"

    def figures(self, field_id: str) -> str:
        """The cells of a field."""
        return self.cells(self.numbers[field_id])

    @cached_property
    def codes(self) -> str:
        """The cells of the organs' codes."""
        return self.cells(_CODE)

    @cached_property
    def chosen(self) -> str:
        """The criterion that a row belongs to the 统计范围 that is chosen on the sheet 汇总表."""
        return f"{self.cells(_FLAG)},1"

    @cached_property
    def all(self) -> str:
        """The criterion that a row is in the sums of all."""
        return f'{self.cells(_COUNTED)},"{COUNTED}"'

    def below(self, superior: str) -> str:
        """The criterion that a row is in the sums of a superior."""
        if superior == self.story.rollup.area:
            return self.all
        key = self.story.keys[superior]
        return f'{self.cells(_INTO)},"*/{key}/*",{self.cells(_COUNTED)},"<>{NOT_COUNTED}"'

    def note(self, row: OrganRow, field_id: str, value: float | None) -> None:
        """Keep a figure of a row for `sum_of`, if the row is in any sum."""
        if value is not None and row.added:
            for superior in row.into:
                self._sums.setdefault((superior, field_id), []).append(value)

    def sum_of(self, superior: str, field_id: str) -> float | None:
        """What `total` comes to for a field of the overview: the sum of the cells that are written; None if none."""
        values = self._sums.get((superior, field_id))
        return None if values is None else round(fsum(values), 6)

    def total(self, field_id: str, criterion: str) -> str:
        """A formula for the sum of a field."""
        return f"SUMIFS({self.figures(field_id)},{criterion})"

    def said(self, field_id: str, criterion: str) -> str:
        """A formula for how many rows say a figure."""
        return f"COUNTIFS({self.figures(field_id)},{NUMBERS},{criterion})"


def _with_a_total(story: Story) -> set[str]:
    """The fields that stand beside a column which is a sum of theirs: folded away behind it."""
    return {
        f"{table.id}.{row.id}.{part}"
        for table in story.form.tables
        for block in table.blocks
        for column in block.printed_columns
        for part in column.sum
        for row in block.rows
    }


def detail_page(page: Page, detail: Detail, scope_cell: str) -> None:
    """Write the sheet; `scope_cell` is where 汇总表 says which 统计范围 is chosen."""
    story = detail.story
    last = detail.columns[-1].number
    page.widths(*_WIDTHS)
    for hidden in (_INTO, _FLAG):
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
        _FIRST - 1, _COUNTED - 1, detail.last - 1, _COUNTED - 1,
        {"validate": "list", "source": [COUNTED, ONLY_BELOW, NOT_COUNTED], "error_title": "计入汇总",
         "error_message": "请选：是、仅下级、否。"},
    )  # fmt: skip
    page.paint(
        _FIRST, _COUNTED, detail.last, _COUNTED,
        (f'${column_letters(_COUNTED)}{_FIRST}="{NOT_COUNTED}"', "bad"),
        (f'${column_letters(_COUNTED)}{_FIRST}="{ONLY_BELOW}"', "waiting"),
    )  # fmt: skip
    for number, row in enumerate(detail.rows, start=_FIRST):
        _row(page, detail, number, row, scope_cell)
    page.printed()
    page.sheet.set_paper(_A3)
    page.sheet.set_print_scale(60)
    page.sheet.repeat_columns(0)


def _sums(page: Page, detail: Detail) -> None:
    """The sums of all, and how many of the counted rows do not say the figure."""
    total = detail.story.rollup.total
    rows = ((_SUM, "汇总合计（计入的单位）"), (_LACKING, "其中没有这个数的单位（家）"))
    for row, label in rows:
        page.merge(row, 1, row, _WHY, label, "total_label")
        for column in detail.columns:
            if column.last_year:
                page.put(row, column.number, None, "total_count")
                continue
            name, letters = column.field.id, detail.numbers
            own = [letters[one] for one in column.field.inputs]
            if row == _SUM:
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
    page.merge(_TABLE, 1, _TABLE, len(_ABOUT), "单位", "group")
    sheets = {table.id: table.sheet for table in detail.story.form.tables}
    for name, run in groupby(
        detail.columns, key=lambda column: "上年数" if column.last_year else sheets[column.field.table]
    ):
        numbers = [column.number for column in run]
        page.merge(_TABLE, numbers[0], _TABLE, numbers[-1], name, "group")
    page.height(HEAD, 48)
    for number, heading in enumerate(_ABOUT, start=1):
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
    for column, word in enumerate(words, start=1):
        page.put(number, column, word, "input" if column == _COUNTED else "text")
    flag = (
        f'IF({a1(number, _COUNTED)}="{NOT_COUNTED}",0,'
        f"IF(ISNUMBER(SEARCH({scope_cell},{a1(number, _INTO)})),1,0))"
    )
    page.formula(number, _FLAG, flag, int(counted != NOT_COUNTED and story.rollup.area in row.into), "count")
    figures = filed.figures if filed else {}
    before = last_figures(story, row.organ.code, filed)
    for column in detail.columns:
        value = figure(story.form, before if column.last_year else figures, column.field.id)
        if column.field.id in detail.noted and not column.last_year:
            detail.note(row, column.field.id, value)
        page.put(number, column.number, value, "amount" if column.field.type is FieldType.AMOUNT else "count")


def last_figures(story: Story, code: str, filed: Filed | None) -> Mapping[str, float]:
    """Last year's figures of an organ: of last year's workbook, else as this year's carries them."""
    last = story.collected.last.get(code)
    if last:
        return last.figures
    return filed.previous if filed else {}


def runs(row: int, columns: Iterable[int]) -> str:
    """Cells of one row as formulas list them: neighbours as ranges."""
    parts: list[list[int]] = []
    for column in sorted(columns):
        if parts and column == parts[-1][1] + 1:
            parts[-1][1] = column
        else:
            parts.append([column, column])
    return ",".join(
        a1(row, first) if first == last else f"{a1(row, first)}:{a1(row, last)}" for first, last in parts
    )
