"""Many filled-in workbooks at once: a roster, and what its offices send in for one or two years.

A few hundred workbooks are written in full; the others are those with another name and code, put into the bytes
of the parts, which is ten times as fast.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Final

from benchmarks.county import ROSTER_HEAD, Office, counties, report
from toolkit.filing import entered
from toolkit.form.load import form_for_year
from toolkit.workbook.book import Book
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.filing import Filing

YEAR: Final = 2023
SEED: Final = 2023
_KIND, _SCOPE = "部门", "本机关"
_BASE: Final = Office(
    "11999999000000000R", "某某省某某市某某局", "", _KIND, _SCOPE, "民主路5号", "0554-2519375", 30
)
_FAULTY: Final = 0.1  # of the workbooks have a figure that does not balance


def offices(count: int) -> Iterator[Office]:
    """So many offices in their tree, all of one kind, so that one workbook can be another's."""
    return (replace(office, kind=_KIND, scope=_SCOPE) for office in counties(count, SEED))


def write_roster(path: Path, count: int) -> None:
    """Write the roster of so many offices as CSV."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([ROSTER_HEAD, *(office.roster_row for office in offices(count))])


def write_workbooks(folder: Path, count: int, *, year: int = YEAR, different: int = 200) -> None:
    """Write the workbook of each office for a year; `different` of them are not alike."""
    folder.mkdir(parents=True, exist_ok=True)
    bases = [_parts(number, year) for number in range(min(count, different))]
    for number, office in enumerate(offices(count)):
        (folder / f"{office.code}.xlsx").write_bytes(_renamed(bases[number % len(bases)], office))


def _parts(number: int, year: int) -> dict[str, bytes]:
    form = form_for_year(year)
    if form is None:
        raise LookupError(year)
    fixed = {"name": _BASE.name, "code": _BASE.code, "kind": _KIND, "scope": _SCOPE, "year": str(year)}
    book = workbook_bytes(Book(form, _filing(number, year), fixed))
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _filing(number: int, year: int) -> Filing:
    """One of the workbooks that differ; this year's joins up with last year's, but for a few faults."""
    last = report(_BASE, year - 1, number) if year == YEAR else None
    filing = report(_BASE, year, number, last=last)
    random = Random(f"{number} {year}")  # noqa: S311 - made-up faults
    if random.random() >= _FAULTY:
        return filing
    name = random.choice([name for name in filing.figures if name.startswith("requests.")])
    wrong = {name: entered((filing.figures[name].value or 0) + 1)}
    return replace(filing, figures={**filing.figures, **wrong})


def _renamed(parts: dict[str, bytes], office: Office) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts.items():
            named = data.replace(_BASE.name.encode(), office.name.encode())
            package.writestr(name, named.replace(_BASE.code.encode(), office.code.encode()))
    return stream.getvalue()
