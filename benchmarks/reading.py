"""Reading, checking and writing workbooks beside what people write today: `python -m benchmarks.reading [--files N]`.

Each rival only reads (openpyxl has to load a workbook twice to see formulas and values); gktool's lines say how much
of the work is done. One process, one core, the ways in turn.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import openpyxl

from benchmarks.county import counties
from benchmarks.measure import in_turn, table
from benchmarks.reports import form_of, report
from toolkit.check.balance import check_balances
from toolkit.check.run import check_filing
from toolkit.checking import check_file
from toolkit.workbook.read import read_workbook
from toolkit.workbook.template import filled_book, template_book
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from toolkit.filing import Filing
    from toolkit.form.model import Form

Item = TypeVar("Item")
YEAR = 2023
SEED = 2023


def main() -> None:
    """Measure, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    print(readings(arguments.files, arguments.rounds), end="")  # noqa: T201 - a command prints


def readings(files: int, rounds: int) -> str:
    """Return the table: each way, files a second, and how many times as fast as openpyxl twice that is."""
    form = form_of(YEAR)
    filings = [report(office, YEAR, SEED) for office in counties(files, SEED)]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.xlsx" for number in range(files)]
        for path, filing in zip(paths, filings, strict=True):
            path.write_bytes(workbook_bytes(filled_book(form, filing)))
        ways = _readers(paths) | _gktool(form, paths, filings)
        measured = in_turn(ways, rounds)
    whole = measured["openpyxl, loaded twice"]
    rows = [
        [name, f"{files / seconds:,.0f}", f"{seconds / files * 1000:.2f} ms", f"{whole / seconds:.1f} x"]
        for name, seconds in measured.items()
    ]
    return table(["one core", "files/s", "a file", "beside openpyxl twice"], rows)


def _readers(paths: list[Path]) -> dict[str, Callable[[], object]]:
    def twice(path: Path) -> None:
        openpyxl.load_workbook(path)
        openpyxl.load_workbook(path, data_only=True)

    ways: dict[str, Callable[[Path], object]] = {
        "openpyxl, loaded twice": twice,
        "openpyxl, loaded once": openpyxl.load_workbook,
    }
    try:
        import pandas as pd  # noqa: PLC0415 - a rival that need not be installed
        from python_calamine import CalamineWorkbook  # noqa: PLC0415 - likewise
    except ImportError:
        pass
    else:
        ways["pandas with openpyxl"] = lambda path: pd.read_excel(
            path, sheet_name=None, header=None, engine="openpyxl"
        )
        ways["pandas with calamine"] = lambda path: pd.read_excel(
            path, sheet_name=None, header=None, engine="calamine"
        )
        ways["python-calamine, values only"] = lambda path: [
            sheet.to_python()
            for book in (CalamineWorkbook.from_path(path),)
            for sheet in map(book.get_sheet_by_name, book.sheet_names)
        ]
    return {name: _over(paths, way) for name, way in ways.items()}


def _gktool(form: Form, paths: list[Path], filings: list[Filing]) -> dict[str, Callable[[], object]]:
    def written(filing: Filing) -> bytes:
        preset = {"name": filing.organ, "code": filing.about("code"), "year": str(YEAR)}
        return workbook_bytes(template_book(form, preset))

    template = io.BytesIO(written(filings[0]))

    def copied(filing: Filing) -> None:
        template.seek(0)
        workbook = openpyxl.load_workbook(template)
        workbook["基本信息"]["B3"] = filing.organ
        workbook.save(io.BytesIO())

    return {
        "gktool, read and compared with its plan": _over(paths, read_workbook),
        "gktool check, complete": _over(paths, check_file),
        "gktool, all rules on a filing in memory": _over(filings, lambda one: check_filing(form, one)),
        "gktool, balances on a filing in memory": _over(filings, lambda one: list(check_balances(form, one))),
        "openpyxl, a template loaded, a name put in, saved": _over(filings, copied),
        "gktool, a template written": _over(filings, written),
    }


def _over(items: Iterable[Item], way: Callable[[Item], object]) -> Callable[[], object]:
    def run() -> None:
        for item in items:
            way(item)

    return run


if __name__ == "__main__":
    main()
