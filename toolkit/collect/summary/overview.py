"""概览: how far the collection is, the headline figures, and charts of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from toolkit.collect.compare import told
from toolkit.collect.conclusion import NOT_NEEDED, NOT_SENT, TO_CONFIRM
from toolkit.collect.rollup import Standing
from toolkit.collect.summary.offices import VERDICT, offices_range, other_files
from toolkit.collect.summary.story import (
    COMPARED,
    COUNTED,
    FINDINGS,
    OFFICES,
    OTHERS,
    OVERVIEW,
)
from toolkit.form.model import FieldType
from toolkit.present import VERDICT_WORDS
from toolkit.verdict import Verdict
from toolkit.workbook.plan import a1

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart

    from toolkit.collect.pages import Page, Pages
    from toolkit.collect.summary.detail import Detail

_WIDTHS: Final = (20, 12, 12, 12, 12, 12, 3, 12, 12, 12, 12, 12)
_LAST: Final = len(_WIDTHS)
_COLOURS: Final = {
    VERDICT_WORDS[Verdict.OK]: "#70AD47",
    VERDICT_WORDS[Verdict.WARNINGS]: "#FFC000",
    TO_CONFIRM: "#5B9BD5",
    VERDICT_WORDS[Verdict.ERRORS]: "#ED7D31",
    VERDICT_WORDS[Verdict.UNFILLED]: "#A5A5A5",
    VERDICT_WORDS[Verdict.UNREADABLE]: "#7030A0",
    NOT_SENT: "#C00000",
}
_BLUE, _GREY = "#2E75B6", "#BFBFBF"
_FONT: Final = {"name": "宋体", "size": 10}
_ROW_POINTS: Final = 20.0
_CHART_ROWS: Final = 12


class OverviewPage:
    """Writes the sheet from the top down."""

    def __init__(self, pages: Pages, page: Page, detail: Detail) -> None:
        self.pages = pages
        self.page = page
        self.detail = detail
        self.story = detail.story
        self.row = 1

    def write(self) -> None:
        """Write everything."""
        page, story = self.page, self.story
        page.widths(*_WIDTHS)
        page.merge(1, 1, 1, _LAST, f"{story.title}{story.form.title}汇总", "title_centred")
        page.height(1, 36)
        self.row = 2
        for line in self._said():
            page.merge(self.row, 1, self.row, _LAST, line, "hint")
            self.row += 1
        self.row += 1
        self._verdicts()
        if story.overview.headlines:
            self._headlines()
        for chart in story.overview.charts:
            self._chart(chart.title, [(item.name, item.field) for item in chart.items])
        page.printed(landscape=False)
        page.sheet.print_area(0, 0, self.row - 1, _LAST - 1)

    def _said(self) -> list[str]:
        """What to know before reading any figure."""
        story, rollup = self.story, self.story.rollup
        missing = rollup.missing[rollup.area]
        wrong = sum(
            row.standing is not Standing.MISSING
            and bool(row.returned and row.returned.verdict is Verdict.ERRORS)
            for row in rollup.rows
        )
        ties = len(story.collected.ties)
        lines = []
        if missing or wrong or ties:
            parts = (
                f"还缺 {missing} 家单位的数" * bool(missing),
                f"{wrong} 家有错误未改正" * bool(wrong),
                f"{ties} 家有几份报送次数相同而内容不同的，要问清以哪一份为准" * bool(ties),
            )
            lines.append(f"{'，'.join(filter(None, parts))}：下面的合计是暂时的。")
        else:
            lines.append("单位已经到齐，都没有错误。")
        if story.refused:
            lines.append(story.refused.finding.message)
        lines += [told(one, rollup) for one in story.compared if one.code == rollup.area]
        wrong = sum(any(one.wrong) for one in story.compared if one.code != rollup.area)
        if wrong:
            lines.append(f"有 {wrong} 家上级单位报的数与所属单位合计对不上，见“{COMPARED}”。")
        others = sum(1 for _ in other_files(story))
        if others:
            lines.append(f"有 {others} 个文件没有采用，见“{OTHERS}”。")
        lines.append(f"逐家情况见“{OFFICES}”，全部问题见“{FINDINGS}”。")
        return lines

    def _part(self, title: str) -> int:
        self.page.merge(self.row, 1, self.row, _LAST, title, "part")
        self.page.height(self.row, 24)
        self.row += 1
        return self.row

    def _verdicts(self) -> None:
        page, story = self.page, self.story
        said = [word for row in story.rollup.rows if (word := story.verdict(row)) != NOT_NEEDED]
        words = [*_COLOURS, *(word for word in dict.fromkeys(said) if word not in _COLOURS)]
        top = self._part("报送进度")
        for column, heading in enumerate(("结论", "单位（家）", "占应报送"), start=1):
            page.put(top, column, heading, "head")
        cells, due = offices_range(story, VERDICT), len(said)
        total = top + len(words) + 1
        of_all = f"/B${total}"
        for number, word in enumerate(words, start=top + 1):
            page.put(number, 1, word, "centred")
            page.formula(number, 2, f"COUNTIF({cells},{a1(number, 1)})", said.count(word), "count")
            page.formula(number, 3, a1(number, 2) + of_all, said.count(word) / due, "percent")
        counted = sum(story.counted(row) == COUNTED for row in story.rollup.rows)
        counting = self.detail.traced * f"COUNTIFS({self.detail.all})"
        ends = (
            ("应报送", f'ROWS({cells})-COUNTIF({cells},"{NOT_NEEDED}")', due),
            ("其中计入汇总", counting, counted),
        )
        for number, (label, formula, value) in enumerate(ends, start=total):
            page.put(number, 1, label, "total_label")
            page.formula(number, 2, formula, value, "total_count")
            page.formula(number, 3, a1(number, 2) + of_all, value / due, "total_percent")
        chart = self.pages.chart(type="bar")
        points = [{"fill": {"color": _COLOURS.get(word, _GREY)}} for word in words]
        chart.add_series(
            {
                "name": "单位（家）",
                "categories": self._cells(top + 1, 1, total - 1),
                "values": self._cells(top + 1, 2, total - 1),
                "points": points,
                "data_labels": {"value": True, "font": _FONT},
                "gap": 50,
            }
        )
        self._place(chart, "报送进度（家）", 5, total + 2)

    def _headlines(self) -> None:
        page, story = self.page, self.story
        years = story.rollup.years.get(story.rollup.area)
        top = self._part("主要数字")
        heads = ("项目", "合计", "可比：本年", "上年", "增减", "增减幅度") if years else ("项目", "合计")
        for column, heading in enumerate(heads, start=1):
            page.put(top, column, heading, "head")
        number = top
        for number, item in enumerate(story.overview.headlines, start=top + 1):
            kind = "amount" if story.form.fields[item.field].type is FieldType.AMOUNT else "count"
            page.put(number, 1, item.name, "text")
            value = story.rollup.total.value(item.field)
            page.formula(number, 2, self.detail.summed(item.field), value, f"total_{kind}")
            if years is None:
                continue
            this, last, _ = years.compared(item.field)
            page.put(number, 3, this, kind)
            page.put(number, 4, last, kind)
            now, then = a1(number, 3), a1(number, 4)
            known = this is not None and last is not None
            change = round((this or 0) - (last or 0), 6) if known else None
            page.formula(number, 5, f'IF(COUNT({now}:{then})<2,"",{now}-{then})', change, f"change_{kind}")
            share = change / last if change is not None and last else None
            page.formula(number, 6, f'IF(N({then})=0,"",({now}-{then})/{then})', share, "change_percent")
        chart = self.pages.chart(type="bar")
        series = ((3, "本年", _BLUE), (4, "上年", _GREY)) if years else ((2, "合计", _BLUE),)
        for column, name, colour in series:
            chart.add_series(
                {
                    "name": name,
                    "categories": self._cells(top + 1, 1, number),
                    "values": self._cells(top + 1, column, number),
                    "fill": {"color": colour},
                    "data_labels": {"value": True, "font": {**_FONT, "size": 8}},
                    "gap": 60,
                }
            )
        title = "主要数字：本年与上年（两年可比的单位）" if years else "主要数字"
        self._place(chart, title, 8 if years else 5, number + 2, legend=bool(years))

    def _chart(self, title: str, items: Sequence[tuple[str, str]]) -> None:
        page, total = self.page, self.story.rollup.total
        top = self._part(title)
        for column, heading in enumerate(("项目", "件数", "占比"), start=1):
            page.put(top, column, heading, "head")
        values = [total.value(field) for _, field in items]
        everything = sum(value or 0 for value in values)
        last = top + len(items)
        for number, ((name, field), value) in enumerate(zip(items, values, strict=True), start=top + 1):
            page.put(number, 1, name, "text")
            page.formula(number, 2, self.detail.summed(field), value, "count")
            cells = f"{a1(top + 1, 2)}:{a1(last, 2)}".replace("B", "B$")
            share = (value or 0) / everything if everything else None
            page.formula(
                number, 3, f'IF(SUM({cells})=0,"",N({a1(number, 2)})/SUM({cells}))', share, "percent"
            )
        chart = self.pages.chart(type="bar")
        chart.add_series(
            {
                "name": title,
                "categories": self._cells(top + 1, 1, last),
                "values": self._cells(top + 1, 2, last),
                "fill": {"color": _BLUE},
                "data_labels": {"value": True, "font": _FONT},
                "gap": 50,
            }
        )
        self._place(chart, f"{title}（件）", 5, last + 2)

    def _cells(self, first: int, column: int, last: int) -> list[Any]:
        return [OVERVIEW, first - 1, column - 1, last - 1, column - 1]

    def _place(self, chart: Chart, title: str, column: int, bottom: int, *, legend: bool = False) -> None:
        """Put a chart beside its figures, from the present row to that before `bottom`, and go on below both."""
        top, bottom = self.row, max(bottom, self.row + _CHART_ROWS)
        chart.set_title({"name": title, "name_font": {**_FONT, "size": 11, "bold": True}, "overlay": False})
        chart.set_legend({"position": "bottom", "font": _FONT} if legend else {"none": True})
        axis = {"num_font": _FONT, "major_gridlines": {"visible": False}, "line": {"none": True}}
        chart.set_y_axis(
            {**axis, "reverse": True}
        )  # of a bar chart: the categories, the first of them on top
        chart.set_x_axis({**axis, "visible": False})
        for row in range(top, bottom):
            self.page.height(row, _ROW_POINTS)
        width = sum(_WIDTHS[column - 1 :]) * 7 + 5 * (_LAST - column + 1)
        height = (bottom - top) * _ROW_POINTS / 0.75
        chart.set_size({"width": width, "height": height})
        self.page.sheet.insert_chart(top - 1, column - 1, chart, {"object_position": 2})
        self.row = bottom + 1
