"""What was changed in a returned workbook that should not have been: the findings of family S.

The file is compared with the form's own plan, not with its lock. What Excel, WPS, LibreOffice and openpyxl
change by merely saving is no finding: formulas are compared without spaces, quotes and letter case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit import catalogue
from toolkit.form.instance import plain
from toolkit.values import Values
from toolkit.workbook.cells import CellKind
from toolkit.workbook.digests import previous_digest
from toolkit.workbook.plan import PREVIOUS_SHEET, Role, a1, column_letters, is_result, quoted
from toolkit.workbook.shifts import shift_findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.filing import Filing, Place
    from toolkit.finding import Finding
    from toolkit.form.model import Form
    from toolkit.workbook.book import Book
    from toolkit.workbook.cells import RawCell
    from toolkit.workbook.grid import RawWorkbook
    from toolkit.workbook.matched import Matched, Returned
    from toolkit.workbook.moves import Moves
    from toolkit.workbook.plan import Slot

_SHOWN = 60  # characters of a cell's text or formula in a message


def structure_findings(book: Book, read: Filing, returned: Returned) -> Iterator[Finding]:
    """Yield everything that differs from the plan, which `book` was made for; `read` is what was filled in."""
    matched, moves, grid = returned.matched, returned.moves, returned.grid
    yield from _sheets(matched, grid)
    values = Values(book.form, read)
    for pair in matched:
        if pair.sheet is None:
            continue
        yield from shift_findings(pair)
        yield from _cells(values, pair, moves)
        if not pair.plan.hidden:
            yield from _hidden_lines(pair)
            yield from _extra(pair)
    yield from _names(book, grid, moves)
    yield from _previous(read, matched, returned.identity)
    yield from _protection(matched)


def _sheets(matched: list[Matched], grid: RawWorkbook) -> Iterator[Finding]:
    used = set()
    for pair in matched:
        if pair.sheet is None:
            yield catalogue.finding("S101", sheet=pair.plan.name, found=pair.plan.name)
            continue
        used.add(pair.sheet.name)
        if pair.sheet.name != pair.plan.name:
            yield catalogue.finding(
                "S102", sheet=pair.sheet.name, found=pair.sheet.name, expected=pair.plan.name
            )
        if pair.sheet.state != "visible" and not pair.plan.hidden:
            yield catalogue.finding("S105", sheet=pair.sheet.name, found=pair.sheet.name)
    for sheet in grid.sheets:
        if sheet.name not in used and not is_result(sheet):
            yield catalogue.finding("S103", sheet=sheet.name, found=sheet.name)
    order = [sheet.name for sheet in grid.sheets if sheet.name in used]
    wanted = [pair.sheet.name for pair in matched if pair.sheet]
    if order != wanted:
        yield catalogue.finding("S104", found="、".join(order))


def _cells(values: Values, pair: Matched, moves: Moves) -> Iterator[Finding]:
    moved, hidden, name = pair.alignment.moved, pair.plan.hidden, pair.plan.name
    for slot, cell, place in pair.met(pair.plan.unlabelled if pair.in_place else pair.plan.slots):
        if slot.role is Role.FORMULA:
            if cell and cell.formula and moves.keep(cell.formula, slot.formula, name):
                if slot.field and not moved:  # else it adds up other cells than planned
                    yield from _stale(values, slot, cell, place)
            else:
                yield from _formula(values.form, slot, cell, place)
        elif slot.role is Role.TEXT and not hidden:
            yield from _label(slot, cell, place)
        elif slot.role is Role.FIGURE and name != PREVIOUS_SHEET:
            found = _shown(cell)
            if found != _words(slot.value):
                label = _label_left(pair, slot)
                yield catalogue.finding(
                    "S118",
                    sheet=place.sheet,
                    cell=place.cell,
                    found=_clipped(found or "空白"),
                    expected=_words(slot.value),
                    label=label,
                )


def _label(slot: Slot, cell: RawCell | None, place: Place) -> Iterator[Finding]:
    expected, found = _words(slot.value), _shown(cell)
    if expected != found:
        yield catalogue.finding(
            "S106",
            sheet=place.sheet,
            cell=place.cell,
            found=_clipped(found or "空白"),
            expected=_clipped(expected),
        )


def _formula(form: Form, slot: Slot, cell: RawCell | None, place: Place) -> Iterator[Finding]:
    label = _formula_label(form, slot, place)
    if cell is None or cell.formula is None:
        yield catalogue.finding(
            "S108", sheet=place.sheet, cell=place.cell, field=slot.field or None,
            found=_clipped(_shown(cell) or "空白"), label=label,
        )  # fmt: skip
    elif "#REF!" in cell.formula.upper():
        yield catalogue.finding(
            "S114", sheet=place.sheet, cell=place.cell, field=slot.field or None, label=label
        )
    else:
        yield catalogue.finding(
            "S109", sheet=place.sheet, cell=place.cell, field=slot.field or None,
            found=_clipped(cell.formula), expected=_clipped(slot.formula), label=label,
        )  # fmt: skip


def _stale(values: Values, slot: Slot, cell: RawCell, place: Place) -> Iterator[Finding]:
    """A total whose stored result is another than the figures give."""
    if cell.kind is not CellKind.NUMBER or not isinstance(cell.value, int | float):
        return
    expected = values.shown(slot.field)
    if round(cell.value - expected, 6):
        yield catalogue.finding(
            "S117", sheet=place.sheet, cell=place.cell, field=slot.field,
            found=plain(cell.value), expected=plain(expected), label=_formula_label(values.form, slot, place),
        )  # fmt: skip


def _formula_label(form: Form, slot: Slot, place: Place) -> str:
    return f"“{form.fields[slot.field].alias}”" if slot.field else f"{place.sheet}!{place.cell}"


def _hidden_lines(pair: Matched) -> Iterator[Finding]:
    sheet = pair.sheet
    if sheet is None or not (sheet.hidden_rows or sheet.hidden_columns):
        return
    rows = sheet.hidden_rows & {pair.alignment.rows.at(slot.row) for slot in pair.plan.slots}
    columns = sheet.hidden_columns & {pair.alignment.columns.at(slot.column) for slot in pair.plan.slots}
    if rows:
        found = f"第 {'、'.join(str(row) for row in sorted(rows))} 行"
        yield catalogue.finding("S112", sheet=sheet.name, found=found)
    if columns:
        found = f"{'、'.join(column_letters(column) for column in sorted(columns))} 列"
        yield catalogue.finding("S112", sheet=sheet.name, found=found)


def _extra(pair: Matched) -> Iterator[Finding]:
    if pair.sheet is None:
        return
    covered = pair.plan.covered
    if not pair.in_place:
        covered = frozenset(at for place in covered if (at := pair.alignment.at(*place)))
    extra = [
        (place, cell)
        for place, cell in pair.sheet.cells.items()
        if place not in covered and (cell.kind is not CellKind.BLANK or cell.formula)
    ]
    for (row, column), cell in sorted(extra, key=lambda one: one[0]):
        yield catalogue.finding(
            "S107",
            sheet=pair.sheet.name,
            cell=a1(row, column),
            found=_clipped(_shown(cell) or f"={cell.formula}"),
        )


def _names(book: Book, grid: RawWorkbook, moves: Moves) -> Iterator[Finding]:
    for place in book.places.tables:
        name = f"{place.table.alias}表"
        expected = f"{quoted(place.table.sheet)}!$A$1:${column_letters(place.check_column)}${place.last_row}"
        found = grid.names.get(name)
        if found is None:
            yield catalogue.finding("S113", found="不见了", label=name)
        elif not moves.keep(found, expected, place.table.sheet):
            yield catalogue.finding("S113", found=f"指向了 {_clipped(found)}", label=name)


def _previous(filing: Filing, matched: list[Matched], identity: Mapping[str, str]) -> Iterator[Finding]:
    sheet = next((pair.sheet for pair in matched if pair.plan.name == PREVIOUS_SHEET), None)
    recorded = identity.get("previous", "")
    if sheet and recorded and previous_digest(filing.previous) != recorded:
        yield catalogue.finding(
            "S118", sheet=sheet.name, found="改动后的数", expected="下发时的数", label="上年数据"
        )


def _protection(matched: list[Matched]) -> Iterator[Finding]:
    open_sheets = [
        pair.sheet.name
        for pair in matched
        if pair.sheet and not pair.sheet.protected and not pair.plan.hidden
    ]
    if open_sheets:
        yield catalogue.finding("S115", found="、".join(f"“{name}”" for name in open_sheets))


def _label_left(pair: Matched, slot: Slot) -> str:
    left = next(
        (other for other in pair.plan.slots if other.row == slot.row and other.column < slot.column), None
    )
    return f"“{_words(left.value).removesuffix('*').strip()}”" if left else slot.address


def _words(value: object) -> str:
    return "" if value is None else plain(value) if isinstance(value, float) else str(value).strip()


def _shown(cell: RawCell | None) -> str:
    return "" if cell is None or cell.value is None else _words(cell.value)


def _clipped(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
