"""How fast many workbooks are collected, and in how much memory: `python -m benchmarks.collect [N …] [--jobs J]`.

Makes so many offices, collects what they sent, then collects once more without a change. Memory is the most that
the process and its workers had together, looked at now and then in /proc (Linux only); pages that they share
count for each.
"""

from __future__ import annotations

import argparse
import csv
import io
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from benchmarks.county import OFFICES_OF_A_COUNTY, ROSTER_HEAD, counties
from benchmarks.measure import table
from benchmarks.reports import form_of, report
from toolkit.filing import entered
from toolkit.workbook.book import Book
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from benchmarks.county import Office
    from toolkit.filing import Filing

YEAR: Final = 2023
SEED: Final = 2023
_DIFFERENT: Final = 4 * OFFICES_OF_A_COUNTY  # workbooks that are not alike
_FAULTY: Final = 10  # one in so many has a column that does not balance
_EVERY: Final = 0.2  # seconds between two looks at the memory
_PAGE: Final = 4096
_MB: Final = 2**20


class Run(NamedTuple):
    """One run: how long it took, in seconds, and the most memory, in MB."""

    seconds: float
    memory: float


def make(folder: Path, count: int, *, previous: bool) -> None:
    """Make a roster and the workbooks of so many offices.

    A few hundred are written in full; the others are those of the same office of another county under their own
    name and code, put into the parts, which is ten times as fast.
    """
    offices = list(counties(count, SEED))
    with (folder / "roster.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([ROSTER_HEAD, *(office.roster_row for office in offices)])
    last = {office.code: report(office, YEAR - 1, SEED) for office in offices[:_DIFFERENT]}
    now = {
        code: report(office, YEAR, SEED, last=last[code]) for code, office in _by_code(offices[:_DIFFERENT])
    }
    faulty = {
        code: _spoilt(filing) if not number % _FAULTY else filing
        for number, (code, filing) in enumerate(now.items())
    }
    _send(folder / "in", offices, faulty)
    if previous:
        _send(folder / "last", offices, last)


def _by_code(offices: list[Office]) -> list[tuple[str, Office]]:
    return [(office.code, office) for office in offices]


def _spoilt(filing: Filing) -> Filing:
    """One application more than was handled."""
    entry = filing.figures["requests.new.natural"]
    return replace(
        filing, figures={**filing.figures, "requests.new.natural": entered((entry.value or 0) + 1)}
    )


def _send(folder: Path, offices: list[Office], filings: dict[str, Filing]) -> None:
    folder.mkdir()
    models = [(office, _parts(filings[office.code])) for office in offices[:_DIFFERENT]]
    for number, office in enumerate(offices):
        model, parts = models[number % len(models)]
        (folder / f"{office.name}.xlsx").write_bytes(_renamed(parts, model, office))


def _parts(filing: Filing) -> dict[str, bytes]:
    form = form_of(YEAR)
    fixed = {item: filing.about(item) for item in ("name", "code", "kind", "scope", "year")}
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(Book(form, filing, fixed)))) as book:
        return {name: book.read(name) for name in book.namelist()}


def _renamed(parts: dict[str, bytes], model: Office, office: Office) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, data in parts.items():
            named = data.replace(model.name.encode(), office.name.encode())
            book.writestr(name, named.replace(model.code.encode(), office.code.encode()))
    return stream.getvalue()


def collect(folder: Path, jobs: int, *, previous: bool) -> Run:
    """Run `gktool collect` over what `make` made; raises RuntimeError where it cannot work."""
    words = ["collect", "in", "--roster", "roster.csv", "-o", "all.xlsx", "--jobs", str(jobs), "--force"]
    words += ["--previous", "last"] if previous else []
    with (folder / "log").open("wb") as log:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - gktool itself
            [sys.executable, "-m", "toolkit", *words], cwd=folder, stdout=log, stderr=log
        )
        most = 0.0
        while process.poll() is None:
            most = max(most, _memory(process.pid))
            time.sleep(_EVERY)
    if process.returncode not in (0, 1):
        raise RuntimeError((folder / "log").read_text(encoding="utf-8"))
    return Run(time.perf_counter() - began, most)


def _memory(process: int) -> float:
    """MB of a process and all below it."""
    children: dict[int, list[int]] = {}
    pages: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        number = int(stat.parent.name)
        children.setdefault(int(words[1]), []).append(number)
        pages[number] = int(words[21])
    found, waiting = 0, [process]
    while waiting:
        one = waiting.pop()
        found += pages.get(one, 0)
        waiting += children.get(one, [])
    return found * _PAGE / _MB


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[100, 1_000], metavar="N")
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2], metavar="J")
    parser.add_argument("--previous", action="store_true", help="compare last year too")
    options = parser.parse_args()
    rows = []
    for count in options.counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make(folder, count, previous=options.previous)
            for jobs in options.jobs:
                first = collect(folder, jobs, previous=options.previous)
                again = collect(folder, jobs, previous=options.previous)
                for file in (folder / "all.xlsx.cache").iterdir():
                    file.unlink()
                words = [
                    f"{count / first.seconds:,.0f}",
                    f"{first.memory:,.0f} MB",
                    f"{count / again.seconds:,.0f}",
                ]
                rows.append([f"{count:,} workbooks, {jobs} at work", *words])
    print(table(["with 汇总.xlsx", "files/s", "at most", "unchanged/s"], rows), end="")  # noqa: T201 - a command prints


if __name__ == "__main__":
    main()
