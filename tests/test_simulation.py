"""A small run of what `python tests/simulate.py` does at length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate import simulate
from simulate_faults import FAULTS

if TYPE_CHECKING:
    from pathlib import Path


def test_right_filings_have_no_findings(tmp_path: Path) -> None:
    outcome = simulate(40, 0, 2023, tmp_path)
    assert outcome.failures == []
    assert outcome.counts == {"right": 40}


def test_every_fault_is_found_where_it_is(tmp_path: Path) -> None:
    outcome = simulate(0, len(FAULTS), 2023, tmp_path)
    assert outcome.failures == []
    assert len(outcome.counts) == len(FAULTS) > 50
