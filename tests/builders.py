"""One-line builders: filings and workbooks with the figures of a real report, and changes made to them."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import openpyxl
from msgspec.structs import replace

from toolkit.filing import Filing, Mode, Paragraph, entered
from toolkit.form.load import installed_form
from toolkit.workbook.template import filled_book, template_book
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from toolkit.finding import Finding
    from toolkit.form.model import Form

FORM_ID = "annual_report_2021"
# 大通区人民政府办公室 2023: everything else is 0.
SEED = {
    "disclosure.normative.issued": 2,
    "disclosure.normative.repealed": 6,
    "disclosure.normative.in_force": 27,
    "requests.new.natural": 2,
    "requests.carried_in.natural": 1,
    "requests.denied_internal.natural": 1,
    "requests.unavailable_not_held.natural": 2,
    "disputes.reconsideration.corrected": 1,
    "supplement.published": 1994,
    "supplement.published_normative": 2,
    "supplement.published_key": 432,
    "supplement.published_interpretation": 41,
    "supplement.published_response": 67,
    "supplement.published_oversight": 53,
    "supplement.fee_items": 0,
    "supplement.fee_amount": 0,
}
LEDGER = {"received": 2, "carried_in": 1, "granted": 0, "partial": 0, "denied": 1, "unavailable": 2, "rejected": 0,
          "other_handling": 0, "carried_out": 0, "reconsideration": 1, "litigation": 0}  # fmt: skip
PROFILE = {
    "name": "大通区人民政府办公室", "code": "113404020030260541", "kind": "部门", "scope": "本机关", "year": 2023,
    "version": 1, "address": "大通区民主东路5号", "telephone": "0554-2519375", "postcode": "232000",
    "website": "http://www.hndt.gov.cn/", "website_name": "大通区人民政府网站", "date": "2024-01-15",
}  # fmt: skip
TEXTS = {
    "overview.disclosure": ["围绕群众关心的事项更新栏目内容。"],
    "overview.platform": ["完善网站专栏，方便查找。"],
    "problems": ["主要问题是部分栏目更新不够及时。", "下一步将逐栏目明确更新时限和责任人。"],
}


def form() -> Form:
    found = installed_form(FORM_ID)
    assert found is not None
    return found


def seed_filing(
    *, mode: Mode = Mode.EACH, ledger: bool = False, **changes: float | str | bool | None
) -> Filing:
    """The seed's filing: `changes` replace figures, with `__` for the dots of the field id."""
    figures = {
        item.id: SEED.get(item.id, 0)
        for item in form().inputs
        if form().table(item.table).printed or item.id in SEED
    }
    if ledger:
        figures |= {f"ledger.{row}": value for row, value in LEDGER.items()}
    figures |= {name.replace("__", "."): value for name, value in changes.items()}
    return Filing(
        FORM_ID,
        2023,
        profile={item: entered(value) for item, value in PROFILE.items()},
        modes={table.id: entered(mode.value) for table in form().tables if table.blanks == "chosen"},
        figures={name: entered(value) for name, value in figures.items() if value is not None},
        texts={name: tuple(Paragraph(text) for text in texts) for name, texts in TEXTS.items()},
        compose={section.id: entered("是") for section in form().sections if section.composed},
    )


def last_year(**changes: float) -> dict[str, float]:
    """Last year's figures that the seed's agree with."""
    figures = {item.id: 0.0 for item in form().inputs if form().table(item.table).printed}
    figures |= {"requests.carried_out.natural": 1, "disclosure.normative.in_force": 31}
    return figures | {name.replace("__", "."): value for name, value in changes.items()}


def write(path: Path, filing: Filing | None = None) -> Path:
    """Write a filled workbook (the seed's unless another filing is given), under the filing's installed form."""
    form_of = installed_form(filing.form_id) if filing else None
    path.write_bytes(workbook_bytes(filled_book(form_of, filing)) if form_of and filing else _seed_workbook())
    return path


@cache
def _seed_workbook() -> bytes:
    return workbook_bytes(filled_book(form(), seed_filing()))


def write_template(path: Path, *, previous: Filing | None = None, contact: str = "", **preset: str) -> Path:
    """Write an empty template."""
    given = {"name": "大通区人民政府办公室", "year": "2023"} | preset
    path.write_bytes(workbook_bytes(template_book(form(), given, contact=contact, previous=previous)))
    return path


def edit(path: Path, *edits: Callable[[openpyxl.Workbook], object]) -> Path:
    """Do something to a workbook with openpyxl, as any other program would, and save in place."""
    workbook = openpyxl.load_workbook(path)
    for change_it in edits:
        change_it(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    path.write_bytes(stream.getvalue())
    return path


def change(path: Path, cells: dict[str, object]) -> Path:
    """Set cells (`依申请公开!D12`) with openpyxl and save in place."""

    def set_cells(workbook: openpyxl.Workbook) -> None:
        for address, value in cells.items():
            sheet, _, cell = address.partition("!")
            workbook[sheet][cell] = value

    return edit(path, set_cells)


def parts(path: Path) -> dict[str, str]:
    """The parts of a workbook as text."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def repack(path: Path, rewrite: Callable[[dict[str, str]], dict[str, str]]) -> Path:
    """Change the parts of a workbook as XML, keeping whatever openpyxl would not, and save in place."""
    changed = rewrite(parts(path))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in changed.items():
            package.writestr(name, text)
    return path


def anchors(findings: Iterable[Finding]) -> list[tuple[str, str | None, str | None]]:
    """Code, sheet and cell of each finding."""
    return [(finding.code, finding.sheet, finding.cell) for finding in findings]


def without_places(filing: Filing) -> Filing:
    """The same filing as if it had come from no file."""
    return replace(
        filing,
        profile={
            key: replace(entry, place=None) for key, entry in filing.profile.items() if entry.raw is not None
        },
        modes={
            key: replace(entry, place=None) for key, entry in filing.modes.items() if entry.raw is not None
        },
        figures={
            key: replace(entry, place=None) for key, entry in filing.figures.items() if entry.raw is not None
        },
        compose={
            key: replace(entry, place=None) for key, entry in filing.compose.items() if entry.raw is not None
        },
        stated={key: replace(entry, place=None) for key, entry in filing.stated.items()},
        texts={key: tuple(replace(one, place=None) for one in texts) for key, texts in filing.texts.items()},
        headings=tuple(replace(one, place=None) for one in filing.headings),
        cells={},
        balances={},
    )
