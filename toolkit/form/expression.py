"""The language of rules: what one expression is once `toolkit.form.parse` has read it.

    [each column of T | each input column of T | each row of T | each input row of T :]
    [if CONDITION :]  SIDE  = | <= | >=  SIDE

A side adds and subtracts items: a line id (inside `each`), `table.row.column`, a number, `2 * item`,
`sum(a, b)`, `sum(rows of T)`, `sum(columns of T)`, `last(item)` (last year's figure) and `stated(item)`
(the total as someone wrote it). A condition is a comparison or `given(item, …)`: at least one is filled in.
The language has sums and multiples only, so every side is linear. `toolkit.form.bind` binds a tree to the
fields of a form.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

WORDS: Final = frozenset({"each", "if", "given", "sum", "last", "stated"})
"""Words of the language that stand where an id may stand: no row or column can be called so."""


class ExpressionError(ValueError):
    """A rule's expression cannot be parsed; `position` counts characters from 1."""

    def __init__(self, problem: str, position: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.position = position


class Aspect(StrEnum):
    """Which figure of a field is meant: this year's, the total as stated, or last year's."""

    VALUE = "value"
    STATED = "stated"
    LAST = "last"


class Reference(Struct, frozen=True):
    """A field by full id, or a line id to be completed by the scope."""

    path: str
    aspect: Aspect
    position: int


class Number(Struct, frozen=True):
    """A constant."""

    value: float


class LineSum(Struct, frozen=True):
    """The sum over all input rows or columns of the table of the scope, which is over the other axis."""

    axis: str
    table: str
    position: int


class Item(Struct, frozen=True):
    """One signed item of a side."""

    coefficient: float
    operand: Reference | Number | LineSum


Side = tuple[Item, ...]


class Comparison(Struct, frozen=True):
    """left = | <= | >= right."""

    left: Side
    operator: str
    right: Side


class Given(Struct, frozen=True):
    """At least one of these fields is filled in."""

    references: tuple[Reference, ...]


class Scope(Struct, frozen=True):
    """For each row or column of a table, `inputs_only` leaving out the computed ones; where its name stands."""

    axis: str
    table: str
    inputs_only: bool
    position: int


class Expression(Struct, frozen=True):
    """The syntax tree of one rule."""

    source: str
    scope: Scope | None
    condition: Comparison | Given | None
    comparison: Comparison


def references_in(expression: Expression) -> tuple[Reference, ...]:
    """Every reference of an expression: those of the comparison, then those of the condition."""
    condition, comparison = expression.condition, expression.comparison
    sides = [*comparison.left, *comparison.right]
    if isinstance(condition, Comparison):
        sides += [*condition.left, *condition.right]
    named = [item.operand for item in sides if isinstance(item.operand, Reference)]
    return (*named, *(condition.references if isinstance(condition, Given) else ()))
