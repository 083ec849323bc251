"""The locked words of a table's sheet: headings of rows and columns, units, what must be filled in, widths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.form.headings import merged_headings
from toolkit.form.model import Blanks, FieldRole, Orientation, field_id
from toolkit.workbook.check_cells import has_checks
from toolkit.workbook.plan import Role, Slot, Style, lines_needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.form.headings import Heading
    from toolkit.form.model import Field
    from toolkit.workbook.book import Book
    from toolkit.workbook.places import BlockPlace, TablePlace

ONE_LABEL: Final = 32.0
TWO_LABELS: Final = (14.0, 30.0)
OUTER_LABEL, MIDDLE_LABEL = 6.0, 15.0  # of three and more
ACROSS_LABEL: Final = 14.0
FIGURE_WIDTH: Final = 10.0
FEW_FIGURES: Final = 3  # columns, that may be wider
WIDE_FIGURE: Final = 18.0
OPTIONAL_FIGURE: Final = 16.0
OPTIONAL_COLUMNS: Final = (9.0, 12.0)  # unit and 要求
OPTIONAL_CHECK: Final = 16.0
CHECK_WIDTH: Final = 13.0
LINE_HEIGHT: Final = 15.0
ROW_HEIGHT, ACROSS_HEIGHT, HEADING_HEIGHT, BANNER_HEIGHT = 20.0, 28.0, 24.0, 22.0


def column_widths(place: TablePlace) -> tuple[float, ...]:
    """The widths of all columns of a table's sheet."""
    if place.table.orientation is Orientation.ACROSS:
        return (ACROSS_LABEL, *([FIGURE_WIDTH] * (place.check_column - 1)))
    figures = place.check_column - place.label_columns - 1
    if place.table.blanks is Blanks.OPTIONAL:
        figures -= len(OPTIONAL_COLUMNS)
        return (*label_widths(place), *([OPTIONAL_FIGURE] * figures), *OPTIONAL_COLUMNS, OPTIONAL_CHECK)
    width = FIGURE_WIDTH if figures > FEW_FIGURES else WIDE_FIGURE
    return (*label_widths(place), *([width] * figures), CHECK_WIDTH)


def label_widths(place: TablePlace) -> tuple[float, ...]:
    """The widths of the columns that hold the headings of rows, outermost first."""
    count = place.label_columns
    if count == 1:
        return (ONE_LABEL,)
    if count == len(TWO_LABELS):
        return TWO_LABELS
    return (*([OUTER_LABEL] * (count - 2)), MIDDLE_LABEL, ONE_LABEL)


def down_headings(
    book: Book, place: TablePlace, block: BlockPlace, heights: dict[int, float]
) -> Iterable[Slot]:
    """The headings of a block whose rows stand below each other; notes the heights of its rows."""
    labels = place.label_columns
    if block.banner_row:
        yield Slot(
            block.banner_row, 1, Role.TEXT, Style.BANNER, block.block.banner, last_column=place.check_column
        )
        heights[block.banner_row] = BANNER_HEIGHT
    top, bottom = block.heading_row, block.first_row - 1
    yield Slot(
        top, 1, Role.TEXT, Style.HEADING, block.block.corner, last_row=bottom,
        last_column=labels,
    )  # fmt: skip
    first = top
    if block.block.columns_heading:
        last = labels + len(block.columns)
        yield Slot(top, labels + 1, Role.TEXT, Style.HEADING, block.block.columns_heading, last_column=last)
        first += 1
    paths = [line.asked for line in block.columns]
    for cell in merged_headings(paths, bottom - first + 1):
        yield _column_heading(cell, first, labels + 1)
    narrowest = min(column_widths(place)[labels : labels + len(block.columns)])
    tallest = max(lines_needed(line.asked[-1], narrowest) for line in block.columns)
    heights.update(dict.fromkeys(range(top, bottom + 1), HEADING_HEIGHT))
    heights[bottom] = max(HEADING_HEIGHT, LINE_HEIGHT * tallest + 8)
    if place.table.blanks is Blanks.OPTIONAL:
        for column, text in zip(_optional_columns(place), ("单位", "要求"), strict=True):
            yield Slot(top, column, Role.TEXT, Style.HEADING, text, last_row=bottom)
    if has_checks(book, place, block):
        yield Slot(top, place.check_column, Role.TEXT, Style.HEADING, "核对", last_row=bottom)
    yield from _row_labels(place, block, heights)


def _row_labels(place: TablePlace, block: BlockPlace, heights: dict[int, float]) -> Iterable[Slot]:
    widths = label_widths(place)
    for cell in merged_headings([line.asked for line in block.rows], place.label_columns):
        row = block.first_row + cell.start
        yield Slot(
            row, 1 + cell.level, Role.TEXT, Style.LABEL, cell.text,
            last_row=row + cell.lines - 1, last_column=cell.level + cell.levels,
        )  # fmt: skip
        if cell.lines == 1:
            room = sum(widths[cell.level : cell.level + cell.levels])
            heights[row] = max(ROW_HEIGHT, LINE_HEIGHT * lines_needed(cell.text, room) + 5)


def across_headings(place: TablePlace, heights: dict[int, float]) -> Iterable[Slot]:
    """The headings of a table whose rows lie side by side; notes the heights of its rows."""
    (block,) = place.blocks
    top, bottom = block.heading_row, block.first_row - 1
    heights.update(dict.fromkeys(range(top, place.last_row + 1), ACROSS_HEIGHT))
    yield Slot(top, 1, Role.TEXT, Style.HEADING, "项目", last_row=bottom)
    paths = [row.asked + column.asked for row in block.rows for column in block.columns]
    for cell in merged_headings(paths, bottom - top + 1):
        yield _column_heading(cell, top, 2)
        lines = lines_needed(cell.text, FIGURE_WIDTH * cell.lines)
        for row in range(top + cell.level, top + cell.level + cell.levels):
            heights[row] = max(heights[row], (LINE_HEIGHT * lines + 8) / cell.levels)
    yield Slot(block.first_row, 1, Role.TEXT, Style.LABEL, "数量")
    yield Slot(block.first_row + 1, 1, Role.TEXT, Style.LABEL, "核对")
    if place.table.blanks is Blanks.OPTIONAL:
        for row, text in zip(_optional_rows(block), ("单位", "要求"), strict=True):
            yield Slot(row, 1, Role.TEXT, Style.LABEL, text)


def requirements(book: Book, place: TablePlace) -> Iterable[Slot]:
    """In a table whose blanks are optional: the unit, and whether it must be filled in, beside each row.

    Where the rows lie side by side they stand below each figure.
    """
    if place.table.blanks is not Blanks.OPTIONAL:
        return
    for block in place.blocks:
        for row in block.rows:
            fields = [
                book.form.fields[field_id(place.table.id, row.id, column.id)] for column in block.columns
            ]
            if place.table.orientation is Orientation.ACROSS:
                for item in fields:
                    column = book.places.cells[item.id][1]
                    for at, text in zip(_optional_rows(block), _words([item]), strict=True):
                        yield Slot(at, column, Role.TEXT, Style.CENTRED, text)
            else:
                at = book.places.cells[fields[0].id][0]
                for column, text in zip(_optional_columns(place), _words(fields), strict=True):
                    yield Slot(at, column, Role.TEXT, Style.CENTRED, text)


def _words(fields: Sequence[Field]) -> tuple[str, str]:
    """The units of some fields and what is required of them, each once."""
    units = dict.fromkeys(item.unit for item in fields)
    inputs = [item for item in fields if item.role is FieldRole.INPUT]
    required = dict.fromkeys(_required(item) for item in inputs)
    return "、".join(units), "、".join(required) or "自动计算"


def _required(item: Field) -> str:
    if item.due.always:
        return "必填"
    return "、".join(item.due.kinds) + "必填" if item.due.kinds else "选填"


def _optional_columns(place: TablePlace) -> tuple[int, int]:
    return place.check_column - 2, place.check_column - 1


def _optional_rows(block: BlockPlace) -> tuple[int, int]:
    return block.first_row + 2, block.first_row + 3


def _column_heading(cell: Heading, top: int, left: int) -> Slot:
    """A heading of columns whose first level stands in row `top`, the first line in column `left`."""
    row, column = top + cell.level, left + cell.start
    return Slot(
        row, column, Role.TEXT, Style.HEADING, cell.text,
        last_row=row + cell.levels - 1, last_column=column + cell.lines - 1,
    )  # fmt: skip
