"""Rows and columns that were inserted or deleted, the deleted ones called by their labels: S110 and S111."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit import catalogue
from toolkit.workbook.plan import Role, column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.finding import Finding
    from toolkit.workbook.align import Shift
    from toolkit.workbook.matched import Matched

_NAMED: Final = 5  # deleted lines that are called by their labels
_LONGEST: Final = 30  # characters of a label


def shift_findings(pair: Matched) -> Iterator[Finding]:
    """Yield every place of a sheet where rows or columns were inserted or are missing."""
    sheet = pair.sheet.name if pair.sheet else pair.plan.name
    for shift in pair.alignment.rows.shifts:
        labels = [_row_label(pair, row) for row in _gone(shift)]
        yield catalogue.finding("S110", sheet=sheet, found=_words(shift, "行", labels), row=shift.line)
    for shift in pair.alignment.columns.shifts:
        labels = [_column_label(pair, column) for column in _gone(shift)]
        found = _words(shift, "列", labels)
        yield catalogue.finding("S111", sheet=sheet, found=found, column=column_letters(shift.line))


def _gone(shift: Shift) -> range:
    """The planned lines that are missing."""
    return range(shift.line, shift.line - shift.by)


def _words(shift: Shift, kind: str, labels: list[str]) -> str:
    if shift.by > 0:
        return f"插入了 {shift.by} {kind}"
    named = [f"“{label[:_LONGEST]}{'…' * (len(label) > _LONGEST)}”" for label in labels if label]
    listed = "、".join(named[:_NAMED]) + "等" * (len(named) > _NAMED)
    return f"少了 {-shift.by} {kind}" + (f"：{listed}" if listed else "")


def _row_label(pair: Matched, row: int) -> str:
    """The leftmost label that stands in this row alone; empty if there is none."""
    own = [slot for slot in pair.plan.slots if slot.role is Role.TEXT and slot.row == slot.bottom == row]
    return " ".join(str(min(own, key=lambda slot: slot.column).value).split()) if own else ""


def _column_label(pair: Matched, column: int) -> str:
    """The topmost label that stands in this column alone; empty if there is none."""
    own = [slot for slot in pair.plan.slots if slot.role is Role.TEXT and slot.column == slot.right == column]
    return " ".join(str(min(own, key=lambda slot: slot.row).value).split()) if own else ""
