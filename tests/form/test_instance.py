from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from form.small import bound, small_form
from hypothesis import given
from hypothesis import strategies as st

from toolkit.form.expression import Aspect, ExpressionError
from toolkit.form.instance import Equation, Instance, Outcome, Part, Term, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.form.model import Form

    Value = Callable[[Term], float | None]

LAST, STATED = Aspect.LAST, Aspect.STATED
HOLDS, FAILS, PENDING = Outcome.HOLDS, Outcome.FAILS, Outcome.PENDING


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return small_form(tmp_path_factory.mktemp("forms"))


def figures(known: Mapping[str, float | None]) -> Value:
    """Look figures up by field id, `last:` and `stated:` before it; what is not named is 0."""
    return lambda term: known.get(
        term.field if term.aspect is Aspect.VALUE else f"{term.aspect}:{term.field}", 0.0
    )


def nothing(_: Term) -> bool:
    return False


def everything(_: Term) -> bool:
    return True


def sentences(instances: tuple[Instance, ...]) -> list[tuple[str | None, str, str]]:
    return [(one.line, one.anchor.field, one.sentence) for one in instances]


def mistake(source: str, form: Form) -> tuple[int, str]:
    with pytest.raises(ExpressionError) as caught:
        bound(source, form)
    return caught.value.position, caught.value.problem


class TestBinding:
    def test_one_instance_a_column(self, form: Form) -> None:
        assert sentences(bound("each column of work: new + old = done + left", form)) == [
            (column, f"work.new.{column}", "新收 + 结转 = 办结 + 未办")
            for column in ("paper", "net", "total")
        ]

    def test_input_columns_only(self, form: Form) -> None:
        instances = bound("each input column of work: new >= done", form)
        assert [one.line for one in instances] == ["paper", "net"]

    def test_one_instance_a_row_but_none_for_a_group(self, form: Form) -> None:
        assert sentences(bound("each row of work: stated(total) = paper + net", form)) == [
            (row, f"work.{row}.total", "表上的合计 = 书面 + 网上")
            for row in ("new", "old", "done", "left", "all")
        ]
        assert [one.line for one in bound("each input row of work: net <= paper", form)] == [
            "new", "old", "done", "left",
        ]  # fmt: skip

    def test_sums_of_a_table_leave_out_what_is_computed(self, form: Form) -> None:
        (paper, _) = bound("each input column of work: sum(rows of work) >= 2 * new", form)
        assert paper.sentence == "新收 + 结转 + 办结 + 未办 ≥ 2 × 新收"
        (new, *_) = bound("each row of work: total = sum(columns of work)", form)
        assert new.sentence == "合计 = 书面 + 网上"

    def test_a_total_stands_for_its_inputs(self, form: Form) -> None:
        (instance,) = bound("work.all.total = work.came.total", form)
        assert instance.equation.left == (
            Part(
                1.0,
                "办件.总数.合计",
                tuple(
                    Term(name)
                    for name in ("work.new.paper", "work.new.net", "work.old.paper", "work.old.net")
                ),
            ),
        )
        assert instance.equation.coefficients == dict.fromkeys(instance.terms, 0.0)

    def test_single_fields(self, form: Form) -> None:
        (instance,) = bound("extra.money >= 2 * extra.change - 10", form)
        assert (instance.axis, instance.line, instance.label, instance.table) == (
            None, None, "补充.金额", "extra",
        )  # fmt: skip
        assert instance.sentence == "补充.金额 ≥ 2 × 补充.增减 - 10"
        assert instance.key == ("B399", "extra.money")

    def test_a_table_of_one_column(self, form: Form) -> None:
        assert sentences(bound("each column of extra: change <= money", form)) == [
            ("", "extra.change", "增减 ≤ 金额")
        ]
        assert [one.label for one in bound("each column of extra: change <= money", form)] == ["补充.增减"]
        assert [
            one.sentence for one in bound("each row of extra: sum(columns of extra) <= extra.money", form)
        ] == [
            "补充.增减 ≤ 补充.金额",
            "补充.金额 ≤ 补充.金额",
        ]

    def test_last_year(self, form: Form) -> None:
        (instance, _) = bound("each input column of work: old = last(left)", form)
        assert instance.sentence == "结转 = 上年的未办"
        assert instance.needs_previous
        assert instance.all_terms == (Term("work.old.paper"), Term("work.left.paper", LAST))

    def test_last_year_in_a_condition(self, form: Form) -> None:
        (instance,) = bound("if last(extra.money) = 0: extra.money = 0", form)
        assert instance.needs_previous
        assert not bound("if extra.change = 0: extra.money = 0", form)[0].needs_previous

    @pytest.mark.parametrize(
        ("source", "anchor"),
        [
            ("work.came.paper <= work.done.paper", Term("work.done.paper")),  # the group has no cell
            ("work.came.paper <= 3", Term("work.new.paper")),
            ("last(work.left.net) = work.old.net", Term("work.old.net")),
            ("3 <= work.all.net", Term("work.all.net")),
            ("stated(work.all.net) = work.new.net + work.old.net", Term("work.all.net", STATED)),
        ],
    )
    def test_anchor_is_a_cell(self, form: Form, source: str, anchor: Term) -> None:
        assert bound(source, form)[0].anchor == anchor

    def test_condition_that_something_is_given(self, form: Form) -> None:
        (instance,) = bound("if given(extra.money, work.all.paper): extra.money >= 1", form)
        assert instance.condition == (Term("extra.money"), Term("work.new.paper"), Term("work.old.paper"))

    def test_every_rule_of_a_form(self, form: Form) -> None:
        assert [one.key for one in form.instances] == [
            ("B301", "work.new.paper"), ("B301", "work.new.net"), ("B301", "work.new.total"),
            ("Y501", "work.old.paper"), ("Y501", "work.old.net"),
        ]  # fmt: skip


STATED_WRONG = "stated(合计) 只能与它的各项之和比：左边写 stated(合计)，右边写全各项"


class TestMistakes:
    @pytest.mark.parametrize(
        ("source", "error"),
        [
            ("each row of wrok: paper = net", (13, "没有名为 wrok 的表")),
            ("each row of work: paper = nett", (27, "没有字段 work.new.nett")),
            ("each column of work: new = fresh", (28, "没有字段 work.fresh.paper")),
            ("work.new.paper = work.new.nett", (18, "没有字段 work.new.nett")),
            ("work.new = 1", (1, "没有字段 work.new")),
            ("new = 1", (1, "没有字段 new")),
            ("if given(work.new): work.new.net = 1", (10, "没有字段 work.new")),
            ("1 = 1", (1, "规则没有提到本年的任何一项")),
            ("last(work.new.net) = 1", (1, "规则没有提到本年的任何一项")),
            ("each row of work: sum(columns of wrok) = net", (34, "没有名为 wrok 的表")),
            (
                "work.new.net = sum(rows of work)",
                (28, "sum(rows of work) 要写在 each column of work 之内"),
            ),
            (
                "each row of work: net = sum(rows of work)",
                (37, "sum(rows of work) 要写在 each column of work 之内"),
            ),
            (
                "each column of extra: money = sum(rows of work)",
                (43, "sum(rows of work) 要写在 each column of work 之内"),
            ),
            ("stated(work.new.net) = 1", (8, "stated() 里应是有单元格的合计，办件.新收.网上 不是")),
            ("stated(work.came.net) = 1", (8, "stated() 里应是有单元格的合计，办件.来件.网上 不是")),
            ("stated(work.all.net) = work.new.net", (8, STATED_WRONG)),
            ("stated(work.all.net) = work.new.net + 2 * work.old.net", (8, STATED_WRONG)),
            ("stated(work.all.net) = work.new.net + work.old.net + 1", (8, STATED_WRONG)),
            ("stated(work.all.net) <= work.new.net + work.old.net", (8, STATED_WRONG)),
            ("work.new.net + work.old.net = stated(work.all.net)", (38, STATED_WRONG)),
            ("2 * stated(work.all.net) = work.new.net + work.old.net", (12, STATED_WRONG)),
            ("if stated(work.all.net) = 1: work.new.net = 1", (11, STATED_WRONG)),
        ],
    )
    def test_place_and_words(self, form: Form, source: str, error: tuple[int, str]) -> None:
        assert mistake(source, form) == error


class TestOutcome:
    @pytest.mark.parametrize(
        ("operator", "known", "outcome"),
        [
            ("=", {"extra.money": 2.0, "extra.change": 2.0}, (HOLDS, 0.0)),
            ("=", {"extra.money": 2.0}, (FAILS, 2.0)),
            ("=", {"extra.money": 0.3, "extra.change": 0.1 + 0.2}, (HOLDS, 0.0)),
            ("=", {"extra.money": None}, (PENDING, None)),
            ("<=", {"extra.change": 1.0}, (HOLDS, -1.0)),
            ("<=", {"extra.money": 1.0}, (FAILS, 1.0)),
            ("<=", {}, (HOLDS, 0.0)),
            (">=", {"extra.money": 1.0}, (HOLDS, 1.0)),
            (">=", {"extra.change": 1.0}, (FAILS, -1.0)),
            (">=", {"extra.change": None}, (PENDING, None)),
        ],
    )
    def test_three_outcomes(
        self,
        form: Form,
        operator: str,
        known: dict[str, float | None],
        outcome: tuple[Outcome, float | None],
    ) -> None:
        (instance,) = bound(f"extra.money {operator} extra.change", form)
        assert instance.outcome(figures(known), nothing) == outcome

    @pytest.mark.parametrize(
        ("known", "outcome"),
        [
            ({"extra.change": 1.0, "extra.money": 5.0}, (HOLDS, None)),  # not asked for
            ({"extra.money": 5.0}, (FAILS, 5.0)),
            ({}, (HOLDS, 0.0)),
            ({"extra.change": None, "extra.money": 5.0}, (PENDING, None)),
            ({"extra.money": None}, (PENDING, None)),
        ],
    )
    def test_condition(
        self, form: Form, known: dict[str, float | None], outcome: tuple[Outcome, float | None]
    ) -> None:
        (instance,) = bound("if extra.change = 0: extra.money = 0", form)
        assert instance.outcome(figures(known), nothing) == outcome

    def test_given(self, form: Form) -> None:
        (instance,) = bound("if given(work.all.net, extra.change): extra.money = 1", form)
        assert instance.outcome(figures({}), nothing) == (HOLDS, None)
        assert instance.outcome(figures({}), everything) == (FAILS, -1.0)
        assert instance.outcome(figures({}), lambda term: term.field == "work.old.net") == (FAILS, -1.0)
        assert instance.outcome(figures({"extra.money": None}), nothing) == (HOLDS, None)

    def test_last_and_stated_are_figures_of_their_own(self, form: Form) -> None:
        (year,) = bound("extra.money = last(extra.money)", form)
        assert year.outcome(figures({"extra.money": 2.0, "last:extra.money": 2.0}), nothing) == (HOLDS, 0.0)
        assert year.outcome(figures({"last:extra.money": None}), nothing) == (PENDING, None)
        (total,) = bound("stated(work.all.net) = work.new.net + work.old.net", form)
        assert total.outcome(figures({"stated:work.all.net": 3.0, "work.new.net": 2.0}), nothing) == (
            FAILS, 1.0,
        )  # fmt: skip


class TestWords:
    def test_reckoning(self, form: Form) -> None:
        (_, _, total) = bound("each column of work: new + old = done + 2 * left", form)
        known = {"work.new.paper": 2.0, "work.new.net": 0.5, "work.old.net": 1.0, "work.left.net": 1.0}
        assert total.reckoning(figures(known)) == ("新收 2.5 + 结转 1 = 3.5；办结 0 + 2 × 未办 1 = 2")

    def test_reckoning_of_what_is_not_known(self, form: Form) -> None:
        (instance,) = bound("extra.change = extra.money - 4", form)
        assert instance.reckoning(figures({"extra.money": None, "extra.change": -3.0})) == (
            "补充.增减 -3；补充.金额 待填 - 4"
        )

    def test_leading_minus(self, form: Form) -> None:
        assert bound("-extra.change <= 0.5 * extra.money", form)[0].sentence == "-补充.增减 ≤ 0.5 × 补充.金额"

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (12.0, "12"),
            (12.5, "12.5"),
            (-0.25, "-0.25"),
            (1e15, "1000000000000000"),
            (0.0, "0"),
            (1 / 3, "0.333333"),
        ],
    )
    def test_plain(self, number: float, words: str) -> None:
        assert plain(number) == words


NAMES = ("work.new.paper", "work.new.net", "work.all.total", "work.came.net", "extra.change", "extra.money")
COEFFICIENTS = st.sampled_from((1, 2, 0.5, 7))
ITEMS = st.tuples(st.sampled_from("+-"), COEFFICIENTS, st.sampled_from(NAMES))
SIDES = st.lists(ITEMS, min_size=1, max_size=4)
FIGURES = st.fixed_dictionaries(
    {
        name: st.integers(-1000, 1000)
        for name in ("work.new.paper", "work.new.net", "work.old.paper", "work.old.net", "extra.change")
    }
    | {"extra.money": st.decimals(0, 1000, places=2).map(float)}
)


def written(side: list[tuple[str, float, str]]) -> str:
    return " ".join(f"{sign} {times} * {name}" for sign, times, name in side).removeprefix("+ ")


def direct(side: list[tuple[str, float, str]], form: Form, known: Mapping[str, float]) -> float:
    return sum(
        (-times if sign == "-" else times) * sum(known[one] for one in form.fields[name].inputs)
        for sign, times, name in side
    )


class TestAnyExpression:
    @given(left=SIDES, right=SIDES, operator=st.sampled_from(("=", "<=", ">=")), known=FIGURES)
    def test_evaluates_to_the_direct_sum(
        self,
        form: Form,
        left: list[tuple[str, float, str]],
        right: list[tuple[str, float, str]],
        operator: str,
        known: dict[str, float],
    ) -> None:
        (instance,) = bound(f"{written(left)} {operator} {written(right)}", form)
        expected = round(direct(left, form, known) - direct(right, form, known), 6)
        outcome, difference = instance.outcome(figures(known), nothing)
        assert difference == pytest.approx(expected, abs=2e-6)
        holds = {"=": difference == 0, "<=": difference <= 0, ">=": difference >= 0}[operator]
        assert outcome is (HOLDS if holds else FAILS)

    @given(left=SIDES, right=SIDES, known=FIGURES)
    def test_is_linear(
        self,
        form: Form,
        left: list[tuple[str, float, str]],
        right: list[tuple[str, float, str]],
        known: dict[str, float],
    ) -> None:
        (instance,) = bound(f"{written(left)} = {written(right)}", form)
        coefficients = instance.equation.coefficients
        assert tuple(coefficients) == instance.terms
        weighed = sum(times * known[term.field] for term, times in coefficients.items())
        assert instance.equation.difference(figures(known)) == pytest.approx(weighed, abs=2e-6)

    @given(left=SIDES, known=FIGURES, unknown=st.sampled_from(sorted(NAMES)))
    def test_is_pending_while_a_figure_is_not_known(
        self, form: Form, left: list[tuple[str, float, str]], known: dict[str, float], unknown: str
    ) -> None:
        (instance,) = bound(f"{written(left)} = 0", form)
        missing = form.fields[unknown].inputs[0]
        outcome, _ = instance.outcome(figures({**known, missing: None}), nothing)
        assert (outcome is PENDING) is (Term(missing) in instance.terms)

    def test_constants_are_no_terms(self) -> None:
        side = (Part(2.0, "3", (), 3.0), Part(-1.0, "甲", (Term("a.b"),)))
        equation = Equation(side, "=", ())
        assert equation.coefficients == {Term("a.b"): -1.0}
        assert equation.difference(figures({"a.b": 1.5})) == 4.5
