"""The examples are what the README shows: each is what its data makes, and is found to be what it says.

A new folder of `examples/broken/` is a new test.
"""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from word import parts

from toolkit.check.run import check_filing
from toolkit.package.refusal import FileRefused
from toolkit.present import as_text
from toolkit.publishing import published_report
from toolkit.report.formats import RENDERERS
from toolkit.verdict import Verdict
from toolkit.workbook.read import read_workbook

if TYPE_CHECKING:
    from toolkit.filing import Filing
    from toolkit.finding import Finding
    from toolkit.verdict import FileReport

EXAMPLES = Path(__file__).parents[1] / "examples"
GOOD = EXAMPLES / "good"
FORM_2019 = EXAMPLES / "form_2019"
PUBLISHED = EXAMPLES / "published"
REPORTED = pytest.mark.parametrize("folder", [GOOD, FORM_2019], ids=lambda folder: folder.name)


def _make() -> Any:  # noqa: ANN401 - examples/make.py is a script, no package
    spec = importlib.util.spec_from_file_location("make_examples", EXAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make = _make()
CASES: list[Path] = make.cases()
BROKEN = pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)


@pytest.fixture(scope="module")
def good() -> bytes:
    """The good workbook, made anew."""
    content: bytes = make.good_workbook()
    return content


def case(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))


def told(finding: Finding) -> str:
    """A finding as `case.toml` lists it: code and place."""
    return " ".join(part for part in (finding.code, place(finding)) if part)


def place(finding: Finding) -> str:
    return "!".join(part for part in (finding.sheet, finding.cell) if part)


def filing(path: Path) -> Filing | None:
    """What stands in a workbook; None if it cannot be read."""
    try:
        return read_workbook(path).filing
    except FileRefused:
        return None


def checked(path: Path) -> FileReport:
    report: FileReport = make.report_on(path)
    return report


class TestGood:
    @REPORTED
    def test_nothing_is_found(self, folder: Path) -> None:
        report = checked(folder / make.WORKBOOK)
        assert (report.findings, report.verdict) == ((), Verdict.OK)

    @REPORTED
    def test_check_is_printed(self, folder: Path) -> None:
        report = checked(folder / make.WORKBOOK)
        assert as_text([report]) == (folder / "check.txt").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("folder", "suffix"),
        [(GOOD, suffix) for suffix in make.SUFFIXES] + [(FORM_2019, ".md")],
        ids=lambda value: value if isinstance(value, str) else value.name,
    )
    def test_report_is_written(self, folder: Path, suffix: str) -> None:
        reading = read_workbook(folder / make.WORKBOOK)
        written = RENDERERS[suffix](published_report(reading.filing, reading.form), reading.form)
        expected = (folder / f"report{suffix}").read_bytes()
        # a Word file is a zip, which may be packed otherwise by another zlib
        assert (parts(written) == parts(expected)) if suffix == ".docx" else (written == expected)

    @REPORTED
    def test_made_anew_holds_the_same(self, folder: Path, tmp_path: Path) -> None:
        path = tmp_path / make.WORKBOOK
        path.write_bytes(make.workbook_of(folder / "filing.json"))
        assert filing(path) == filing(folder / make.WORKBOOK)

    def test_same_data_same_bytes(self, good: bytes) -> None:
        assert make.good_workbook() == good


class TestCharts:
    def test_nothing_is_found(self) -> None:
        filing, form = make.filing_of(EXAMPLES / "charts" / "filing.json")
        assert check_filing(form, filing) == ()

    def test_page_is_written(self) -> None:
        page = (EXAMPLES / "charts" / "report.html").read_bytes()
        assert make.charts() == page
        assert page.count(b"<figure") == 2


class TestPublished:
    @pytest.mark.parametrize("suffix", [".txt", ".docx"])
    def test_what_is_found(self, suffix: str) -> None:
        findings = checked(PUBLISHED / f"report{suffix}").findings
        assert [told(finding) for finding in findings] == case(PUBLISHED)["expected"]

    def test_check_is_printed(self) -> None:
        report = checked(PUBLISHED / "report.txt")
        assert as_text([report]) == (PUBLISHED / "check.txt").read_text(encoding="utf-8")

    def test_files_are_written(self) -> None:
        report, form = make.published()
        assert make.as_copied(report) == (PUBLISHED / "report.txt").read_text(encoding="utf-8")
        written, expected = RENDERERS[".docx"](report, form), (PUBLISHED / "report.docx").read_bytes()
        assert parts(written) == parts(expected)


class TestBroken:
    @BROKEN
    def test_what_is_found(self, folder: Path) -> None:
        expected = case(folder)["expected"]
        assert [told(finding) for finding in checked(folder / make.WORKBOOK).findings] == expected
        assert expected

    @BROKEN
    def test_check_is_printed(self, folder: Path) -> None:
        report = checked(folder / make.WORKBOOK)
        assert as_text([report]) == (folder / "check.txt").read_text(encoding="utf-8")

    @BROKEN
    def test_made_anew_holds_the_same(self, folder: Path, tmp_path: Path, good: bytes) -> None:
        path = tmp_path / make.WORKBOOK
        path.write_bytes(make.broken_workbook(folder, good))
        committed = folder / make.WORKBOOK
        assert filing(path) == filing(committed)
        assert make.check_file(path).findings == checked(committed).findings

    @BROKEN
    def test_same_data_same_bytes(self, folder: Path, good: bytes) -> None:
        assert make.broken_workbook(folder, good) == make.broken_workbook(folder, good)
