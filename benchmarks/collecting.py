"""Collecting, and how it grows: `python -m benchmarks.collecting [--sizes 100 1000 10000]`.

For each size the whole command `gktool collect` (find, read, check, add up, write 汇总.xlsx), with one process and with
two, from nothing and again over its cache: seconds, workbooks a second, the peak memory of the largest process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import process, table
from benchmarks.offices import YEAR, write_roster, write_workbooks

HEAD = ("workbooks", "processes", "seconds", "a second", "peak", "beside one process", "again, cached")


def main() -> None:
    """Measure, and print each size as it is done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000])
    print(table(HEAD, growth(parser.parse_args().sizes)), end="")  # noqa: T201 - a command prints


def growth(sizes: list[int]) -> list[list[str]]:
    """Collect so many workbooks, each size with one process and with two; return the rows of the table."""
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_roster(folder / "roster.csv", size)
            write_workbooks(folder / "inbox", size)
            alone = 0.0
            for jobs in (1, 2):
                command = [
                    sys.executable,
                    "-m",
                    "toolkit",
                    "collect",
                    str(folder / "inbox"),
                    "--year",
                    str(YEAR),
                ]
                command += ["--roster", str(folder / "roster.csv"), "--jobs", str(jobs), "--force"]
                command += ["-o", str(folder / f"{jobs}.xlsx")]
                seconds, memory = process(command)
                again, _ = process(command)
                alone = alone or seconds
                row = f"{size:,}", f"{jobs}", f"{seconds:.1f}", f"{size / seconds:.0f}", f"{memory:.0f} MB"
                rows.append([*row, f"{alone / seconds:.2f} x", f"{again:.1f} s"])
    return rows


if __name__ == "__main__":
    main()
