"""LibreOffice as the judge of our formulas and as the hand of a clerk.

Whatever our writer puts into a formula's cell as its result, LibreOffice must reckon too; and whatever a clerk
does with it, our reader must understand. Booleans are left out: LibreOffice counts TRUE as the number 1, Excel
and our rules do not count it.
"""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import builders
import libreoffice
import pytest
from msgspec import Struct, field
from msgspec.structs import replace

from toolkit.check.run import check_filing
from toolkit.filing import Entry, Filing, Kind, Mode, Paragraph, entered
from toolkit.finding import Severity
from toolkit.workbook.book import Book
from toolkit.workbook.grid import read_grid
from toolkit.workbook.outline import plans
from toolkit.workbook.plan import Role
from toolkit.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from toolkit.reading import Reading
    from toolkit.workbook.cells import Value
    from toolkit.workbook.plan import Slot

pytestmark = pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice or its uno is not installed")

REQUESTS = "依申请公开"
READY = "可以报送"
Operation = dict[str, Any]


# ── what is handed to LibreOffice ────────────────────────────────────────────


class Case(Struct, frozen=True):
    """A filling, cells then typed over with another program, and the verdict that the workbook must give."""

    verdict: str
    filing: Filing | None = None
    cells: Mapping[str, object] = field(default_factory=dict)


filed = builders.seed_filing


def with_figures(filing: Filing, **figures: Entry | float | str) -> Filing:
    changed = {
        name.replace("__", "."): entry if isinstance(entry, Entry) else entered(entry)
        for name, entry in figures.items()
    }
    return replace(filing, figures={**filing.figures, **changed})


def zero_report() -> Filing:
    figures = {name: entry for name, entry in filed().figures.items() if name.startswith("supplement.")}
    return replace(filed(mode=Mode.ZERO_REPORT), figures=figures)


def without_zeros(mode: Mode) -> Filing:
    filing = filed(mode=mode)
    kept = {
        name: entry
        for name, entry in filing.figures.items()
        if entry.raw or name.startswith("supplement.fee")
    }
    return replace(filing, figures=kept)


def government(**figures: float) -> Filing:
    filing = with_figures(filed(), **figures)
    return replace(filing, profile={**filing.profile, "kind": entered("政府")})


def last_year_known(**changes: float) -> Filing:
    return replace(filed(), previous=builders.last_year(**changes))


ERROR = Entry("#N/A", None, Kind.ERROR)
DATE = Entry(45293, 45293, Kind.DATE)  # typed 1-2

CASES = {
    "seed": Case(READY),
    "blank is 0": Case(READY, without_zeros(Mode.BLANK_IS_ZERO)),
    "blank is missing": Case("还有 158 处未填", without_zeros(Mode.EACH)),
    "zero report": Case(READY, zero_report()),
    "zero report with figures": Case("还有 166 处问题", filed(mode=Mode.ZERO_REPORT)),
    "no 填报方式": Case("还有 3 处未填", replace(filed(), modes={})),
    "a 填报方式 of the office's own": Case("还有 1 处未填", None, {"依申请公开!D3": "逐格"}),
    "unbalanced": Case("还有 2 处问题", filed(requests__granted__business=5)),
    "one blank": Case("还有 1 处未填", filed(requests__granted__business=None)),
    "negative": Case("还有 4 处问题", filed(requests__new__natural=-2, disclosure__charges__amount=-0.5)),
    "half an application, and a telephone number": Case(
        "还有 5 处问题", filed(requests__new__natural=2.5, requests__new__other=5542519375)
    ),
    "an amount with decimals": Case(READY, filed(disclosure__charges__amount=12.345)),
    "text number": Case("还有 1 处问题", filed(requests__new__natural="２")),
    "text number where blank is 0": Case(
        "还有 1 处问题", filed(mode=Mode.BLANK_IS_ZERO, requests__new__natural="2")
    ),
    "slash": Case("还有 1 处问题", filed(requests__granted__business="/")),
    "error value": Case("还有 1 处问题", with_figures(filed(), requests__granted__business=ERROR)),
    "date": Case("还有 2 处问题", with_figures(filed(), requests__granted__business=DATE)),
    "wrong total": Case("还有 1 处问题", None, {"依申请公开!J9": 5, "依申请公开!D31": 3}),
    "total as text": Case("还有 1 处问题", None, {"依申请公开!J9": "1"}),
    "total deleted": Case("还有 1 处问题", None, {"依申请公开!J9": None}),
    "ledger differs": Case("还有 2 处问题", with_figures(filed(ledger=True), ledger__denied=2, ledger__granted="无")),
    "其中 exceeds the whole": Case("还有 1 处问题", filed(supplement__published=10)),
    "warning": Case("可以报送（另有 1 处警告，请核实）", filed(supplement__training_sessions=2)),
    "fee without applications": Case("还有 1 处问题", filed(supplement__fee_amount=3.5)),
    "last year agrees": Case(READY, last_year_known()),
    "last year differs": Case(
        "还有 2 处问题", last_year_known(requests__carried_out__natural=2, disclosure__normative__in_force=30)
    ),
    "government": Case("还有 4 处未填", government()),
    "government, complete": Case(
        READY,
        replace(
            government(supplement__assessments=1, supplement__evaluations=1, supplement__accountability=0),
            texts={**filed().texts, "overview.oversight": (Paragraph("开展考核和社会评议。"),)},
        ),
    ),
}  # fmt: skip


def move(sheet: str, source: str, target: str) -> Operation:
    return {"do": "move", "sheet": sheet, "from": source, "to": target}


def paste(sheet: str, cell: str, value: float | str) -> Operation:
    return {"do": "paste", "sheet": sheet, "cell": cell, "value": value}


def change_lines(what: str, sheet: str, at: int, count: int = 1) -> list[Operation]:
    return [{"do": "unprotect", "sheet": sheet}, {"do": what, "sheet": sheet, "at": at, "count": count}]


def every_input(filing: Filing) -> list[Operation]:
    """Type a whole filing into an empty workbook, cell by cell."""
    book = Book(builders.form(), filing, {"name": filing.organ, "year": str(filing.year)})
    return [
        {"do": "set", "sheet": plan.name, "cell": slot.address, "value": slot.value}
        for plan in plans(book)
        for slot in plan.slots
        if slot.role is Role.INPUT and slot.value is not None
    ]


MOVES = (
    move(REQUESTS, "D8", "E8"),
    move(REQUESTS, "D16", "D20"),  # onto a figure
    move(REQUESTS, "D9:E9", "H9"),
    move("复议诉讼", "C8", "H8"),
    move("补充数据", "B7", "B8"),
    move("主动公开", "D8", "B8"),
    move("基本信息", "B10", "B15"),
)
PASTES = (
    paste(REQUESTS, "D8", 3),
    paste(REQUESTS, "E10", "见附件"),
    paste("补充数据", "B16", 4),
    paste("基本信息", "B15", "张三"),
)
EDITS: dict[str, list[Operation]] = {
    "row inserted": change_lines("insert_rows", REQUESTS, 10),
    "rows inserted": change_lines("insert_rows", REQUESTS, 12, 3),
    "row inserted on top": change_lines("insert_rows", REQUESTS, 1),
    "row deleted": change_lines("delete_rows", REQUESTS, 10),
    "column inserted": change_lines("insert_columns", REQUESTS, 5),
    "column deleted": change_lines("delete_columns", REQUESTS, 5),
    "paragraph row inserted": change_lines("insert_rows", "文字材料", 24),
    "row inserted in 自检": change_lines("insert_rows", "自检", 30),
    "renamed": [{"do": "rename", "sheet": REQUESTS, "name": "表 三"}],
    "formula in an input": [{"do": "formula", "sheet": REQUESTS, "cell": "D8", "value": "=1+1"}],
    "cut and pasted": list(MOVES),
    "pasted with formats": list(PASTES),
}


# ── one run of LibreOffice for all tests ─────────────────────────────────────


PLAIN = ("template", "saved by openpyxl", "stale results")


class Office(Struct, frozen=True):
    """The files as we wrote them and as LibreOffice saved them, by name."""

    written: Mapping[str, Path]
    saved: Mapping[str, Path]


def every_result_99(parts: dict[str, str]) -> dict[str, str]:
    return {name: re.sub(r"(</f>)<v>[0-9]+</v>", r"\1<v>99</v>", text) for name, text in parts.items()}


def typed(path: Path, case: Case) -> Path:
    builders.write(path, case.filing)
    return builders.change(path, dict(case.cells)) if case.cells else path


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """All files written, recalculated and edited once, whichever process of pytest-xdist comes first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if base.name.startswith("popen-") else base) / "office"
    done, failed = folder / "done", folder / "failed"
    names = {name: f"{number:02}.xlsx" for number, name in enumerate((*CASES, *PLAIN, *EDITS, "typed"))}
    written = {name: folder / "written" / file for name, file in names.items()}
    saved = {name: folder / "saved" / file for name, file in names.items()}
    try:
        folder.mkdir()
    except FileExistsError:
        while not done.exists():
            assert not failed.exists(), "LibreOffice failed in another process"
            time.sleep(0.2)
    else:
        try:
            let_libreoffice_work(folder, written)
            done.touch()
        finally:
            if not done.exists():
                failed.touch()
    return Office(written, saved)


def let_libreoffice_work(folder: Path, written: Mapping[str, Path]) -> None:
    (folder / "written").mkdir()
    for name, case in CASES.items():
        typed(written[name], case)
    builders.write_template(written["template"])
    builders.edit(builders.write(written["saved by openpyxl"]))
    builders.repack(builders.write(written["stale results"]), every_result_99)
    builders.write_template(written["typed"])
    for name in EDITS:
        builders.write(written[name])
    reckoned = [written[name] for name in (*CASES, *PLAIN)]
    edits = {written[name]: operations for name, operations in EDITS.items()}
    edits[written["typed"]] = every_input(builders.seed_filing())
    with ThreadPoolExecutor() as pool:  # two processes for two cores
        jobs = [
            pool.submit(libreoffice.recalculated, reckoned, folder / "saved"),
            pool.submit(libreoffice.edited, edits, folder / "saved"),
            pool.submit(libreoffice.converted, [written["template"]], folder, "pdf"),
        ]
        for job in jobs:
            job.result()


# ── our results and LibreOffice's ────────────────────────────────────────────


def computed(reading: Reading) -> Iterator[tuple[str, Slot]]:
    """Every formula of a workbook with the result that our writer gives it."""
    fixed = {item: reading.filing.about(item) for item in ("name", "year")}
    for plan in plans(Book(reading.form, reading.filing, fixed)):
        for slot in plan.slots:
            if slot.formula and slot.role is Role.FORMULA and not slot.overwritten:
                yield plan.name, slot


def results(path: Path) -> dict[tuple[str, int, int], Value]:
    """What is stored in every cell of a workbook."""
    return {
        (sheet.name, *at): cell.value for sheet in read_grid(path).sheets for at, cell in sheet.cells.items()
    }


def differences(reading: Reading, saved: Path) -> list[tuple[str, Value, Value]]:
    """The cells where LibreOffice comes to another result than we do."""
    found: list[tuple[str, Value, Value]] = []
    stored = results(saved)
    for sheet, slot in computed(reading):
        ours, theirs = slot.value, stored.get((sheet, slot.row, slot.column))
        if isinstance(ours, int | float) and isinstance(theirs, int | float):
            same = round(ours - theirs, 6) == 0
        else:
            same = ("" if ours is None else ours) == ("" if theirs is None else theirs)
        if not same:
            found.append((f"{sheet}!{slot.address}", ours, theirs))
    return found


def verdict(saved: Path) -> str:
    return str(results(saved)["自检", 2, 1])


class TestResults:
    @pytest.mark.parametrize("name", [*CASES, *PLAIN])
    def test_are_the_same(self, office: Office, name: str) -> None:
        assert differences(read_workbook(office.written[name]), office.saved[name]) == []

    @pytest.mark.parametrize("name", CASES)
    def test_verdict(self, office: Office, name: str) -> None:
        assert verdict(office.saved[name]) == CASES[name].verdict

    @pytest.mark.parametrize("name", CASES)
    def test_verdict_and_check_agree(self, office: Office, name: str) -> None:
        reading = read_workbook(office.written[name])
        findings = check_filing(reading.form, reading.filing)
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        warnings = [finding for finding in findings if finding.severity is Severity.WARNING]
        said = verdict(office.saved[name])
        assert said.startswith(READY) == (not errors), builders.anchors(findings)
        if not errors:
            assert said == (f"可以报送（另有 {len(warnings)} 处警告，请核实）" if warnings else READY)

    def test_what_is_stored_is_not_trusted(self, office: Office) -> None:
        """LibreOffice did calculate: these results were stored as 99."""
        assert results(office.written["stale results"])[REQUESTS, 8, 10] == 99
        assert results(office.saved["stale results"])[REQUESTS, 8, 10] == 2

    def test_untouched_template(self, office: Office) -> None:
        assert verdict(office.saved["template"]) == "还有 13 处未填"


class TestSaving:
    @pytest.mark.parametrize("name", CASES)
    def test_changes_nothing(self, office: Office, name: str) -> None:
        before, after = read_workbook(office.written[name]), read_workbook(office.saved[name])
        assert builders.anchors(after.findings) == builders.anchors(before.findings)
        assert builders.without_places(after.filing) == builders.without_places(before.filing)

    @pytest.mark.parametrize("name", ["seed", "template", "saved by openpyxl"])
    def test_keeps_every_lock(self, office: Office, name: str) -> None:
        assert locks(office.saved[name]) == locks(office.written[name])

    def test_template_prints_on_few_pages(self, office: Office) -> None:
        """Seven sheets of one page each, the texts and 自检 on two; the hidden sheet on none."""
        printed = office.written["template"].parents[1] / office.written["template"].with_suffix(".pdf").name
        assert len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) <= 11


def locks(path: Path) -> dict[str, tuple[bool, set[tuple[int, int]]]]:
    """For each sheet whether it is protected, and the cells that are open."""
    return {
        sheet.name: (sheet.protected, {at for at, cell in sheet.cells.items() if not cell.locked})
        for sheet in read_grid(path).sheets
    }


# ── what a clerk does ────────────────────────────────────────────────────────


def figures(filing: Filing) -> dict[str, object]:
    return {name: entry.raw for name, entry in filing.figures.items() if entry.kind is not Kind.BLANK}


SEED = figures(builders.seed_filing())


class TestRowsAndColumns:
    @pytest.mark.parametrize(
        ("name", "code", "message", "sheet"),
        [
            ("row inserted", "S110", "从第 10 行起插入了 1 行。", REQUESTS),
            ("rows inserted", "S110", "从第 12 行起插入了 3 行。", REQUESTS),
            ("row inserted on top", "S110", "从第 1 行起插入了 1 行。", REQUESTS),
            ("column inserted", "S111", "从 E 列起插入了 1 列。", REQUESTS),
            ("paragraph row inserted", "S110", "从第 24 行起插入了 1 行。", "文字材料"),
            ("row inserted in 自检", "S110", "从第 30 行起插入了 1 行。", "自检"),
        ],
    )
    def test_inserted(self, office: Office, name: str, code: str, message: str, sheet: str) -> None:
        """Formulas and names that followed the insertion are no findings of their own."""
        reading = read_workbook(office.saved[name])
        assert builders.anchors(reading.findings) == [(code, sheet, None), ("S115", None, None)]
        assert reading.findings[0].message == message
        assert builders.without_places(reading.filing) == builders.seed_filing()

    @pytest.mark.parametrize(
        ("name", "message", "broken"),
        [
            ("row deleted", "从第 10 行起少了 1 行：“（一）予以公开”。", "requests.granted.total"),
            ("column deleted", "从 E 列起少了 1 列：“商业企业”。", "requests.total.business"),
        ],
    )
    def test_deleted(self, office: Office, name: str, message: str, broken: str) -> None:
        """The rule about the total that went with it lost its reference; nothing else is told twice."""
        reading = read_workbook(office.saved[name])
        book = Book(reading.form, reading.filing)
        (row,) = (row for (_, anchor), row in book.rule_rows.items() if anchor == broken)
        code = "S110" if name == "row deleted" else "S111"
        assert builders.anchors(reading.findings) == [
            (code, REQUESTS, None), ("S114", "自检", f"E{row}"), ("S115", None, None),
        ]  # fmt: skip
        assert reading.findings[0].message == message
        there = re.compile(broken.replace("total", r"\w+"))
        assert figures(reading.filing) == {
            figure: value for figure, value in SEED.items() if not there.fullmatch(figure)
        }

    def test_renamed(self, office: Office) -> None:
        reading = read_workbook(office.saved["renamed"])
        assert builders.anchors(reading.findings) == [("S102", "表 三", None)]
        assert builders.without_places(reading.filing) == builders.seed_filing()


class TestCutAndPaste:
    @pytest.mark.parametrize("name", ["cut and pasted", "pasted with formats"])
    def test_breaks_nothing(self, office: Office, name: str) -> None:
        reading = read_workbook(office.saved[name])
        assert reading.findings == ()
        assert differences(reading, office.saved[name]) == []
        assert locks(office.saved[name]) == locks(office.written[name])

    def test_figures_are_where_they_were_moved(self, office: Office) -> None:
        filing = read_workbook(office.saved["cut and pasted"]).filing
        moved = {
            "requests.new.natural": None, "requests.new.business": 2,
            "requests.denied_internal.natural": None, "requests.unavailable_not_held.natural": 1,
            "requests.carried_in.natural": None, "requests.carried_in.business": None, "requests.carried_in.legal": 1,
            "requests.carried_in.other": 0,
            "disputes.reconsideration.corrected": None, "disputes.litigation_direct.corrected": 1,
            "supplement.published": None, "supplement.published_normative": 1994,
            "disclosure.normative.in_force": None, "disclosure.normative.issued": 27,
        }  # fmt: skip
        assert figures(filing) == {name: value for name, value in (SEED | moved).items() if value is not None}
        assert (filing.about("address"), filing.about("filler")) == ("", builders.PROFILE["address"])

    def test_pasted_values_are_read(self, office: Office) -> None:
        filing = read_workbook(office.saved["pasted with formats"]).filing
        pasted = {"requests.new.natural": 3, "requests.granted.business": "见附件", "supplement.accounts": 4}
        assert figures(filing) == SEED | pasted
        assert filing.about("filler") == "张三"


class TestTyping:
    def test_a_workbook_filled_in_by_libreoffice(self, office: Office) -> None:
        reading = read_workbook(office.saved["typed"])
        assert reading.findings == ()
        assert builders.without_places(reading.filing) == builders.seed_filing()
        assert differences(reading, office.saved["typed"]) == []
        assert verdict(office.saved["typed"]) == READY
        assert check_filing(reading.form, reading.filing) == ()

    def test_a_formula_in_an_input(self, office: Office) -> None:
        reading = read_workbook(office.saved["formula in an input"])
        entry = reading.filing.figures["requests.new.natural"]
        assert (entry.value, entry.formula) == (2, "1+1")
        assert reading.findings == ()
        assert differences(reading, office.saved["formula in an input"]) == []
        assert builders.anchors(check_filing(reading.form, reading.filing)) == [("V217", REQUESTS, "D8")]
