"""The marked copy: what is added to the office's workbook, and that nothing else is changed."""

from __future__ import annotations

import hashlib
import io
import random
import re
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import builders
import libreoffice
import openpyxl
import pytest
from openpyxl.comments import Comment

from toolkit.checking import check_file
from toolkit.finding import Finding, Severity
from toolkit.package.refusal import FileRefused
from toolkit.workbook.annotate import CannotMark, annotated
from toolkit.workbook.frames import FRAMES
from toolkit.workbook.grid import read_grid
from toolkit.workbook.plan import RESULT_TITLE
from toolkit.workbook.result_sheet import HEAD_ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openpyxl.worksheet.worksheet import Worksheet

LIST = "核对结果"
REQUESTS = "依申请公开"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLE_LISTS = ("fonts", "fills", "borders", "cellXfs")
FAULTS = {"requests__new__natural": 3, "disclosure__normative__issued": "12件"}
UNSEEN_EXTENSION = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list" '
    'allowBlank="1"><x14:formula1><xm:f>基本信息!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>D8</xm:sqref>'
    '</x14:dataValidation></x14:dataValidations></ext><ext uri="{WPS}"><etc:x xmlns:etc="urn:wps"/></ext></extLst>'
)


def faulty(path: Path) -> Path:
    """A workbook as gktool wrote it, with faults on two sheets."""
    return builders.write(path, builders.seed_filing(**FAULTS))


def by_openpyxl(path: Path) -> Path:
    return builders.edit(faulty(path))


@cache
def saved_by_libreoffice() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        saved = libreoffice.recalculated([faulty(Path(folder) / "年报.xlsx")], Path(folder) / "saved")
        return saved[0].read_bytes()


def by_libreoffice(path: Path) -> Path:
    if not libreoffice.available():
        pytest.skip("LibreOffice or its uno is not installed")
    path.write_bytes(saved_by_libreoffice())
    return path


def prefixed(path: Path) -> Path:
    """The same with a prefix on every element of the sheets, the styles and the workbook, as some libraries write."""

    def rewrite(parts: dict[str, str]) -> dict[str, str]:
        return {
            name: re.sub(r"<(/?)(?![?!])", r"<\1x:", text).replace(" xmlns=", " xmlns:x=", 1)
            if name.startswith("xl/") and "theme" not in name
            else text
            for name, text in parts.items()
        }

    return builders.repack(faulty(path), rewrite)


def extended(path: Path) -> Path:
    """With what openpyxl does not know: an x14 validation, an extension of WPS, prefixes to be ignored."""

    def rewrite(parts: dict[str, str]) -> dict[str, str]:
        name = part_of(parts, REQUESTS)
        text = parts[name].replace("</worksheet>", UNSEEN_EXTENSION + "</worksheet>")
        ignorable = (
            '<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" mc:Ignorable="xr"'
        )
        return parts | {name: text.replace("<worksheet", ignorable, 1)}

    return builders.repack(faulty(path), rewrite)


def commented(path: Path) -> Path:
    """With comments of the office: on a cell with a fault, and on one without."""

    def add(workbook: openpyxl.Workbook) -> None:
        workbook[REQUESTS]["D33"].comment = Comment("请科里核一下", "张三")
        workbook[REQUESTS]["D9"].comment = Comment("去年一件", "李四")

    return builders.edit(faulty(path), add)


WRITERS = (faulty, by_openpyxl, by_libreoffice, prefixed, extended, commented)
each_writer = pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)


def marked(path: Path, findings: tuple[Finding, ...] | None = None) -> Path:
    """The marked copy beside a workbook, of its own findings unless others are given."""
    copy = path.with_name("标注.xlsx")
    copy.write_bytes(annotated(path, check_file(path).findings if findings is None else findings))
    return copy


def note(cell: str | None, sheet: str | None = REQUESTS, **more: object) -> Finding:
    given: dict[str, object] = {"code": "B301", "severity": Severity.ERROR, "message": "不平", "remedy": "改"}
    return Finding(**(given | more), sheet=sheet, cell=cell)  # type: ignore[arg-type]


def raw_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def part_of(parts: Mapping[str, str | bytes], sheet: str) -> str:
    """The name of a sheet's part."""
    relations = {one.get("Id"): one.get("Target") for one in parsed(parts["xl/_rels/workbook.xml.rels"])}
    found = next(
        one for one in parsed(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet") if one.get("name") == sheet
    )
    return "xl/" + str(relations[found.get(f"{{{OFFICE}}}id")]).removeprefix("/xl/")


def unmarked(sheet: bytes) -> bytes:
    """A sheet's part without what marking may change: style numbers, the drawing of the comments."""
    without_drawing = re.sub(rb"<(\w+:)?legacyDrawing [^>]*/>", b"", sheet)
    return re.sub(rb"(<(?:\w+:)?c\b[^>]*?) s=\"\d+\"", rb"\1", without_drawing)


def parsed(part: str | bytes) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314 - our own, or changed by the test


def canonical(elements: list[ET.Element]) -> list[str]:
    return [ET.canonicalize(ET.tostring(one, encoding="unicode")) for one in elements]


def opened(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def rows_of(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet.iter_rows(min_row=HEAD_ROW + 1, values_only=True)]


@each_writer
class TestNothingElse:
    def test_parts(self, tmp_path: Path, writer: Callable[[Path], Path]) -> None:
        before = raw_parts(path := writer(tmp_path / "年报.xlsx"))
        after = raw_parts(marked(path))
        touched = {part_of(before, name) for name in ("主动公开", REQUESTS)}
        comments = {name for name in before if "comment" in name.lower()}
        changed = {name for name in before if before[name] != after[name]}
        assert changed == touched | comments | {
            "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        }  # fmt: skip
        assert list(after)[: len(before)] == list(before)
        assert {name: unmarked(after[name]) for name in touched} == {
            name: unmarked(before[name]) for name in touched
        }

    def test_styles(self, tmp_path: Path, writer: Callable[[Path], Path]) -> None:
        path = writer(tmp_path / "年报.xlsx")
        before, after = (parsed(raw_parts(one)["xl/styles.xml"]) for one in (path, marked(path)))
        assert [one.tag for one in before] == [one.tag for one in after]
        for old, new in zip(before, after, strict=True):
            if old.tag.removeprefix(MAIN) in STYLE_LISTS:
                assert canonical(list(new))[: len(old)] == canonical(list(old))
                assert new.get("count") == str(len(new)) or old.get("count") is None
            else:
                assert canonical([old]) == canonical([new])

    def test_workbook(self, tmp_path: Path, writer: Callable[[Path], Path]) -> None:
        path = writer(tmp_path / "年报.xlsx")
        before, after = (parsed(raw_parts(one)["xl/workbook.xml"]) for one in (path, marked(path)))
        sheets = after.find(f"{MAIN}sheets")
        assert sheets is not None
        assert sheets[0].get("name") == LIST
        sheets.remove(sheets[0])
        names = after.find(f"{MAIN}definedNames")
        assert names is not None
        added = names[-1]
        assert (added.get("name"), added.get("localSheetId")) == ("_xlnm.Print_Titles", "0")
        names.remove(added)
        for name in names.iter(f"{MAIN}definedName"):
            if "localSheetId" in name.attrib:
                name.set("localSheetId", str(int(name.attrib["localSheetId"]) - 1))
        for view in after.iter(f"{MAIN}workbookView"):
            assert view.get("activeTab") == "1"
            old = next(before.iter(f"{MAIN}workbookView"))
            view.attrib.pop("activeTab")
            old.attrib.pop("activeTab", None)
        assert canonical([after]) == canonical([before])

    def test_original_is_untouched(self, tmp_path: Path, writer: Callable[[Path], Path]) -> None:
        path = writer(tmp_path / "年报.xlsx")
        before = hashlib.sha256(path.read_bytes()).digest(), path.stat().st_mtime_ns
        marked(path)
        assert (hashlib.sha256(path.read_bytes()).digest(), path.stat().st_mtime_ns) == before

    def test_checked_again(self, tmp_path: Path, writer: Callable[[Path], Path]) -> None:
        path = writer(tmp_path / "年报.xlsx")
        first, again = check_file(path), check_file(marked(path))
        assert again.findings == first.findings
        assert again.verdict == first.verdict

    def test_same_bytes(self, tmp_path: Path, writer: Callable[[Path], Path]) -> None:
        path = writer(tmp_path / "年报.xlsx")
        assert marked(path).read_bytes() == annotated(path, check_file(path).findings)


@each_writer
class TestMarks:
    def test_comments(self, tmp_path: Path, writer: Callable[[Path], Path]) -> None:
        path = writer(tmp_path / "年报.xlsx")
        findings = check_file(path).findings
        workbook = opened(marked(path))
        assert findings
        for finding in findings:
            comment = workbook[str(finding.sheet)][str(finding.cell)].comment
            assert f"【错误 {finding.code}】{finding.message}\n→ {finding.remedy}" in comment.text

    def test_frames(self, tmp_path: Path, writer: Callable[[Path], Path]) -> None:
        path = writer(tmp_path / "年报.xlsx")
        before, after = opened(path)[REQUESTS]["D33"], opened(marked(path))[REQUESTS]["D33"]
        assert {side.color.rgb for side in (after.border.left, after.border.top)} == {FRAMES[Severity.ERROR]}
        for aspect in ("font", "fill", "alignment", "protection", "number_format"):
            assert repr(getattr(after, aspect)) == repr(getattr(before, aspect))

    def test_list(self, tmp_path: Path, writer: Callable[[Path], Path]) -> None:
        path = writer(tmp_path / "年报.xlsx")
        findings = check_file(path).findings
        workbook = opened(marked(path))
        sheet = workbook.worksheets[0]
        assert (sheet.title, sheet["A1"].value, sheet.protection.sheet) == (LIST, RESULT_TITLE, False)
        assert rows_of(sheet) == [
            (finding.code, "错误", finding.sheet, finding.cell, finding.message, finding.remedy)
            for finding in findings
        ]
        assert [row[3].hyperlink.location for row in sheet.iter_rows(min_row=HEAD_ROW + 1)] == [
            f"{finding.sheet}!{finding.cell}" for finding in findings
        ]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.freeze_panes == f"A{HEAD_ROW + 1}"


class TestFindings:
    def test_several_on_a_cell(self, tmp_path: Path) -> None:
        path = builders.write(tmp_path / "年报.xlsx")
        warning = note("D8", code="V211", severity=Severity.WARNING, message="太大", remedy="")
        cell = opened(marked(path, (warning, note("D8"))))[REQUESTS]["D8"]
        assert cell.comment.text == "【错误 B301】不平\n→ 改\n\n【警告 V211】太大"
        assert cell.border.left.color.rgb == FRAMES[Severity.ERROR]

    def test_colours(self, tmp_path: Path) -> None:
        path = builders.write(tmp_path / "年报.xlsx")
        cells = dict(zip(Severity, ("D8", "E8", "F8"), strict=True))
        sheet = opened(marked(path, tuple(note(cell, severity=one) for one, cell in cells.items())))[REQUESTS]
        assert {one: sheet[cell].border.bottom.color.rgb for one, cell in cells.items()} == dict(FRAMES)

    @pytest.mark.parametrize(
        ("sheet", "cell"), [(None, None), (REQUESTS, None), ("没有的表", "A1"), ("文字材料", "第 2 段")]
    )
    def test_without_a_cell(self, tmp_path: Path, sheet: str | None, cell: str | None) -> None:
        path = builders.write(tmp_path / "年报.xlsx")
        copy = marked(path, (note(cell, sheet),))
        listed = opened(copy).worksheets[0]
        assert rows_of(listed) == [("B301", "错误", sheet or "文件", cell or "—", "不平", "改")]
        assert listed["D5"].hyperlink is None
        assert not [name for name in raw_parts(copy) if "comment" in name]

    def test_hidden_sheet_has_no_link(self, tmp_path: Path) -> None:
        path = builders.write(tmp_path / "年报.xlsx")
        assert opened(marked(path, (note("A1", "_gktool"),))).worksheets[0]["D5"].hyperlink is None

    def test_none(self, tmp_path: Path) -> None:
        path = builders.write(tmp_path / "年报.xlsx")
        copy = marked(path)
        assert opened(copy).worksheets[0]["A5"].value == "没有发现问题。"
        assert check_file(copy).findings == ()

    def test_merged_cells_are_framed_together(self, tmp_path: Path) -> None:
        path = builders.write(tmp_path / "年报.xlsx")
        merge = next(one for one in opened(path)[REQUESTS].merged_cells.ranges if one.size["rows"] > 3)
        first, last = merge.coord.split(":")
        copy = marked(path, (note(last),))
        looks = read_looks(copy, REQUESTS)
        colour = FRAMES[Severity.ERROR]
        assert {looks[cell.coordinate] for row in opened(copy)[REQUESTS][merge.coord] for cell in row} == {
            colour
        }
        assert opened(copy)[REQUESTS][first].comment is not None

    @pytest.mark.parametrize("cell", ["D200", "IV8", "XFD1048576", "Z9"])
    def test_cell_that_is_not_there(self, tmp_path: Path, cell: str) -> None:
        path = builders.write(tmp_path / "年报.xlsx")
        copy = marked(path, (note(cell),))
        found, before = opened(copy)[REQUESTS][cell], opened(path)[REQUESTS]["Q8"]
        assert found.comment is not None
        assert found.border.left.color.rgb == FRAMES[Severity.ERROR]
        assert found.protection.locked
        assert before.value is None
        part = raw_parts(copy)[part_of(raw_parts(copy), REQUESTS)]
        rows = [int(number) for number in re.findall(rb'<row r="(\d+)"', part)]
        assert rows == sorted(set(rows))

    def test_cell_between_others(self, tmp_path: Path) -> None:
        def rewrite(parts: dict[str, str]) -> dict[str, str]:
            name = part_of(parts, REQUESTS)
            return parts | {name: re.sub(r'<c r="E8"[^>]*>.*?</c>', "", parts[name], count=1)}

        path = builders.repack(builders.write(tmp_path / "年报.xlsx"), rewrite)
        copy = marked(path, (note("E8"),))
        row = re.search(rb'<row r="8".*?</row>', raw_parts(copy)[part_of(raw_parts(copy), REQUESTS)])
        assert row
        assert re.findall(rb'<c r="([A-Z]+)8"', row[0])[2:6] == [b"C", b"D", b"E", b"F"]

    def test_rows_and_cells_without_addresses(self, tmp_path: Path) -> None:
        def rewrite(parts: dict[str, str]) -> dict[str, str]:
            name = part_of(parts, REQUESTS)
            return parts | {name: re.sub(r'<(row|c) r="[A-Z]*\d+"', r"<\1", parts[name])}

        path = builders.repack(builders.write(tmp_path / "年报.xlsx"), rewrite)
        assert (
            list(read_looks(marked(path, (note("D8"),)), REQUESTS).values()).count(FRAMES[Severity.ERROR])
            == 1
        )

    def test_text_is_text(self, tmp_path: Path) -> None:
        path = builders.write(tmp_path / "年报.xlsx")
        text = "=1+1 <b>&amp;]]> \x1b[0m \u202e _x0041_ \ufffe\n第二行"
        workbook = opened(marked(path, (note("D8", message=text, remedy="=HYPERLINK(1)"),)))
        listed = workbook.worksheets[0]
        assert (listed["E5"].data_type, listed["F5"].data_type) == ("s", "s")
        shown = "=1+1 <b>&amp;]]> \\x1b[0m \\u202e _x005F_x0041_ \n第二行"
        assert listed["E5"].value in (shown, shown.replace("_x005F_", "_"))
        assert "<b>&amp;]]> \\x1b[0m" in workbook[REQUESTS]["D8"].comment.text

    def test_long_text(self, tmp_path: Path) -> None:
        path = builders.write(tmp_path / "年报.xlsx")
        workbook = opened(marked(path, (note("D8", message="长" * 40_000),)))
        assert len(workbook[REQUESTS]["D8"].comment.text) < 32_767
        assert len(workbook.worksheets[0]["E5"].value) < 32_767

    def test_many(self, tmp_path: Path) -> None:
        path = builders.write(tmp_path / "年报.xlsx")
        findings = tuple(note(f"{column}{row}") for column in "LMNOPQ" for row in range(1, 301))
        copy = marked(path, findings)
        assert len(rows_of(opened(copy).worksheets[0])) == len(findings)
        drawing = raw_parts(copy)["xl/drawings/vmlDrawing1.vml"].decode()
        assert len(set(re.findall(r'id="(_x0000_s\d+)"', drawing))) == len(findings)


def read_looks(path: Path, sheet: str) -> dict[str, str | None]:
    """The colour of the left edge of each cell by its style number, merged cells too (openpyxl hides theirs)."""
    parts = raw_parts(path)
    styles = parsed(parts["xl/styles.xml"])
    borders = styles.findall(f"{MAIN}borders/{MAIN}border")
    edges = [one.find(f"{MAIN}left/{MAIN}color") for one in borders]
    xfs = [int(one.get("borderId", "0")) for one in styles.findall(f"{MAIN}cellXfs/{MAIN}xf")]
    cells = parsed(parts[part_of(parts, sheet)]).iter(f"{MAIN}c")
    found = {}
    for number, cell in enumerate(cells):
        edge = edges[xfs[int(cell.get("s", "0"))]]
        found[cell.get("r", str(number))] = None if edge is None else edge.get("rgb")
    return found


class TestTheirs:
    def test_comments_stay(self, tmp_path: Path) -> None:
        sheet = opened(marked(commented(tmp_path / "年报.xlsx")))[REQUESTS]
        assert (sheet["D9"].comment.text, sheet["D9"].comment.author) == ("去年一件", "李四")
        assert sheet["D33"].comment.author == "张三"
        assert sheet["D33"].comment.text.startswith("请科里核一下\n\n【错误 B301】")
        assert sheet["J33"].comment.author == "gktool"

    def test_one_box_a_comment(self, tmp_path: Path) -> None:
        parts = raw_parts(marked(commented(tmp_path / "年报.xlsx")))
        (drawing,) = (text.decode() for name, text in parts.items() if name.endswith("commentsDrawing1.vml"))
        ids = re.findall(r'id="(_x0000_s\d+)"', drawing)
        assert len(ids) == len(set(ids)) == 3

    def test_conversation_is_left_alone(self, tmp_path: Path) -> None:
        def rewrite(parts: dict[str, str]) -> dict[str, str]:
            return {name: text.replace("张三", "tc={1}") for name, text in parts.items()}

        path = builders.repack(commented(tmp_path / "年报.xlsx"), rewrite)
        assert opened(marked(path))[REQUESTS]["D33"].comment.text == "请科里核一下"

    def test_sheet_of_that_name(self, tmp_path: Path) -> None:
        path = builders.edit(faulty(tmp_path / "年报.xlsx"), lambda workbook: workbook.create_sheet(LIST))
        copy = marked(path)
        assert opened(copy).sheetnames[0] == f"{LIST}2"
        assert [finding.code for finding in check_file(copy).findings].count("S103") == 1

    def test_view_without_a_tab(self, tmp_path: Path) -> None:
        def rewrite(parts: dict[str, str]) -> dict[str, str]:
            name = "xl/workbook.xml"
            return parts | {name: re.sub(r"<bookViews>.*?</bookViews>", "", parts[name])}

        copy = marked(builders.repack(faulty(tmp_path / "年报.xlsx"), rewrite))
        assert opened(copy).active.title == "填报说明"


class TestRefused:
    def test_a_marked_copy(self, tmp_path: Path) -> None:
        copy = marked(faulty(tmp_path / "年报.xlsx"))
        with pytest.raises(CannotMark, match="已经是标注过的副本"):
            annotated(copy, ())

    @pytest.mark.parametrize(
        ("part", "old", "new", "why"),
        [
            ("xl/workbook.xml", "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
             "http://purl.oclc.org/ooxml/spreadsheetml/main", "严格"),
            ("xl/workbook.xml", 'localSheetId="0"', 'localSheetId="甲"', "内容有误"),
            ("xl/styles.xml", "borders", "edges", "样式不完整"),
            ("xl/worksheets/sheet4.xml", "</worksheet>",
             '<legacyDrawing xmlns:r="urn:r" r:id="rId99"/></worksheet>', "批注图形不完整"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_marked(self, tmp_path: Path, part: str, old: str, new: str, why: str) -> None:
        path = builders.repack(
            faulty(tmp_path / "年报.xlsx"), lambda parts: parts | {part: parts[part].replace(old, new)}
        )
        with pytest.raises(CannotMark, match=why):
            annotated(path, check_file(path).findings)

    def test_other_encodings(self, tmp_path: Path) -> None:
        path = faulty(tmp_path / "年报.xlsx")
        parts = raw_parts(path)
        part = part_of(parts, REQUESTS)
        text = parts[part].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        with zipfile.ZipFile(path, "w") as package:
            for name, data in (parts | {part: text.encode("utf-16")}).items():
                package.writestr(name, data)
        with pytest.raises(CannotMark, match="编码"):
            annotated(path, check_file(path).findings)

    def test_damaged_parts_never_escape(self, tmp_path: Path) -> None:
        path = commented(tmp_path / "年报.xlsx")
        findings, parts, chance = check_file(path).findings, raw_parts(path), random.Random(7)  # noqa: S311 - the same each time
        names = [name for name in parts if name.startswith("xl/") and "theme" not in name]
        refused = 0
        for _ in range(150):
            name = chance.choice(names)
            data = bytearray(parts[name])
            for _ in range(3):
                data[chance.randrange(len(data))] = chance.choice(b"<>\"'/= 9a\x00")
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w") as package:
                for other, content in parts.items():
                    package.writestr(other, bytes(data) if other == name else content)
            broken = tmp_path / "坏.xlsx"
            broken.write_bytes(stream.getvalue())
            try:
                annotated(broken, findings)
            except (FileRefused, CannotMark):
                refused += 1
        assert refused > 50


@pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice or its uno is not installed")
class TestInLibreOffice:
    def test_nothing_moved(self, tmp_path: Path) -> None:
        path = commented(tmp_path / "年报.xlsx")
        copy = marked(path)
        saved = libreoffice.recalculated([path, copy], tmp_path / "saved")
        before, after = (read_grid(one).sheets for one in saved)
        assert [(one.name, one.cells, one.merges) for one in after[1:]] == [
            (one.name, one.cells, one.merges) for one in before
        ]
        sheet = opened(saved[1])[REQUESTS]
        assert "【错误 B301】" in sheet["D33"].comment.text
        assert sheet["D9"].comment.text.endswith("去年一件")

    def test_prints(self, tmp_path: Path) -> None:
        copy = marked(faulty(tmp_path / "年报.xlsx"))
        libreoffice.converted([copy], tmp_path / "printed", "pdf")
        assert (tmp_path / "printed" / "标注.pdf").read_bytes().startswith(b"%PDF")
