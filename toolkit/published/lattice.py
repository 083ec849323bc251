"""A grid seen by its labels: which cells are words, and the path of words that leads to a row or a column."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.number import is_nil, read_number
from toolkit.published.labels import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.published.blocks import Cell, Grid


_LONGEST_CHANGE: Final = 20  # characters
_WORD: Final = "新增|净?增加?|净?减少?"
_SIGNED: Final = rf"(?:[+-]|{_WORD})(?:\d+|\(\d+\))"
_CHANGE: Final = re.compile(
    rf"{_SIGNED}(?:/?{_SIGNED}|/\d+)?[项件个]?|0/\d+|\d+/0|{_WORD}"
)  # 1/2 counts pages


@lru_cache(maxsize=4096)
def is_figure(text: str) -> bool:
    """Say whether a text stands where figures stand: a number, a change (增2, +1/-0), a sign for nothing, or nothing."""
    words = text.strip()
    return not words or is_nil(words) or read_number(words) is not None or _is_change(words)


def _is_change(words: str) -> bool:
    tidy = "".join(unicodedata.normalize("NFKC", words).split())
    return len(tidy) <= _LONGEST_CHANGE and _CHANGE.fullmatch(tidy) is not None


def is_row(text: str, words: frozenset[str]) -> bool:
    """Say whether a line is a row of a table, by most of its cells: figures, and labels that have these keys."""
    cells = text.split()
    return 2 * sum(is_figure(cell) or key_of(cell) in words for cell in cells) > len(cells)


class Lattice(Struct, frozen=True, eq=False, dict=True):
    """A grid with the keys of its words; figures and blanks have none."""

    grid: Grid

    @cached_property
    def keys(self) -> dict[Cell, str]:
        """The key of each cell that holds words."""
        return {
            cell: key
            for cell in self.grid.cells
            if not is_figure(cell.text) and (key := key_of(cell.text.replace("\n", "")))
        }

    @cached_property
    def turned(self) -> Lattice:
        """The same with rows for columns."""
        return Lattice(self.grid.turned)

    def key(self, row: int, column: int) -> str:
        """The key at a place; empty for figures, blanks and places without a cell."""
        cell = self.grid.at.get((row, column))
        return "" if cell is None else self.keys.get(cell, "")

    def cells(self, row: int, first: int) -> Iterator[Cell]:
        """The cells of a row from a column on, each once."""
        seen = None
        for column in range(first, self.grid.columns):
            cell = self.grid.at.get((row, column))
            if cell is not None and cell is not seen and cell.column >= first:
                seen = cell
                yield cell

    def path(self, row: int, columns: range, floor: int) -> tuple[str, ...]:
        """The words at the head of a row, outermost first.

        A blank stands for the words above it (down to row `floor`), as where merged cells were taken apart,
        unless the row already has words of its own before it.
        """
        found: list[str] = []
        last = None
        for column in columns:
            cell = self.grid.at.get((row, column))
            if cell is None or cell is last:
                continue
            last = cell
            if key := self.keys.get(cell, ""):
                found.append(key)
            elif not cell.text.strip() and not self._own(row, columns.start, column):
                key = self._above(row, columns.start, column, floor)
                found += [key] * bool(key)
        return tuple(found)

    def _above(self, row: int, first: int, column: int, floor: int) -> str:
        """The words that a blank repeats; empty if it repeats none."""
        for other in range(row - 1, floor - 1, -1):
            if key := self.key(other, column):
                return key
            if self._own(other, first, column):
                break
        return ""

    def _own(self, row: int, first: int, before: int) -> bool:
        """Whether words begin in this row before a column."""
        at = self.grid.at
        return any(
            (cell := at.get((row, column))) is not None and cell.row == row and cell in self.keys
            for column in range(first, before)
        )
