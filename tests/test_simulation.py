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

for_every_form = pytest.mark.parametrize(
    "form", [load_form(folder) for folder in installed_forms()], ids=lambda form: form.id
)


@for_every_form
def test_right_filings_have_no_findings(form: Form, tmp_path: Path) -> None:
    outcome = simulate(40, 0, 2023, tmp_path, form)
    assert outcome.failures == []
    assert outcome.counts == {"right": 40}


@for_every_form
def test_every_fault_is_found_where_it_is(form: Form, tmp_path: Path) -> None:
    faults = faults_of(form)
    outcome = simulate(0, len(faults), 2023, tmp_path, form)
    assert outcome.failures == []
    assert len(outcome.counts) == len(faults) > 50
