from __future__ import annotations

import random

import pytest
from builders import SEED
from check.claims_score import BASE, Case, cases, outcome
from check.examples import FORM, check_after, filed, in_a_workbook, prose
from msgspec.structs import replace

from toolkit.check.paragraphs import read_texts
from toolkit.check.prose import Comparison, check_prose
from toolkit.filing import Mode, Paragraph
from toolkit.finding import Quote, Related, Severity
from toolkit.report.compose import compose

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_recorded_expectations(case: Case) -> None:
    assert outcome(case) == case.expected


def test_there_are_enough_sentences() -> None:
    assert len(CASES) >= 150


class TestFinding:
    TEXT = "文件及时清理。现行有效规范性文件２６件，均已公布；其他照旧。\n保密审查到位。"

    def test_quotes_the_sentence_and_marks_the_number(self) -> None:
        (finding,) = prose(in_a_workbook(filed(texts={"overview.management": self.TEXT})))
        assert finding.quote == Quote("现行有效规范性文件２６件，均已公布；其他照旧。", 9, 12)
        assert (finding.code, finding.severity, finding.field) == (
            "T410",
            Severity.ERROR,
            "overview.management",
        )
        assert (finding.sheet, finding.cell) == ("文字材料", "B50")
        assert (finding.found, finding.expected, finding.difference) == (26, 27, -1)
        assert finding.message == "文中写“现行有效规范性文件２６件”，表里“规范性文件·现行有效”是 27 件。"

    def test_names_the_cells(self) -> None:
        (finding,) = prose(filed(texts={"overview.management": self.TEXT}))
        assert finding.related == (
            Related("主动公开", None, "disclosure.normative.in_force", "主动公开.规范性文件.现行有效"),
        )

    def test_names_both_readings(self) -> None:
        (finding,) = prose(filed(texts={"overview.requests": "受理申请5件。"}))
        assert finding.message == "文中写“受理申请5件”，表里“新收”是 2 件，“新收 + 上年结转”是 3 件。"
        assert (finding.found, finding.expected, finding.difference) == (5, "2或3", None)

    def test_a_group_is_shown_by_its_cells(self) -> None:
        (finding,) = prose(filed(texts={"overview.requests": "无法提供3件。"}))
        assert [item.field for item in finding.related] == ["requests.unavailable_not_held.natural"]

    def test_says_which_scope(self) -> None:
        (finding,) = prose(filed(texts={"overview.requests": "全市收到政府信息公开申请88件。"}))
        assert (finding.code, finding.severity) == ("T412", Severity.NOTE)
        assert finding.message.endswith("；文中说的是“全市”，统计口径是“本机关”。")

    @pytest.mark.parametrize(("scope", "code"), [("本级", "T412"), ("本级及所属", "T410")])
    def test_the_scopes_are_those_of_the_form(self, scope: str, code: str) -> None:
        form = replace(FORM, scopes=("本级", "本级及所属"))
        text = {"overview.requests": "全市收到政府信息公开申请88件。"}
        filing = filed(profile={"scope": scope}, texts=text)
        (finding,) = check_prose(Comparison(form, filing), read_texts(form, filing))
        assert finding.code == code


class TestUnknownFigures:
    def test_nothing_is_said_while_a_figure_is_missing(self) -> None:
        texts = {"overview.requests": "收到政府信息公开申请99件。"}
        assert "T410" not in dict(check_after({"requests.new.natural": None}, texts=texts))
        assert "T410" in dict(
            check_after({"requests.new.natural": None}, mode=Mode.BLANK_IS_ZERO, texts=texts)
        )

    def test_nothing_is_said_of_an_optional_figure_not_given(self) -> None:
        texts = {"overview.disclosure": "主动公开政府信息99条。"}
        assert check_after({"supplement.published": None, **dict.fromkeys(PUBLISHED)}, texts=texts) == []

    def test_a_printed_total_speaks_for_its_blank_parts(self) -> None:
        filing = filed(
            {name: None for name in SEED if name.startswith("requests.new")},
            stated={"requests.new.total": 2},
            texts={"overview.requests": "收到政府信息公开申请99件。"},
        )
        assert [finding.expected for finding in prose(filing)] == [2]


PUBLISHED = [name for name in SEED if name.startswith("supplement.published_")]


class TestOrgans:
    @pytest.mark.parametrize("name", ["区民政局", "民政局", "大通区民政局", "我局", "本机关", ""])
    def test_its_own_names(self, name: str) -> None:
        text = f"{name}收到政府信息公开申请9件。"
        filing = filed(profile={"name": "大通区民政局"}, texts={"overview.requests": text})
        assert [finding.code for finding in prose(filing)] == ["T410"]

    @pytest.mark.parametrize("name", ["区教育局", "市民政厅", "九龙岗镇"])
    def test_others(self, name: str) -> None:
        text = f"{name}收到政府信息公开申请9件。"
        filing = filed(profile={"name": "大通区民政局"}, texts={"overview.requests": text})
        assert prose(filing) == []


def test_what_is_composed_agrees_with_the_tables() -> None:
    chance = random.Random(1)  # noqa: S311 - the same filings every time
    ids = {section.id for section in FORM.sections}
    for _ in range(40):
        figures = {
            item.id: chance.choice([0, 0, 1, 2, chance.randint(0, 40), chance.randint(0, 20000)])
            for item in FORM.inputs
            if item.table != "ledger"
        } | {"supplement.published": 999_999}
        filing = filed(figures, profile={"scope": chance.choice(["本机关", "含下属"])})
        texts = {
            section.id: "|".join("".join(span.text for span in one) for one in section.paragraphs)
            for section in compose(filing, FORM).sections
            if section.id in ids
        }
        assert [one.message for one in prose(filed(figures, texts=texts))] == []


class TestGrowth:
    TEXT = "收到政府信息公开申请2件，同比下降{}%。"

    @pytest.mark.parametrize(("share", "codes"), [("60", []), ("60.0", []), ("50", ["T423"])])
    def test_against_last_years_filing(self, share: str, codes: list[str]) -> None:
        last = filed({"requests.new.natural": 5})
        filing = filed(texts={"overview.requests": self.TEXT.format(share)})
        findings = prose(filing, last)
        assert [finding.code for finding in findings] == codes
        assert all("上年 5，今年 2" in finding.message for finding in findings)

    def test_not_without_last_year(self) -> None:
        assert prose(filed(texts={"overview.requests": self.TEXT.format(50)})) == []


def test_references_and_text_without_numbers_are_no_claims() -> None:
    text = "新收【依申请.新收.总计】件，办结【依申请.总计】件。收到申请后当日登记，按期办结。"
    assert prose(filed(BASE, texts={"overview.requests": text})) == []


def test_a_paragraph_in_any_section_is_read() -> None:
    filing = filed(texts={section.id: "现行有效规范性文件26件。" for section in FORM.sections})
    assert len(prose(filing)) == len(FORM.sections)
    assert all(isinstance(one, Paragraph) for texts in filing.texts.values() for one in texts)
