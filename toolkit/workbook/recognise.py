"""What a returned workbook is: its form, organ and year, from the hidden sheet or failing that from its labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit import catalogue
from toolkit.form.installed import installed_forms
from toolkit.form.load import installed_form, load_form
from toolkit.package.refusal import refuse
from toolkit.patterns import when_used
from toolkit.workbook.plan import HIDDEN_SHEET, PROFILE_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.finding import Finding
    from toolkit.form.model import Form
    from toolkit.workbook.grid import RawWorkbook

_IDENTITY_ROWS = 20
_YEAR = when_used(r"[12][0-9]{3}", re.ASCII)
_VERSION = when_used(r"[0-9]{1,6}", re.ASCII)
ENOUGH_LABELS = 0.5  # share of a sheet's labels that must be found to recognise it


def identity_of_file(grid: RawWorkbook) -> dict[str, str]:
    """What the hidden sheet says of the workbook; empty if it is gone."""
    sheet = next((sheet for sheet in grid.sheets if sheet.name == HIDDEN_SHEET), None)
    if sheet is None:
        return {}
    found = {}
    for row in range(1, _IDENTITY_ROWS + 1):
        key, value = sheet.cells.get((row, 1)), sheet.cells.get((row, 2))
        if key and isinstance(key.value, str):
            found[key.value] = "" if value is None or value.value is None else str(value.value)
    return found


def year_of(text: str) -> int | None:
    """A year as it must be written, or None."""
    return int(text) if _YEAR.fullmatch(text) else None


def form_of(grid: RawWorkbook, identity: Mapping[str, str], wanted: Form | None) -> Form:
    """The form a workbook was made from: as it says, else by its labels; raises FileRefused."""
    if not identity.get("form"):
        candidates = [wanted] if wanted else [load_form(folder) for folder in installed_forms()]
        scored = [(_label_share(form, grid), form) for form in candidates]
        share, form = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if form is None or share < ENOUGH_LABELS:
            raise refuse("F010")
        return form
    named = wanted or installed_form(identity["form"])
    if named is None:
        raise refuse("F011", identity["form"], "本机没有安装这个表样")
    if named.id != identity["form"]:
        raise refuse("F011", identity["form"], f"而现在按 {named.id} 核对")
    version = identity.get("form_version", "")
    if _VERSION.fullmatch(version) and int(version) > named.version:
        raise refuse("F012", version, str(named.version))
    return named


def form_findings(form: Form, identity: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is to be said of the identity: gone, or of a form that has changed since."""
    if not identity.get("form"):
        yield catalogue.finding("S116")
        return
    if identity.get("digest") != form.digest:
        yield catalogue.finding("F013", found=identity.get("digest", ""), expected=form.digest)
    if garbled(identity):
        yield catalogue.finding(
            "S118",
            sheet=HIDDEN_SHEET,
            found=identity["year"][:20],
            expected="四位年份",
            label="标识页里的报告年度",
        )


def garbled(identity: Mapping[str, str]) -> bool:
    """Say whether the hidden sheet's year is none."""
    return bool(identity.get("year")) and year_of(identity["year"]) is None


def _label_share(form: Form, grid: RawWorkbook) -> float:
    """How much of a form's printed tables is found in a workbook by labels alone, 0 to 1."""
    labels = {
        line.asked[-1]
        for table in form.tables
        for block in table.blocks
        for line in block.rows
        if line.heading
    }
    words = {
        cell.value.strip()
        for sheet in grid.sheets
        for cell in sheet.cells.values()
        if isinstance(cell.value, str)
    }
    return len({label.strip() for label in labels} & words) / len(labels)


def fixed_items(form: Form, identity: Mapping[str, str]) -> dict[str, str]:
    """The items of 基本信息 that the coordinating office fixed, as the hidden sheet records them."""
    recorded = {item: identity.get(item, "") for item in ("code", "kind", "scope", "year")}
    recorded["name"] = identity.get("organ", "")
    if year_of(recorded["year"]) is None:
        del recorded["year"]
    return {item.id: recorded[item.id] for item in form.profile if recorded.get(item.id)}


def profile_by_label(form: Form, grid: RawWorkbook) -> dict[str, str]:
    """Organ and year (if it is one) of a workbook without its hidden sheet, from the labels of 基本信息."""
    found = {}
    sheet = next((sheet for sheet in grid.sheets if sheet.name == PROFILE_SHEET), None)
    labels = {item.label: item.id for item in form.profile if item.id in ("name", "year")}
    for (row, column), cell in (sheet.cells if sheet else {}).items():
        item = labels.get(str(cell.value).removesuffix("*").strip()) if cell.value else None
        value = sheet.cells.get((row, column + 1)) if sheet and item else None
        if item and value and value.value is not None:
            found[item] = str(value.value).strip()
    if "year" in found:  # the year that was locked there, whatever was typed around it
        year = _YEAR.match(found.pop("year"))
        found |= {"year": year[0]} if year else {}
    return found
