from __future__ import annotations

import copy
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from builders import SEED
from check.examples import (
    FORM,
    LEDGER,
    PREVIOUS,
    REQUESTS,
    TOTALS,
    filed,
    in_a_workbook,
    pairs,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from benchmarks import suspects as benchmark
from toolkit.check.candidates import with_candidates
from toolkit.check.run import check_filing
from toolkit.check.search import Search
from toolkit.check.suspects import diagnose
from toolkit.filing import Mode, Paragraph
from toolkit.finding import Candidate
from toolkit.present import as_text
from toolkit.verdict import FileReport, Verdict

if TYPE_CHECKING:
    from toolkit.check.search import Solution
    from toolkit.check.suspects import Diagnosis, Explanation
    from toolkit.check.violated import Claims
    from toolkit.filing import Filing
    from toolkit.finding import Finding

    Figures = dict[str, float]

NEW = "requests.new.natural"
CARRIED = "requests.carried_in.natural"
SHEET = "依申请公开"
ROWS = ("new", "carried_in", "granted", "partial", "carried_out")
TYPED = {name: sum(SEED.get(one, 0) for one in FORM.fields[name].inputs) for name in TOTALS}
# An office with more to tell apart than the example: natural persons and businesses.
BUSY = {
    "requests.new.natural": 241,
    "requests.new.business": 36,
    "requests.carried_in.natural": 17,
    "requests.carried_in.business": 4,
    "requests.granted.natural": 128,
    "requests.granted.business": 25,
    "requests.partial.natural": 43,
    "requests.partial.business": 9,
    "requests.denied_law.natural": 6,
    "requests.denied_internal.natural": 0,
    "requests.unavailable_not_held.natural": 57,
    "requests.unavailable_to_be_made.natural": 8,
    "requests.unavailable_not_held.business": 5,
    "requests.carried_out.natural": 16,
    "requests.carried_out.business": 1,
}
BUSY_TYPED = {
    name: sum(BUSY.get(one, 0) for one in FORM.fields[name].inputs)
    for name in TOTALS
    if name.startswith("requests.")
}


def office(changes: Figures, *, typed: bool = True, ledger: bool = False, last: bool = False) -> Filing:
    """The busy office's filing with figures typed wrong, totals among them."""
    stated = BUSY_TYPED | {name: value for name, value in changes.items() if name in TOTALS}
    counted = {
        name: sum(BUSY.get(one, 0) for one in FORM.fields[f"requests.{row}.total"].inputs)
        for name, row in (
            (name, {"received": "new"}.get(name.removeprefix("ledger."), name.removeprefix("ledger.")))
            for name in LEDGER
            if not name.endswith(("reconsideration", "litigation"))
        )
    }
    columns = ("natural", "business", "research", "social", "legal", "other")
    previous = {f"requests.carried_out.{one}": BUSY.get(f"requests.carried_in.{one}", 0) for one in columns}
    none = dict.fromkeys((item.id for item in REQUESTS), 0)
    return filed(
        none
        | BUSY
        | {name: value for name, value in changes.items() if name not in TOTALS}
        | (counted if ledger else {}),
        stated=stated if typed else {},
        previous=previous if last else {},
    )


def proposed(explanation: Explanation) -> Figures:
    return {suspect.term.field: suspect.proposed for suspect in explanation.suspects}


def the_one(filing: Filing, claims: Claims | None = None) -> Diagnosis:
    (diagnosis,) = diagnose(FORM, filing, claims)
    return diagnosis


def best(filing: Filing, claims: Claims | None = None) -> Figures:
    return proposed(the_one(filing, claims).explanations[0])


def candidates(findings: tuple[Finding, ...]) -> dict[tuple[str, str | None], tuple[Candidate, ...]]:
    return {(one.code, one.field): one.candidates for one in findings if one.candidates}


def said(findings: tuple[Finding, ...]) -> dict[str | None, list[tuple[str | None, float, str]]]:
    """What is said of the cells that are probably wrong, by the field of the finding."""
    return {
        one.field: [(cell.field, cell.value, cell.why) for cell in one.candidates]
        for one in findings
        if one.candidates
    }


class TestOneCell:
    @pytest.mark.parametrize("name", [*(item.id for item in REQUESTS), *TOTALS])
    def test_every_slip_is_found_with_its_figure(self, name: str) -> None:
        meant = {**SEED, **TYPED}.get(name, 0)
        for figure in {meant + 1, meant + 2, meant + 7, meant + 10, 10 * meant, 0} - {meant}:
            wrong = {name: figure}
            filing = filed({}, stated=TYPED | wrong) if name in TYPED else filed(wrong, stated=TYPED)
            diagnosis = the_one(filing)
            if name.startswith("requests."):
                assert diagnosis.clear
                assert proposed(diagnosis.explanations[0]) == {name: meant}
            else:  # the one equation of a group of 表四 cannot tell its cells apart
                assert {name: meant} in [proposed(one) for one in diagnosis.explanations]

    @pytest.mark.parametrize(
        ("name", "figure", "why"),
        [
            (NEW, 214, "像是两位数字颠倒"),
            (NEW, 2410, "像是多打一个 0"),
            (NEW, 24, "像是少打一位数字"),
            (NEW, 2431, "像是多打一位数字"),
            (NEW, 291, "像是打错一位数字"),
            (NEW, -241, "像是多了负号"),
            (NEW, 0, "像是漏填"),
            (NEW, 240, "像是少计 1 件"),
            (NEW, 5873, ""),
        ],
    )
    def test_says_how_it_may_have_come_about(self, name: str, figure: float, why: str) -> None:
        explanation = the_one(office({name: figure})).explanations[0]
        (suspect,) = explanation.suspects
        assert (suspect.term.field, suspect.proposed, suspect.why) == (name, BUSY[name], why)

    def test_digits_swapped_come_first_where_only_a_column_is_known(self) -> None:
        assert best(office({"requests.granted.natural": 182}, typed=False)) == {
            "requests.granted.natural": 128
        }

    def test_a_part_of_a_whole_is_what_is_too_much(self) -> None:
        half = office({"requests.denied_safety.natural": 0.5}, typed=False)
        assert {"requests.denied_safety.natural": 0} in [proposed(one) for one in the_one(half).explanations]


class TestSeveralCells:
    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"requests.granted.natural": 43, "requests.partial.natural": 128}, "像是上下两格填反"),
            ({"requests.granted.natural": 25, "requests.granted.business": 128}, "像是左右两格填反"),
            (
                {"requests.denied_law.natural": 0, "requests.denied_law.business": 6},
                "像是填到了左右相邻的一格",
            ),
            (
                {
                    "requests.granted.natural": 0,
                    "requests.partial.natural": 128,
                    "requests.denied_secret.natural": 43,
                },
                "像是有 2 格依次向下错了一格",
            ),
            (
                {
                    "requests.carried_in.natural": 0,
                    "requests.carried_in.business": 0,
                    "requests.carried_in.total": 0,
                },
                "像是整行漏填",
            ),
            ({"requests.carried_in.natural": 0, "requests.carried_in.business": 0}, "像是整行漏填"),
        ],
    )
    def test_is_one_slip(self, wrong: Figures, why: str) -> None:
        explanation = the_one(office(wrong)).explanations[0]
        truth = BUSY | BUSY_TYPED
        assert proposed(explanation) == {name: truth.get(name, 0) for name in wrong}
        assert {one.why for one in explanation.suspects} == {why}

    def test_the_next_column_is_seen_with_totals_as_formulas(self) -> None:
        moved = {"requests.unavailable_to_be_made.natural": 0, "requests.unavailable_to_be_made.business": 8}
        assert best(office(moved, typed=False)) == {
            "requests.unavailable_to_be_made.natural": 8,
            "requests.unavailable_to_be_made.business": 0,
        }

    def test_a_carry_over_left_blank_is_what_last_year_says(self) -> None:
        wrong = {"requests.carried_in.natural": 0, "requests.carried_in.business": 0}
        diagnosis = the_one(office(wrong, typed=False, last=True))
        assert diagnosis.clear
        assert proposed(diagnosis.explanations[0]) == {
            "requests.carried_in.natural": 17,
            "requests.carried_in.business": 4,
        }

    def test_two_slips_in_different_cells(self) -> None:
        wrong = {NEW: 214, "requests.partial.business": 90}
        assert best(office(wrong)) == {NEW: 241, "requests.partial.business": 9}


class TestEvidence:
    def test_the_ledger_tells_which_row(self) -> None:
        wrong = {"requests.partial.natural": 53}
        assert best(office(wrong, typed=False, ledger=True)) == {"requests.partial.natural": 43}
        assert the_one(office(wrong, typed=False, ledger=True)).clear

    def test_last_year_tells_the_carry_over(self) -> None:
        wrong = {CARRIED: 19}
        assert best(office(wrong, typed=False, last=True)) == {CARRIED: 17}

    def test_a_ledger_that_alone_disagrees_is_suspected_itself(self) -> None:
        filing = filed({**LEDGER, "ledger.received": 4})
        assert best(filing) == {"ledger.received": 2}

    def test_claims_of_the_text_are_weighed(self) -> None:
        filing = office({NEW: 244}, typed=False)
        assert best(filing) != {NEW: 241}
        claims = {("requests.new.total",): 277.0, ("requests.carried_in.total",): 21.0}
        assert best(filing, claims) == {NEW: 241}
        assert not the_one(filing).clear
        assert the_one(filing, claims).clear

    def test_a_claim_that_is_wrong_moves_nothing(self) -> None:
        assert best(office({NEW: 214}), {("requests.new.total",): 999.0}) == {NEW: 241}

    def test_claims_about_what_is_not_known_are_left_out(self) -> None:
        claims = {
            ("requests.new.total",): 9.0,
            ("requests.nothing",): 3.0,
            ("disputes.litigation.total",): 1e300,
        }
        assert diagnose(FORM, filed({NEW: None}), claims) == ()
        assert diagnose(FORM, filed({}, mode=Mode.ZERO_REPORT), claims) == ()

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("新收政府信息公开申请277件，上年结转21件。", [(NEW, 241, True)]),
            ("2023年，我办收到政府信息公开申请二百七十七件。", [(NEW, 241, True)]),
            ("全年没有政府信息公开申请被不予处理。", []),
            ("2022年，新收政府信息公开申请277件。", []),
            ("全市新收政府信息公开申请277件。", []),
            ("新收政府信息公开申请约277件。", []),
            ("新收政府信息公开申请【依申请.新收.总计】件。", []),
            ("受理政府信息公开申请277件。", []),
            ("新收政府信息公开申请277件。收到政府信息公开申请280件。", []),
        ],
    )
    def test_exact_claims_of_the_year_and_scope_are_read_in_the_texts(
        self, text: str, found: list[tuple[str, float, bool]]
    ) -> None:
        filing = office({NEW: 244}, typed=False)
        filing = replace(filing, texts={"overview.requests": (Paragraph(text),)})
        (given,) = candidates(check_filing(FORM, filing)).values()
        clear = [
            (one.field, one.value, "也与文中的数一致" in one.why) for one in given if "最可能" in one.why
        ]
        assert clear == found

    def test_a_text_that_repeats_the_tables_slip_hides_it_little(self) -> None:
        wrong = office({NEW: 214}, typed=False, ledger=True)
        text = (Paragraph("新收政府信息公开申请250件。"),)
        assert best(wrong) == {NEW: 241}
        (found,) = candidates(check_filing(FORM, replace(wrong, texts={"overview.requests": text}))).values()
        assert (found[0].field, found[0].value) == (NEW, 241)

    def test_a_text_that_speaks_of_something_else_is_left_aside(self) -> None:
        claims = {(f"requests.{row}.total",): 5000.0 + at for at, row in enumerate(ROWS)}
        diagnosis = the_one(office({NEW: 214}), claims)
        assert (diagnosis.beyond_guessing, diagnosis.clear) == (False, False)
        assert proposed(diagnosis.explanations[0]) == {NEW: 241}

    def test_what_only_a_claim_contradicts_is_no_cell(self) -> None:
        (diagnosis,) = diagnose(FORM, filed({}), {("requests.new.total",): 3.0})
        assert diagnosis.broken == ()
        assert with_candidates(FORM, filed({}), (), {("requests.new.total",): 3.0}) == ()


class TestNothingToSay:
    @pytest.mark.parametrize("stated", [{}, TYPED])
    def test_while_the_balances_hold(self, stated: Figures) -> None:
        assert diagnose(FORM, filed({}, stated=stated, previous=PREVIOUS)) == ()
        assert diagnose(FORM, office({}, ledger=True, last=True)) == ()

    def test_while_figures_are_not_known(self) -> None:
        assert diagnose(FORM, filed({NEW: None})) == ()
        assert diagnose(FORM, filed({NEW: "十二"})) == ()
        assert diagnose(FORM, filed({NEW: 1e300}, mode=None)) == ()

    def test_about_a_zero_report(self) -> None:
        assert diagnose(FORM, filed(dict(LEDGER), mode=Mode.ZERO_REPORT)) == ()

    def test_about_more_than_three_slips(self) -> None:
        wrong = {
            NEW: 963,
            "requests.granted.business": 77,
            "requests.partial.natural": 311,
            "requests.unavailable_not_held.legal": 29,
            "requests.carried_out.other": 413,
        }
        diagnosis = the_one(office(wrong))
        assert (diagnosis.beyond_guessing, diagnosis.explanations) == (True, ())
        findings = check_filing(FORM, office(wrong))
        assert candidates(findings) == {}
        (said,) = [one.remedy for one in findings if "推断不出" in one.remedy]
        assert said.startswith(next(rule.remedy for rule in FORM.rules if rule.code == "B301"))
        assert "改动 4 处以内不能使各项都相符，推断不出是哪几格，请逐格核对。" in said
        assert "不平的行（组）：新收、予以公开、部分公开、不掌握、总计、结转下年度；" in said
        assert said.endswith("不平的列：自然人、商业企业、法律服务机构、其他、总计。")

    def test_four_slips_are_only_where_to_look_first(self) -> None:
        wrong = {
            NEW: 963,
            "requests.granted.business": 77,
            "requests.partial.natural": 311,
            "requests.unavailable_not_held.legal": 29,
        }
        diagnosis = the_one(office(wrong))
        assert (diagnosis.beyond_guessing, diagnosis.clear) == (True, False)
        findings = check_filing(FORM, office(wrong))
        named = [one for given in candidates(findings).values() for one in given]
        assert {one.field: one.value for one in named} == {name: BUSY.get(name, 0) for name in wrong}
        assert {one.why[:7] for one in named} == {"可先查：现为 "}
        (said,) = [one.remedy for one in findings if "不能断定" in one.remedy]
        assert "填错的像是多于 3 处，不能断定是哪几格，可先查所列各格，再逐格核对。" in said
        assert said.endswith("不平的列：自然人、商业企业、法律服务机构、总计。")


class TestGivingUp:
    def test_a_wholly_wrong_table_ends_soon(self, monkeypatch: pytest.MonkeyPatch) -> None:
        steps = []
        run = Search.run

        def counted(search: Search, residuals: dict[int, int], most: int) -> list[Solution]:
            before = search.steps
            found = run(search, residuals, most)
            steps.append(before - search.steps)
            return found

        monkeypatch.setattr(Search, "run", counted)
        wrong = {item.id: number * number % 97 for number, item in enumerate(REQUESTS, start=3)}
        assert diagnose(FORM, filed(wrong | LEDGER, stated=TYPED, previous=PREVIOUS))[0].beyond_guessing
        assert max(steps) < 8000

    def test_a_search_given_up_calls_nothing_likely(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert the_one(office({NEW: 214})).clear
        monkeypatch.setattr(Search, "exhausted", True)
        assert not the_one(office({NEW: 214})).clear
        (said,) = [one.remedy for one in check_filing(FORM, office({NEW: 214})) if "推断不出" in one.remedy]
        assert "可能的改法太多，没有试完，推断不出是哪几格，请逐格核对。" in said


class TestFindings:
    def test_the_first_of_a_group_names_the_cell(self) -> None:
        filing = in_a_workbook(filed({NEW: 3}, stated=TYPED))
        findings = check_filing(FORM, filing)
        assert pairs(findings) == [
            ("B301", NEW),
            ("B301", "requests.new.total"),
            ("B302", "requests.new.total"),
        ]
        assert candidates(findings) == {
            ("B301", NEW): (
                Candidate(
                    SHEET,
                    filing.cells[NEW].cell,
                    NEW,
                    2,
                    "最可能：现为 3，像是多计 1 件，改后相符",
                ),
            )
        }

    def test_several_that_are_as_likely_are_all_named(self) -> None:
        (found,) = candidates(check_filing(FORM, filed({NEW: 3}))).values()
        assert [one.why[:4] for one in found] == ["第一种可", "第二种可", "第三种可"]
        assert len({one.field for one in found}) == 3

    def test_cells_that_belong_together_say_so(self) -> None:
        wrong = {"requests.granted.natural": 25, "requests.granted.business": 128}
        assert said(check_filing(FORM, office(wrong))) == {
            "requests.new.natural": [
                (
                    "requests.granted.natural",
                    128,
                    "最可能：现为 25，像是左右两格填反，连同 予以公开·商业企业 改后相符",
                )
            ],
            "requests.new.business": [
                (
                    "requests.granted.business",
                    25,
                    "最可能：现为 128，像是左右两格填反，连同 予以公开·自然人 改后相符",
                )
            ],
        }

    def test_each_finding_says_only_what_concerns_its_own_cells(self) -> None:
        filing = in_a_workbook(office({NEW: 214, "requests.partial.business": 90}, typed=False, ledger=True))
        new, partial = (filing.cells[one].cell for one in (NEW, "requests.partial.business"))
        assert said(check_filing(FORM, filing)) == {
            NEW: [(NEW, 241, f"最可能：现为 214，像是两位数字颠倒，连同 {partial} 改后相符")],
            "requests.new.business": [
                ("requests.partial.business", 9, f"最可能：现为 90，像是多打一个 0，连同 {new} 改后相符")
            ],
        }

    def test_of_many_cells_the_first_are_named(self) -> None:
        rows = (None, "granted", "partial", "denied_secret")
        moved = {
            f"requests.{below}.{column}": BUSY.get(f"requests.{row}.{column}", 0)
            for column in ("natural", "business")
            for row, below in pairwise(rows)
        }
        (found,) = candidates(check_filing(FORM, office(moved, typed=False, ledger=True))).values()
        assert found[0].why == (
            "第一种可能：现为 0，像是有 2 行依次向下错了一行，"
            "连同 部分公开·自然人、国家秘密·自然人、予以公开·商业企业、部分公开·商业企业 等 5 格改后相符"
        )

    def test_a_blank_is_called_blank(self) -> None:
        (found,) = candidates(
            check_filing(FORM, filed({NEW: None}, mode=Mode.BLANK_IS_ZERO, stated=TYPED))
        ).values()
        assert [(one.field, one.value, one.why) for one in found] == [
            (NEW, 2, "最可能：现为空白，像是漏填，改后相符")
        ]

    def test_in_the_text_output(self) -> None:
        filing = in_a_workbook(filed({NEW: 3}, stated=TYPED))
        report = FileReport("x.xlsx", "", "", 2023, FORM.id, Verdict.ERRORS, check_filing(FORM, filing), {})
        place = f"{SHEET}!{filing.cells[NEW].cell}"
        line = f"疑似填错：{place}，应为 2（最可能：现为 3，像是多计 1 件，改后相符）\n"
        assert as_text([report]).count(line) == 1

    def test_no_figure_is_changed(self) -> None:
        filing = office({NEW: 214})
        before = copy.deepcopy(filing)
        check_filing(FORM, filing)
        assert filing == before


class TestAnyTable:
    @pytest.mark.parametrize("slips", [(1, 1, 1, 1), (3, 2, 5, 4)])
    def test_four_slips_in_two_rows_and_two_columns(self, slips: tuple[int, int, int, int]) -> None:
        names = [
            f"requests.{row}.{column}"
            for row in ("denied_law", "unavailable_not_held")
            for column in ("legal", "other")
        ]
        wrong = dict(zip(names, slips, strict=True))
        (diagnosis,) = diagnose(FORM, office(wrong))
        assert diagnosis.explanations
        for explanation in diagnosis.explanations:
            assert diagnose(FORM, office(wrong | proposed(explanation))) == ()

    @settings(max_examples=80, deadline=None)
    @given(
        wrong=st.dictionaries(
            st.sampled_from([*(item.id for item in REQUESTS), *BUSY_TYPED]),
            st.integers(0, 400),
            min_size=1,
            max_size=4,
        )
    )
    def test_up_to_four_slips_are_always_explained(self, wrong: Figures) -> None:
        """The search is exact: the fewest slips are at most those that were made, and put everything right."""
        for diagnosis in diagnose(FORM, office(wrong)):
            assert diagnosis.explanations
            for explanation in diagnosis.explanations:
                assert diagnose(FORM, office(wrong | proposed(explanation))) == ()

    @settings(max_examples=60, deadline=None)
    @given(
        figures=st.dictionaries(
            st.sampled_from([item.id for item in FORM.inputs]),
            st.one_of(
                st.integers(-30, 30),
                st.sampled_from([2.5, 1e12, 1e300, float("inf"), float("nan"), "/", "", True, None]),
            ),
            max_size=40,
        ),
        stated=st.dictionaries(
            st.sampled_from(TOTALS), st.sampled_from([0, 1, 3, 12.5, -4, 1e300, "三"]), max_size=30
        ),
        mode=st.sampled_from([*Mode, None]),
        last=st.booleans(),
    )
    def test_has_legal_explanations_or_none(
        self,
        figures: dict[str, float | str | bool | None],
        stated: dict[str, float | str],
        mode: Mode | None,
        last: bool,  # noqa: FBT001 - hypothesis draws it
    ) -> None:
        filing = filed(figures, stated=stated, mode=mode, previous=PREVIOUS if last else {})
        for diagnosis in diagnose(FORM, filing):
            assert len(diagnosis.explanations) <= 3
            for explanation in diagnosis.explanations:
                for suspect in explanation.suspects:
                    assert suspect.proposed >= 0
                    assert suspect.proposed == int(suspect.proposed)
                    assert suspect.proposed <= FORM.fields[suspect.term.field].limit
        check_filing(FORM, filing)


class TestBenchmark:
    def test_prints_a_line_for_each_scenario(self, capsys: pytest.CaptureFixture[str]) -> None:
        benchmark.main(["--tables", "2", "--seed", "1"])
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 2 + 8 * len(benchmark.SCENARIOS)
        assert lines[2].startswith("| typed totals | 1 | single cells | 0 % | 100 % | 100 % | 100 % |")

    def test_one_slip_with_typed_totals_is_always_found(self) -> None:
        tally = benchmark.measure("typed totals", 1, 20, 5, several=False)
        assert (tally.seen, tally.first, tally.exact, tally.wrong) == (20, 20, 20, 0)
