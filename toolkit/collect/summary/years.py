"""同比: this year beside last, over the organs that are known in both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.form.model import FieldRole, FieldType
from toolkit.workbook.plan import a1

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.collect.pages import Page
    from toolkit.collect.summary.story import Story
    from toolkit.form.model import Field

HEAD: Final = 4
_COLUMNS: Final = (
    ("表", 12), ("项目", 40), ("单位", 8), ("可比的单位（家）", 12), ("本年", 14), ("上年", 14), ("增减", 14), ("增减幅度", 12),
)  # fmt: skip
_THIS, _LAST, _CHANGE, _SHARE = 5, 6, 7, 8


def year_fields(story: Story) -> Iterator[tuple[Field, float | None, float | None, int]]:
    """Each field with this year's sum, last year's and over how many organs, where there is any."""
    years = story.rollup.years.get(story.rollup.area)
    if years is None:
        return
    for item in story.form.fields.values():
        this, last, filings = years.compared(item.id)
        if item.additive and item.role is not FieldRole.GROUP and this is not None and last is not None:
            yield item, this, last, filings


def years_page(page: Page, story: Story) -> None:
    """One row a field; the change is a formula."""
    page.height(1, 30)
    page.put(1, 1, f"{story.title}与上年比较", "title")
    page.put(
        2,
        1,
        "只比两年都有这个数、统计口径也相同的单位，所以“本年”可能小于汇总表上的合计；不直接相加的项不列。",
        "hint",
    )
    if story.collected.last_missing:
        page.put(3, 1, f"有 {len(story.collected.last_missing)} 家单位没有找到上年的工作簿。", "hint")
    page.height(HEAD, 32)
    page.heads(HEAD, _COLUMNS)
    sheets = {table.id: table.sheet for table in story.form.tables}
    number = HEAD
    for number, (item, this, last, filings) in enumerate(year_fields(story), start=HEAD + 1):
        kind = "amount" if item.type is FieldType.AMOUNT else "count"
        bold = "total_" if item.role is FieldRole.COMPUTED else ""
        page.put(number, 1, sheets[item.table])
        page.put(number, 2, item.name, "total_label" if bold else "text")
        page.put(number, 3, item.unit, "centred")
        page.put(number, 4, filings, "count")
        page.put(number, _THIS, this, f"{bold}{kind}")
        page.put(number, _LAST, last, f"{bold}{kind}")
        now, then = a1(number, _THIS), a1(number, _LAST)
        change = None if this is None or last is None else round(this - last, 6)
        page.formula(number, _CHANGE, f"{now}-{then}", change, f"change_{kind}")
        share = change / last if change is not None and last else None
        page.formula(number, _SHARE, f'IF({then}=0,"",({now}-{then})/{then})', share, "change_percent")
    page.listed(HEAD, number, len(_COLUMNS), fixed=2)
    page.printed()
