"""From plans to an .xlsx file, with XlsxWriter: same book, same bytes.

Normal is unlocked and every other cell is locked explicitly, whole columns included: what is pasted from Word
or a web page takes the Normal style and must stay editable. Text is always written as text, never evaluated.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from xlsxwriter.worksheet import Worksheet

from toolkit.filing import Kind
from toolkit.package.zipped import unzipped, zipped
from toolkit.patterns import when_used
from toolkit.workbook.addresses import rectangles
from toolkit.workbook.begun import begun
from toolkit.workbook.look import BAD, DATE_FORMAT, FONT, PROPERTIES, SIGNALS
from toolkit.workbook.outline import plans
from toolkit.workbook.plan import (
    Holds,
    Role,
    SheetPlan,
    Slot,
    Style,
    a1,
    column_letters,
    quoted,
)
from toolkit.workbook.validation import validation

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from toolkit.workbook.book import Book
    from toolkit.workbook.plan import Allowed

_LAST_COL = when_used(rb'(<col min="\d+" )max="\d+"(?=[^<]*</cols>)')
_PROTECTION: dict[str, Any] = {"format_rows": True, "format_columns": True}
_A4 = 9
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_MOST_PREPARED = 4_096
_PREPARED: dict[tuple[str, bool], str] = {}
"""Formulas as XlsxWriter writes them; the workbooks of one form have the same."""


def workbook_bytes(book: Book, *, password: str = "") -> bytes:
    """Render a book as the bytes of an .xlsx file, every sheet and the structure protected."""
    stream = io.BytesIO()
    year = book.filing.year or book.form.first_year
    title = f"{book.filing.organ}{year}年{book.form.title}填报工作簿"
    workbook = begun(stream, title, year, normal={"locked": 0}, in_memory=True)
    workbook.set_size(2400, 1600)
    renderer = _Renderer(workbook, password)
    for plan in plans(book):
        renderer.sheet(plan)
    for place in book.places.tables:
        last = f"${column_letters(place.check_column)}${place.last_row}"
        workbook.define_name(f"{place.table.alias}表", f"={quoted(place.table.sheet)}!$A$1:{last}")
    workbook.close()
    return _finished(stream.getvalue())


class _Sheet(Worksheet):  # type: ignore[misc] # ships no types
    """A worksheet that remembers how it writes a formula: XlsxWriter looks for dozens of new functions in each."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002 - its own
        key = formula, expand_future_functions
        if key not in _PREPARED:
            if len(_PREPARED) >= _MOST_PREPARED:
                _PREPARED.clear()
            _PREPARED[key] = super()._prepare_formula(formula, expand_future_functions)
        return _PREPARED[key]


class _Renderer:
    """Writes plans into one XlsxWriter workbook, keeping one Format per look."""

    def __init__(self, workbook: Workbook, password: str) -> None:
        self.workbook = workbook
        self.password = password
        self.formats: dict[tuple[Style, str], Format] = {}
        self.signals = {
            id(look): workbook.add_format(look) for pairs in SIGNALS.values() for _, look in pairs
        } | {id(BAD): workbook.add_format(BAD)}
        self.backdrop = workbook.add_format({"locked": True, "font_name": FONT, "valign": "vcenter"})

    def sheet(self, plan: SheetPlan) -> None:
        sheet = self.workbook.add_worksheet(plan.name, worksheet_class=_Sheet)
        if plan.hidden:
            sheet.very_hidden()
        for column, width in enumerate(plan.widths):
            sheet.set_column(column, column, width, self.backdrop)
        sheet.set_column(len(plan.widths), len(plan.widths), 9, self.backdrop)  # `_finished` stretches it
        for row, height in plan.heights.items():
            sheet.set_row(row - 1, height)
        for slot in plan.slots:
            self._slot(sheet, slot)
        self._validations(sheet, plan)
        self._signals(sheet, plan)
        self._page(sheet, plan)
        sheet.protect(self.password, _PROTECTION)

    def look(self, style: Style, variant: str = "") -> Format:
        """The format of a style; the variant `date` shows dates as such, `wide` is for merged cells."""
        key = style, variant
        if key not in self.formats:
            properties = PROPERTIES[style] | ({"num_format": DATE_FORMAT} if variant == Kind.DATE else {})
            self.formats[key] = self.workbook.add_format(properties)
        return self.formats[key]

    def _slot(self, sheet: Worksheet, slot: Slot) -> None:
        look = self.look(slot.style, Kind.DATE if slot.kind == Kind.DATE else "")
        row, column = slot.row - 1, slot.column - 1
        if (slot.bottom, slot.right) != (slot.row, slot.column):
            sheet.merge_range(row, column, slot.bottom - 1, slot.right - 1, "", look)
        if slot.formula and not slot.overwritten:
            sheet.write_formula(
                row, column, f"={slot.formula}", look, "" if slot.value is None else slot.value
            )
        elif slot.link:
            sheet.write_url(row, column, f"internal:{slot.link}", look, str(slot.value))
        elif slot.value is None or slot.value == "":
            sheet.write_blank(row, column, None, look)
        elif slot.kind == Kind.ERROR and slot.value in _ERRORS:
            sheet.write_formula(row, column, f"={slot.value}", look, slot.value)
        elif isinstance(slot.value, bool):
            sheet.write_boolean(row, column, slot.value, look)
        elif isinstance(slot.value, str):
            sheet.write_string(row, column, slot.value, look)
        else:
            sheet.write_number(row, column, slot.value, look)

    def _validations(self, sheet: Worksheet, plan: SheetPlan) -> None:
        blocks: dict[Allowed, list[tuple[int, int]]] = {}
        for slot in plan.slots:
            if slot.allowed:
                blocks.setdefault(slot.allowed, []).append((slot.row, slot.column))
        for allowed, cells in blocks.items():
            for top, left, bottom, right in rectangles(cells):
                sheet.data_validation(top - 1, left - 1, bottom - 1, right - 1, validation(allowed))

    def _signals(self, sheet: Worksheet, plan: SheetPlan) -> None:
        for style, pairs in SIGNALS.items():
            cells = [(slot.row, slot.column) for slot in plan.slots if slot.style is style]
            for box in rectangles(cells):
                for words, look in pairs:
                    self._conditional(
                        sheet, box, {"type": "text", "criteria": "begins with", "value": words}, id(look)
                    )
        figures = [
            (slot.row, slot.column)
            for slot in plan.slots
            if slot.target and slot.target.holds is Holds.FIGURE
        ]
        for box in rectangles(figures):
            first = a1(box[0], box[1])
            self._conditional(sheet, box, {"type": "formula", "criteria": f"=ISTEXT({first})"}, id(BAD))

    def _conditional(
        self, sheet: Worksheet, box: tuple[int, int, int, int], rule: dict[str, Any], look: int
    ) -> None:
        top, left, bottom, right = box
        options = {**rule, "format": self.signals[look]}
        sheet.conditional_format(top - 1, left - 1, bottom - 1, right - 1, options)

    @staticmethod
    def _page(sheet: Worksheet, plan: SheetPlan) -> None:
        sheet.set_paper(_A4)
        if plan.landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 1 if plan.one_page else 0)
        if not plan.hidden:  # LibreOffice prints even a hidden sheet that has a print area
            sheet.print_area(0, 0, plan.last_row - 1, plan.last_column - 1)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        if plan.repeat_rows:
            sheet.repeat_rows(plan.repeat_rows[0] - 1, plan.repeat_rows[1] - 1)
        if plan.freeze != (0, 0):
            sheet.freeze_panes(plan.freeze[0] - 1, plan.freeze[1] - 1)
        if plan.tab:
            sheet.set_tab_color(f"#{plan.tab}")
        sheet.hide_gridlines(2)
        inputs = [slot for slot in plan.slots if slot.role is Role.INPUT]
        if inputs:
            sheet.set_selection(
                inputs[0].row - 1, inputs[0].column - 1, inputs[0].row - 1, inputs[0].column - 1
            )


def _finished(content: bytes) -> bytes:
    """Add what XlsxWriter has no (quick) call for: the locked structure, and locked columns up to XFD.

    A column format for 16,384 columns costs XlsxWriter more than all the rest of the workbook, so the last
    column that it writes is stretched here.
    """
    parts = unzipped(content)
    for name, data in parts.items():
        if name == "xl/workbook.xml":
            parts[name] = data.replace(
                b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>', 1
            )
        elif name.startswith("xl/worksheets/sheet"):
            parts[name] = _LAST_COL.sub(rb'\1max="16384"', data, count=1)
    return zipped(parts)
