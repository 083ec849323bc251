from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.references import Mention, find_references
from toolkit.report.document import Span
from toolkit.report.references import resolve
from toolkit.values import Values

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.filing import Filing
    from toolkit.form.model import Form


class TestFind:
    @pytest.mark.parametrize(
        ("written", "field"),
        [
            ("【依申请.新收.总计】", "requests.new.total"),
            ("【依申请.新收】", "requests.new.total"),
            ("【依申请.不予公开.自然人】", "requests.denied.natural"),
            ("【主动公开.规范性文件.现行有效】", "disclosure.normative.in_force"),
            ("【复议诉讼.行政诉讼】", "disputes.litigation.total"),
            ("【补充.主动公开总数】", "supplement.published"),
            ("【依申请．新收．总计】", "requests.new.total"),
            ("【 依申请 . 新收 .总计　】", "requests.new.total"),
            ("【依申请·新收·总计】", "requests.new.total"),
            ("【依申请。新收。总计】", "requests.new.total"),
            ("【requests.new.total】", "requests.new.total"),
            ("【requests.denied_law.natural】", "requests.denied_law.natural"),
        ],
    )
    def test_known(self, form: Form, written: str, field: str) -> None:
        (mention,) = find_references(f"共{written}件", form)
        assert (mention.field, mention.start, mention.end) == (field, 1, 1 + len(written))
        assert form.aliases.get(mention.name, mention.name) == field

    @pytest.mark.parametrize(
        "text", ["[【依申请.新收】]", "〔【依申请.新收】〕", "【注：【依申请.新收】件】"]
    )
    def test_inside_other_brackets(self, form: Form, text: str) -> None:
        (mention,) = find_references(text, form)
        assert text[mention.start : mention.end] == "【依申请.新收】"
        assert mention.field == "requests.new.total"

    @pytest.mark.parametrize(
        "text",
        [
            "【重要】",
            "【依申请】",
            "【】",
            "【3.5】",
            "【2023.1.1】",
            "【附件1.申请表】",
            "【通知.docx】",
            "【见www.example.gov.cn】",
            "【买买提·依明】",
            "【注意。以下内容请核对】",
            "依申请.新收.总计",
            "（依申请.新收）",
            "〔2023〕12号",
            "[1]依申请公开工作[2]",
            "【依申请公开】共收到",
            "【依申请公开情况",
        ],
    )
    def test_the_offices_own_words(self, form: Form, text: str) -> None:
        assert find_references(text, form) == ()

    def test_in_order(self, form: Form) -> None:
        text = "收到【依申请.新收】件【注】，结转【依申请.上年结转】件"
        assert [text[one.start : one.end] for one in find_references(text, form)] == [
            "【依申请.新收】",
            "【依申请.上年结转】",
        ]

    @given(text=st.text(alphabet="【】.．·。依申请新收总计1a \n", max_size=40))
    def test_spans_are_brackets(self, form: Form, text: str) -> None:
        for mention in find_references(text, form):
            words = text[mention.start : mention.end]
            assert mention.malformed or (words[0] == "【" and words[-1] == "】")
            assert "【" in words or "】" in words


class TestUnknown:
    def test_near_names(self, form: Form) -> None:
        assert find_references("共【依申请.新手.总计】件", form) == (
            Mention(
                "依申请.新手.总计",
                1,
                12,
                None,
                ("依申请.新收.总计", "依申请.总计", "依申请.总计.总计"),
            ),
        )

    def test_wrong_table(self, form: Form) -> None:
        (mention,) = find_references("【公开.现行有效】", form)
        assert mention.near[:1] == ("主动公开.规章.现行有效",)

    def test_nothing_like_it(self, form: Form) -> None:
        assert find_references("【甲乙.丙丁】", form) == (Mention("甲乙.丙丁", 0, 7, None, ()),)


class TestMalformed:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("共【依申请.新收.总计", "【依申请.新收.总计"),
            ("共【依申请.新收.总计件，均已办结。", "【依申请.新收.总计"),
            ("共依申请.新收.总计】件", "依申请.新收.总计】"),
            ("共【【依申请.新收.总计】】件", "【【依申请.新收.总计】】"),
            ("共【【依申请.新收.总计】件", "【【依申请.新收.总计】"),
            ("共【依申请.新收.总计］件", "【依申请.新收.总计］"),
            ("共［依申请.新收.总计］件", "［依申请.新收.总计］"),
            ("共[依申请.新收.总计]件", "[依申请.新收.总计]"),
            ("共〔依申请.新收.总计〕件", "〔依申请.新收.总计〕"),
            ("共【依申请,新收,总计】件", "【依申请,新收,总计】"),
            ("共【依申请、新收、总计】件", "【依申请、新收、总计】"),
            ("共【依申请/新收/总计】件", "【依申请/新收/总计】"),
            ("共【依申请-新收-总计】件", "【依申请-新收-总计】"),
            ("共【依申请 新收 总计】件", "【依申请 新收 总计】"),
            ("共【依申请新收总计】件", "【依申请新收总计】"),
            ("共【依申请.\n新收.总计】件", "【依申请.\n新收.总计】"),
            ("共【Requests.New.Total】件", "【Requests.New.Total】"),
            ("共[requests.new.total]件", "[requests.new.total]"),
        ],
    )
    def test_how_it_should_be(self, form: Form, text: str, shown: str) -> None:
        (mention,) = find_references(text, form)
        assert text[mention.start : mention.end] == shown
        assert (mention.field, mention.near, mention.malformed) == (None, ("依申请.新收.总计",), True)

    def test_beside_a_good_one(self, form: Form) -> None:
        text = "【依申请.新收】件，【依申请.总计件，【补充.主动公开总数】条"
        assert [(one.field, one.malformed) for one in find_references(text, form)] == [
            ("requests.new.total", False),
            (None, True),
            ("supplement.published", False),
        ]


class TestResolve:
    def test_figure_in_place(self, form: Form, filed: Callable[..., Filing]) -> None:
        assert resolve("全年收到【依申请.新收】件，均已答复。", Values(form, filed())) == (
            Span("全年收到", "typed"),
            Span("2", "reference"),
            Span("件，均已答复。", "typed"),
        )

    def test_alone(self, form: Form, filed: Callable[..., Filing]) -> None:
        assert resolve("【主动公开.规范性文件.现行有效】", Values(form, filed())) == (
            Span("27", "reference"),
        )

    def test_unknown_figure_is_not_zero(self, form: Form, filed: Callable[..., Filing]) -> None:
        values = Values(form, filed({}, mode="逐格填写"))
        assert resolve("【依申请.新收】【补充.政务新媒体】", values) == (
            Span("〔待填〕", "reference"),
            Span("〔待填〕", "reference"),
        )

    def test_unknown_name_stays(self, form: Form, filed: Callable[..., Filing]) -> None:
        assert resolve("共【依申请.新手】件", Values(form, filed())) == (
            Span("共【依申请.新手】件", "typed"),
        )

    def test_amount(self, form: Form, filed: Callable[..., Filing]) -> None:
        values = Values(form, filed({"disclosure.charges.amount": 12345.67}))
        assert resolve("【主动公开.行政事业性收费.收费金额】", values) == (Span("12345.67", "reference"),)
