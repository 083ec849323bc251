"""Which year's form a report is read with: the one whose labels it has, and the other is told."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from published.examples import FORM, SEED, figures, older, parts, read, table, told
from published.writers import Part, html, parts_of
from simulate_filings import random_filing

from toolkit.filing import entered
from toolkit.report.compose import compose

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
        reading = read(html(older_report(2019)), form=FORM)
        assert reading.form is FORM
        assert {"S134", "S141"} <= {one.code for one in reading.findings}
