"""Seen at a glance or looked at closely, a rule fails in the same filings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import builders
import pytest
from forms.fillings import FORMS
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from toolkit.check.doubtful import doubtful_rules
from toolkit.filing import BLANK, Entry, Filing, Kind, Mode, entered
from toolkit.form.expression import Aspect
from toolkit.form.instance import Outcome
from toolkit.form.model import Blanks, FieldRole
from toolkit.values import Values

if TYPE_CHECKING:
    from toolkit.form.instance import Instance
    from toolkit.form.model import Form

ALL = [builders.form(), *FORMS]
FIGURES = st.one_of(
    st.sampled_from((0, 0, 0, 1, 2, 1)),
    st.integers(-3, 9),
    st.floats(-2, 2, width=16),
    st.sampled_from((0.1, 0.2, 0.30000000000000004, 4e-7, 6e-7, 1e17, -1e17, 1e308, math.nan, math.inf)),
)
ENTRIES = st.one_of(
    FIGURES.map(entered),
    st.just(BLANK),
    st.sampled_from((entered("２件"), Entry(None, None, Kind.BLANK, None, "A1"), Entry(3, 3, Kind.DATE))),
)


@st.composite
def filings(draw: st.DrawFn, form: Form) -> Filing:
    """Anything at all in any cells, mostly nothing much."""
    names = [item.id for item in form.inputs]
    filled = draw(st.dictionaries(st.sampled_from(names), ENTRIES, max_size=12))
    base = dict.fromkeys(names, entered(draw(st.sampled_from((0, 1))))) if draw(st.booleans()) else {}
    totals = [item.id for item in form.fields.values() if item.role is FieldRole.COMPUTED]
    return Filing(
        form.id,
        2023,
        profile={"kind": entered(draw(st.sampled_from(form.kinds)))},
        modes={
            table.id: entered(mode.value)
            for table in form.tables
            if table.blanks is Blanks.CHOSEN and (mode := draw(st.sampled_from((None, *Mode))))
        },
        figures=base | filled,
        stated=draw(st.dictionaries(st.sampled_from(totals), ENTRIES, max_size=2)) if totals else {},
        previous=draw(st.dictionaries(st.sampled_from(names), FIGURES, max_size=9))
        if draw(st.booleans())
        else {},
    )


def failing(form: Form, filing: Filing) -> list[Instance]:
    """The rules that fail by any number, each looked at closely; a total that nobody wrote is no one's fault."""
    values = Values(form, filing)
    asked = (
        one
        for one in form.instances
        if one.anchor.aspect is not Aspect.STATED or one.anchor.field in filing.stated
    )
    outcomes = [(one, *one.outcome(values, values.given)) for one in asked]
    return [
        one for one, said, by in outcomes if said is Outcome.FAILS and by is not None and math.isfinite(by)
    ]


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.id)
@settings(deadline=None)
@given(st.data())
def test_no_rule_that_fails_is_passed_over(form: Form, data: st.DataObject) -> None:
    filing = data.draw(filings(form))
    doubtful = list(doubtful_rules(form, filing))
    assert [one for one in failing(form, filing) if one not in doubtful] == []
    assert doubtful == [one for one in form.instances if one in doubtful]  # in the order of the form


def test_hardly_any_is_doubtful_in_a_filing_without_fault() -> None:
    filing = builders.seed_filing(ledger=True)
    doubtful = list(doubtful_rules(builders.form(), replace(filing, previous=builders.last_year())))
    assert [one.rule.code for one in doubtful] == []


def test_the_one_that_fails_is() -> None:
    filing = builders.seed_filing(requests__new__natural=3)
    assert [one.label for one in doubtful_rules(builders.form(), filing)] == ["自然人", "总计"]
