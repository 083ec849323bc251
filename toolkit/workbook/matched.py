"""A returned workbook laid beside its plan: which sheet is which, and where each planned cell stands now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.filing import Place
from toolkit.workbook.align import IN_PLACE
from toolkit.workbook.moves import Moves
from toolkit.workbook.plan import a1

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from toolkit.workbook.align import Alignment
    from toolkit.workbook.cells import RawCell, RawSheet
    from toolkit.workbook.grid import RawWorkbook
    from toolkit.workbook.plan import SheetPlan, Slot


class Matched(Struct, frozen=True):
    """A planned sheet, the file's sheet (None if missing) and how their lines correspond."""

    plan: SheetPlan
    sheet: RawSheet | None
    alignment: Alignment

    @property
    def in_place(self) -> bool:
        """Say whether the sheet has its name and every label stands where it was planned."""
        return self.sheet is not None and self.alignment is IN_PLACE and self.sheet.name == self.plan.name

    def met(self, slots: Iterable[Slot]) -> Iterator[tuple[Slot, RawCell | None, Place]]:
        """Each slot with the file's cell and its place; those whose row or column is gone are left out."""
        if self.sheet and self.in_place:
            cells, places = self.sheet.cells, self.plan.places
            for slot in slots:
                at = (slot.row, slot.column)
                yield slot, cells.get(at), places[at]
            return
        for slot in slots:
            if place := self.place(slot):
                yield slot, self.cell(slot), place

    def cell(self, slot: Slot) -> RawCell | None:
        """The file's cell of a slot; None if there is none, or its row or column is gone."""
        at = self.alignment.at(slot.row, slot.column)
        return self.sheet.cells.get(at) if self.sheet and at else None

    def place(self, slot: Slot) -> Place | None:
        """Where a slot stands in the file, in the user's words; None if it is gone."""
        return self.place_of(slot.row, slot.column)

    def place_of(self, row: int, column: int) -> Place | None:
        """Where a planned cell stands in the file, in the user's words; None if it is gone."""
        if self.in_place and (known := self.plan.places.get((row, column))):
            return known
        at = self.alignment.at(row, column)
        return Place(self.sheet.name, a1(*at)) if self.sheet and at else None


class Returned(Struct, frozen=True):
    """A returned workbook beside its plan: the raw sheets, the hidden sheet's words, what matches, what moved."""

    grid: RawWorkbook
    identity: Mapping[str, str]
    matched: list[Matched]
    moves: Moves


def moves_of(matched: list[Matched], *, trusting: bool) -> Moves:
    """What sheets were renamed and what lines moved, for formulas that followed."""
    return Moves(
        {
            pair.plan.name: (pair.sheet.name, pair.alignment)
            for pair in matched
            if pair.sheet and (pair.sheet.name != pair.plan.name or pair.alignment.moved)
        },
        trusting,
    )
