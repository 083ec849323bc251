from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import last_year
from form.small import write
from msgspec.structs import replace

from toolkit.filing import Filing, entered
from toolkit.form.load import load_form
from toolkit.report.bars import spoken
from toolkit.report.charts import Bar, Chart
from toolkit.report.compose import compose

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.form.model import Form

    Filed = Callable[..., Filing]

OUTCOMES = Chart(
    id="outcomes",
    title="2023年政府信息公开申请办理结果",
    series=("2023年",),
    bars=(
        Bar("予以公开", (0,)),
        Bar("部分公开", (0,)),
        Bar("不予公开", (1,)),
        Bar("无法提供", (2,)),
        Bar("不予处理", (0,)),
        Bar("其他处理", (0,)),
    ),
    unit="件",
)
YEARS = Chart(
    id="years",
    title="政府信息公开申请和复议、诉讼，与上年相比",
    series=("2022年", "2023年"),
    bars=(
        Bar("新收申请", (4, 2)),
        Bar("办结申请", (0, 3)),
        Bar("结转下年度", (1, 0)),
        Bar("行政复议", (0, 1)),
        Bar("行政诉讼", (0, 0)),
    ),
    unit="件",
)


def charts(filing: Filing, form: Form, *, draft: bool = False) -> list[tuple[str, Chart]]:
    """Each chart of a report with the part that it stands in."""
    report = compose(filing, form, draft=draft, charts=True)
    return [(section.id, chart) for section in report.sections for chart in section.charts]


class TestCharts:
    def test_only_when_asked_for(self, form: Form, filed: Filed) -> None:
        assert [section.charts for section in compose(filed(), form).sections if section.charts] == []

    def test_of_the_year_alone(self, form: Form, filed: Filed) -> None:
        assert charts(filed(), form) == [("overview.requests", OUTCOMES)]

    def test_beside_the_year_before(self, form: Form, filed: Filed) -> None:
        filing = replace(filed(), previous=last_year(requests__new__natural=4))
        assert charts(filing, form) == [("overview.requests", OUTCOMES), ("overview.requests", YEARS)]

    def test_a_figure_of_last_year_that_is_not_known_is_not_nought(self, form: Form, filed: Filed) -> None:
        previous = last_year(requests__new__natural=4)
        del previous["requests.carried_out.social"]
        (_, (_, chart)) = charts(replace(filed(), previous=previous), form)
        kept = tuple(bar for bar in YEARS.bars if bar.label != "结转下年度")
        assert chart == replace(YEARS, bars=kept, note="结转下年度的数不详，没有画。")

    @pytest.mark.parametrize("faulty", ["２件", -1])
    def test_a_figure_of_this_year_that_is_none_is_not_nought(
        self, form: Form, filed: Filed, faulty: str | int
    ) -> None:
        filing = filed({"requests.granted.natural": faulty, "requests.partial.natural": 1})
        ((_, chart),) = charts(filing, form, draft=True)
        assert [(bar.label, bar.values) for bar in chart.bars][:2] == [("部分公开", (1,)), ("不予公开", (0,))]
        assert chart.note == "予以公开的数不详，没有画。"

    @pytest.mark.parametrize("mode", [None, "零报告", "逐格填写"])
    def test_nothing_to_show(self, form: Form, filed: Filed, mode: str | None) -> None:
        assert charts(filed({}, mode=mode), form) == []

    def test_a_year_that_is_not_known(self, form: Form, filed: Filed) -> None:
        filing = replace(filed(year=None), previous=last_year(requests__new__natural=4))
        shown = [(chart.title, chart.series) for _, chart in charts(filing, form, draft=True)]
        assert shown == [("本年政府信息公开申请办理结果", ("本年",)), (YEARS.title, ("上年", "本年"))]

    def test_a_part_named_like_a_table_is_the_table(self, tmp_path: Path) -> None:
        declared = (
            '[[chart]]\nid = "came"\ntitle = "来件"\npart = "work"\nnote = "只计书面。"\n'
            'bars = [{ label = "新收", fields = "work.new.paper" }]\n'
        )
        form = load_form(write(tmp_path / "small", {"charts.toml": declared}))
        filing = Filing(
            form.id,
            2023,
            modes={"work": entered("空白即为0")},
            figures={"work.new.paper": entered(3)},
        )
        report = compose(filing, form, charts=True)
        assert [(bool(section.tables), section.charts) for section in report.sections if section.charts] == [
            (True, (Chart("came", "2023年来件", ("2023年",), (Bar("新收", (3,)),), "件", "只计书面。"),)),
        ]


class TestSpoken:
    def test_of_one_series(self) -> None:
        assert spoken(OUTCOMES) == (
            "予以公开0件；部分公开0件；不予公开1件；无法提供2件；不予处理0件；其他处理0件。"
        )

    def test_of_two(self) -> None:
        assert spoken(replace(YEARS, bars=YEARS.bars[:2])) == (
            "新收申请2022年4件，2023年2件；办结申请2022年0件，2023年3件。"
        )
