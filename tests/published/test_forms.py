"""Which year's form a report is read with: the one whose labels it has, and the other is told."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from published.examples import FORM, SEED, figures, older, parts, read, table, told
from published.writers import Part, docx, flowing, html, markdown, parts_of
from simulate_filings import random_filing

from toolkit.filing import entered
from toolkit.report.compose import compose
from toolkit.report.document import TableGrid

if TYPE_CHECKING:
    from collections.abc import Callable

NEWER, OLDER = FORM.name, older().name


def older_report(year: int) -> list[Part]:
    """A report on the form of 2019, called after this year."""
    filing = random_filing(Random(3), older())  # noqa: S311 - nothing secret
    filing = replace(filing, year=year, profile=filing.profile | {"year": entered(year)})
    return parts_of(compose(filing, older()))


class TestByLabels:
    @pytest.mark.parametrize(
        ("report", "form_id"),
        [(parts(), "annual_report_2021"), (older_report(2019), "annual_report_2019")],
    )
    def test_finds_the_form(self, report: list[Part], form_id: str) -> None:
        reading = read(html(report))
        assert (reading.form.id, reading.findings) == (form_id, ())

    def test_a_report_on_the_other_year_s_form(self) -> None:
        reading = read(html(older_report(2022)))
        assert (reading.form.id, reading.filing.year) == ("annual_report_2019", 2022)
        assert [(one.code, one.found, one.expected) for one in reading.findings] == [("S141", OLDER, NEWER)]

    def test_a_year_that_no_form_is_for(self) -> None:
        reading = read(html(older_report(2015)))
        assert [(one.code, one.found, one.expected) for one in reading.findings] == [
            ("S141", OLDER, "别的表样")
        ]


class TestAlike:
    def test_says_that_both_forms_fit(self) -> None:
        """The last table is the same in both years, and no year is printed."""
        report: list[Part] = [
            "大通区人民政府办公室政府信息公开工作年度报告",
            table("行政复议").caption,
            table("行政复议"),
        ]
        reading = read(html(report))
        assert [one for one in told(reading.findings) if one[0] in ("S130", "S141", "S142")] == [
            ("S142", None, None),
            ("S130", None, None),
        ]
        assert (reading.form.id, reading.filing.year) == ("annual_report_2021", None)

    def test_the_year_decides(self) -> None:
        report: list[Part] = ["大通区人民政府办公室2020年政府信息公开工作年度报告", table("行政复议")]
        assert read(html(report)).form.id == "annual_report_2019"


class TestAsked:
    def test_the_form_that_is_given_is_used(self) -> None:
        reading = read(html(parts()), form=FORM)
        assert (reading.form.id, figures(reading)) == (FORM.id, SEED)

    def test_what_the_other_form_does_not_have_is_told(self) -> None:
        """本年新制作 stands where this form has 本年制发, and is something else."""
        reading = read(html(older_report(2019)), form=FORM)
        codes = {one.code for one in reading.findings}
        assert reading.form is FORM
        assert {"S133", "S134", "S141"} <= codes
        assert "S135" not in codes
        assert not [name for name in reading.filing.figures if name.startswith("disclosure.normative")]


AMOUNT = "disclosure.procurement.amount"
WRITERS: dict[str, tuple[str, Callable[[list[Part]], bytes | str]]] = {
    "page": (".html", html),
    "Word": (".docx", docx),
    "Markdown": (".md", markdown),
    "tabs": (".txt", flowing),
    "lines": (".txt", lambda report: flowing(report, "\n")),
    "spaces": (".txt", lambda report: flowing(report, " ")),
}


def spending(heading: str, figure: str, label: str = "政府集中采购", caption: str = "") -> list[Part]:
    """A report of 2019 with this amount, the words over it, before it and over the table."""
    report: list[Part] = []
    for part in older_report(2019):
        if isinstance(part, TableGrid) and "主动公开" in part.caption:
            *rows, head, last = part.rows
            head = (*head[:2], replace(head[2], text=heading))
            last = (replace(last[0], text=label), replace(last[1], text="3"), replace(last[2], text=figure))
            report += [caption] * bool(caption)
            report.append(replace(part, rows=(*rows, head, last)))
        else:
            report.append(part)
    return report


@pytest.mark.parametrize("writer", WRITERS)
class TestUnits:
    def read(self, writer: str, report: list[Part]) -> tuple[object, list[str]]:
        suffix, write = WRITERS[writer]
        reading = read(write(report), suffix)
        entry = reading.filing.figures.get(AMOUNT)
        return entry and entry.value, [finding.code for finding in reading.findings]

    @pytest.mark.parametrize(
        ("words", "codes"),
        [
            (("采购总金额", "12.3456"), []),
            (("采购总金额（单位：万元）", "12.3456"), []),
            (("采购总金额（单位：元）", "123456"), ["S140"]),
            (("采购总金额（元）", "123,456"), ["S140"]),
            (("采购总金额/元", "123456"), ["S140"]),
            (("采购总金额（单位：千元）", "123.456"), ["S140"]),
            (("采购总金额（人民币亿元）", "0.00123456"), ["S140"]),
            (("采购总金额", "123456元"), ["S140"]),
            (("采购总金额（单位：元）", "12.3456万元"), []),
            (("采购总金额", "123456", "政府集中采购（单位：元）"), ["S140"]),
            (("采购总金额", "123456", "政府集中采购", "单位：件、项、元"), ["S140"]),
            (("采购总金额（万元）", "12.3456", "政府集中采购", "单位：元"), []),
            (("采购总金额（不含30元以下的）", "12.3456"), []),
        ],
    )
    def test_an_amount_counts_in_the_unit_that_is_printed(
        self, writer: str, words: tuple[str, ...], codes: list[str]
    ) -> None:
        assert self.read(writer, spending(*words)) == (12.3456, codes)

    def test_0_has_no_unit(self, writer: str) -> None:
        assert self.read(writer, spending("采购总金额（单位：元）", "0")) == (0, [])

    def test_two_units_are_not_guessed(self, writer: str) -> None:
        report = spending("采购总金额（万元）", "123456", "政府集中采购（元）")
        assert self.read(writer, report) == (None, ["S133"])


@pytest.mark.parametrize("cells", ["\t", "\n", " "])
def test_a_unit_in_a_cell_of_its_own(cells: str) -> None:
    report = spending("采购总金额", f"123456{cells}元")
    reading = read(flowing(report, cells), ".txt")
    assert reading.filing.figures[AMOUNT].value == 12.3456
    assert [finding.code for finding in reading.findings] == ["S140"]
