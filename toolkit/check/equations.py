"""The balances of a form as equations over numbered cells: what the search for the wrong cell works on.

An equation is a rule with `=` at one row or column. A total is a cell of its own only where somebody stated
it; an equation that speaks of all its parts is then written with the total, as the printed form has it.
Evidence from outside (last year's figures, claims of the text) takes part as cells that nobody can correct.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.form.expression import Aspect
from toolkit.form.instance import Equation, Term
from toolkit.form.model import FieldRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from toolkit.form.instance import Instance
    from toolkit.form.model import Field, Form

    Exact = int | Fraction
    Row = Mapping[Term, Exact]

_SHAPES: Final = 64  # ways in which filings have stated totals, ledger and last year
_LONG: Final = 8  # cells; only longer equations can be the plain sum of others
CLAIM: Final = "claim:"  # a cell for what the text says, numbered


def exact(number: float) -> Exact:
    """A figure without the noise of floating point: 0.1 is one tenth."""
    return int(number) if number % 1 == 0 else Fraction(repr(float(number)))


def simplest(number: Exact) -> Exact:
    """The same number, as an int where it is whole: a half and a half are 1."""
    return number.numerator if number.denominator == 1 else number


class Equations(Struct, frozen=True, eq=False, dict=True):
    """Equations whose left minus right is a sum of coefficient × cell plus a constant, which should be 0.

    `rows` hold coefficients by cell number, `of_cell` the same turned round. Equations of one class have no
    cell in common, so that each violated one needs a cell of its own; `parts` are the equations that hang
    together through common cells. `sources` are the numbers of the instances that an equation came from.
    """

    cells: tuple[Term, ...]
    rows: tuple[dict[int, Exact], ...]
    constants: tuple[Exact, ...]
    sources: tuple[int | None, ...]

    @cached_property
    def number(self) -> dict[Term, int]:
        """The number of each cell."""
        return {term: number for number, term in enumerate(self.cells)}

    @cached_property
    def of_cell(self) -> tuple[tuple[tuple[int, Exact], ...], ...]:
        """The equations of each cell with its coefficient."""
        found: list[list[tuple[int, Exact]]] = [[] for _ in self.cells]
        for equation, row in enumerate(self.rows):
            for cell, coefficient in row.items():
                found[cell].append((equation, coefficient))
        return tuple(map(tuple, found))

    @cached_property
    def classes(self) -> tuple[int, ...]:
        """A class for each equation, such that those of one class have no cell in common."""
        taken: list[set[int]] = []
        found = []
        for row in self.rows:
            number = next((n for n, cells in enumerate(taken) if cells.isdisjoint(row)), len(taken))
            if number == len(taken):
                taken.append(set())
            taken[number].update(row)
            found.append(number)
        return tuple(found)

    @cached_property
    def parts(self) -> tuple[int, ...]:
        """A number for each equation, the same for those that hang together."""
        part = list(range(len(self.rows)))
        first: dict[int, int] = {}
        for equation, row in enumerate(self.rows):
            for cell in row:
                other = part[first.setdefault(cell, equation)]
                if other != part[equation]:
                    old = part[equation]
                    part = [other if number == old else number for number in part]
        return tuple(part)

    def residuals(self, values: Mapping[int, Exact]) -> dict[int, Exact]:
        """Left minus right of every violated equation."""
        found: dict[int, Exact] = {}
        for equation, row in enumerate(self.rows):
            difference = self.constants[equation]
            for cell, coefficient in row.items():
                difference += coefficient * values[cell]
            if difference:
                found[equation] = difference
        return found


@lru_cache(maxsize=_SHAPES)
def linear_rules(form: Form) -> dict[int, tuple[Term, ...]]:
    """The terms of every rule that is an equation, by its number in `Form.instances`.

    One under a condition that is itself a comparison is none: another figure may change the condition.
    """
    return {
        number: instance.terms
        for number, instance in enumerate(form.instances)
        if instance.equation.operator == "=" and not isinstance(instance.condition, Equation)
    }


@lru_cache(maxsize=_SHAPES)
def equations_of(
    form: Form, active: tuple[int, ...], stated: tuple[str, ...], claims: tuple[tuple[str, ...], ...]
) -> Equations:
    """The equations of these instances (numbers in `Form.instances`), with these totals stated, and of claims."""
    totals = sorted((form.fields[name] for name in stated), key=lambda item: -len(item.inputs))
    instances = form.instances
    found: dict[frozenset[tuple[Term, Exact]], tuple[Row, Exact, int | None]] = {}
    for number in active:
        instance = instances[number]
        row = {term: exact(factor) for term, factor in instance.equation.coefficients.items() if factor}
        for written in _written(row, instance, totals, form):
            found.setdefault(frozenset(written.items()), (written, _constant(instance), number))
    for place, names in enumerate(claims):
        row = _reduced({Term(name): 1 for item in names for name in form.fields[item].inputs}, totals)
        row[Term(f"{CLAIM}{place}", Aspect.LAST)] = -1
        found.setdefault(frozenset(row.items()), (row, 0, None))
    kept = _without_sums(list(found.values()))
    cells = tuple(dict.fromkeys(term for row, _, _ in kept for term in row))
    numbers = {term: place for place, term in enumerate(cells)}
    return Equations(
        cells,
        tuple({numbers[term]: factor for term, factor in row.items()} for row, _, _ in kept),
        tuple(constant for _, constant, _ in kept),
        tuple(source for _, _, source in kept),
    )


def _written(row: Row, instance: Instance, totals: list[Field], form: Form) -> Iterator[Row]:
    """The equation with totals for their parts; that of a grand total once by columns, once by rows."""
    yield _reduced(row, totals)
    anchor = form.fields[instance.anchor.field]
    if instance.anchor.aspect is Aspect.STATED and anchor.role is FieldRole.COMPUTED:
        for alike in (
            [item for item in totals if item.column == anchor.column],
            [item for item in totals if item.row == anchor.row],
        ):
            written = _reduced(row, alike)
            if len(written) < len(row):
                yield written


def _reduced(row: Row, totals: Iterable[Field]) -> dict[Term, Exact]:
    written = dict(row)
    for item in totals:
        total = Term(item.id, Aspect.STATED)
        factor = written.get(Term(item.inputs[0]))
        if total in written or factor is None:
            continue
        if all(written.get(Term(name)) == factor for name in item.inputs):
            for name in item.inputs:
                del written[Term(name)]
            written[total] = factor
    return written


def _constant(instance: Instance) -> Exact:
    left, right = instance.equation.left, instance.equation.right
    return sum((exact(part.coefficient * part.constant) for part in left), 0) - sum(
        (exact(part.coefficient * part.constant) for part in right), 0
    )


def _without_sums(found: list[tuple[Row, Exact, int | None]]) -> list[tuple[Row, Exact, int | None]]:
    """Leave out every equation that is the plain sum of others: it says nothing and ties together all of them."""
    kept = []
    for row, constant, source in found:
        rest = dict(row)
        if len(row) > _LONG:
            for other, _, _ in sorted(found, key=lambda item: len(item[0])):
                if len(other) < len(row) and all(rest.get(term) == factor for term, factor in other.items()):
                    for term in other:
                        del rest[term]
        if rest:
            kept.append((row, constant, source))
    return kept
