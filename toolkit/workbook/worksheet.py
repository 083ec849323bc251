"""The sheets of one workbook read one after the other: quickly where they are plain, by the parser where not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from toolkit.package.refusal import FileRefused
from toolkit.workbook.quick import quick_cells
from toolkit.workbook.shared import SharedFormulas
from toolkit.workbook.sheet import Budget, SheetReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.package.archive import Package
    from toolkit.workbook.cells import RawSheet
    from toolkit.workbook.styles import Styles

_USUAL: Final = 2**18  # bytes of a frame that is remembered
_MOST: Final = 32  # frames that are remembered for a set of styles


def _not_in_a_frame(_: dict[str, str]) -> None:
    """What the parser would go on from where the cells begin, or from where they ended, is not to be read apart."""
    raise ValueError


_NOT_IN_A_FRAME: Final = dict.fromkeys(("row", "c", "rPh"), _not_in_a_frame)


class _Frame(Struct, frozen=True):
    """A sheet without its cells, and what it cost of the budget."""

    sheet: RawSheet
    merges: int
    column_ranges: int


class WorksheetReader:
    """Reads the sheets of a workbook under one budget."""

    def __init__(self, package: Package, strings: Sequence[str], styles: Styles) -> None:
        self._package = package
        self._strings = strings
        self._styles = styles
        self._budget = Budget()

    def read(self, part: str, name: str, state: str) -> RawSheet:
        """Read one sheet; raises FileRefused."""
        data = self._package.read(part, sheet=name)
        left = replace(self._budget)
        if (quick := quick_cells(data, self._strings, self._styles, left)) and (
            frame := self._frame(quick.frame, part, left)
        ):
            self._budget = left
            hidden = frozenset(quick.hidden_rows)
            return replace(frame, name=name, state=state, cells=quick.cells, hidden_rows=hidden)
        reader = SheetReader(self._strings, self._styles, self._budget)
        self._package.parse(part, reader.starts, reader.ends, sheet=name, data=data)
        return reader.sheet(name, state)

    def _frame(self, data: bytes, part: str, left: Budget) -> RawSheet | None:
        """What a part says besides its cells, alike in all workbooks of a form; None if it takes the whole."""
        known: _Frame | None = self._styles.frames.get(data)
        if known is None:
            known = self._read_frame(data, part, replace(left))
            if known and len(data) <= _USUAL:
                if len(self._styles.frames) >= _MOST:
                    self._styles.frames.clear()
                self._styles.frames[data] = known
        if known is None or known.merges > left.merges or known.column_ranges > left.column_ranges:
            return None
        left.merges -= known.merges
        left.column_ranges -= known.column_ranges
        return known.sheet

    def _read_frame(self, data: bytes, part: str, left: Budget) -> _Frame | None:
        left.shared = SharedFormulas()  # what is tried here costs the whole part nothing
        reader, before = SheetReader(self._strings, self._styles, left), replace(left)
        try:
            self._package.parse(part, reader.starts | _NOT_IN_A_FRAME, reader.ends, data=data)
        except FileRefused:  # the parser tells where in the whole part
            return None
        sheet = reader.sheet("", "")
        return _Frame(sheet, before.merges - left.merges, before.column_ranges - left.column_ranges)
