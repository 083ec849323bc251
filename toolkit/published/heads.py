"""The rows and the columns of a grid: which heading of the form each of them has, by its labels.

Rows are told by the words at their head, columns by the nearest heading above that speaks of them; so heads
may repeat, blocks may follow each other, and merged heads may be taken apart.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from toolkit.published.lattice import is_figure
from toolkit.published.shapes import Match, match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.published.blocks import Cell
    from toolkit.published.lattice import Lattice
    from toolkit.published.shapes import Heading, Shape

_TELLING: Final = 0.84  # how sure a label must be to show where the labels of rows end
BY_PLACE: Final = 0.3  # how sure a heading is that only its place tells

Columns = dict[int, Match]
"""Which heading each column of a grid has; columns without one are left out."""


class RowOf(Struct, frozen=True):
    """A row of figures: the number of the shape it belongs to, and the heading it was told by."""

    shape: int
    told: Match


class Heads(Struct, frozen=True):
    """The heading rows of a grid as the next one may go on with them: its width, its columns by shape."""

    first: int = -1
    width: int = -1
    columns: dict[int, Columns] = field(default_factory=dict)


class Labelled:
    """A grid with the headings of its rows and columns, read as some blocks; `before` is what it may continue."""

    def __init__(self, lattice: Lattice, shapes: Sequence[Shape], before: Heads) -> None:
        self.lattice = lattice
        self.grid = lattice.grid
        self.shapes = shapes
        self.before = before
        self._read: dict[tuple[range, int], Columns] = {}
        self._used: dict[int, Columns] = {}

    @property
    def heads(self) -> Heads:
        """The headings that the columns were told by so far."""
        return Heads(self.first, self.grid.columns, {**self.before.columns, **self._used})

    @cached_property
    def first(self) -> int:
        """The first column of figures: behind every label that can only be a row's."""
        column_keys = {heading.keys[-1] for shape in self.shapes for heading in shape.columns}
        labels = tuple(
            heading
            for shape in self.shapes
            if not shape.nameless
            for heading in shape.rows
            if heading.keys[-1] not in column_keys
        )
        ends = [
            cell.column + cell.colspan
            for cell, key in self.lattice.keys.items()
            if key not in column_keys
            and any((told := match((key,), (one,), frozenset())) and told.sure >= _TELLING for one in labels)
        ]
        return min(max(ends, default=0), self.grid.columns)

    # ── rows ─────────────────────────────────────────────────────────────────

    @cached_property
    def rows(self) -> dict[int, RowOf]:
        """The rows of figures; of two with one heading the surer, of two alike the first."""
        if self.shapes[0].nameless:
            return self._only_row()
        best: dict[tuple[int, Heading], tuple[float, int]] = {}
        for row in range(self.grid.rows):
            found = self._row(row)
            if found:
                key = found.shape, found.told.heading
                best[key] = max(best.get(key, (0.0, 0)), (found.told.sure, -row))
        rows = {-row: RowOf(shape, Match(heading, sure)) for (shape, heading), (sure, row) in best.items()}
        return dict(sorted((rows | self._between(rows)).items()))

    def _row(self, row: int) -> RowOf | None:
        """What the labels of a row say; nothing for one that only goes on with cells from above."""
        if not any(cell.row == row for cell in self.lattice.cells(row, 0)):
            return None
        path = self.lattice.path(row, range(self.first), 0)
        told = [
            RowOf(number, found)
            for number, shape in enumerate(self.shapes)
            if path and (found := match(path, shape.rows, shape.row_groups))
        ]
        return max(told, key=lambda one: one.told.sure, default=None)

    def _only_row(self) -> dict[int, RowOf]:
        """The one row of figures of a table whose labels all are of columns."""
        told = Match(self.shapes[0].rows[0], 1.0)
        bodies = [row for row in range(self.grid.rows) if self._is_body(row)]
        filled = [row for row in bodies if self.has_figures(row)]
        return {row: RowOf(0, told) for row in (filled or bodies)[:1]}

    def _is_body(self, row: int) -> bool:
        cells = list(self.lattice.cells(row, 0))
        return bool(cells) and all(cell.row == row and cell not in self.lattice.keys for cell in cells)

    def has_figures(self, row: int) -> bool:
        """Whether a row holds figures, and nothing but figures, beside its labels."""
        cells = list(self.lattice.cells(row, self.first))
        filled = any(cell.text.strip() for cell in cells)
        return filled and all(cell.row == row and is_figure(cell.text) for cell in cells)

    def strays(self, row: int) -> bool:
        """Whether a figure stands among the labels of a row (a number of the row itself, before them, is none)."""
        labelled = False
        for column in range(self.first):
            cell = self.grid.at.get((row, column))
            if cell is None or cell.row != row:
                continue
            if cell in self.lattice.keys:
                labelled = True
            elif labelled and cell.text.strip():
                return True
        return False

    def label(self, row: int) -> Cell | None:
        """The innermost label of a row."""
        cells = [self.grid.at.get((row, column)) for column in range(self.first)]
        return next((cell for cell in reversed(cells) if cell and cell in self.lattice.keys), None)

    @cached_property
    def placed_rows(self) -> dict[int, Heading]:
        """The rows that only their place tells, with the heading they are taken for."""
        return {row: found.told.heading for row, found in self.rows.items() if found.told.sure == BY_PLACE}

    def _between(self, rows: dict[int, RowOf]) -> dict[int, RowOf]:
        """Rows with strange labels between two told ones, where just as many headings lie between these two."""
        known = sorted(rows)
        found: dict[int, RowOf] = {}
        for above, below in pairwise(known):
            number = rows[above].shape
            strange = [row for row in range(above + 1, below) if self.label(row) and self.has_figures(row)]
            labels = (self.label(row) for row in strange)
            foreign = any(cell and self.lattice.keys[cell] in self.shapes[number].foreign for cell in labels)
            if not strange or foreign or rows[below].shape != number:
                continue
            headings = self.shapes[number].rows
            start, end = (headings.index(rows[row].told.heading) for row in (above, below))
            left = headings[start + 1 : end]
            told = {one.told.heading for one in rows.values()}
            if len(left) == len(strange) and told.isdisjoint(left):
                pairs = zip(strange, left, strict=True)
                found |= {row: RowOf(number, Match(heading, BY_PLACE)) for row, heading in pairs}
        return found

    # ── columns ──────────────────────────────────────────────────────────────

    def columns(self, row: int) -> Columns:
        """The heading of each column, as it is for a row of figures."""
        number = self.rows[row].shape
        for segment in self._segments(row):
            if (segment, number) not in self._read:
                self._read[segment, number] = self._headings(segment, self.shapes[number])
            if found := self._read[segment, number]:
                self._used[number] = found
                return found
        same = (self.before.first, self.before.width) == (self.first, self.grid.columns)
        return self.before.columns.get(number, {}) if same else {}

    def words_above(self, row: int, column: int) -> str:
        """The words that stand over a column, as printed."""
        return next(iter(self._above(row, column)), "")

    def labels_of(self, row: int, column: int) -> tuple[str, ...]:
        """Every label of a figure, as printed: the words before it in its row and those over it."""
        before = dict.fromkeys(self.grid.at.get((row, at)) for at in range(self.first))
        return (*(cell.text for cell in before if cell), *self._above(row, column))

    def _above(self, row: int, column: int) -> tuple[str, ...]:
        """The words over a column in the nearest heading that has any, from below."""
        for segment in self._segments(row):
            cells = dict.fromkeys(self.grid.at.get((at, column)) for at in reversed(segment))
            words = tuple(cell.text.replace("\n", "") for cell in cells if cell and cell in self.lattice.keys)
            if words:
                return words
        return ()

    def _segments(self, row: int) -> Iterator[range]:
        """The runs of heading rows above a row of figures, the nearest first."""
        end = row
        while end > 0:
            while end > 0 and self._is_below_head(end - 1):
                end -= 1
            start = end
            while start > 0 and not self._is_below_head(start - 1):
                start -= 1
            if start < end:
                yield range(start, end)
            end = start

    def _is_below_head(self, row: int) -> bool:
        return row in self.rows or self.has_figures(row)

    def _headings(self, segment: range, shape: Shape) -> Columns:
        turned = self.lattice.turned
        found: Columns = {}
        for column in range(self.first, self.grid.columns):
            path = turned.path(column, segment, self.first)
            told = match(path, shape.columns, shape.column_groups) if path else None
            if told:
                found[column] = told
        return found
