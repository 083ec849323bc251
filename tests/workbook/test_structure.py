"""What was changed in a returned workbook that should not have been, and what is no change at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import builders
import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.comments import Comment

from toolkit.finding import Severity
from toolkit.package.refusal import FileRefused
from toolkit.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    from toolkit.reading import Reading

    Edit = Callable[[Workbook], object]
    Anchors = list[tuple[str, str | None, str | None]]
    Parts = dict[str, str]

REQUESTS = "依申请公开"
SHEETS = (
    "填报说明", "基本信息", "主动公开", "依申请公开", "复议诉讼", "补充数据", "文字材料", "台账核对", "自检",
)  # fmt: skip
NAMES = ("主动公开表", "依申请表", "复议诉讼表", "补充表", "台账表")
NAMES_GONE: Anchors = [("S113", None, None)] * len(NAMES)


def read_after(path: Path, *edits: Edit) -> Reading:
    return read_workbook(builders.edit(path, *edits))


def anchors_after(path: Path, *edits: Edit) -> Anchors:
    return builders.anchors(read_after(path, *edits).findings)


def refusal_of(path: Path) -> tuple[str, object, object]:
    with pytest.raises(FileRefused) as refused:
        read_workbook(path)
    finding = refused.value.finding
    return finding.code, finding.found, finding.expected


def setting(cells: dict[str, object]) -> Edit:
    def set_cells(workbook: Workbook) -> None:
        for address, value in cells.items():
            sheet, _, cell = address.partition("!")
            workbook[sheet][cell] = value

    return set_cells


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    return builders.write(tmp_path / "年报.xlsx")


@pytest.fixture
def with_last_year(tmp_path: Path) -> Path:
    filing = replace(builders.seed_filing(), previous=builders.last_year())
    return builders.write(tmp_path / "年报.xlsx", filing)


# ── what is no change ────────────────────────────────────────────────────────


def save(_: Workbook) -> None:
    """Load and save with openpyxl, which keeps no calculated value."""


def show_hidden_sheet_in_lists(workbook: Workbook) -> None:
    workbook["_gktool"].sheet_state = "hidden"


def unlock_structure(workbook: Workbook) -> None:
    workbook.security = None


def resize_and_scroll(workbook: Workbook) -> None:
    for sheet in workbook:
        sheet.row_dimensions[8].height = 60
        sheet.column_dimensions["B"].width = 50
        sheet.sheet_view.zoomScale = 150
        sheet.freeze_panes = "B2"
        sheet.page_setup.orientation = "landscape"


def comment(workbook: Workbook) -> None:
    workbook[REQUESTS]["D8"].comment = Comment("请核对", "审核人")


def paste_with_formats(workbook: Workbook) -> None:
    """Pasting a cell replaces style, lock and number format; validations go too."""
    sheet = workbook[REQUESTS]
    sheet["D8"].style = "Normal"
    sheet["D8"].number_format = "@"
    sheet.data_validations.dataValidation = []
    sheet.conditional_formatting = type(sheet.conditional_formatting)()


def hide_beyond_the_table(workbook: Workbook) -> None:
    workbook[REQUESTS].row_dimensions[200].hidden = True
    workbook[REQUESTS].column_dimensions["Z"].hidden = True


def other_metadata(workbook: Workbook) -> None:
    workbook.properties.creator = "某某"
    workbook.properties.title = None


class TestNoChange:
    @pytest.mark.parametrize(
        "action",
        [
            save, show_hidden_sheet_in_lists, unlock_structure, resize_and_scroll, comment, paste_with_formats,
            hide_beyond_the_table, other_metadata,
        ],
        ids=lambda action: action.__name__,
    )  # fmt: skip
    def test_openpyxl(self, filled: Path, action: Edit) -> None:
        reading = read_after(filled, action)
        assert reading.findings == ()
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_as_written(self, filled: Path) -> None:
        reading = read_workbook(filled)
        assert reading.findings == ()
        assert builders.without_places(reading.filing) == builders.seed_filing()
        assert reading.sheets == (*SHEETS, "_gktool")

    def test_template(self, tmp_path: Path) -> None:
        assert read_workbook(builders.write_template(tmp_path / "空.xlsx")).findings == ()

    def test_with_last_year(self, with_last_year: Path) -> None:
        reading = read_after(with_last_year, save)
        assert reading.findings == ()
        assert reading.filing.previous == builders.last_year()

    def test_opening_changes_nothing(self, filled: Path) -> None:
        before = filled.read_bytes(), filled.stat().st_mtime_ns
        read_workbook(filled)
        assert (filled.read_bytes(), filled.stat().st_mtime_ns) == before


def reverse_attributes(parts: Parts) -> Parts:
    """Another program may write the attributes of an element in any order."""

    def turned(tag: re.Match[str]) -> str:
        attributes = re.findall(r'[\w:]+="[^"]*"', tag[2])
        return f"<{tag[1]} {' '.join(reversed(attributes))}{tag[3]}>"

    pattern = re.compile(r'<([\w:]+)((?: [\w:]+="[^"]*"){2,})(/?)>')
    return {name: pattern.sub(turned, text) for name, text in parts.items()}


def drop_structure_lock(parts: Parts) -> Parts:
    main = "xl/workbook.xml"
    assert '<workbookProtection lockStructure="1"/>' in parts[main]
    return parts | {main: parts[main].replace('<workbookProtection lockStructure="1"/>', "")}


def drop_cached_values(parts: Parts) -> Parts:
    return {name: re.sub(r"(</f>)<v>[^<]*</v>", r"\1", text) for name, text in parts.items()}


def add_calculation_chain(parts: Parts) -> Parts:
    """Excel keeps the order of calculation in a part of its own."""
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="J8" i="4"/></calcChain>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    relation = (
        '<Relationship Id="rIdCalc" Target="calcChain.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"/>'
    )
    types, relations = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    return parts | {
        "xl/calcChain.xml": chain,
        types: parts[types].replace(
            "</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>'
        ),
        relations: parts[relations].replace("</Relationships>", f"{relation}</Relationships>"),
    }


SELF_CHECK_PART = "xl/worksheets/sheet9.xml"
OUTCOME = re.compile(r'(<c r="(D([0-9]+))"[^>]*>)<f>(IF\(E[0-9]+="".*?)</f>')


def share_formulas(parts: Parts) -> Parts:
    """Excel writes a formula that fills a column once; the cells below only say whose it is."""
    sheet = parts[SELF_CHECK_PART]
    outcomes = list(OUTCOME.finditer(sheet))
    assert len(outcomes) > 50
    masters: dict[str, tuple[str, list[str]]] = {}  # formulas that differ only by their row are one formula
    for found in outcomes:
        alike = found[4].replace(f"E{found[3]}", "E?")
        masters.setdefault(alike, (found[2], []))[1].append(found[2])

    def shared(found: re.Match[str]) -> str:
        alike = found[4].replace(f"E{found[3]}", "E?")
        number = list(masters).index(alike)
        master, cells = masters[alike]
        if found[2] == master:
            return f'{found[1]}<f t="shared" ref="{master}:{cells[-1]}" si="{number}">{found[4]}</f>'
        return f'{found[1]}<f t="shared" si="{number}"/>'

    return parts | {SELF_CHECK_PART: OUTCOME.sub(shared, sheet)}


def rewrite_formulas(parts: Parts) -> Parts:
    """Programs put quotes, spaces and small letters as they like."""
    return {
        name: re.sub(
            r"<f>(.*?)</f>",
            lambda formula: (
                "<f>" + formula[1].replace("依申请公开!", "'依申请公开'!").replace("SUM(", "sum( ") + "</f>"
            ),
            text,
        )
        for name, text in parts.items()
    }


class TestNoChangeInTheFile:
    @pytest.mark.parametrize(
        "rewrite",
        [
            reverse_attributes, drop_structure_lock, drop_cached_values, add_calculation_chain, share_formulas,
            rewrite_formulas,
        ],
        ids=lambda rewrite: rewrite.__name__,
    )  # fmt: skip
    def test_packages(self, filled: Path, rewrite: Callable[[Parts], Parts]) -> None:
        before = builders.parts(filled)
        reading = read_workbook(builders.repack(filled, rewrite))
        assert builders.parts(filled) != before
        assert reading.findings == ()
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_shared_formula_that_is_another(self, filled: Path) -> None:
        def master_changed(parts: Parts) -> Parts:
            changed = share_formulas(parts)
            return changed | {SELF_CHECK_PART: changed[SELF_CHECK_PART].replace("不比", "相符", 1)}

        reading = read_workbook(builders.repack(filled, master_changed))
        assert {finding.code for finding in reading.findings} == {"S109"}
        assert len(reading.findings) > 1  # the first cell and all that share its formula


# ── sheets ───────────────────────────────────────────────────────────────────


def remove(sheet: str) -> Edit:
    return lambda workbook: workbook.remove(workbook[sheet])


def rename(sheet: str, title: str) -> Edit:
    return lambda workbook: setattr(workbook[sheet], "title", title)


def show_as(sheet: str, state: str) -> Edit:
    return lambda workbook: setattr(workbook[sheet], "sheet_state", state)


class TestSheets:
    @pytest.mark.parametrize("sheet", ["填报说明", "复议诉讼", "文字材料", "自检"])
    def test_missing(self, filled: Path, sheet: str) -> None:
        assert anchors_after(filled, remove(sheet)) == [("S101", sheet, None)]

    def test_missing_figures_are_not_known(self, filled: Path) -> None:
        filing = read_after(filled, remove(REQUESTS)).filing
        assert not filing.has("requests.new.natural")
        assert filing.mode("requests") is None
        assert filing.has("disclosure.normative.issued")

    @pytest.mark.parametrize("sheet", ["基本信息", "依申请公开", "文字材料", "自检"])
    def test_renamed(self, filled: Path, sheet: str) -> None:
        reading = read_after(filled, rename(sheet, "表 (1)"))
        assert builders.anchors(reading.findings) == [("S102", "表 (1)", None)]
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_places_are_on_the_renamed_sheet(self, filled: Path) -> None:
        filing = read_after(filled, rename(REQUESTS, "表三")).filing
        assert {
            entry.place.sheet
            for name, entry in filing.figures.items()
            if name.startswith("requests.") and entry.place
        } == {"表三"}
        assert {place.sheet for (code, _), place in filing.balances.items() if code == "B301"} == {"表三"}

    def test_added(self, filled: Path) -> None:
        assert anchors_after(filled, lambda workbook: workbook.create_sheet("备注")) == [
            ("S103", "备注", None)
        ]

    def test_copied_within_the_workbook(self, filled: Path) -> None:
        reading = read_after(filled, lambda workbook: workbook.copy_worksheet(workbook[REQUESTS]))
        assert builders.anchors(reading.findings) == [("S103", f"{REQUESTS} Copy", None)]
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_reordered(self, filled: Path) -> None:
        reading = read_after(filled, lambda workbook: workbook.move_sheet("自检", -8))
        assert builders.anchors(reading.findings) == [("S104", None, None)]
        assert (
            reading.findings[0].found
            == "自检、填报说明、基本信息、主动公开、依申请公开、复议诉讼、补充数据、文字材料、台账核对、_gktool"
        )
        assert reading.findings[0].severity is Severity.NOTE

    @pytest.mark.parametrize("state", ["hidden", "veryHidden"])
    def test_hidden(self, filled: Path, state: str) -> None:
        reading = read_after(filled, show_as(REQUESTS, state))
        assert builders.anchors(reading.findings) == [("S105", REQUESTS, None)]
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_identity_shown(self, filled: Path) -> None:
        assert anchors_after(filled, show_as("_gktool", "visible")) == []


# ── cells ────────────────────────────────────────────────────────────────────


class TestCells:
    @pytest.mark.parametrize(
        ("cell", "words"),
        [
            ("依申请公开!C16", "5.内部信息"),  # a row's name
            ("依申请公开!E7", "个人"),  # a column's
            ("依申请公开!A1", None),  # the title
            ("主动公开!A5", "第一项"),  # a banner
            ("基本信息!A9", "次数"),
            ("文字材料!A4", "前言"),
            ("填报说明!C20", "可以改"),
            ("自检!F15", "不用管"),  # what a rule says
            ("补充数据!C7", "件"),  # a unit
        ],
    )
    def test_label(self, filled: Path, cell: str, words: str | None) -> None:
        sheet, _, address = cell.partition("!")
        reading = read_after(filled, setting({cell: words}))
        assert builders.anchors(reading.findings) == [("S106", sheet, address)]
        assert reading.findings[0].found == (words or "空白")

    @pytest.mark.parametrize(
        ("cell", "content", "found"),
        [
            ("依申请公开!L8", "见附件", "见附件"),
            ("依申请公开!B60", 5, "5"),
            ("主动公开!C11", 3, "3"),  # beside the only column of its block
            ("基本信息!D4", "=1+1", "=1+1"),
            ("自检!J2", 0, "0"),
        ],
    )
    def test_content_beside_the_inputs(self, filled: Path, cell: str, content: object, found: str) -> None:
        sheet, _, address = cell.partition("!")
        reading = read_after(filled, setting({cell: content}))
        assert builders.anchors(reading.findings) == [("S107", sheet, address)]
        assert reading.findings[0].found == found
        assert builders.without_places(reading.filing) == builders.seed_filing()

    @pytest.mark.parametrize(
        ("cell", "field", "content", "found"),
        [
            ("依申请公开!J8", "requests.new.total", 5, "5"),
            ("依申请公开!D31", "requests.total.natural", 3, "3"),  # even where it is right
            ("复议诉讼!F8", "disputes.reconsideration.total", "１", "１"),
            ("依申请公开!J31", "requests.total.total", None, "空白"),
        ],
    )
    def test_total_overwritten(
        self, filled: Path, cell: str, field: str, content: object, found: str
    ) -> None:
        sheet, _, address = cell.partition("!")
        reading = read_after(filled, setting({cell: content}))
        assert builders.anchors(reading.findings) == [("S108", sheet, address)]
        assert (reading.findings[0].field, reading.findings[0].found) == (field, found)
        assert {name: entry.raw for name, entry in reading.filing.stated.items()} == {field: content}

    @pytest.mark.parametrize(
        "cell", ["自检!A2", "自检!D15", "自检!E8", "依申请公开!D33", "文字材料!C4", "依申请公开!A2"]
    )
    def test_other_formula_overwritten(self, filled: Path, cell: str) -> None:
        sheet, _, address = cell.partition("!")
        reading = read_after(filled, setting({cell: "可以报送"}))
        assert builders.anchors(reading.findings) == [("S108", sheet, address)]
        assert reading.filing.stated == {}

    @pytest.mark.parametrize(
        ("cell", "formula"),
        [
            ("依申请公开!J8", "=SUM(D8:I8)"),
            ("依申请公开!J8", "=2"),
            ("自检!A2", '="可以报送"'),
            ("自检!D15", '="成立"'),
            ("_gktool!B22", "=1"),
        ],
    )
    def test_formula_changed(self, filled: Path, cell: str, formula: str) -> None:
        sheet, _, address = cell.partition("!")
        reading = read_after(filled, setting({cell: formula}))
        assert builders.anchors(reading.findings) == [("S109", sheet, address)]
        assert reading.findings[0].found == formula.removeprefix("=")

    def test_texts_in_formulas_count(self, filled: Path) -> None:
        """Letter case and spaces make no difference in a formula, but they do in what it says."""
        formula = openpyxl.load_workbook(filled)["自检"]["D15"].value
        assert anchors_after(filled, setting({"自检!D15": formula.replace("不成立", "成立")})) == [
            ("S109", "自检", "D15")
        ]

    @pytest.mark.parametrize("cell", ["依申请公开!J8", "自检!E15"])
    def test_broken_reference(self, filled: Path, cell: str) -> None:
        sheet, _, address = cell.partition("!")
        assert anchors_after(filled, setting({cell: "=SUM(#REF!)"})) == [("S114", sheet, address)]


def restore(cell: str, old: str, new: str) -> Callable[[Parts], Parts]:
    """Change a figure and nothing that was calculated from it."""

    def rewrite(parts: Parts) -> Parts:
        name = "xl/worksheets/sheet4.xml"
        changed, count = re.subn(rf'(<c r="{cell}"[^>]*><v>){old}</v>', rf"\g<1>{new}</v>", parts[name])
        assert count == 1
        return parts | {name: changed}

    return rewrite


class TestStaleResults:
    def test_totals(self, filled: Path) -> None:
        reading = read_workbook(builders.repack(filled, restore("D16", "1", "4")))
        assert [(*anchor, finding.found, finding.expected) for anchor, finding in zip(builders.anchors(reading.findings), reading.findings, strict=True)] == [
            ("S117", REQUESTS, "J16", "1", "4"),
            ("S117", REQUESTS, "D31", "3", "6"),
            ("S117", REQUESTS, "J31", "3", "6"),
        ]  # fmt: skip
        assert reading.filing.stated == {}
        assert {finding.severity for finding in reading.findings} == {Severity.NOTE}


# ── rows and columns ─────────────────────────────────────────────────────────


def insert_rows(sheet: str, row: int, count: int = 1) -> Edit:
    """As openpyxl does it: neither formulas nor merged cells follow."""
    return lambda workbook: workbook[sheet].insert_rows(row, count)


def delete_rows(sheet: str, row: int, count: int = 1) -> Edit:
    return lambda workbook: workbook[sheet].delete_rows(row, count)


def of_row(row: str) -> set[str]:
    return {
        f"requests.{row}.{column}"
        for column in ("natural", "business", "research", "social", "legal", "other")
    }


def figures(reading: Reading) -> dict[str, object]:
    return {name: entry.raw for name, entry in reading.filing.figures.items() if entry.raw is not None}


SEED_FIGURES = {name: entry.raw for name, entry in builders.seed_filing().figures.items()}


class TestRows:
    @pytest.mark.parametrize(("row", "count"), [(1, 1), (5, 1), (8, 1), (10, 1), (16, 3), (31, 1), (33, 2)])
    def test_inserted(self, filled: Path, row: int, count: int) -> None:
        reading = read_after(filled, insert_rows(REQUESTS, row, count))
        assert builders.anchors(reading.findings) == [("S110", REQUESTS, None)]
        assert reading.findings[0].message == f"从第 {row} 行起插入了 {count} 行。"
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_places_follow(self, filled: Path) -> None:
        filing = read_after(filled, insert_rows(REQUESTS, 10)).filing
        assert [filing.cells[name].cell for name in ("requests.new.natural", "requests.granted.natural", "requests.total.total")] == [
            "D8", "D11", "J32",
        ]  # fmt: skip
        assert filing.balances["B301", "requests.new.natural"].cell == "D34"

    @pytest.mark.parametrize(
        ("sheet", "row"),
        [("填报说明", 6), ("基本信息", 7), ("主动公开", 11), ("补充数据", 9), ("文字材料", 9), ("自检", 30)],
    )
    def test_inserted_on_any_sheet(self, filled: Path, sheet: str, row: int) -> None:
        reading = read_after(filled, insert_rows(sheet, row))
        assert builders.anchors(reading.findings) == [("S110", sheet, None)]
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_something_written_in_the_new_row(self, filled: Path) -> None:
        reading = read_after(
            filled, insert_rows(REQUESTS, 10), setting({"依申请公开!B10": "另立一项", "依申请公开!D10": 3})
        )
        assert builders.anchors(reading.findings) == [
            ("S110", REQUESTS, None), ("S107", REQUESTS, "B10"), ("S107", REQUESTS, "D10"),
        ]  # fmt: skip
        assert builders.without_places(reading.filing) == builders.seed_filing()

    @pytest.mark.parametrize(
        ("row", "count", "gone", "called"),
        [
            (
                10,
                1,
                of_row("granted"),
                "“（一）予以公开”",
            ),  # the row that the label 三、本年度办理结果 begins in
            (16, 1, of_row("denied_internal"), "“5.属于三类内部事务信息”"),
            (
                13,
                2,
                of_row("denied_law") | of_row("denied_safety"),
                "“2.其他法律行政法规禁止公开”、“3.危及“三安全一稳定””",
            ),
            (32, 1, of_row("carried_out"), "“四、结转下年度继续办理”"),
            (4, 1, set(), "“逐格填写：每一格都要填，没有的填 0。 空白即为0：没有的可…”"),  # the hint
        ],
    )
    def test_deleted(self, filled: Path, row: int, count: int, gone: set[str], called: str) -> None:
        reading = read_after(filled, delete_rows(REQUESTS, row, count))
        assert builders.anchors(reading.findings) == [("S110", REQUESTS, None)]
        assert reading.findings[0].message == f"从第 {row} 行起少了 {count} 行：{called}。"
        assert figures(reading) == {name: value for name, value in SEED_FIGURES.items() if name not in gone}
        assert not gone & reading.filing.cells.keys()

    def test_deleted_and_inserted(self, filled: Path) -> None:
        reading = read_after(filled, delete_rows(REQUESTS, 24), insert_rows(REQUESTS, 9))
        assert [finding.message for finding in reading.findings] == [
            "从第 9 行起插入了 1 行。",
            "从第 24 行起少了 1 行：“2.重复申请”。",
        ]
        assert figures(reading) == {
            name: value for name, value in SEED_FIGURES.items() if name not in of_row("rejected_repeat")
        }

    def test_paragraph_row_deleted(self, filled: Path) -> None:
        reading = read_after(
            filled, delete_rows("文字材料", 22)
        )  # a blank row among the paragraphs of （一）主动公开
        assert builders.anchors(reading.findings) == [("S110", "文字材料", None)]
        assert reading.findings[0].message == "从第 22 行起少了 1 行：“第4段”。"
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_many_deleted(self, filled: Path) -> None:
        reading = read_after(filled, delete_rows("补充数据", 7, 7))
        assert reading.findings[0].message == (
            "从第 7 行起少了 7 行：“主动公开政府信息总数”、“其中：规范性文件”、“其中：重点领域信息”、"
            "“其中：政策解读”、“其中：回应关切”等。"
        )

    def test_a_changed_label_is_no_moved_row(self, filled: Path) -> None:
        reading = read_after(filled, setting({"依申请公开!B10": "予以公开", "依申请公开!B11": None}))
        assert builders.anchors(reading.findings) == [("S106", REQUESTS, "B10"), ("S106", REQUESTS, "B11")]
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_hidden(self, filled: Path) -> None:
        def hide(workbook: Workbook) -> None:
            for row in (9, 12):
                workbook[REQUESTS].row_dimensions[row].hidden = True

        reading = read_after(filled, hide)
        assert builders.anchors(reading.findings) == [("S112", REQUESTS, None)]
        assert reading.findings[0].message == "第 9、12 行被隐藏了。"

    def test_hidden_after_an_inserted_one(self, filled: Path) -> None:
        def hide(workbook: Workbook) -> None:
            workbook[REQUESTS].row_dimensions[34].hidden = True

        assert anchors_after(filled, insert_rows(REQUESTS, 10), hide) == [
            ("S110", REQUESTS, None),
            ("S112", REQUESTS, None),
        ]


class TestColumns:
    @pytest.mark.parametrize("column", [1, 4, 5, 10])
    def test_inserted(self, filled: Path, column: int) -> None:
        reading = read_after(filled, lambda workbook: workbook[REQUESTS].insert_cols(column))
        assert builders.anchors(reading.findings) == [("S111", REQUESTS, None)]
        assert reading.findings[0].message == f"从 {'ABCDEFGHIJ'[column - 1]} 列起插入了 1 列。"
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_deleted(self, filled: Path) -> None:
        reading = read_after(filled, lambda workbook: workbook[REQUESTS].delete_cols(5))
        assert builders.anchors(reading.findings) == [("S111", REQUESTS, None)]
        assert reading.findings[0].message == "从 E 列起少了 1 列：“商业企业”。"
        assert figures(reading) == {
            name: value
            for name, value in SEED_FIGURES.items()
            if not name.startswith("requests.") or not name.endswith(".business")
        }

    def test_hidden(self, filled: Path) -> None:
        def hide(workbook: Workbook) -> None:
            for column in "EF":
                workbook[REQUESTS].column_dimensions[column].hidden = True

        reading = read_after(filled, hide)
        assert builders.anchors(reading.findings) == [("S112", REQUESTS, None)]
        assert reading.findings[0].message == "E、F 列被隐藏了。"

    def test_row_and_column_inserted(self, filled: Path) -> None:
        reading = read_after(
            filled, insert_rows(REQUESTS, 12), lambda workbook: workbook[REQUESTS].insert_cols(6)
        )
        assert builders.anchors(reading.findings) == [("S110", REQUESTS, None), ("S111", REQUESTS, None)]
        assert builders.without_places(reading.filing) == builders.seed_filing()


# ── names, protection, identity ──────────────────────────────────────────────


def name_points_to(name: str, text: str) -> Edit:
    return lambda workbook: setattr(workbook.defined_names[name], "attr_text", text)


def drop_names(workbook: Workbook) -> None:
    for name in NAMES:
        del workbook.defined_names[name]


def unprotect(*sheets: str) -> Edit:
    def edit(workbook: Workbook) -> None:
        for sheet in sheets:
            workbook[sheet].protection.sheet = False

    return edit


def contents_copied(path: Path) -> Path:
    """What is left when somebody copies every visible sheet's cells into a new workbook."""
    source, target = openpyxl.load_workbook(path), openpyxl.Workbook()
    target.remove(target.active)
    for sheet in source:
        if sheet.sheet_state == "visible":
            copy = target.create_sheet(sheet.title)
            for row in sheet.iter_rows():
                for cell in row:
                    copy[cell.coordinate].value = cell.value
    target.save(path)
    return path


class TestWorkbook:
    def test_names_gone(self, filled: Path) -> None:
        reading = read_after(filled, drop_names)
        assert builders.anchors(reading.findings) == NAMES_GONE
        assert [finding.message for finding in reading.findings] == [
            f"名称“{name}”不见了。" for name in NAMES
        ]

    @pytest.mark.parametrize(
        "text", ["依申请公开!$A$1:$K$30", "#REF!", "复议诉讼!$A$1:$K$34", "依申请公开!#REF!"]
    )
    def test_name_moved(self, filled: Path, text: str) -> None:
        reading = read_after(filled, name_points_to("依申请表", text))
        assert builders.anchors(reading.findings) == [("S113", None, None)]
        assert reading.findings[0].message == f"名称“依申请表”指向了 {text}。"
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_other_names_are_no_concern(self, filled: Path) -> None:
        def add(workbook: Workbook) -> None:
            workbook.defined_names["旧名称"] = openpyxl.workbook.defined_name.DefinedName(
                "旧名称", attr_text="#REF!"
            )

        assert anchors_after(filled, add) == []

    @pytest.mark.parametrize("sheets", [(REQUESTS,), SHEETS])
    def test_unprotected(self, filled: Path, sheets: tuple[str, ...]) -> None:
        reading = read_after(filled, unprotect(*sheets))
        assert builders.anchors(reading.findings) == [("S115", None, None)]
        assert reading.findings[0].found == "、".join(f"“{sheet}”" for sheet in sheets)
        assert reading.findings[0].severity is Severity.WARNING

    def test_identity_removed(self, filled: Path) -> None:
        reading = read_after(filled, remove("_gktool"))
        assert builders.anchors(reading.findings) == [("S116", None, None)]
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_identity_emptied(self, filled: Path) -> None:
        assert anchors_after(filled, setting({"_gktool!B1": None})) == [("S116", None, None)]

    def test_contents_copied_into_another_workbook(self, filled: Path) -> None:
        reading = read_workbook(contents_copied(filled))
        assert builders.anchors(reading.findings) == [("S116", None, None), *NAMES_GONE, ("S115", None, None)]
        assert builders.without_places(reading.filing) == builders.seed_filing()

    def test_contents_with_last_year_copied(self, with_last_year: Path) -> None:
        reading = read_workbook(contents_copied(with_last_year))
        assert builders.anchors(reading.findings) == [("S116", None, None), *NAMES_GONE, ("S115", None, None)]
        assert reading.filing.previous == builders.last_year()


class TestPreset:
    @pytest.mark.parametrize(
        ("cell", "value", "label"),
        [
            ("基本信息!B4", "大通区教育局", "单位名称"),
            ("基本信息!B4", None, "单位名称"),
            ("基本信息!B8", 2022, "报告年度"),
        ],
    )
    def test_changed(self, filled: Path, cell: str, value: object, label: str) -> None:
        reading = read_after(filled, setting({cell: value}))
        sheet, _, address = cell.partition("!")
        assert builders.anchors(reading.findings) == [("S118", sheet, address)]
        assert f"“{label}”" in reading.findings[0].message
        assert (reading.filing.organ, reading.filing.year) == ("大通区人民政府办公室", 2023)  # as handed out

    def test_all_that_a_coordinator_presets(self, tmp_path: Path) -> None:
        preset = {"code": "113404020030260541", "kind": "部门", "scope": "本机关"}
        path = builders.write_template(tmp_path / "空.xlsx", **preset)
        cells: dict[str, object] = {
            "基本信息!B5": "11340402003026059H",
            "基本信息!B6": "政府",
            "基本信息!B7": "含下属",
        }
        reading = read_after(path, setting(cells))
        assert builders.anchors(reading.findings) == [
            ("S118", "基本信息", cell) for cell in ("B5", "B6", "B7")
        ]
        assert {item: reading.filing.about(item) for item in preset} == preset

    @pytest.mark.parametrize("value", [7, "七", None])
    def test_last_year_changed(self, with_last_year: Path, value: object) -> None:
        assert anchors_after(with_last_year, setting({"上年数据!D8": value})) == [("S118", "上年数据", None)]

    def test_last_year_emptied(self, with_last_year: Path) -> None:
        cells: dict[str, object] = {f"上年数据!D{row}": None for row in range(4, 200)}
        reading = read_after(with_last_year, setting(cells))
        assert builders.anchors(reading.findings) == [("S118", "上年数据", None)]
        assert reading.filing.previous == {}

    def test_last_year_removed(self, with_last_year: Path) -> None:
        reading = read_after(with_last_year, remove("上年数据"))
        assert builders.anchors(reading.findings) == [("S101", "上年数据", None)]
        assert reading.filing.previous == {}

    def test_last_year_renamed(self, with_last_year: Path) -> None:
        reading = read_after(with_last_year, rename("上年数据", "去年"))
        assert builders.anchors(reading.findings) == [("S102", "去年", None)]
        assert reading.filing.previous == builders.last_year()

    def test_row_inserted_in_last_year(self, with_last_year: Path) -> None:
        reading = read_after(with_last_year, insert_rows("上年数据", 8))
        assert builders.anchors(reading.findings) == [("S110", "上年数据", None)]
        assert reading.filing.previous == builders.last_year()

    def test_last_year_has_places_of_its_own(self, with_last_year: Path) -> None:
        cells = read_workbook(with_last_year).filing.cells
        assert (
            cells["requests.carried_out.natural"].sheet,
            cells["previous:requests.carried_out.natural"].sheet,
        ) == (REQUESTS, "上年数据")


class TestForm:
    def test_unknown_workbook(self, tmp_path: Path) -> None:
        path = tmp_path / "别的.xlsx"
        openpyxl.Workbook().save(path)
        assert refusal_of(path) == ("F010", None, None)

    def test_another_form_by_name(self, filled: Path) -> None:
        builders.edit(filled, setting({"_gktool!B1": "annual_report_2099"}))
        assert refusal_of(filled) == ("F011", "annual_report_2099", "本机没有安装这个表样")

    def test_another_form_than_asked_for(self, filled: Path) -> None:
        other = replace(builders.form(), id="county_2021")
        with pytest.raises(FileRefused) as refused:
            read_workbook(filled, form=other)
        finding = refused.value.finding
        assert (finding.code, finding.found, finding.expected) == (
            "F011",
            builders.FORM_ID,
            "而现在按 county_2021 核对",
        )

    def test_newer_version(self, filled: Path) -> None:
        builders.edit(filled, setting({"_gktool!B2": "2"}))
        assert refusal_of(filled) == ("F012", "2", "1")

    def test_form_changed_since(self, filled: Path) -> None:
        reading = read_after(filled, setting({"_gktool!B3": "0123456789abcdef"}))
        assert builders.anchors(reading.findings) == [("F013", None, None)]
        assert (reading.findings[0].found, reading.findings[0].expected) == (
            "0123456789abcdef",
            builders.form().digest,
        )

    def test_another_version_of_gktool(self, filled: Path) -> None:
        """Its formulas are taken for its own; what no version would have written is still told."""
        made_by_another: dict[str, object] = {"_gktool!B4": "9.9", "_gktool!B12": "0123456789abcdef"}
        assert anchors_after(filled, setting(made_by_another)) == [("F015", None, None)]
        changed: dict[str, object] = {
            "依申请公开!J8": "=SUM(D8:I8)", "依申请公开!J9": 1, "依申请公开!J10": "=#REF!", "依申请公开!C16": "内部",
        }  # fmt: skip
        reading = read_after(filled, setting(changed))
        assert builders.anchors(reading.findings) == [
            ("F015", None, None), ("S106", REQUESTS, "C16"), ("S108", REQUESTS, "J9"), ("S114", REQUESTS, "J10"),
        ]  # fmt: skip
        assert reading.findings[0].found == "9.9"
        assert reading.filing.stated.keys() == {"requests.carried_in.total", "requests.granted.total"}

    def test_year_of_another_form(self, tmp_path: Path) -> None:
        reading = read_workbook(builders.write_template(tmp_path / "空.xlsx", year="2020"))
        assert builders.anchors(reading.findings) == [("F014", None, None)]
        assert (reading.findings[0].found, reading.findings[0].expected) == ("2020", "2021 年及以后")


class TestManyAtOnce:
    def test_none_hides_another(self, filled: Path) -> None:
        reading = read_after(
            filled,
            remove("复议诉讼"),
            rename(REQUESTS, "表三"),
            lambda workbook: workbook.create_sheet("备注"),
            show_as("台账核对", "hidden"),
            lambda workbook: workbook["表三"].insert_rows(10),
            unprotect("主动公开"),
            name_points_to("依申请表", "#REF!"),
            setting(
                {
                    "主动公开!A8": "文件", "主动公开!D11": "备注", "表三!J8": 9, "自检!A2": '="可以报送"',
                    "表三!K9": "=#REF!", "基本信息!B4": "区政府办",
                }
            ),
        )  # fmt: skip
        assert builders.anchors(reading.findings) == [
            ("S102", "表三", None),
            ("S101", "复议诉讼", None),
            ("S105", "台账核对", None),
            ("S103", "备注", None),
            ("S118", "基本信息", "B4"),
            ("S106", "主动公开", "A8"),
            ("S107", "主动公开", "D11"),
            ("S110", "表三", None),
            ("S108", "表三", "J8"),
            ("S114", "表三", "K9"),
            ("S109", "自检", "A2"),
            ("S113", None, None),
            ("S115", None, None),
        ]
