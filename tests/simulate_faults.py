"""Single faults, each put into a filing that was right, with the finding that it must lead to.

A fault writes the workbook and says which code it expects at which cell. What else may follow from it (a wrong
figure upsets balances, a text that quotes it has nothing to quote) is told beside its name, and which rule the
form must have for it.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import builders
from msgspec import Struct
from msgspec.structs import replace
from simulate_filings import COLUMNS, outcomes_of, with_entry

from toolkit.filing import Entry, Filing, Kind, Mode, Paragraph, entered
from toolkit.form.installed import installed_forms
from toolkit.form.load import load_form
from toolkit.form.model import FieldRole, FieldType
from toolkit.workbook.plan import a1
from toolkit.workbook.template import filled_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from openpyxl import Workbook

    from toolkit.form.model import Form

Anchor = tuple[str, str | None, str | None]
REQUESTS = "依申请公开"
BALANCES = frozenset(rule.code for folder in installed_forms() for rule in load_form(folder).rules)
AROUND = BALANCES | {"T403"}


class Case(Struct, frozen=True, dict=True):
    """A right filing whose tables are filled in cell by cell, and where its fault is to be written."""

    random: Random
    form: Form
    filing: Filing
    path: Path

    @cached_property
    def counts(self) -> tuple[str, ...]:
        """The counts of the printed tables, those that may be negative too."""
        return tuple(
            item.id for item in self.form.inputs if self.form.table(item.table).printed and item.whole
        )

    @cached_property
    def unsigned(self) -> tuple[str, ...]:
        """The counts of the printed tables that may not be negative."""
        return tuple(name for name in self.counts if self.form.fields[name].type is FieldType.COUNT)

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """The rows of table three with results."""
        return outcomes_of(self.form)

    @cached_property
    def totals(self) -> tuple[str, ...]:
        """The totals that have a cell."""
        return tuple(item.id for item in self.form.fields.values() if item.role is FieldRole.COMPUTED)

    def figure(self, field: str) -> float:
        """What stands in a field, 0 where nothing does."""
        entry = self.filing.figures.get(field)
        return (entry.value or 0) if entry else 0

    def at(self, field: str) -> tuple[str, str]:
        """Sheet and cell of a figure or a total."""
        places = filled_book(self.form, self.filing).places
        return places.sheet(field), a1(*places.cells[field])

    def balance(self, code: str, field: str) -> Anchor:
        """The cell that shows a balance."""
        places = filled_book(self.form, self.filing).places
        return code, places.sheet(field), a1(*places.checks[code, field])

    def write(self, filing: Filing) -> None:
        builders.write(self.path, filing)

    def edit(self, *edits: Callable[[Workbook], object]) -> None:
        """Write the right filing and change the workbook with another program."""
        builders.edit(builders.write(self.path, self.filing), *edits)

    def put(self, field: str, raw: object, code: str) -> Anchor:
        """Write something into a field."""
        self.write(with_entry(self.filing, field, raw))
        return (code, *self.at(field))


class Fault(Struct, frozen=True):
    """A way to go wrong, and the codes that may follow from it besides the one it is about."""

    apply: Callable[[Case], Anchor]
    besides: frozenset[str]
    rule: str

    @property
    def name(self) -> str:
        return self.apply.__name__

    def fits(self, form: Form) -> bool:
        """Say whether the form has what goes wrong here."""
        return not self.rule or self.rule in {rule.code for rule in form.rules}


FAULTS: list[Fault] = []


def fault(*besides: str, rule: str = "") -> Callable[[Callable[[Case], Anchor]], Callable[[Case], Anchor]]:
    def add(apply: Callable[[Case], Anchor]) -> Callable[[Case], Anchor]:
        FAULTS.append(Fault(apply, frozenset(besides), rule))
        return apply

    return add


# ── figures ──────────────────────────────────────────────────────────────────


@fault(*AROUND)
def figure_in_table_three_changed(case: Case) -> Anchor:
    column, row = case.random.choice(COLUMNS), case.random.choice((*case.outcomes, "new", "carried_out"))
    field = f"requests.{row}.{column}"
    value = case.filing.figures[field].value or 0
    case.write(with_entry(case.filing, field, value + case.random.randint(1, 9)))
    return case.balance("B301", f"requests.new.{column}")


@fault(*AROUND)
def figure_in_the_neighbouring_column(case: Case) -> Anchor:
    left, right = case.random.choice(list(pairwise(COLUMNS)))
    row = case.random.choice(case.outcomes)
    moved = with_entry(case.filing, f"requests.{row}.{left}", 0)
    figures = case.filing.figures
    value = (figures[f"requests.{row}.{left}"].value or 0) or 1
    case.write(
        with_entry(moved, f"requests.{row}.{right}", (figures[f"requests.{row}.{right}"].value or 0) + value)
    )
    return case.balance("B301", f"requests.new.{right}")


@fault(*AROUND)
def text_number(case: Case) -> Anchor:
    return case.put(
        case.random.choice(case.counts), case.random.choice(("１２", "1,234", "3件", " 5", "十二")), "V204"
    )


@fault(*AROUND)
def sign_for_nothing(case: Case) -> Anchor:
    return case.put(case.random.choice(case.counts), case.random.choice(("/", "-", "—", "无", " ")), "V205")


@fault(*AROUND)
def words(case: Case) -> Anchor:
    return case.put(case.random.choice(case.counts), case.random.choice(("若干", "见附件", "10-20")), "V203")


@fault("T403")
def left_blank(case: Case) -> Anchor:
    return case.put(case.random.choice(case.counts), None, "V202")


@fault(*AROUND)
def negative(case: Case) -> Anchor:
    return case.put(case.random.choice(case.unsigned), -case.random.randint(1, 9), "V206")


@fault(*AROUND)
def half_a_case(case: Case) -> Anchor:
    return case.put(case.random.choice(case.counts), case.random.randint(0, 99) + 0.5, "V207")


@fault(*AROUND)
def telephone_among_the_figures(case: Case) -> Anchor:
    return case.put(case.random.choice(case.counts), 105542519375, "V208")


@fault(*AROUND)
def made_a_date(case: Case) -> Anchor:
    field, serial = case.random.choice(case.counts), case.random.randint(45000, 46000)
    figures = case.filing.figures | {field: Entry(serial, serial, Kind.DATE)}
    case.write(replace(case.filing, figures=figures))
    return ("V209", *case.at(field))


@fault(*AROUND)
def true_or_false(case: Case) -> Anchor:
    return case.put(case.random.choice(case.counts), case.random.random() < 0.5, "V210")


@fault(*AROUND)
def error_value(case: Case) -> Anchor:
    field = case.random.choice(case.counts)
    error = Entry(case.random.choice(("#N/A", "#REF!", "#VALUE!", "#DIV/0!")), None, Kind.ERROR)
    case.write(replace(case.filing, figures=case.filing.figures | {field: error}))
    return ("V211", *case.at(field))


@fault()
def formula_in_an_input(case: Case) -> Anchor:
    field = case.random.choice(case.counts)
    entry = case.filing.figures[field]
    formula = f"{entry.text}+0"
    case.write(replace(case.filing, figures=case.filing.figures | {field: replace(entry, formula=formula)}))
    return ("V217", *case.at(field))


@fault(*BALANCES, "T403")
def figure_in_a_zero_report(case: Case) -> Anchor:
    table = case.random.choice(("disclosure", "requests", "disputes"))
    field = case.random.choice([name for name in case.counts if case.form.fields[name].table == table])
    figures = {
        name: entry for name, entry in case.filing.figures.items() if case.form.fields[name].table != table
    }
    modes = {**case.filing.modes, table: entered(Mode.ZERO_REPORT.value)}
    case.write(replace(case.filing, modes=modes, figures=figures | {field: entered(1)}))
    return ("V212", *case.at(field))


@fault("T403")
def mode_not_chosen(case: Case) -> Anchor:
    place = case.random.choice(filled_book(case.form, case.filing).places.tables[:3])
    modes = {table: mode for table, mode in case.filing.modes.items() if table != place.table.id}
    case.write(replace(case.filing, modes=modes))
    return "V201", place.table.sheet, a1(*place.mode_cell)


@fault("T403")
def mode_of_ones_own(case: Case) -> Anchor:
    place = case.random.choice(filled_book(case.form, case.filing).places.tables[:3])
    modes = {**case.filing.modes, place.table.id: entered(case.random.choice(("逐格", "空白即0", "0")))}
    case.write(replace(case.filing, modes=modes))
    return "V215", place.table.sheet, a1(*place.mode_cell)


# ── totals, ledger, supplement, last year ────────────────────────────────────


def stated(case: Case, field: str, code: str) -> Anchor:
    """Type a wrong total over its formula."""
    right = sum(case.filing.figures[name].value or 0 for name in case.form.fields[field].inputs)
    wrong = right + case.random.choice((-1, 1, 10))
    case.write(replace(case.filing, stated={field: entered(wrong)}))
    return (code, *case.at(field))


@fault("S108")
def row_total_typed_over(case: Case) -> Anchor:
    return stated(case, f"requests.{case.random.choice((*case.outcomes, 'new', 'total'))}.total", "B302")


@fault("S108")
def column_total_typed_over(case: Case) -> Anchor:
    return stated(case, f"requests.total.{case.random.choice(COLUMNS)}", "B303")


@fault("S108")
def total_of_disputes_typed_over(case: Case) -> Anchor:
    return stated(
        case, f"disputes.{case.random.choice(('reconsideration', 'litigation_direct'))}.total", "B311"
    )


def other_than_ledger(case: Case, row: str, code: str) -> Anchor:
    sources = {"received": "new", "reconsideration": "reconsideration"}
    table = "disputes" if row in ("reconsideration", "litigation") else "requests"
    inputs = case.form.fields[f"{table}.{sources.get(row, row)}.total"].inputs
    right = sum(case.filing.figures[name].value or 0 for name in inputs)
    case.write(with_entry(case.filing, f"ledger.{row}", right + case.random.randint(1, 5)))
    return case.balance(code, f"ledger.{row}")


@fault()
def ledger_received(case: Case) -> Anchor:
    return other_than_ledger(case, "received", "B321")


@fault()
def ledger_carried(case: Case) -> Anchor:
    return other_than_ledger(case, case.random.choice(("carried_in", "carried_out")), "B322")


@fault()
def ledger_outcomes(case: Case) -> Anchor:
    return other_than_ledger(case, case.random.choice(("granted", "denied", "other_handling")), "B323")


@fault()
def ledger_disputes(case: Case) -> Anchor:
    return other_than_ledger(case, case.random.choice(("reconsideration", "litigation")), "B324")


@fault()
def parts_exceed_the_whole(case: Case) -> Anchor:
    filing = with_entry(case.filing, "supplement.published", 3)
    case.write(with_entry(filing, "supplement.published_key", 4))
    return case.balance("B331", "supplement.published")


@fault()
def fee_without_items(case: Case) -> Anchor:
    filing = with_entry(case.filing, "supplement.fee_items", 0)
    case.write(with_entry(filing, "supplement.fee_amount", 0.5))
    return case.balance("B332", "supplement.fee_amount")


@fault()
def more_fees_than_applications(case: Case) -> Anchor:
    case.write(with_entry(case.filing, "supplement.fee_items", 999999))
    return case.balance("B333", "supplement.fee_items")


@fault()
def more_sessions_than_people(case: Case) -> Anchor:
    filing = with_entry(case.filing, "supplement.training_sessions", 3)
    case.write(with_entry(filing, "supplement.training_people", 2))
    return case.balance("B334", "supplement.training_people")


@fault("Y501")
def carried_over_forgotten(case: Case) -> Anchor:
    column = case.random.choice(COLUMNS)
    now = {
        f"requests.carried_out.{one}": case.filing.figures[f"requests.carried_in.{one}"].value or 0
        for one in COLUMNS
    }
    now[f"requests.carried_out.{column}"] += 1
    wrong = replace(case, filing=replace(case.filing, previous=now))
    wrong.write(wrong.filing)
    return wrong.balance("Y501", f"requests.carried_in.{column}")


def with_last_year(case: Case, previous: dict[str, float], code: str, field: str) -> Anchor:
    """Put last year's figures into the workbook."""
    wrong = replace(case, filing=replace(case.filing, previous=previous))
    wrong.write(wrong.filing)
    return wrong.balance(code, field)


@fault(rule="Y502")
def in_force_without_the_repealed(case: Case) -> Anchor:
    row = f"disclosure.{case.random.choice(('regulations', 'normative'))}"
    before = case.figure(f"{row}.in_force") - case.figure(f"{row}.issued") + case.figure(f"{row}.repealed")
    return with_last_year(case, {f"{row}.in_force": before + 3}, "Y502", f"{row}.in_force")


# ── the form of 2019 ─────────────────────────────────────────────────────────

ITEMS = ("permits", "other_services", "penalties", "coercion")


@fault("Y506", rule="B341")
def more_published_this_year_than_in_all(case: Case) -> Anchor:
    row = f"disclosure.{case.random.choice(('regulations', 'normative'))}"
    case.write(with_entry(case.filing, f"{row}.newly_published", case.figure(f"{row}.published") + 1))
    return case.balance("B341", f"{row}.newly_published")


@fault("B344", rule="B342")
def more_items_gone_than_there_were(case: Case) -> Anchor:
    row = f"disclosure.{case.random.choice((*ITEMS, 'charges'))}"
    case.write(with_entry(case.filing, f"{row}.change", -case.figure(f"{row}.last_items") - 1))
    return case.balance("B342", f"{row}.last_items")


@fault("Y504", rule="B343")
def procurement_without_its_amount(case: Case) -> Anchor:
    filing = with_entry(case.filing, "disclosure.procurement.items", 3)
    case.write(with_entry(filing, "disclosure.procurement.amount", 0))
    return case.balance("B343", "disclosure.procurement.items")


@fault("Y504", rule="B343")
def amount_without_procurement(case: Case) -> Anchor:
    filing = with_entry(case.filing, "disclosure.procurement.items", 0)
    case.write(with_entry(filing, "disclosure.procurement.amount", 0.5))
    return case.balance("B343", "disclosure.procurement.amount")


@fault("Y504", "Y505", rule="B344")
def decisions_without_items(case: Case) -> Anchor:
    row = f"disclosure.{case.random.choice(ITEMS)}"
    filing = with_entry(with_entry(case.filing, f"{row}.last_items", 2), f"{row}.change", -2)
    case.write(with_entry(filing, f"{row}.decisions", 1))
    return case.balance("B344", f"{row}.decisions")


@fault(rule="Y505")
def other_items_than_last_year(case: Case) -> Anchor:
    row = f"disclosure.{case.random.choice((*ITEMS, 'charges'))}"
    before = {f"{row}.last_items": case.figure(f"{row}.last_items") + 3, f"{row}.change": -2}
    return with_last_year(case, before, "Y505", f"{row}.last_items")


@fault("Y503", rule="Y506")
def published_from_nowhere(case: Case) -> Anchor:
    row = f"disclosure.{case.random.choice(('regulations', 'normative'))}"
    filing = with_entry(case.filing, f"{row}.published", case.figure(f"{row}.newly_published") + 5)
    return with_last_year(replace(case, filing=filing), {f"{row}.published": 4}, "Y506", f"{row}.published")


# ── 基本信息 and texts ────────────────────────────────────────────────────────


def profile(case: Case, item: str, raw: str | float | None, code: str) -> Anchor:
    entries = {name: entry for name, entry in case.filing.profile.items() if name != item}
    case.write(replace(case.filing, profile=entries if raw is None else entries | {item: entered(raw)}))
    return code, "基本信息", a1(filled_book(case.form, case.filing).profile_rows[item], 2)


@fault()
def credit_code(case: Case) -> Anchor:
    code = case.filing.about("code")
    wrong = case.random.choice(
        (
            code[:-1],
            code + "0",
            code[:8] + ("1" if code[8] != "1" else "2") + code[9:],
            code.replace(code[3], "O"),
        )
    )
    return profile(case, "code", wrong, "V213")


@fault()
def telephone(case: Case) -> Anchor:
    return profile(case, "telephone", case.random.choice(("2519375", "0554-25193", "见网站")), "V214")


@fault()
def postcode_without_its_0(case: Case) -> Anchor:
    return profile(case, "postcode", case.random.choice((23200, "2320001")), "V214")


@fault()
def scope_of_ones_own(case: Case) -> Anchor:
    return profile(case, "scope", "全区", "V215")


@fault()
def address_forgotten(case: Case) -> Anchor:
    return profile(case, "address", case.random.choice((None, " ")), "V216")


@fault()
def version(case: Case) -> Anchor:
    return profile(case, "version", case.random.choice((0, 1.5, "一")), "V218")


@fault()
def date(case: Case) -> Anchor:
    return profile(case, "date", case.random.choice(("2024-02-30", "一月")), "V219")


@fault()
def text_forgotten(case: Case) -> Anchor:
    section = case.random.choice([section for section in case.form.sections if section.due.always])
    texts = {name: paragraphs for name, paragraphs in case.filing.texts.items() if name != section.id}
    case.write(replace(case.filing, texts=texts))
    book = filled_book(case.form, case.filing)
    return "T401", "文字材料", a1(book.first_paragraph_row(section, book.text_rows[section.id]), 2)


@fault()
def reference_to_nothing(case: Case) -> Anchor:
    section = case.random.choice(case.form.sections)
    texts = {**case.filing.texts, section.id: (Paragraph("全年【依申请.新收.合计】件。"),)}
    case.write(replace(case.filing, texts=texts))
    book = filled_book(case.form, case.filing)
    return "T402", "文字材料", a1(book.first_paragraph_row(section, book.text_rows[section.id]), 2)
