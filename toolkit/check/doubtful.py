"""Which rules have to be looked at: nearly all hold in nearly every filing, and this is seen at a glance.

A rule is made into two lists of field numbers once per form, and a filing into one list of figures. Where the
two sums agree, or cannot be known, or the rule is not asked, it cannot fail; every other one is evaluated as it
is defined (`Instance.outcome`), which alone says that a rule fails.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.filing import Kind, Mode
from toolkit.form.expression import Aspect
from toolkit.form.instance import Term
from toolkit.form.model import Blanks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.filing import Filing
    from toolkit.form.instance import Instance
    from toolkit.form.model import Due, Field, Form, Table

_FORMS: Final = 16
_LARGE: Final = 1e9  # sums beyond may lose digits, and then their order matters
_TIMES: Final = range(1, 13)  # a figure that counts so often is added so often
_NOISE: Final = 1e-7  # of sums of decimals; half of the last digit that counts is more


class _Quick(Struct, frozen=True):
    """A rule as left minus right: numbers of the figures that are added and taken away, and a constant.

    `given` are the fields of which one must be filled in for it to be asked; `stated` is the total that somebody
    must have written; `last` says that it speaks of last year. Where `simple` is false, the sums do not tell.
    """

    instance: Instance
    simple: bool
    added: tuple[int, ...]
    taken: tuple[int, ...]
    constant: float
    given: tuple[str, ...]
    stated: str
    last: bool


def doubtful_rules(form: Form, filing: Filing) -> Iterator[Instance]:
    """Yield, in the order of the form, every rule that may fail.

    A rule with a condition cannot fail where its equation holds, whatever the condition. In a published report
    printed totals stand in for their parts: there every rule is looked at.
    """
    if filing.printed:
        yield from form.instances
        return
    figures = _figures(form, filing)
    for rule in _quick_rules(form):
        if (
            (rule.stated and rule.stated not in filing.stated)
            or (rule.last and not filing.previous)
            or (rule.given and not any(map(filing.has, rule.given)))
        ):
            continue
        if rule.simple:
            try:
                added: float = sum([figures[number] for number in rule.added])  # type: ignore[misc]
                taken: float = sum([figures[number] for number in rule.taken])  # type: ignore[misc]
            except TypeError:  # a figure that is not known: it cannot be decided
                continue
            operator, difference = rule.instance.equation.operator, added - taken + rule.constant
            holds = (difference <= _NOISE or operator == ">=") and (difference >= -_NOISE or operator == "<=")
            if holds and abs(added) < _LARGE and abs(taken) < _LARGE:
                continue
        yield rule.instance


@lru_cache(maxsize=_FORMS)
def _quick_rules(form: Form) -> tuple[_Quick, ...]:
    order = [field.id for field in _ordered(form)]
    numbers = {Term(name): number for number, name in enumerate(order)}
    numbers |= {Term(name, Aspect.LAST): number for number, name in enumerate(order, start=len(order))}
    return tuple(_quick(instance, numbers) for instance in form.instances)


def _quick(instance: Instance, numbers: Mapping[Term, int]) -> _Quick:
    equation, condition = instance.equation, instance.condition
    added: list[int] = []
    taken: list[int] = []
    constant, simple = 0.0, True
    for side, sign in ((equation.left, 1), (equation.right, -1)):
        for part in side:
            constant += sign * part.coefficient * part.constant
            times = abs(part.coefficient)
            found = [number for term in part.terms if (number := numbers.get(term)) is not None]
            if simple and times in _TIMES and len(found) == len(part.terms):
                wanted = added if sign * part.coefficient > 0 else taken
                wanted += found * int(times)
            else:
                simple = False
    return _Quick(
        instance,
        simple,
        tuple(added),
        tuple(taken),
        constant,
        given=tuple(term.field for term in condition) if isinstance(condition, tuple) else (),
        stated=instance.anchor.field if instance.anchor.aspect is Aspect.STATED else "",
        last=instance.needs_previous,
    )


@lru_cache(maxsize=_FORMS)
def _by_table(form: Form) -> tuple[tuple[Table, tuple[tuple[str, Due], ...]], ...]:
    return tuple(
        (table, tuple((item.id, item.due) for item in form.inputs if item.table == table.id))
        for table in form.tables
    )


@lru_cache(maxsize=_FORMS)
def _ordered(form: Form) -> tuple[Field, ...]:
    """The inputs in the order of `_figures`."""
    return tuple(form.fields[name] for _, fields in _by_table(form) for name, _ in fields)


def _figures(form: Form, filing: Filing) -> list[float | None]:
    """Every input figure as `Values` gives it, table by table, then last year's where any are known."""
    figures: list[float | None] = []
    entry_of, blank, kind = filing.figures.get, Kind.BLANK, filing.kind
    for table, fields in _by_table(form):
        optional = table.blanks is Blanks.OPTIONAL
        mode = None if optional else filing.mode(table.id)
        if not optional and mode in (None, Mode.ZERO_REPORT):
            figures += [None if mode is None else 0] * len(fields)
            continue
        zero = mode is Mode.BLANK_IS_ZERO
        for name, due in fields:
            entry = entry_of(name)
            if entry is None or (entry.kind is blank and entry.formula is None):
                figures.append(0 if zero or (optional and not due.holds(kind)) else None)
            else:
                figures.append(entry.value)
    if filing.previous:
        figures += [filing.previous.get(item.id) for item in _ordered(form)]
    return figures
