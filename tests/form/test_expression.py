from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import asdict

from toolkit.form.expression import (
    WORDS,
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
    references_in,
)
from toolkit.form.parse import parse

VALUE, LAST, STATED = Aspect.VALUE, Aspect.LAST, Aspect.STATED


def item(path: str, position: int, aspect: Aspect = VALUE, times: float = 1.0) -> Item:
    return Item(times, Reference(path, aspect, position))


def error_of(source: str) -> tuple[int, str]:
    with pytest.raises(ExpressionError) as caught:
        parse(source)
    assert str(caught.value) == caught.value.problem
    return caught.value.position, caught.value.problem


def without_positions(expression: Expression) -> dict[str, Any]:
    def plain(value: Any) -> Any:  # noqa: ANN401 - a tree of anything
        if isinstance(value, Struct):
            return plain(asdict(value))
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items() if key not in ("position", "source")}
        if isinstance(value, list | tuple):
            return [plain(inner) for inner in value]
        return value

    made: dict[str, Any] = plain(expression)
    return made


class TestComparisons:
    @pytest.mark.parametrize("operator", ["=", "<=", ">="])
    def test_operators(self, operator: str) -> None:
        source = f"a {operator} b"
        assert parse(source) == Expression(
            source, None, None, Comparison((item("a", 1),), operator, (item("b", 4 + len(operator)),))
        )

    def test_plus_and_minus(self) -> None:
        assert parse("- a + b - c = d").comparison == Comparison(
            (item("a", 3, times=-1.0), item("b", 7), item("c", 11, times=-1.0)), "=", (item("d", 15),)
        )

    def test_whole_ids(self) -> None:
        assert parse("t.r_1.c2 = t.r").comparison == Comparison(
            (item("t.r_1.c2", 1),), "=", (item("t.r", 12),)
        )

    def test_numbers(self) -> None:
        assert parse("a = 12.50 - 3").comparison.right == (Item(1.0, Number(12.5)), Item(-1.0, Number(3.0)))

    def test_multiples(self) -> None:
        assert parse("2 * a - 0.5 * 3 * b = 2 * 7").comparison == Comparison(
            (item("a", 5, times=2.0), item("b", 19, times=-1.5)), "=", (Item(2.0, Number(7.0)),)
        )

    def test_last_and_stated(self) -> None:
        assert parse("stated(total) = last(t.r.c)").comparison == Comparison(
            (item("total", 8, STATED),), "=", (item("t.r.c", 22, LAST),)
        )

    def test_sums_are_spelt_out(self) -> None:
        assert parse("2 * sum(a, last(b), 3 * c, sum(d, 5)) = e").comparison.left == (
            item("a", 9, times=2.0),
            item("b", 17, LAST, 2.0),
            item("c", 25, times=6.0),
            item("d", 32, times=2.0),
            Item(2.0, Number(5.0)),
        )

    @pytest.mark.parametrize(("words", "axis"), [("rows", "row"), ("columns", "column")])
    def test_sums_over_a_table(self, words: str, axis: str) -> None:
        assert parse(f"a = -3 * sum({words} of t)").comparison.right == (
            Item(-3.0, LineSum(axis, "t", 18 + len(words))),
        )

    def test_rows_may_also_be_an_id(self) -> None:
        assert parse("sum(rows, columns) = of").comparison == Comparison(
            (item("rows", 5), item("columns", 11)), "=", (item("of", 22),)
        )


class TestScopes:
    @pytest.mark.parametrize("axis", ["row", "column"])
    @pytest.mark.parametrize("inputs_only", [True, False])
    def test_each(self, axis: str, inputs_only: bool) -> None:  # noqa: FBT001 - both are wanted
        words = f"each {'input ' if inputs_only else ''}{axis} of "
        source = f"{words}t1: a = b"
        assert parse(source) == Expression(
            source,
            Scope(axis, "t1", inputs_only, len(words) + 1),
            None,
            Comparison((item("a", len(words) + 5),), "=", (item("b", len(words) + 9),)),
        )

    def test_each_with_a_condition(self) -> None:
        expression = parse("each row of t: if a >= 1: b = c")
        assert expression.scope == Scope("row", "t", False, 13)  # noqa: FBT003 - inputs_only
        assert expression.condition == Comparison((item("a", 19),), ">=", (Item(1.0, Number(1.0)),))
        assert expression.comparison == Comparison((item("b", 27),), "=", (item("c", 31),))


class TestConditions:
    def test_comparison(self) -> None:
        expression = parse("if a = 0: b = 0")
        assert expression.condition == Comparison((item("a", 4),), "=", (Item(1.0, Number(0.0)),))
        assert expression.comparison == Comparison((item("b", 11),), "=", (Item(1.0, Number(0.0)),))

    def test_given(self) -> None:
        expression = parse("if given(t.a, t.b): t.a <= t.b")
        assert expression.condition == Given((Reference("t.a", VALUE, 10), Reference("t.b", VALUE, 15)))

    def test_every_reference_is_known(self) -> None:
        paths = [one.path for one in references_in(parse("if last(a) = b: sum(c, 2) >= stated(d)"))]
        assert paths == ["c", "d", "a", "b"]
        given_too = parse("each row of t: if given(a): sum(columns of t) = 2 * b")
        assert [one.path for one in references_in(given_too)] == ["b", "a"]


ID = "这里应是行、列或 表.行.列 的 id"
MISTAKES = [
    ("", (1, f"{ID}，表达式却到此为止")),
    ("  ", (1, f"{ID}，表达式却到此为止")),
    ("a", (2, "这里应是 =、<= 或 >=，表达式却到此为止")),
    ("a ", (2, "这里应是 =、<= 或 >=，表达式却到此为止")),
    ("a =", (4, f"{ID}，表达式却到此为止")),
    ("a b", (3, "这里应是 =、<= 或 >=，却是“b”")),
    ("a = b c", (7, "表达式到这里应当结束，却是“c”")),
    ("a = b = c", (7, "表达式到这里应当结束，却是“=”")),
    ("a < b", (3, "不认识的字符“<”")),
    ("a =   # b", (7, "不认识的字符“#”")),
    ("A = b", (1, "不认识的字符“A”")),
    ("新收 = b", (1, "不认识的字符“新”")),
    ("a = １", (5, "不认识的字符“１”")),
    ("a..b = c", (2, "不认识的字符“.”")),
    ("a = 1.", (6, "不认识的字符“.”")),
    ("a / 2 = b", (3, "不认识的字符“/”")),
    ("= a", (1, f"{ID}，却是“=”")),
    ("a + = b", (5, f"{ID}，却是“=”")),
    ("a = b * 2", (7, "表达式到这里应当结束，却是“*”")),
    ("2 * -a = b", (5, f"{ID}，却是“-”")),
    ("a = 1000000000000001", (5, "数太大，最大是 1000000000000000")),
    ("a = 100000000 * 100000000 * b", (17, "数太大，最大是 1000000000000000")),
    ("each t: a = b", (6, "each 后面应是 row 或 column（可加 input），却是“t”")),
    ("each", (5, "each 后面应是 row 或 column（可加 input），表达式却到此为止")),
    ("each input t: a = b", (12, "each 后面应是 row 或 column（可加 input），却是“t”")),
    ("each row t: a = b", (10, "这里应是“of”，却是“t”")),
    ("each row of : a = b", (13, "这里应是表的 id，却是“:”")),
    ("each row of t a = b", (15, "这里应是“:”，却是“a”")),
    ("a = b: each row of t", (6, "表达式到这里应当结束，却是“:”")),
    ("if a = 0 b = 0", (10, "这里应是“:”，却是“b”")),
    ("if a: b = 0", (5, "这里应是 =、<= 或 >=，却是“:”")),
    ("if given a: b = 0", (10, "这里应是“(”，却是“a”")),
    ("if given(): b = 0", (10, f"{ID}，却是“)”")),
    ("if given(a b): b = 0", (12, "这里应是“)”，却是“b”")),
    ("if given(last(a)): b = 0", (10, "given 里只能写本年的项，却是“last”")),
    ("if given(stated(a)): b = 0", (10, "given 里只能写本年的项，却是“stated”")),
    ("last a = b", (6, "这里应是“(”，却是“a”")),
    ("last(2) = b", (6, f"{ID}，却是“2”")),
    ("last(a = b", (8, "这里应是“)”，却是“=”")),
    ("stated(last(a)) = b", (12, "这里应是“)”，却是“(”")),
    ("sum a = b", (5, "这里应是“(”，却是“a”")),
    ("sum() = b", (5, f"{ID}，却是“)”")),
    ("sum(a + b) = c", (7, "这里应是“)”，却是“+”")),
    ("sum(a, ) = c", (8, f"{ID}，却是“)”")),
    ("sum(rows of 3) = c", (13, "这里应是表的 id，却是“3”")),
    ("sum(rows of t, a) = c", (14, "这里应是“)”，却是“,”")),
    ("a = b)", (6, "表达式到这里应当结束，却是“)”")),
    ("sum(" * 21 + "a" + ")" * 21 + " = b", (85, "sum 里套 sum，最多 20 层")),
]


class TestMistakes:
    @pytest.mark.parametrize(("source", "error"), MISTAKES, ids=[source[:24] for source, _ in MISTAKES])
    def test_place_and_words(self, source: str, error: tuple[int, str]) -> None:
        assert error_of(source) == error

    @given(st.text())
    def test_any_text(self, source: str) -> None:
        _parses_or_says_where(source)

    @given(
        st.lists(st.sampled_from([*WORDS, *"ab2:=,()+-*.", "<=", ">=", "of", "rows", "row", "t.r.c", " "]))
    )
    def test_any_words_of_the_language(self, words: list[str]) -> None:
        _parses_or_says_where(" ".join(words))
        _parses_or_says_where("".join(words))

    def test_long_expressions(self) -> None:
        assert len(parse(" + ".join(["a"] * 5000) + " = b").comparison.left) == 5000
        assert parse("1 * " * 5000 + "a = b").comparison.left[0].coefficient == 1.0


NAMES = st.sampled_from(["a", "b_2", "t.r.c", "rows", "row", "of", "input"])
REFERENCES = st.one_of(NAMES.map(lambda name: [name]), NAMES.map(lambda name: ["last", "(", name, ")"]))
NUMBERS = st.sampled_from(["0", "7", "2.5"])
ITEMS = st.recursive(
    st.one_of(REFERENCES, NUMBERS.map(lambda number: [number])),
    lambda inner: st.one_of(
        st.tuples(NUMBERS, inner).map(lambda pair: [pair[0], "*", *pair[1]]),
        st.lists(inner, min_size=1, max_size=3).map(lambda items: ["sum", "(", *_joined(items, ","), ")"]),
    ),
    max_leaves=6,
)
SIDES = st.tuples(st.booleans(), ITEMS, st.lists(st.tuples(st.sampled_from("+-"), ITEMS), max_size=3)).map(
    lambda side: [
        *(["-"] if side[0] else []),
        *side[1],
        *(word for sign, one in side[2] for word in (sign, *one)),
    ]
)
COMPARISONS = st.tuples(SIDES, st.sampled_from(["=", "<=", ">="]), SIDES).map(
    lambda parts: [*parts[0], parts[1], *parts[2]]
)
SCOPES = st.sampled_from([[], ["each", "row", "of", "t", ":"], ["each", "input", "column", "of", "t", ":"]])
CONDITIONS = st.one_of(
    st.just([]),
    COMPARISONS.map(lambda words: ["if", *words, ":"]),
    st.lists(NAMES, min_size=1, max_size=3).map(
        lambda names: ["if", "given", "(", *_joined([[name] for name in names], ","), ")", ":"]
    ),
)
EXPRESSIONS = st.tuples(SCOPES, CONDITIONS, COMPARISONS).map(lambda parts: [*parts[0], *parts[1], *parts[2]])


class TestWhitespace:
    @given(EXPRESSIONS, st.lists(st.sampled_from([" ", "  ", "\n", "\t", "　"]), min_size=1))
    def test_makes_no_difference(self, words: list[str], blanks: list[str]) -> None:
        spaced = "".join(f"{blanks[at % len(blanks)]}{word}" for at, word in enumerate(words)) + blanks[0]
        assert without_positions(parse(spaced)) == without_positions(parse(" ".join(words)))

    @given(EXPRESSIONS)
    def test_is_needed_only_between_words(self, words: list[str]) -> None:
        dense = "".join(
            f" {word}" if at and word[0].isalnum() and words[at - 1][-1].isalnum() else word
            for at, word in enumerate(words)
        )
        assert without_positions(parse(dense)) == without_positions(parse(" ".join(words)))

    @given(EXPRESSIONS)
    def test_positions_point_at_the_names(self, words: list[str]) -> None:
        source = " ".join(words)
        for reference in references_in(parse(source)):
            assert source[reference.position - 1 :].startswith(reference.path)


def _joined(lists: list[list[str]], between: str) -> list[str]:
    return [word for number, one in enumerate(lists) for word in ([between] if number else []) + one]


def _parses_or_says_where(source: str) -> None:
    outcome = _parsed(source)
    if isinstance(outcome, Expression):
        assert outcome.source == source
    else:
        assert 1 <= outcome.position <= len(source) + 1
        assert outcome.problem


def _parsed(source: str) -> Expression | ExpressionError:
    try:
        return parse(source)
    except ExpressionError as error:
        return error
