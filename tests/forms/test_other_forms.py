"""A new form is a new folder and no new code: an invented one and that of 2019 go through everything gktool does."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Any

import libreoffice
import openpyxl
import pytest
from form.small import replaced, write
from forms.fillings import EXTERNAL, FOLDERS, FORMS, form_of, good, wild

from toolkit.check.run import check_filing
from toolkit.checking import check_reading
from toolkit.cli import run
from toolkit.exchange import from_json, to_json
from toolkit.filing import Filing
from toolkit.form.load import load_form
from toolkit.form.model import Blanks
from toolkit.report.compose import compose
from toolkit.report.document import Section, Span
from toolkit.workbook.book import Book
from toolkit.workbook.outline import plans
from toolkit.workbook.plan import Role
from toolkit.workbook.read import read_workbook
from toolkit.workbook.template import filled_book, template_book
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.form.model import Form

ids = [folder.name for folder in FOLDERS]
in_every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=ids)
for_every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
needs_libreoffice = pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice is not installed")
CASES = [
    pytest.param(folder, case, id=f"{folder.name}-{case['name']}")
    for folder in FOLDERS
    for case in tomllib.loads((folder / "cases" / "broken.toml").read_text(encoding="utf-8"))["case"]
]
# What the workbook's own formulas count as faulty: no figure, a negative one, one beyond reason, in 零报告 any.
FAULTY = ("V203", "V204", "V205", "V206", "V207", "V208", "V210", "V211", "V212", "V221")


def chosen(folder: Path) -> list[str]:
    """The words of a command that choose the form: none for an installed one."""
    return ["--form", str(folder)] if folder in EXTERNAL else []


def changed(folder: Path, change: dict[str, dict[str, Any]]) -> Filing:
    """The good example with these members changed; "" takes one out."""
    form = form_of(folder)
    data = to_json(good(folder), form)
    for key, members in change.items():
        kept = data[key]
        assert isinstance(kept, dict)
        data[key] = {name: value for name, value in {**kept, **members}.items() if value != ""}
    return from_json(data, form)


class TestWorkbook:
    @needs_libreoffice
    def test_every_formula_calculates_what_python_does(self, tmp_path: Path) -> None:
        books = {tmp_path / f"{name}.xlsx": book for name, book in _books().items()}
        for file, book in books.items():
            file.write_bytes(workbook_bytes(book))
        files = libreoffice.recalculated(list(books), tmp_path / "calculated")
        for file, book in zip(files, books.values(), strict=True):
            assert _differences(file, book) == [], file.name

    @for_every_form
    @pytest.mark.parametrize("seed", range(30))
    def test_findings_agree_with_its_counts(self, form: Form, seed: int) -> None:
        filing = wild(form, seed)
        findings, book = check_filing(form, filing), Book(form, filing)
        failing = Counter((one.code, one.field) for one in findings if one.code.startswith(("B", "Y")))
        keys = {instance.key for instance in book.places.instances}
        assert {key for key in failing if key in keys} == {
            key for key, (outcome, _) in book.results.items() if outcome == "不成立"
        }
        assert max(failing.values(), default=1) == 1
        chosen = {table.id for table in form.tables if table.blanks is Blanks.CHOSEN}
        inputs = {item.id for item in form.inputs}
        faulty: Counter[str | None] = Counter()
        missing: Counter[str | None] = Counter()
        for one in findings:
            sheet = "文字材料" if one.code == "T401" else one.sheet or "基本信息"
            faulty[sheet] += one.code in FAULTY and one.field in inputs
            missing[sheet] += len(one.related) if one.code == "V202" else 0
            missing[sheet] += one.code in ("V201", "V216", "T401")
            missing[sheet] += one.code == "V215" and one.field in chosen
        assert [(sheet, faulty[sheet], missing[sheet]) for sheet in book.fill_sheets] == [
            (sheet, book.faulty(sheet), book.missing(sheet)) for sheet in book.fill_sheets
        ]

    @for_every_form
    @pytest.mark.parametrize("seed", range(6))
    def test_what_was_filled_in_comes_back(self, form: Form, seed: int, tmp_path: Path) -> None:
        filing = wild(form, seed)
        file = tmp_path / "filled.xlsx"
        file.write_bytes(workbook_bytes(filled_book(form, filing)))
        reading = read_workbook(file, form=form)
        assert to_json(reading.filing, form) | {"compose": {}} == to_json(filing, form) | {"compose": {}}
        assert {one.code for one in reading.findings} <= {"S108"}
        assert sum(one.code == "S108" for one in reading.findings) == len(filing.stated)

    @for_every_form
    def test_cells_do_not_overlap(self, form: Form) -> None:
        for plan in plans(filled_book(form, wild(form, 0))):
            taken = Counter(
                (row, column)
                for slot in plan.slots
                for row in range(slot.row, slot.bottom + 1)
                for column in range(slot.column, slot.right + 1)
            )
            assert [place for place, times in taken.items() if times > 1] == [], plan.name

    @for_every_form
    def test_formulas_are_within_what_excel_allows(self, form: Form) -> None:
        formulas = [slot.formula for plan in plans(filled_book(form, wild(form, 0))) for slot in plan.slots]
        assert max(map(len, formulas)) <= 8192
        assert max(map(_nesting, formulas)) <= 64

    @for_every_form
    def test_every_rule_is_shown_beside_its_table(self, form: Form) -> None:
        book = filled_book(form, wild(form, 0))
        shown = {
            (plan.name, slot.row, slot.column)
            for plan in plans(book)
            for slot in plan.slots
            if slot.style == "check"
        }
        assert shown == {
            (form.table(instance.table).sheet, *book.places.checks[instance.key])
            for instance in book.places.instances
        }
        assert len(book.places.instances) == len(form.instances)


class TestReport:
    def test_parts_without_numerals_stand_as_declared(self, tmp_path: Path) -> None:
        changes = {
            **replaced("sections.toml", "一、工作", "工作情况"),
            **replaced("form.toml", "二、办件", "办件情况"),
        }
        form = load_form(write(tmp_path / "small", changes))
        report = compose(Filing(form.id, 2023), form)
        assert [(part.id, part.level, part.heading) for part in report.sections] == [
            ("preamble", 0, ""),
            ("work", 1, "工作情况"),
            ("work.more", 2, "（一）细节"),
            ("work", 1, "办件情况"),
        ]

    def test_no_heading_only_where_the_form_says_so(self, tmp_path: Path) -> None:
        changes = replaced("sections.toml", "rows = 2", "rows = 2\ntitled = true")
        form = load_form(write(tmp_path / "small", changes))
        assert compose(Filing(form.id, 2023), form).sections[0] == Section(
            "preamble", 1, "引言", ((Span("2023年。", "composed"),),)
        )

    def test_a_form_that_composes_nothing_needs_no_template(self, tmp_path: Path) -> None:
        changes = replaced("sections.toml", 'composed = "年度"\n', "") | {"narrative.md.j2": None}
        form = load_form(write(tmp_path / "small", changes))
        report = compose(Filing(form.id, 2023), form)
        assert [(part.id, part.paragraphs) for part in report.sections] == [
            ("work", ()),
            ("work.more", ()),
            ("work", ()),
        ]

    def test_a_unit_that_no_heading_names_stands_behind_the_figure(self) -> None:
        """The official heading is 采购总金额 alone; whoever fills it in must know in which unit."""
        (folder,) = (folder for folder in FOLDERS if folder.name == "annual_report_2019")
        form, filing = form_of(folder), good(folder)
        asked = [slot.value for plan in plans(filled_book(form, filing)) for slot in plan.slots]
        assert "采购总金额\n（单位：万元）" in asked
        none = changed(folder, {"figures": {"disclosure.procurement.amount": 0}})
        for printed, one in (("118.6万元", filing), ("0", none)):
            (grid,) = next(part.tables for part in compose(one, form).sections if part.id == "disclosure")
            assert [[cell.text for cell in row] for row in grid.rows[-2:]] == [
                ["信息内容", "采购项目数量", "采购总金额"],
                ["政府集中采购", "4", printed],
            ]


class TestCommands:
    @in_every_folder
    def test_a_filled_workbook_is_good(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = _fill(folder, folder / "cases" / "good.json", tmp_path)
        capsys.readouterr()
        assert run(["check", str(file), *chosen(folder)]) == 0
        assert capsys.readouterr() == (f"{file}\n没有发现问题\n结论：可以报送。\n", "")

    @in_every_folder
    def test_its_report(self, folder: Path, tmp_path: Path) -> None:
        file = _fill(folder, folder / "cases" / "good.json", tmp_path)
        made = [tmp_path / "report.txt", tmp_path / "report.md"]
        outputs = [word for path in made for word in ("-o", str(path))]
        assert run(["report", str(file), *outputs, *chosen(folder)]) == 0
        for path in made:
            assert path.read_text("utf-8") == (folder / "cases" / path.name).read_text("utf-8")

    @in_every_folder
    def test_export_and_fill_again(self, folder: Path, tmp_path: Path) -> None:
        file = _fill(folder, folder / "cases" / "good.json", tmp_path)
        exported = _export(folder, file)
        given = json.loads((folder / "cases" / "good.json").read_text("utf-8"))
        assert {key: value for key, value in exported.items() if value and key != "compose"} == given
        again = tmp_path / "again"
        again.mkdir()
        (again / "data.json").write_text(json.dumps(exported), "utf-8")
        assert _export(folder, _fill(folder, again / "data.json", again)) == exported

    @in_every_folder
    def test_a_template_waits_to_be_filled_in(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        form = form_of(folder)
        file = tmp_path / "template.xlsx"
        words = ["template", "-o", str(file), *chosen(folder)]
        assert run([*words, "--year", str(form.first_year), "--organ", "某局", "--kind", form.kinds[0]]) == 0
        assert run(["check", str(file), "--format", "json", *chosen(folder)]) == 1
        (report,) = json.loads(capsys.readouterr().out.partition("\n")[2])["files"]
        assert (report["organ"], report["form"], report["verdict"]) == ("某局", form.id, "unfilled")
        assert (
            run([*words, "--force", "--year", str(form.first_year), "--organ", "某局", "--kind", "猫"]) == 2
        )

    @pytest.mark.parametrize("folder", EXTERNAL, ids=lambda folder: folder.name)
    def test_an_external_form_must_be_named_and_fit(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        form = form_of(folder)
        file = tmp_path / "template.xlsx"
        words = ["template", "-o", str(file), "--organ", "某局", *chosen(folder)]
        assert run([*words, "--year", str(form.first_year)]) == 0
        assert run(["check", str(file)]) == 2
        assert "本机没有安装这个表样" in capsys.readouterr().out
        assert run([*words, "--force", "--year", "2099"]) == 2

    @in_every_folder
    def test_last_years_workbook_hands_down_figures_and_contact(self, folder: Path, tmp_path: Path) -> None:
        form = form_of(folder)
        last = read_workbook(_fill(folder, folder / "cases" / "good.json", tmp_path), form=form).filing
        file = tmp_path / "template.xlsx"
        preset = {"name": last.organ, "year": str(form.last_year)}
        file.write_bytes(workbook_bytes(template_book(form, preset, previous=last)))
        exported = _export(folder, file)
        carried = {item.id for item in form.profile if item.carried}
        organ = to_json(last, form)["organ"]
        assert isinstance(organ, dict)
        assert exported["organ"] == {key: organ[key] for key in organ if key in carried | {"name"}}
        assert exported["figures"] == {
            item.id: carried_over
            for item in form.inputs
            if ".carried_in." in item.id
            and (carried_over := exported["previous"][item.id.replace("carried_in", "carried_out")])
        }
        assert run(["check", str(file), "--quiet", *chosen(folder)]) == 1

    @pytest.mark.parametrize(("folder", "case"), CASES)
    def test_what_is_broken_is_found(self, folder: Path, case: dict[str, Any], tmp_path: Path) -> None:
        form = form_of(folder)
        file = tmp_path / "broken.xlsx"
        file.write_bytes(workbook_bytes(filled_book(form, changed(folder, case["change"]))))
        findings = check_reading(read_workbook(file, form=form))
        assert [f"{one.code} {one.field} {one.sheet}!{one.cell}" for one in findings] == case["found"]

    @in_every_folder
    def test_rules_are_listed_and_explained(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        form = form_of(folder)
        named = ["--form", str(folder) if folder in EXTERNAL else form.id]
        assert run(["rules", *named]) == 0
        listed = capsys.readouterr().out
        for rule in form.rules:
            assert f"{rule.code}  " in listed
            assert run(["rules", rule.code, *named]) == 0
            explained = capsys.readouterr().out
            assert explained.startswith(f"{rule.code}  {rule.name}（")
            assert next(one for one in form.instances if one.rule is rule).sentence in explained


def _books() -> dict[str, Book]:
    """Workbooks of every form: empty, filled in well, and wild."""
    books = {}
    for form in FORMS:
        given = {"name": "某局", "year": str(form.first_year), "kind": form.kinds[0]}
        books[f"{form.id}-empty"] = template_book(form, given)
        for seed in range(6 if form.id in ids else 2):
            books[f"{form.id}-{seed}"] = filled_book(form, wild(form, seed))
    for folder in FOLDERS:
        books[f"{folder.name}-good"] = filled_book(form_of(folder), good(folder))
    return books


def _differences(file: Path, book: Book) -> list[tuple[str, str, object, object]]:
    """Where a calculated workbook shows something else than the plan says."""
    calculated = openpyxl.load_workbook(file, data_only=True)
    return [
        (plan.name, slot.address, slot.value, found)
        for plan in plans(book)
        for slot in plan.slots
        if slot.role is Role.FORMULA and not slot.overwritten
        for found in [calculated[plan.name].cell(slot.row, slot.column).value]
        if not _same(found, slot.value)
    ]


def _nesting(formula: str) -> int:
    depth = deepest = 0
    for char in re.sub('"[^"]*"', "", formula):
        depth += (char == "(") - (char == ")")
        deepest = max(deepest, depth)
    return deepest


def _same(found: object, expected: object) -> bool:
    if isinstance(found, int | float) and isinstance(expected, int | float):
        return found == pytest.approx(expected, abs=1e-9)
    return (found or "") == (expected or "")


def _fill(folder: Path, data: Path, into: Path) -> Path:
    file = into / "filled.xlsx"
    assert run(["fill", str(data), "-o", str(file), *chosen(folder)]) == 0
    return file


def _export(folder: Path, workbook: Path) -> dict[str, Any]:
    file = workbook.with_suffix(".json")
    assert run(["export", str(workbook), "-o", str(file), *chosen(folder), "--force"]) == 0
    exported: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return exported
