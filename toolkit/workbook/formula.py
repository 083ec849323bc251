"""From a bound rule to an Excel formula: the spreadsheet's side of the one expression.

Only SUM, IF, AND, OR, COUNT, COUNTA, COUNTIF, COUNTIFS, INDEX, ROUND, ABS, LEN and & are used, which Excel
2010, WPS and LibreOffice share (SUMPRODUCT, FIND and ISNUMBER once, to count decimals). No formula rests on
an input cell: inputs are reached through INDEX over a range whose corners are locked, so that cutting and
pasting between input cells cannot move a reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.form.expression import Aspect
from toolkit.form.model import Blanks, FieldType
from toolkit.workbook.addresses import absolute, exactly, rectangles
from toolkit.workbook.plan import HIDDEN_SHEET, PREVIOUS_SHEET, PROFILE_SHEET, column_letters, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.form.instance import Equation, Instance, Term
    from toolkit.form.model import Field, Table
    from toolkit.workbook.places import Places

FIRST_MODE_ROW = 21  # on the hidden sheet, below the identity


class Formulas(Struct, frozen=True):
    """Formulas over the places of one form; `profile_rows` are the rows of 基本信息 by item id."""

    places: Places
    profile_rows: dict[str, int]
    profile_last_row: int

    # ── references ──────────────────────────────────────────────────────────

    def cell(self, sheet: str, row: int, column: int) -> str:
        """One cell, reached so that no cut and paste can move the reference."""
        return f"INDEX({self.area(sheet)},{row},{column})"

    def area(self, sheet: str) -> str:
        """The whole used range of a sheet; its corners are locked cells."""
        if sheet == PROFILE_SHEET:
            return f"{quoted(sheet)}!$A$1:$C${self.profile_last_row}"
        place = next(place for place in self.places.tables if place.table.sheet == sheet)
        return f"{quoted(sheet)}!$A$1:${column_letters(place.check_column)}${place.last_row}"

    def profile(self, item: str) -> str:
        """The cell of one item of 基本信息."""
        return self.cell(PROFILE_SHEET, self.profile_rows[item], 2)

    def mode_code(self, table: Table) -> str:
        """The locked cell that holds 1, 2, 3 for the three 填报方式 and 0 for none."""
        chosen = [place.table.id for place in self.places.tables if place.table.blanks is Blanks.CHOSEN]
        return f"{quoted(HIDDEN_SHEET)}!$B${FIRST_MODE_ROW + chosen.index(table.id)}"

    def boxes(self, fields: Iterable[str]) -> list[str]:
        """The cells of some fields of one table, as few ranges as they make."""
        names = list(fields)
        sheet = self.places.sheet(names[0]) if names else ""
        shown = []
        for top, left, bottom, right in rectangles(self.places.cells[name] for name in names):
            first, last = self.cell(sheet, top, left), self.cell(sheet, bottom, right)
            shown.append(first if first == last else f"{first}:{last}")
        return shown

    def ranges(self, fields: Iterable[str]) -> str:
        """The same as the arguments of one function call."""
        return ",".join(self.boxes(fields))

    def _anywhere(self, fields: Iterable[str]) -> str:
        """The cells of fields of any tables as the arguments of one function call."""
        by_sheet: dict[str, list[str]] = {}
        for name in dict.fromkeys(fields):
            by_sheet.setdefault(self.places.sheet(name), []).append(name)
        return ",".join(self.ranges(names) for names in by_sheet.values())

    # ── totals and rules ────────────────────────────────────────────────────

    def total(self, field: Field) -> str:
        """The sum of what is there; blank, not 0, while nothing is and blanks do not count as 0."""
        cells = self.ranges(field.inputs)
        table = self.places.form.table(field.table)
        if table.blanks is Blanks.OPTIONAL:
            return f"SUM({cells})"
        return f'IF(AND({self.mode_code(table)}<2,COUNT({cells})=0),"",SUM({cells}))'

    def difference(self, instance: Instance, previous_rows: dict[str, int]) -> str:
        """Left minus right of an instance: a number, "" while pending, 不比 where the rule does not apply."""
        body = self._guarded(instance.equation, previous_rows)
        condition = instance.condition
        if condition is None:
            return body
        if isinstance(condition, tuple):
            return f'IF(COUNTA({self._anywhere(term.field for term in condition)})=0,"不比",{body})'
        pending = self._pending(condition, previous_rows)
        applies = f"{self._rounded(condition, previous_rows)}{condition.operator}0"
        return f'IF({pending},"",IF({applies},{body},"不比"))'

    def _guarded(self, equation: Equation, previous_rows: dict[str, int]) -> str:
        pending = self._pending(equation, previous_rows)
        return f'IF({pending},"",{self._rounded(equation, previous_rows)})'

    def _rounded(self, equation: Equation, previous_rows: dict[str, int]) -> str:
        grouped: dict[tuple[str, Aspect, float], list[str]] = {}
        for term, coefficient in equation.coefficients.items():
            key = self._table(term), term.aspect, coefficient
            grouped.setdefault(key, []).append(term.field)
        constant = sum(
            sign * part.coefficient * part.constant
            for sign, side in ((1, equation.left), (-1, equation.right))
            for part in side
        )
        words = "".join(
            self._signed(coefficient, self._sum(table, aspect, names, previous_rows))
            for (table, aspect, coefficient), names in grouped.items()
        )
        words += f"{'+' if constant > 0 else '-'}{exactly(abs(constant))}" if constant else ""
        return f"ROUND({words.removeprefix('+')},6)"

    @staticmethod
    def _signed(coefficient: float, words: str) -> str:
        sign = "-" if coefficient < 0 else "+"
        times = "" if abs(coefficient) == 1 else f"{exactly(abs(coefficient))}*"
        return f"{sign}{times}{words}"

    def _sum(self, table: str, aspect: Aspect, names: list[str], previous_rows: dict[str, int]) -> str:
        if aspect is Aspect.LAST:
            return f"SUM({self._previous(names, previous_rows)})"
        words = f"SUM({self._cells(aspect, names)})"
        declared = self.places.form.table(table)
        if declared.blanks is Blanks.CHOSEN:
            return f"IF({self.mode_code(declared)}=3,0,{words})"
        return words

    def _cells(self, aspect: Aspect, names: list[str]) -> str:
        if aspect is Aspect.STATED:  # a total's own cell is locked: it cannot be cut away
            return ",".join(
                f"{quoted(self.places.sheet(name))}!{absolute(self.places.cells[name])}" for name in names
            )
        return self.ranges(names)

    @staticmethod
    def _previous(names: list[str], previous_rows: dict[str, int]) -> str:
        return ",".join(f"{quoted(PREVIOUS_SHEET)}!$D${previous_rows[name]}" for name in names)

    def _table(self, term: Term) -> str:
        return self.places.form.fields[term.field].table

    # ── pending ─────────────────────────────────────────────────────────────

    def _pending(self, equation: Equation, previous_rows: dict[str, int]) -> str:
        conditions = []
        by_table: dict[tuple[str, Aspect], list[str]] = {}
        for term in equation.coefficients:
            by_table.setdefault((self._table(term), term.aspect), []).append(term.field)
        for (table_id, aspect), names in by_table.items():
            table = self.places.form.table(table_id)
            if aspect is Aspect.LAST:
                conditions.append(f"COUNT({self._previous(names, previous_rows)})<{len(names)}")
            elif table.blanks is Blanks.OPTIONAL:
                conditions += self._pending_optional(names)
            else:
                conditions += self._pending_chosen(table, self._cells(aspect, names), len(names))
        return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"

    def _pending_chosen(self, table: Table, cells: str, count: int) -> list[str]:
        mode = self.mode_code(table)
        return [
            f"{mode}=0",
            f"AND({mode}=1,COUNT({cells})<{count})",
            f"AND({mode}=2,COUNTA({cells})>COUNT({cells}))",
        ]

    def _pending_optional(self, names: list[str]) -> list[str]:
        fields = [self.places.form.fields[name] for name in names]
        conditions = []
        due = [item.id for item in fields if item.due.always]
        if due:
            conditions.append(f"COUNT({self.ranges(due)})<{len(due)}")
        rest = [item.id for item in fields if not item.due.always]
        if rest:
            cells = self.ranges(rest)
            conditions.append(f"COUNTA({cells})>COUNT({cells})")
        conditions += [
            f"AND({self.kind_is(item.due.kinds)},COUNT({self.ranges([item.id])})=0)"
            for item in fields
            if item.due.kinds and not item.due.always
        ]
        return conditions

    def kind_is(self, kinds: tuple[str, ...]) -> str:
        """A condition: the organ is of one of these kinds."""
        tests = [f'{self.profile("kind")}="{kind}"' for kind in kinds]
        return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"

    # ── what is missing and what is not a proper figure ───────────────────────

    def missing(self, table: Table) -> str:
        """How many due cells of a table are blank; a 填报方式 not chosen counts as one."""
        fields = [item for item in self.places.form.inputs if item.table == table.id]
        if table.blanks is Blanks.CHOSEN:
            cells = self.ranges(item.id for item in fields)
            mode = self.mode_code(table)
            return f"IF({mode}=0,1,IF({mode}=1,{len(fields)}-COUNTA({cells}),0))"
        parts = []
        due = [item.id for item in fields if item.due.always]
        if due:
            parts.append(f"{len(due)}-COUNTA({self.ranges(due)})")
        by_kinds: dict[tuple[str, ...], list[str]] = {}
        for item in fields:
            if item.due.kinds and not item.due.always:
                by_kinds.setdefault(item.due.kinds, []).append(item.id)
        parts += [
            f"IF({self.kind_is(kinds)},{len(names)}-COUNTA({self.ranges(names)}),0)"
            for kinds, names in by_kinds.items()
        ]
        return "+".join(parts) or "0"

    def faulty(self, table: Table) -> str:
        """How many cells of a table are filled in but are no proper figure."""
        fields = [item for item in self.places.form.inputs if item.table == table.id]
        cells = self.ranges(item.id for item in fields)
        whole = self.boxes(item.id for item in fields if item.whole)
        unsigned = self.boxes(item.id for item in fields if item.type is not FieldType.SIGNED)
        signed = self.boxes(item.id for item in fields if item.type is FieldType.SIGNED)
        parts = [f"COUNTA({cells})-COUNT({cells})"]
        parts += [f'COUNTIF({box},">{fields[0].limit}")' for box in self.boxes(item.id for item in fields)]
        parts += [f'COUNTIF({box},"<0")' for box in unsigned]
        parts += [f'COUNTIF({box},"<-{fields[0].limit}")' for box in signed]
        parts += [f'SUMPRODUCT(ISNUMBER({box})*ISNUMBER(FIND(".",{box})))' for box in whole]
        counted = "+".join(parts)
        if table.blanks is Blanks.CHOSEN:
            return f"IF({self.mode_code(table)}=3,COUNTA({cells}),{counted})"
        return counted
