"""2021, the first year of a new form, beside 2020, the last one of the old: only what both have is compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import builders
import pytest
from forms.fillings import FOLDERS, good
from msgspec.structs import replace

from toolkit.carryover import previous_fields, previous_figures
from toolkit.check.run import check_filing
from toolkit.cli import run
from toolkit.filing import Paragraph, entered
from toolkit.form.load import installed_form
from toolkit.workbook.read import read_workbook
from toolkit.workbook.template import filled_book
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from toolkit.filing import Filing
    from toolkit.form.model import Form

(CASES,) = (folder for folder in FOLDERS if folder.name == "annual_report_2019")
BOTH = (
    "disclosure.permits.decisions",
    "disclosure.penalties.decisions",
    "disclosure.coercion.decisions",
)
COLUMNS = ("natural", "business", "research", "social", "legal", "other")


def form_2019() -> Form:
    found = installed_form("annual_report_2019")
    assert found is not None
    return found


def last_year(**figures: float) -> Filing:
    """The office's filing of 2020: three new applications, and one carried over to 2021."""
    filing = good(CASES)
    profile = {**filing.profile, "name": entered("大通区人民政府办公室")}
    entries = {name.replace("__", "."): entered(value) for name, value in figures.items()}
    return replace(filing, profile=profile, figures={**filing.figures, **entries}, texts={}, previous={})


def this_year(*texts: str) -> Filing:
    """The office's filing of 2021: one application carried in, nothing else like last year."""
    filing = builders.seed_filing(disclosure__permits__decisions=900, disclosure__penalties__decisions=7)
    profile = {**filing.profile, "year": entered(2021), "date": entered("2022-01-10")}
    written = {"overview.requests": tuple(Paragraph(text) for text in texts)}
    return replace(
        filing, year=2021, profile=profile, texts={**filing.texts, **written} if texts else filing.texts
    )


def found(last: Filing, *texts: str) -> list[tuple[str, str | None]]:
    findings = check_filing(builders.form(), this_year(*texts), (last,))
    return [(one.code, one.field) for one in findings]


class TestFigures:
    def test_what_both_have_is_carried_over(self) -> None:
        figures = previous_figures(builders.form(), last_year())
        shared = [name for name in previous_fields(builders.form()) if name in form_2019().fields]
        assert list(figures) == shared
        assert {name for name in figures if name.startswith("disclosure.")} == set(BOTH)
        assert not [name for name in figures if ".other_" in name]
        assert [figures[f"requests.carried_out.{column}"] for column in COLUMNS] == [1, 0, 0, 0, 0, 0]
        assert figures["disclosure.permits.decisions"] == 846

    def test_what_was_divided_since_is_added_up_the_other_way_round(self) -> None:
        later = builders.seed_filing(requests__other_unpaid__natural=2, requests__other_rest__natural=1)
        figures = previous_figures(form_2019(), later)
        assert figures["requests.other_handling.natural"] == 3
        assert "disclosure.normative.made" not in figures

    def test_of_a_form_that_nobody_knows_nothing_is(self) -> None:
        assert previous_figures(builders.form(), replace(last_year(), form_id="elsewhere")) == {}


class TestCheck:
    def test_joins(self) -> None:
        assert found(last_year()) == [("Y514", None)]

    def test_the_forms_are_named(self) -> None:
        (finding,) = check_filing(builders.form(), this_year(), (last_year(),))
        assert finding.message == (
            "上年用的是政府信息公开工作年度报告（2019年格式），今年是政府信息公开工作年度报告（2021年格式），"
            "只核对两年都有的项目。"
        )

    def test_carry_over_is_compared_by_column(self) -> None:
        assert found(last_year(requests__carried_out__natural=0, requests__carried_out__legal=1)) == [
            ("Y501", "requests.carried_in.natural"),
            ("Y501", "requests.carried_in.legal"),
            ("Y514", None),
        ]

    def test_jumps_of_what_both_have(self) -> None:
        assert found(last_year(disclosure__permits__decisions=99999)) == [
            ("Y504", "disclosure.permits.decisions"),
            ("Y514", None),
        ]

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("全年新收政府信息公开申请2件，比上年减少1件。", ["Y514"]),
            ("全年新收政府信息公开申请2件，比上年增加1件。", ["T423", "Y514"]),
            ("全年办结政府信息公开申请3件，与上年相比减少1件。", ["T423", "Y514"]),  # 3 last year too
        ],
    )
    def test_growth_in_words(self, text: str, codes: list[str]) -> None:
        assert [code for code, _ in found(last_year(), text)] == codes

    def test_sentences_of_last_year(self) -> None:
        copied = {"problems": (Paragraph("下一步将逐栏目明确更新时限和责任人。"),)}
        assert found(replace(last_year(), texts=copied)) == [("T437", "problems"), ("Y514", None)]


class TestCommands:
    def test_template_then_check_then_report(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = written(tmp_path / "2020.xlsx", replace(last_year(), texts=good(CASES).texts))
        template = tmp_path / "2021.xlsx"
        words = ["--year", "2021", "--organ", "大通区人民政府办公室", "-o", str(template)]
        assert run(["template", *words, "--previous", str(before)]) == 0
        out, err = capsys.readouterr()
        count = len(previous_figures(builders.form(), last_year()))
        assert out.endswith(f"从 {before} 带入：{count} 个上年数、联系方式。\n")
        assert err == (
            f"注意：{before} 用的是 政府信息公开工作年度报告（2019年格式），只带入两种表样都有的数。\n"
        )
        handed_out = read_workbook(template)
        assert handed_out.form is builders.form()
        assert handed_out.filing.previous == previous_figures(builders.form(), last_year())
        assert handed_out.filing.figures["requests.carried_in.natural"].value == 1
        filled = written(tmp_path / "填好.xlsx", replace(this_year(), previous=handed_out.filing.previous))
        report = tmp_path / "报告.md"
        assert run(["check", str(filled)]) == 0
        assert run(["report", str(filled), "-o", str(report)]) == 0
        assert "上年结转1件" in report.read_text("utf-8")

    @pytest.mark.parametrize("broken", [False, True], ids=["whole", "identity lost"])
    def test_check_against_a_file(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, broken: bool
    ) -> None:
        before = written(tmp_path / "2020.xlsx", last_year())
        if broken:
            builders.edit(before, lose_identity)
        now = written(tmp_path / "2021.xlsx", this_year())
        assert codes_of(capsys, now, before) == ["Y514"]

    def test_check_against_a_folder(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder = tmp_path / "上年"
        folder.mkdir()
        written(folder / "甲.xlsx", last_year())
        written(folder / "乙.xlsx", replace(last_year(), profile={"name": entered("别的单位")}))
        written(folder / "丙.xlsx", this_year())  # of this year: not looked at
        now = written(tmp_path / "2021.xlsx", this_year())
        assert codes_of(capsys, now, folder) == ["Y514"]

    @pytest.mark.parametrize("filing", [last_year(), this_year()], ids=["2019", "2021"])
    def test_a_workbook_without_its_identity_is_known_by_its_labels(
        self, tmp_path: Path, filing: Filing
    ) -> None:
        reading = read_workbook(builders.edit(written(tmp_path / "a.xlsx", filing), lose_identity))
        assert reading.form.id == filing.form_id
        assert builders.without_places(reading.filing).figures == filing.figures


def lose_identity(workbook: Workbook) -> None:
    workbook.remove(workbook["_gktool"])


def written(path: Path, filing: Filing) -> Path:
    form = installed_form(filing.form_id)
    assert form is not None
    path.write_bytes(workbook_bytes(filled_book(form, filing)))
    return path


def codes_of(capsys: pytest.CaptureFixture[str], path: Path, previous: Path) -> list[str]:
    capsys.readouterr()
    run(["check", str(path), "--previous", str(previous), "--format", "json"])
    (report,) = json.loads(capsys.readouterr().out)["files"]
    return [finding["code"] for finding in report["findings"]]
