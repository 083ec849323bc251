"""What is read of a workbook, whoever wrote it, and that nothing but a refusal comes of a hostile one."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
import tracemalloc
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Protection

from toolkit.workbook.grid import CellKind, FileRefused, RawCell, RawSheet, RawWorkbook, read_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def relationships(*relations: tuple[str, str, str]) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}">'
        + "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{t}" Target="{p}"/>' for i, t, p in relations)
        + "</Relationships>"
    )


def parts_of(
    sheet: str = "",
    *,
    strings: str = "",
    styles: str = "",
    cell_data: str = "",
    outline: str = "",
) -> dict[str, str]:
    """Return the parts of a workbook as Excel shapes them; `cell_data` stands inside sheetData."""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relationships(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relationships(
            ("r1", "worksheet", "worksheets/sheet1.xml"),
            ("r2", "styles", "styles.xml"),
            ("r3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="依申请" sheetId="1" r:id="r1"/></sheets>{outline}</workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/>'
        f"<sheetData>{cell_data}</sheetData>{sheet}</worksheet>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    }


def save(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def raw(tmp_path: Path, sheet: str = "", **words: str) -> RawSheet:
    return read_grid(save(tmp_path / "a.xlsx", parts_of(sheet, **words))).sheets[0]


def cells(tmp_path: Path, cell_data: str, **words: str) -> dict[tuple[int, int], RawCell]:
    return dict(raw(tmp_path, cell_data=cell_data, **words).cells)


def refusal(path: Path) -> tuple[str, object, str | None]:
    with pytest.raises(FileRefused) as refused:
        read_grid(path)
    finding = refused.value.finding
    return finding.code, finding.found, finding.sheet


def refused_parts(tmp_path: Path, parts: Mapping[str, str | bytes]) -> tuple[str, object, str | None]:
    return refusal(save(tmp_path / "a.xlsx", parts))


def number(value: float, **words: Any) -> RawCell:  # noqa: ANN401  any field of RawCell
    return RawCell(CellKind.NUMBER, value, **words)


def text(value: str, **words: Any) -> RawCell:  # noqa: ANN401
    return RawCell(CellKind.TEXT, value, **words)


BLANK = RawCell(CellKind.BLANK, None)


class TestValues:
    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            ('<c r="A1"><v>12</v></c>', number(12)),
            ('<c r="A1" t="n"><v>12.0</v></c>', number(12)),
            ('<c r="A1"><v>0</v></c>', number(0)),
            ('<c r="A1"><v>-3</v></c>', number(-3)),
            ('<c r="A1"><v>1.5E3</v></c>', number(1500)),
            ('<c r="A1"><v>0.1</v></c>', number(0.1)),
            ('<c r="A1"><v>1E+300</v></c>', number(1e300)),
            ('<c r="A1"><v>123456789012345678901</v></c>', number(123456789012345678901.0)),
            ('<c r="A1"><v>1E999</v></c>', RawCell(CellKind.ERROR, "#NUM!")),
            ('<c r="A1"><v>NaN</v></c>', RawCell(CellKind.ERROR, "#NUM!")),
            ('<c r="A1"><v>１２</v></c>', text("１２")),
            ('<c r="A1"><v>1_2</v></c>', text("1_2")),
            ('<c r="A1"><v>12件</v></c>', text("12件")),
            ('<c r="A1"/>', BLANK),
            ('<c r="A1"><v/></c>', BLANK),
            ('<c r="A1" t="s"/>', BLANK),
            ('<c r="A1" t="s"><v>0</v></c>', text("新收")),
            ('<c r="A1" t="str"><v>甲</v></c>', text("甲")),
            ('<c r="A1" t="str"><v></v></c>', text("")),
            ('<c r="A1" t="inlineStr"><is><t>甲</t></is></c>', text("甲")),
            ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c>', text(" 甲 ")),
            ('<c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>', text("甲乙")),
            ('<c r="A1" t="inlineStr"><is><t>东</t><rPh><t>dōng</t></rPh></is></c>', text("东")),
            ('<c r="A1" t="inlineStr"><is/></c>', BLANK),
            ('<c r="A1" t="b"><v>1</v></c>', RawCell(CellKind.BOOLEAN, value=True)),
            ('<c r="A1" t="b"><v>0</v></c>', RawCell(CellKind.BOOLEAN, value=False)),
            ('<c r="A1" t="e"><v>#REF!</v></c>', RawCell(CellKind.ERROR, "#REF!")),
            ('<c r="A1" t="d"><v>2024-01-31T00:00:00</v></c>', text("2024-01-31T00:00:00", is_date=True)),
        ],
    )
    def test_kind_and_value(self, tmp_path: Path, cell: str, expected: RawCell) -> None:
        read = cells(tmp_path, f'<row r="1">{cell}</row>', strings="<si><t>新收</t></si>")
        assert read == {(1, 1): expected}
        assert type(read[1, 1].value) is type(expected.value)

    @pytest.mark.parametrize(
        ("stored", "expected"),
        [
            ("甲_x000D_\n乙", "甲\r\n乙"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_", "😀"),
            ("_xD83D_", "\ufffd"),
            ("a_xyz_", "a_xyz_"),
        ],
    )
    def test_escapes(self, tmp_path: Path, stored: str, expected: str) -> None:
        data = f'<row r="1"><c t="s"><v>0</v></c><c t="str"><v>{stored}</v></c></row>'
        read = cells(tmp_path, data, strings=f"<si><t>{stored}</t></si>")
        assert read == {(1, 1): text(expected), (1, 2): text(expected)}

    def test_shared_strings(self, tmp_path: Path) -> None:
        strings = (
            "<si><r><t>新</t></r><r><rPr><b/></rPr><t>收</t></r></si>"
            "<si><t>东</t><rPh><t>dōng</t></rPh></si><si/>"
        )
        data = "<row>" + "".join(f'<c t="s"><v>{n}</v></c>' for n in (2, 1, 0)) + "</row>"
        assert cells(tmp_path, data, strings=strings) == {
            (1, 1): text(""),
            (1, 2): text("东"),
            (1, 3): text("新收"),
        }

    @pytest.mark.parametrize("index", ["1", "-1", "x"])
    def test_a_shared_string_that_is_not_there(self, tmp_path: Path, index: str) -> None:
        parts = parts_of(cell_data=f'<row><c t="s"><v>{index}</v></c></row>', strings="<si><t>甲</t></si>")
        assert refused_parts(tmp_path, parts) == ("F005", "工作表“依申请”的内容有误", "依申请")


class TestImports:
    def test_openpyxl_is_imported_for_shared_formulas_only(self) -> None:
        code = "import sys, toolkit.workbook.grid; print('openpyxl' in sys.modules)"
        run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        assert run.stdout == "False\n"


class TestPlaces:
    def test_cells_and_rows_without_a_reference_take_the_next_place(self, tmp_path: Path) -> None:
        data = (
            "<row><c><v>1</v></c><c><v>2</v></c></row>"
            '<row r="5"><c r="D5"><v>3</v></c><c><v>4</v></c></row>'
            "<row><c><v>5</v></c></row>"
        )
        read = {place: cell.value for place, cell in cells(tmp_path, data).items()}
        assert read == {(1, 1): 1, (1, 2): 2, (5, 4): 3, (5, 5): 4, (6, 1): 5}

    def test_the_last_cell_of_a_sheet_is_a_cell_like_any_other(self, tmp_path: Path) -> None:
        data = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        assert cells(tmp_path, data) == {(1_048_576, 16_384): number(1)}

    def test_dimension_is_not_believed(self, tmp_path: Path) -> None:
        data = '<row r="3"><c r="C3"><v>1</v></c></row>'  # the sheet says A1
        assert cells(tmp_path, data) == {(3, 3): number(1)}

    @pytest.mark.parametrize(
        "data",
        [
            '<row r="1"><c r="XFE1"/></row>',
            '<row r="1"><c r="A1048577"/></row>',
            '<row r="1"><c r="A0"/></row>',
            '<row r="1"><c r="a1"/></row>',
            '<row r="1"><c r="A１"/></row>',
            '<row r="1"><c r="1"/></row>',
            '<row r="0"/>',
            '<row r="-1"/>',
            f'<row r="{"9" * 5000}"/>',
            "<c><v>1</v></c>",
            '<row r="1"><c r="XFD1"/><c/></row>',
        ],
    )
    def test_places_beyond_a_sheet_are_damage(self, tmp_path: Path, data: str) -> None:
        found = ("F005", "工作表“依申请”的内容有误", "依申请")
        assert refused_parts(tmp_path, parts_of(cell_data=data)) == found


class TestFormulas:
    def test_text_and_stored_value(self, tmp_path: Path) -> None:
        data = (
            '<row r="1"><c r="A1"><f>SUM(B1:C1)</f><v>3</v></c><c r="B1"><f>=1+1</f></c>'
            '<c r="C1"><f>1+1</f><v></v></c><c r="D1" t="str"><f>"甲"&amp;"乙"</f><v>甲乙</v></c>'
            '<c r="E1" t="str"><f>""</f><v></v></c><c r="F1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        )
        assert cells(tmp_path, data) == {
            (1, 1): number(3, formula="SUM(B1:C1)"),
            (1, 2): RawCell(CellKind.BLANK, None, "1+1"),
            (1, 3): RawCell(CellKind.BLANK, None, "1+1"),
            (1, 4): text("甲乙", formula='"甲"&"乙"'),
            (1, 5): text("", formula='""'),
            (1, 6): RawCell(CellKind.ERROR, "#DIV/0!", "1/0"),
        }

    def test_shared_formulas_are_written_out(self, tmp_path: Path) -> None:
        data = (
            '<row r="2"><c r="H2">'
            '<f t="shared" ref="H2:H4" si="0">SUM(B2:G2)+$A$1+表一!B2&amp;"B2"</f><v>1</v></c>'
            '<c r="I2"><f t="shared" ref="I2:I3" si="1">B2</f></c></row>'
            '<row r="3"><c r="H3"><f t="shared" si="0"/><v>2</v></c>'
            '<c r="I3"><f t="shared" si="1"/></c></row>'
            '<row r="4"><c r="H4"><f t="shared" si="0"/><v>3</v></c></row>'
        )
        formulas = {place: cell.formula for place, cell in cells(tmp_path, data).items()}
        assert formulas == {
            (2, 8): 'SUM(B2:G2)+$A$1+表一!B2&"B2"',
            (2, 9): "B2",
            (3, 8): 'SUM(B3:G3)+$A$1+表一!B3&"B2"',
            (3, 9): "B3",
            (4, 8): 'SUM(B4:G4)+$A$1+表一!B4&"B2"',
        }

    @pytest.mark.parametrize(
        "master",
        [
            "",
            '<f t="shared" si="0">A1</f>',
            '<f t="shared" si="0">"</f>',
            *(
                f'<f t="shared" si="0">{formula}</f>'
                for formula in (")", "{1)", "[", "#X", "A" * 9000, "[1]" * 200)
            ),
        ],
    )
    def test_a_shared_formula_that_cannot_be_told(self, tmp_path: Path, master: str) -> None:
        # A1 read one row further up is no cell
        data = f'<row r="2"><c r="B2">{master}</c></row><row r="1"><c r="B1"><f t="shared" si="0"/></c></row>'
        assert cells(tmp_path, data)[1, 2] == RawCell(CellKind.BLANK, None, "#REF!")

    def test_shared_formulas_end_with_their_sheet(self, tmp_path: Path) -> None:
        parts = parts_of(cell_data='<row r="1"><c r="A1"><f t="shared" si="0">B1</f></c></row>')
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
            "</sheets>", '<sheet name="乙" sheetId="2" r:id="r9"/></sheets>'
        )
        parts["xl/_rels/workbook.xml.rels"] = relationships(
            ("r1", "worksheet", "worksheets/sheet1.xml"), ("r9", "worksheet", "/xl/worksheets/sheet2.xml")
        )
        parts["xl/worksheets/sheet2.xml"] = (
            '<worksheet><sheetData><row><c><f t="shared" si="0"/></c></row></sheetData></worksheet>'
        )
        second = read_grid(save(tmp_path / "a.xlsx", parts)).sheets[1]
        assert second.cells == {(1, 1): RawCell(CellKind.BLANK, None, "#REF!")}

    def test_array_formulas(self, tmp_path: Path) -> None:
        data = '<row><c><f t="array" ref="A1:B1">B1:B2*2</f><v>4</v></c><c><v>6</v></c></row>'
        assert cells(tmp_path, data) == {(1, 1): number(4, formula="B1:B2*2"), (1, 2): number(6)}


class TestStyles:
    @pytest.mark.parametrize(
        ("format_id", "code", "is_date"),
        [
            ("0", "", False),
            ("2", "", False),
            ("14", "", True),
            ("22", "", True),
            ("23", "", False),
            ("31", "", True),
            ("37", "", False),
            ("45", "", True),
            ("49", "", False),
            ("58", "", True),
            ("164", 'yyyy"年"m"月"d"日"', True),
            ("164", "yyyy年m月", True),
            ("164", "[h]:mm", True),
            ("164", "[$-804]aaaa;@", False),
            ("164", "[DBNum1][$-804]yyyy", True),
            ("164", "[Red]0", False),
            ("164", '0"days"', False),
            ("164", "0\\d", False),
            ("164", "0_d", False),
            ("164", "* 0;*d0", False),
            ("164", '0"unclosed d', False),
            ("164", "#,##0.00_);[Red]\\(#,##0.00\\)", False),
            ("164", "0.00E+00", False),
            ("164", "G/通用格式", False),
            ("164", "General", False),
            ("14", "0", False),
        ],
    )
    def test_dates(self, tmp_path: Path, format_id: str, code: str, is_date: bool) -> None:  # noqa: FBT001
        code = code.replace('"', "&quot;")
        numbers = f'<numFmts><numFmt numFmtId="{format_id}" formatCode="{code}"/></numFmts>' if code else ""
        other = '<dxfs><dxf><numFmt numFmtId="164" formatCode="yyyy"/></dxf></dxfs>'
        styles = f'{numbers}<cellXfs><xf/><xf numFmtId="{format_id}"/></cellXfs>{other}'
        read = cells(tmp_path, '<row r="1"><c r="A1" s="1"><v>1</v></c></row>', styles=styles)
        assert read == {(1, 1): number(1, is_date=is_date)}

    @pytest.mark.parametrize(
        ("entry", "locked"),
        [
            ("<xf/>", True),
            ('<xf applyProtection="0"/>', True),
            ('<xf applyProtection="1"/>', True),
            ("<xf><protection/></xf>", True),
            ('<xf><protection hidden="1"/></xf>', True),
            ('<xf><protection locked="1"/></xf>', True),
            ('<xf><protection locked="0"/></xf>', False),
            ('<xf applyProtection="0"><protection locked="0"/></xf>', False),
            ('<xf applyProtection="false"><protection locked="false"/></xf>', False),
            ('<xf><alignment/><protection locked="0" hidden="1"/></xf>', False),
        ],
    )
    def test_lock_is_what_the_cell_style_itself_says(
        self, tmp_path: Path, entry: str, *, locked: bool
    ) -> None:
        normal = '<cellStyleXfs><xf><protection locked="0"/></xf></cellStyleXfs>'
        styles = f'{normal}<cellXfs><xf><protection locked="0"/></xf>{entry}</cellXfs>'
        read = cells(tmp_path, '<row r="1"><c r="A1" s="1"/><c r="B1"/></row>', styles=styles)
        assert read == {(1, 1): RawCell(CellKind.BLANK, None, locked=locked), (1, 2): unlocked()}

    def test_without_styles_everything_is_locked(self, tmp_path: Path) -> None:
        parts = parts_of(cell_data='<row><c s="7"/></row>')
        del parts["xl/styles.xml"]
        assert read_grid(save(tmp_path / "a.xlsx", parts)).sheets[0].cells == {(1, 1): BLANK}


def unlocked() -> RawCell:
    return RawCell(CellKind.BLANK, None, locked=False)


class TestSheet:
    def test_hidden_rows_and_columns(self, tmp_path: Path) -> None:
        parts = parts_of(
            cell_data='<row r="2" hidden="1"/><row r="3" ht="0" customHeight="1"/><row r="4" hidden="false"/>'
            '<row r="10001" hidden="1"/>'
        )
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
            "<sheetData>",
            '<cols><col min="2" max="3" hidden="true"/><col min="4" max="4" width="0"/><col min="5" max="6"/>'
            '<col min="255" max="16384" hidden="1"/></cols><sheetData>',
        )
        sheet = read_grid(save(tmp_path / "a.xlsx", parts)).sheets[0]
        assert sheet.hidden_rows == {2, 3}
        assert sheet.hidden_columns == {2, 3, 4, 255, 256}

    def test_merges_and_protection(self, tmp_path: Path) -> None:
        sheet = raw(
            tmp_path,
            '<sheetProtection sheet="1"/><mergeCells><mergeCell ref="A1:XFD1048576"/>'
            '<mergeCell ref="D4:B2"/><mergeCell ref="C3"/></mergeCells>',
        )
        assert sheet.merges == ((1, 1, 1_048_576, 16_384), (2, 2, 4, 4), (3, 3, 3, 3))
        assert sheet.protected

    @pytest.mark.parametrize(
        "protection", ["", "<sheetProtection/>", '<sheetProtection sheet="0" objects="1"/>']
    )
    def test_not_protected(self, tmp_path: Path, protection: str) -> None:
        assert not raw(tmp_path, protection).protected

    def test_blank_cells_far_out_are_left_out(self, tmp_path: Path) -> None:
        data = '<row r="1"><c r="A1"/><c r="IW1"/></row><row r="10001"><c r="A10001"/></row>'
        assert cells(tmp_path, data) == {(1, 1): BLANK}


class TestWorkbook:
    def test_names_and_locked_structure(self, tmp_path: Path) -> None:
        outline = (
            '<workbookProtection lockStructure="1"/><definedNames>'
            '<definedName name="合计">依申请!$A$1</definedName>'
            '<definedName name="_xlnm.Print_Area" localSheetId="0">依申请!$A$1:$B$2</definedName>'
            '<definedName name="局部" localSheetId="0">依申请!$A$2</definedName>'
            '<definedName name="_xlnm._FilterDatabase" hidden="1">依申请!$A$2</definedName>'
            '<definedName name="坏" hidden="1">#REF!</definedName></definedNames>'
        )
        workbook = read_grid(save(tmp_path / "a.xlsx", parts_of(outline=outline)))
        assert workbook.names == {"合计": "依申请!$A$1", "坏": "#REF!"}
        assert workbook.structure_locked

    def test_no_lock(self, tmp_path: Path) -> None:
        workbook = read_grid(save(tmp_path / "a.xlsx", parts_of()))
        assert workbook == RawWorkbook((RawSheet("依申请", "visible", {}),), {}, structure_locked=False)

    def test_strict_files_and_prefixes(self, tmp_path: Path) -> None:
        parts = {
            name: part.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
                OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
            )
            for name, part in parts_of(strings="<si><t>甲</t></si>").items()
        }
        parts["xl/worksheets/sheet1.xml"] = (
            '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="1">'
            '<x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>'
        )
        assert read_grid(save(tmp_path / "a.xlsx", parts)).sheets[0].cells == {(1, 1): text("甲")}

    def test_utf_16(self, tmp_path: Path) -> None:
        parts = parts_of(cell_data='<row><c t="str"><v>甲</v></c></row>')
        encoded = {name: ('<?xml version="1.0"?>' + part).encode("utf-16") for name, part in parts.items()}
        assert read_grid(save(tmp_path / "a.xlsx", encoded)).sheets[0].cells == {(1, 1): text("甲")}

    def test_a_chart_sheet_has_no_cells(self, tmp_path: Path) -> None:
        parts = parts_of(cell_data="<row><c><v>1</v></c></row>")
        relations = parts["xl/_rels/workbook.xml.rels"].replace('/worksheet"', '/chartsheet"')
        sheet = read_grid(
            save(tmp_path / "a.xlsx", {**parts, "xl/_rels/workbook.xml.rels": relations})
        ).sheets[0]
        assert sheet == RawSheet("依申请", "visible", {})

    def test_a_sheet_whose_part_is_missing(self, tmp_path: Path) -> None:
        parts = parts_of()
        del parts["xl/worksheets/sheet1.xml"]
        assert refused_parts(tmp_path, parts) == ("F005", "缺少工作表“依申请”的内容", "依申请")

    @pytest.mark.parametrize(
        "relation",
        [
            "",
            f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="../../../etc/passwd"/>',
            f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="file:///etc/passwd"/>',
            f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="a.xml" TargetMode="External"/>',
        ],
    )
    def test_a_sheet_that_lies_outside(self, tmp_path: Path, relation: str) -> None:
        part = f"<Relationships>{relation}</Relationships>"
        parts = {**parts_of(), "xl/_rels/workbook.xml.rels": part}
        assert refused_parts(tmp_path, parts) == ("F005", "缺少工作表“依申请”的内容", "依申请")

    def test_no_sheets(self, tmp_path: Path) -> None:
        parts = {**parts_of(), "xl/workbook.xml": "<workbook/>"}
        assert refused_parts(tmp_path, parts) == ("F005", "一张工作表也没有", None)

    @pytest.mark.parametrize("name", ["_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"])
    def test_a_missing_part_is_named(self, tmp_path: Path, name: str) -> None:
        parts = parts_of()
        del parts[name]
        assert refused_parts(tmp_path, parts) == ("F005", f"缺少部件 {name}的内容", None)

    @pytest.mark.parametrize(
        ("target", "found"),
        [("xl/wb.bin", "Excel 二进制工作簿（.xlsb）"), ("doc/a.xml", "其他 Office 程序的文件")],
    )
    def test_another_program_under_another_name(self, tmp_path: Path, target: str, found: str) -> None:
        parts = {
            "_rels/.rels": relationships(("r1", "officeDocument", target)),
            target: "<w:document/>",
        }
        assert refused_parts(tmp_path, parts) == ("F008", found, None)

    @pytest.mark.parametrize("name", list(parts_of())[1:])
    def test_a_doctype_in_any_part(self, tmp_path: Path, name: str) -> None:
        parts = parts_of()
        hostile = f'<!DOCTYPE a [<!ENTITY b "c">]>{parts[name]}'.encode("utf-16")
        sheet = "依申请" if "sheet1" in name else None
        code, found, _ = refused_parts(tmp_path, {**parts, name: hostile})
        assert (code, found) == ("F007", f"工作表“{sheet}”" if sheet else f"部件 {name}")


class TestBounds:
    def test_many_cells(self, tmp_path: Path) -> None:
        row = "<row>" + "<c><v>1</v></c>" * 1000 + "</row>"
        assert len(cells(tmp_path, row * 200)) == 200_000
        parts = parts_of(cell_data=row * 200 + "<row><c><v>1</v></c></row>")
        assert refused_parts(tmp_path, parts)[:2] == ("F006", "有内容的单元格")

    def test_many_blank_cells_cost_nothing_and_hide_nothing(self, tmp_path: Path) -> None:
        row = "<row>" + "<c/>" * 100 + "<c><v>1</v></c></row>"
        read = cells(tmp_path, row * 3000)
        assert sum(cell.value == 1 for cell in read.values()) == 3000
        assert len(read) == 203_000

    def test_a_formatted_sheet(self, tmp_path: Path) -> None:
        parts = parts_of(cell_data=("<row>" + "<c/>" * 1001 + "</row>") * 1000)
        assert refused_parts(tmp_path, parts)[:2] == ("F006", "单元格")

    def test_shared_strings(self, tmp_path: Path) -> None:
        long = "<si><t>" + "a" * 5_000_001 + "</t></si>"
        assert refused_parts(tmp_path, parts_of(strings=long * 4))[:2] == ("F006", "共享字符串的总长")

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ({"strings": "<si/>" * 1_000_001}, "共享字符串"),
            ({"sheet": '<mergeCell ref="A1:XFD1048576"/>' * 5001}, "合并区域"),
            ({"sheet": '<col min="1" max="16384" hidden="1"/>' * 50_001}, "列的格式"),
            ({"styles": "<cellXfs>" + "<xf/>" * 65_537 + "</cellXfs>"}, "单元格样式"),
            ({"outline": '<sheet name="甲" r:id="r1"/>' * 200}, "工作表"),
            (
                {"outline": "".join(f'<definedName name="n{n}">1</definedName>' for n in range(10_001))},
                "定义的名称",
            ),
        ],
    )
    def test_every_list_has_an_end(self, tmp_path: Path, words: dict[str, str], found: str) -> None:
        assert refused_parts(tmp_path, parts_of(**words))[:2] == ("F006", found)

    def test_relations(self, tmp_path: Path) -> None:
        many = relationships(*((f"r{n}", "image", "a.png") for n in range(10_001)))
        parts = {**parts_of(), "xl/_rels/workbook.xml.rels": many}
        assert refused_parts(tmp_path, parts)[:2] == ("F006", "部件之间的关系")

    @pytest.mark.parametrize(
        "formula", ["A1+" * 2000 + "A1", "&quot;&quot;&amp;" * 2000 + "1", "A1[[[[]]]]" * 12]
    )
    def test_shared_formulas(self, tmp_path: Path, formula: str) -> None:
        master = f'<row><c><f t="shared" si="0">{formula}</f></c></row>'
        data = master + '<row><c><f t="shared" si="0"/></c></row>' * 30_000
        start = time.perf_counter()
        assert refused_parts(tmp_path, parts_of(cell_data=data))[:2] == ("F006", "共享公式的总长")
        assert time.perf_counter() - start < 20

    def test_a_number_format_of_brackets(self, tmp_path: Path) -> None:
        code = "[" * 900_000
        styles = f'<numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts><cellXfs><xf/></cellXfs>'
        assert cells(tmp_path, "<row><c/></row>", styles=styles) == {(1, 1): BLANK}

    def test_a_text_of_escapes_is_left_alone(self, tmp_path: Path) -> None:
        long = "_xD83D_" * 200_000
        assert cells(tmp_path, f'<row><c t="str"><v>{long}</v></c></row>') == {(1, 1): text(long)}

    def test_one_sheet_part_as_two_hundred_sheets(self, tmp_path: Path) -> None:
        sheets = "".join(f'<sheet name="表{n}" r:id="r1"/>' for n in range(199))
        data = ("<row>" + "<c/>" * 1000 + "</row>") * 200
        parts = parts_of(cell_data=data, outline=sheets)
        assert refused_parts(tmp_path, parts)[:2] == ("F006", "单元格")

    def test_memory(self, tmp_path: Path) -> None:
        row = "<row>" + '<c t="inlineStr"><is><t>甲乙</t></is></c>' * 1000 + "</row>"
        path = save(tmp_path / "a.xlsx", parts_of(cell_data=row * 600))
        tracemalloc.start()
        assert refusal(path)[:2] == ("F006", "有内容的单元格")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 200 * 2**20


def filled(path: Path) -> Path:
    """Write a workbook as gktool's templates are made: Normal unlocked, the rest locked by its format."""
    with xlsxwriter.Workbook(str(path), {"default_format_properties": {"locked": 0}}) as workbook:
        sheet = workbook.add_worksheet("依申请（三）")
        total = workbook.add_format({"locked": 1, "bold": 1})
        given = workbook.add_format({"locked": 0, "border": 1})
        dated = workbook.add_format({"locked": 0, "num_format": 'yyyy"年"m"月"d"日"'})
        sheet.write(0, 0, "新收", total)
        sheet.write_number(0, 1, 12, given)
        sheet.write_blank(0, 2, None, given)
        sheet.write_formula(0, 3, "SUM(B1:C1)", total, 12)
        sheet.write_number(0, 4, 45322, dated)
        sheet.write_string(0, 5, "粘贴的")
        sheet.merge_range("A2:C2", "合并", total)
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column("H:XFD", None, total, {"hidden": True})
        sheet.protect()
        workbook.add_worksheet("自检").hide()
        workbook.add_worksheet("_gktool").very_hidden()
        workbook.define_name("合计", "='依申请（三）'!$D$1")
    return path


def by_openpyxl(path: Path) -> Path:
    workbook = openpyxl.load_workbook(path)
    workbook.save(path)
    return path


def by_libreoffice(path: Path) -> Path:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    folder = path.parent / "lo"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
    subprocess.run([soffice, profile, *convert], check=True, capture_output=True, timeout=120)
    return folder / path.name


class TestPrograms:
    @pytest.mark.parametrize("saved", [lambda path: path, by_openpyxl, by_libreoffice])
    def test_the_same_workbook_from_each(self, tmp_path: Path, saved: Callable[[Path], Path]) -> None:
        workbook = read_grid(saved(filled(tmp_path / "年报.xlsx")))
        first = workbook.sheets[0]
        calculated = number(12, formula="SUM(B1:C1)")
        never_calculated = RawCell(CellKind.BLANK, None, "SUM(B1:C1)")
        assert [sheet.name for sheet in workbook.sheets] == ["依申请（三）", "自检", "_gktool"]
        # LibreOffice knows only one way to hide a sheet
        assert [sheet.state for sheet in workbook.sheets] == [
            "visible",
            "hidden",
            "hidden" if saved is by_libreoffice else "veryHidden",
        ]
        assert {place: cell for place, cell in first.cells.items() if place <= (1, 6)} == {
            (1, 1): text("新收"),
            (1, 2): number(12, locked=False),
            (1, 3): unlocked(),
            (1, 4): never_calculated if saved is by_openpyxl else calculated,
            (1, 5): number(45322, is_date=True, locked=False),
            (1, 6): text("粘贴的", locked=False),
        }
        assert first.merges == ((2, 1, 2, 3),)
        assert first.cells[2, 1] == text("合并")
        assert first.hidden_rows == {5}
        assert first.hidden_columns == set(range(8, 257))
        assert [sheet.protected for sheet in workbook.sheets] == [True, False, False]
        assert {name.strip("'"): value.replace("'", "") for name, value in workbook.names.items()} == {
            "合计": "依申请（三）!$D$1"
        }

    def test_openpyxl_alone(self, tmp_path: Path) -> None:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        assert sheet is not None
        sheet.title = "基本信息"
        sheet.append(["甲局", 3, None, True, "=A1"])
        sheet["B1"].protection = Protection(locked=False)
        workbook.save(tmp_path / "a.xlsx")
        assert read_grid(tmp_path / "a.xlsx").sheets[0].cells == {
            (1, 1): text("甲局"),
            (1, 2): number(3, locked=False),
            (1, 4): RawCell(CellKind.BOOLEAN, value=True),
            (1, 5): RawCell(CellKind.BLANK, None, "A1"),
        }


def outcome(path: Path) -> str:
    """Read a file that may be broken anywhere; anything but a workbook or a refusal fails the test."""
    try:
        workbook = read_grid(path)
    except FileRefused as refused:
        return refused.finding.code
    assert isinstance(workbook, RawWorkbook)
    return "read"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return filled(tmp_path_factory.mktemp("sound") / "a.xlsx").read_bytes()


class TestDamage:
    def test_cut_off_anywhere(self, tmp_path: Path, sound: bytes) -> None:
        path = tmp_path / "a.xlsx"
        seen = set()
        for end in range(0, len(sound), 37):
            path.write_bytes(sound[:end])
            seen.add(outcome(path))
        assert seen == {"F001", "F005"}

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_changed_bytes(self, tmp_path: Path, sound: bytes, data: st.DataObject) -> None:
        content = bytearray(sound)
        places = st.integers(0, len(content) - 1)
        for place, byte in data.draw(
            st.dictionaries(places, st.integers(0, 255), min_size=1, max_size=8)
        ).items():
            content[place] = byte
        (tmp_path / "a.xlsx").write_bytes(content)
        outcome(tmp_path / "a.xlsx")

    def test_changed_xml(self, tmp_path: Path, sound: bytes) -> None:
        # Checksums would stop nearly all damage before the XML is read: mend them.
        chance = random.Random(20240131)  # noqa: S311  the same damage every time
        with zipfile.ZipFile(BytesIO(sound)) as archive:
            parts = {
                name: archive.read(name) for name in archive.namelist() if name.endswith(("xml", "rels"))
            }
        seen = set()
        for _ in range(600):
            name = chance.choice(list(parts))
            content = bytearray(parts[name])
            for _ in range(chance.randint(1, 3)):
                place = chance.randrange(len(content))
                if chance.random() < 0.5:
                    content[place] = chance.choice(b"0123456789AZaz<>&\"'=/-_: \x00\xff")
                else:
                    del content[place : place + chance.randint(1, 30)]
            seen.add(outcome(save(tmp_path / "a.xlsx", {**parts, name: bytes(content)})))
        assert {"read", "F005"} <= seen

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        content=st.binary(max_size=400),
        head=st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"]),
    )
    def test_any_bytes(self, tmp_path: Path, content: bytes, head: bytes) -> None:
        (tmp_path / "a.xlsx").write_bytes(head + content)
        assert outcome(tmp_path / "a.xlsx") != "read"
