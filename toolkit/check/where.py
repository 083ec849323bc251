"""Where a finding stands and what its place is called, in the user's own words.

A filing that came from no workbook has no cells: a figure's sheet is then still named, its cell is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.filing import BLANK
from toolkit.finding import Related
from toolkit.form.model import Orientation

if TYPE_CHECKING:
    from toolkit.filing import Filing, Place
    from toolkit.form.model import Form, Section, Table

_QUOTED: Final = 30  # characters of a wrong entry that are quoted


class Where(Struct, frozen=True):
    """A sheet and a cell, each None where it is not known."""

    sheet: str | None = None
    cell: str | None = None

    def related(self, field_id: str, role: str) -> Related:
        """What stands here, as a finding names it beside its own."""
        return Related(self.sheet, self.cell, field_id, role)


def at(place: Place | None, sheet: str | None = None) -> Where:
    """A place as a finding names it; without one, at most the sheet is known."""
    return Where(sheet) if place is None else Where(place.sheet, place.cell)


def of_figure(form: Form, filing: Filing, field_id: str) -> Where:
    """Where a figure or a total stands."""
    entry = filing.figures.get(field_id) or filing.stated.get(field_id) or BLANK
    table = form.table(form.fields[field_id].table)
    sheet = table.title if filing.printed and table.printed else table.sheet
    return at(entry.place or filing.cells.get(field_id), sheet)


def of_mode(filing: Filing, table: Table) -> Where:
    """Where a table's 填报方式 is chosen."""
    place = filing.modes.get(table.id, BLANK).place or filing.cells.get(f"mode:{table.id}")
    return at(place, table.sheet)


def of_item(filing: Filing, item_id: str) -> Where:
    """Where an item of 基本信息 stands."""
    return at(filing.profile.get(item_id, BLANK).place or filing.cells.get(f"profile:{item_id}"))


def of_section(filing: Filing, section: Section) -> Where:
    """Where a section's text begins."""
    typed = filing.texts.get(section.id, ())
    return at((typed[0].place if typed else None) or filing.cells.get(f"text:{section.id}"))


def row_name(table: Table, row: str) -> str:
    """A row by its Chinese name; in a table whose rows lie side by side it is a group."""
    return f"“{row}”一{'组' if table.orientation is Orientation.ACROSS else '行'}"


def formula_words(formula: str) -> str:
    """A formula as a user sees it, with its =."""
    return "=" + formula.removeprefix("=")


def clipped(text: str) -> str:
    """An entry as it is quoted: on one line, and short."""
    line = " ".join(text.splitlines())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"
