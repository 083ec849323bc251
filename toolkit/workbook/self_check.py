"""The plan of 自检: every rule of the form with its live outcome, under one verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.finding import SEVERITY_WORDS, Severity
from toolkit.form.instance import Outcome
from toolkit.workbook.book import CODE_LENGTH, choices_of
from toolkit.workbook.plan import (
    PROFILE_SHEET,
    SELF_CHECK_SHEET,
    TEXT_SHEET,
    Role,
    SheetPlan,
    Slot,
    Style,
    a1,
    lines_needed,
    quoted,
)
from toolkit.workbook.text_sheet import text_area

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.form.instance import Instance
    from toolkit.form.model import Due
    from toolkit.workbook.book import Book

SENTENCE_WIDTH = 82.0


def self_check_sheet(book: Book) -> SheetPlan:
    """Plan 自检: one verdict at the top, what is filled in, then every rule with outcome and difference."""
    fill, rules = book.fill_rows, book.rule_rows
    first_fill, last_fill = min(fill.values()), max(fill.values())
    first_rule, last_rule = book.first_rule_row, max(rules.values(), default=book.first_rule_row)
    outcomes, severities = f"$D${first_rule}:$D${last_rule}", f"$G${first_rule}:$G${last_rule}"
    faulty = f"SUM($E${first_fill}:$E${last_fill})"
    missing = f"SUM($C${first_fill}:$C${last_fill})"
    undecided = f'COUNTIFS($A${first_rule}:$A${last_rule},"B*",{outcomes},"待定",{severities},"错误")'
    problems = (
        f'COUNTIFS({outcomes},"不成立",{severities},"错误")+{faulty}+IF({missing}+{faulty}=0,{undecided},0)'
    )
    warnings = f'COUNTIFS({outcomes},"不成立",{severities},"警告")'
    slots = [
        Slot(1, 1, Role.TEXT, Style.TITLE, SELF_CHECK_SHEET, last_column=8),
        Slot(
            2, 1, Role.FORMULA, Style.VERDICT, verdict_words(book),
            'IF($D$3+$F$3=0,IF($H$3=0,"可以报送","可以报送（另有 "&$H$3&" 处警告，请核实）"),'
            '"还有 "&IF($D$3>0,$D$3&" 处问题","")&IF($D$3*$F$3>0,"，","")&IF($F$3>0,$F$3&" 处未填",""))',
            last_column=8,
        ),
        Slot(3, 1, Role.TEXT, Style.LABEL, "合计", last_column=2),
        Slot(3, 3, Role.TEXT, Style.LABEL, "问题（处）"),
        Slot(3, 4, Role.FORMULA, Style.TOTAL, problem_count(book), problems),
        Slot(3, 5, Role.TEXT, Style.LABEL, "未填（处）"),
        Slot(3, 6, Role.FORMULA, Style.TOTAL, sum(book.missing(sheet) for sheet in fill), missing),
        Slot(3, 7, Role.TEXT, Style.LABEL, "警告（处）"),
        Slot(3, 8, Role.FORMULA, Style.TOTAL, _count(book, "warning", Outcome.FAILS), warnings),
        Slot(4, 1, Role.TEXT, Style.BANNER, "填写情况", last_column=8),
        *heads(5, ("", "工作表", "未填（处）", "结果", "不合要求（处）", "要求", "", "查看")),
    ]  # fmt: skip
    heights = {1: 30.0, 2: 36.0, 3: 22.0, 4: 22.0, 5: 22.0}
    for sheet, row in fill.items():
        slots += _fill_line(book, sheet, row)
        heights[row] = 20.0
    slots += [
        Slot(first_rule - 2, 1, Role.TEXT, Style.BANNER, "勾稽关系", last_column=8),
        *heads(first_rule - 1, ("编号", "规则", "位置", "结果", "相差", "勾稽关系", "性质", "查看")),
    ]
    heights.update({first_rule - 2: 22.0, first_rule - 1: 22.0})
    for instance in book.places.instances:
        slots += _rule_line(book, instance, rules[instance.key])
        heights[rules[instance.key]] = max(
            20.0, 14.0 * lines_needed(_sentence(book, instance), SENTENCE_WIDTH) + 6
        )
    return SheetPlan(
        SELF_CHECK_SHEET, tuple(slots), (8.0, 26.0, 36.0, 10.0, 11.0, SENTENCE_WIDTH, 8.0, 8.0), heights,
        freeze=(4, 1), landscape=True, tab="C00000", one_page=False, repeat_rows=(1, 3),
    )  # fmt: skip


def _count(book: Book, severity: str, outcome: Outcome, family: str = "") -> int:
    return sum(
        1
        for instance in book.places.instances
        if instance.rule.severity == severity
        and instance.rule.code.startswith(family)
        and book.results[instance.key][0] is outcome
    )


def problem_count(book: Book) -> int:
    """How many problems the verdict counts: failing balances and cells that are no proper figure.

    Where nothing is missing or faulty, a balance that is still undecided rests on a total that someone
    overwrote with something that is no number.
    """
    faulty = sum(book.faulty(sheet) for sheet in book.fill_rows)
    filled = not faulty and not any(book.missing(sheet) for sheet in book.fill_rows)
    undecided = _count(book, "error", Outcome.PENDING, "B") if filled else 0
    return _count(book, "error", Outcome.FAILS) + faulty + undecided


def verdict_words(book: Book) -> str:
    """The verdict as the workbook words it."""
    problems, missing = problem_count(book), sum(book.missing(sheet) for sheet in book.fill_rows)
    warnings = _count(book, "warning", Outcome.FAILS)
    if problems + missing:
        counted = [f"{problems} 处问题" * bool(problems), f"{missing} 处未填" * bool(missing)]
        return f"还有 {'，'.join(filter(None, counted))}"
    return f"可以报送（另有 {warnings} 处警告，请核实）" if warnings else "可以报送"


def heads(row: int, words: Iterable[str]) -> Iterable[Slot]:
    """The headings of a list, one a column."""
    for column, text in enumerate(words, start=1):
        yield Slot(row, column, Role.TEXT, Style.HEADING, text)


def _fill_line(book: Book, sheet: str, row: int) -> Iterable[Slot]:
    missing, faulty = book.missing(sheet), book.faulty(sheet)
    state = "有错" if faulty else "未填完" if missing else "已填好"
    words = {PROFILE_SHEET: "标 * 的项目都要填", TEXT_SHEET: "必写的部分都要写"}.get(
        sheet, "该填的格都要填，填的都要合乎要求"
    )
    yield Slot(row, 1, Role.TEXT, Style.CENTRED, "填写")
    yield Slot(row, 2, Role.TEXT, Style.LABEL, sheet)
    yield Slot(row, 3, Role.FORMULA, Style.TOTAL, missing, _missing_formula(book, sheet))
    yield Slot(
        row,
        4,
        Role.FORMULA,
        Style.OUTCOME,
        state,
        f'IF(E{row}>0,"有错",IF(C{row}>0,"未填完","已填好"))',
    )
    table = next((table for table in book.form.tables if table.sheet == sheet), None)
    faulty_formula = (
        book.formulas.faulty(table) if table else _faulty_items(book) if sheet == PROFILE_SHEET else "0"
    )
    yield Slot(row, 5, Role.FORMULA, Style.TOTAL, faulty, faulty_formula)
    yield Slot(row, 6, Role.TEXT, Style.PROMPT, words, last_column=7)
    yield Slot(row, 8, Role.TEXT, Style.LINK, "查看", link=f"{quoted(sheet)}!A1")


def _faulty_items(book: Book) -> str:
    """How many items of 基本信息 are filled in but not as they must be; errors in a cell do no harm here."""
    parts = []
    for item in book.form.profile:
        cell = book.formulas.profile(item.id)
        choices = choices_of(book.form, item)
        if choices:
            parts.append(f"COUNTA({cell})" + "".join(f'-COUNTIF({cell},"{word}")' for word in choices))
        elif item.type == "version":
            parts.append(
                f'COUNTA({cell})-COUNTIF({cell},">=1")+SUMPRODUCT(ISNUMBER({cell})*ISNUMBER(FIND(".",{cell})))'
            )
        elif item.type == "code":
            parts.append(f'COUNTA({cell})-COUNTIF({cell},"{"?" * CODE_LENGTH}")')
    return "+".join(parts)


def _missing_formula(book: Book, sheet: str) -> str:
    if sheet == PROFILE_SHEET:
        return _missing_items(book)
    if sheet == TEXT_SHEET:
        area, parts = text_area(book), []
        for section in book.form.sections:
            first = book.first_paragraph_row(section, book.text_rows[section.id])
            empty = f"COUNTA(INDEX({area},{first},2):INDEX({area},{first + section.rows - 1},2))=0"
            if section.due.always:
                parts.append(f"IF({empty},1,0)")
            elif section.due.kinds:
                parts.append(f"IF(AND({book.formulas.kind_is(section.due.kinds)},{empty}),1,0)")
        return "+".join(parts) or "0"
    return book.formulas.missing(next(table for table in book.form.tables if table.sheet == sheet))


def _missing_items(book: Book) -> str:
    """How many items of 基本信息 that are due for this kind of organ are blank."""
    by_due: dict[Due, list[str]] = {}
    for item in book.form.profile:
        by_due.setdefault(item.due, []).append(book.formulas.profile(item.id))
    parts = []
    for due, cells in by_due.items():
        blank = f"{len(cells)}-COUNTA({','.join(cells)})"
        if due.always:
            parts.append(blank)
        elif due.kinds:
            parts.append(f"IF({book.formulas.kind_is(due.kinds)},{blank},0)")
    return "+".join(parts) or "0"


def _sentence(book: Book, instance: Instance) -> str:
    return instance.when(book.form) + instance.sentence


def _rule_line(book: Book, instance: Instance, row: int) -> Iterable[Slot]:
    outcome, difference = book.results[instance.key]
    operator = {"=": "=", "<=": "<=", ">=": ">="}[instance.equation.operator]
    sheet = book.form.table(instance.table).sheet
    check = book.places.checks[instance.key]
    yield Slot(row, 1, Role.TEXT, Style.CENTRED, instance.rule.code)
    yield Slot(row, 2, Role.TEXT, Style.LABEL, instance.rule.name)
    place = f"{sheet}：{instance.label.removeprefix(book.form.table(instance.table).alias + '.')}"
    yield Slot(row, 3, Role.TEXT, Style.LABEL, place)
    yield Slot(
        row, 4, Role.FORMULA, Style.OUTCOME, outcome.value,
        f'IF(E{row}="","待定",IF(E{row}="不比","成立",IF(E{row}{operator}0,"成立","不成立")))',
    )  # fmt: skip
    yield Slot(
        row, 5, Role.FORMULA, Style.TOTAL, difference, book.formulas.difference(instance, book.previous_rows)
    )
    yield Slot(row, 6, Role.TEXT, Style.PROMPT, _sentence(book, instance))
    yield Slot(row, 7, Role.TEXT, Style.CENTRED, SEVERITY_WORDS[Severity(instance.rule.severity)])
    yield Slot(row, 8, Role.TEXT, Style.LINK, "查看", link=f"{quoted(sheet)}!{a1(*check)}")
