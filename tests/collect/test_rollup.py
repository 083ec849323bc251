from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from builders import form
from collect.offices import ALONE, AREA, INPUTS, WHOLE, collected, figures, filed, organ, returned
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.collect.adding_up import roll_up
from toolkit.collect.rollup import ALL, OrganRow, Standing

if TYPE_CHECKING:
    from toolkit.collect.filed import Filed
    from toolkit.collect.model import Collected
    from toolkit.collect.rollup import RollUp
    from toolkit.collect.sums import Totals

NEW = "requests.new.natural"
FIELDS = (NEW, "requests.carried_in.natural", "disclosure.charges.amount")


def new(*codes: str, scope: str = ALONE) -> list[Filed]:
    """One filing a code, with 1, 10, 100 … new applications."""
    return [
        filed(organ(code), figures(requests__new__natural=10**power), scope=scope)
        for power, code in enumerate(codes)
    ]


def standings(rollup: RollUp) -> dict[str, tuple[Standing, tuple[str, ...]]]:
    return {row.organ.code: (row.standing, row.into) for row in rollup.rows}


def of_new(rollup: RollUp) -> dict[str, float | None]:
    return {code: totals.value(NEW) for code, totals in rollup.totals.items()}


class TestWhatIsAdded:
    def test_offices_without_a_superior_are_added_up_as_one(self) -> None:
        rollup = roll_up(collected([organ("甲"), organ("乙")], new("甲", "乙")))
        assert of_new(rollup) == {ALL: 11}
        assert standings(rollup) == {"甲": (Standing.COUNTED, (ALL,)), "乙": (Standing.COUNTED, (ALL,))}

    def test_the_area_at_the_top_is_compared_and_not_added(self) -> None:
        organs = [organ("区", kind=AREA), organ("甲", "区"), organ("乙", "区")]
        area = filed(organs[0], figures(requests__new__natural=11), scope=WHOLE)
        rollup = roll_up(collected(organs, [area, *new("甲", "乙")]))
        assert (rollup.area, of_new(rollup)) == ("区", {"区": 11})
        assert standings(rollup) == {
            "区": (Standing.COMPARED, ()),
            "甲": (Standing.COUNTED, ("区",)),
            "乙": (Standing.COUNTED, ("区",)),
        }

    def test_one_that_covers_what_is_below_stands_for_it(self) -> None:
        organs = [organ("区", kind=AREA), organ("局", "区"), organ("校", "局"), organ("乙", "区")]
        filings = [filed(organs[1], figures(requests__new__natural=5), scope=WHOLE), *new("校", "乙")]
        rollup = roll_up(collected(organs, filings))
        assert of_new(rollup) == {"局": 1, "区": 15}
        assert standings(rollup) == {
            "区": (Standing.MISSING, ()),
            "局": (Standing.COUNTED, ("区",)),
            "校": (Standing.WITH_SUPERIOR, ("局",)),
            "乙": (Standing.COUNTED, ("区",)),
        }
        assert rollup.missing == {"局": 0, "区": 0}

    def test_one_that_reports_for_itself_is_added_beside_what_is_below_it(self) -> None:
        organs = [organ("市"), organ("局", "市"), organ("校", "局")]
        rollup = roll_up(collected(organs, new("市", "局", "校")))
        assert of_new(rollup) == {"市": 111, "局": 110}
        assert standings(rollup)["局"] == (Standing.COUNTED, ("局", "市"))

    def test_what_is_below_a_missing_superior_is_added_in_its_stead(self) -> None:
        organs = [organ("市", kind=AREA), organ("局", "市"), organ("校", "局")]
        rollup = roll_up(collected(organs, new("校")))
        assert of_new(rollup) == {"市": 1, "局": 1}
        assert rollup.missing == {"市": 1, "局": 1}  # the 局 itself; the 市 is nothing but its offices

    def test_a_superior_of_unknown_scope_is_not_added(self) -> None:
        organs = [organ("市", kind=AREA), organ("局", "市"), organ("校", "局")]
        rollup = roll_up(collected(organs, [filed(organs[1], scope=None), *new("校")]))
        assert standings(rollup)["局"] == (Standing.UNCLEAR, ("局", "市"))
        assert of_new(rollup) == {"市": 1, "局": 1}

    def test_the_roster_says_the_scope_where_the_filing_does_not(self) -> None:
        organs = [organ("市", kind=AREA), organ("局", "市", scope=WHOLE), organ("校", "局")]
        filings = [filed(organs[1], figures(requests__new__natural=5), scope=None), *new("校")]
        assert of_new(roll_up(collected(organs, filings))) == {"市": 5, "局": 1}

    def test_what_nobody_filled_in_is_missing_and_not_0(self) -> None:
        one, other = organ("甲"), organ("乙")
        rollup = roll_up(collected([one, other], [returned(filed(one, {}), unfilled=True), *new("乙")]))
        assert [row.organ.code for row in rollup.lacking(ALL)] == ["甲"]
        assert (of_new(rollup), rollup.total.filings) == ({ALL: 1}, 1)


class TestUnknownFigures:
    def test_are_counted_as_unknown(self) -> None:
        one, other = organ("甲"), organ("乙")
        filings = [filed(one, figures(requests__new__natural=None)), *new("乙")]
        total = roll_up(collected([one, other], filings)).total
        assert (total.value(NEW), total.lacking(NEW), total.complete(NEW)) == (1, 1, None)
        assert (total.value("requests.new.total"), total.lacking("requests.new.total")) == (1, 1)

    def test_known_to_nobody_are_no_0(self) -> None:
        one = organ("甲")
        total = roll_up(collected([one], [filed(one, {})])).total
        assert (total.value(NEW), total.lacking(NEW)) == (None, 1)

    def test_beyond_all_reason_are_left_out(self) -> None:
        one = organ("甲")
        total = roll_up(collected([one], [filed(one, figures(requests__new__natural=1e300))])).total
        assert total.value(NEW) is None


class TestLastYear:
    def test_only_who_is_known_in_both_years_is_compared(self) -> None:
        organs = [organ(code) for code in "甲乙丙"]
        filings = [
            filed(organs[0], figures(requests__new__natural=3), previous={NEW: 2}),
            filed(organs[1], figures(requests__new__natural=None), previous={NEW: 9}),
            *new("丙"),
        ]
        years = roll_up(collected(organs, filings)).years[ALL]
        assert years.compared(NEW) == (3, 2, 1)

    def test_a_year_of_another_scope_is_not_compared(self) -> None:
        one = organ("甲")
        last = {"甲": filed(one, scope=WHOLE)}
        assert roll_up(collected([one], [filed(one)], last=last)).years == {}


@st.composite
def trees(draw: st.DrawFn) -> Collected:
    """Trees of up to a dozen organs, some of which file, in either scope, with some figures unknown."""
    size = draw(st.integers(1, 12))
    organs = []
    for number in range(size):
        superior = draw(st.sampled_from(["", *(one.code for one in organs)]))
        organs.append(organ(f"o{number}", superior, kind=draw(st.sampled_from(form().kinds[:2]))))
    filings = []
    for one in organs:
        if draw(st.booleans()):
            values = {name: draw(st.one_of(st.none(), st.integers(0, 10**6))) for name in FIELDS[:2]}
            values[FIELDS[2]] = draw(st.floats(0, 10**6))
            known = {name: value for name, value in values.items() if value is not None}
            filings.append(filed(one, known, scope=draw(st.sampled_from([ALONE, WHOLE]))))
    return collected(organs, filings)


def summed(rollup: RollUp, superior: str) -> list[tuple[float, int]]:
    """The sum of each field over the rows that say they go into a superior's sums."""
    figures_of = [row.returned.filed().figures for row in rollup.added(superior) if row.returned]
    return [
        (
            sum(round(one[name], 6) for one in figures_of if name in one),
            sum(name not in one for one in figures_of),
        )
        for name in FIELDS
    ]


def of_fields(totals: Totals) -> list[tuple[float, int]]:
    return [(totals.value(name) or 0, totals.lacking(name)) for name in FIELDS]


class TestLaws:
    @given(trees())
    @settings(max_examples=150, deadline=None)
    def test_every_sum_is_that_of_the_rows_that_go_into_it(self, given_tree: Collected) -> None:
        rollup = roll_up(given_tree)
        for superior, totals in rollup.totals.items():
            for (value, lacking), (expected, missing) in zip(
                of_fields(totals), summed(rollup, superior), strict=True
            ):
                assert value == pytest.approx(expected, abs=1e-5)
                assert lacking == missing

    @given(trees())
    @settings(max_examples=150, deadline=None)
    def test_a_superior_is_the_sum_of_what_is_right_below_it(self, given_tree: Collected) -> None:
        rollup = roll_up(given_tree)
        rows = {row.organ.code: row for row in rollup.rows}
        for superior, totals in rollup.totals.items():
            below = [
                row for row in rollup.rows if row.organ.superior == superior and row.organ.code != superior
            ]
            parts = [_contribution(rollup, row) for row in below]
            own = rows.get(superior)
            if own and superior in own.into and own.added:
                parts.append(_own(own))
            assert [totals.value(name) or 0 for name in FIELDS] == pytest.approx(
                [sum(part[number] for part in parts) for number in range(len(FIELDS))], abs=1e-5
            )

    @given(trees(), st.integers())
    @settings(max_examples=100, deadline=None)
    def test_the_order_of_the_roster_does_not_matter(self, given_tree: Collected, seed: int) -> None:
        organs = list(given_tree.roster.organs)
        Random(seed).shuffle(organs)  # noqa: S311 - nothing secret
        again = roll_up(collected(organs, given_tree.counting.values()))
        once = roll_up(given_tree)
        assert (again.totals, again.missing, standings(again)) == (once.totals, once.missing, standings(once))

    @given(trees())
    @settings(max_examples=100, deadline=None)
    def test_no_workbook_is_in_a_sum_together_with_one_that_stands_for_it(
        self, given_tree: Collected
    ) -> None:
        rollup = roll_up(given_tree)
        superiors = {row.organ.code: row.organ.superior for row in rollup.rows}
        for superior in rollup.totals:
            added = {row.organ.code for row in rollup.added(superior)}
            for code in added:
                above = superiors[code]
                while above and above != superior:
                    assert not (above in added and above in rollup.whole)
                    above = superiors[above]


def _own(row: OrganRow) -> list[float]:
    filing = row.returned.filed() if row.returned and row.added else None
    return [filing.figures.get(name, 0) if filing else 0 for name in FIELDS]


def _contribution(rollup: RollUp, row: OrganRow) -> list[float]:
    """What an organ brings to its superior: its own figures, or its own sums."""
    if row.organ.code in rollup.totals and row.organ.code not in rollup.whole:
        return [rollup.totals[row.organ.code].value(name) or 0 for name in FIELDS]
    return _own(row)


def test_every_input_has_its_place() -> None:
    assert set(FIELDS) <= set(INPUTS)
