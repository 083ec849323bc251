"""What a blank means in a published table: 0 where a printed total agrees, else missing; and what totals stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from check.examples import CHOSEN, filed, pairs
from published.examples import FORM

from toolkit.check.balance import check_balances
from toolkit.check.run import check_filing
from toolkit.filing import Entry, Filing, Kind, Mode, Place, entered
from toolkit.form.instance import Term
from toolkit.settling import settled
from toolkit.values import Values

if TYPE_CHECKING:
    from collections.abc import Mapping

NEW, CARRIED = "requests.new", "requests.carried_in"
COLUMNS = ("natural", "business", "research", "social", "legal", "other")
PLACE = Place("三、收到和处理政府信息公开申请情况", "第 4 行“自然人”")


def printed(figures: Mapping[str, float | str | None], stated: Mapping[str, float]) -> Filing:
    """A published table three in which only this is printed; everything else was found blank."""
    blank = {item.id: Entry(place=PLACE) for item in FORM.inputs if item.table == "requests"}
    return Filing(
        FORM.id,
        2023,
        modes={table: entered(Mode.AS_PRINTED.value) for table in CHOSEN},
        figures=blank | {name: entered(value, PLACE) for name, value in figures.items()},
        stated={name: entered(value) for name, value in stated.items()},
    )


def known(filing: Filing, *fields: str) -> list[float | None]:
    return [Values(FORM, filing).figure(field) for field in fields]


class TestBlanks:
    def test_are_0_where_the_total_agrees(self) -> None:
        filing = printed({f"{NEW}.natural": 26}, {f"{NEW}.total": 26})
        assert known(filing, *(f"{NEW}.{column}" for column in COLUMNS)) == [26, 0, 0, 0, 0, 0]
        assert known(filing, f"{CARRIED}.natural") == [None]

    def test_are_missing_where_it_does_not(self) -> None:
        filing = printed({f"{NEW}.natural": 26}, {f"{NEW}.total": 27})
        assert known(filing, f"{NEW}.natural", f"{NEW}.legal") == [26, None]

    def test_are_missing_without_a_total(self) -> None:
        assert known(printed({f"{NEW}.natural": 26}, {}), f"{NEW}.legal") == [None]

    def test_are_0_where_the_total_is(self) -> None:
        assert known(printed({}, {f"{NEW}.total": 0}), f"{NEW}.natural") == [0]

    def test_any_total_over_them_may_agree(self) -> None:
        filing = printed({"requests.granted.natural": 3}, {"requests.total.natural": 3})
        assert known(filing, "requests.partial.natural", "requests.partial.legal") == [0, None]

    def test_beside_a_word_nothing_is_known(self) -> None:
        filing = printed({f"{NEW}.natural": 26, f"{NEW}.legal": "/"}, {f"{NEW}.total": 26})
        assert known(filing, f"{NEW}.business", f"{NEW}.legal") == [None, None]

    def test_decimals_agree_without_noise(self) -> None:
        filing = printed({f"{NEW}.natural": 0.1, f"{NEW}.legal": 0.2}, {f"{NEW}.total": 0.3})
        assert known(filing, f"{NEW}.business") == [0]


class TestTotals:
    def whole(self, filing: Filing, field: str) -> float | None:
        return Values(FORM, filing).whole(tuple(Term(name) for name in FORM.fields[field].inputs))

    def test_stand_for_parts_that_are_all_blank(self) -> None:
        filing = printed({}, {f"{NEW}.total": 26})
        assert (self.whole(filing, f"{NEW}.total"), Values(FORM, filing).total(f"{NEW}.total")) == (26, 26)
        assert known(filing, f"{NEW}.natural") == [None]

    def test_but_not_where_a_part_is_printed(self) -> None:
        filing = printed({f"{NEW}.natural": 20}, {f"{NEW}.total": 26})
        assert self.whole(filing, f"{NEW}.total") is None

    def test_of_rows_add_up_to_that_of_the_table(self) -> None:
        filing = printed(
            {"requests.granted.natural": 1}, {"requests.granted.total": 1, "requests.partial.total": 2}
        )
        totals = [
            item.id for item in FORM.fields.values() if item.table == "requests" and item.column == "total"
        ]
        rest = {
            name: 0 for name in totals if name not in filing.stated and not name.startswith("requests.total")
        }
        filing = printed(
            {"requests.granted.natural": 1},
            {name: entry.value or 0 for name, entry in filing.stated.items()} | rest,
        )
        assert self.whole(filing, "requests.total.total") == 3

    @pytest.mark.parametrize(("handled", "expected"), [(26, []), (25, [("B301", f"{NEW}.total")])])
    def test_balance_where_nothing_else_is_printed(self, handled: int, expected: list[object]) -> None:
        stated = {
            f"{NEW}.total": 20,
            f"{CARRIED}.total": 6,
            "requests.total.total": handled,
            "requests.carried_out.total": 0,
        }
        found = [(one.code, one.field) for one in check_balances(FORM, printed({}, stated))]
        assert found == expected

    def test_are_compared_with_their_parts(self) -> None:
        figures = {f"{NEW}.{column}": 1 for column in COLUMNS}
        (finding,) = check_balances(FORM, printed(figures, {f"{NEW}.total": 5}))
        assert (finding.code, finding.found, finding.expected) == ("B302", 5, 6)


class TestChecks:
    def test_only_what_nothing_speaks_for_is_missing(self) -> None:
        stated = {f"{NEW}.total": 26, f"{CARRIED}.total": 0, "requests.granted.total": 25}
        filing = printed({f"{NEW}.natural": 26, "requests.granted.natural": 26}, stated)
        missing = [one.field for one in check_filing(FORM, filing) if one.code == "V202"]
        assert missing[:2] == ["requests.granted.business", "requests.partial.natural"]

    def test_what_was_not_read_is_told_by_the_reader_alone(self) -> None:
        filing = Filing(FORM.id, 2023, modes={table: entered("照印本") for table in CHOSEN})
        assert "V202" not in {one.code for one in check_filing(FORM, filing)}

    def test_nothing_is_asked_that_print_does_not_say(self) -> None:
        filing = Filing(FORM.id, 2023, modes={table: entered("照印本") for table in CHOSEN})
        codes = {one.code for one in check_filing(FORM, filing)}
        assert codes <= {"T401", "T406"}

    def test_the_word_in_a_cell_of_a_workbook_is_no_choice(self) -> None:
        typed = Entry("照印本", None, Kind.TEXT, Place("依申请公开", "B3"))
        filing = filed(modes={"requests": typed})
        assert (filing.mode("requests"), filing.printed) == (None, False)
        assert ("V215", "requests") in pairs(check_filing(FORM, filing))


class TestSettling:
    def modes(self, filing: Filing) -> dict[str, object]:
        return {table: entry.raw for table, entry in settled(FORM, filing).filing.modes.items()}

    def test_a_workbook_stays_as_it_is(self) -> None:
        filing = filed()
        assert settled(FORM, filing).filing is filing

    def test_nothing_blank(self) -> None:
        filing = printed({item.id: 0 for item in FORM.inputs if item.table == "requests"}, {})
        assert self.modes(filing)["requests"] == "逐格填写"

    def test_every_blank_agreed(self) -> None:
        ready = settled(
            FORM,
            printed(
                {},
                {
                    "requests.total.total": 0,
                    f"{NEW}.total": 0,
                    f"{CARRIED}.total": 0,
                    "requests.carried_out.total": 0,
                },
            ),
        )
        assert ready.filing.modes["requests"].raw == "空白即为0"
        assert [item.table for item in ready.blank if item.table == "requests"] == []

    def test_some_blanks_open(self) -> None:
        ready = settled(FORM, printed({f"{NEW}.natural": 26}, {f"{NEW}.total": 26}))
        assert ready.filing.modes["requests"].raw == "逐格填写"
        assert ready.filing.figures[f"{NEW}.legal"].value == 0
        assert ready.blank[-1].id == "disputes.litigation_after.pending"
        assert f"{NEW}.legal" not in {item.id for item in ready.blank}
        assert "requests.granted.natural" in {item.id for item in ready.blank}

    def test_totals_that_differ(self) -> None:
        figures: dict[str, float] = {f"{NEW}.{column}": 1 for column in COLUMNS}
        ready = settled(FORM, printed(figures, {f"{NEW}.total": 5}))
        assert [(item.id, stated, total) for item, stated, total in ready.differing] == [
            (f"{NEW}.total", 5, 6)
        ]
        assert ready.filing.stated == {}
