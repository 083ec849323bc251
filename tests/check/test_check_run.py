from __future__ import annotations

import pytest
from builders import PROFILE
from check.examples import FORM, PREVIOUS, check_after, filed
from msgspec.structs import replace

from toolkit.check.run import check_filing, is_unfilled
from toolkit.filing import Entry, Filing, Paragraph, entered

PRESET = {name: entered(PROFILE[name]) for name in ("name", "code", "kind", "scope", "year")}
BLANK_ITEMS = {item.id: Entry() for item in FORM.profile}
UNTOUCHED = Filing(
    FORM.id,
    2023,
    profile=BLANK_ITEMS | PRESET,
    modes={"disclosure": Entry(), "requests": Entry(), "disputes": Entry()},
    figures={item.id: Entry() for item in FORM.inputs},
    compose={"other": entered("是")},
)
PROPOSED = replace(
    UNTOUCHED,
    profile=UNTOUCHED.profile
    | {item: entered("x") for item in ("address", "telephone", "postcode", "website")},
    figures=UNTOUCHED.figures | {"requests.carried_in.natural": entered(1.0)},
    previous=PREVIOUS,
)


def test_families_come_in_order() -> None:
    found = check_after({"requests.new.natural": 3, "supplement.accounts": "多"}, texts={"problems": "略"})
    assert [code for code, _ in found] == ["V203", "B301", "B301", "T401"]


def test_an_untouched_workbook_has_findings_and_is_unfilled() -> None:
    assert is_unfilled(FORM, UNTOUCHED)
    assert [finding.code for finding in check_filing(FORM, UNTOUCHED)] == [
        *["V216"] * 4,
        *["V201"] * 3,
        *["V202"] * 2,
        *["T401"] * 3,
    ]
    assert is_unfilled(FORM, Filing(FORM.id, 2023))


def test_what_comes_with_last_year_is_not_filled_in() -> None:
    assert is_unfilled(FORM, PROPOSED)
    assert not is_unfilled(FORM, replace(PROPOSED, previous={}))


@pytest.mark.parametrize("base", [UNTOUCHED, PROPOSED], ids=["bare", "proposed"])
@pytest.mark.parametrize(
    "change",
    [
        {"modes": {"requests": entered("逐格填写")}},
        {"modes": {"requests": entered("填")}},
        {"figures": {"supplement.fee_items": entered(0)}},
        {"figures": {"ledger.received": Entry(formula="1+1")}},
        {"stated": {"requests.new.total": entered(2)}},
        {"profile": {"version": entered(2)}},
        {"profile": {"filler": entered("某某")}},
        {"texts": {"problems": (Paragraph("公开不够及时。"),)}},
        {"compose": {"other": entered("否")}},
    ],
    ids=str,
)
def test_anything_else_is_filled_in(base: Filing, change: dict[str, dict[str, object]]) -> None:
    changed = replace(base, **{name: {**getattr(base, name), **values} for name, values in change.items()})
    assert not is_unfilled(FORM, changed)


def test_a_figure_in_a_table_without_mode_counts_where_nothing_was_proposed() -> None:
    figures = {"requests.new.natural": entered(1)}
    assert not is_unfilled(FORM, replace(UNTOUCHED, figures=figures))
    assert is_unfilled(FORM, replace(PROPOSED, figures=figures))


def test_the_example_is_filled_in() -> None:
    assert not is_unfilled(FORM, filed())
