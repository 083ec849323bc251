"""上下核对: the superiors' reports beside the sums of the organs below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.form.model import FieldType
from toolkit.workbook.plan import a1

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.collect.compare import Comparison
    from toolkit.collect.pages import Page
    from toolkit.collect.rollup import RollUp
    from toolkit.collect.summary.story import Story
    from toolkit.form.model import Field

HEAD: Final = 4
_COLUMNS: Final = (
    ("上级单位", 28), ("项目", 40), ("上级报的", 12), ("所属合计", 12), ("相差", 12), ("结果", 14), ("没有填的单位（家）", 12),
    ("还缺的单位（家）", 12), ("可能的原因", 50),
)  # fmt: skip


def compared_page(page: Page, story: Story) -> None:
    """The superiors' reports beside the sums below them: what does not agree first, then what does."""
    page.height(1, 30)
    page.put(1, 1, f"{story.title}上级所报与所属单位合计核对", "title")
    page.put(2, 1, "一级政府的数应等于所属合计；其他含下属的单位另有本机关的数，不会小于所属合计。", "hint")
    page.height(HEAD, 32)
    page.heads(HEAD, _COLUMNS)
    number = HEAD
    for number, row in enumerate(_compared_rows(story.rollup, story), start=HEAD + 1):
        name, item, stated, total, result, lacking, missing, cause = row
        kind = "amount" if item.type is FieldType.AMOUNT else "count"
        page.put(number, 1, name)
        page.put(number, 2, item.alias.replace(".", "·"))
        page.put(number, 3, stated, kind)
        page.put(number, 4, total, kind)
        difference = None if stated is None or total is None else round(stated - total, 6)
        cells = a1(number, 3), a1(number, 4)
        page.formula(
            number, 5, f'IF(COUNT({cells[0]}:{cells[1]})<2,"",ROUND({cells[0]}-{cells[1]},6))', difference,
            f"change_{kind}",
        )  # fmt: skip
        page.put(number, 6, result, "centred")
        page.put(number, 7, lacking, "count")
        page.put(number, 8, missing, "count")
        page.put(number, 9, cause)
    last = max(number, HEAD + 1)
    result_cell = f"$F{HEAD + 1}"
    page.paint(
        HEAD + 1, 6, last, 6,
        (f'{result_cell}="不符"', "bad"), (f'{result_cell}="待定"', "waiting"), (f'OR({result_cell}="相符",{result_cell}="不小于合计")', "good"),
    )  # fmt: skip
    page.listed(HEAD, number, len(_COLUMNS), fixed=2)
    page.printed()


_ComparedRow = tuple[str, "Field", "float | None", "float | None", str, int, int, str]


def _compared_rows(rollup: RollUp, story: Story) -> Iterator[_ComparedRow]:
    for one in story.compared:
        wrong = {line.field for line in one.wrong}
        lines = sorted(one.lines, key=lambda line: line.field not in wrong)
        for line in lines:
            item = rollup.form.fields[line.field]
            if line.field in wrong:
                result = "不符" if one.certain(line, rollup.form) else "待定"
            else:
                result = "不小于合计" if line.difference else "相符"
            cause = one.cause if line.field in wrong else ""
            yield one.name, item, line.stated, line.total, result, line.lacking, len(one.missing), cause
        yield from _left_out(rollup, one)


def _left_out(rollup: RollUp, one: Comparison) -> Iterator[_ComparedRow]:
    filed, totals = one.returned.filed(), rollup.totals[one.code]
    for name in one.left_out:
        item = rollup.form.fields[name]
        stated = filed.figures.get(name) if filed else None
        why = "不直接相加" if not item.additive else "上级没有填" if stated is None else "所属单位都没有填"
        yield (
            one.name,
            item,
            stated,
            totals.value(name),
            "没有比",
            totals.lacking(name),
            len(one.missing),
            why,
        )
