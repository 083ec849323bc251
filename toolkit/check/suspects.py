"""Which cells are probably wrong where balances fail, and what they should hold.

Nothing is changed: an explanation is a guess, said as such, and left out where there are too many.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from toolkit.check.compound import Compounds, grids_of
from toolkit.check.equations import CLAIM, simplest
from toolkit.check.search import Search, Solution
from toolkit.check.slips import Slip, figure_cost, typing_cost, typing_words
from toolkit.check.violated import Violated
from toolkit.form.expression import Aspect
from toolkit.form.model import Blanks, FieldType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from toolkit.check.violated import Claims
    from toolkit.filing import Filing
    from toolkit.form.instance import Instance, Term
    from toolkit.form.model import Field, Form

    Exact = int | Fraction

MOST_SLIPS: Final = 3  # more than these are too many to guess
SEARCHED: Final = 4  # that many are looked for all the same: they show whether fewer explain things well
_SHOWN: Final = 3
_CLEAR: Final = 0.8  # the share of all likelihood that one explanation must have to be called the most likely
_SINGLE: Final = 5.4  # one cell out of about 150, for 7 of 10 slips
_CHEAPEST: Final = 2.0  # no slip is thought likelier
_NOTHING: Final = 3.5  # few people type anything where nothing is to be typed
_LEDGER: Final = 1.5  # a count made for the purpose is wrong less often
_UNSEEN: Final = 10.5  # two slips or more that together look like one
_FURTHER: Final = 3.0  # the same for each further figure of a row that was left blank
_AGREEING: Final = 8.0  # by chance another equation would hardly come out too
_EVIDENCE: Final = 9.0  # last year's published figure is wrong
_REPEATED: Final = 1.0  # a figure in the text that is the table's own was copied from it with the slip
_SAID: Final = 5.4  # a figure in the text, where the table says another, is wrong


class Suspect(Struct, frozen=True):
    """One cell (a field, or the total stated in its cell), the figure in it and the one it should be.

    `why` is how that may have come about, in words; empty where no slip is natural.
    """

    term: Term
    present: float
    proposed: float
    why: str = ""


class Explanation(Struct, frozen=True):
    """What may have happened: the cells at fault, how unlikely it is (a cost), in how many slips.

    `as_said` is whether a figure in the text, which the table contradicts now, then agrees with it.
    """

    suspects: tuple[Suspect, ...]
    cost: float
    slips: int = 1
    as_said: bool = False


class Diagnosis(Struct, frozen=True):
    """A group of violated balances and its explanations, best first; none if none was found.

    `share` is how likely the first is among all that were found, `complete` whether the search came to its end.
    """

    broken: tuple[Instance, ...]
    explanations: tuple[Explanation, ...]
    share: float = 0.0
    complete: bool = True

    @property
    def apart(self) -> bool:
        """Whether the first explanation stands apart from the others."""
        return bool(self.explanations) and self.share >= _CLEAR

    @property
    def clear(self) -> bool:
        """Whether the first explanation may be called the most likely."""
        return self.apart and self.explanations[0].slips <= MOST_SLIPS

    @property
    def beyond_guessing(self) -> bool:
        """Whether no explanation of at most MOST_SLIPS slips was found."""
        return all(one.slips > MOST_SLIPS for one in self.explanations)


def diagnose(form: Form, filing: Filing, claims: Claims | None = None) -> tuple[Diagnosis, ...]:
    """Explain every group of violated balances.

    `claims` are figures from typed text: for a sum of fields (ids), the value that the text says. Where with
    them nothing is found, the text may speak of something else: the tables are looked at alone, and nothing
    stands apart.
    """
    case = _Case(form, filing, claims or {})
    found = tuple(case.diagnoses()) if case.residuals else ()
    if claims and any(one.broken and not one.explanations for one in found):
        return tuple(replace(one, share=0.0) for one in diagnose(form, filing))
    return found


class _Case(Violated):
    """One filing, with what each slip in it costs."""

    def __init__(self, form: Form, filing: Filing, claims: Claims) -> None:
        super().__init__(form, filing, claims)
        self.costs: dict[tuple[int, Exact], Slip | None] = {}
        self.empty = self._emptiness() if self.residuals else {}

    def _emptiness(self) -> dict[tuple[str, str], float]:
        """The odds of a cell to be 0, by table and row, by table and column, and by table alone (under "")."""
        zeros: Counter[tuple[str, str]] = Counter()
        every: Counter[tuple[str, str]] = Counter()
        for number, term in enumerate(self.equations.cells):
            if (item := self.form.fields.get(term.field)) is not None and term.aspect is not Aspect.LAST:
                for key in (f"row {item.row}", f"column {item.column}", ""):
                    every[item.table, key] += 1
                    zeros[item.table, key] += not self.values[number]
        return {key: (zeros[key] + 1) / (count - zeros[key] + 1) for key, count in every.items()}

    def _empty(self, item: Field) -> float:
        """How likely a cell is to be 0, judged by its row and its column."""
        of_row, of_column = (
            self.empty[item.table, f"row {item.row}"],
            self.empty[item.table, f"column {item.column}"],
        )
        odds = of_row * of_column / self.empty[item.table, ""]
        return min(max(odds / (1 + odds), 0.02), 0.98)

    def diagnoses(self) -> Iterator[Diagnosis]:
        """One diagnosis for each group of violated equations that hang together."""
        compound = Compounds(self.equations, self.values, self.residuals, self.legal).within(
            grids_of(self.form, self.equations)
        )
        for group in self._groups(compound):
            residuals = {equation: self.residuals[equation] for equation in group}
            own = [slip for slip in compound if self._touches(slip, group)]
            search = Search(self.equations, self.single, own, self.values, _CHEAPEST)
            solutions = search.run(residuals, SEARCHED)
            yield self._diagnosis(group, solutions, complete=not search.exhausted)

    def _touches(self, slip: Slip, group: set[int]) -> bool:
        return any(
            equation in group for cell, _ in slip.cells for equation, _ in self.equations.of_cell[cell]
        )

    def _groups(self, compound: Sequence[Slip]) -> list[set[int]]:
        """Violated equations by the parts of the form that hang together, or that one slip may have broken."""
        groups: dict[int, set[int]] = {}
        for equation in self.residuals:
            groups.setdefault(self.equations.parts[equation], set()).add(equation)
        found = list(groups.values())
        for slip in compound:
            touched = [group for group in found if self._touches(slip, group)]
            if len(touched) > 1:
                found = [group for group in found if group not in touched] + [set().union(*touched)]
        return sorted(found, key=min)

    def single(self, cell: int, step: Exact) -> Slip | None:
        """The slip of one cell that is this much off; None if the figure would not be legal."""
        key = (cell, step)
        if key not in self.costs:
            self.costs[key] = self._single(cell, simplest(self.values[cell] + step))
        return self.costs[key]

    def _single(self, cell: int, meant: Exact) -> Slip | None:
        term, typed = self.equations.cells[cell], self.values[cell]
        if term.aspect is Aspect.LAST:
            return Slip(((cell, meant),), self._outside(cell, meant))
        if not self.legal(cell, meant):
            return None
        item = self.form.fields[term.field]
        cost = _SINGLE + typing_cost(meant, typed)
        if self.form.table(item.table).blanks is Blanks.OPTIONAL:
            cost += _LEDGER
        elif term.aspect is Aspect.VALUE:  # a total is what its parts come to, however large
            empty = self._empty(item)
            cost += figure_cost(meant, empty) - figure_cost(typed, empty) + (0 if meant else _NOTHING)
        return Slip(((cell, meant),), max(cost, _CHEAPEST), typing_words(meant, typed, item.unit))

    def _outside(self, cell: int, meant: Exact) -> float:
        """How unlikely it is that evidence from outside the tables is wrong."""
        if not self.equations.cells[cell].field.startswith(CLAIM):
            return _EVIDENCE
        if not self._contradicted(cell):
            return _REPEATED
        return _SAID + typing_cost(meant, self.values[cell])

    def _contradicted(self, cell: int) -> bool:
        """Whether the tables say something else than the text does."""
        return any(equation in self.residuals for equation, _ in self.equations.of_cell[cell])

    def legal(self, cell: int, meant: Exact) -> bool:
        """Whether a figure could stand in a cell."""
        term = self.equations.cells[cell]
        if term.aspect is Aspect.LAST:
            return True
        item = self.form.fields[term.field]
        whole = isinstance(meant, int) or not item.whole
        return whole and -item.limit <= meant <= item.limit and (item.type is FieldType.SIGNED or meant >= 0)

    def _diagnosis(self, group: set[int], solutions: list[Solution], *, complete: bool) -> Diagnosis:
        """What was found about a group; nothing is called likely if the search was given up."""
        parts = {self.equations.parts[equation] for equation in group}
        broken = tuple(self.instances[number] for number, own in self.failing.items() if own & parts)
        share = self._share(group, solutions) if solutions and complete else 0.0
        explanations = tuple(self._explanation(one, group) for one in solutions[:_SHOWN])
        return Diagnosis(broken, explanations, share, complete)

    def _share(self, group: set[int], solutions: Sequence[Solution]) -> float:
        """How likely the first is among all that were found, and what was not: slips that hide each other.

        Every violated equation beyond the figures that could be chosen speaks for the first, the more so the
        larger the difference: by chance it would hardly be the same.
        """
        first = solutions[0]
        least = min(abs(float(self.residuals[equation])) for equation in group)
        agreeing = max(len(group) - sum(slip.free for slip in first.slips), 0)
        unseen = sum(_UNSEEN + _FURTHER * max(slip.free - 1, 0) for slip in first.slips)
        unseen += agreeing * (_AGREEING + math.log(least))
        others = sum(math.exp(first.cost - one.cost) for one in solutions[1:])
        return 1 / (1 + others + math.exp(min(first.cost - unseen, _UNSEEN)))

    def _explanation(self, solution: Solution, group: set[int]) -> Explanation:
        suspects = tuple(
            Suspect(self.equations.cells[cell], float(self.values[cell]), float(meant), slip.words)
            for slip in solution.slips
            for cell, meant in slip.cells
            if self.equations.cells[cell].aspect is not Aspect.LAST
        )
        as_said = any(
            term.field.startswith(CLAIM) and cell not in solution.cells
            for equation in group
            for cell, term in ((one, self.equations.cells[one]) for one in self.equations.rows[equation])
        )
        return Explanation(suspects, solution.cost, len(solution.slips), as_said)
