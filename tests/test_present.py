from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from toolkit import __version__
from toolkit.catalogue import entries
from toolkit.finding import Candidate, Finding, Quote, Related, Severity
from toolkit.form.load import installed_form
from toolkit.present import as_text, conclusion
from toolkit.present_json import as_json
from toolkit.rulebook import rule_text, rules_table
from toolkit.terminal import padded, visible, width
from toolkit.verdict import FileReport, Verdict, exit_code, verdict_of

if TYPE_CHECKING:
    from toolkit.form.model import Form

SCHEMA = json.loads(files("toolkit").joinpath("schemas/check.schema.json").read_text(encoding="utf-8"))

BALANCE = Finding(
    code="B301",
    severity=Severity.ERROR,
    message="自然人：新收 37 + 上年结转 1 = 38；总计 3 + 结转下年度 0 = 3。",
    remedy="对照台账核对这一列。",
    sheet="依申请公开",
    cell="D33",
    field="requests.total.natural",
    found=38.0,
    expected=3.0,
    difference=35.0,
    related=(Related("依申请公开", "D6", "requests.new.natural", "新收"),),
    candidates=(Candidate("依申请公开", "D6", "requests.new.natural", 2.0, "改成 2 后这一列相符"),),
)
CLAIM = Finding(
    code="T401",
    severity=Severity.ERROR,
    message="文字说 26 条，表二是 27 件。",
    remedy="请核对后改成一致。",
    sheet="文字材料",
    cell="B12",
    found=26.0,
    expected=27.0,
    difference=-1.0,
    quote=Quote("本年度制发规范性文件2条，废止6条，现行有效规范性文件26条，均已按要求公开。", 18, 29),
)
TOTAL = Finding(
    code="S104",
    severity=Severity.WARNING,
    message="总计的公式被改成了手填的数。",
    remedy="请恢复公式。",
    sheet="依申请公开",
    cell="J6",
)
SHEET = Finding(
    code="S101",
    severity=Severity.NOTE,
    message="工作表没有保护。",
    remedy="",
    sheet="依申请公开",
)
FILE = Finding(
    code="S110",
    severity=Severity.WARNING,
    message="工作簿是从别处拷来的。",
    remedy="请用下发的模板。",
)
REPORT = FileReport(
    path="2023/财政局.xlsx",
    organ="某区财政局",
    code="11110108000000000X",
    year=2023,
    form="annual_report_2021",
    verdict=Verdict.ERRORS,
    findings=(CLAIM, BALANCE, TOTAL, SHEET, FILE),
)
UNREAD = FileReport(
    path="坏.xlsx",
    organ="",
    code="",
    year=None,
    form=None,
    verdict=Verdict.UNREADABLE,
    findings=(Finding("F001", Severity.ERROR, "文件是空的（0 字节）。", "请重新保存或重新索取这份工作簿。"),),
)
FINE = replace(REPORT, path="好.xlsx", verdict=Verdict.OK, findings=())
REPORT = replace(REPORT, sheets=("基本信息", "依申请公开", "文字材料"))


def negative(cell: str, *, sheet: str | None = "依申请公开") -> Finding:
    return Finding("V202", Severity.ERROR, f"{cell} 是负数。", "请改正。", sheet=sheet, cell=cell)


def of(*findings: Finding, verdict: Verdict = Verdict.ERRORS, path: str = "甲.xlsx") -> FileReport:
    return replace(REPORT, path=path, verdict=verdict, findings=findings)


class TestText:
    def test_one_file(self) -> None:
        assert as_text([REPORT]) == (
            "2023/财政局.xlsx\n"
            "【文件】\n"
            "  警告 S110  工作簿是从别处拷来的。\n"
            "             → 请用下发的模板。\n"
            "【依申请公开】\n"
            "  提示 S101  依申请公开      工作表没有保护。\n"
            "  警告 S104  依申请公开!J6   总计的公式被改成了手填的数。\n"
            "                             → 请恢复公式。\n"
            "  错误 B301  依申请公开!D33  自然人：新收 37 + 上年结转 1 = 38；总计 3 + 结转下年度 0 = 3。\n"
            "                             疑似填错：依申请公开!D6，应为 2（改成 2 后这一列相符）\n"
            "                             → 对照台账核对这一列。\n"
            "【文字材料】\n"
            "  错误 T401  文字材料!B12  文字说 26 条，表二是 27 件。\n"
            "                           原文：…制发规范性文件2条，废止6条，"
            "『现行有效规范性文件26』条，均已按要求公开。\n"
            "                           → 请核对后改成一致。\n"
            "共 2 个错误、2 个警告、1 个提示\n"
            "结论：不能报送，请先改正 2 个错误。\n"
        )

    def test_several_files(self) -> None:
        assert as_text([FINE, UNREAD]) == (
            "好.xlsx\n"
            "没有发现问题\n"
            "结论：可以报送。\n"
            "\n"
            "坏.xlsx\n"
            "【文件】\n"
            "  错误 F001  文件是空的（0 字节）。\n"
            "             → 请重新保存或重新索取这份工作簿。\n"
            "共 1 个错误\n"
            "结论：读不出来。\n"
            "\n"
            "共 2 个文件：可以报送 1 个，读不出来 1 个。\n"
        )

    def test_quiet(self) -> None:
        assert as_text([FINE, REPORT, UNREAD], quiet=True) == (
            "好.xlsx：可以报送。\n2023/财政局.xlsx：不能报送，请先改正 2 个错误。\n坏.xlsx：读不出来。\n"
        )

    def test_no_files(self) -> None:
        assert as_text([]) == ""

    def test_cells_stand_by_row_then_column_and_other_places_after_them(self) -> None:
        cells = ("第 10 段", "AA6", "D10", "B6", "第 2 段", "$D$7")
        text = as_text([of(*(negative(cell, sheet=None) for cell in cells))])
        order = ("B6", "AA6", "$D$7", "D10", "第 2 段", "第 10 段")
        told = [line.rpartition("  ")[2] for line in text.splitlines() if "负数" in line]
        assert told == [f"{cell} 是负数。" for cell in order]

    def test_at_one_cell_the_worst_comes_first(self) -> None:
        lines = as_text([of(replace(TOTAL, cell="D33"), replace(BALANCE, code="Y501"))]).splitlines()
        assert [line[:9] for line in lines if "D33" in line] == ["  错误 Y501", "  警告 S104"]

    def test_sheets_that_are_not_in_the_order_come_after_it(self) -> None:
        found = (negative("A1", sheet="乙"), negative("A1", sheet="甲"), negative("A1", sheet="丙"))
        lines = as_text([replace(of(*found), sheets=("丙",))]).splitlines()
        assert [line for line in lines if line.startswith("【")] == ["【丙】", "【乙】", "【甲】"]

    def test_of_many_alike_the_first_five_are_told_and_the_others_named(self) -> None:
        found = [negative(f"D{row}") for row in range(6, 15)]
        assert as_text([of(TOTAL, *found)]) == (
            "甲.xlsx\n"
            "【依申请公开】\n"
            "  错误 V202  依申请公开!D6   D6 是负数。\n"
            "                             → 请改正。\n"
            "  警告 S104  依申请公开!J6   总计的公式被改成了手填的数。\n"
            "                             → 请恢复公式。\n"
            "  错误 V202  依申请公开!D7   D7 是负数。\n"
            "                             → 请改正。\n"
            "  错误 V202  依申请公开!D8   D8 是负数。\n"
            "                             → 请改正。\n"
            "  错误 V202  依申请公开!D9   D9 是负数。\n"
            "                             → 请改正。\n"
            "  错误 V202  依申请公开!D10  D10 是负数。\n"
            "                             → 请改正。\n"
            "                             另有 4 处同类问题：D11、D12、D13、D14\n"
            "共 9 个错误、1 个警告\n"
            "结论：不能报送，请先改正 9 个错误。\n"
        )

    def test_eight_alike_are_all_told(self) -> None:
        text = as_text([of(*(negative(f"D{row}") for row in range(6, 14)))])
        assert "另有" not in text
        assert text.count("是负数") == 8

    def test_many_without_a_cell_are_all_told(self) -> None:
        found = [replace(SHEET, message=f"第 {number} 件事。") for number in range(9)]
        text = as_text([of(*found)])
        assert "另有" not in text
        assert text.count("件事") == 9

    def test_what_strangers_wrote_cannot_steer_the_terminal(self) -> None:
        finding = replace(TOTAL, sheet="表\x1b[31m", cell="A\n1", message="是 \x07", remedy="\u202e改")
        assert as_text([of(finding, path="\x1b]0;\udcff.xlsx")]) == (
            "\\x1b]0;\\udcff.xlsx\n"
            "【表\\x1b[31m】\n"
            "  警告 S104  表\\x1b[31m!A\\n1  是 \\x07\n"
            "                              → \\u202e改\n"
            "共 1 个警告\n"
            "结论：不能报送，请先改正 1 个警告。\n"
        )


class TestConclusion:
    @pytest.mark.parametrize(
        ("verdict", "findings", "sentence"),
        [
            (Verdict.OK, (SHEET,), "可以报送。"),
            (Verdict.WARNINGS, (TOTAL, FILE, SHEET), "可以报送；有 2 个警告，请核实或说明。"),
            (Verdict.ERRORS, (BALANCE, TOTAL), "不能报送，请先改正 1 个错误。"),
            (Verdict.ERRORS, (TOTAL, FILE), "不能报送，请先改正 2 个警告。"),
            (Verdict.UNFILLED, (BALANCE,), "尚未填写。"),
            (Verdict.UNREADABLE, (BALANCE,), "读不出来。"),
        ],
    )
    def test_says_what_to_do(self, verdict: Verdict, findings: tuple[Finding, ...], sentence: str) -> None:
        assert conclusion(of(*findings, verdict=verdict)) == sentence


class TestJson:
    def test_whole(self) -> None:
        assert as_json([replace(REPORT, findings=(BALANCE, CLAIM)), UNREAD]) == (
            """\
{
  "gktool": "VERSION",
  "files": [
    {
      "path": "2023/财政局.xlsx",
      "organ": "某区财政局",
      "code": "11110108000000000X",
      "year": 2023,
      "form": "annual_report_2021",
      "verdict": "errors",
      "findings": [
        {
          "code": "B301",
          "severity": "error",
          "sheet": "依申请公开",
          "cell": "D33",
          "field": "requests.total.natural",
          "message": "自然人：新收 37 + 上年结转 1 = 38；总计 3 + 结转下年度 0 = 3。",
          "found": 38,
          "expected": 3,
          "difference": 35,
          "related": [
            {
              "sheet": "依申请公开",
              "cell": "D6",
              "field": "requests.new.natural",
              "role": "新收"
            }
          ],
          "quote": null,
          "candidates": [
            {
              "sheet": "依申请公开",
              "cell": "D6",
              "field": "requests.new.natural",
              "value": 2,
              "why": "改成 2 后这一列相符"
            }
          ],
          "remedy": "对照台账核对这一列。"
        },
        {
          "code": "T401",
          "severity": "error",
          "sheet": "文字材料",
          "cell": "B12",
          "field": null,
          "message": "文字说 26 条，表二是 27 件。",
          "found": 26,
          "expected": 27,
          "difference": -1,
          "related": [],
          "quote": {
            "text": "本年度制发规范性文件2条，废止6条，现行有效规范性文件26条，均已按要求公开。",
            "start": 18,
            "end": 29
          },
          "candidates": [],
          "remedy": "请核对后改成一致。"
        }
      ]
    },
    {
      "path": "坏.xlsx",
      "organ": "",
      "code": "",
      "year": null,
      "form": null,
      "verdict": "unreadable",
      "findings": [
        {
          "code": "F001",
          "severity": "error",
          "sheet": null,
          "cell": null,
          "field": null,
          "message": "文件是空的（0 字节）。",
          "found": null,
          "expected": null,
          "difference": null,
          "related": [],
          "quote": null,
          "candidates": [],
          "remedy": "请重新保存或重新索取这份工作簿。"
        }
      ]
    }
  ]
}
""".replace("VERSION", __version__)
        )

    def test_no_files(self) -> None:
        assert as_json([]) == f'{{\n  "gktool": "{__version__}",\n  "files": []\n}}\n'

    def test_keeps_the_schema(self) -> None:
        Draft202012Validator.check_schema(SCHEMA)
        written = json.loads(as_json([REPORT, UNREAD, FINE]))
        assert list(Draft202012Validator(SCHEMA).iter_errors(written)) == []

    def test_figures(self) -> None:
        finding = replace(BALANCE, found="１２", expected=12.5, difference=float("nan"))
        (written,) = json.loads(as_json([of(finding)]))["files"][0]["findings"]
        assert (written["found"], written["expected"], written["difference"]) == ("１２", 12.5, None)

    def test_can_be_printed_and_read_back_whatever_the_path(self) -> None:
        path = "\udcff\x9b\u202e.xlsx"
        text = as_json([replace(FINE, path=path)])
        assert '"path": "\\udcff\\u009b\\u202e.xlsx"' in text
        assert text.encode("utf-8")
        assert json.loads(text)["files"][0]["path"] == path


class TestVerdict:
    @pytest.mark.parametrize(
        ("findings", "strict", "verdict"),
        [
            ((), False, Verdict.OK),
            ((SHEET,), True, Verdict.OK),
            ((SHEET, TOTAL), False, Verdict.WARNINGS),
            ((SHEET, TOTAL), True, Verdict.ERRORS),
            ((TOTAL, BALANCE), False, Verdict.ERRORS),
        ],
    )
    def test_of_findings(self, findings: tuple[Finding, ...], verdict: Verdict, *, strict: bool) -> None:
        assert verdict_of(findings, unfilled=False, unreadable=False, strict=strict) is verdict

    def test_an_unread_file_is_that_and_nothing_else(self) -> None:
        assert verdict_of((BALANCE,), unfilled=True, unreadable=True, strict=True) is Verdict.UNREADABLE
        assert verdict_of((BALANCE,), unfilled=True, unreadable=False, strict=True) is Verdict.UNFILLED

    def test_counts(self) -> None:
        assert REPORT.counts == {Severity.ERROR: 2, Severity.WARNING: 2, Severity.NOTE: 1}
        assert FINE.counts == {Severity.ERROR: 0, Severity.WARNING: 0, Severity.NOTE: 0}

    @pytest.mark.parametrize(
        ("verdicts", "code"),
        [
            ((), 0),
            ((Verdict.OK, Verdict.WARNINGS), 0),
            ((Verdict.OK, Verdict.ERRORS), 1),
            ((Verdict.UNFILLED,), 1),
            ((Verdict.ERRORS, Verdict.UNREADABLE, Verdict.OK), 2),
        ],
    )
    def test_exit_code(self, verdicts: tuple[Verdict, ...], code: int) -> None:
        assert exit_code([replace(FINE, verdict=verdict) for verdict in verdicts]) == code


class TestTerminal:
    @pytest.mark.parametrize(
        ("text", "columns"), [("", 0), ("D33", 3), ("依申请公开!D33", 14), ("（）", 4), ("e\u0301", 1)]
    )
    def test_width(self, text: str, columns: int) -> None:
        assert width(text) == columns
        assert padded(text, 20) == text + " " * (20 - columns)

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("某区“财政局”　其中", "某区“财政局”　其中"),
            ("a\tb\r\nc", "a\\tb\\r\\nc"),
            ("\x1b[31m\x9b\u2028\u200b\udc80", "\\x1b[31m\\x9b\\u2028\\u200b\\udc80"),
            ("C:\\年报\\甲.xlsx", "C:\\年报\\甲.xlsx"),
        ],
    )
    def test_visible(self, text: str, shown: str) -> None:
        assert visible(text) == shown


def _form() -> Form:
    form = installed_form("annual_report_2021")
    assert form is not None
    return form


class TestRules:
    def test_the_list_has_every_rule_by_code(self) -> None:
        whose, head, *lines = rules_table(_form()).splitlines()
        assert whose == "以下是政府信息公开工作年度报告（2021年格式）的规则。"
        assert head == "编号  程度  名称"
        codes = [line[:4] for line in lines]
        assert codes == sorted({*entries(), *(rule.code for rule in _form().rules)})
        assert "B301  错误  表三收办平衡" in lines
        assert "F001  错误  空文件" in lines
        assert "Y502  警告  现行有效件数与上年衔接" in lines

    def test_a_balance(self) -> None:
        assert rule_text("b301", _form()) == (
            "B301  表三收办平衡（错误）\n"
            "说明    每一列都要平：本年新收加上年结转，等于办理结果总计加结转下年度。"
            "核对时按办理结果各行重新相加，不用表上的总计。\n"
            "勾稽    新收 + 上年结转 = 总计 + 结转下年度\n"
            "依据    国办公开办函〔2021〕30号表三表头：第一项加第二项之和，等于第三项加第四项之和\n"
            "例      自然人列新收 2、结转 1，办理结果合计 3，结转下年度 0：2 + 1 = 3 + 0，相符。\n"
            "怎么办  对照台账核对这一列：是否有办结的申请没有计入办理结果、一件申请计了两种结果，"
            "或漏填上年结转、结转下年度。\n"
        )

    @pytest.mark.parametrize(
        ("code", "lines"),
        [
            (
                "B322",
                [
                    "勾稽    填了 台账.上年结转 时：台账.上年结转 = 依申请.上年结转.总计",
                    "        填了 台账.结转下年度 时：台账.结转下年度 = 依申请.结转下年度.总计",
                ],
            ),
            ("B332", ["勾稽    补充.信息处理费件数 = 0 时：补充.信息处理费金额 = 0"]),
            (
                "B334",
                ["勾稽    填了 补充.培训次数、补充.培训人次 之一 时：补充.培训人次 ≥ 补充.培训次数"],
            ),
        ],
    )
    def test_conditions_belong_to_the_sentence(self, code: str, lines: list[str]) -> None:
        text = (rule_text(code, _form()) or "").splitlines()
        start = text.index(lines[0])
        assert text[start : start + len(lines) + 1][:-1] == lines
        assert text[start + len(lines)].startswith("依据")

    def test_a_rule_of_the_catalogue(self) -> None:
        assert rule_text("F001", _form()) == (
            "F001  空文件（错误）\n"
            "说明    文件没有任何内容，多半是拷贝、下载或邮件传输中断。\n"
            "怎么办  请重新保存或重新索取这份工作簿。\n"
        )

    def test_what_a_check_would_fill_in_is_named(self) -> None:
        assert "怎么办  请把工作表名改回“〔原来的表名〕”。内容仍按原表核对。\n" in (
            rule_text("S102", _form()) or ""
        )

    @pytest.mark.parametrize("code", entries())
    def test_no_hole_is_left(self, code: str) -> None:
        assert not re.search(r"[{}]", rule_text(code, _form()) or "")
        assert set(entries()[code].words) == set(re.findall(r"{(\w+)}", entries()[code].remedy))

    def test_no_such_rule(self) -> None:
        assert rule_text("B999", _form()) is None
