"""The exact search: the fewest slips after which every equation holds.

Where as many equations without a common cell are violated as slips are left, each has exactly one wrong cell,
which then owes the whole difference: one of them is enough to branch on. Else every violated equation is
tried. Slips of several cells are given beforehand and count as one. A limit of steps bounds the time.
Four slips in two rows and two columns leave no equation with one wrong cell: see `Search._ring`.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, islice
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from toolkit.check.equations import simplest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from toolkit.check.equations import Equations
    from toolkit.check.slips import Slip

    Exact = int | Fraction
    Residuals = Mapping[int, Exact]

MORE_SLIPS: Final = 1.5  # what every further slip costs besides its own cost
_RING: Final = 4  # slips that a ring takes
_STEPS: Final = 5000
_KEPT: Final = 60
_WIDTH: Final = 8.0  # an explanation dearer than the best by this is not worth keeping
_PAIRS: Final = 12  # of the cheapest compound slips, also two together are tried


class Solution(Struct, frozen=True):
    """Slips that explain every violated equation, and what they cost together."""

    slips: tuple[Slip, ...]
    cost: float

    @property
    def cells(self) -> dict[int, Exact]:
        """The figure meant, by cell."""
        return {cell: value for slip in self.slips for cell, value in slip.cells}


class Search(Struct):
    """A search over one group of violated equations.

    `single` gives the slip that makes a difference of so much at a cell, or None if the figure would not be
    legal; `cheapest` is the least that any slip costs.
    """

    equations: Equations
    single: Callable[[int, Exact], Slip | None]
    compound: Sequence[Slip] = ()
    values: Mapping[int, Exact] = field(default_factory=dict)
    cheapest: float = 0.0
    steps: int = _STEPS
    found: dict[frozenset[tuple[int, Exact]], Solution] = field(default_factory=dict)
    best: float = float("inf")

    @property
    def exhausted(self) -> bool:
        """Whether the search was given up."""
        return self.steps <= 0

    def run(self, residuals: Residuals, most: int) -> list[Solution]:
        """The explanations with the fewest slips, at most `most`, and those with one more; the likeliest first."""
        fewest = most
        for count in range(1, most + 1):
            if count > fewest + 1 or self.exhausted:
                break
            self._with_compound(residuals, count)
            self._singles(residuals, count, ())
            if self.found and count < fewest:
                fewest = count
        if not self.found and most >= _RING:
            self._ring(residuals, most)
        near = [(cells, one) for cells, one in self.found.items() if one.cost <= self.best + _WIDTH]
        near.sort(key=lambda pair: (pair[1].cost, len(pair[0]), sorted(pair[0])))
        plain = (one for cells, one in near if not any(other < cells for other in self.found))
        return list(islice(plain, _KEPT))

    def _ring(self, residuals: Residuals, most: int) -> None:
        """Look for slips of which every violated equation has two.

        By how much each is wrong is not determined: whatever one of them takes, the others follow. If any figures
        will do, then some with one of them at 0, the least that a figure can be.
        """
        for cell, equations in enumerate(self.equations.of_cell):
            shared = sum(equation in residuals for equation, _ in equations) > 1
            if shared and (slip := self.single(cell, -self.values[cell])) is not None:
                self._singles(self.after(residuals, slip), most - 1, (slip,))

    def _with_compound(self, residuals: Residuals, count: int) -> None:
        for slip in self.compound:
            if self.exhausted:
                return
            self._singles(self.after(residuals, slip), count - 1, (slip,))
        if count > 1:
            for pair in combinations(self.compound[:_PAIRS], 2):
                if self.exhausted:
                    return
                if {cell for cell, _ in pair[0].cells}.isdisjoint(cell for cell, _ in pair[1].cells):
                    rest = self.after(self.after(residuals, pair[0]), pair[1])
                    self._singles(rest, count - 2, pair)

    def after(self, residuals: Residuals, slip: Slip) -> dict[int, Exact]:
        """The differences once a slip is put right."""
        rest = dict(residuals)
        for cell, meant in slip.cells:
            step = meant - self.values[cell]
            for equation, coefficient in self.equations.of_cell[cell]:
                difference = rest.get(equation, 0) + coefficient * step
                if difference:
                    rest[equation] = difference
                else:
                    rest.pop(equation, None)
        return rest

    def _singles(self, residuals: Residuals, left: int, chosen: tuple[Slip, ...]) -> None:
        """Explain the rest by at most `left` slips of one cell each."""
        self.steps -= 1
        cost = sum(slip.cost for slip in chosen) + MORE_SLIPS * max(len(chosen) - 1, 0)
        if not residuals:
            self._keep(chosen, cost)
            return
        counted: dict[int, int] = {}
        for equation in residuals:
            of_class = self.equations.classes[equation]
            counted[of_class] = counted.get(of_class, 0) + 1
        most = max(counted.values())
        least = cost + most * (self.cheapest + MORE_SLIPS) - (0 if chosen else MORE_SLIPS)
        if most > left or self.exhausted or least > self.best + _WIDTH:
            return
        used = {cell for slip in chosen for cell, _ in slip.cells}
        for cell, step in self._steps(residuals, left, counted):
            if cell not in used and (slip := self.single(cell, step)) is not None:
                self._singles(self.after(residuals, slip), left - 1, (*chosen, slip))

    def _steps(
        self, residuals: Residuals, left: int, counted: Mapping[int, int]
    ) -> Iterator[tuple[int, Exact]]:
        """Cells that may owe the whole difference of a violated equation, and by how much they are to change."""
        rows, of_cell, classes = self.equations.rows, self.equations.of_cell, self.equations.classes
        tight = [equation for equation in residuals if counted[classes[equation]] == left]
        pivots = [min(tight, key=lambda equation: len(rows[equation]))] if tight else list(residuals)
        for pivot in pivots:
            for cell, coefficient in rows[pivot].items():
                if left == 1 and len(of_cell[cell]) != len(residuals):
                    continue
                yield cell, quotient(-residuals[pivot], coefficient)

    def _keep(self, chosen: tuple[Slip, ...], cost: float) -> None:
        if cost > self.best + _WIDTH:
            return
        solution = Solution(chosen, cost)
        cells = frozenset(solution.cells.items())
        known = self.found.get(cells)
        if known is None or cost < known.cost:
            self.found[cells] = solution
            self.best = min(self.best, cost)


def quotient(number: Exact, divisor: Exact) -> Exact:
    """An exact quotient, whole if it can be."""
    return simplest(number * divisor if divisor in {1, -1} else Fraction(number) / Fraction(divisor))
