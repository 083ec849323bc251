"""A filled workbook read back: file in, Filing and findings about the file and its structure out.

Figures are taken by position with the labels verified, never through names that can have moved. What the
workbook is comes from its hidden sheet, or failing that from its labels.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit import __version__, catalogue
from toolkit.filing import Entry, Filing, Kind, Paragraph, Place, entered
from toolkit.reading import Reading
from toolkit.workbook.align import Alignment, align
from toolkit.workbook.book import Book
from toolkit.workbook.cells import CellKind
from toolkit.workbook.expected import expected_plans
from toolkit.workbook.grid import read_grid
from toolkit.workbook.matched import Matched, Returned, moves_of
from toolkit.workbook.outline import plan_digest
from toolkit.workbook.plan import PREVIOUS_SHEET, PROFILE_SHEET, Holds, Role
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from toolkit.form.model import Form
    from toolkit.workbook.cells import RawCell
    from toolkit.workbook.grid import RawWorkbook
    from toolkit.workbook.moves import Moves
    from toolkit.workbook.plan import SheetPlan, Slot, Target

_TRUTHS = ("TRUE", "FALSE", "TRUE()", "FALSE()")
_LINE_BREAK = re.compile(r"[\r\n]+")


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
    filing = _filing(book, matched, moves)
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


def _filing(book: Book, matched: list[Matched], moves: Moves) -> Filing:
    parts: dict[Holds, dict[str, Entry]] = {holds: {} for holds in Holds}
    texts: dict[str, list[Paragraph]] = {}
    cells: dict[str, Place] = {}
    for slot, cell, place in _filled(matched):
        if slot.target is None:
            continue
        cells.setdefault(_key(slot.target), place)
        if slot.target.holds is not Holds.TEXT:
            parts[slot.target.holds][slot.target.id] = _entry(cell, place)
        elif cell and (cell.value is not None or cell.formula):
            words = f"={cell.formula}" if cell.value is None else str(cell.value)
            lines = (line.strip() for line in _LINE_BREAK.split(words))
            texts.setdefault(slot.target.id, []).extend(Paragraph(line, place) for line in lines if line)
    at = {pair.plan.name: pair for pair in matched}
    for item, entry in book.filing.profile.items():
        fixed = replace(entry, place=at[PROFILE_SHEET].place_of(book.profile_rows[item], 2))
        parts[Holds.PROFILE].setdefault(item, fixed)
    balances = {
        key: at[book.places.sheet(key[1])].place_of(*cell) for key, cell in book.places.checks.items()
    }
    return replace(
        book.filing,
        profile=parts[Holds.PROFILE],
        modes=parts[Holds.MODE],
        figures=parts[Holds.FIGURE],
        compose=parts[Holds.COMPOSE],
        stated=_stated(matched, moves),
        texts={name: tuple(paragraphs) for name, paragraphs in texts.items() if paragraphs},
        previous=_previous(matched),
        cells=cells | _computed_cells(matched),
        balances={key: place for key, place in balances.items() if place},
    )


def _filled(matched: Iterable[Matched]) -> Iterator[tuple[Slot, RawCell | None, Place]]:
    """Every slot that holds a part of the filing, with the file's cell and its place; gone ones are left out."""
    for pair in matched:
        for slot in pair.plan.holding:
            if place := pair.place(slot):
                yield slot, pair.cell(slot), place


def _stated(matched: list[Matched], moves: Moves) -> dict[str, Entry]:
    """What stands where a total's formula should be: what a person wrote, or nothing."""
    return {
        slot.field: _entry(cell, place)
        for pair in matched
        for slot, cell, place in _filled([pair])
        if slot.role is Role.FORMULA
        and not (cell and cell.formula and moves.keep(cell.formula, slot.formula, pair.plan.name))
    }


def _previous(matched: list[Matched]) -> dict[str, float]:
    return {
        slot.field: cell.value
        for slot, cell, _ in _filled(pair for pair in matched if pair.plan.name == PREVIOUS_SHEET)
        if cell and cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float)
    }


def _computed_cells(matched: list[Matched]) -> dict[str, Place]:
    """Where totals stand, and (as `previous:…`) last year's figures."""
    return {
        slot.field if slot.role is Role.FORMULA else f"previous:{slot.field}": place
        for slot, _, place in _filled(matched)
        if slot.field
    }


def _key(target: Target) -> str:
    return target.id if target.holds is Holds.FIGURE else f"{target.holds}:{target.id}"


def _entry(cell: RawCell | None, place: Place) -> Entry:
    if cell is None:
        return Entry(place=place)
    formula = cell.formula
    if formula and formula.upper() in _TRUTHS:  # how LibreOffice writes a truth value
        return Entry(formula.upper().startswith("TRUE"), None, Kind.BOOLEAN, place)
    if cell.kind is CellKind.ERROR:
        formula = None if formula == cell.value else formula
        return Entry(str(cell.value), None, Kind.ERROR, place, formula)
    made = entered(cell.value, place)
    if made.kind is Kind.NUMBER and cell.is_date:
        return Entry(made.raw, made.value, Kind.DATE, place, formula)
    return made if formula is None else replace(made, formula=formula)
