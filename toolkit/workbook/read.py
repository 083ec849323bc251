"""A filled workbook read back: file in, Filing and findings about the file and its structure out.

Figures are taken by position with the labels verified, never through names that can have moved. What the
workbook is comes from its hidden sheet, or failing that from its labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from toolkit import __version__, catalogue
from toolkit.filing import Filing, entered
from toolkit.reading import Reading
from toolkit.workbook.align import Alignment, align
from toolkit.workbook.book import Book
from toolkit.workbook.digests import plan_digest
from toolkit.workbook.expected import expected_plans
from toolkit.workbook.grid import read_grid
from toolkit.workbook.matched import Matched, Returned, moves_of
from toolkit.workbook.plan import PREVIOUS_SHEET
from toolkit.workbook.recognise import (
    ENOUGH_LABELS,
    fixed_items,
    form_findings,
    form_of,
    garbled,
    identity_of_file,
    profile_by_label,
    year_of,
)
from toolkit.workbook.structure import structure_findings
from toolkit.workbook.taken import filing_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.form.model import Form
    from toolkit.workbook.grid import RawWorkbook
    from toolkit.workbook.plan import SheetPlan


def read_workbook(file: Path | bytes, *, form: Form | None = None) -> Reading:
    """Read a filled workbook, or its bytes; `form` is the form to expect, else the installed one that the file names.

    Raises FileRefused where the file is no workbook of ours, and FormError where its form cannot be loaded.
    """
    grid = read_grid(file)
    identity = identity_of_file(grid)
    known = form_of(grid, identity, form)
    findings = [*form_findings(known, identity)]
    fixed = fixed_items(known, identity)
    if not identity.get("form") or garbled(identity):
        fixed |= profile_by_label(known, grid)
    year = year_of(fixed.get("year", ""))
    profile = {item: entered(year if item == "year" else text) for item, text in fixed.items()}
    base = Filing(known.id, year, profile=profile, previous=_expected_previous(known, grid, identity))
    book = Book(known, base, fixed, identity.get("contact", ""), identity.get("note", ""))
    sheet_plans = expected_plans(book, identity)
    matched = _matched(sheet_plans, grid, identity)
    other_version = identity.get("gktool", __version__) != __version__ and identity.get(
        "plan"
    ) != plan_digest(sheet_plans)
    if other_version and identity.get("digest") == known.digest:
        findings.append(catalogue.finding("F015", found=identity.get("gktool", "")))
    moves = moves_of(matched, trusting=other_version)
    filing = filing_in(book, matched, moves)
    if filing.year is None:  # not fixed by the coordinating office: as the office says
        filing = replace(filing, year=year_of(filing.about("year")))
    if filing.year is not None and not known.covers(filing.year):
        findings.append(catalogue.finding("F014", found=str(filing.year), expected=known.span))
    findings += structure_findings(book, filing, Returned(grid, identity, matched, moves))
    return Reading(known, filing, tuple(findings), tuple(pair.plan.name for pair in matched))


def _expected_previous(form: Form, grid: RawWorkbook, identity: Mapping[str, str]) -> dict[str, float]:
    """Stand-ins for last year's figures where the workbook came with them, whatever became of their sheet."""
    if not identity.get("previous") and all(sheet.name != PREVIOUS_SHEET for sheet in grid.sheets):
        return {}
    return dict.fromkeys(Book(form, Filing(form.id, None)).previous_rows, 0)


def _matched(
    sheet_plans: tuple[SheetPlan, ...], grid: RawWorkbook, identity: Mapping[str, str]
) -> list[Matched]:
    """Pair every planned sheet with the file's: by name, else the left-over sheet with the same labels."""
    by_name = {sheet.name: sheet for sheet in grid.sheets}
    planned = {plan.name for plan in sheet_plans}
    spare = [sheet for sheet in grid.sheets if sheet.name not in planned]
    pairs: list[Matched] = []
    for plan in sheet_plans:
        if plan.hidden and not identity:
            continue
        sheet = by_name.get(plan.name)
        if sheet is None and not plan.hidden:
            sheet = next((other for other in spare if align(plan, other).share >= ENOUGH_LABELS), None)
            if sheet is not None:
                spare.remove(sheet)
        pairs.append(Matched(plan, sheet, align(plan, sheet) if sheet else Alignment()))
    return pairs
