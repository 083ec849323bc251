"""What travels between processes and lies in the cache comes back as it was."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import builders
import pytest
from simulate_filings import random_filing

from toolkit.checking import check_file
from toolkit.collect.filed import Filed, filed
from toolkit.collect.packing import (
    NotPacked,
    filed_of_row,
    filed_row,
    filing_of_row,
    filing_row,
    packed,
    report_of_row,
    report_row,
    unpacked,
)
from toolkit.filing import Entry, Kind, Mode, entered

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("number", range(30))
def test_a_filing(number: int) -> None:
    made = random_filing(Random(number), builders.form())  # noqa: S311 - nothing secret
    assert filing_of_row(unpacked(packed(filing_row(made)))) == made


def test_entries_of_every_kind() -> None:
    entries = {
        "requests.new.natural": Entry("１２件", None, Kind.TEXT),
        "requests.new.business": entered(True),  # noqa: FBT003 - a cell
        "requests.new.research": Entry("#N/A", None, Kind.ERROR, None, "NA()"),
        "requests.new.social": Entry(45306, 45306, Kind.DATE),
        "requests.new.legal": Entry(5, 5, Kind.NUMBER, None, "2+3"),
        "requests.new.other": Entry(None, None, Kind.BLANK, None, "A1"),
        "requests.carried_in.other": entered(0.1),
    }
    made = builders.seed_filing()
    made = type(made)(made.form_id, made.year, figures=entries, stated={"requests.new.total": Entry()})
    assert filing_of_row(unpacked(packed(filing_row(made)))) == made


def test_a_report(tmp_path: Path) -> None:
    path = builders.write(tmp_path / "a.xlsx", builders.seed_filing(requests__new__natural=3, ledger=True))
    report = check_file(path)
    assert report.findings
    assert report_of_row(str(path), unpacked(packed(report_row(report)))) == report


def test_figures_are_those_that_are_known() -> None:
    made = builders.seed_filing(
        mode=Mode.BLANK_IS_ZERO, requests__new__natural="/", requests__new__legal=None
    )
    small = filed(builders.form(), made, {"requests.carried_out.natural": 1})
    assert filed_of_row(unpacked(packed(filed_row(small)))) == small
    assert "requests.new.natural" not in small.figures  # not a number
    assert small.figures["requests.new.legal"] == 0  # a blank that counts as 0
    assert small.figures["disclosure.normative.in_force"] == 27
    assert "supplement.training_people" not in small.figures  # nobody said
    assert (small.organ, small.version, small.about("kind")) == ("大通区人民政府办公室", 1, "部门")


def test_nothing_known_where_no_mode_is_chosen() -> None:
    made = builders.seed_filing()
    made = type(made)(made.form_id, made.year, figures=made.figures)
    assert not any(name.startswith("requests.") for name in filed(builders.form(), made, {}).figures)


@pytest.mark.parametrize(
    "value", [float("inf"), -float("inf"), 0.1, 2**53 + 1, 10**30, -0.0, "\u2028"], ids=repr
)
def test_every_value(value: object) -> None:
    assert repr(unpacked(packed([value, {"": value}]))) == repr([value, {"": value}])


@pytest.mark.parametrize("data", [b"", b"junk", packed([1])[:-3], packed([1])[:-1] + b"!"], ids=repr)
def test_what_was_packed_by_nobody(data: bytes) -> None:
    with pytest.raises(NotPacked):
        unpacked(data)


@pytest.mark.parametrize("row", [[], [1, 2], None, {}, ["a"] * 9])
def test_rows_of_another_shape(row: object) -> None:
    for restore in (lambda: report_of_row("", row), lambda: filing_of_row(row)):  # type: ignore[arg-type]
        with pytest.raises(NotPacked):
            restore()


def test_a_version_that_is_none() -> None:
    assert [Filed("", 2023, {"version": text}).version for text in ("3", "", "三", "-1", "1.5")] == [
        3,
        0,
        0,
        0,
        0,
    ]
