"""The equations of one filing with its figures: what is typed, and what does not come out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from toolkit.check.equations import CLAIM, equations_of, exact, linear_rules
from toolkit.check.rules import remembered
from toolkit.filing import Mode
from toolkit.form.expression import Aspect
from toolkit.form.instance import Term
from toolkit.values import Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from fractions import Fraction

    from toolkit.filing import Filing
    from toolkit.form.model import Form

    Exact = int | Fraction
    Claims = Mapping[tuple[str, ...], float]

_HUGE: Final = 1e12


class Violated:
    """The equations that a filing's figures decide; `residuals` are the differences of those that fail.

    `failing` are the rules that fail, by number in `Form.instances`, each with the parts of the equations that it
    belongs to.
    """

    def __init__(self, form: Form, filing: Filing, claims: Claims) -> None:
        self.form = form
        values = Values(form, filing)
        value = remembered(values)
        known = {name for name in filing.stated if _sound(value(Term(name, Aspect.STATED)))}
        # A 零报告 has no cells that could be wrong.
        empty = {table.id for table in form.tables if filing.mode(table.id) is Mode.ZERO_REPORT}
        self.instances = form.instances
        active = tuple(
            number
            for number, terms in linear_rules(form).items()
            if all(term.aspect is not Aspect.STATED or term.field in known for term in terms)
            and not (empty and any(form.fields[term.field].table in empty for term in terms))
            and all(_sound(value(term)) for term in terms)
            and self.instances[number].applies(value, values.given)
        )
        said = tuple(
            fields for fields in claims if _sound(claims[fields]) and self._known(fields, value, empty)
        )
        self.equations = equations_of(form, active, tuple(sorted(known)), said)
        self.values: dict[int, Exact] = {}
        for number, term in enumerate(self.equations.cells):
            if term.field.startswith(CLAIM):
                figure: float | None = claims[said[int(term.field.removeprefix(CLAIM))]]
            else:
                figure = value(term)
            self.values[number] = exact(figure or 0)
        self.residuals = self.equations.residuals(self.values)
        self.failing = dict(self._failing(active, value)) if self.residuals else {}

    def _known(self, fields: tuple[str, ...], value: Callable[[Term], float | None], empty: set[str]) -> bool:
        """Whether fields that the text speaks of exist and hold figures."""
        items = [self.form.fields.get(name) for name in fields]
        return all(
            item is not None
            and item.table not in empty
            and all(_sound(value(Term(name))) for name in item.inputs)
            for item in items
        )

    def _failing(
        self, active: Iterable[int], value: Callable[[Term], float | None]
    ) -> Iterator[tuple[int, set[int]]]:
        """The rules that fail, with the parts of the equations that they belong to."""
        equations = self.equations
        for number in active:
            if self.instances[number].equation.difference(value):
                cells = (equations.number.get(term) for term in linear_rules(self.form)[number])
                yield (
                    number,
                    {equations.parts[equations.of_cell[one][0][0]] for one in cells if one is not None},
                )


def _sound(value: float | None) -> bool:
    return value is not None and math.isfinite(value) and abs(value) < _HUGE
