from __future__ import annotations

from typing import TYPE_CHECKING

from collect.offices import ALONE, AREA, WHOLE, collected, figures, filed, organ, returned

from toolkit.collect.adding_up import roll_up
from toolkit.collect.compare import comparisons
from toolkit.collect.judge import judge

if TYPE_CHECKING:
    from toolkit.collect.filed import Filed
    from toolkit.collect.judge import Judged
    from toolkit.collect.model import Organ

DISTRICT = organ("区", kind=AREA)
OFFICES = [organ("甲", "区"), organ("乙", "区")]
NEW = "requests.new.natural"


def judged(organs: list[Organ], *filings: Filed) -> list[Judged]:
    rollup = roll_up(collected(organs, filings))
    return list(judge(rollup, comparisons(rollup)))


def codes(found: list[Judged]) -> list[tuple[str, str, str | None]]:
    return [(one.finding.code, one.code, one.finding.field) for one in found if one.finding.code != "R605"]


def of(one: Organ, *, scope: str = ALONE, **values: float | None) -> Filed:
    return filed(one, figures(**values), scope=scope)


class TestAnArea:
    def test_that_is_the_sum_of_its_offices_agrees(self) -> None:
        area = of(DISTRICT, scope=WHOLE, requests__new__natural=3)
        offices = [of(OFFICES[0], requests__new__natural=1), of(OFFICES[1], requests__new__natural=2)]
        found = judged([DISTRICT, *OFFICES], area, *offices)
        assert codes(found) == []
        assert [one.finding.message for one in found] == [
            (
                "区局与所属单位合计比了 190 项，其中 190 项相符；没有比的 2 项："
                "主动公开.规章.现行有效、主动公开.规范性文件.现行有效不直接相加。"
            )
        ]

    def test_that_is_not_is_an_error_at_the_cell(self) -> None:
        area = of(DISTRICT, scope=WHOLE, requests__new__natural=4)
        offices = [of(OFFICES[0], requests__new__natural=1), of(OFFICES[1], requests__new__natural=2)]
        found = judged([DISTRICT, *OFFICES], area, *offices)
        assert codes(found) == [("R601", "区", NEW)]
        finding = found[0].finding
        assert (finding.sheet, finding.cell, finding.found, finding.expected, finding.difference) == (
            "依申请公开", "D8", 4, 3, 1,
        )  # fmt: skip
        assert finding.message == "区局报的“依申请.新收.自然人”是 4，所属 2 家单位合计 3，相差 1。"

    def test_the_office_that_was_left_out_is_named(self) -> None:
        offices = [
            of(OFFICES[0], requests__new__natural=1),
            of(OFFICES[1], requests__new__natural=2, requests__carried_in__natural=7),
        ]
        found = judged([DISTRICT, *OFFICES], of(DISTRICT, scope=WHOLE, requests__new__natural=1), *offices)
        assert codes(found) == [("R601", "区", NEW), ("R601", "区", "requests.carried_in.natural")]
        assert found[0].finding.message.endswith("各项相差的恰好就是乙局的数，可能漏加了它。")

    def test_the_office_that_was_added_twice_is_named(self) -> None:
        twice = {"requests__new__natural": 2, "requests__granted__natural": 2}
        area = of(DISTRICT, scope=WHOLE, requests__new__natural=5, requests__granted__natural=4)
        found = judged(
            [DISTRICT, *OFFICES], area, of(OFFICES[0], requests__new__natural=1), of(OFFICES[1], **twice)
        )
        assert found[0].finding.message.endswith("各项相差的恰好就是乙局的数，可能加了两次。")

    def test_while_an_office_is_missing_is_only_warned(self) -> None:
        area = of(DISTRICT, scope=WHOLE, requests__new__natural=4)
        found = judged([DISTRICT, *OFFICES], area, of(OFFICES[0], requests__new__natural=1))
        assert codes(found) == [("R631", "区", None)]

    def test_differences_that_a_missing_office_explains_are_told_once(self) -> None:
        area = of(DISTRICT, scope=WHOLE, requests__new__natural=4, requests__granted__natural=3)
        found = judged([DISTRICT, *OFFICES], area, of(OFFICES[0], requests__new__natural=1))
        assert codes(found) == [("R631", "区", None)]
        assert found[0].finding.message == (
            "区局报的有 2 项与已有的 1 家单位合计不符（依申请.新收.自然人、依申请.予以公开.自然人），"
            "还缺 1 家单位（乙局），差额可能就是它们的。"
        )

    def test_a_difference_of_a_figure_that_an_office_does_not_say_is_told_apart(self) -> None:
        area = of(DISTRICT, scope=WHOLE, requests__new__natural=4, requests__granted__natural=3)
        more = organ("丙", "区")
        found = judged(
            [DISTRICT, *OFFICES, more], area, of(OFFICES[0], requests__new__natural=None), of(OFFICES[1])
        )
        assert codes(found) == [("R631", "区", None), ("R602", "区", NEW)]
        assert found[1].finding.message.endswith("还缺 1 家单位（丙局）；有 1 家没有填这一项。")

    def test_while_an_office_does_not_say_the_figure_is_only_warned(self) -> None:
        area = of(DISTRICT, scope=WHOLE, requests__new__natural=4)
        offices = [of(OFFICES[0], requests__new__natural=1), of(OFFICES[1], requests__new__natural=None)]
        found = judged([DISTRICT, *OFFICES], area, *offices)
        assert codes(found) == [("R602", "区", NEW)]
        assert found[0].finding.message.endswith("有 1 家没有填这一项。")

    def test_less_than_what_is_there_is_an_error_whatever_is_missing(self) -> None:
        area = of(DISTRICT, scope=WHOLE, requests__new__natural=4)
        found = judged([DISTRICT, *OFFICES], area, of(OFFICES[0], requests__new__natural=9))
        assert codes(found) == [("R601", "区", NEW)]
        assert found[0].finding.message == "区局报的“依申请.新收.自然人”是 4，所属 1 家单位合计 9，相差 5。"

    def test_figures_that_are_not_additive_are_not_compared(self) -> None:
        area = of(DISTRICT, scope=WHOLE, disclosure__normative__in_force=1)
        offices = [of(one, disclosure__normative__in_force=2) for one in OFFICES]
        assert codes(judged([DISTRICT, *OFFICES], area, *offices)) == []

    def test_that_reports_for_itself_alone_is_not_compared(self) -> None:
        found = judged([DISTRICT, *OFFICES], of(DISTRICT), of(OFFICES[0]), of(OFFICES[1]))
        assert codes(found) == [("R604", "区", None)]

    def test_whose_offices_do_not_name_it_is_told(self) -> None:
        found = judged([DISTRICT, organ("甲")], of(DISTRICT, scope=WHOLE), of(OFFICES[0]))
        assert codes(found) == [("R609", "区", None)]

    def test_given_apart_takes_the_place_of_the_one_collected(self) -> None:
        own = of(DISTRICT, scope=WHOLE, requests__new__natural=4)
        rollup = roll_up(collected([DISTRICT, *OFFICES], [own, of(OFFICES[0]), of(OFFICES[1])]))
        given = returned(of(DISTRICT, scope=WHOLE))
        assert codes(list(judge(rollup, comparisons(rollup, given)))) == []


class TestAnOfficeWithWhatIsBelowIt:
    BUREAU, SCHOOL = organ("局", "区"), organ("校", "局")

    def test_may_report_more_than_the_sum(self) -> None:
        found = judged(
            [DISTRICT, self.BUREAU, self.SCHOOL],
            of(self.BUREAU, scope=WHOLE, requests__new__natural=5),
            of(self.SCHOOL, requests__new__natural=2),
        )
        assert codes(found) == [("R607", "局", None)]

    def test_may_not_report_less(self) -> None:
        found = judged(
            [DISTRICT, self.BUREAU, self.SCHOOL],
            of(self.BUREAU, scope=WHOLE, requests__new__natural=1),
            of(self.SCHOOL, requests__new__natural=2),
        )
        assert codes(found) == [("R607", "局", None), ("R603", "局", NEW)]

    def test_of_unknown_scope_is_told(self) -> None:
        found = judged([DISTRICT, self.BUREAU, self.SCHOOL], filed(self.BUREAU, scope=None))
        assert codes(found) == [("R606", "局", None)]
