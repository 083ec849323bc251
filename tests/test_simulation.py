"""A small run of what `python tests/simulate.py` does at length, with every installed form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from simulate import faults_of, simulate

from toolkit.form.installed import installed_forms
from toolkit.form.load import load_form

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.form.model import Form

FORMS = [load_form(folder) for folder in installed_forms()]
for_every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


@for_every_form
def test_right_filings_have_no_findings(form: Form, tmp_path: Path) -> None:
    count = 40 if form is FORMS[-1] else 15
    outcome = simulate(form, count, 0, 2023, tmp_path)
    assert outcome.failures == []
    assert outcome.counts == {"right": count}


@for_every_form
def test_every_fault_is_found_where_it_is(form: Form, tmp_path: Path) -> None:
    """Under earlier forms only those of their own rules and some of the others."""
    faults = [
        fault
        for number, fault in enumerate(faults_of(form))
        if form is FORMS[-1] or fault.rule or number % 5 == 0
    ]
    outcome = simulate(form, 0, len(faults), 2023, tmp_path, faults=faults)
    assert outcome.failures == []
    assert len(outcome.counts) == len(faults) >= (50 if form is FORMS[-1] else 15)
