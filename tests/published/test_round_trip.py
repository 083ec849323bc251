"""Whatever is printed reads back as what print can carry, under either year's form."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published.examples import FORM, older
from roundtrip import differences
from simulate_filings import random_filing

FORMS = {form.id: form for form in (FORM, older())}


@pytest.mark.parametrize("suffix", [".md", ".txt", ".docx", ".html"])
@pytest.mark.parametrize("form_id", FORMS)
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_reads_back_as_it_is(form_id: str, suffix: str, seed: int) -> None:
    form = FORMS[form_id]
    filing = random_filing(Random(seed), form)  # noqa: S311 - nothing secret
    with tempfile.TemporaryDirectory() as folder:
        assert differences(filing, form, suffix, Path(folder)) == []
