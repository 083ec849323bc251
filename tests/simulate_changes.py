"""Single changes to the workbook itself, each with the finding that it must lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import builders
from simulate_faults import BALANCES, REQUESTS, Anchor, Case, fault
from simulate_filings import COLUMNS

from toolkit.workbook.outline import plans
from toolkit.workbook.plan import Role, Slot
from toolkit.workbook.template import filled_book

if TYPE_CHECKING:
    from openpyxl import Workbook

SHEETS = (
    "填报说明",
    "基本信息",
    "主动公开",
    "依申请公开",
    "复议诉讼",
    "补充数据",
    "文字材料",
    "台账核对",
    "自检",
)


def slot_of(case: Case, role: Role) -> tuple[str, Slot]:
    """Some cell of a visible sheet that is a label or a formula."""
    plan = case.random.choice(
        [plan for plan in plans(filled_book(case.form, case.filing)) if plan.name in SHEETS]
    )
    slots = [slot for slot in plan.slots if slot.role is role and slot.value]
    if not slots:
        return slot_of(case, role)
    return plan.name, case.random.choice(slots)


def put(case: Case, sheet: str, cell: str, value: object) -> None:
    case.edit(lambda workbook: setattr(workbook[sheet][cell], "value", value))


# A sheet that is gone takes its figures with it.
@fault("V201", "V202", "V216", "T401", "T403", *BALANCES)
def sheet_removed(case: Case) -> Anchor:
    sheet = case.random.choice(SHEETS)
    case.edit(lambda workbook: workbook.remove(workbook[sheet]))
    return "S101", sheet, None


@fault()
def sheet_renamed(case: Case) -> Anchor:
    sheet, name = case.random.choice(SHEETS), case.random.choice(("表三", "Sheet 1", "2023'新"))
    case.edit(lambda workbook: setattr(workbook[sheet], "title", name))
    return "S102", name, None


@fault()
def sheet_added(case: Case) -> Anchor:
    case.edit(
        lambda workbook: setattr(
            workbook.create_sheet("备注", case.random.randint(0, 9)).cell(1, 1), "value", "说明"
        )
    )
    return "S103", "备注", None


@fault()
def sheets_reordered(case: Case) -> Anchor:
    sheet = case.random.choice(SHEETS[:-1])
    case.edit(lambda workbook: workbook.move_sheet(sheet, 1))
    return "S104", None, None


@fault()
def sheet_hidden(case: Case) -> Anchor:
    sheet, state = case.random.choice(SHEETS), case.random.choice(("hidden", "veryHidden"))
    case.edit(lambda workbook: setattr(workbook[sheet], "sheet_state", state))
    return "S105", sheet, None


@fault()
def label_changed(case: Case) -> Anchor:
    sheet, slot = slot_of(case, Role.TEXT)
    put(case, sheet, slot.address, case.random.choice(("另改", f"{slot.value}（修改）", None, 7)))
    return "S106", sheet, slot.address


@fault()
def note_beside_the_table(case: Case) -> Anchor:
    sheet, cell = case.random.choice(SHEETS), f"{case.random.choice('RTZ')}{case.random.randint(1, 60)}"
    put(case, sheet, cell, case.random.choice(("见附件", 5, "=1+1")))
    return "S107", sheet, cell


# A total that is no number leaves its balance undecided, and an error value is one more.
@fault("V203", "B302", "B303", "B311")
def formula_lost(case: Case) -> Anchor:
    sheet, slot = slot_of(case, Role.FORMULA)
    put(case, sheet, slot.address, case.random.choice((slot.value, "已核", None)))
    return "S108", sheet, slot.address


@fault("V203", "B302", "B303", "B311")
def formula_replaced(case: Case) -> Anchor:
    sheet, slot = slot_of(case, Role.FORMULA)
    put(
        case,
        sheet,
        slot.address,
        f"={slot.formula}+0" if isinstance(slot.value, int | float) else f'={slot.formula}&""',
    )
    return "S109", sheet, slot.address


@fault("V203")
def reference_broken(case: Case) -> Anchor:
    field = case.random.choice(case.totals)
    sheet, cell = case.at(field)
    put(case, sheet, cell, "=SUM(#REF!)")
    return "S114", sheet, cell


@fault()
def rows_inserted(case: Case) -> Anchor:
    sheet = case.random.choice((REQUESTS, "主动公开", "补充数据", "基本信息", "文字材料", "自检"))
    row, count = case.random.randint(6, 16), case.random.randint(1, 3)
    case.edit(lambda workbook: workbook[sheet].insert_rows(row, count))
    return "S110", sheet, None


@fault("V202", "T403", *BALANCES)
def row_deleted(case: Case) -> Anchor:
    _, cell = case.at(
        f"requests.{case.random.choice((*case.outcomes, 'new', 'carried_in', 'carried_out'))}.natural"
    )
    case.edit(lambda workbook: workbook[REQUESTS].delete_rows(int(cell[1:])))
    return "S110", REQUESTS, None


@fault()
def column_inserted(case: Case) -> Anchor:
    column = case.random.randint(1, 10)
    case.edit(lambda workbook: workbook[REQUESTS].insert_cols(column))
    return "S111", REQUESTS, None


@fault("V201", "V202", "T403", *BALANCES)  # 填报方式 stands in the first column
def column_deleted(case: Case) -> Anchor:
    column = COLUMNS.index(case.random.choice(COLUMNS)) + 4
    case.edit(lambda workbook: workbook[REQUESTS].delete_cols(column))
    return "S111", REQUESTS, None


@fault()
def row_hidden(case: Case) -> Anchor:
    plan = case.random.choice(
        [plan for plan in plans(filled_book(case.form, case.filing)) if plan.name in SHEETS]
    )
    row = case.random.choice(sorted({slot.row for slot in plan.slots if slot.row < 10}))  # no empty one
    case.edit(lambda workbook: setattr(workbook[plan.name].row_dimensions[row], "hidden", True))
    return "S112", plan.name, None


@fault()
def column_hidden(case: Case) -> Anchor:
    column = case.random.choice("ABDEFGHIJK")
    case.edit(lambda workbook: setattr(workbook[REQUESTS].column_dimensions[column], "hidden", True))
    return "S112", REQUESTS, None


@fault()
def name_broken(case: Case) -> Anchor:
    def break_it(workbook: Workbook) -> None:
        name = case.random.choice(sorted(workbook.defined_names))
        workbook.defined_names[name].attr_text = case.random.choice(("#REF!", "主动公开!$A$1"))

    case.edit(break_it)
    return "S113", None, None


@fault()
def protection_off(case: Case) -> Anchor:
    sheet = case.random.choice(SHEETS)
    case.edit(lambda workbook: setattr(workbook[sheet].protection, "sheet", False))
    return "S115", None, None


@fault()
def identity_lost(case: Case) -> Anchor:
    case.edit(lambda workbook: workbook.remove(workbook["_gktool"]))
    return "S116", None, None


@fault()
def result_not_updated(case: Case) -> Anchor:
    field = case.random.choice([field for field in case.totals if field.startswith("requests.")])
    _, cell = case.at(field)

    def stale(parts: dict[str, str]) -> dict[str, str]:
        part = "xl/worksheets/sheet4.xml"
        return parts | {part: re.sub(rf'(<c r="{cell}"[^>]*><f>[^<]*</f><v>)', r"\g<1>9", parts[part])}

    builders.repack(builders.write(case.path, case.filing), stale)
    return "S117", REQUESTS, cell


@fault()
def organ_changed(case: Case) -> Anchor:
    put(case, "基本信息", "B4", case.random.choice(("某某局", None, 5)))
    return "S118", "基本信息", "B4"
