"""The Word report as LibreOffice prints it: nothing is lost, and pages break where they should."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import libreoffice
import pytest
from builders import seed_filing
from forms.fillings import FORMS, wild
from word import written

from toolkit.report.compose import compose
from toolkit.report.document import Cell, Report, Section, TableGrid, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.form.model import Form

pytestmark = pytest.mark.skipif(
    not libreoffice.writer_available(), reason="LibreOffice Writer or pdftotext is not installed"
)


def figures(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+(?:\.\d+)?", text))


def texts(report: Report) -> Iterator[str]:
    yield report.headline
    for section in report.sections:
        yield report.heading(section)
        yield from (words(paragraph) for paragraph in section.paragraphs)
        yield from (place.cell.text for table in section.tables for place in table.placed())


def squeezed(text: str) -> str:
    """The words alone: with some fonts LibreOffice 7.4 leaves out the mark at the end of a justified line."""
    return re.sub(r"\W", "", text)


@pytest.fixture(scope="module")
def reports(form: Form) -> dict[str, tuple[Report, Form]]:
    made = {"seed": (compose(seed_filing(), form), form)}
    made |= {one.id: (compose(wild(one, 3), one, draft=True, notes=["有错。"]), one) for one in FORMS}
    large = {item.id: 11398889.0 for item in form.inputs if item.id.startswith("requests.new")}
    made["large"] = (compose(seed_filing(**large), form), form)
    head = (Cell("项目一览", header=True), Cell("件数", header=True))
    rows = tuple((Cell(f"第{n}项", header=True, align="left"), Cell(str(n))) for n in range(80))
    long = Section("x", 1, "一、长表", tables=(TableGrid("长表", 2, 1, 1, (head, *rows)),))
    made["long"] = (Report("某局报告", "某局", 2023, draft=False, sections=(long,)), form)
    return made


@pytest.fixture(scope="module")
def pages(
    reports: dict[str, tuple[Report, Form]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    folder: Path = tmp_path_factory.mktemp("word")
    files = {name: folder / f"{name}.docx" for name in reports}
    for name, (report, form) in reports.items():
        files[name].write_bytes(written(report, form))
    return dict(zip(reports, libreoffice.printed(list(files.values()), folder / "printed"), strict=True))


class TestPrinted:
    def test_no_figure_is_lost_or_broken(
        self, reports: dict[str, tuple[Report, Form]], pages: dict[str, list[str]]
    ) -> None:
        for name, (report, _) in reports.items():
            lost = figures("\n".join(texts(report))) - figures("\n".join(pages[name]))
            assert not lost, name

    def test_no_paragraph_is_lost(
        self, reports: dict[str, tuple[Report, Form]], pages: dict[str, list[str]]
    ) -> None:
        for name, (report, _) in reports.items():
            without_numbers = re.sub(r"—\s*\d+\s*—", "", "".join(pages[name]))
            for section in report.sections:
                for paragraph in section.paragraphs:
                    assert squeezed(words(paragraph)) in squeezed(without_numbers)

    def test_a_table_stands_on_one_page_with_its_heading(self, pages: dict[str, list[str]]) -> None:
        (page,) = [page for page in pages["seed"] if "三、收到和处理政府信息公开申请情况" in page]
        assert "四、结转下年度继续办理" in page

    def test_the_head_of_a_longer_one_repeats(self, pages: dict[str, list[str]]) -> None:
        assert len(pages["long"]) > 1
        assert all("项目一览" in page for page in pages["long"])

    def test_pages_are_numbered(self, pages: dict[str, list[str]]) -> None:
        for printed in pages.values():
            assert [re.findall(r"—\s*(\d+)\s*—", page) for page in printed] == [
                [str(number)] for number in range(1, len(printed) + 1)
            ]
