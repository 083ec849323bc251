from __future__ import annotations

import builders
import pytest
from check.examples import CHOSEN, FORM, REQUESTS, check_after, filed, in_a_workbook, messages, pairs
from check.examples import cells as cells_of
from msgspec.structs import replace

from toolkit.check.run import check_filing
from toolkit.check.values import check_values
from toolkit.filing import Entry, Kind, Mode, entered
from toolkit.finding import Related, Severity
from toolkit.form.model import FieldType

NEW = "requests.new.natural"
GOOD = builders.PROFILE["code"]
ODD = "11340402003026058D"  # right in its last character, not in the ninth of its organisation code
PERMITS = "disclosure.permits.decisions"


def one(field: str, raw: str | float | Entry | None, **changes: object) -> str:
    """The one message about a figure that was typed."""
    filing = filed({field: raw}, **changes)  # type: ignore[arg-type]
    (message,) = messages(check_values(FORM, filing))
    return message


def date(serial: float) -> Entry:
    return Entry(serial, serial, Kind.DATE)


def test_the_example_is_clean() -> None:
    assert check_filing(FORM, filed()) == ()


class TestMode:
    @pytest.mark.parametrize("table", CHOSEN)
    def test_not_chosen_is_one_finding_and_nothing_is_decided(self, table: str) -> None:
        spoilt = {NEW: 5, "disputes.reconsideration.corrected": 7}
        expected = [("V201", table)]
        if table != "requests":
            expected += [("B301", NEW), ("B301", "requests.new.total")]
        assert check_after(spoilt, modes={table: None}) == expected

    def test_a_cell_of_spaces_is_not_chosen(self) -> None:
        assert check_after({}, modes={"requests": "  "}) == [("V201", "requests")]

    @pytest.mark.parametrize("typed", ["零报", "有", 0, " 零报告"])
    def test_not_among_the_choices(self, typed: str | float) -> None:
        assert pairs(check_values(FORM, filed(mode=Mode.BLANK_IS_ZERO, modes={"disputes": typed})))[0] == (
            "V215",
            "disputes",
        )

    def test_words(self) -> None:
        filing = filed(modes={"disclosure": None, "requests": "零报"})
        assert messages(check_values(FORM, filing)) == [
            "“主动公开”还没有选填报方式，整张表都不能核对。",
            "填报方式填的是“零报”，可选的只有：逐格填写、空白即为0、零报告。",
        ]


class TestBlank:
    def test_each_cell_is_due(self) -> None:
        filing = in_a_workbook(filed({"requests.new.business": None, "requests.new.other": None}))
        (finding,) = check_filing(FORM, filing)
        first, second = filing.cells["requests.new.business"].cell, filing.cells["requests.new.other"].cell
        assert (finding.code, finding.field) == ("V202", "requests.new.business")
        assert (finding.sheet, finding.cell) == ("依申请公开", first)
        assert finding.message == "“新收”一行的商业企业、其他没有填。"
        assert finding.related == (
            Related("依申请公开", first, "requests.new.business", "漏填"),
            Related("依申请公开", second, "requests.new.other", "漏填"),
        )

    @pytest.mark.parametrize("item", REQUESTS, ids=lambda item: item.id)
    def test_each_single_blank_is_found_and_leaves_its_balances_open(self, item: object) -> None:
        assert check_after({item.id: None}) == [("V202", item.id)]  # type: ignore[attr-defined]

    def test_one_finding_a_row(self) -> None:
        blank = dict.fromkeys(item.id for item in FORM.inputs if item.table in CHOSEN)
        rows = dict.fromkeys((item.table, item.row) for item in FORM.inputs if item.table in CHOSEN)
        assert len(check_after(blank)) == len(rows) == 33

    def test_words_of_rows(self) -> None:
        whole_rows = [
            f"disputes.litigation_after.{one}" for one in ("upheld", "corrected", "other", "pending")
        ]
        filing = filed(dict.fromkeys([PERMITS, "disclosure.regulations.issued", *whole_rows]))
        assert messages(check_values(FORM, filing)) == [
            "“规章”一行的本年制发没有填。",
            "“行政许可·处理决定”没有填。",
            "“复议后起诉”一组 4 格都没有填。",
        ]

    @pytest.mark.parametrize("mode", [Mode.BLANK_IS_ZERO, Mode.ZERO_REPORT])
    def test_blank_is_zero(self, mode: Mode) -> None:
        blank = dict.fromkeys(item.id for item in FORM.inputs if item.table in CHOSEN)
        assert check_after(blank, mode=mode) == []

    def test_a_blank_that_counts_as_zero_is_compared(self) -> None:
        assert check_after({NEW: None}, mode=Mode.BLANK_IS_ZERO) == [
            ("B301", NEW),
            ("B301", "requests.new.total"),
        ]

    def test_due_in_the_supplement(self) -> None:
        assert check_after({"supplement.fee_items": None, "supplement.training_people": None}) == [
            ("V202", "supplement.fee_items")
        ]

    def test_due_for_a_government_only(self) -> None:
        texts = {"overview.oversight": "开展了考核。"}
        assert check_after({}, profile={"kind": "政府"}, texts=texts) == [
            ("V202", "supplement.assessments"),
            ("V202", "supplement.evaluations"),
            ("V202", "supplement.accountability"),
        ]


class TestZeroReport:
    def test_every_figure_is_a_finding_even_zero_and_text(self) -> None:
        blank: dict[str, object] = {item.id: None for item in FORM.inputs if item.table == "disputes"}
        typed = {
            "disputes.reconsideration.upheld": 1,
            "disputes.reconsideration.other": 0,
            "disputes.litigation_direct.other": "无",
        }
        filing = filed({**blank, **typed}, modes={"disputes": Mode.ZERO_REPORT})  # type: ignore[dict-item]
        findings = check_filing(FORM, filing)
        assert pairs(findings) == [("V212", field) for field in typed]
        assert findings[0].message == "“复议诉讼”选了零报告，行政复议·维持却填了“1”。"
        assert [finding.found for finding in findings] == [1, 0, "无"]

    def test_a_stated_total_other_than_zero(self) -> None:
        total = "requests.new.total"
        blank = dict.fromkeys(item.id for item in REQUESTS)
        filing = filed(
            blank, modes={"requests": Mode.ZERO_REPORT}, stated={total: 5, "requests.total.total": 0}
        )
        assert pairs(check_filing(FORM, filing)) == [("V212", total)]


class TestText:
    def test_no_number(self) -> None:
        assert one(NEW, "若干") == "新收·自然人填的是“若干”，不是数。"

    @pytest.mark.parametrize(
        "text", ["约2", "1,23", "1-2", "2%", "-2", "2.5件", "999999999", "2元", "#", "2"]
    )
    def test_no_proper_figure_is_guessed(self, text: str) -> None:
        code = "V204" if text == "2" else "V203"
        assert check_after({NEW: text}) == [(code, NEW)]

    @pytest.mark.parametrize("text", ["2", "２", " 2", "2件", "二", "'2", "2（含补正）", "２　", "2."])
    def test_looks_like_the_right_figure(self, text: str) -> None:
        (finding,) = check_filing(FORM, filed({NEW: text}))
        assert (finding.code, finding.field, finding.found, finding.expected) == ("V204", NEW, text, 2)
        assert finding.message.endswith("看起来是 2；若按 2 计则相符。")

    def test_looks_like_a_wrong_figure(self) -> None:
        message = "新收·自然人填的是“1,234”，是文字不是数，看起来是 1234；若按 1234 计仍不符。"
        assert one(NEW, "1,234") == message

    def test_undecided_while_something_else_is_open(self) -> None:
        filing = filed({NEW: "2", "requests.granted.natural": None})
        assert messages(check_values(FORM, filing))[0].endswith("看起来是 2。")

    def test_a_bound_that_is_kept_proves_nothing_and_one_that_is_broken_does(self) -> None:
        assert one("supplement.published", "1994条").endswith("看起来是 1994。")
        assert one("supplement.published", "5条").endswith("看起来是 5；若按 5 计仍不符。")

    def test_the_condition_of_a_balance_counts_too(self) -> None:
        fees = filed({"supplement.fee_items": "无", "supplement.fee_amount": 12.5})
        assert [message.rpartition("；")[2] for message in messages(check_values(FORM, fees))] == [
            "若按 0 计仍不符。"
        ]

    def test_undecided_where_no_balance_speaks_of_it(self) -> None:
        assert one(PERMITS, "3") == "行政许可·处理决定填的是“3”，是文字不是数，看起来是 3。"

    def test_a_total_by_its_formula_proves_nothing(self) -> None:
        field = "disputes.reconsideration.corrected"
        assert one(field, "一") == "行政复议·纠正填的是“一”，是文字不是数，看起来是 1。"
        assert one(field, "一", stated={"disputes.reconsideration.total": 1}).endswith("；若按 1 计则相符。")
        ledger = filed({field: "一", "ledger.reconsideration": 1})
        assert messages(check_values(FORM, ledger))[0].endswith("；若按 1 计则相符。")

    def test_all_such_cells_are_supposed_together(self) -> None:
        filing = filed({NEW: "２", "requests.denied_internal.natural": "1", "requests.granted.natural": "/"})
        assert [message.rpartition("；")[2] for message in messages(check_filing(FORM, filing))] == [
            "若按 2 计则相符。",
            "若按 0 计则相符。",
            "若按 1 计则相符。",
        ]

    @pytest.mark.parametrize(
        ("text", "figure"),
        [("3万元", "3"), ("30元", "0.003"), ("0.5亿元", "5000"), ("3.5", "3.5"), ("１２．５０万元", "12.5")],
    )
    def test_money_counts_in_the_unit_of_the_cell(self, text: str, figure: str) -> None:
        assert f"看起来是 {figure} 万元。" in one("disclosure.charges.amount", text)

    def test_a_count_is_no_money(self) -> None:
        assert check_after({"disclosure.charges.amount": "3件"}) == [("V203", "disclosure.charges.amount")]

    @pytest.mark.parametrize("sign", ["/", "-", "—", "——", "无", "没有", "不涉及", "（无）", "N/A"])
    def test_a_sign_for_nil(self, sign: str) -> None:
        field = "requests.granted.natural"
        (finding,) = check_filing(FORM, filed({field: sign}))
        assert (finding.code, finding.field, finding.found, finding.expected) == ("V205", field, sign, 0)
        words = f"予以公开·自然人填的是“{sign}”，看起来是“没有”；这里应填数，没有的填 0；若按 0 计则相符。"
        assert finding.message == words

    def test_a_sign_for_nil_where_something_is_due(self) -> None:
        assert one(NEW, "/").endswith("；若按 0 计仍不符。")

    @pytest.mark.parametrize("blank", [" ", "\u3000", "\n", "\u200b ", "\xa0"])
    def test_only_spaces(self, blank: str) -> None:
        field = "requests.granted.natural"
        message = "予以公开·自然人只有空格，看起来是空着；这里应填数，没有的填 0"
        assert check_after({field: blank}) == [("V205", field)]
        assert one(field, blank) == f"{message}。"
        assert one(field, blank, mode=Mode.BLANK_IS_ZERO) == f"{message}；若按 0 计则相符。"

    def test_long_and_broken_text_is_quoted_shortly(self) -> None:
        assert one(NEW, "甲\n" * 40) == f"新收·自然人填的是“{'甲 ' * 15}…”，不是数。"


class TestNumber:
    @pytest.mark.parametrize("value", [0, 2, 2.0, 99_999_999])
    def test_whole_numbers_pass(self, value: float) -> None:
        assert check_after({PERMITS: value}) == []

    @pytest.mark.parametrize("value", [0.0, 12.5, 9_999_999_999])
    def test_amounts_pass(self, value: float) -> None:
        assert check_after({"disclosure.charges.amount": value}) == []

    @pytest.mark.parametrize(
        ("field", "value", "expected"),
        [
            (PERMITS, -3, [("V206", "行政许可·处理决定是 -3，不能是负数。")]),
            (PERMITS, 2.5, [("V207", "行政许可·处理决定是 2.5，应是整数。")]),
            (
                PERMITS,
                12_345_678_901,
                [("V208", "行政许可·处理决定是 12345678901，超出合理范围（最大 9999999999）。")],
            ),
            (
                PERMITS,
                -0.5,
                [
                    ("V206", "行政许可·处理决定是 -0.5，不能是负数。"),
                    ("V207", "行政许可·处理决定是 -0.5，应是整数。"),
                ],
            ),
            ("disclosure.charges.amount", -0.5, [("V206", "行政事业性收费·收费金额是 -0.5，不能是负数。")]),
            ("supplement.fee_amount", 1e10, None),
            (PERMITS, 1e20, [("V208", "行政许可·处理决定是 1e+20，超出合理范围（最大 9999999999）。")]),
        ],
    )
    def test_improper(self, field: str, value: float, expected: list[tuple[str, str]] | None) -> None:
        findings = list(check_values(FORM, filed({field: value})))
        if expected is None:
            assert pairs(findings) == [("V208", field)]
        else:
            assert [(finding.code, finding.message) for finding in findings] == expected
        assert {(finding.field, finding.found) for finding in findings} == {(field, value)}

    def test_the_form_has_signed_figures_only_where_it_says_so(self) -> None:
        assert not [item.id for item in FORM.inputs if item.type is FieldType.SIGNED]

    @pytest.mark.parametrize(
        ("serial", "words"),
        [
            (45293, "是日期 2024年1月2日，多半是输入“1-2”或“1/2”时自动变的。"),
            (12, "是日期 1900年1月12日，多半是单元格成了日期格式，里面的数是 12。"),
            (0.0625, "是日期 1:30（时间），多半是输入“1:30”时自动变的。"),
            (0, "是日期 格式，单元格里的数是 0。"),
            (-5, "是日期 格式，单元格里的数是 -5。"),
            (3_000_000, "是日期 格式，单元格里的数是 3e+06。"),
        ],
    )
    def test_a_date(self, serial: float, words: str) -> None:
        assert one(PERMITS, date(serial)) == f"行政许可·处理决定{words}"

    def test_a_date_counts_as_its_serial_number(self) -> None:
        assert check_after({NEW: date(45293)}) == [
            ("V209", NEW),
            ("B301", NEW),
            ("B301", "requests.new.total"),
        ]

    def test_a_boolean_and_an_error(self) -> None:
        filing = filed({NEW: True, PERMITS: Entry("#N/A", None, Kind.ERROR)})
        assert messages(check_filing(FORM, filing)) == [
            "行政许可·处理决定是错误值 #N/A。",
            "新收·自然人是逻辑值 TRUE，不是数。",
        ]

    def test_a_formula_is_a_warning(self) -> None:
        (finding,) = check_filing(FORM, filed({NEW: Entry(2.0, 2.0, Kind.NUMBER, formula="1+1")}))
        assert (finding.code, finding.severity, finding.found) == ("V217", Severity.WARNING, "=1+1")
        assert finding.message == "新收·自然人是公式 =1+1，填写格应直接填数。"

    def test_a_formula_that_went_wrong_is_both(self) -> None:
        broken = Entry("#REF!", None, Kind.ERROR, formula="=#REF!+1")
        assert check_after({NEW: broken}) == [("V211", NEW), ("V217", NEW)]

    @pytest.mark.parametrize("mode", [Mode.EACH, Mode.BLANK_IS_ZERO])
    def test_a_formula_without_result_is_no_blank(self, mode: Mode) -> None:
        (finding,) = check_filing(FORM, filed({NEW: Entry(formula="SUM(A1:A2)")}, mode=mode))
        assert (finding.code, finding.field, finding.severity) == ("V221", NEW, Severity.ERROR)
        assert finding.message == "新收·自然人是公式 =SUM(A1:A2)，还没有算出结果，不能当作没有填或 0。"

    def test_a_formula_without_result_in_an_optional_table(self) -> None:
        assert check_after({"ledger.received": Entry(formula="1+1")}) == [("V221", "ledger.received")]

    def test_a_formula_without_result_in_a_zero_report(self) -> None:
        empty = dict.fromkeys((item.id for item in REQUESTS), None)
        filing = filed({**empty, NEW: Entry(formula="1+1")}, modes={"requests": Mode.ZERO_REPORT})
        found = [finding for finding in check_filing(FORM, filing) if finding.field == NEW]
        assert [finding.code for finding in found] == ["V212"]
        assert "填了“=1+1”" in found[0].message

    def test_optional_figures_are_looked_at_too(self) -> None:
        typed = {
            "supplement.accounts": "3个",
            "ledger.received": -2,
            "ledger.granted": "x",
            "ledger.partial": "/",
        }
        assert check_after(typed) == [
            ("V204", "supplement.accounts"),
            ("V206", "ledger.received"),
            ("V203", "ledger.granted"),
            ("V205", "ledger.partial"),
            ("B321", "ledger.received"),
        ]


class TestStated:
    def test_text_and_blank_are_no_numbers(self) -> None:
        stated = {"requests.new.total": "2件", "requests.carried_in.total": None}
        findings = check_filing(FORM, filed(stated=stated))
        assert [(finding.field, finding.found, finding.message) for finding in findings] == [
            ("requests.new.total", "2件", "新收·总计写的是“2件”，不是数。"),
            ("requests.carried_in.total", None, "上年结转·总计是空的，不是数。"),
        ]

    def test_date_boolean_and_error(self) -> None:
        stated = {
            "requests.new.total": date(45293),
            "requests.carried_in.total": True,
            "requests.granted.total": Entry("#REF!", None, Kind.ERROR),
        }
        assert check_after({}, stated=stated) == [
            ("V209", "requests.new.total"),
            ("V210", "requests.carried_in.total"),
            ("V211", "requests.granted.total"),
            ("B302", "requests.new.total"),
        ]


class TestProfile:
    @pytest.mark.parametrize(
        "item", [item for item in FORM.profile if item.due.always], ids=lambda item: item.id
    )
    @pytest.mark.parametrize("raw", [None, " "])
    def test_due(self, item: object, raw: str | None) -> None:
        found = check_after({}, profile={item.id: raw})  # type: ignore[attr-defined]
        assert found == [("V216", item.id)]  # type: ignore[attr-defined]

    @pytest.mark.parametrize("item", ["code", "postcode", "website_name", "filler", "date"])
    def test_optional(self, item: str) -> None:
        assert check_after({}, profile={item: None}) == []

    @pytest.mark.parametrize(
        ("item", "raw", "code", "message"),
        [
            ("code", "12350200154989739", "V213", "统一社会信用代码长度为 17，应为 18 位。"),
            (
                "code",
                1.2350200154989739e17,
                "V213",
                "统一社会信用代码存成了数值，末几位可能已经变成 0，应按文本填写。",
            ),
            ("telephone", "2519375", "V214", "联系电话“2519375”缺少区号。"),
            ("telephone", 5542519375, "V214", "联系电话“5542519375”不是完整的电话号码。"),
            ("postcode", 10020, "V214", "邮政编码只有 5 位，应为 6 位数字（开头的 0 可能丢失）。"),
            ("kind", "局", "V215", "单位类别填的是“局”，可选的只有：政府、部门、派出机关、其他组织。"),
            ("scope", "本机关 ", "V215", "统计口径填的是“本机关 ”，可选的只有：本机关、含下属。"),
            (
                "version",
                "1",
                "V218",
                "报送次数填的是“1”，应是不小于 1 的整数（数值，不是文字）。",
            ),
            ("version", 0, "V218", "报送次数填的是“0”，应是不小于 1 的整数（数值，不是文字）。"),
            ("version", 1.5, "V218", "报送次数填的是“1.5”，应是不小于 1 的整数（数值，不是文字）。"),
            (
                "date",
                "2024-02-30",
                "V219",
                "填报日期填的是“2024-02-30”，不是实际的日期，应写成 2024-01-15 或 2024年1月15日。",
            ),
            (
                "website",
                "区政府网站",
                "V219",
                "报告所在网站填的是“区政府网站”，不是网址，应写成 http://www.example.gov.cn/ 的样子。",
            ),
            ("address", Entry("#N/A", None, Kind.ERROR), "V211", "联系地址是错误值 #N/A。"),
        ],
    )
    def test_faulty(self, item: str, raw: str | float | Entry, code: str, message: str) -> None:
        (finding,) = check_filing(FORM, filed(profile={item: raw}))
        assert (finding.code, finding.field, finding.message) == (code, item, message)

    @pytest.mark.parametrize(
        ("item", "raw", "message"),
        [
            ("address", True, "联系地址是逻辑值 TRUE，这里应直接填文字。"),
            ("website_name", 45293, "报告所在网站名称是数值 45293，这里应直接填文字。"),
            ("telephone", False, "联系电话是逻辑值 FALSE，这里应直接填文字。"),
            ("postcode", True, "邮政编码是逻辑值 TRUE，这里应直接填文字。"),
            (
                "name",
                Entry("区政府办", None, Kind.TEXT, formula="A1"),
                "单位名称是公式 =A1，这里应直接填文字。",
            ),
        ],
    )
    def test_no_text(self, item: str, raw: str | float | Entry, message: str) -> None:
        (finding,) = (one for one in check_filing(FORM, filed(profile={item: raw})) if one.code == "V220")
        assert (finding.field, finding.severity) == (item, Severity.ERROR)
        assert finding.message.partition("是")[2] == message.partition("是")[2]

    def test_a_date_as_an_address(self) -> None:
        assert check_after({}, profile={"address": date(45293)}) == [("V220", "address")]

    @pytest.mark.parametrize("item", ["telephone", "postcode"])
    def test_a_number_with_its_own_check(self, item: str) -> None:
        raw = {"telephone": 4001234567, "postcode": 232000}[item]
        assert check_after({}, profile={item: raw}) == []

    @pytest.mark.parametrize("item", ["address", "version", "code"])
    def test_a_formula_without_result(self, item: str) -> None:
        assert check_after({}, profile={item: Entry(formula="A1")}) == [("V221", item)]

    @pytest.mark.parametrize(
        ("item", "raw", "words"),
        [
            (
                "code",
                ODD,
                "统一社会信用代码第 9 至 17 位组织机构代码的校验位一般应为 4，实为 8。",
            ),
            (
                "predecessors",
                f"{GOOD}、{ODD}",
                f"前身单位代码里的“{ODD}”第 9 至 17 位组织机构代码的校验位一般应为 4，实为 8。",
            ),
            ("predecessors", f"{GOOD}，003026059", "前身单位代码里的“003026059”长度为 9，应为 18 位。"),
        ],
    )
    def test_an_odd_code_is_only_asked_about(self, item: str, raw: str, words: str) -> None:
        (finding,) = check_filing(FORM, filed(profile={item: raw}))
        assert (finding.code, finding.severity, finding.message) == ("V223", Severity.NOTE, words)

    @pytest.mark.parametrize("raw", [GOOD, f" {GOOD}、\n{GOOD}；"])
    def test_good_codes_of_predecessors(self, raw: str) -> None:
        assert check_after({}, profile={"predecessors": raw}) == []

    @pytest.mark.parametrize(
        "raw", ["13812345678", "0554-2519375、138 1234 5678", "+86 138-1234-5678", 13812345678]
    )
    def test_a_mobile_number(self, raw: str | float) -> None:
        (finding,) = check_filing(FORM, filed(profile={"telephone": raw}))
        assert (finding.code, finding.severity) == ("V222", Severity.WARNING)
        assert finding.message.endswith("像是个人手机号。")

    @pytest.mark.parametrize("raw", ["0554-2519375", "029-88112233", "12345", "400-138-1234"])
    def test_an_office_number(self, raw: str) -> None:
        assert check_after({}, profile={"telephone": raw}) == []

    @pytest.mark.parametrize("code", ["V214", "V217", "V219"])
    def test_severity(self, code: str) -> None:
        wrong: dict[str, object] = {"telephone": "1", "date": "昨天", "website": "无"}
        filing = filed({NEW: Entry(2, 2, Kind.NUMBER, formula="2")}, profile=wrong)  # type: ignore[arg-type]
        found = [finding for finding in check_filing(FORM, filing) if finding.code == code]
        assert found
        assert {finding.severity for finding in found} == {Severity.WARNING}

    @pytest.mark.parametrize(
        "raw", ["2024年1月15日", "2024/1/5", "2024.01.15", "２０２４-１-１５", date(45306)]
    )
    def test_dates_pass(self, raw: str | Entry) -> None:
        assert check_after({}, profile={"date": raw}) == []

    @pytest.mark.parametrize("raw", [20240115, 45306, "2024-13-01", "1月15日", date(-1)])
    def test_dates_fail(self, raw: str | float | Entry) -> None:
        assert check_after({}, profile={"date": raw}) == [("V219", "date")]

    @pytest.mark.parametrize(
        "raw", ["www.hndt.gov.cn", "https://a.gov.cn:8080/x/?y=1", "http://大通.政务", "http://10.0.0.1/"]
    )
    def test_websites_pass(self, raw: str) -> None:
        assert check_after({}, profile={"website": raw}) == []

    @pytest.mark.parametrize("raw", ["http：//www.hndt.gov.cn", "a b.gov.cn", "http://", "1.2", "公示栏"])
    def test_websites_fail(self, raw: str) -> None:
        assert check_after({}, profile={"website": raw}) == [("V219", "website")]

    def test_a_year_that_is_none(self) -> None:
        filing = filed(profile={"year": "二三年"})
        assert pairs(check_values(FORM, filing)) == []
        unknown = replace(filing, year=None)
        assert messages(check_values(FORM, unknown)) == ["报告年度填的是“二三年”，应是四位年份，如 2023。"]


def test_findings_stand_at_their_cells_and_in_the_order_of_the_form() -> None:
    filing = filed(
        {"ledger.granted": "x", NEW: -1, PERMITS: None},
        modes={"disputes": None},
        profile={"telephone": None},
        stated={"requests.new.total": "x"},
    )
    assert cells_of(check_values(FORM, in_a_workbook(filing))) == [
        ("V216", "基本信息!B8"),
        ("V202", "主动公开!D7"),
        ("V206", "依申请公开!D11"),
        ("V203", "依申请公开!D17"),
        ("V201", "复议诉讼!C3"),
        ("V203", "台账核对!D251"),
    ]
    assert {finding.sheet for finding in check_values(FORM, filing)} == {
        None,
        *("主动公开", "依申请公开", "复议诉讼", "台账核对"),
    }


def test_entries_without_raw_are_blank() -> None:
    assert entered(None).kind is Kind.BLANK
