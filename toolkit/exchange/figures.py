"""The figures of a filing as CSV, one a row, totals too: for Excel, which on a Chinese Windows needs the BOM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.filing import BLANK
from toolkit.form.model import Blanks, FieldRole, field_id
from toolkit.jsonfile import json_number
from toolkit.tabular import csv_bytes
from toolkit.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.filing import Filing
    from toolkit.form.model import Field, Form, Line, Table

HEAD: Final = ("表", "行", "列", "字段", "别名", "单位", "数值", "填报/合计")
_DECIMALS: Final = 6


def figures_csv(filing: Filing, form: Form) -> bytes:
    """Return every field of the form, in its order, with its figure.

    A figure that is not known is blank; what was typed in place of a figure stands as it is. Totals are added
    up anew, and blank while one of their parts is. A text that a spreadsheet would calculate begins with `'`.
    """
    return csv_bytes([HEAD, *_Figures(filing, form).rows()])


class _Figures:
    def __init__(self, filing: Filing, form: Form) -> None:
        self.filing = filing
        self.form = form
        self.values = Values(form, filing)

    def rows(self) -> Iterator[Sequence[str | float]]:
        for table in self.form.tables:
            for block in table.blocks:
                for row in block.rows:
                    for column in block.columns:
                        yield self._row(table, row, column)

    def _row(self, table: Table, row: Line, column: Line) -> Sequence[str | float]:
        field = self.form.fields[field_id(table.id, row.id, column.id)]
        entered = field.role is FieldRole.INPUT
        return (
            table.title,
            _name(row),
            _name(column),
            field.id,
            field.alias,
            field.unit,
            self._entered(field.id) if entered else self._total(field),
            "填报" if entered else "合计",
        )

    def _figure(self, name: str) -> float | None:
        """An input as a figure: what stands there, or what a blank means in its table."""
        entry = self.filing.figures.get(name, BLANK)
        if self.filing.has(name):
            return entry.value
        optional = self.form.table(self.form.fields[name].table).blanks is Blanks.OPTIONAL
        return None if optional else self.values.figure(name)

    def _entered(self, name: str) -> str | float:
        figure = self._figure(name)
        return self.filing.figures.get(name, BLANK).text if figure is None else json_number(figure)

    def _total(self, field: Field) -> str | float:
        figures = [self._figure(name) for name in field.inputs]
        if None in figures:
            return ""
        return json_number(round(sum(figure for figure in figures if figure is not None), _DECIMALS))


def _name(line: Line) -> str:
    """A row or column as it is printed, with the headings above it; one that is not printed by its alias."""
    return "·".join(part.strip() for part in line.heading) or line.alias
