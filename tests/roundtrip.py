"""Print random filings and read them back: `python tests/roundtrip.py --filings 500 --format md,txt --form annual_report_2021`.

What is read must be what print can carry, to the last figure and word; the exit code is 1 where it is not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]  # a checkout works without installing

from as_published import as_published  # noqa: E402
from builders import without_places  # noqa: E402
from simulate_filings import random_filing  # noqa: E402

from toolkit.form.load import installed_form  # noqa: E402
from toolkit.published.read import read_published  # noqa: E402
from toolkit.report.compose import compose  # noqa: E402
from toolkit.report.formats import RENDERERS  # noqa: E402

if TYPE_CHECKING:
    from toolkit.filing import Filing
    from toolkit.form.model import Form


def differences(filing: Filing, form: Form, suffix: str, folder: Path) -> list[str]:
    """What a filing's published report reads back as, where that is not what it says."""
    path = folder / f"report{suffix}"
    path.write_bytes(RENDERERS[suffix](compose(filing, form), form))
    reading = read_published(path)
    expected, read = as_published(filing, form), without_places(reading.filing)
    found = [f"{finding.code} {finding.message}" for finding in reading.findings]
    found += [
        f"{part}: {getattr(expected, part)!r}, read as {getattr(read, part)!r}"
        for part in ("form_id", "year", "headings")
        if getattr(expected, part) != getattr(read, part)
    ]
    for part in ("profile", "modes", "figures", "stated", "texts", "compose"):
        wanted, got = getattr(expected, part), getattr(read, part)
        found += [
            f"{part}.{key}: {wanted.get(key)!r}, read as {got.get(key)!r}"
            for key in dict.fromkeys((*wanted, *got))
            if wanted.get(key) != got.get(key)
        ]
    return found


def main() -> int:
    """Parse the command line, print and read, and tell what differs."""
    parser = argparse.ArgumentParser(description="Print random filings and read them back.")
    parser.add_argument("--filings", type=int, default=500, help="how many")
    parser.add_argument("--format", default="md,txt", help="file suffixes, with commas")
    parser.add_argument("--form", default="annual_report_2021", help="an installed form")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    form = installed_form(options.form)
    if form is None:
        parser.error(f"no form {options.form}")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.filings):
            filing = random_filing(Random(f"{options.seed} {number}"), form)  # noqa: S311 - nothing secret
            for name in options.format.split(","):
                found = differences(filing, form, f".{name}", Path(folder))
                failed += bool(found)
                sys.stdout.write("".join(f"{number} {name}: {line[:300]}\n" for line in found[:3]))
    total = options.filings * len(options.format.split(","))
    sys.stdout.write(f"{total} reports, {failed} not read as they are\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
