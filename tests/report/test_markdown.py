from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.report.compose import compose
from toolkit.report.markdown import escape, render_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.filing import Filing
    from toolkit.form.model import Form

    Filed = Callable[..., Filing]

EXPECTED = Path(__file__).parent / "expected"


class TestRender:
    def test_whole_report(self, form: Form, example: Filing) -> None:
        expected = (EXPECTED / "report.md").read_text(encoding="utf-8")
        assert render_markdown(compose(example, form)) == expected

    def test_draft_is_marked_throughout(self, form: Form, filed: Filed) -> None:
        report = compose(filed(), form, draft=True, notes=["B301 <表三>不平。"])
        lines = render_markdown(report).splitlines()
        assert lines[:5] == [
            "# 大通区人民政府办公室2023年政府信息公开工作年度报告（草稿）",
            "",
            "> 本稿为草稿，数据或文字尚有错误、缺漏，不得报送和公布；标有“待填”的地方请补充完整。",
            ">",
            r"> B301 \<表三\>不平。",
        ]
        assert [line for line in lines if line.startswith("## ")] == [
            "## 一、总体情况（草稿）",
            "## 二、主动公开政府信息情况（草稿）",
            "## 三、收到和处理政府信息公开申请情况（草稿）",
            "## 四、政府信息公开行政复议、行政诉讼情况（草稿）",
            "## 五、存在的主要问题及改进情况（草稿）",
            "## 六、其他需要报告的事项（草稿）",
        ]
        assert lines[-1] == "**草稿，不得报送和公布。**"

    def test_every_row_of_a_table_has_every_column(self, form: Form, filed: Filed) -> None:
        tables = [
            [line for line in block.splitlines() if line.startswith("|")]
            for block in render_markdown(compose(filed(), form)).split("\n\n")
        ]
        assert [[line.count("|") for line in table] for table in tables if table] == [
            [5] * 15,
            [11] * 29,
            [16] * 5,
        ]


class TestEscape:
    @pytest.mark.parametrize(
        ("text", "escaped"),
        [
            ("普通文字，“引号”（括号）。", "普通文字，“引号”（括号）。"),
            ("http://www.example.gov.cn/a_b/?x=1&y=2", "http://www.example.gov.cn/a_b/?x=1&y=2"),
            ("<script>", r"\<script\>"),
            ("&lt; &#60; A&B", r"\&lt; \&#60; A&B"),
            ("*重点* _次要_ `代码`", r"\*重点\* \_次要\_ \`代码\`"),
            ("[名](http://x)", r"\[名\](http://x)"),
            ("a|b~c$d\\e", r"a\|b\~c\$d\\e"),
            ("# 标题", r"\# 标题"),
            ("1. 第一", r"1\. 第一"),
            ("1.第一", "1.第一"),
            ("12) 第十二", r"12\) 第十二"),
            ("- 项", r"\- 项"),
            ("+ 项", r"\+ 项"),
            ("===", r"\==="),
            ("---", r"\---"),
            ("甲 - 乙 # 丙", "甲 - 乙 # 丙"),
        ],
    )
    def test_prints_as_it_is(self, text: str, escaped: str) -> None:
        assert escape(text) == escaped
