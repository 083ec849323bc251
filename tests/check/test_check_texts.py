from __future__ import annotations

import pytest
from check.examples import FORM, check_after, filed, in_a_workbook

from toolkit.check.texts import check_texts
from toolkit.filing import Mode
from toolkit.finding import Quote

DUE = [section.id for section in FORM.sections if section.due.always]


class TestDue:
    @pytest.mark.parametrize("section", DUE)
    @pytest.mark.parametrize("text", ["", " ", "无", "无。", "略", "（略）", "/", "无|略。"])
    def test_empty_or_bare(self, section: str, text: str) -> None:
        assert check_after({}, texts={section: text}) == [("T401", section)]

    @pytest.mark.parametrize("text", ["无|但有一事。", "略有不足。", "没有发现问题。"])
    def test_words_pass(self, text: str) -> None:
        assert check_after({}, texts={"problems": text}) == []

    def test_due_by_kind_of_organ(self) -> None:
        figures = {"supplement.assessments": 0, "supplement.evaluations": 0, "supplement.accountability": 0}
        assert check_after(figures) == []
        assert check_after(figures, profile={"kind": "政府"}) == [("T401", "overview.oversight")]

    def test_words_and_place(self) -> None:
        filing = in_a_workbook(filed(texts={"problems": "", "overview.platform": "略"}))
        assert [
            (finding.message, finding.sheet, finding.cell, finding.found)
            for finding in check_texts(FORM, filing)
        ] == [
            ("“（四）政府信息公开平台建设”只写了“略”。", "文字材料", "B60", "略"),
            ("“五、存在的主要问题及改进情况”必须写，还没有写。", "文字材料", "B80", None),
        ]


class TestReferences:
    def test_known_ones_pass(self) -> None:
        text = "收到【依申请.新收.总计】件、【依申请.新收.自然人】件；公开【补充.主动公开总数】条。【重要】"
        assert check_after({}, texts={"problems": text}) == []

    def test_unknown(self) -> None:
        text = "共收到【依申请.新受.总计】件。"
        (finding,) = check_texts(FORM, in_a_workbook(filed(texts={"problems": text})))
        assert (finding.code, finding.field, finding.cell) == ("T402", "problems", "B80")
        assert finding.quote == Quote(text, 3, 14)
        assert finding.message.startswith("没有名为【依申请.新受.总计】的数，相近的有【依申请.新收.总计】")

    def test_unknown_with_nothing_near(self) -> None:
        (finding,) = check_texts(FORM, filed(texts={"problems": "【甲乙丙.丁戊己】"}))
        assert finding.message == "没有名为【甲乙丙.丁戊己】的数。"

    def test_not_known_yet(self) -> None:
        text = "参加【补充.培训人次】人次；收到【依申请.新收.总计】件。"
        filing = filed({"requests.new.other": None}, texts={"problems": text})
        findings = list(check_texts(FORM, filing))
        assert [(finding.code, finding.message) for finding in findings] == [
            ("T403", "【补充.培训人次】引用的数还没有填好，报告里这句话会缺数。"),
            ("T403", "【依申请.新收.总计】引用的数还没有填好，报告里这句话会缺数。"),
        ]
        assert [finding.quote for finding in findings] == [Quote(text, 2, 11), Quote(text, 16, 27)]

    def test_a_blank_that_counts_as_zero_is_known(self) -> None:
        texts = {"problems": "收到【依申请.新收.其他】件。"}
        assert check_after({"requests.new.other": None}, mode=Mode.BLANK_IS_ZERO, texts=texts) == []

    def test_malformed(self) -> None:
        text = "共收到[依申请.新收.总计]件。"
        (finding,) = check_texts(FORM, filed(texts={"problems": text}))
        assert (finding.code, finding.message) == (
            "T402",
            "“[依申请.新收.总计]”不是引用的写法，应写成【依申请.新收.总计】。",
        )
        assert finding.quote == Quote(text, 3, 14)


class TestNoWords:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("True", "逻辑值"),
            ("FALSE", "逻辑值"),
            ("#N/A", "错误值"),
            ("#REF!", "错误值"),
            ("#NAME?", "错误值"),
            ("45293", "数"),
            ("1,234.5", "数"),
            ("１２", "数"),
            ("-3%", "数"),
            ("=A1", "公式"),
        ],
    )
    def test_a_value(self, text: str, kind: str) -> None:
        (finding,) = check_texts(FORM, filed(texts={"overview": f"按季更新栏目。|{text}"}))
        assert (finding.code, finding.field, finding.message) == (
            "T405",
            "overview",
            f"“一、总体情况”里有一段只是{kind} {text}，不是文字。",
        )

    @pytest.mark.parametrize("text", ["12件。", "#1 专栏", "True North 专栏", "2023年", "= = ="])
    def test_words_pass(self, text: str) -> None:
        assert list(check_texts(FORM, filed(texts={"overview": text}))) == []


class TestCompose:
    @pytest.mark.parametrize("typed", ["是", "否", None])
    def test_choices(self, typed: str | None) -> None:
        texts = {"overview.requests": "答复前逐件会商。"}
        assert check_after({}, compose={"overview.requests": typed}, texts=texts) == []

    @pytest.mark.parametrize("section", ["preamble", "overview.requests", "overview.management", "other"])
    @pytest.mark.parametrize("text", ["", " ", "无。"])
    def test_neither_composed_nor_written(self, section: str, text: str) -> None:
        changes = {"compose": {section: "否"}, "texts": {section: text}}
        assert check_after({}, **changes) == [("T404", section)]

    def test_words_of_neither(self) -> None:
        (finding,) = check_texts(FORM, in_a_workbook(filed(compose={"other": "否"})))
        assert (finding.message, finding.sheet, finding.cell) == (
            "“六、其他需要报告的事项”的自动成句选了“否”，自己写的部分必须写，还没有写。",
            "文字材料",
            "B90",
        )

    def test_what_may_be_left_out(self) -> None:
        assert check_after({}, compose={"overview.oversight": "否"}) == []

    def test_what_is_due_anyway(self) -> None:
        changes = {"compose": {"overview.platform": "否"}, "texts": {"overview.platform": ""}}
        assert check_after({}, **changes) == [("T401", "overview.platform")]

    @pytest.mark.parametrize("typed", ["不", " 否", 0, True])
    def test_anything_else(self, typed: str | float) -> None:
        assert check_after({}, compose={"overview.requests": typed}) == [("V215", "overview.requests")]
