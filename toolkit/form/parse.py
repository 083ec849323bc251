"""From the text of a rule to its syntax tree (see `toolkit.form.expression` for the language)."""

from __future__ import annotations

import re
from typing import Final, NoReturn

from toolkit.form.expression import (
    Aspect,
    Comparison,
    Expression,
    ExpressionError,
    Given,
    Item,
    LineSum,
    Number,
    Reference,
    Scope,
    Side,
)

_TOKEN: Final = re.compile(
    r"\s*(?P<token>[0-9]+(?:\.[0-9]+)?|[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*|<=|>=|[=+\-*(),:])"
)
_COMPARATORS: Final = ("=", "<=", ">=")
_ASPECTS: Final = ("last", "stated")
_LARGEST: Final = 10.0**15  # the last figure that a spreadsheet holds exactly
_DEEPEST: Final = 20  # sums inside sums


def parse(source: str) -> Expression:
    """Parse one expression; raises ExpressionError with the place and what was expected."""
    return _Parser(source).expression()


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.end = len(source.rstrip())
        self.tokens: list[tuple[str, int]] = []
        self.at = 0
        self.depth = 0
        position = 0
        while position < self.end:
            match = _TOKEN.match(source, position)
            if match is None:
                rest = source[position:].lstrip()
                raise ExpressionError(f"不认识的字符“{rest[0]}”", len(source) - len(rest) + 1)
            self.tokens.append((match["token"], match.start("token") + 1))
            position = match.end()

    def expression(self) -> Expression:
        scope = self._scope() if self._skip("each") else None
        condition: Comparison | Given | None = None
        if self._skip("if"):
            condition = self._given() if self._skip("given") else self._comparison()
            self._expect(":")
        comparison = self._comparison()
        if self._peek():
            self._fail("表达式到这里应当结束")
        return Expression(self.source, scope, condition, comparison)

    def _scope(self) -> Scope:
        inputs_only = self._skip("input")
        axis = self._peek()
        if axis not in ("row", "column"):
            self._fail("each 后面应是 row 或 column（可加 input）")
        self._take()
        self._expect("of")
        table, position = self._name("表的 id")
        self._expect(":")
        return Scope(axis, table, inputs_only, position)

    def _comparison(self) -> Comparison:
        left = self._side()
        operator = self._peek()
        if operator not in _COMPARATORS:
            self._fail("这里应是 =、<= 或 >=")
        self._take()
        return Comparison(left, operator, self._side())

    def _side(self) -> Side:
        items = [*self._item(-1.0 if self._skip("-") else 1.0)]
        while self._peek() in ("+", "-"):
            items += self._item(-1.0 if self._take() == "-" else 1.0)
        return tuple(items)

    def _item(self, coefficient: float) -> Side:
        while self._peek()[:1].isdigit():
            position = self._position()
            value = float(self._take())
            if abs(coefficient * value) > _LARGEST:
                raise ExpressionError(f"数太大，最大是 {_LARGEST:.0f}", position)
            if not self._skip("*"):
                return (Item(coefficient, Number(value)),)
            coefficient *= value
        if self._skip("sum"):
            return self._sum(coefficient)
        return (Item(coefficient, self._reference()),)

    def _sum(self, coefficient: float) -> Side:
        self._expect("(")
        if self._peek() in ("rows", "columns") and self._peek(1) == "of":
            axis = self._take().removesuffix("s")
            self._take()
            items: list[Item] = [Item(coefficient, LineSum(axis, *self._name("表的 id")))]
        else:
            self.depth += 1
            if self.depth > _DEEPEST:
                raise ExpressionError(f"sum 里套 sum，最多 {_DEEPEST} 层", self._position())
            items = [*self._item(coefficient)]
            while self._skip(","):
                items += self._item(coefficient)
            self.depth -= 1
        self._expect(")")
        return tuple(items)

    def _given(self) -> Given:
        self._expect("(")
        references = [self._given_item()]
        while self._skip(","):
            references.append(self._given_item())
        self._expect(")")
        return Given(tuple(references))

    def _given_item(self) -> Reference:
        if self._peek() in _ASPECTS:
            self._fail("given 里只能写本年的项")
        return self._reference()

    def _reference(self) -> Reference:
        token = self._peek()
        if token not in _ASPECTS:
            path, position = self._name()
            return Reference(path, Aspect.VALUE, position)
        self._take()
        self._expect("(")
        path, position = self._name()
        self._expect(")")
        return Reference(path, Aspect(token), position)

    def _name(self, wanted: str = "行、列或 表.行.列 的 id") -> tuple[str, int]:
        if not self._peek()[:1].isalpha():
            self._fail(f"这里应是{wanted}")
        position = self._position()
        return self._take(), position

    def _peek(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead][0] if self.at + ahead < len(self.tokens) else ""

    def _position(self) -> int:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else self.end + 1

    def _take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][0]

    def _skip(self, token: str) -> bool:
        found = self._peek() == token
        self.at += found
        return found

    def _expect(self, token: str) -> None:
        if not self._skip(token):
            self._fail(f"这里应是“{token}”")

    def _fail(self, problem: str) -> NoReturn:
        found = self._peek()
        words = f"却是“{found}”" if found else "表达式却到此为止"
        raise ExpressionError(f"{problem}，{words}", self._position())
