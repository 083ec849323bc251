"""A county's year from the roster to the report of the area: `python examples/county/run.py [FOLDER]`.

64 made-up organs: last year's workbooks are there, this year's are distributed, filled in (as a clerk's program
does: the figures typed into the cells, the file saved again), sent in with what goes wrong in every year, collected,
and answered with notices; the area's workbook is made from the sums, and its report is written. Every step is a
command of gktool, printed as it would be typed.
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from benchmarks.county import OFFICES_OF_A_COUNTY, ROSTER_HEAD, counties  # noqa: E402
from benchmarks.reports import report, report_of_area  # noqa: E402
from toolkit.cli import run  # noqa: E402
from toolkit.form.load import installed_form  # noqa: E402
from toolkit.workbook.read import read_workbook  # noqa: E402
from toolkit.workbook.template import filled_book  # noqa: E402
from toolkit.workbook.write import workbook_bytes  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.county import Office
    from toolkit.filing import Filing

YEAR, SEED = 2023, 7
OFFICES = tuple(counties(OFFICES_OF_A_COUNTY, SEED))
AREA = OFFICES[0]
MISSING = ("信访局", "白果镇人民政府", "中医医院")
OLD_FORMAT = "沙河乡人民政府"
TWICE = ("教育局", "新城街道办事处")


def main() -> None:
    """Go through the year in a folder, ./county if none is given."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "county")
    folder.mkdir(parents=True, exist_ok=True)
    with chdir(folder):
        year()


def year() -> None:
    """Everything that happens, in the current folder."""
    last = {office.code: report(office, YEAR - 1, SEED) for office in OFFICES[1:]}
    last[AREA.code] = report_of_area(AREA, list(last.values()), YEAR - 1, SEED)
    write_roster(Path("roster.csv"))
    write_last_year(Path("lastyear"), last)
    gktool("roster", "check", "roster.csv")
    gktool("distribute", "roster.csv", "-o", "outbox", "--year", str(YEAR), "--previous", "lastyear")
    send_in(Path("outbox"), Path("inbox"), last)
    gktool(
        *("collect", "inbox", "--roster", "roster.csv", "--previous", "lastyear", "-o", "汇总.xlsx"),
        *("--html", "dashboard.html", "--notices", "notices", "--deadline", f"{YEAR + 1}年1月20日"),
        *("--area-workbook", "area.xlsx", "--to", "detail.csv"),
    )
    gktool("report", "area.xlsx", "--draft", "-o", "area.docx", "-o", "area.html")


def gktool(*words: str) -> None:
    """Say a command as it is typed, and run it."""
    print(f"$ gktool {' '.join(words)}", flush=True)  # noqa: T201 - this is a demonstration
    run(list(words))


def office_named(ending: str) -> Office:
    """The organ whose name ends so."""
    return next(office for office in OFFICES if office.name.endswith(ending))


def write_roster(path: Path) -> None:
    """Write the roster as Excel on a Chinese Windows does."""
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([ROSTER_HEAD, *(office.roster_row for office in OFFICES)])


def write_last_year(folder: Path, filings: dict[str, Filing]) -> None:
    """Write last year's workbooks as they were collected then."""
    folder.mkdir(exist_ok=True)
    for code, filing in filings.items():
        form = installed_form(filing.form_id)
        if form is not None:
            (folder / f"{code}.xlsx").write_bytes(workbook_bytes(filled_book(form, filing)))


def send_in(outbox: Path, inbox: Path, last: dict[str, Filing]) -> None:
    """Fill in what was handed out and send it back, with the faults of every year."""
    inbox.mkdir(exist_ok=True)
    manifest = json.loads((outbox / "manifest.json").read_text(encoding="utf-8"))
    handed = {organ["code"]: outbox / organ["file"] for organ in manifest["organs"]}
    for office in OFFICES[1:]:
        path = handed[office.code]
        if office.name.endswith(MISSING):
            continue
        if office.name.endswith(OLD_FORMAT):
            (inbox / f"{path.stem}.xls").write_bytes(old_workbook())
            continue
        filled = inbox / path.name
        fill_in(path, filled, report(office, YEAR, SEED, last=last[office.code]))
    change(inbox / handed[office_named("财政局").code].name, unbalanced)
    change(inbox / handed[office_named("司法局").code].name, typed_as_text)
    change(inbox / handed[office_named("水利局").code].name, text_left_behind)
    change(inbox / handed[office_named("商务局").code].name, total_typed_over)
    change(inbox / handed[office_named("林业局").code].name, carried_in_forgotten)
    first, second = (inbox / handed[office_named(name).code].name for name in TWICE)
    again = inbox / f"{first.stem}（更正）.xlsx"
    shutil.copy(first, again)
    change(again, sent_again)  # the second version counts
    again = inbox / f"{second.stem}（副本）.xlsx"
    shutil.copy(second, again)
    change(again, one_permit_more)  # two of one 报送次数 that differ: somebody has to say which


def fill_in(handed: Path, filled: Path, filing: Filing) -> None:
    """Type a report into the workbook that was handed out, and save it elsewhere."""
    cells = read_workbook(handed).filing.cells
    workbook = openpyxl.load_workbook(handed)

    def put(key: str, value: object, down: int = 0) -> None:
        if place := cells.get(key):
            cell = workbook[place.sheet][place.cell]
            workbook[place.sheet].cell(cell.row + down, cell.column).value = value

    for name, entry in filing.figures.items():
        put(name, entry.value)
    for name, entry in filing.modes.items():
        put(f"mode:{name}", entry.raw)
    for name in ("kind", "scope", "version", "address", "telephone", "website", "date"):
        put(f"profile:{name}", filing.profile[name].raw)
    for section, paragraphs in filing.texts.items():
        for down, paragraph in enumerate(paragraphs):
            put(f"text:{section}", paragraph.text, down)
    workbook.save(filled)


def change(path: Path, what: Callable[[Any, Any], None]) -> None:
    """Open a workbook, make one change, save it."""
    cells = read_workbook(path).filing.cells
    workbook = openpyxl.load_workbook(path)

    def cell(key: str) -> Any:  # noqa: ANN401 - a cell of openpyxl
        place = cells[key]
        return workbook[place.sheet][place.cell]

    what(workbook, cell)
    workbook.save(path)


def unbalanced(_: Any, cell: Any) -> None:  # noqa: ANN401 - of openpyxl, as below
    """Two digits swapped, one too many: table three does not balance (B)."""
    cell("requests.granted.natural").value = (cell("requests.granted.natural").value or 0) + 9


def typed_as_text(_: Any, cell: Any) -> None:  # noqa: ANN401
    """A number with its measure word is no number to a spreadsheet (V)."""
    cell("disclosure.permits.decisions").value = f"{cell('disclosure.permits.decisions').value}件"


def text_left_behind(_: Any, cell: Any) -> None:  # noqa: ANN401
    """The text says another number than the table (T)."""
    cell("text:overview.management").value = "现行有效的行政规范性文件99件，均已在网站集中公开。"


def total_typed_over(_: Any, cell: Any) -> None:  # noqa: ANN401
    """A formula that somebody typed a number over (S)."""
    cell("requests.new.total").value = 3


def carried_in_forgotten(_: Any, cell: Any) -> None:  # noqa: ANN401
    """The carry-over is not last year's, and this year's sum was made to fit (Y)."""
    cell("requests.carried_in.natural").value = (cell("requests.carried_in.natural").value or 0) + 2
    cell("requests.granted.natural").value = (cell("requests.granted.natural").value or 0) + 2


def sent_again(_: Any, cell: Any) -> None:  # noqa: ANN401
    """A corrected version says that it is the second."""
    cell("profile:version").value = 2
    one_permit_more(_, cell)


def one_permit_more(_: Any, cell: Any) -> None:  # noqa: ANN401
    """Another figure where no balance tells."""
    cell("disclosure.permits.decisions").value += 1


def old_workbook() -> bytes:
    """The beginning of an .xls file: enough to see what it is."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook\0".encode("utf-16-le") + bytes(1006)


if __name__ == "__main__":
    main()
