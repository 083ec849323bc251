"""Writing sheets: rows and columns from 1, text as text, an unknown figure as an empty cell."""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from toolkit.collect.looks import LOOKS
from toolkit.terminal import visible
from toolkit.workbook.begun import begun

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format

Value = str | float | None
_LONGEST: Final = 32_767  # characters of a cell
_MOST_LINKS: Final = 65_530  # of a sheet
_A4: Final = 9


class Pages:
    """A workbook being written, page by page."""

    def __init__(self, title: str, year: int) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="gktool-")  # gone with the object, whatever happens
        self._file = Path(self._folder.name, "workbook.xlsx")
        self._workbook = begun(str(self._file), title, year, tmpdir=self._folder.name)
        self._workbook.set_size(2400, 1600)
        self._formats: dict[str, Format] = {}

    def page(self, name: str, *, long: bool = False, tab: str = "") -> Page:
        """Add a sheet; of a long one each row is written out at once, so it has to be written row by row."""
        self._workbook.constant_memory = long  # each sheet takes what holds when it is added
        sheet = self._workbook.add_worksheet(name, _Sheet)
        if tab:
            sheet.set_tab_color(tab)
        return Page(self, sheet, name)

    def look(self, name: str) -> Format:
        """The format of a look (see `LOOKS`), or None for the default."""
        if name not in self._formats:
            self._formats[name] = self._workbook.add_format(LOOKS[name])
        return self._formats[name]

    def chart(self, **kind: str) -> Chart:
        """Make a chart, to be put into a page."""
        return self._workbook.add_chart(kind)

    def content(self) -> bytes:
        """Finish, and return the bytes of the workbook."""
        stream = io.BytesIO()
        self.write(stream)
        return stream.getvalue()

    def write(self, stream: BinaryIO) -> None:
        """Finish, and write the workbook into a stream, never holding it as a whole."""
        self._workbook.constant_memory = False  # closing, each sheet goes by what it took itself
        self._workbook.use_zip64()
        try:
            self._workbook.close()
        except FileCreateError as error:
            raise error.args[0] from None  # an OSError, in XlsxWriter's wrapping
        with self._file.open("rb") as file:
            shutil.copyfileobj(file, stream)
        self._folder.cleanup()


class _Sheet(Worksheet):  # type: ignore[misc]  # ships no types
    """A worksheet that looks for less: nearly all that it is told of a cell is a place and the number of a format.

    XlsxWriter looks in each for what XML forbids, and in each formula for thirty functions that Excel stores
    under other names; no formula of ours has one.
    """

    def _prepare_formula(self, formula: str, *_: object, **__: object) -> str:
        return formula.removeprefix("=")

    def _escape_attributes(self, attribute: object) -> object:
        plain = not isinstance(attribute, str) or attribute.isalnum()
        return attribute if plain else super()._escape_attributes(attribute)


class Page:
    """One sheet; `sheet` is XlsxWriter's own, for what is not wrapped here."""

    def __init__(self, pages: Pages, sheet: Any, name: str) -> None:  # noqa: ANN401 - ships no types
        self.sheet = sheet
        self.name = name
        self._pages = pages
        self._links = 0

    def put(self, row: int, column: int, value: Value, look: str = "text") -> None:
        """Write a text as text, a number as a number, and None as an empty cell."""
        look_of = self._pages.look(look)
        if value is None or value == "":
            self.sheet.write_blank(row - 1, column - 1, None, look_of)
        elif isinstance(value, str):
            self.sheet.write_string(row - 1, column - 1, shown(value), look_of)
        else:
            self.sheet.write_number(row - 1, column - 1, value, look_of)

    def formula(self, row: int, column: int, formula: str, value: Value, look: str = "text") -> None:
        """Write a formula and what it comes to, None as an empty text; without a formula just the value."""
        if not formula:
            self.put(row, column, value, look)
            return
        cached = "" if value is None else value
        self.sheet.write_formula(row - 1, column - 1, f"={formula}", self._pages.look(look), cached)

    def merge(  # noqa: PLR0913, PLR0917 - a range and what is in it
        self,
        row: int,
        column: int,
        bottom: int,
        right: int,
        value: Value,
        look: str = "text",
        formula: str = "",
    ) -> None:
        """Merge cells and write the first; a single cell is only written."""
        if (row, column) != (bottom, right):
            self.sheet.merge_range(row - 1, column - 1, bottom - 1, right - 1, "", self._pages.look(look))
        self.formula(row, column, formula, value, look)

    def link(self, row: int, column: int, target: str, text: str) -> None:
        """Write a link, as long as the sheet can hold more."""
        self._links += 1
        if self._links > _MOST_LINKS or self.sheet.write_url(
            row - 1, column - 1, target, self._pages.look("link"), shown(text)
        ):
            self.put(row, column, text)

    def widths(self, *widths: float) -> None:
        """Set the widths of the columns, in characters."""
        for number, width in enumerate(widths):
            self.sheet.set_column(number, number, width)

    def heads(self, row: int, columns: Sequence[tuple[str, float]]) -> None:
        """Write the headings of a list, and set the widths of its columns, in characters."""
        self.widths(*(width for _, width in columns))
        for column, (heading, _) in enumerate(columns, start=1):
            self.put(row, column, heading, "head")

    def heights(self, heights: dict[int, float]) -> None:
        """Set the heights of rows, in points."""
        for row, height in heights.items():
            self.sheet.set_row(row - 1, height)

    def height(self, row: int, points: float) -> None:
        """Set the height of a row; of a long page before the row is written."""
        self.sheet.set_row(row - 1, points)

    def paint(self, row: int, column: int, bottom: int, right: int, *rules: tuple[str, str]) -> None:
        """Give cells a look where a formula about the first of them holds."""
        for formula, look in rules:
            self.sheet.conditional_format(
                row - 1, column - 1, bottom - 1, right - 1,
                {"type": "formula", "criteria": f"={formula}", "format": self._pages.look(look)},
            )  # fmt: skip

    def listed(self, head: int, last: int, columns: int, *, fixed: int = 1) -> None:
        """Make rows below a head a list to work with: filter buttons, head and first columns always in view."""
        self.sheet.autofilter(head - 1, 0, max(last, head) - 1, columns - 1)
        self.sheet.freeze_panes(head, fixed)
        self.sheet.repeat_rows(0, head - 1)

    def printed(self, *, landscape: bool = True) -> None:
        """Print on A4, as wide as a page."""
        self.sheet.set_paper(_A4)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C第 &P 页，共 &N 页")
        self.sheet.hide_gridlines(2)


def shown(text: str) -> str:
    """Text as a cell holds it: nothing unseen in it but line breaks, and not too long."""
    plain = text if text.isprintable() else "\n".join(visible(line) for line in text.split("\n"))
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
