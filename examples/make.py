"""Make the examples from their data: `python examples/make.py`.

`good/` becomes a filled workbook with what `check` and `report` print for it, `form_2019/` one under the form of
2019 and 2020 (its figures are made up), `last_year/` the one of the year before `good/` (its figures are made up
to join this year's), `published/` the report of `good/` as an office has published it, with its own words,
`charts/` a page with charts (an organ that is made up, for more than three applications);
every folder of `broken/` holds
`case.toml` (what goes wrong, and the findings expected) and becomes a workbook in which just that went wrong.
The same data and the same versions of the libraries give the same bytes.
"""

from __future__ import annotations

import io
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from msgspec.structs import replace

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from toolkit.checking import check_file  # noqa: E402 - a checkout works without installing
from toolkit.exchange import read_filing  # noqa: E402
from toolkit.filing import Paragraph, entered  # noqa: E402
from toolkit.form.load import installed_form  # noqa: E402
from toolkit.package.zipped import unzipped, zipped  # noqa: E402
from toolkit.present import as_text  # noqa: E402
from toolkit.publishing import published_report  # noqa: E402
from toolkit.report.compose import compose  # noqa: E402
from toolkit.report.document import words  # noqa: E402
from toolkit.report.formats import RENDERERS  # noqa: E402
from toolkit.workbook.read import read_workbook  # noqa: E402
from toolkit.workbook.template import filled_book  # noqa: E402
from toolkit.workbook.write import workbook_bytes  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.filing import Filing
    from toolkit.form.model import Form
    from toolkit.report.document import Report
    from toolkit.verdict import FileReport

WORKBOOK = "filled.xlsx"
SUFFIXES = tuple({render: suffix for suffix, render in reversed(RENDERERS.items())}.values())
"""One for each format of the report."""


def main() -> None:
    """Write every example."""
    good = good_workbook()
    write_reported(HERE / "good", SUFFIXES)
    write_reported(HERE / "form_2019", (".md",))
    (HERE / "charts" / "report.html").write_bytes(charts())
    (HERE / "last_year" / WORKBOOK).write_bytes(workbook_of(HERE / "last_year" / "filing.json"))
    write_published(HERE / "published")
    for folder in cases():
        (folder / WORKBOOK).write_bytes(broken_workbook(folder, good))
        (folder / "check.txt").write_text(as_text([report_on(folder / WORKBOOK)]), encoding="utf-8")


def write_reported(folder: Path, suffixes: Iterable[str]) -> None:
    """Write the workbook of an example without a fault, what `check` says of it and its report."""
    (folder / WORKBOOK).write_bytes(workbook_of(folder / "filing.json"))
    (folder / "check.txt").write_text(as_text([report_on(folder / WORKBOOK)]), encoding="utf-8")
    reading = read_workbook(folder / WORKBOOK)
    for suffix in suffixes:
        written = RENDERERS[suffix](published_report(reading.filing, reading.form), reading.form)
        (folder / f"report{suffix}").write_bytes(written)


def write_published(folder: Path) -> None:
    """Write the published report in Word, and as text copied from a page; what `check` says of the text."""
    report, form = published()
    (folder / "report.docx").write_bytes(RENDERERS[".docx"](report, form))
    (folder / "report.txt").write_text(as_copied(report), encoding="utf-8")
    (folder / "check.txt").write_text(as_text([report_on(folder / "report.txt")]), encoding="utf-8")


def published() -> tuple[Report, Form]:
    """The report of `good/` with the texts of `published/case.toml`, in whose parts no sentence is gktool's."""
    filing, form = filing_of(HERE / "good" / "filing.json")
    case = tomllib.loads((HERE / "published" / "case.toml").read_text(encoding="utf-8"))
    texts = {name: tuple(map(Paragraph, typed)) for name, typed in case["texts"].items()}
    own = {section.id: entered("否") for section in form.sections if section.composed and section.titled}
    return compose(replace(filing, texts={**filing.texts, **texts}, compose=own), form), form


def as_copied(report: Report) -> str:
    """A report as text copied from a web page: a line for each paragraph and row, cells parted by tabs."""
    lines = [report.title]
    for section in report.sections:
        lines += [section.heading, *map(words, section.paragraphs)]
        lines += ["\t".join(cell.text for cell in row) for table in section.tables for row in table.rows]
    return "".join(f"{line}\n" for line in lines if line)


def cases() -> list[Path]:
    """The folders of broken examples."""
    return sorted(path.parent for path in (HERE / "broken").glob("*/case.toml"))


def report_on(path: Path) -> FileReport:
    """Check one example; the path in what is printed is that of a checkout."""
    return replace(check_file(path), path=path.relative_to(HERE.parent).as_posix())


def good_workbook() -> bytes:
    """The filled workbook from `good/filing.json`."""
    return workbook_of(HERE / "good" / "filing.json")


def charts() -> bytes:
    """The page with charts from `charts/filing.json`."""
    filing, form = filing_of(HERE / "charts" / "filing.json")
    return RENDERERS[".html"](published_report(filing, form, charts=True), form)


def workbook_of(data: Path) -> bytes:
    """The filled workbook from a file of figures and texts."""
    filing, form = filing_of(data)
    return workbook_bytes(filled_book(form, filing))


def filing_of(data: Path) -> tuple[Filing, Form]:
    """The filing from a file of figures and texts, and its form."""
    filing = read_filing(data, installed_form)
    form = installed_form(filing.form_id)
    if form is None:
        raise SystemExit(f"no form {filing.form_id}")
    return filing, form


def broken_workbook(folder: Path, good: bytes) -> bytes:
    """The good workbook with the faults of one case, saved by a program that knows nothing of gktool."""
    case = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    if "content" in case:
        return str(case["content"]).encode()
    if "cut" in case:
        return good[: int(case["cut"])]
    workbook = openpyxl.load_workbook(io.BytesIO(good))
    for fault in case["fault"]:
        _break(workbook, fault)
    stream = io.BytesIO()
    workbook.save(stream)
    return _same_bytes(stream.getvalue())


def _break(workbook: openpyxl.Workbook, fault: dict[str, Any]) -> None:
    sheet = workbook[fault["sheet"]]
    match fault["do"]:
        case "set":
            sheet[fault["cell"]] = fault.get("value")
        case "rename":
            sheet.title = fault["to"]
        case "insert_row":
            sheet.insert_rows(fault["row"])
        case "hide_row":
            sheet.row_dimensions[fault["row"]].hidden = True
        case "unprotect":
            sheet.protection.sheet = False
        case "remove":
            workbook.remove(sheet)
        case unknown:
            raise SystemExit(f"unknown fault {unknown}")


def _same_bytes(content: bytes) -> bytes:
    """Take the hour of saving out of a file, so that the same data gives the same bytes."""
    parts = unzipped(content)
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(
        rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2023-12-31T00:00:00Z", core
    )
    return zipped(parts)


if __name__ == "__main__":
    main()
