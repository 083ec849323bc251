"""The workbook as it is handed out: what is locked, what guards each input, what the formulas rest on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import builders
import pytest
from msgspec.structs import replace

from toolkit import __version__
from toolkit.filing import Entry, Filing, Kind, Paragraph, entered
from toolkit.form.model import FieldRole
from toolkit.stopped import Stopped
from toolkit.workbook.cells import place
from toolkit.workbook.grid import read_grid
from toolkit.workbook.outline import plans
from toolkit.workbook.plan import Holds, Role, a1
from toolkit.workbook.read import read_workbook
from toolkit.workbook.template import filled_book, template_book
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.workbook.plan import SheetPlan

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ORGAN = "大通区人民政府办公室"
PRESET = {"name": ORGAN, "year": "2023"}
LAST_COLUMN = 16_384
# What Excel 2010, WPS and LibreOffice share.
FUNCTIONS = {
    "SUM", "IF", "AND", "OR", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "INDEX", "ROUND", "ABS", "LEN", "SUMPRODUCT",
    "FIND", "ISNUMBER",
}  # fmt: skip
REFERENCE = re.compile(
    r"(?:('(?:[^']|'')+'|[^\W\d][\w.]*)!)?\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?(?![\w(])"
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return builders.write_template(tmp_path_factory.mktemp("template") / "空.xlsx", contact="区政府办 王主任")


@pytest.fixture(scope="module")
def with_last_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return builders.write_template(tmp_path_factory.mktemp("template") / "空.xlsx", previous=last_filing())


@pytest.fixture(scope="module", params=["template", "with_last_year"])
def handed_out(request: pytest.FixtureRequest) -> Path:
    path: Path = request.getfixturevalue(request.param)
    return path


def last_filing() -> Filing:
    """Last year's filing: the seed's, with one application still open and names of persons."""
    filing = builders.seed_filing(requests__granted__business=0, requests__carried_out__business=4)
    persons = {"filler": entered("张三"), "reviewer": entered("李四"), "leader": entered("王五")}
    profile = {
        **filing.profile,
        **persons,
        "year": entered(2022),
        "version": entered(3),
        "date": entered("2023-01-15"),
    }
    return replace(filing, year=2022, profile=profile)


def parsed(part: str) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314 - of our own making


def absolute(row: int, column: int) -> str:
    return re.sub("([A-Z]+)", r"$\1$", a1(row, column))


def planned(path: Path) -> dict[str, SheetPlan]:
    """The plan of every sheet of a workbook, from what it says of itself."""
    filing = read_workbook(path).filing
    return {plan.name: plan for plan in plans(filled_book(builders.form(), filing))}


def sheets(path: Path) -> dict[str, ET.Element]:
    """The sheets of a workbook as XML by name."""
    parts = builders.parts(path)
    names = [sheet.get("name") for sheet in parsed(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet")]
    return {
        str(name): parsed(parts[f"xl/worksheets/sheet{number}.xml"]) for number, name in enumerate(names, 1)
    }


def formulas(path: Path) -> Iterator[tuple[str, str, str]]:
    """Sheet, cell and text of every formula."""
    for sheet in read_grid(path).sheets:
        for (row, column), cell in sheet.cells.items():
            if cell.formula is not None:
                yield sheet.name, a1(row, column), cell.formula


def outside_texts(formula: str) -> str:
    return re.sub(r'"[^"]*"', '""', formula)


class TestBytes:
    def test_same_arguments_same_bytes(self) -> None:
        form = builders.form()
        first, second = (
            workbook_bytes(template_book(form, PRESET, contact="区政府办", previous=last_filing()))
            for _ in range(2)
        )
        assert first == second

    def test_same_filing_same_bytes(self) -> None:
        first, second = (
            workbook_bytes(filled_book(builders.form(), builders.seed_filing())) for _ in range(2)
        )
        assert first == second

    def test_every_part_is_well_formed(self, handed_out: Path) -> None:
        for text in builders.parts(handed_out).values():
            parsed(text)

    def test_every_part_has_a_type_and_no_type_is_idle(self, handed_out: Path) -> None:
        parts = builders.parts(handed_out)
        types = parsed(parts.pop("[Content_Types].xml"))
        named = {kind.get("PartName", "")[1:] for kind in types if kind.get("PartName")}
        assert named == {name for name in parts if not name.endswith(".rels")}

    def test_nothing_from_outside_and_no_macro(self, handed_out: Path) -> None:
        parts = builders.parts(handed_out)
        assert not [
            name
            for name in parts
            if re.search(r"vba|externalLink|connections|activeX|embed|drawing|media", name, re.IGNORECASE)
        ]
        assert not [name for name, text in parts.items() if 'TargetMode="External"' in text]
        assert not [
            formula
            for _, _, formula in formulas(handed_out)
            if re.search(r"\[|://|\|", outside_texts(formula))
        ]

    def test_reads_back_as_untouched(self, handed_out: Path) -> None:
        reading = read_workbook(handed_out)
        assert reading.findings == ()
        assert (reading.filing.organ, reading.filing.year) == (ORGAN, 2023)


class TestLocks:
    def test_every_sheet_and_the_structure_are_protected(self, handed_out: Path) -> None:
        grid = read_grid(handed_out)
        assert grid.structure_locked
        assert [sheet.name for sheet in grid.sheets if not sheet.protected] == []

    def test_rows_and_columns_may_be_resized_but_nothing_else(self, template: Path) -> None:
        for sheet in sheets(template).values():
            (protection,) = sheet.iter(f"{MAIN}sheetProtection")
            assert protection.attrib == {
                "sheet": "1",
                "objects": "1",
                "scenarios": "1",
                "formatColumns": "0",
                "formatRows": "0",
            }

    def test_inputs_are_open_and_all_else_is_locked(self, handed_out: Path) -> None:
        plan = planned(handed_out)
        for sheet in read_grid(handed_out).sheets:
            inputs = {(slot.row, slot.column) for slot in plan[sheet.name].slots if slot.role is Role.INPUT}
            assert {at for at, cell in sheet.cells.items() if not cell.locked} == inputs

    def test_what_is_open(self, template: Path) -> None:
        form = builders.form()
        targets = {slot.target for plan in planned(template).values() for slot in plan.slots if slot.target}
        held = {holds: {target.id for target in targets if target.holds is holds} for holds in Holds}
        assert held == {
            Holds.FIGURE: {item.id for item in form.fields.values() if item.role is FieldRole.INPUT},
            Holds.PROFILE: {item.id for item in form.profile} - {"name", "year"},
            Holds.MODE: {"disclosure", "requests", "disputes"},
            Holds.COMPOSE: {section.id for section in form.sections if section.composed},
            Holds.TEXT: {section.id for section in form.sections},
        }

    def test_whole_columns_are_locked(self, handed_out: Path) -> None:
        """Else Tab wanders into cells that were never written, and something is typed there."""
        locked = cell_style_locks(builders.parts(handed_out)["xl/styles.xml"])
        for sheet in sheets(handed_out).values():
            columns = [
                (int(column.get("min", 0)), int(column.get("max", 0)), int(column.get("style", 0)))
                for column in sheet.iter(f"{MAIN}col")
            ]
            ends = [0, *(last for _, last, _ in columns)]
            assert [first for first, _, _ in columns] == [end + 1 for end in ends[:-1]]
            assert ends[-1] == LAST_COLUMN
            assert all(locked[style] for _, _, style in columns)
            assert [row for row in sheet.iter(f"{MAIN}row") if row.get("s")] == []  # a row's style would win

    def test_normal_is_unlocked(self, template: Path) -> None:
        """What is pasted from Word or a web page takes this style, and must stay editable."""
        styles = parsed(builders.parts(template)["xl/styles.xml"])
        (normal,) = styles.findall(f"{MAIN}cellStyleXfs/{MAIN}xf")
        assert [part.attrib for part in normal.iter(f"{MAIN}protection")] == [{"locked": "0"}]

    def test_locked_styles_say_more_than_that_they_are_locked(self, template: Path) -> None:
        """A style that only says it is locked is lost when openpyxl saves."""
        styles = parsed(builders.parts(template)["xl/styles.xml"])
        for style in styles.findall(f"{MAIN}cellXfs/{MAIN}xf"):
            if not list(style.iter(f"{MAIN}protection")):
                assert set(style.keys()) & {
                    "applyFont",
                    "applyFill",
                    "applyBorder",
                    "applyAlignment",
                    "applyNumberFormat",
                }

    def test_a_password_protects_every_sheet(self, tmp_path: Path) -> None:
        path = tmp_path / "空.xlsx"
        path.write_bytes(workbook_bytes(template_book(builders.form(), PRESET), password="开锁"))  # noqa: S106 - of nothing
        passwords = {
            protection.get("password")
            for sheet in sheets(path).values()
            for protection in sheet.iter(f"{MAIN}sheetProtection")
        }
        assert len(passwords) == 1
        assert None not in passwords
        assert read_workbook(path).findings == ()


def cell_style_locks(styles: str) -> list[bool]:
    """For each cell style whether it locks its cells."""
    return [
        all(protection.get("locked", "1") != "0" for protection in style.iter(f"{MAIN}protection"))
        for style in parsed(styles).findall(f"{MAIN}cellXfs/{MAIN}xf")
    ]


class TestValidations:
    @pytest.fixture
    def guards(self, with_last_year: Path) -> dict[tuple[str, str], ET.Element]:
        found = {}
        for name, sheet in sheets(with_last_year).items():
            for guard in sheet.iter(f"{MAIN}dataValidation"):
                for area in guard.get("sqref", "").split():
                    (top, left), (bottom, right) = (place(corner) for corner in (area.split(":") * 2)[:2])
                    for row in range(top, bottom + 1):
                        for column in range(left, right + 1):
                            assert (name, a1(row, column)) not in found, "two validations on one cell"
                            found[name, a1(row, column)] = guard
        return found

    def test_every_input_has_one(
        self, with_last_year: Path, guards: dict[tuple[str, str], ET.Element]
    ) -> None:
        inputs = {
            (name, slot.address)
            for name, plan in planned(with_last_year).items()
            for slot in plan.slots
            if slot.role is Role.INPUT
        }
        assert guards.keys() == inputs

    def test_each_says_what_to_fill_in_and_stops(self, guards: dict[tuple[str, str], ET.Element]) -> None:
        for guard in guards.values():
            assert 0 < len(guard.get("promptTitle", "")) <= 32
            assert 0 < len(guard.get("prompt", "")) <= 255
            assert 0 < len(guard.get("errorTitle", "")) <= 32
            assert 0 < len(guard.get("error", "")) <= 255
            assert guard.get("errorStyle", "stop") == "stop"
            assert (guard.get("showInputMessage"), guard.get("showErrorMessage")) == ("1", "1")

    def test_lists_are_inline(self, guards: dict[tuple[str, str], ET.Element]) -> None:
        """A list on another sheet is kept in an extension that other programs drop."""
        lists = {
            guard.findtext(f"{MAIN}formula1") for guard in guards.values() if guard.get("type") == "list"
        }
        assert lists == {
            '"逐格填写,空白即为0,零报告"',
            '"政府,部门,派出机关,其他组织"',
            '"本机关,含下属"',
            '"是,否"',
        }

    def test_kinds(self, guards: dict[tuple[str, str], ET.Element]) -> None:
        def rule(sheet: str, cell: str) -> tuple[str | None, str | None, str | None]:
            guard = guards[sheet, cell]
            return guard.get("type"), guard.findtext(f"{MAIN}formula1"), guard.findtext(f"{MAIN}formula2")

        assert rule("依申请公开", "D8") == ("whole", "0", "99999999")
        assert rule("主动公开", "B18") == ("decimal", "0", "9999999999")
        assert rule("补充数据", "B25") == ("decimal", "0", "999999999")
        assert rule("基本信息", "B9") == ("whole", "0", "999")
        assert rule("基本信息", "B11") == ("textLength", "0", "60")

    @pytest.mark.parametrize(
        ("sheet", "cell", "allowed"),
        [
            ("依申请公开", "D8", "只能填整数，不小于 0，最多 99999999；不带单位、逗号和文字。"),
            ("主动公开", "B18", "只能填数，可以有小数，不小于 0，最多 9999999999；不带单位、逗号和文字。"),
            ("基本信息", "B6", "只能从下拉列表里选：政府、部门、派出机关、其他组织。"),
            ("基本信息", "B11", "最多 60 个字符，标点和空格也算。"),
        ],
    )
    def test_a_refusal_says_what_is_allowed(
        self, guards: dict[tuple[str, str], ET.Element], sheet: str, cell: str, allowed: str
    ) -> None:
        assert guards[sheet, cell].get("error") == allowed


class TestFormulas:
    def test_rest_on_locked_cells_only(self, handed_out: Path) -> None:
        """Cutting an input cell away moves every reference to it: there must be none, only INDEX over a whole sheet."""
        locked = {
            (sheet.name, at): cell.locked
            for sheet in read_grid(handed_out).sheets
            for at, cell in sheet.cells.items()
        }
        met = 0
        for sheet, cell, formula in formulas(handed_out):
            for match in REFERENCE.finditer(outside_texts(formula)):
                name = (match[1] or sheet).strip("'")
                for letters, row in ((match[2], match[3]), (match[4], match[5])):
                    if letters:
                        met += 1
                        assert locked.get((name, place(letters + row)), True), f"{sheet}!{cell}: {match[0]}"
        assert met > 1000

    def test_functions_that_all_programs_have(self, handed_out: Path) -> None:
        used = {
            name
            for _, _, formula in formulas(handed_out)
            for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", outside_texts(formula))
        }
        assert used == FUNCTIONS

    def test_not_too_long_or_deep(self, handed_out: Path) -> None:
        for _, _, formula in formulas(handed_out):
            assert len(formula) <= 8192
            depths = [0]
            for character in outside_texts(formula):
                depths.append(depths[-1] + {"(": 1, ")": -1}.get(character, 0))
            assert depths[-1] == 0
            assert max(depths) <= 64

    def test_every_total_and_every_rule_has_one(self, with_last_year: Path) -> None:
        form = builders.form()
        grid = {sheet.name: sheet for sheet in read_grid(with_last_year).sheets}
        book = filled_book(form, read_workbook(with_last_year).filing)
        for item in form.fields.values():
            if item.role is FieldRole.COMPUTED:
                assert grid[form.table(item.table).sheet].cells[book.places.cells[item.id]].formula
        assert len(book.rule_rows) == len(book.places.instances) > 50
        for row in book.rule_rows.values():
            assert grid["自检"].cells[row, 4].formula
            assert grid["自检"].cells[row, 5].formula

    def test_names_cover_whole_tables(self, handed_out: Path) -> None:
        grid, plan = read_grid(handed_out), planned(handed_out)
        locked = {(sheet.name, at): cell.locked for sheet in grid.sheets for at, cell in sheet.cells.items()}
        assert set(grid.names) == {f"{table.alias}表" for table in builders.form().tables}
        for table in builders.form().tables:
            sheet = plan[table.sheet]
            assert (
                grid.names[f"{table.alias}表"]
                == f"{table.sheet}!$A$1:{absolute(sheet.last_row, sheet.last_column)}"
            )
            corners = [
                (1, 1),
                (1, sheet.last_column),
                (sheet.last_row, 1),
                (sheet.last_row, sheet.last_column),
            ]
            assert all(locked.get((table.sheet, corner), True) for corner in corners)


class TestPrint:
    def test_every_sheet_fits_a_page_in_width(self, with_last_year: Path) -> None:
        for name, sheet in sheets(with_last_year).items():
            (fit,) = sheet.iter(f"{MAIN}pageSetUpPr")
            (page,) = sheet.iter(f"{MAIN}pageSetup")
            assert fit.get("fitToPage") == "1"
            assert page.get("paperSize") == "9"  # A4
            assert page.get("fitToWidth", "1") == "1"
            many = name in ("文字材料", "上年数据", "自检")
            assert page.get("fitToHeight", "1") == ("0" if many else "1")

    def test_the_printed_area_is_all_there_is(self, with_last_year: Path) -> None:
        main = parsed(builders.parts(with_last_year)["xl/workbook.xml"])
        areas = {
            area.text for area in main.iter(f"{MAIN}definedName") if area.get("name") == "_xlnm.Print_Area"
        }
        assert areas == {
            f"{name}!$A$1:{absolute(plan.last_row, plan.last_column)}"
            for name, plan in planned(with_last_year).items()
            if not plan.hidden  # LibreOffice prints a hidden sheet that has an area to print
        }


class TestIdentity:
    def test_hidden_sheet(self, template: Path) -> None:
        sheet = read_grid(template).sheets[-1]
        assert (sheet.name, sheet.state) == ("_gktool", "veryHidden")
        said = {sheet.cells[row, 1].value: sheet.cells[row, 2].value for row in range(1, 13)}
        assert re.fullmatch("[0-9a-f]{16}", str(said.pop("plan")))
        assert said == {
            "form": "annual_report_2021",
            "form_version": "1",
            "digest": builders.form().digest,
            "gktool": __version__,
            "organ": ORGAN,
            "code": None,
            "kind": None,
            "scope": None,
            "year": "2023",
            "contact": "区政府办 王主任",
            "previous": None,
        }

    def test_hidden_sheet_of_a_full_preset(self, tmp_path: Path) -> None:
        preset = {"code": "113404020030260541", "kind": "部门", "scope": "本机关"}
        path = builders.write_template(tmp_path / "空.xlsx", previous=last_filing(), **preset)
        sheet = read_grid(path).sheets[-1]
        said = {sheet.cells[row, 1].value: sheet.cells[row, 2].value for row in range(1, 12)}
        assert {key: said[key] for key in preset} == preset
        assert re.fullmatch("[0-9a-f]{16}", str(said["previous"]))

    def test_the_others_are_visible(self, template: Path) -> None:
        assert [sheet.name for sheet in read_grid(template).sheets if sheet.state == "visible"] == [
            "填报说明", "基本信息", "主动公开", "依申请公开", "复议诉讼", "补充数据", "文字材料", "台账核对", "自检",
        ]  # fmt: skip

    def test_contact_is_named_in_the_guide(self, template: Path) -> None:
        words = [
            cell.value for cell in read_grid(template).sheets[0].cells.values() if isinstance(cell.value, str)
        ]
        assert "填报中有疑问，请问：区政府办 王主任。" in words

    def test_what_is_preset_is_locked_and_shown(self, tmp_path: Path) -> None:
        path = builders.write_template(tmp_path / "空.xlsx", code="113404020030260541")
        profile = read_grid(path).sheets[1].cells
        shown = {row: (profile[row, 2].value, profile[row, 2].locked) for row in range(4, 10)}
        assert shown == {
            4: (ORGAN, True), 5: ("113404020030260541", True), 6: (None, False), 7: (None, False), 8: (2023, True),
            9: (1, False),
        }  # fmt: skip


class TestLastYear:
    def test_carried_figures_are_proposed(self, with_last_year: Path) -> None:
        filing = read_workbook(with_last_year).filing
        proposed = {name: entry.raw for name, entry in filing.figures.items() if entry.kind is not Kind.BLANK}
        # A proposed 0 would stand in the way of a 零报告.
        assert proposed == {"requests.carried_in.business": 4}

    def test_last_years_figures_stand_on_a_sheet_of_their_own(self, with_last_year: Path) -> None:
        sheet = next(sheet for sheet in read_grid(with_last_year).sheets if sheet.name == "上年数据")
        shown = {
            ".".join(
                str(sheet.cells[row, column].value) for column in (1, 2, 3) if sheet.cells[row, column].value
            ): sheet.cells[row, 4].value
            for row in range(4, max(row for row, _ in sheet.cells) + 1)
        }
        form = builders.form()
        figures = last_filing().figures
        assert shown == {
            item.alias: figures[item.id].raw for item in form.inputs if form.table(item.table).printed
        }
        assert not any(not cell.locked for cell in sheet.cells.values())

    def test_contact_data_are_carried_over(self, with_last_year: Path) -> None:
        filing = read_workbook(with_last_year).filing
        carried = {"code", "kind", "scope", "address", "telephone", "postcode", "website", "website_name"}
        given = {item for item, entry in filing.profile.items() if entry.kind is not Kind.BLANK}
        assert given == {"name", "year", "version"} | carried
        assert {item: filing.about(item) for item in carried} == {
            item: str(builders.PROFILE[item]) for item in carried
        }

    def test_persons_dates_texts_and_choices_are_not(self, with_last_year: Path) -> None:
        filing = read_workbook(with_last_year).filing
        assert {item: filing.about(item) for item in ("filler", "reviewer", "leader", "date", "version")} == {
            "filler": "", "reviewer": "", "leader": "", "date": "", "version": "1",
        }  # fmt: skip
        assert filing.texts == {}
        assert all(entry.kind is Kind.BLANK for entry in filing.modes.values())
        everything = " ".join(builders.parts(with_last_year).values())
        assert not [text for text in ("张三", "李四", "王五", "更新不够及时") if text in everything]

    def test_unknown_figures_stay_unknown(self, tmp_path: Path) -> None:
        """A blank that was due last year is nothing to carry over, not 0."""
        last = last_filing()
        figures = {
            name: entry for name, entry in last.figures.items() if name != "requests.carried_out.natural"
        }
        filing = read_workbook(
            builders.write_template(tmp_path / "空.xlsx", previous=replace(last, figures=figures))
        ).filing
        assert "requests.carried_out.natural" not in filing.previous
        assert filing.figures["requests.carried_in.natural"].kind is Kind.BLANK
        assert filing.figures["requests.carried_in.business"].raw == 4


HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://example.com","点我")',
    "+86",
    "@SUM(A1)",
    "-1",
    "=cmd|' /C calc'!A0",
    "{=1}",
    "'=1",
)
ODD = (
    "a<b>&\"c'd\"", "_x0041_", "\x01控制", "行一\n行二", "\t制表", "😀表情", "　全角空格　在内", "http://example.com/?a=1&b=2",
    "长" * 5000,
)  # fmt: skip


class TestTexts:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_are_never_evaluated(self, tmp_path: Path, text: str) -> None:
        filing = builders.seed_filing(requests__new__natural=text)
        filing = replace(
            filing,
            profile={**filing.profile, "name": entered(text), "address": entered(text)},
            texts={**filing.texts, "problems": (Paragraph(text),)},
        )
        path = builders.write(tmp_path / "年报.xlsx", filing)
        assert len(list(formulas(path))) == len(list(formulas(builders.write(tmp_path / "无.xlsx"))))
        reading = read_workbook(path)
        assert reading.findings == ()
        assert builders.without_places(reading.filing) == filing
        assert {entry.formula for entry in reading.filing.figures.values()} == {None}

    @pytest.mark.parametrize("text", HOSTILE)
    def test_of_the_coordinator_neither(self, tmp_path: Path, text: str) -> None:
        path = builders.write_template(tmp_path / "空.xlsx", name=text, contact=text)
        reading = read_workbook(path)
        assert (reading.findings, reading.filing.organ) == ((), text)

    @pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:8]))
    def test_come_back_as_they_are(self, tmp_path: Path, text: str) -> None:
        filing = builders.seed_filing(requests__new__natural=text, requests__new__business=f" {text} ")
        lines = [Paragraph(line) for line in text.strip().split("\n")]  # a line break parts paragraphs
        filing = replace(filing, texts={**filing.texts, "problems": (*lines, Paragraph("另一段"))})
        path = builders.write(tmp_path / "年报.xlsx", filing)
        for part in builders.parts(path).values():
            parsed(part)
        assert builders.without_places(read_workbook(path).filing) == filing

    def test_more_than_there_are_rows_share_the_last(self, tmp_path: Path) -> None:
        many = tuple(Paragraph(f"第{number}段。") for number in range(50))
        filing = builders.seed_filing()
        filing = replace(filing, texts={**filing.texts, "overview": many})
        reading = read_workbook(builders.write(tmp_path / "年报.xlsx", filing))
        assert reading.findings == ()
        assert builders.without_places(reading.filing) == filing

    def test_too_much_for_a_cell_is_refused(self, tmp_path: Path) -> None:
        many = tuple(Paragraph("长" * 5000) for _ in range(50))
        filing = replace(builders.seed_filing(), texts={"overview": many})
        with pytest.raises(Stopped, match="“一、总体情况”有 50 段"):
            builders.write(tmp_path / "年报.xlsx", filing)


class TestEntries:
    @pytest.mark.parametrize(
        "entry",
        [
            Entry(True, None, Kind.BOOLEAN),  # noqa: FBT003 - what stands in the cell
            Entry("#N/A", None, Kind.ERROR),
            Entry("#DIV/0!", None, Kind.ERROR),
            Entry(45293, 45293, Kind.DATE),
            Entry(0.5, 0.5, Kind.DATE),
            entered(-3),
            entered(2.5),
            entered(0.3),
            entered(123456789012345),
            entered(1e300),
            entered(" 5"),
            entered("１２"),
            entered("/"),
            entered(" "),
            replace(entered(5), formula="2+3"),
            replace(entered(5.5), formula="(2+3)*1.1"),
        ],
        ids=lambda entry: f"{entry.kind.value}-{entry.raw}",
    )  # fmt: skip
    def test_come_back_as_they_are(self, tmp_path: Path, entry: Entry) -> None:
        filing = builders.seed_filing()
        filing = replace(filing, figures={**filing.figures, "requests.new.natural": entry})
        reading = read_workbook(builders.write(tmp_path / "年报.xlsx", filing))
        assert reading.findings == ()
        assert builders.without_places(reading.filing) == filing

    @pytest.mark.parametrize(
        "formula",
        ["A1+1", 'HYPERLINK("http://example.com")', "[1]Sheet1!A1", "1+" * 200 + "1", "cmd|' /C calc'!A0"],
    )
    def test_a_formula_that_does_more_than_reckon_is_not_written(self, tmp_path: Path, formula: str) -> None:
        filing = builders.seed_filing()
        entry = replace(entered(5), formula=formula)
        reading = read_workbook(
            builders.write(
                tmp_path / "年报.xlsx",
                replace(filing, figures={**filing.figures, "requests.new.natural": entry}),
            )
        )
        assert builders.without_places(reading.filing).figures["requests.new.natural"] == entered(5)

    @pytest.mark.parametrize(
        "stated",
        [entered(5), entered("三"), Entry(), Entry("#N/A", None, Kind.ERROR)],
        ids=lambda one: one.kind.value,
    )
    def test_stated_totals_come_back(self, tmp_path: Path, stated: Entry) -> None:
        filing = replace(builders.seed_filing(), stated={"requests.new.total": stated})
        reading = read_workbook(builders.write(tmp_path / "年报.xlsx", filing))
        code = "S109" if stated.kind is Kind.ERROR else "S108"  # programs store an error value as a formula
        assert builders.anchors(reading.findings) == [(code, "依申请公开", "J8")]
        assert builders.without_places(reading.filing) == filing

    def test_last_years_figures_come_back(self, tmp_path: Path) -> None:
        previous = builders.last_year(disclosure__charges__amount=12.75)
        del previous["requests.new.natural"]
        filing = replace(builders.seed_filing(), previous=previous)
        assert (
            builders.without_places(read_workbook(builders.write(tmp_path / "年报.xlsx", filing)).filing)
            == filing
        )
