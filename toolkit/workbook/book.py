"""A whole workbook as plans: what every sheet holds for one form, one organ, one year and one filing."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from toolkit.carryover import previous_fields
from toolkit.filing import BLANK, Filing, Kind, Mode
from toolkit.form.instance import Outcome
from toolkit.form.model import Blanks, FieldType
from toolkit.values import Values
from toolkit.workbook.formula import Formulas
from toolkit.workbook.places import places
from toolkit.workbook.plan import PROFILE_SHEET, TEXT_SHEET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.form.instance import Instance
    from toolkit.form.model import Field, Form, ProfileItem, Section
    from toolkit.workbook.places import Places

PROFILE_FIRST_ROW = 4
TEXT_FIRST_ROW = 4
SELF_CHECK_FILL_ROW = 6  # first line about what is filled in
NOT_COMPARED = "不比"
CODE_LENGTH = 18  # characters of a 统一社会信用代码


class Book(Struct, frozen=True, dict=True):
    """What a workbook is made from.

    `fixed` are the items of 基本信息 that the coordinator set and the office cannot change; `contact` says whom
    to ask, `note` what else whoever fills it in should know. The filing gives the values of inputs and, through `previous`, the sheet of last year's figures.
    """

    form: Form
    filing: Filing
    fixed: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""
    note: str = ""

    @property
    def with_previous(self) -> bool:
        """Say whether the workbook carries last year's figures."""
        return bool(self.filing.previous)

    @cached_property
    def places(self) -> Places:
        """Positions of the fields."""
        return places(self.form, with_previous=self.with_previous)

    @cached_property
    def values(self) -> Values:
        """The figures as rules see them."""
        return Values(self.form, self.filing)

    @cached_property
    def formulas(self) -> Formulas:
        """The formulas over these places."""
        return Formulas(self.places, self.profile_rows, PROFILE_FIRST_ROW + len(self.form.profile) - 1)

    @cached_property
    def profile_rows(self) -> dict[str, int]:
        """The row of each item of 基本信息."""
        return {item.id: PROFILE_FIRST_ROW + number for number, item in enumerate(self.form.profile)}

    @cached_property
    def previous_rows(self) -> dict[str, int]:
        """The row of each figure on 上年数据, in the form's order."""
        return {name: 4 + number for number, name in enumerate(previous_fields(self.form))}

    @cached_property
    def text_rows(self) -> dict[str, int]:
        """The row of each section's heading on 文字材料."""
        rows, row = {}, TEXT_FIRST_ROW
        for section in self.form.sections:
            rows[section.id] = row
            row = self.first_paragraph_row(section, row) + section.rows
        return rows

    @staticmethod
    def first_paragraph_row(section: Section, heading_row: int) -> int:
        """The row of a section's first paragraph: below heading, prompt and, where gktool composes, 自动成句."""
        return heading_row + (3 if section.composed else 2)

    @cached_property
    def fill_sheets(self) -> tuple[str, ...]:
        """The sheets that have a line on 自检 about what is filled in."""
        return (PROFILE_SHEET, *(table.sheet for table in self.form.tables), TEXT_SHEET)

    @property
    def fill_rows(self) -> dict[str, int]:
        """The row on 自检 of each sheet's line."""
        return {sheet: SELF_CHECK_FILL_ROW + number for number, sheet in enumerate(self.fill_sheets)}

    @property
    def first_rule_row(self) -> int:
        """The row on 自检 of the first rule."""
        return SELF_CHECK_FILL_ROW + len(self.fill_sheets) + 2

    @cached_property
    def rule_rows(self) -> dict[tuple[str, str], int]:
        """The row on 自检 of each rule's instance."""
        return {
            instance.key: self.first_rule_row + number
            for number, instance in enumerate(self.places.instances)
        }

    @cached_property
    def results(self) -> dict[tuple[str, str], tuple[Outcome, float | str]]:
        """What 自检 shows for each instance: the outcome and the difference ("" pending, 不比 not compared)."""
        return {instance.key: self._result(instance) for instance in self.places.instances}

    def _result(self, instance: Instance) -> tuple[Outcome, float | str]:
        outcome, difference = instance.outcome(self.values, self.values.given)
        if difference is None:
            return outcome, "" if outcome is Outcome.PENDING else NOT_COMPARED
        return outcome, difference

    def total_shown(self, item: Field) -> float | str:
        """What a total's cell shows: the sum of what is there, blank while nothing is (unless blanks are 0).

        An error value among the figures becomes the total's.
        """
        table = self.form.table(item.table)
        waiting = table.blanks is Blanks.CHOSEN and self.filing.mode(table.id) in (None, Mode.EACH)
        entries = [self.filing.figures.get(name, BLANK) for name in item.inputs]
        if waiting and all(entry.value is None for entry in entries):
            return ""
        errors = (str(entry.raw) for entry in entries if entry.kind is Kind.ERROR)
        return next(errors, self.values.shown(item.id))

    def missing(self, sheet: str) -> int:
        """How many due cells of a sheet are blank, as the workbook's own formula counts them."""
        filing = self.filing
        if sheet == PROFILE_SHEET:
            return sum(
                1
                for item in self.form.profile
                if item.due.holds(filing.kind) and not filing.profile_given(item.id)
            )
        if sheet == TEXT_SHEET:
            return sum(
                1
                for section in self.form.sections
                if section.due.holds(filing.kind) and not filing.texts.get(section.id)
            )
        table = next(table for table in self.form.tables if table.sheet == sheet)
        blank = [item for item in self.form.inputs if item.table == table.id and not filing.has(item.id)]
        if table.blanks is Blanks.CHOSEN:
            mode = filing.mode(table.id)
            return 1 if mode is None else len(blank) if mode is Mode.EACH else 0
        return sum(1 for item in blank if item.due.holds(filing.kind))

    def faulty(self, sheet: str) -> int:
        """How many figures of a sheet are no proper figure, as the workbook's own formula counts them."""
        if sheet == PROFILE_SHEET:
            return sum(self._faults_of(item) for item in self.form.profile)
        table = next((table for table in self.form.tables if table.sheet == sheet), None)
        if table is None:
            return 0
        zero_report = table.blanks is Blanks.CHOSEN and self.filing.mode(table.id) is Mode.ZERO_REPORT
        count = 0
        for item in self.form.inputs:
            if item.table != table.id or not self.filing.has(item.id):
                continue
            value = self.filing.figures[item.id].value
            if zero_report or value is None:
                count += 1
            else:
                signed = item.type is FieldType.SIGNED
                count += not (-item.limit if signed else 0) <= value <= item.limit
                count += item.whole and value != int(value)
        return count

    def _faults_of(self, item: ProfileItem) -> int:
        """How often the workbook's own formula faults an item of 基本信息 that is filled in."""
        entry = self.filing.profile.get(item.id, BLANK)
        if entry.kind is Kind.BLANK:
            return 0
        choices = choices_of(self.form, item)
        if choices:
            return entry.raw not in choices
        if item.type == "version":
            value = entry.value
            return value is None or (value < 1) + (value != int(value))
        return item.type == "code" and not (isinstance(entry.raw, str) and len(entry.raw) == CODE_LENGTH)


def choices_of(form: Form, item: ProfileItem) -> tuple[str, ...]:
    """The words that an item of 基本信息 may be; empty for one that is free."""
    return {"kind": form.kinds, "scope": form.scopes}.get(item.type, ())
