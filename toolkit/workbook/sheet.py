"""One sheet of raw cells, read in one pass over its part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from toolkit.package.markup import TRUE
from toolkit.package.refusal import refuse
from toolkit.workbook.cells import KEPT_COLUMNS, KEPT_ROWS, MAX_COLUMN, MAX_ROW, RawCell, RawSheet, place
from toolkit.workbook.shared import SharedFormulas
from toolkit.workbook.styles import DEFAULT, Style
from toolkit.workbook.values import BLANKS, cell_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


MAX_CELLS = 200_000
MAX_BLANKS = 200_000
MAX_ELEMENTS = 1_000_000
MAX_MERGES = 5_000
MAX_COLUMN_RANGES = 50_000


class Budget(Struct):
    """What may still be read of one workbook, all its sheets together."""

    cells: int = MAX_CELLS
    blanks: int = MAX_BLANKS
    elements: int = MAX_ELEMENTS
    merges: int = MAX_MERGES
    column_ranges: int = MAX_COLUMN_RANGES
    shared: SharedFormulas = field(default_factory=SharedFormulas)


class SheetReader:
    """The handlers of one pass over a sheet; afterwards `sheet` gives what was met.

    The `<dimension>` is ignored: it is what the file says about itself.
    """

    def __init__(self, strings: Sequence[str], styles: Mapping[str, Style], budget: Budget) -> None:
        self._strings = strings
        self._styles = styles
        self._plain = styles.get("0", DEFAULT)
        self._budget = budget
        self._shared = budget.shared
        self._shared.next_sheet()
        self._cells: dict[tuple[int, int], RawCell] = {}
        self._merges: list[tuple[int, int, int, int]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._protected = False
        self._row = self._column = 0
        self._type, self._style = "n", self._plain
        self._value: str | None = None
        self._formula: str | None = None
        self._shared_index: str | None = None
        self._runs: list[str] = []
        self._phonetic = False
        self.starts = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "rPh": self._start_phonetic,
            "col": self._columns,
            "mergeCell": self._merge,
            "sheetProtection": self._protection,
        }
        self.ends = {
            "v": self._end_value,
            "t": self._end_text,
            "f": self._end_formula,
            "rPh": self._end_phonetic,
            "c": self._end_cell,
        }

    def sheet(self, name: str, state: str) -> RawSheet:
        """Return the sheet that was read."""
        return RawSheet(
            name=name,
            state=state,
            cells=self._cells,
            merges=tuple(self._merges),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=frozenset(self._hidden_columns),
            protected=self._protected,
        )

    def _start_row(self, attributes: dict[str, str]) -> None:
        stated = attributes.get("r")
        self._row = int(stated) if stated else self._row + 1
        self._column = 0
        if not 1 <= self._row <= MAX_ROW:
            raise ValueError(stated)
        hidden = attributes.get("hidden") in TRUE or attributes.get("ht") == "0"
        if hidden and self._row <= KEPT_ROWS:
            self._hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            self._row, self._column = place(reference)
        else:
            self._column += 1
            if not self._row or self._column > MAX_COLUMN:
                raise ValueError(self._column)
        self._type = attributes.get("t", "n")
        self._style = self._styles.get(attributes.get("s", "0"), self._plain)
        self._value = self._formula = None
        self._runs.clear()

    def _start_formula(self, attributes: dict[str, str]) -> None:
        self._shared_index = attributes.get("si") if attributes.get("t") == "shared" else None

    def _end_formula(self, text: str) -> None:
        formula = text.removeprefix("=")
        if self._shared_index is not None:
            if formula:
                self._shared.define(self._shared_index, self._row, self._column, formula)
            else:
                formula = self._shared.expand(self._shared_index, self._row, self._column)
        self._formula = formula

    def _end_value(self, text: str) -> None:
        self._value = text

    def _end_text(self, text: str) -> None:
        if not self._phonetic:
            self._runs.append(text)

    def _start_phonetic(self, _: dict[str, str]) -> None:
        self._phonetic = True

    def _end_phonetic(self, _: str) -> None:
        self._phonetic = False

    def _end_cell(self, _: str) -> None:
        budget, stored = self._budget, self._value
        budget.elements -= 1
        if budget.elements < 0:
            raise refuse("F006", "单元格", f"{MAX_ELEMENTS:,} 个")
        if self._type == "inlineStr" and self._runs:
            stored = "".join(self._runs)
        if stored is None and self._formula is None:
            self._keep_blank()
            return
        budget.cells -= 1
        if budget.cells < 0:
            raise refuse("F006", "有内容的单元格", f"{MAX_CELLS:,} 个")
        cell = cell_of(self._type, stored, self._formula, self._style, self._strings)
        self._cells[self._row, self._column] = cell

    def _keep_blank(self) -> None:
        if self._row <= KEPT_ROWS and self._column <= KEPT_COLUMNS and self._budget.blanks > 0:
            self._budget.blanks -= 1
            self._cells[self._row, self._column] = BLANKS[self._style]

    def _columns(self, attributes: dict[str, str]) -> None:
        self._budget.column_ranges -= 1
        if self._budget.column_ranges < 0:
            raise refuse("F006", "列的格式", f"{MAX_COLUMN_RANGES:,} 段")
        if attributes.get("hidden") in TRUE or attributes.get("width") == "0":
            first, last = max(1, int(attributes["min"])), min(KEPT_COLUMNS, int(attributes["max"]))
            self._hidden_columns.update(range(first, last + 1))

    def _merge(self, attributes: dict[str, str]) -> None:
        self._budget.merges -= 1
        if self._budget.merges < 0:
            raise refuse("F006", "合并区域", f"{MAX_MERGES:,} 个")
        first, _, last = attributes["ref"].partition(":")
        (top, left), (bottom, right) = place(first), place(last or first)
        self._merges.append((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    def _protection(self, attributes: dict[str, str]) -> None:
        self._protected = attributes.get("sheet") in TRUE
