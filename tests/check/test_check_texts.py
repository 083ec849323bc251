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


class TestCompose:
    @pytest.mark.parametrize("typed", ["是", "否", None])
    def test_choices(self, typed: str | None) -> None:
        assert check_after({}, compose={"overview.requests": typed}) == []

    @pytest.mark.parametrize("typed", ["不", " 否", 0, True])
    def test_anything_else(self, typed: str | float) -> None:
        assert check_after({}, compose={"overview.requests": typed}) == [("V215", "overview.requests")]
