from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import SEED
from check.examples import (
    FORM,
    LEDGER,
    PREVIOUS,
    REQUESTS,
    TOTALS,
    cells,
    check_after,
    filed,
    in_a_workbook,
    pairs,
)

from toolkit.check.balance import check_balances
from toolkit.check.run import check_filing
from toolkit.filing import Mode
from toolkit.finding import Finding, Related, Severity

if TYPE_CHECKING:
    from toolkit.form.model import Field

DISPUTES = [item for item in FORM.inputs if item.table == "disputes"]
NEW = "requests.new.natural"
NEW_TOTAL = "requests.new.total"


def the_one(figures: dict[str, float | None], **changes: object) -> Finding:
    (finding,) = check_balances(FORM, filed(figures, **changes))  # type: ignore[arg-type]
    return finding


class TestRequests:
    @pytest.mark.parametrize("item", REQUESTS, ids=lambda item: item.id)
    @pytest.mark.parametrize("mode", [Mode.EACH, Mode.BLANK_IS_ZERO])
    def test_every_input_one_off(self, item: Field, mode: Mode) -> None:
        figure = SEED.get(item.id, 0) + 1
        column = f"requests.new.{item.column}"
        assert check_after({item.id: figure}, mode=mode) == [("B301", column), ("B301", NEW_TOTAL)]

    def test_a_row_beside_its_own_is_seen_by_the_ledger_only(self) -> None:
        moved = {"requests.denied_internal.natural": 0, "requests.rejected_repeat.natural": 1}
        assert check_after(moved) == []
        assert check_after({**moved, **LEDGER}) == [("B323", "ledger.denied"), ("B323", "ledger.rejected")]

    def test_anchor_terms_and_difference(self) -> None:
        filing = in_a_workbook(filed({NEW: 3}))
        natural, total = check_balances(FORM, filing)
        assert natural == Finding(
            code="B301",
            severity=Severity.ERROR,
            message="表三收办平衡，自然人列：新收 3 + 上年结转 1 = 4，总计 3 + 结转下年度 0 = 3，相差 1。",
            remedy=next(rule.remedy for rule in FORM.rules if rule.code == "B301"),
            sheet="依申请公开",
            cell=filing.balances["B301", NEW].cell,
            field=NEW,
            found=4,
            expected=3,
            difference=1,
            related=tuple(
                Related("依申请公开", filing.cells[field].cell, field, role)
                for field, role in [
                    (NEW, "新收"),
                    ("requests.carried_in.natural", "上年结转"),
                    ("requests.denied_internal.natural", "总计"),
                    ("requests.unavailable_not_held.natural", "总计"),
                ]
            ),
        )
        assert (total.field, total.cell) == (NEW_TOTAL, filing.balances["B301", NEW_TOTAL].cell)
        assert total.message == (
            "表三收办平衡，总计列：新收 3 + 上年结转 1 = 4，总计 3 + 结转下年度 0 = 3，相差 1。"
        )

    def test_blank_terms_are_related(self) -> None:
        finding, _ = check_balances(FORM, filed({NEW: None}, mode=Mode.BLANK_IS_ZERO))
        assert Related("依申请公开", None, NEW, "新收") in finding.related

    def test_without_cells_the_sheet_is_named(self) -> None:
        finding, _ = check_balances(FORM, filed({NEW: 3}))
        assert (finding.sheet, finding.cell) == ("依申请公开", None)

    def test_figures_whose_sum_is_none_are_left_to_the_findings_about_them(self) -> None:
        fields = [NEW, "requests.new.business"]
        assert check_after(dict.fromkeys(fields, 1e308)) == [
            *(("V208", field) for field in fields),
            *(("B301", field) for field in fields),
        ]


class TestStated:
    @pytest.mark.parametrize("total", TOTALS)
    def test_every_total_typed_over(self, total: str) -> None:
        right = sum(SEED.get(name, 0) for name in FORM.fields[total].inputs)
        in_row = "B311" if total.startswith("disputes.") else "B302"
        code = in_row if total.endswith(".total") else "B303"
        assert check_after({}, stated={total: right}) == []
        assert check_after({}, stated={total: right + 1}) == [(code, total)]

    def test_words_for_a_row_a_column_and_a_group(self) -> None:
        stated = {NEW_TOTAL: 5, "requests.total.natural": 2, "disputes.reconsideration.total": 0}
        findings = list(check_balances(FORM, filed(stated=stated)))
        assert [
            (finding.message, finding.found, finding.expected, finding.difference) for finding in findings
        ] == [
            ("表三总计列，新收行：表上写 5，按各列相加应为 2，相差 3。", 5, 2, 3),
            ("表三（七）总计行，自然人列：表上写 2，按各行相加应为 3，相差 1。", 2, 3, -1),
            ("表四总计，行政复议一组：表上写 0，按各项相加应为 1，相差 1。", 0, 1, -1),
        ]

    def test_stands_at_the_total_itself(self) -> None:
        filing = in_a_workbook(filed(stated={NEW_TOTAL: 5}))
        (finding,) = check_balances(FORM, filing)
        assert cells([finding]) == [("B302", f"依申请公开!{filing.cells[NEW_TOTAL].cell}")]
        assert [related.role for related in finding.related] == [
            *("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
        ]

    def test_totals_are_never_part_of_the_balance(self) -> None:
        assert check_after({NEW: 3}, stated={NEW_TOTAL: 3, "requests.total.total": 4}) == [
            ("B301", NEW),
            ("B301", NEW_TOTAL),
            ("B302", "requests.total.total"),
        ]


class TestLedger:
    @pytest.mark.parametrize("item", DISPUTES, ids=lambda item: item.id)
    def test_shows_every_input_of_table_four_one_off(self, item: Field) -> None:
        row = "reconsideration" if ".reconsideration." in item.id else "litigation"
        changed = {item.id: SEED.get(item.id, 0) + 1, **LEDGER}
        assert check_after(changed) == [("B324", f"ledger.{row}")]

    def test_a_whole_ledger_is_clean(self) -> None:
        assert check_after(LEDGER) == []

    @pytest.mark.parametrize(
        ("field", "code"),
        [
            ("ledger.received", "B321"),
            ("ledger.carried_in", "B322"),
            ("ledger.granted", "B323"),
            ("ledger.partial", "B323"),
            ("ledger.denied", "B323"),
            ("ledger.unavailable", "B323"),
            ("ledger.rejected", "B323"),
            ("ledger.other_handling", "B323"),
            ("ledger.carried_out", "B322"),
            ("ledger.reconsideration", "B324"),
            ("ledger.litigation", "B324"),
        ],
    )
    def test_every_figure(self, field: str, code: str) -> None:
        wrong = LEDGER[field] + 1
        assert check_after({field: wrong}) == [(code, field)]
        assert check_after({**LEDGER, field: wrong}) == [(code, field)]

    def test_every_figure_is_tried(self) -> None:
        assert [item.id for item in FORM.inputs if item.table == "ledger"] == list(LEDGER)

    def test_words(self) -> None:
        finding = the_one({"ledger.received": 5})
        assert finding.message == "台账收到件数：台账.收到 5，与 依申请.新收.总计 2 不符，相差 3。"
        assert (finding.found, finding.expected, finding.difference) == (5, 2, 3)


class TestSupplement:
    def test_parts_larger_than_their_whole(self) -> None:
        finding = the_one({"supplement.published": 500})
        assert (finding.code, finding.field) == ("B331", "supplement.published")
        assert (finding.found, finding.expected, finding.difference) == (500, "不小于 595", -95)
        assert finding.message == (
            "主动公开其中项：补充.主动公开总数 500，应不小于 补充.公开规范性文件 2 + 补充.公开重点领域 432 + "
            "补充.公开政策解读 41 + 补充.公开回应关切 67 + 补充.公开监督保障 53 + 补充.公开其他 没有填 = 595，"
            "相差 95。"
        )

    def test_fees_without_an_application(self) -> None:
        finding = the_one({"supplement.fee_amount": 12.5})
        assert finding.message == (
            "信息处理费件数与金额：补充.信息处理费件数 = 0 时，补充.信息处理费金额 12.5，应为 0，相差 12.5。"
        )

    def test_more_fees_than_applications_is_a_warning(self) -> None:
        finding = the_one({"supplement.fee_items": 4})
        assert (finding.code, finding.severity, finding.expected) == ("B333", Severity.WARNING, "不大于 3")

    def test_a_whole_that_is_not_given_is_not_shown_as_0(self) -> None:
        finding = the_one({"supplement.training_sessions": 2})
        assert finding.message == ("培训次数与人次：补充.培训人次 没有填，应不小于 补充.培训次数 2，相差 2。")

    def test_training(self) -> None:
        assert check_after({"supplement.training_sessions": 2}) == [("B334", "supplement.training_people")]
        assert check_after({"supplement.training_sessions": 2, "supplement.training_people": 60}) == []


class TestYears:
    def test_last_year_agrees(self) -> None:
        assert check_after({}, previous=PREVIOUS) == []

    def test_is_not_asked_without_last_year(self) -> None:
        assert check_after({"disclosure.normative.in_force": 26}) == []

    def test_carried_in(self) -> None:
        previous = {**PREVIOUS, "requests.carried_out.natural": 3}
        findings = check_filing(FORM, filed(previous=previous))
        assert pairs(findings) == [
            ("Y501", "requests.carried_in.natural"),
            ("Y501", "requests.carried_in.total"),
        ]
        assert (
            findings[0].message == "结转与上年衔接，自然人列：上年结转 1，应为 上年的结转下年度 3，相差 2。"
        )

    def test_last_year_is_no_part_of_what_a_text_comes_to(self) -> None:
        previous = {**PREVIOUS, "requests.carried_out.natural": 3}
        (finding,) = check_filing(FORM, filed({"requests.carried_in.natural": "１"}, previous=previous))[:1]
        assert finding.message.endswith("若按 1 计则相符。")

    def test_in_force_is_asked_about(self) -> None:
        finding = the_one({"disclosure.normative.in_force": 26}, previous=PREVIOUS)
        assert (finding.code, finding.severity, finding.found, finding.expected) == (
            *("Y502", Severity.WARNING),
            *(26, 27),
        )
        assert finding.message == (
            "现行有效件数与上年衔接：主动公开.规范性文件.现行有效 26，应为 "
            "上年的主动公开.规范性文件.现行有效 31 + 主动公开.规范性文件.本年制发 2 - "
            "主动公开.规范性文件.本年废止 6 = 27，相差 1。"
        )

    def test_a_figure_of_last_year_that_is_not_known_leaves_it_open(self) -> None:
        assert check_after({}, previous={"requests.carried_out.natural": 9}) == [
            ("Y501", "requests.carried_in.natural")
        ]
