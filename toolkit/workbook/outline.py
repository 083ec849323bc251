"""The sheets of a workbook in their order: the plan that writing and reading share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.workbook.back_sheets import hidden_sheet, previous_sheet
from toolkit.workbook.digests import plan_digest
from toolkit.workbook.front_sheets import guide_sheet, profile_sheet
from toolkit.workbook.self_check import self_check_sheet
from toolkit.workbook.table_sheet import table_sheet
from toolkit.workbook.text_sheet import text_sheet

if TYPE_CHECKING:
    from toolkit.workbook.book import Book
    from toolkit.workbook.plan import SheetPlan


def plans(book: Book) -> tuple[SheetPlan, ...]:
    """Every sheet of a workbook, in order."""
    before = [table_sheet(book, place) for place in book.places.tables if not place.table.after_texts]
    after = [table_sheet(book, place) for place in book.places.tables if place.table.after_texts]
    sheets = [guide_sheet(book), profile_sheet(book), *before, text_sheet(book), *after]
    if book.with_previous:
        sheets.append(previous_sheet(book))
    sheets.append(self_check_sheet(book))
    return (*sheets, hidden_sheet(book, plan_digest(sheets)))
