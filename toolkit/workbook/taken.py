"""The filing taken from a returned workbook's sheets, once it is known where each planned cell stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from toolkit.filing import Entry, Kind, Paragraph, entered
from toolkit.patterns import when_used
from toolkit.workbook.cells import CellKind
from toolkit.workbook.plan import PROFILE_SHEET, Holds, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.filing import Filing, Place
    from toolkit.workbook.book import Book
    from toolkit.workbook.cells import RawCell
    from toolkit.workbook.matched import Matched
    from toolkit.workbook.moves import Moves
    from toolkit.workbook.plan import Target

_TRUTHS: Final = ("TRUE", "FALSE", "TRUE()", "FALSE()")
_LINE_BREAK: Final = when_used(r"[\r\n]+")


def filing_in(book: Book, matched: list[Matched], moves: Moves) -> Filing:
    """Return the filing that the sheets hold; what the coordinating office fixed comes from the book's."""
    taken = _Taken(moves)
    for pair in matched:
        taken.sheet(pair)
    at = {pair.plan.name: pair for pair in matched}
    profile = taken.parts[Holds.PROFILE]
    for item, entry in book.filing.profile.items():
        place = at[PROFILE_SHEET].place_of(book.profile_rows[item], 2)
        profile.setdefault(item, replace(entry, place=place))
    return replace(
        book.filing,
        profile=profile,
        modes=taken.parts[Holds.MODE],
        figures=taken.parts[Holds.FIGURE],
        compose=taken.parts[Holds.COMPOSE],
        stated=taken.stated,
        texts={name: tuple(paragraphs) for name, paragraphs in taken.texts.items() if paragraphs},
        previous=taken.previous,
        cells=taken.cells,
        balances=_balances(book, at),
    )


class _Taken(Struct):
    """What was taken so far. `stated` is what stands where a total's formula should be."""

    moves: Moves
    parts: dict[Holds, dict[str, Entry]] = field(default_factory=lambda: {holds: {} for holds in Holds})
    texts: dict[str, list[Paragraph]] = field(default_factory=dict)
    stated: dict[str, Entry] = field(default_factory=dict)
    previous: dict[str, float] = field(default_factory=dict)
    cells: dict[str, Place] = field(default_factory=dict)

    def sheet(self, pair: Matched) -> None:
        """Take what one sheet holds."""
        moves, name = self.moves, pair.plan.name
        for slot, cell, place in pair.met(pair.plan.holding):
            target = slot.target
            if target is not None:
                self.cells.setdefault(_key(target), place)
                self._input(target, cell, place)
            elif slot.role is Role.FORMULA:
                self.cells[slot.field] = place
                if not (cell and cell.formula and moves.keep(cell.formula, slot.formula, name)):
                    self.stated[slot.field] = _entry(cell, place)
            else:
                self.cells[f"previous:{slot.field}"] = place
                if cell and cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float):
                    self.previous[slot.field] = cell.value

    def _input(self, target: Target, cell: RawCell | None, place: Place) -> None:
        if target.holds is not Holds.TEXT:
            self.parts[target.holds][target.id] = _entry(cell, place)
        elif cell and (cell.value is not None or cell.formula):
            words = f"={cell.formula}" if cell.value is None else str(cell.value)
            lines = (line.strip() for line in _LINE_BREAK.split(words))
            self.texts.setdefault(target.id, []).extend(Paragraph(line, place) for line in lines if line)


def _balances(book: Book, at: Mapping[str, Matched]) -> Mapping[tuple[str, str], Place]:
    """Where each balance shows its outcome; those whose cell is gone are left out."""
    if all(at[place.table.sheet].in_place for place in book.places.tables):
        return book.places.check_places
    found = {key: at[book.places.sheet(key[1])].place_of(*cell) for key, cell in book.places.checks.items()}
    return {key: place for key, place in found.items() if place}


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
