"""A roster as a coordinator keeps it: read whatever its encoding and order, and each mistake told with its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import builders
import openpyxl
import pytest
from collect.county import HEADINGS, ROSTER, code, csv_of, organ, rows_of
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from toolkit.cli import run
from toolkit.collect.model import Organ, Roster
from toolkit.collect.roster import read_roster
from toolkit.collect.roster_template import roster_template
from toolkit.package.refusal import FileRefused

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.collect.roster import RosterReading

Rows = list[tuple[str, ...]]


def read(path: Path, content: bytes | str) -> RosterReading:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_roster(path, builders.form())


def told(path: Path, rows: Rows) -> list[tuple[str, str | None]]:
    """Code and cell of every finding about these rows."""
    return [(finding.code, finding.cell) for finding in read(path, csv_of(rows)).findings]


def with_row(number: int, **items: str) -> Rows:
    """The county's roster with some items of one office written otherwise."""
    rows = rows_of()
    names = ("code", "name", "superior", "kind", "scope", "contact", "telephone", "predecessors")
    kept = dict(zip(names, rows[number + 1], strict=True)) | items
    rows[number + 1] = tuple(kept.values())
    return rows


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
    @pytest.mark.parametrize("delimiter", [",", "\t", ";"])
    def test_every_encoding_and_delimiter(self, tmp_path: Path, encoding: str, delimiter: str) -> None:
        reading = read(tmp_path / "a.csv", csv_of(rows_of(), delimiter).encode(encoding))
        assert (reading.roster, reading.findings) == (ROSTER, ())

    def test_an_unknown_encoding_is_not_read(self, tmp_path: Path) -> None:
        reading = read(tmp_path / "a.csv", csv_of(rows_of()).encode("utf-8") + b"\xff\xff\xff")
        assert [finding.code for finding in reading.findings] == ["R627"]

    def test_what_is_no_text(self, tmp_path: Path) -> None:
        with pytest.raises(FileRefused) as refused:
            read(tmp_path / "a.csv", b"%PDF-1.7\0\0")
        assert (refused.value.finding.code, refused.value.finding.found) == ("F002", "PDF 文件")

    def test_a_comma_too_many(self, tmp_path: Path) -> None:
        assert told(tmp_path / "a.csv", [HEADINGS, (*rows_of()[1], "多出来的")]) == [("R629", "A2")]

    def test_a_quotation_mark_that_is_never_closed(self, tmp_path: Path) -> None:
        with pytest.raises(FileRefused) as refused:
            read(tmp_path / "a.csv", '代码,名称\n"' + "长" * 200_000)
        assert refused.value.finding.code == "F005"


class TestHeadings:
    def test_other_words_and_another_order(self, tmp_path: Path) -> None:
        rows: Rows = [
            ("单位全称 *", "统一社会信用代码（18位）", "主管单位"),
            ("甲局", code(2), "乙府"),
            ("乙府", code(0), ""),
        ]
        reading = read(tmp_path / "a.csv", csv_of(rows))
        assert reading.findings == ()
        assert [(one.code, one.name, one.superior) for one in reading.roster.organs] == [
            (code(2), "甲局", code(0)),
            (code(0), "乙府", ""),
        ]

    def test_below_a_title(self, tmp_path: Path) -> None:
        reading = read(tmp_path / "a.csv", csv_of([("安平县单位名录",), (), *rows_of()]))
        assert [one.code for one in reading.roster.organs] == [one.code for one in ROSTER.organs]
        assert reading.roster.organs[0].row == 4

    @pytest.mark.parametrize(
        ("rows", "found"),
        [
            pytest.param([("单位", "负责人"), ("甲局", "张三")], ["R610"], id="no codes"),
            pytest.param([("", "")], ["R624"], id="blank"),
            pytest.param([HEADINGS], ["R624"], id="no organs"),
            pytest.param([(*HEADINGS, "备注"), (*rows_of()[1], "")], ["R625"], id="a column of their own"),
            pytest.param(
                [("代码", "名称", "单位代码"), (code(0), "甲局", code(0))], ["R611"], id="two of one"
            ),
        ],
    )
    def test_what_is_wrong_with_them(self, tmp_path: Path, rows: Rows, found: list[str]) -> None:
        assert [one for one, _ in told(tmp_path / "a.csv", rows)] == found

    def test_two_of_one_meaning_are_named(self, tmp_path: Path) -> None:
        rows = [("代码", "名称", "单位代码"), (code(0), "甲局", code(0))]
        (finding,) = read(tmp_path / "a.csv", csv_of(rows)).findings
        assert (finding.message, finding.remedy) == (
            "表头“代码”和“单位代码”都指“代码”，不知道以哪一列为准。",
            "请删去其中一列，或把另有所指的那一列改成别的表头。",
        )


class TestRows:
    @pytest.mark.parametrize(
        ("rows", "found"),
        [
            pytest.param(with_row(2, code=""), [("R612", "A4")], id="no code"),
            pytest.param(with_row(2, code="1.1340000E+17"), [("R613", "A4")], id="a code that Excel ate"),
            pytest.param(with_row(2, superior="1.13E+17"), [("R613", "C4")], id="a superior that Excel ate"),
            pytest.param(with_row(2, code=code(2)[:-1] + "I"), [("R614", "A4")], id="a bad code"),
            pytest.param(with_row(2, code=code(1)), [("R615", "A4")], id="a code twice"),
            pytest.param(with_row(2, name=""), [("R616", "B4")], id="no name"),
            pytest.param(with_row(2, name="很" * 101), [("R616", "B4")], id="a name too long"),
            pytest.param(with_row(2, name="教育\n局"), [("R616", "B4")], id="a name of two lines"),
            pytest.param(with_row(2, name=organ(1).name), [("R617", "B4")], id="a name twice"),
            pytest.param(with_row(2, superior=code(70)), [("R618", "C4")], id="an unknown superior"),
            pytest.param(with_row(2, superior=code(2)), [("R619", "C4")], id="its own superior"),
            pytest.param(with_row(0, superior=code(10)), [("R619", "C2")], id="a loop of three"),
            pytest.param(with_row(2, kind="局"), [("R620", "D4")], id="an unknown kind"),
            pytest.param(with_row(2, scope="全部"), [("R620", "E4")], id="an unknown scope"),
            pytest.param(with_row(2, telephone="5.542519E+09"), [("R621", "G4")], id="a telephone Excel ate"),
            pytest.param(with_row(2, telephone="2519375"), [("R621", "G4")], id="no area code"),
            pytest.param(with_row(2, predecessors="旧局"), [("R614", "H4")], id="a bad predecessor"),
            pytest.param(with_row(2, predecessors=code(50)), [("R623", "H13")], id="a predecessor twice"),
            pytest.param(with_row(2, code="示例" + code(2)), [("R626", "A4")], id="an example"),
        ],
    )  # fmt: skip
    def test_one_finding_for_one_mistake(
        self, tmp_path: Path, rows: Rows, found: list[tuple[str, str]]
    ) -> None:
        assert told(tmp_path / "a.csv", rows) == found

    def test_a_loop_is_told_from_organ_to_organ(self, tmp_path: Path) -> None:
        rows = with_row(0, superior=code(10))
        (finding,) = read(tmp_path / "a.csv", csv_of(rows)).findings
        assert finding.message == (
            "上级关系成了圈：安平县人民政府（第 2 行） → 城关镇财政所（第 12 行） → 城关镇人民政府（第 10 行）"
            " → 安平县人民政府（第 2 行）。"
        )

    @settings(deadline=None)
    @given(st.lists(st.integers(0, 7), min_size=8, max_size=8))
    def test_every_loop_is_found_and_nothing_else(
        self, tmp_path_factory: pytest.TempPathFactory, above: list[int]
    ) -> None:
        """Each organ under any other: a loop is found exactly where one comes back to where one began."""

        def returns(start: int) -> bool:
            at = above[start]
            for _ in above:
                if at == start:
                    return True
                at = above[at]
            return False

        rows: Rows = [
            HEADINGS[:3],
            *((code(number), f"第{number}局", code(up)) for number, up in enumerate(above)),
        ]
        findings = read(tmp_path_factory.getbasetemp() / "loops.csv", csv_of(rows)).findings
        assert {finding.code for finding in findings} == {"R619"}
        inside = {number for number in range(8) if returns(number)}
        named = {
            number for number in range(8) if any(f"第{number}局" in finding.message for finding in findings)
        }
        assert named == inside


class TestWorkbook:
    def test_the_empty_one_is_filled_in_and_read(self, tmp_path: Path) -> None:
        path = tmp_path / "名录.xlsx"
        path.write_bytes(roster_template(builders.form()))
        book = openpyxl.load_workbook(path)
        for row, texts in enumerate(rows_of()[1:], start=3):
            for column, text in enumerate(texts, start=1):
                book["单位名录"].cell(row, column).value = text or None
        book.save(path)
        reading = read_roster(path, builders.form())
        assert [finding.code for finding in reading.findings] == ["R626"]
        assert reading.roster == Roster(tuple(organ_at(row) for row in range(len(ROSTER.organs))))

    def test_numbers_and_formulas(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (HEADINGS, (113400000000000000, "甲局"), (code(1), "=A1", "", "", "", "", 5542519375)):
            sheet.append(row)
        path = tmp_path / "名录.xlsx"
        book.save(path)
        findings = read_roster(path, builders.form()).findings
        assert [(finding.code, finding.cell) for finding in findings] == [
            ("R613", "A2"),
            ("R622", "B3"),
            ("R621", "G3"),
        ]

    def test_the_first_sheet_with_a_heading_counts(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        for name, number in (("说明", 0), ("甲", 1), ("乙", 2)):
            sheet = book.create_sheet(name)
            if number:
                sheet.append(HEADINGS[:2])
                sheet.append((code(number), organ(number).name))
        path = tmp_path / "名录.xlsx"
        book.save(path)
        reading = read_roster(path, builders.form())
        assert [one.code for one in reading.roster.organs] == [code(1)]
        assert [finding.code for finding in reading.findings] == ["R628"]

    def test_same_bytes(self) -> None:
        assert roster_template(builders.form()) == roster_template(builders.form())


def organ_at(number: int) -> Organ:
    """An office as it is read from the third row of the template on."""
    return replace(organ(number), row=number + 3)


class TestCommand:
    def test_template_and_check(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "名录.xlsx"
        assert run(["roster", "template", "-o", str(path)]) == 0
        assert run(["roster", "template", "-o", str(path)]) == 2
        assert run(["roster", "check", str(path)]) == 1
        printed = capsys.readouterr().out
        assert "一个单位也没有" in printed
        assert printed.endswith("共 1 个错误，名录要先改正才能用。\n")

    def test_a_good_one(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "名录.csv"
        path.write_text(csv_of(rows_of()), encoding="gb18030")
        assert run(["roster", "check", str(path)]) == 0
        assert capsys.readouterr().out == f"{path}\n12 个单位，可以用。\n"
