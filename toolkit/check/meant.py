"""What entries that are no numbers plainly mean, and whether the balances would hold if they counted so.

Rules count only real numbers. A text `１２` or `/` stays what it is; here it is only supposed to be a figure,
together with every other such entry of the filing, to tell the office what correcting them will show.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from toolkit.check.rules import balances_by_field, remembered
from toolkit.filing import BLANK, Entry, Kind, entered
from toolkit.form.expression import Aspect
from toolkit.form.instance import Outcome
from toolkit.values import Values
from toolkit.written import meant_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.filing import Filing
    from toolkit.form.instance import Instance, Term
    from toolkit.form.model import Form

_HUGE: Final = 1e15


def only_spaces(text: str) -> bool:
    """Say whether nothing in a text can be seen."""
    return all(char.isspace() or unicodedata.category(char) == "Cf" for char in text)


class Supposition(Struct, frozen=True, dict=True):
    """A filing read with good will: every plainly meant entry counts as the figure it means."""

    form: Form
    filing: Filing

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """What each plainly meant entry would be, by field id; one of only spaces would be blank."""
        found = {}
        for item in self.form.inputs:
            entry = self.filing.figures.get(item.id, BLANK)
            if entry.kind is not Kind.TEXT:
                continue
            text = str(entry.raw)
            if only_spaces(text):
                found[item.id] = Entry(place=entry.place)
            elif (figure := meant_figure(text, item)) is not None:
                found[item.id] = entered(figure, entry.place)
        return found

    def figure(self, field_id: str) -> float | None:
        """The figure that a field would have; None if it would not be known."""
        return self._values.figure(field_id)

    def clause(self, field_id: str) -> str:
        """Whether the balances around a field would then hold: 则相符, 仍不符, or nothing if undecided.

        Only an equation that holds speaks for a figure; a bound is kept by many. A total that nobody stated
        is the sum of its parts by its formula: that this balances says nothing.
        """
        figure = self.figure(field_id)
        decided = [
            (instance.equation.operator, outcome)
            for instance in balances_by_field(self.form).get(field_id, ())
            if not self._trivial(instance)
            for outcome, difference in (instance.outcome(self._value, self._values.given),)
            if difference is not None
        ]
        if figure is None:
            return ""
        if any(outcome is Outcome.FAILS for _, outcome in decided):
            return f"；若按 {shown(figure)} 计仍不符"
        return f"；若按 {shown(figure)} 计则相符" if any(sign == "=" for sign, _ in decided) else ""

    def _trivial(self, instance: Instance) -> bool:
        return instance.anchor.aspect is Aspect.STATED and instance.anchor.field not in self.filing.stated

    @cached_property
    def _values(self) -> Values:
        figures = {**self.filing.figures, **self.entries}
        return Values(self.form, replace(self.filing, figures=figures))

    @cached_property
    def _value(self) -> Callable[[Term], float | None]:
        return remembered(self._values)


def shown(figure: float) -> str:
    """An entered figure to its last digit, where `plain` would round: 12, 0.003, 2.0000001; 1e+20 if huge."""
    return str(int(figure)) if figure % 1 == 0 and abs(figure) < _HUGE else repr(float(figure))
