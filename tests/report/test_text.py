from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.report.columns import width, wrap
from toolkit.report.compose import compose
from toolkit.report.document import Cell, TableGrid
from toolkit.report.text import draw, render_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.filing import Filing
    from toolkit.form.model import Form

    Filed = Callable[..., Filing]

EXPECTED = Path(__file__).parent / "expected"


class TestRender:
    def test_whole_report(self, form: Form, example: Filing) -> None:
        assert render_text(compose(example, form)) == (EXPECTED / "report.txt").read_text(encoding="utf-8")

    def test_draft_is_marked_throughout(self, form: Form, filed: Filed) -> None:
        report = compose(filed(compose={"preamble": "否"}), form, draft=True, notes=["B301 表三不平。"])
        lines = [line for line in render_text(report).splitlines() if line[:1] not in ("+", "|")]
        assert lines[:5] == [
            "           大通区人民政府办公室2023年政府信息公开工作年度报告（草稿）",
            "",
            "※本稿为草稿，数据或文字尚有错误、缺漏，不得报送和公布；标有“待填”的地方请补充完整。",
            "※B301 表三不平。",
            "",
        ]
        assert [line for line in lines if line[1:2] == "、"] == [
            "一、总体情况（草稿）",
            "二、主动公开政府信息情况（草稿）",
            "三、收到和处理政府信息公开申请情况（草稿）",
            "四、政府信息公开行政复议、行政诉讼情况（草稿）",
            "五、存在的主要问题及改进情况（草稿）",
            "六、其他需要报告的事项（草稿）",
        ]
        assert lines[-1] == "大通区人民政府办公室2023年政府信息公开工作年度报告（草稿）"

    def test_tables_stay_within_the_page(self, form: Form, filed: Filed) -> None:
        filled = dict.fromkeys((item.id for item in form.inputs), 999)
        for figures in ({}, filled):
            for section in compose(filed(figures), form).sections:
                for grid in section.tables:
                    assert max(width(line) for line in draw(grid)) <= 80


class TestDraw:
    def test_merged_cells(self) -> None:
        grid = TableGrid(
            caption="",
            columns=3,
            label_columns=2,
            head_rows=1,
            rows=(
                (Cell("项目", colspan=2, header=True), Cell("件数", header=True)),
                (Cell("结果", 2, header=True, align="left"), Cell("甲", align="left"), Cell("12")),
                (Cell("“乙”", align="left"), Cell("3")),
            ),
        )
        assert draw(grid) == [
            "+-----------+----+",
            "|   项目    |件数|",
            "+----+------+----+",
            "|    |甲    | 12 |",
            "|结果+------+----+",
            "|    |“乙”| 3  |",
            "+----+------+----+",
        ]

    def test_long_labels_wrap_and_long_figures_do_not(self) -> None:
        label = "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
        row = (Cell(label, align="left"), *[Cell("123456789")] * 6)
        assert draw(TableGrid("", 7, 1, 0, (row,))) == [
            "+------------------+---------+---------+---------+---------+---------+---------+",
            "|申请人无正当理由逾|         |         |         |         |         |         |",
            "|期不补正、行政机关|123456789|123456789|123456789|123456789|123456789|123456789|",
            "|不再处理其政府信息|         |         |         |         |         |         |",
            "|公开申请          |         |         |         |         |         |         |",
            "+------------------+---------+---------+---------+---------+---------+---------+",
        ]

    @given(texts=st.lists(st.text(alphabet="甲，（）“1a ", max_size=30), min_size=6, max_size=6))
    def test_lines_are_equally_wide(self, texts: list[str]) -> None:
        grid = TableGrid(
            "", 3, 1, 0, tuple(tuple(Cell(text) for text in texts[at : at + 3]) for at in (0, 3))
        )
        assert len({width(line) for line in draw(grid)}) == 1


class TestWrap:
    @pytest.mark.parametrize(
        ("text", "columns", "lines"),
        [
            ("", 4, [""]),
            ("甲乙丙", 4, ["甲乙", "丙"]),
            ("甲乙，丙", 4, ["甲", "乙，", "丙"]),
            ("甲（乙）丙", 6, ["甲", "（乙）", "丙"]),
            ("1.属于12345", 6, ["1.属于", "12345"]),
            ("12345", 4, ["1234", "5"]),
            ("（乙）", 4, ["（乙", "）"]),
        ],
    )
    def test_breaks(self, text: str, columns: int, lines: list[str]) -> None:
        assert wrap(text, columns) == lines

    @given(text=st.text(alphabet="甲乙，。（）“”1a.", max_size=40), columns=st.integers(4, 20))
    def test_nothing_is_lost_and_nothing_too_wide(self, text: str, columns: int) -> None:
        lines = wrap(text, columns)
        assert "".join(lines) == text
        assert all(width(line) <= columns for line in lines)
