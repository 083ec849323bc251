"""The balances (family B) and the comparisons with last year (family Y), as the form's rules declare them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from toolkit.check.doubtful import doubtful_rules
from toolkit.check.rules import remembered
from toolkit.check.where import Where, at, of_figure
from toolkit.filing import BLANK, Kind
from toolkit.finding import Finding, Related, Severity
from toolkit.form.expression import Aspect
from toolkit.form.instance import SIGNS, Equation, Outcome, plain, side_value, side_words
from toolkit.form.model import Blanks, Orientation
from toolkit.values import Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.filing import Filing
    from toolkit.form.instance import Instance, Term
    from toolkit.form.model import Form

_ALL_RELATED: Final = 12  # terms; of a longer sum only those that are not 0
_BOUNDS: Final = {"<=": "不大于", ">=": "不小于"}


def check_balances(form: Form, filing: Filing) -> Iterator[Finding]:
    """Yield every rule that fails, at each row or column; one about last year is open while that is not known.

    Where figures are so large that their sum is none, the findings about the cells say enough.
    """
    values = Values(form, filing)
    value = remembered(values)
    for instance in doubtful_rules(form, filing):
        outcome, difference = instance.outcome(value, values.given)
        if outcome is Outcome.FAILS and difference is not None and math.isfinite(difference):
            yield _failure(form, filing, instance, value, difference)


def _failure(
    form: Form,
    filing: Filing,
    instance: Instance,
    value: Callable[[Term], float | None],
    difference: float,
) -> Finding:
    rule, equation = instance.rule, instance.equation
    where = _anchor(form, filing, instance)
    left, right = _rounded(side_value(equation.left, value)), _rounded(side_value(equation.right, value))
    bound = _BOUNDS.get(equation.operator)
    words = f"{_place(form, instance)}：{_figures(form, filing, instance, value)}，相差 {plain(abs(difference))}。"
    return Finding(
        code=rule.code,
        severity=Severity(rule.severity),
        message=words,
        remedy=rule.remedy,
        sheet=where.sheet,
        cell=where.cell,
        field=instance.anchor.field,
        found=left,
        expected=f"{bound} {plain(right)}" if bound else right,
        difference=difference,
        related=tuple(_related(form, filing, instance)),
    )


def _anchor(form: Form, filing: Filing, instance: Instance) -> Where:
    """The cell that shows the balance; a stated total's own cell."""
    if instance.anchor.aspect is Aspect.STATED:
        return of_figure(form, filing, instance.anchor.field)
    shown = filing.balances.get(instance.key)
    if shown is None:  # a rule about last year, in a workbook that was made without last year's figures
        return of_figure(form, filing, instance.anchor.field)
    return at(shown, form.table(instance.table).sheet)


def _place(form: Form, instance: Instance) -> str:
    """The rule's name and the row or column it is about."""
    name = instance.rule.name
    if instance.axis is None:
        return name
    if instance.axis == "column":
        return f"{name}，{instance.label}列"
    across = form.table(instance.table).orientation is Orientation.ACROSS
    return f"{name}，{instance.label}{'一组' if across else '行'}"


def _figures(form: Form, filing: Filing, instance: Instance, value: Callable[[Term], float | None]) -> str:
    """Both sides with their figures, e.g. 新收 2 + 上年结转 1 = 3，总计 3 + 结转下年度 1 = 4."""
    equation = instance.equation

    def blank(term: Term) -> bool:
        optional = form.table(form.fields[term.field].table).blanks is Blanks.OPTIONAL
        return optional and term.aspect is Aspect.VALUE and not filing.has(term.field)

    left, _, right = instance.reckoning(value, blank).partition("；")
    if equation.operator in _BOUNDS:
        link = f"，应{_BOUNDS[equation.operator]} "
    elif instance.anchor.aspect is Aspect.STATED:
        across = form.table(instance.table).orientation is Orientation.ACROSS
        lines = {"row": "各列", "column": "各行"}.get("" if across else instance.axis or "", "各项")
        stated, total = side_value(equation.left, value), side_value(equation.right, value)
        return f"表上写 {plain(_rounded(stated))}，按{lines}相加应为 {plain(_rounded(total))}"
    elif len(equation.left) == len(equation.right) == 1 and not _one_table(form, equation):
        return f"{_condition(instance)}{left}，与 {right} 不符"
    else:
        link = "，" if min(len(equation.left), len(equation.right)) > 1 else "，应为 "
    return f"{_condition(instance)}{left}{link}{right}"


def _one_table(form: Form, equation: Equation) -> bool:
    """Say whether both sides are of one table; of two, neither is the one that must be wrong."""
    return len({form.fields[term.field].table for term in equation.coefficients}) == 1


def _condition(instance: Instance) -> str:
    condition = instance.condition
    if not isinstance(condition, Equation):
        return ""
    sign = SIGNS[condition.operator]
    return f"{side_words(condition.left)} {sign} {side_words(condition.right)} 时，"


def _related(form: Form, filing: Filing, instance: Instance) -> Iterator[Related]:
    """The cells of the terms, each with its part's name; of a long sum those that are blank or not 0."""
    few = len(instance.terms) <= _ALL_RELATED
    for part in (*instance.equation.left, *instance.equation.right):
        for term in part.terms:
            if term.aspect is Aspect.VALUE:
                entry = filing.figures.get(term.field, BLANK)
                if few or entry.kind is Kind.BLANK or entry.value:
                    yield of_figure(form, filing, term.field).related(term.field, part.label)
            elif term.aspect is Aspect.LAST and (place := filing.cells.get(f"previous:{term.field}")):
                yield Related(place.sheet, place.cell, None, part.label)


def _rounded(figure: float | None) -> float:
    """A side without the noise of adding decimals; both sides of a failing rule are known."""
    return round(figure or 0.0, 6)
