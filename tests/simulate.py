"""Simulate what offices send: `python tests/simulate.py --valid 1000 --faulty 1000 [--seed N] [--form ID]`.

Right filings of every kind are written, read and checked: nothing may be found, and the filing read must be the
one written. Into others a single fault is put: its finding must come, at its cell, and nothing that has nothing
to do with it. Prints how many there were of each and every case that went otherwise, by its number; a case
depends only on the seed and its number. Leaves with 1 if there was any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from toolkit.form.model import Form

HERE = Path(__file__).parent
if __name__ == "__main__":  # a checkout works without installing
    sys.path.insert(0, str(HERE.parent))

import builders  # noqa: E402
import simulate_changes  # noqa: E402, F401 - adds its faults to the list
from simulate_faults import FAULTS, Case, Fault  # noqa: E402
from simulate_filings import random_filing  # noqa: E402

from toolkit.checking import check_reading, report_of  # noqa: E402
from toolkit.filing import Mode  # noqa: E402
from toolkit.form.installed import installed_forms  # noqa: E402
from toolkit.form.load import installed_form  # noqa: E402
from toolkit.present import as_text  # noqa: E402
from toolkit.present_json import as_json  # noqa: E402
from toolkit.workbook.read import read_workbook  # noqa: E402


class Outcome(Struct):
    """What a simulation came to: how many cases of each sort, and what went otherwise than it should."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def faults_of(form: Form) -> list[Fault]:
    """The faults that can be made under a form."""
    return [fault for fault in FAULTS if fault.fits(form)]


def simulate(  # noqa: PLR0913 - what to run, how often, and where
    form: Form, valid: int, faulty: int, seed: int, folder: Path, *, faults: list[Fault] | None = None
) -> Outcome:
    """Run both simulations under an installed form; every kind of fault comes in turn."""
    faults = faults or faults_of(form)
    outcome = Outcome()
    for number in range(valid):
        outcome.counts["right"] += 1
        outcome.failures += [
            f"right {number}: {failure}" for failure in valid_case(form, seed, number, folder / "年报.xlsx")
        ]
    for number in range(faulty):
        fault = faults[number % len(faults)]
        outcome.counts[fault.name] += 1
        failures = faulty_case(form, fault, seed, number, folder / "年报.xlsx")
        outcome.failures += [f"{fault.name} {number}: {failure}" for failure in failures]
    return outcome


def valid_case(form: Form, seed: int, number: int, path: Path) -> list[str]:
    """A right filing: what was found in it, and whether it came back as it was."""
    filing = random_filing(Random(f"{seed} right {number}"), form)  # noqa: S311 - nothing secret
    reading = read_workbook(builders.write(path, filing))
    failures = [f"found {anchor}" for anchor in builders.anchors(check_reading(reading))]
    if builders.without_places(reading.filing) != filing:
        failures.append("the filing read is not the one written")
    return failures


def faulty_case(form: Form, fault: Fault, seed: int, number: int, path: Path) -> list[str]:
    """A filing with one fault: whether its finding came, and whether any came that has nothing to do with it."""
    random = Random(f"{seed} faulty {number}")  # noqa: S311 - nothing secret
    expected = fault.apply(Case(random, form, random_filing(random, form, mode=Mode.EACH), path))
    reading = read_workbook(path)
    findings = check_reading(reading)
    report = report_of(path, reading, findings, strict=False)
    as_text([report]), as_json([report])
    found = builders.anchors(findings)
    failures = [] if expected in found else [f"expected {expected}, found {found[:5]}"]
    strange = {code for code, _, _ in found} - {expected[0]} - fault.besides
    return failures + ([f"{expected[0]} came with {sorted(strange)}"] if strange else [])


def main() -> int:
    """Parse the command line, simulate and print."""
    parser = argparse.ArgumentParser(description="Simulate right and faulty filings.")
    parser.add_argument("--valid", type=int, default=1000, help="how many right filings")
    parser.add_argument("--faulty", type=int, default=1000, help="how many filings with one fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--form", default=builders.FORM_ID, choices=[one.name for one in installed_forms()], help="which form"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        form = installed_form(options.form) or builders.form()
        outcome = simulate(form, options.valid, options.faulty, options.seed, Path(folder))
    total, failed = sum(outcome.counts.values()), len(outcome.failures)
    lines = [f"{count:6}  {name}" for name, count in outcome.counts.items()]
    lines += [*outcome.failures, f"{total} cases, {failed} not as they should be"]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
