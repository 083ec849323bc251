"""Slips of several cells: neighbours swapped, figures one cell too far, a carry-over row left blank.

Each is a guess at what happened; only those that put more equations right than they break are given.
"""

from __future__ import annotations

import math
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from toolkit.check.search import quotient
from toolkit.check.slips import Slip, figure_cost
from toolkit.form.expression import Aspect
from toolkit.form.instance import Term
from toolkit.form.model import Blanks, field_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from toolkit.check.equations import Equations
    from toolkit.form.model import Form

    Exact = int | Fraction
    Change = dict[int, Exact]

# Negative logarithm of how often a slip of this kind is met, against one of a single cell, with its places.
SWAPPED: Final = 8.0
SWAPPED_ROWS: Final = 7.5
SHIFTED: Final = 8.5
SHIFTED_ROWS: Final = 9.5
LEFT_BLANK: Final = 4.5
_HALF: Final = 0.5
_RECKONED: Final = 0.5  # totals are reckoned, not copied
_MOST: Final = 40
_CARRIED: Final = ("carried_in", "carried_out")


class Grid(Struct, frozen=True, eq=False):
    """The cells of one table as printed: rows × columns of cell numbers, None where there is no such cell."""

    rows: tuple[tuple[int | None, ...], ...]
    carried: tuple[int, ...]
    summed_rows: tuple[int, ...]
    summed_columns: tuple[int, ...]

    def lines(self) -> Iterator[tuple[list[int], bool]]:
        """Runs of cells that are typed one after the other, down (True) or across."""
        for column in range(len(self.rows[0])):
            cells = [row[column] for at, row in enumerate(self.rows) if at not in self.summed_rows]
            yield [cell for cell in cells if cell is not None], True
        for row in self.rows:
            cells = [cell for at, cell in enumerate(row) if at not in self.summed_columns]
            yield [cell for cell in cells if cell is not None], False


@lru_cache(maxsize=64)
def grids_of(form: Form, equations: Equations) -> tuple[Grid, ...]:
    """The tables of a form that take part in equations."""
    found = []
    for table in form.tables:
        for block in table.blocks:
            if table.blanks is not Blanks.CHOSEN:
                continue
            rows = tuple(
                tuple(
                    equations.number.get(
                        Term(
                            field_id(table.id, row.id, column.id),
                            Aspect.STATED if row.sum or column.sum else Aspect.VALUE,
                        )
                    )
                    for column in block.printed_columns
                )
                for row in block.printed_rows
            )
            if any(cell is not None for row in rows for cell in row):
                found.append(
                    Grid(
                        rows,
                        tuple(at for at, row in enumerate(block.printed_rows) if row.id in _CARRIED),
                        tuple(at for at, row in enumerate(block.printed_rows) if row.sum),
                        tuple(at for at, column in enumerate(block.printed_columns) if column.sum),
                    )
                )
    return tuple(found)


class Compounds(Struct, frozen=True, dict=True):
    """The slips of several cells in one filing that would put violated equations right."""

    equations: Equations
    values: Mapping[int, Exact]
    residuals: Mapping[int, Exact]
    legal: Callable[[int, Exact], bool]
    found: dict[frozenset[tuple[int, Exact]], Slip] = field(default_factory=dict)

    @cached_property
    def broken(self) -> set[int]:
        """The cells of violated equations."""
        return {cell for equation in self.residuals for cell in self.equations.rows[equation]}

    def within(self, grids: Sequence[Grid]) -> list[Slip]:
        """All of them, the likeliest first."""
        for grid in grids:
            self._swapped(grid)
            self._swapped_rows(grid)
            for line, down in grid.lines():
                if not self.broken.isdisjoint(line):
                    self._shifted([(cell,) for cell in line], SHIFTED, "向下" if down else "向右")
                    self._shifted([(cell,) for cell in line[::-1]], SHIFTED, "向上" if down else "向左")
            rows = self._whole_rows(grid)
            self._shifted(rows, SHIFTED_ROWS, "向下", "行")
            self._shifted(rows[::-1], SHIFTED_ROWS, "向上", "行")
            for at in grid.carried:
                cells = grid.rows[at]
                self._left_blank(
                    [one for n, one in enumerate(cells) if one is not None and n not in grid.summed_columns],
                    [one for n, one in enumerate(cells) if one is not None and n in grid.summed_columns],
                )
        return sorted(self.found.values(), key=lambda slip: (slip.cost, len(slip.cells), slip.cells))[:_MOST]

    def _swapped(self, grid: Grid) -> None:
        for at, row in enumerate(grid.rows):
            below = grid.rows[at + 1] if at + 1 < len(grid.rows) else ()
            for column, cell in enumerate(row):
                beside = row[column + 1] if column + 1 < len(row) else None
                under = below[column] if below else None
                for other, word in ((beside, "左右"), (under, "上下")):
                    if (
                        cell is None
                        or other is None
                        or (cell not in self.broken and other not in self.broken)
                    ):
                        continue
                    one, two = self.values[cell], self.values[other]
                    if one != two:
                        words = f"像是{word}两格填反" if one and two else f"像是填到了{word}相邻的一格"
                        total = column in grid.summed_columns and word == "上下"
                        self._keep({cell: two, other: one}, SWAPPED + total * _RECKONED, words)

    def _swapped_rows(self, grid: Grid) -> None:
        """Neighbouring rows typed one for the other, with at least two figures that differ."""
        rows = self._whole_rows(grid)
        for one, two in pairwise(rows):
            change: Change = {}
            for cell, other in zip(one, two, strict=True):
                if self.values[cell] != self.values[other]:
                    change |= {cell: self.values[other], other: self.values[cell]}
            if len(change) > 2:  # noqa: PLR2004 - one pair is a swap of cells
                self._keep(change, SWAPPED_ROWS, "像是上下两行填反")

    @staticmethod
    def _whole_rows(grid: Grid) -> list[tuple[int, ...]]:
        """The rows that have a cell wherever the first one has."""
        rows = [
            tuple(cell for cell in row if cell is not None)
            for at, row in enumerate(grid.rows)
            if at not in grid.summed_rows
        ]
        return [row for row in rows if row and len(row) == len(rows[0])]

    def _shifted(self, line: list[tuple[int, ...]], cost: float, word: str, step: str = "格") -> None:
        """A run moved on by one step, its first place left at 0 and the figure of its last place lost or 0."""
        figures = [tuple(self.values[cell] for cell in cells) for cells in line]
        for start in range(len(line) - 2):
            if any(figures[start]) or not any(figures[start + 1]) or self.broken.isdisjoint(line[start]):
                continue
            change: Change = {}
            moved = 0
            for at in range(start, len(line) - 1):
                change |= dict(zip(line[at], figures[at + 1], strict=True))
                moved += any(figures[at + 1])
                if moved > 1 and any(figures[at + 1]):
                    whole = change | dict.fromkeys(line[at + 1], 0)
                    words = f"像是有 {at + 1 - start} {step}依次{word}错了一{step}"
                    self._keep(whole, cost + math.log(at + 1 - start) / 2, words, least=3)

    def _left_blank(self, row: list[int], totals: list[int]) -> None:
        """A carry-over row without a figure, which violated equations of several cells ask for.

        Another slip may be behind what one column asks for: it may have no figure of its own, or what is left
        of the sum that is known for the row. A total that is 0 was left blank with the rest.
        """
        if any(self.values[cell] for cell in row):
            return
        asked = dict(self._asked(row, {*row, *totals}))
        sums = {*self._sums(row), *dict(self._asked(totals, {*row, *totals})).values()}
        for apart in (None, *asked):
            others = {cell: meant for cell, meant in asked.items() if cell != apart}
            left = {known - sum(others.values()) for known in sums} if apart is not None else set()
            for rest in {0, *(meant for meant in left if meant > 0)}:
                change: Change = others | ({apart: rest} if apart is not None and rest else {})
                cost = sum(figure_cost(meant, _HALF) - figure_cost(0, _HALF) for meant in change.values())
                free = len(change)
                change |= {total: sum(change.values()) for total in totals if not self.values[total]}
                if len(change) > 1:
                    self._keep(change, LEFT_BLANK + cost, "像是整行漏填", free)

    def _asked(self, cells: Sequence[int], own: set[int]) -> Iterator[tuple[int, Exact]]:
        """What violated equations with one cell of the row ask for there."""
        for cell in cells:
            for equation, factor in self.equations.of_cell[cell]:
                if equation in self.residuals and len(own.intersection(self.equations.rows[equation])) == 1:
                    meant = self.values[cell] + quotient(-self.residuals[equation], factor)
                    if meant > 0 and self.legal(cell, meant):
                        yield cell, meant

    def _sums(self, row: Sequence[int]) -> Iterator[Exact]:
        """What violated equations ask for as the sum of the whole row."""
        for equation, factor in self.equations.of_cell[row[0]] if row else ():
            if equation in self.residuals and self.equations.rows[equation].keys() >= set(row):
                yield quotient(-self.residuals[equation], factor)

    def _keep(self, change: Change, cost: float, words: str, free: int = 0, least: int = 2) -> None:
        """Keep a slip if it puts more equations right than it breaks."""
        rest: dict[int, Exact] = {}
        values, of_cell, residuals = self.values, self.equations.of_cell, self.residuals
        for cell, meant in change.items():
            step = meant - values[cell]
            if step:
                for equation, factor in of_cell[cell]:
                    rest[equation] = rest.get(equation, 0) + factor * step
        gain = 0
        for equation, step in rest.items():
            if equation not in residuals:
                gain -= step != 0
            elif residuals[equation] + step == 0:
                gain += 1
        if gain <= 0:
            return
        cells = tuple(sorted((cell, meant) for cell, meant in change.items() if meant != values[cell]))
        if len(cells) < least:
            return
        known = self.found.get(key := frozenset(cells))
        if (known is None or known.cost > cost) and all(self.legal(*pair) for pair in cells):
            self.found[key] = Slip(cells, cost, words, free)
