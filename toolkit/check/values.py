"""The figures themselves (family V): what is missing, what is no number, and what cannot be so.

The counts agree with the workbook's own: a blank is missing where 填报方式 or the form says so, and whatever
else is no proper figure is faulty.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit import catalogue
from toolkit.check.dates import words_of
from toolkit.check.meant import Supposition, only_spaces, shown
from toolkit.check.profile import check_profile
from toolkit.check.where import clipped, formula_words, of_figure, of_mode, row_name
from toolkit.filing import BLANK, MODE_CHOICES, Kind, Mode
from toolkit.form.model import Blanks, FieldRole, FieldType
from toolkit.number import is_nil
from toolkit.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.filing import Entry, Filing
    from toolkit.finding import Finding, Related
    from toolkit.form.model import Field, Form, Table


def check_values(form: Form, filing: Filing) -> Iterator[Finding]:
    """Check 基本信息, then every table's 填报方式, blanks, figures and stated totals, in the form's order."""
    yield from check_profile(form, filing)
    checker = _Checker(form, filing, Supposition(form, filing))
    for table in form.tables:
        if table.blanks is Blanks.CHOSEN:
            yield from checker.mode(table)
        yield from checker.table(table)


@lru_cache(maxsize=16)
def _fields(form: Form) -> dict[str, list[tuple[Field, bool]]]:
    """The fields of each table in the order of the form, and whether each is an input."""
    found: dict[str, list[tuple[Field, bool]]] = {table.id: [] for table in form.tables}
    for item in form.fields.values():
        found[item.table].append((item, item.role is FieldRole.INPUT))
    return found


def _proper(value: float | None, item: Field) -> bool:
    """Say whether a number is one that any field of a whole number, or an amount, can hold."""
    return value is not None and 0 <= value <= item.limit and not (value % 1 and item.whole)


class _Checker(Struct, frozen=True, dict=True):
    form: Form
    filing: Filing
    supposed: Supposition

    def mode(self, table: Table) -> Iterator[Finding]:
        entry = self.filing.modes.get(table.id, BLANK)
        where = of_mode(self.filing, table)
        if self.filing.mode(table.id) is Mode.AS_PRINTED:
            return
        if entry.kind is Kind.BLANK or only_spaces(entry.text):
            yield catalogue.finding(
                "V201", sheet=where.sheet, cell=where.cell, field=table.id, table=table.sheet
            )
        elif entry.raw not in MODE_CHOICES:
            yield catalogue.finding(
                "V215",
                sheet=where.sheet,
                cell=where.cell,
                field=table.id,
                found=str(entry.raw),
                expected="、".join(MODE_CHOICES),
                label="填报方式",
                text=clipped(str(entry.raw)),
            )

    def table(self, table: Table) -> Iterator[Finding]:
        zero = table.blanks is Blanks.CHOSEN and self.filing.mode(table.id) is Mode.ZERO_REPORT
        missing = self._missing(table)
        figures, stated, number, blank = self.filing.figures, self.filing.stated, Kind.NUMBER, Kind.BLANK
        for item, is_input in _fields(self.form)[table.id]:
            if not is_input:
                if item.id in stated:
                    yield from self._stated(item, stated[item.id], table if zero else None)
                continue
            if item.id in missing:
                yield missing[item.id]
            entry = figures.get(item.id, BLANK)
            proper = entry.kind is blank or (not zero and entry.kind is number and _proper(entry.value, item))
            if proper and entry.formula is None:
                continue
            if zero:
                if self.filing.has(item.id):
                    yield self._in_zero_report(table, item, entry)
            else:
                yield from self._faults(item, entry)
                if entry.formula is not None:
                    formula = formula_words(entry.formula)
                    code = "V221" if entry.kind is Kind.BLANK else "V217"
                    yield self._finding(code, item, found=formula, formula=clipped(formula))

    # ── blanks ──────────────────────────────────────────────────────────────

    def _missing(self, table: Table) -> dict[str, Finding]:
        """The finding about missing figures of each row, by the row's first blank field."""
        mode = self.filing.mode(table.id)
        if table.blanks is Blanks.CHOSEN and mode not in (Mode.EACH, Mode.AS_PRINTED):
            return {}
        inputs = [item for item, is_input in _fields(self.form)[table.id] if is_input]
        if all(self.filing.has(item.id) for item in inputs):
            return {}
        if table.blanks is Blanks.OPTIONAL:
            if self.filing.printed:  # no part of what is published
                return {}
            due = [item for item in inputs if item.due.holds(self.filing.kind)]
            return {item.id: self._blank(table, [item], 1) for item in due if not self.filing.has(item.id)}
        rows: dict[str, list[Field]] = {}
        for item in inputs:
            rows.setdefault(item.row, []).append(item)
        found = {}
        for row in rows.values():
            blank = [item for item in row if self._is_missing(item, mode)]
            if blank:
                found[blank[0].id] = self._blank(table, blank, len(row))
        return found

    def _is_missing(self, item: Field, mode: Mode | None) -> bool:
        """Say whether a due figure is blank; in print one that a total speaks for is none.

        What could not be read of a published report was told by its reader.
        """
        if self.filing.has(item.id):
            return False
        return mode is not Mode.AS_PRINTED or (
            item.id in self.filing.figures and item.id not in self.spoken_for
        )

    @cached_property
    def spoken_for(self) -> frozenset[str]:
        """The blanks of printed tables that are 0 by a printed total, or that only a total stands for."""
        values = Values(self.form, self.filing)
        return values.agreed_blanks | values.stood_for

    def _blank(self, table: Table, blank: list[Field], row_length: int) -> Finding:
        first = blank[0]
        _, row, *_ = first.alias.split(".")
        if row_length == 1:
            words = f"“{first.name}”"
        elif len(blank) == row_length:
            words = f"{row_name(table, row)} {row_length} 格都"
        else:
            columns = "、".join(item.alias.rpartition(".")[2] for item in blank)
            words = f"{row_name(table, row)}的{columns}"
        related = tuple(of_figure(self.form, self.filing, item.id).related(item.id, "漏填") for item in blank)
        return self._finding("V202", first, related=related, blank=words)

    # ── what stands in a cell ─────────────────────────────────────────────────

    def _faults(self, item: Field, entry: Entry) -> Iterator[Finding]:
        if entry.kind is Kind.TEXT:
            yield self._text(item, str(entry.raw))
        elif entry.kind is Kind.NUMBER and entry.value is not None:
            yield from self._number(item, entry.value)
        elif entry.kind is not Kind.BLANK:
            yield self._no_figure(item, entry)

    def _text(self, item: Field, text: str) -> Finding:
        if only_spaces(text):
            clause = self.supposed.clause(item.id)
            return self._finding("V205", item, found=text, what="只有空格，看起来是空着", clause=clause)
        meant = self.supposed.entries.get(item.id)
        if meant is None or meant.value is None:
            return self._finding("V203", item, found=text, what=f"填的是“{clipped(text)}”")
        clause = self.supposed.clause(item.id)
        if is_nil(text):
            what = f"填的是“{clipped(text)}”，看起来是“没有”"
            return self._finding("V205", item, found=text, expected=0, what=what, clause=clause)
        unit = f" {item.unit}" if item.type is FieldType.AMOUNT else ""
        return self._finding(
            "V204",
            item,
            found=text,
            expected=meant.value,
            text=clipped(text),
            figure=shown(meant.value) + unit,
            clause=clause,
        )

    def _number(self, item: Field, value: float) -> Iterator[Finding]:
        if value < 0 and item.type is not FieldType.SIGNED:
            yield self._finding("V206", item, found=value, figure=shown(value))
        if item.whole and value % 1:
            yield self._finding("V207", item, found=value, figure=shown(value))
        signed = item.type is FieldType.SIGNED
        if (abs(value) if signed else value) > item.limit:
            limit = f"{'±' if signed else ''}{item.limit}"
            yield self._finding("V208", item, found=value, figure=shown(value), limit=limit)

    def _no_figure(self, item: Field, entry: Entry) -> Finding:
        """The finding about a date, a boolean or an error value."""
        if entry.kind is Kind.DATE and entry.value is not None:
            date, guess = words_of(entry.value)
            return self._finding("V209", item, found=entry.value, date=date, guess=guess)
        code = "V210" if entry.kind is Kind.BOOLEAN else "V211"
        return self._finding(code, item, found=str(entry.raw).upper())

    def _stated(self, item: Field, entry: Entry, zero: Table | None) -> Iterator[Finding]:
        """A total that someone wrote himself: whether it is right is said by a balance."""
        if entry.kind is Kind.NUMBER:
            if zero and entry.value:
                yield self._in_zero_report(zero, item, entry)
        elif entry.kind in (Kind.TEXT, Kind.BLANK):
            found = None if entry.kind is Kind.BLANK else str(entry.raw)
            words = "是空的" if only_spaces(found or "") else f"写的是“{clipped(found or '')}”"
            yield self._finding("V203", item, found=found, what=words)
        else:
            yield self._no_figure(item, entry)

    def _in_zero_report(self, table: Table, item: Field, entry: Entry) -> Finding:
        raw = formula_words(entry.formula) if entry.raw is None and entry.formula else str(entry.raw)
        text = shown(entry.value) if entry.value is not None else clipped(raw)
        found = entry.value if entry.value is not None else raw
        return self._finding("V212", item, found=found, table=table.sheet, text=text)

    def _finding(
        self,
        code: str,
        item: Field,
        *,
        found: float | str | None = None,
        expected: float | str | None = None,
        related: tuple[Related, ...] = (),
        **words: object,
    ) -> Finding:
        where = of_figure(self.form, self.filing, item.id)
        return catalogue.finding(
            code,
            sheet=where.sheet,
            cell=where.cell,
            field=item.id,
            found=found,
            expected=expected,
            related=related,
            name=item.name,
            **words,
        )
