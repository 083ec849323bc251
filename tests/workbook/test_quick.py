"""The quick ways of reading give what the slow ones give, or leave it to them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import builders
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from simulate_filings import random_filing
from workbook.test_grid import parts_of, save

from toolkit.filing import Filing, entered
from toolkit.package.plain import NotPlain, plain_text, unquoted, without_prolog
from toolkit.package.refusal import FileRefused
from toolkit.workbook import strings, worksheet
from toolkit.workbook.book import Book
from toolkit.workbook.expected import expected_plans
from toolkit.workbook.grid import read_grid
from toolkit.workbook.outline import plan_digest, plans
from toolkit.workbook.plan import Role
from toolkit.workbook.quick import quick_cells
from toolkit.workbook.sheet import Budget
from toolkit.workbook.styles import Styles

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def outcome(path: Path) -> object:
    """What comes of a workbook: everything in it in its order, or the refusal."""
    try:
        grid = read_grid(path)
    except FileRefused as refused:
        return refused.finding
    return grid, [list(sheet.cells) for sheet in grid.sheets]


def both_ways(path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """What comes of a workbook, quickly; seen to that it is the same slowly, and when met for the second time."""
    first, second = outcome(path), outcome(path)
    with monkeypatch.context() as patched:
        patched.setattr(worksheet, "quick_cells", lambda *_: None)
        patched.setattr(strings, "_quickly", lambda _: None)
        assert outcome(path) == first == second
    return first


def quick(cell_data: str) -> dict[tuple[int, int], object] | None:
    """The cells that are read quickly from a sheet's data; None if it takes the parser."""
    data = parts_of(cell_data=cell_data)["xl/worksheets/sheet1.xml"].encode()
    found = quick_cells(data, ["甲", "乙"], Styles(), Budget())
    return None if found is None else {at: cell.value for at, cell in found.cells.items()}


CELLS = [
    '<c r="B1"/>',
    '<c r="B1" s="1"/>',
    '<c r="B1" s="9"/>',
    '<c r="B1"><v>12</v></c>',
    '<c r="B1"><v>1.5E+3</v></c>',
    '<c r="B1"><v>１２</v></c>',
    '<c r="B1"><v/></c>',
    '<c r="B1"><v></v></c>',
    '<c r="B1" t="s"><v>1</v></c>',
    '<c r="B1" t="s"><v>2</v></c>',
    '<c r="B1" t="s"><v>-1</v></c>',
    '<c r="B1" t="s"><v>x</v></c>',
    '<c r="B1" t="s"><f>A1</f><v>1</v></c>',
    '<c r="B1" t="str"><f>A1&amp;"&lt;"</f><v> a&#10;b </v></c>',
    '<c r="B1" t="str"><v xml:space="preserve"> _x0041_ </v></c>',
    '<c r="B1" t="inlineStr"><is><t>甲&gt;</t></is></c>',
    '<c r="B1" t="inlineStr"><is><t></t></is></c>',
    '<c r="B1" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>',
    '<c r="B1" t="n"><is><t>甲</t></is></c>',
    '<c r="B1" t="b"><v>1</v></c>',
    '<c r="B1" t="e"><v>#N/A</v></c>',
    '<c r="B1" t="d"><v>2024-01-01</v></c>',
    '<c r="B1"><f/><v>1</v></c>',
    '<c r="B1"><f>=A1</f></c>',
    '<c r="B1"><f t="shared" si="0" ref="B1:B2">A1</f><v>1</v></c>',
    '<c r="B1"><f t="array" ref="B1">A1</f><v>1</v></c>',
    '<c t="n" r="B1"><v>1</v></c>',
    '<c r="B1" r="C1"><v>1</v></c>',
    '<c r="B1" cm="1"><v>1</v></c>',
    '<c r="B1" t=""><v>5</v></c>',
    '<c r="B1" s=""><v>5</v></c>',
    '<c s="1" r="B1" t=""><f>A1</f><v>5</v></c>',
    '<c r="B01"><v>1</v></c>',
    '<c r="XFE1"><v>1</v></c>',
    '<c r="b1"><v>1</v></c>',
    '<c r="B1"><is><t>&x;</t></is></c>',
    '<c r="B1" t="str"><is><t>&#0;</t></is></c>',
    '<c r="B1"><f>A1</f><is><t>&</t></is></c>',
    '<c r="B1" t="str"><v>&amp;lt;&#x7532;&#30002;&apos;</v></c>',
    "<c r='B1'><v>1</v></c>",
    '<c r="B1"  s="1"><v>1</v></c>',
    '<c r="B1"><v>1</v> </c>',
    '<c r="B1"><v>1</v><f>A1</f></c>',
    "<c><v>1</v></c>",
    '<c r="B0"><v>1</v></c>',
    '<c r="ZZZ1"><v>1</v></c>',
    '<c r="B2"><v>1</v></c>',
    '<c r="B1"><v>1</v></c><c r="B1"><v>2</v></c>',
    '<c r="B1"><v>&x;</v></c>',
    '<c r="B1"><v>&#0;</v></c>',
    '<c r="B1"><v>&#1114112;</v></c>',
    '<c r="B1"><v>1]]>2</v></c>',
    '<c r="B1"><v>\x01</v></c>',
    '<c r="B1"><v>\ufffe</v></c>',
    '<c r="B1"><v>a\r\nb\rc</v></c>',
    '<c r="B1"><v><![CDATA[1]]></v></c>',
    '<c r="B1"><!-- x --><v>1</v></c>',
    '<c r="B1"><?x y?><v>1</v></c>',
    '<c r="B1"><v>1</c>',
    '<c r="B1"><v>1</v></c></row><c r="B1"><v>2</v></c><row r="1">',
    '<x:c xmlns:x="u" r="B1"><v>1</v></x:c>',
    '<c r="B1"><v>1</v><extLst/></c>',
]  # fmt: skip
ROWS = [
    "",
    "<row/>",
    '<row r="1"/>',
    '<row r="1" hidden="1"/><row r="2" ht="0"/><row r="3" hidden="0"/>',
    '<row r="10001" hidden="1"/>',
    '<row r="0"/>',
    '<row r="1048577"/>',
    '<row r="x"/>',
    '<row r="1" r="2"/>',
    '<row r="1"><row r="2"/></row>',
    '<row r="10001"><c r="A10001" s="1"/><c r="B10001"><v>1</v></c></row>',
    '<row r="1"><c r="IW1"/></row>',
    ' <row r="1"/>',
    '<row r="1" a:b="1"/>',
    '<row r="1" spans="1:7" x14ac:dyDescent="0.25"><c r="A1"><v>1</v></c></row>',
    "</sheetData><sheetData>",
    "<!-- <sheetData> -->",
    '<row r="1"><c r="A1"><v>1</v></c></row></sheetData><cols><col min="1" max="2" hidden="1"/></cols><sheetData>',
]  # fmt: skip
FRAMES = [
    "",
    '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    '<sheetProtection sheet="1"/>',
    '<cols><col min="1" max="1" hidden="1"/></cols>',
    "<!-- <c/> -->",
    "<mergeCells><mergeCell/></mergeCells>",
    "<unclosed>",
    '<row r="7" hidden="1"><c r="A7"><v>1</v></c></row>',
    '<row r="1048576"/>',
    "<row/>",
    "<c/>",
    "<rPh/>",
    '<extLst><xm:f>A1</xm:f><f t="shared" si="0">A1</f></extLst>',
    "&x;",
    "\x02",
]
STRINGS = [
    "<si><t>甲</t></si><si><t>乙</t></si>",
    '<si><t xml:space="preserve"> 甲 </t></si><si><t>&lt;乙&gt;_x000D_</t></si>',
    '<si><t>甲</t><phoneticPr fontId="1" type="noConversion"/></si><si><t></t></si>',
    "<si><r><t>甲</t></r><r><t>乙</t></r></si><si><t>丙</t></si>",
    '<si><t>甲</t><rPh sb="0" eb="1"><t>jia</t></rPh></si><si><t>乙</t></si>',
    "<si/><si><t/></si>",
    " <si><t>甲</t></si>",
    "<si><t>a\r\nb</t></si><si><t>\x03</t></si>",
    "<si><t>甲</t></si><!-- x --><si><t>乙</t></si>",
    "<si><t>甲</si>",
    '<si><t>甲</t><phoneticPr fontId="1" fontId="1"/></si><si><t>乙</t></si>',
    '<si><t>甲</t><phoneticPr fontId="1" type="Hiragana" alignment="left"/></si><si><t>乙</t></si>',
]


class TestCells:
    @pytest.mark.parametrize("cell", CELLS)
    def test_a_cell(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str) -> None:
        words = {
            "cell_data": f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>',
            "strings": STRINGS[0],
            "styles": '<cellXfs><xf/><xf numFmtId="14"><protection locked="0"/></xf></cellXfs>',
        }
        both_ways(save(tmp_path / "a.xlsx", parts_of(**words)), monkeypatch)

    @pytest.mark.parametrize("rows", ROWS)
    def test_rows(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str) -> None:
        both_ways(save(tmp_path / "a.xlsx", parts_of(cell_data=rows)), monkeypatch)

    @pytest.mark.parametrize("frame", FRAMES)
    def test_what_is_around_them(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frame: str) -> None:
        cell_data = '<row r="1"><c r="A1"><v>1</v></c></row>'
        both_ways(save(tmp_path / "a.xlsx", parts_of(frame, cell_data=cell_data)), monkeypatch)

    @pytest.mark.parametrize("shared", STRINGS)
    def test_strings(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: str) -> None:
        cell_data = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        both_ways(save(tmp_path / "a.xlsx", parts_of(cell_data=cell_data, strings=shared)), monkeypatch)

    @settings(deadline=None)
    @given(st.data())
    def test_any_of_them_together(
        self, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
    ) -> None:
        rows = data.draw(st.lists(st.lists(st.sampled_from(CELLS), max_size=3), max_size=3))
        cell_data = "".join(
            f'<row r="{number}">{"".join(row)}</row>' for number, row in enumerate(rows, start=1)
        )
        parts = parts_of(
            data.draw(st.sampled_from(FRAMES)),
            cell_data=cell_data,
            strings=data.draw(st.sampled_from(STRINGS)),
            styles="<cellXfs><xf/><xf/></cellXfs>",
        )
        with pytest.MonkeyPatch.context() as monkeypatch:
            both_ways(save(tmp_path_factory.getbasetemp() / "any.xlsx", parts), monkeypatch)

    def test_what_is_plain_is_read_quickly(self) -> None:
        assert quick(
            '<row r="1" spans="1:7"><c r="A1" s="3"/><c r="B1" t="s"><v>1</v></c><c r="C1"><f>A1</f><v>2</v></c></row>'
            '<row r="2"><c r="A2" t="inlineStr"><is><t>丙</t></is></c><c r="B2" t="str"><f>A1&amp;"x"</f><v>x</v></c></row>'
        ) == {(1, 1): None, (1, 2): "乙", (1, 3): 2, (2, 1): "丙", (2, 2): "x"}

    def test_what_is_not_is_left_to_the_parser(self) -> None:
        assert quick('<row r="1"><c r="A1"><f t="shared" si="0">A1</f></c></row>') is None
        assert quick('<row r="1"> <c r="A1"/></row>') is None

    def test_the_bounds_are_the_same(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        small = Budget(cells=3, blanks=2, elements=9, merges=1, column_ranges=1)
        monkeypatch.setattr(
            worksheet,
            "Budget",
            lambda: Budget(**{name: getattr(small, name) for name in small.__slots__ if name != "shared"}),
        )
        value, blank, empty = '<c r="A1"><v>1</v></c>', '<c r="A1"/>', '<c r="A1"><v/></c>'
        for cells in (
            value * 3,
            value * 4,
            blank * 3,
            blank * 10,
            value * 3 + blank * 6,
            empty * 3,
            empty * 4,
        ):
            both_ways(save(tmp_path / "a.xlsx", parts_of(cell_data=f'<row r="1">{cells}</row>')), monkeypatch)
        for frame in ('<mergeCell ref="A1:B1"/>', '<col min="1" max="2"/>'):
            for count in (1, 2):
                both_ways(save(tmp_path / "a.xlsx", parts_of(frame * count)), monkeypatch)

    def test_it_forgets_rather_than_fill_the_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("toolkit.workbook.quick._REMEMBERED", 500)
        styles = Styles()
        for number in range(300):
            row = f'<row r="1"><c r="A1"><v>{number}</v></c></row>'
            data = parts_of(cell_data=row)["xl/worksheets/sheet1.xml"].encode()
            found = quick_cells(data, [], styles, Budget())
            assert found is not None
            assert found.cells[1, 1].value == number
        assert sum(map(len, styles.memory.rows)) <= 500


class TestWholeWorkbooks:
    @pytest.mark.parametrize("number", range(6))
    def test_of_ours(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
        path = builders.write(tmp_path / "a.xlsx", random_filing(Random(number), builders.form()))  # noqa: S311 - nothing secret
        both_ways(path, monkeypatch)
        both_ways(
            builders.change(path, {"依申请公开!D8": "２件", "文字材料!B7": " 一段 & <话>\n第二行"}),
            monkeypatch,
        )

    def test_of_another_program(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
        sheet = book.add_worksheet("表")
        sheet.write_rich_string(0, 0, "甲", book.add_format({"bold": True}), "乙")
        sheet.write_array_formula("B1:B2", "{=A1:A2}")
        sheet.write_column(2, 0, ["a\tb", " x ", "\x07", "_x0041_", "<&>", True, 1e300, -0.0])
        sheet.set_row(5, None, None, {"hidden": True})
        book.close()
        both_ways(tmp_path / "a.xlsx", monkeypatch)


class TestPlain:
    @pytest.mark.parametrize(
        "data",
        [
            b"<a/>",
            b'<?xml version="1.0"?><a/>',
            b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<a/>',
        ],
    )
    def test_prolog(self, data: bytes) -> None:
        assert without_prolog(data) == b"<a/>"

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"a",
            b' <?xml version="1.0"?><a/>',
            b'<?xml version="1.0" encoding="gbk"?><a/>',
            b"<!DOCTYPE a><a/>",
            b"\x0b<a/>",
        ],
    )
    def test_another_prolog(self, data: bytes) -> None:
        with pytest.raises(NotPlain):
            without_prolog(data)

    @pytest.mark.parametrize("data", [b"\xff", b"]]>", b"\r", b"\0", "\uffff".encode()])
    def test_what_only_a_parser_can_tell(self, data: bytes) -> None:
        with pytest.raises(NotPlain):
            plain_text(data)

    def test_references(self) -> None:
        assert unquoted("a&amp;&lt;&gt;&quot;&apos;&#10;&#x7532;") == "a&<>\"'\n甲"
        for text in ("&", "&amp", "&nbsp;", "&#0;", "&#xD800;", "&#x110000;", "&#;"):
            with pytest.raises(NotPlain):
                unquoted(text)


class TestExpectedPlans:
    @pytest.mark.parametrize(
        "fixed",
        [
            {},
            {"name": "甲局", "year": "2023"},
            {
                "name": "甲局\ue000name\ue001",
                "code": "代码",
                "kind": "政府",
                "scope": "含下属",
                "year": "2024",
            },
            {"name": "乙" * 90, "code": "代码", "kind": "没有的", "scope": "", "year": "2023"},
        ],
        ids=str,
    )
    @pytest.mark.parametrize("contact", ["", "区政府办"])
    @pytest.mark.parametrize("previous", [False, True])
    def test_are_what_the_book_plans(self, fixed: Mapping[str, str], contact: str, previous: bool) -> None:  # noqa: FBT001 - a case
        fixed = {item: text for item, text in fixed.items() if text}
        form = builders.form()
        year = int(fixed["year"]) if "year" in fixed else None
        empty = Book(form, Filing(form.id, None))
        filing = Filing(
            form.id,
            year,
            profile={item: entered(year if item == "year" else text) for item, text in fixed.items()},
            previous=dict.fromkeys(empty.previous_rows, 0) if previous else {},
        )
        book = Book(form, filing, fixed, contact)
        planned, words = plans(book), {}
        for slot, value in zip(planned[-1].slots, planned[-1].slots[1:], strict=False):
            words[str(slot.value)] = str(value.value or "")
        expected = expected_plans(book, words)
        compared = [
            [(slot.row, slot.column, slot.role, slot.formula, slot.target, slot.field, slot.bottom, slot.right,
              None if slot.role in (Role.FORMULA, Role.INPUT) else slot.value) for slot in plan.slots]
            for plan in (*planned, *expected)
        ]  # fmt: skip
        assert compared[: len(planned)] == compared[len(planned) :]
        assert plan_digest(expected) == plan_digest(planned)
