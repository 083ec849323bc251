"""指标: ratios of every superior's sums and of every organ, with what is divided by what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.collect.rollup import ALL
from toolkit.collect.summary.detail import added
from toolkit.collect.sums import figure
from toolkit.workbook.plan import a1

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.collect.pages import Page
    from toolkit.collect.summary.detail import Detail
    from toolkit.form.rollup import Ratio

HEAD: Final = 5
NOT_RATED: Final = "—"
_ABOUT: Final = (("单位", 30), ("单位代码", 22), ("类别", 12))
_NAME, _CODE, _KIND = range(1, 4)
_MOST_SUPERIORS: Final = 200
_EACH: Final = (("比率", 9), ("分子", 11), ("分母", 11))

Part = tuple[str, "float | None"]
"""A formula, empty where there is none, and what it comes to."""


def ratios_page(page: Page, detail: Detail) -> None:
    """First the superiors' sums, by formulas over 明细, then one row an organ, with its own figures."""
    story, ratios = detail.story, detail.story.overview.ratios
    page.height(1, 30)
    page.put(1, 1, f"{story.title}指标", "title")
    page.put(2, 1, "分母小于各指标定下的件数时不评（—）；合计只算分子、分母都掌握的单位。", "hint")
    said = "".join(f"{ratio.name}：{ratio.explanation}（不少于 {ratio.least} 件才评）。" for ratio in ratios)
    page.height(3, 32)
    page.merge(3, 1, 3, len(_ABOUT) + len(_EACH) * len(ratios), said, "hint_wrapped")
    page.merge(HEAD - 1, 1, HEAD - 1, len(_ABOUT), "", "group")
    for number, ratio in enumerate(ratios):
        left = len(_ABOUT) + 1 + number * len(_EACH)
        page.merge(HEAD - 1, left, HEAD - 1, left + len(_EACH) - 1, ratio.name, "group")
    page.height(HEAD, 24)
    page.heads(HEAD, (*_ABOUT, *(_EACH * len(ratios))))
    number = HEAD
    superiors = story.rollup.superiors[:_MOST_SUPERIORS]
    for number, code in enumerate(superiors, start=HEAD + 1):
        for column, word in (
            (_NAME, story.sum_name(code)),
            (_CODE, "" if code == ALL else code),
            (_KIND, "合计"),
        ):
            page.put(number, column, word, "total_label")
        _ratios(page, detail, number, "total_", _sum_parts(detail, code))
    for number, row in enumerate(story.rollup.rows if detail.traced else (), start=HEAD + 1 + len(superiors)):
        filed = row.returned.filed() if row.returned else None
        figures = filed.figures if filed else {}
        for column, word in ((_NAME, row.organ.name), (_CODE, row.organ.code), (_KIND, "单位")):
            page.put(number, column, word, "text")
        _ratios(page, detail, number, "", _organ_parts(detail, figures))
    page.listed(HEAD, number, len(_ABOUT) + len(_EACH) * len(ratios))
    page.printed()


def _ratios(
    page: Page, detail: Detail, row: int, look: str, parts: Callable[[Ratio], tuple[Part, Part]]
) -> None:
    for number, ratio in enumerate(detail.story.overview.ratios):
        left = len(_ABOUT) + 1 + number * len(_EACH)
        both = parts(ratio)
        (_, above), (_, below) = both
        cells = a1(row, left + 1), a1(row, left + 2)
        value = ratio.of(above, below)
        shown = value if value is not None else "" if None in (above, below) else NOT_RATED
        rated = f'IF({cells[1]}<{ratio.least},"{NOT_RATED}",{cells[0]}/{cells[1]})'
        page.formula(row, left, f'IF(COUNT({cells[0]}:{cells[1]})<2,"",{rated})', shown, f"{look}percent")
        for column, (formula, figure_of) in enumerate(both, start=left + 1):
            if formula:
                page.formula(row, column, formula, figure_of, f"{look}count")
            else:
                page.put(row, column, figure_of, f"{look}count")


def _sum_parts(detail: Detail, superior: str) -> Callable[[Ratio], tuple[Part, Part]]:
    """The parts of a superior's ratio: formulas over the organs that say all of them."""

    def parts(ratio: Ratio) -> tuple[Part, Part]:
        criterion = f"{detail.below(superior)},{detail.say((*ratio.numerator, *ratio.denominator))}"
        above, below = (
            f'IF(COUNTIFS({criterion})=0,"",{"+".join(detail.total(name, criterion) for name in names)})'
            for names in (ratio.numerator, ratio.denominator)
        )
        values = detail.parts(superior, ratio)
        if not detail.traced:
            above = below = ""
        return (above, values[0]), (below, values[1])

    return parts


def _organ_parts(detail: Detail, figures: Mapping[str, float]) -> Callable[[Ratio], tuple[Part, Part]]:
    def parts(ratio: Ratio) -> tuple[Part, Part]:
        names = (*ratio.numerator, *ratio.denominator)
        values = {name: figure(detail.story.form, figures, name) for name in names}
        return ("", added(values, ratio.numerator)), ("", added(values, ratio.denominator))

    return parts
