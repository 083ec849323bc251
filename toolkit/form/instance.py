"""A rule at one row or column: what `toolkit.form.bind` makes of the rule's expression.

An instance is linear in figures. The same instance is evaluated in Python (`outcome`), rendered as an Excel
formula (toolkit.workbook.formula) and read out as a sentence, so the three cannot disagree.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.form.expression import Aspect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from toolkit.form.model import Form, Rule

SIGNS: Final = {"=": "=", "<=": "≤", ">=": "≥"}


class Outcome(StrEnum):
    """The three outcomes of every rule: it holds, it fails, or it cannot be decided yet."""

    HOLDS = "成立"
    FAILS = "不成立"
    PENDING = "待定"


class Term(Struct, frozen=True):
    """One figure: a field of this year, a total as stated, or a field of last year."""

    field: str
    aspect: Aspect = Aspect.VALUE


class Figures(ABC):
    """Figures that rules ask for, one by one or several together.

    Wherever only single figures are known, a plain function of a term does instead.
    """

    __slots__ = ()

    @abstractmethod
    def __call__(self, term: Term) -> float | None:
        """The figure of a term; None while it is not known."""

    @abstractmethod
    def whole(self, terms: tuple[Term, ...]) -> float | None:
        """The sum of several figures of which some are not known, where their sum is known all the same."""


class Part(Struct, frozen=True):
    """What a reader sees as one item of a side: a label, and the input figures it stands for."""

    coefficient: float
    label: str
    terms: tuple[Term, ...]
    constant: float = 0.0


class Equation(Struct, frozen=True):
    """left operator right, each side a sum of parts."""

    left: tuple[Part, ...]
    operator: str
    right: tuple[Part, ...]

    @property
    def coefficients(self) -> Mapping[Term, float]:
        """The linear coefficients of left minus right, by figure."""
        found: dict[Term, float] = {}
        for sign, side in ((1.0, self.left), (-1.0, self.right)):
            for part in side:
                for term in part.terms:
                    found[term] = found.get(term, 0.0) + sign * part.coefficient
        return found

    def difference(self, value: Callable[[Term], float | None]) -> float | None:
        """Left minus right, rounded as the workbook does; None if a figure is not known."""
        left, right = side_value(self.left, value), side_value(self.right, value)
        return None if left is None or right is None else round(left - right, 6)

    def holds(self, difference: float) -> bool:
        """Say whether a difference of left minus right satisfies the comparison."""
        return {"=": difference == 0, "<=": difference <= 0, ">=": difference >= 0}[self.operator]


class Instance(Struct, frozen=True):
    """One rule at one row or column (`line`; None if the rule names single fields)."""

    rule: Rule
    table: str
    axis: str | None
    line: str | None
    label: str
    anchor: Term
    equation: Equation
    condition: Equation | tuple[Term, ...] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Stable key of the instance: rule code and the field id it is anchored at."""
        return self.rule.code, self.anchor.field

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every figure that the equation touches."""
        return tuple(self.equation.coefficients)

    @property
    def all_terms(self) -> tuple[Term, ...]:
        """Every figure that the rule or its condition looks at, each once."""
        condition = self.condition
        asked = condition.coefficients if isinstance(condition, Equation) else condition or ()
        return tuple(dict.fromkeys((*self.terms, *asked)))

    @property
    def needs_previous(self) -> bool:
        """Say whether the rule or its condition speaks of last year's figures."""
        asked = [self.equation, self.condition] if isinstance(self.condition, Equation) else [self.equation]
        terms = [term for one in asked for part in (*one.left, *one.right) for term in part.terms]
        if isinstance(self.condition, tuple):
            terms += self.condition
        return Aspect.LAST in [term.aspect for term in terms]

    def applies(self, value: Callable[[Term], float | None], given: Callable[[Term], bool]) -> bool | None:
        """Say whether the condition holds; None while it cannot be decided."""
        if self.condition is None:
            return True
        if isinstance(self.condition, tuple):
            return any(given(term) for term in self.condition)
        difference = self.condition.difference(value)
        return None if difference is None else self.condition.holds(difference)

    def outcome(
        self, value: Callable[[Term], float | None], given: Callable[[Term], bool]
    ) -> tuple[Outcome, float | None]:
        """Evaluate: the outcome, and left minus right where it was compared (figures' unit)."""
        applies = self.applies(value, given)
        if applies is None:
            return Outcome.PENDING, None
        if not applies:
            return Outcome.HOLDS, None
        difference = self.equation.difference(value)
        if difference is None:
            return Outcome.PENDING, None
        return (Outcome.HOLDS if self.equation.holds(difference) else Outcome.FAILS), difference

    @property
    def sentence(self) -> str:
        """The 勾稽 sentence in words, e.g. 新收 + 上年结转 = 总计 + 结转下年度."""
        operator = SIGNS[self.equation.operator]
        return f"{side_words(self.equation.left)} {operator} {side_words(self.equation.right)}"

    def when(self, form: Form) -> str:
        """When the rule is asked for at all, e.g. 填了 台账.收到 时：; empty if always."""
        condition = self.condition
        if condition is None:
            return ""
        if isinstance(condition, tuple):
            names = "、".join(form.fields[term.field].alias for term in condition)
            return f"填了 {names}{' 之一' if len(condition) > 1 else ''} 时："
        return f"{side_words(condition.left)} {SIGNS[condition.operator]} {side_words(condition.right)} 时："

    def reckoning(
        self, value: Callable[[Term], float | None], blank: Callable[[Term], bool] = lambda _: False
    ) -> str:
        """The sentence with its figures, e.g. 新收 2 + 上年结转 1 = 3；总计 3 + 结转下年度 1 = 4.

        `blank` says of a term that it counts as 0 only because nothing was filled in; it is then not shown as 0.
        """
        left, right = self.equation.left, self.equation.right
        return f"{_side_figures(left, value, blank)}；{_side_figures(right, value, blank)}"


def side_value(side: Iterable[Part], value: Callable[[Term], float | None]) -> float | None:
    """The value of one side; None if any figure in it is not known."""
    total = 0.0
    for part in side:
        figure = part.constant
        for term in part.terms:
            known = value(term)
            if known is None:
                whole = value.whole(part.terms) if isinstance(value, Figures) else None
                if whole is None:
                    return None
                figure = whole
                break
            figure += known
        total += part.coefficient * figure
    return total


def side_words(side: Iterable[Part]) -> str:
    """One side in words."""
    return _joined((part, part.label) for part in side)


def plain(number: float) -> str:
    """A figure as people write it: 12, 12.5, never 12.0 or 1e+16."""
    return f"{number:.6f}".rstrip("0").rstrip(".") if number != int(number) else str(int(number))


def _side_figures(
    side: tuple[Part, ...], value: Callable[[Term], float | None], blank: Callable[[Term], bool]
) -> str:
    shown = []
    for part in side:
        figure = side_value((Part(1.0, part.label, part.terms, part.constant),), value)
        if all(blank(term) for term in part.terms):
            words = "没有填"
        else:
            words = "待填" if figure is None else plain(figure)
        shown.append((part, f"{part.label} {words}" if part.terms else part.label))
    total = side_value(side, value)
    many = len(side) > 1
    return _joined(shown) + (f" = {plain(total)}" if many and total is not None else "")


def _joined(shown: Iterable[tuple[Part, str]]) -> str:
    words = ""
    for part, text in shown:
        sign = "-" if part.coefficient < 0 else "+"
        times = "" if abs(part.coefficient) == 1 else f"{plain(abs(part.coefficient))} × "
        words += f" {sign} {times}{text}" if words else f"{'-' if sign == '-' else ''}{times}{text}"
    return words
