"""What a report form is: tables of fields, profile of the organ, text sections and rules, as frozen values.

A form is loaded from a folder of plain data (see `toolkit.form.load`) and everything else is derived from
it: the workbook, the checks, the report. Nothing here knows a spreadsheet or any office's file.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.form.charts import DeclaredChart
    from toolkit.form.claims import Claims
    from toolkit.form.expression import Expression
    from toolkit.form.instance import Instance


class FieldType(StrEnum):
    """What a figure may be: a count (whole, ≥ 0), a signed count (whole) or an amount (decimal, ≥ 0)."""

    COUNT = "count"
    SIGNED = "signed"
    AMOUNT = "amount"


class FieldRole(StrEnum):
    """Input (typed by the office), computed (a cell holding a sum) or group (a sum that has no cell)."""

    INPUT = "input"
    COMPUTED = "computed"
    GROUP = "group"


class Blanks(StrEnum):
    """How a table treats blanks: its 填报方式 is chosen in the workbook, or a blank is simply not given."""

    CHOSEN = "chosen"
    OPTIONAL = "optional"


class Orientation(StrEnum):
    """Rows below each other (down), or laid side by side with their columns below (across)."""

    DOWN = "down"
    ACROSS = "across"


class Due(Struct, frozen=True):
    """For which kinds of organ something must be filled in; `kinds` empty and `always` false means never."""

    always: bool = False
    kinds: tuple[str, ...] = ()

    def holds(self, kind: str | None) -> bool:
        """Say whether it is due for an organ of this kind (None or unknown: only what is always due)."""
        return self.always or kind in self.kinds


class Line(Struct, frozen=True):
    """A row or a column of a block. `heading` is its path of printed headings, outermost first.

    `sum` names the lines it is the sum of (it is then computed); `group` marks one without a printed cell.
    One that `prints_unit` has a heading that names no unit: the report prints the unit behind the figure.
    """

    id: str
    alias: str
    heading: tuple[str, ...]
    sum: tuple[str, ...] = ()
    group: bool = False
    type: FieldType | None = None
    unit: str | None = None
    due: Due | None = None
    note: str = ""
    additive: bool = True
    prints_unit: bool = False

    @property
    def asked(self) -> tuple[str, ...]:
        """The heading under which an office fills it in: with the unit where the printed one names none."""
        if not self.prints_unit:
            return self.heading
        return (*self.heading[:-1], f"{self.heading[-1]}\n（单位：{self.unit}）")


class Block(Struct, frozen=True):
    """Rows × columns under one banner; a table has one block or several below each other."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    banner: str = ""
    corner: str = ""
    columns_heading: str = ""

    @property
    def printed_rows(self) -> tuple[Line, ...]:
        """The rows that have cells."""
        return tuple(line for line in self.rows if not line.group)

    @property
    def printed_columns(self) -> tuple[Line, ...]:
        """The columns that have cells."""
        return tuple(line for line in self.columns if not line.group)


def field_id(table: str, row: str, column: str) -> str:
    """The id of a figure: `table.row.column`, or `table.row` in a table of one column."""
    return ".".join(word for word in (table, row, column) if word)


class Field(Struct, frozen=True):
    """One figure of the form.

    `id` is `table.row.column` (`table.row` where there is one column), `alias` the same in Chinese, `inputs`
    the input fields it is the sum of, `limit` the largest figure within reason, `note` advice on filling it in.
    The report prints the unit behind the figure where it `prints_unit`.
    """

    id: str
    alias: str
    table: str
    row: str
    column: str
    role: FieldRole
    type: FieldType
    unit: str
    limit: int
    due: Due
    inputs: tuple[str, ...]
    additive: bool = True
    note: str = ""
    prints_unit: bool = False

    @property
    def name(self) -> str:
        """Its row and column in words, as messages write them: 新收·自然人."""
        return self.alias.partition(".")[2].replace(".", "·") or self.alias

    @property
    def whole(self) -> bool:
        """Say whether the figure must be a whole number."""
        return self.type is not FieldType.AMOUNT


class Table(Struct, frozen=True):
    """A table of the form and the sheet it is filled in on.

    `printed` tables stand in the report; the sheet of an `after_texts` table comes behind the texts.
    """

    id: str
    alias: str
    sheet: str
    title: str
    blanks: Blanks
    orientation: Orientation
    blocks: tuple[Block, ...]
    hint: str = ""
    printed: bool = True
    after_texts: bool = False
    source: str = ""


class ProfileItem(Struct, frozen=True):
    """One item of 基本信息; `type` is text, organ, telephone, … ; a `carried` one comes from last year's workbook."""

    id: str
    label: str
    type: str
    prompt: str
    due: Due
    length: int = 100
    carried: bool = False


class Section(Struct, frozen=True):
    """A text section: where it stands, what is asked for, what is composed; one not `titled` prints no heading.

    `tables` are those whose subject is its own: what a report says beside such a table is of this section.
    """

    id: str
    heading: str
    parent: str
    prompt: str
    due: Due
    rows: int
    composed: str = ""
    source: str = ""
    titled: bool = True
    tables: tuple[str, ...] = ()


class Rule(Struct, frozen=True):
    """A balance or a comparison of years: one expression (or several alike) under one stable code."""

    code: str
    name: str
    severity: str
    expressions: tuple[Expression, ...]
    explanation: str
    source: str
    example: str
    remedy: str


class Form(Struct, frozen=True, eq=False, dict=True):
    """One report form as declared in `folder`; `digest` changes with every file that a workbook is made from.

    `claims` are the words that tie the texts to the figures; a form without them compares no texts. `charts`
    are what its report can draw, `instances` its rules at every row or column that they speak of, in order.
    Two forms are the same only if they are the same object: derived things are kept per form.
    """

    id: str
    name: str
    title: str
    version: int
    first_year: int
    last_year: int | None
    source: str
    kinds: tuple[str, ...]
    scopes: tuple[str, ...]
    profile: tuple[ProfileItem, ...]
    tables: tuple[Table, ...]
    fields: Mapping[str, Field]
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]
    digest: str
    folder: Path
    claims: Claims | None = None
    charts: tuple[DeclaredChart, ...] = ()
    instances: tuple[Instance, ...] = ()

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Field ids by Chinese alias; `依申请.新收` alone also names its 总计."""
        names = {item.alias: item.id for item in self.fields.values()}
        for item in self.fields.values():
            if item.column == "total":
                names.setdefault(item.alias.rpartition(".")[0], item.id)
        return names

    @cached_property
    def inputs(self) -> tuple[Field, ...]:
        """The input fields in the order of the form."""
        return tuple(item for item in self.fields.values() if item.role is FieldRole.INPUT)

    def table(self, table_id: str) -> Table:
        """Return a table by id; raises KeyError."""
        return self._tables[table_id]

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.id: table for table in self.tables}

    def section(self, section_id: str) -> Section:
        """Return a text section by id; raises KeyError."""
        return {section.id: section for section in self.sections}[section_id]

    def section_about(self, table_id: str) -> Section | None:
        """The section that has the same subject as a table; None if none says so."""
        return next((section for section in self.sections if table_id in section.tables), None)

    @property
    def span(self) -> str:
        """The years that it is for, in words."""
        return (
            f"{self.first_year} 年及以后"
            if self.last_year is None
            else f"{self.first_year} 至 {self.last_year} 年"
        )

    def covers_below(self, scope: str) -> bool:
        """Say whether a report of this 统计口径 covers the organs below too.

        The first of `scopes` is that of an organ alone, any other covers what is below it.
        """
        return scope in self.scopes[1:]

    def covers(self, year: int) -> bool:
        """Say whether reports of this year use this form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)
