"""The language of rules: one expression, parsed once into a syntax tree.

    [each column of T | each input column of T | each row of T | each input row of T :]
    [if CONDITION :]  SIDE  = | <= | >=  SIDE

A side adds and subtracts items: a line id (inside `each`), `table.row.column`, a number, `2 * item`,
`sum(a, b)`, `sum(rows of T)`, `sum(columns of T)`, `last(item)` (last year's figure) and `stated(item)`
(the total as someone wrote it). A condition is a comparison or `given(item, …)`: at least one is filled in.
The language has sums and multiples only, so every side is linear. `toolkit.form.instance` binds a tree to
the fields of a form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn


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


@dataclass(frozen=True, slots=True)
class Reference:
    """A field by full id, or a line id to be completed by the scope."""

    path: str
    aspect: Aspect
    position: int


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True, slots=True)
class LineSum:
    """The sum over all input rows or columns of a table, inside a scope over the other axis."""

    axis: str
    table: str
    position: int


@dataclass(frozen=True, slots=True)
class Item:
    """One signed item of a side."""

    coefficient: float
    operand: Reference | Number | LineSum


Side = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """left = | <= | >= right."""

    left: Side
    operator: str
    right: Side


@dataclass(frozen=True, slots=True)
class Given:
    """At least one of these fields is filled in."""

    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """For each row or column of a table, `inputs_only` leaving out the computed ones."""

    axis: str
    table: str
    inputs_only: bool
    position: int


@dataclass(frozen=True, slots=True)
class Expression:
    """The syntax tree of one rule."""

    source: str
    scope: Scope | None
    condition: Comparison | Given | None
    comparison: Comparison


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)|(?P<sign><=|>=|[=+\-*(),:]))"
)
_COMPARATORS = ("=", "<=", ">=")


def parse(source: str) -> Expression:
    """Parse one expression; raises ExpressionError with the place and what was expected."""
    return _Parser(source).expression()


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens: list[tuple[str, int]] = []
        position = 0
        while position < len(source.rstrip()):
            match = _TOKEN.match(source, position)
            if match is None:
                raise ExpressionError(f"不认识的字符“{source[position:].lstrip()[:1]}”", position + 1)
            self.tokens.append((match.group().strip(), match.end() - len(match.group().strip()) + 1))
            position = match.end()
        self.at = 0

    def expression(self) -> Expression:
        scope = self._scope() if self._peek() == "each" else None
        condition: Comparison | Given | None = None
        if self._peek() == "if":
            self._take()
            condition = self._given() if self._peek() == "given" else self._comparison()
            self._expect(":")
        comparison = self._comparison()
        if self._peek():
            self._fail("表达式到这里应当结束")
        return Expression(self.source, scope, condition, comparison)

    def _scope(self) -> Scope:
        self._take()
        position = self._position()
        inputs_only = self._peek() == "input"
        if inputs_only:
            self._take()
        axis = self._take()
        if axis not in ("row", "column"):
            self._fail("each 后面应是 row 或 column（可加 input）", back=1)
        self._expect("of")
        table = self._take()
        self._expect(":")
        return Scope(axis, table, inputs_only, position)

    def _comparison(self) -> Comparison:
        left = self._side()
        operator = self._take()
        if operator not in _COMPARATORS:
            self._fail("这里应是 =、<= 或 >=", back=1)
        return Comparison(left, operator, self._side())

    def _side(self) -> Side:
        items = [*self._item(-1 if self._skip("-") else 1)]
        while self._peek() in ("+", "-"):
            items += self._item(-1 if self._take() == "-" else 1)
        return tuple(items)

    def _item(self, sign: float) -> Side:
        token = self._peek()
        if token[:1].isdigit():
            value = float(self._take())
            if self._skip("*"):
                return self._item(sign * value)
            return (Item(sign, Number(value)),)
        if token == "sum":  # noqa: S105 - a token of the language
            return self._sum(sign)
        return (Item(sign, self._reference()),)

    def _sum(self, sign: float) -> Side:
        self._take()
        self._expect("(")
        if self._peek() in ("rows", "columns") and self._peek(1) == "of":
            position = self._position()
            axis = self._take().removesuffix("s")
            self._take()
            items: list[Item] = [Item(sign, LineSum(axis, self._take(), position))]
        else:
            items = [*self._item(sign)]
            while self._skip(","):
                items += self._item(sign)
        self._expect(")")
        return tuple(items)

    def _given(self) -> Given:
        self._take()
        self._expect("(")
        references = [self._reference()]
        while self._skip(","):
            references.append(self._reference())
        self._expect(")")
        return Given(tuple(references))

    def _reference(self) -> Reference:
        token = self._peek()
        if token in ("last", "stated"):
            self._take()
            self._expect("(")
            position = self._position()
            path = self._name()
            self._expect(")")
            return Reference(path, Aspect(token), position)
        position = self._position()
        return Reference(self._name(), Aspect.VALUE, position)

    def _name(self) -> str:
        token = self._peek()
        if not token[:1].isalpha():
            self._fail("这里应是行、列或 表.行.列 的 id")
        return self._take()

    def _peek(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead][0] if self.at + ahead < len(self.tokens) else ""

    def _position(self) -> int:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else len(self.source) + 1

    def _take(self) -> str:
        if self.at >= len(self.tokens):
            self._fail("表达式不完整")
        self.at += 1
        return self.tokens[self.at - 1][0]

    def _skip(self, token: str) -> bool:
        found = self._peek() == token
        self.at += found
        return found

    def _expect(self, token: str) -> None:
        if not self._skip(token):
            self._fail(f"这里应是“{token}”")

    def _fail(self, problem: str, back: int = 0) -> NoReturn:
        self.at -= back
        raise ExpressionError(f"{problem}，却是“{self._peek() or '结尾'}”", self._position())
