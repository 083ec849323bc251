from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.report.compose import compose
from toolkit.report.document import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.filing import Filing
    from toolkit.form.model import Form
    from toolkit.report.document import Report

    Filed = Callable[..., Filing]
    Said = Callable[[Report, str], list[str]]


class TestOrder:
    def test_sections_and_tables_by_their_numerals(self, form: Form, filed: Filed) -> None:
        report = compose(filed(), form)
        assert [(one.level, one.id, one.heading) for one in report.sections] == [
            (0, "preamble", ""),
            (1, "overview", "一、总体情况"),
            (2, "overview.disclosure", "（一）主动公开"),
            (2, "overview.requests", "（二）依申请公开"),
            (2, "overview.management", "（三）政府信息管理"),
            (2, "overview.platform", "（四）政府信息公开平台建设"),
            (2, "overview.oversight", "（五）监督保障"),
            (1, "disclosure", "二、主动公开政府信息情况"),
            (1, "requests", "三、收到和处理政府信息公开申请情况"),
            (1, "disputes", "四、政府信息公开行政复议、行政诉讼情况"),
            (1, "problems", "五、存在的主要问题及改进情况"),
            (1, "other", "六、其他需要报告的事项"),
        ]

    def test_title(self, form: Form, filed: Filed) -> None:
        report = compose(filed(), form)
        assert report.title == "大通区人民政府办公室2023年政府信息公开工作年度报告"
        assert (report.organ, report.year, report.draft, report.notes) == (
            "大通区人民政府办公室",
            2023,
            False,
            (),
        )

    def test_title_without_organ_or_year(self, form: Form, filed: Filed) -> None:
        filing = filed(name=None, year=None)
        assert compose(filing, form).title == "政府信息公开工作年度报告"
        assert compose(filing, form, draft=True).title == "〔待填〕〔待填〕年政府信息公开工作年度报告"


class TestUnknown:
    def test_sentences_are_left_out(self, form: Form, filed: Filed, said: Said) -> None:
        figures = {"requests.new.natural": 2, "supplement.published": "约1900", "supplement.fee_items": "/"}
        report = compose(filed(figures, mode="逐格填写", kind="政府"), form)
        assert [said(report, section.id) for section in report.sections[1:]] == [[]] * 11

    def test_only_the_sentence_that_needs_the_figure(self, form: Form, filed: Filed, said: Said) -> None:
        report = compose(filed({"requests.granted.natural": "3件", "requests.new.natural": 3}), form)
        assert said(report, "overview.requests") == [
            "2023年，共收到政府信息公开申请3件，均由自然人提出；没有上年结转的申请。",
            "本年度未发生政府信息公开行政复议和行政诉讼。",
        ]

    def test_only_the_fact_that_needs_the_figure(self, form: Form, filed: Filed, said: Said) -> None:
        report = compose(filed({"supplement.evaluations": 0}, kind="政府"), form)
        assert said(report, "overview.oversight") == ["本年度未开展社会评议。"]

    def test_draft_shows_what_is_to_be_filled_in(self, form: Form, filed: Filed, said: Said) -> None:
        report = compose(filed({}, mode=None, kind="政府", telephone=None), form, draft=True)
        assert "电话：〔待填〕" in said(report, "preamble")[0]
        assert [said(report, section.id) for section in report.sections[1:7]] == [
            [],
            ["〔待填：公开了哪些重要信息，哪些领域有新做法。请写具体的事，不要抄去年的话。〕"],
            [
                (
                    "2023年，共收到政府信息公开申请〔待填〕件，其中自然人〔待填〕件、法人或其他组织〔待填〕件；"
                    "上年结转〔待填〕件。全年共办结〔待填〕件，其中予以公开〔待填〕件、部分公开〔待填〕件、"
                    "不予公开〔待填〕件、无法提供〔待填〕件、不予处理〔待填〕件、其他处理〔待填〕件；"
                    "结转下年度继续办理〔待填〕件。"
                ),
                (
                    "本年度共发生政府信息公开行政复议〔待填〕件，其中结果维持〔待填〕件、结果纠正〔待填〕件、"
                    "其他结果〔待填〕件、尚未审结〔待填〕件。共发生政府信息公开行政诉讼〔待填〕件，"
                    "其中未经复议直接起诉〔待填〕件、复议后起诉〔待填〕件；按审理结果分，结果维持〔待填〕件、"
                    "结果纠正〔待填〕件、其他结果〔待填〕件、尚未审结〔待填〕件。"
                ),
            ],
            [
                (
                    "2023年，制发规章〔待填〕件，废止〔待填〕件；年末现行有效的规章共〔待填〕件。"
                    "制发行政规范性文件〔待填〕件，废止〔待填〕件；年末现行有效的行政规范性文件共〔待填〕件。"
                )
            ],
            ["〔待填：网站专栏、新媒体、公开专区等平台的建设和维护。〕"],
            [
                (
                    "本年度开展政府信息公开工作考核〔待填〕次，开展社会评议〔待填〕次，"
                    "因政府信息公开工作被追究责任的有〔待填〕人次。"
                )
            ],
        ]
        assert said(report, "other")[0].endswith(
            "2023年对〔待填〕件政府信息公开申请收取信息处理费，金额共计〔待填〕元。"
        )

    def test_draft_notes(self, form: Form, filed: Filed) -> None:
        assert compose(filed(), form, draft=True, notes=["依申请公开!H8：总计不平。\n"]).notes == (
            "本稿为草稿，数据或文字尚有错误、缺漏，不得报送和公布；标有“待填”的地方请补充完整。",
            "依申请公开!H8：总计不平。",
        )


class TestTyped:
    def test_after_the_composed_words(self, form: Form, filed: Filed) -> None:
        filing = filed(texts={"overview.management": "落实保密审查。||　 更新【依申请.新收】次。"})
        section = next(one for one in compose(filing, form).sections if one.id == "overview.management")
        assert [[span.origin for span in paragraph] for paragraph in section.paragraphs] == [
            ["composed"],
            ["typed"],
            ["typed", "reference", "typed"],
        ]
        assert section.paragraphs[2] == (
            Span("更新", "typed"),
            Span("2", "reference"),
            Span("次。", "typed"),
        )

    def test_composing_can_be_declined(self, form: Form, filed: Filed, said: Said) -> None:
        report = compose(filed(texts={"other": "另附说明。"}, compose={"other": "否"}), form)
        assert said(report, "other") == ["另附说明。"]

    def test_line_breaks_and_invisible_characters(self, form: Form, filed: Filed, said: Said) -> None:
        filing = filed(texts={"problems": "　　问题\u200b一。\r\n\n问题\t二\u202e。\x07"})
        assert said(compose(filing, form), "problems") == ["问题一。", "问题 二。"]

    def test_nothing_to_report(self, form: Form, filed: Filed, said: Said) -> None:
        report = compose(filed(), form)
        assert said(report, "problems") == []

    def test_silence_is_not_nothing(self, form: Form, filed: Filed, said: Said) -> None:
        assert said(compose(filed(compose={"other": "否"}), form), "other") == []

    def test_empty_preface_is_left_out(self, form: Form, filed: Filed) -> None:
        report = compose(filed(compose={"preamble": "否"}), form)
        assert report.sections[0].id == "overview"
