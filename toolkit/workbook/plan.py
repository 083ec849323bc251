"""The plan of a workbook: every cell that gktool writes, where it stands and what it is.

A plan is made from the form and the values (`toolkit.workbook.book`). The writer renders it, the reader takes
the inputs from it and the structure check compares a returned file with it, so the three cannot disagree.
Rows and columns count from 1.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from toolkit.filing import Place
from toolkit.terminal import width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.workbook.cells import RawSheet

GUIDE_SHEET = "填报说明"
PROFILE_SHEET = "基本信息"
TEXT_SHEET = "文字材料"
PREVIOUS_SHEET = "上年数据"
SELF_CHECK_SHEET = "自检"
RESULT_SHEET = "核对结果"  # of a marked copy
RESULT_TITLE = "gktool 核对结果"
HIDDEN_SHEET = "_gktool"

CellValue = str | float | bool | None


class Role(StrEnum):
    """What a cell is: an input, a locked text, a locked figure, a formula, or a link."""

    INPUT = "input"
    TEXT = "text"
    FIGURE = "figure"
    FORMULA = "formula"


class Style(StrEnum):
    """How a cell looks; the writer knows what each means."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    HEADING = "heading"
    LABEL = "label"
    BANNER = "banner"
    NOTE = "note"
    PROMPT = "prompt"
    COUNT = "count"
    AMOUNT = "amount"
    CHOICE = "choice"
    WORDS = "words"
    PARAGRAPH = "paragraph"
    FIXED = "fixed"
    TOTAL = "total"
    CHECK = "check"
    STATUS = "status"
    VERDICT = "verdict"
    OUTCOME = "outcome"
    LINK = "link"
    ORDINAL = "ordinal"
    SIGNATURE = "signature"
    LEGEND_INPUT = "legend_input"
    LEGEND_TOTAL = "legend_total"
    LEGEND_HEADING = "legend_heading"
    CENTRED = "centred"


class Holds(StrEnum):
    """Which part of a filing an input cell holds."""

    FIGURE = "figure"
    PROFILE = "profile"
    MODE = "mode"
    COMPOSE = "compose"
    TEXT = "text"


class Target(Struct, frozen=True):
    """What an input holds: a field id, profile item, table id, or section id with the paragraph's number."""

    holds: Holds
    id: str
    number: int = 0


class Allowed(Struct, frozen=True):
    """Data validation of an input: kind is whole, signed, decimal, list or length, with title and message."""

    kind: str
    title: str
    message: str
    choices: tuple[str, ...] = ()
    limit: int = 0


class Slot(Struct, frozen=True):
    """One cell (or merged range) of the plan.

    `value` is the text, figure or cached value; `formula` is without the leading "=". `target` and `allowed`
    belong to inputs; `field` is the field id of a computed total;
    `kind` marks a value that is a date, a boolean or an error (see `toolkit.filing.Kind`), `overwritten` a total
    that someone typed over its formula.
    """

    row: int
    column: int
    role: Role
    style: Style
    value: CellValue = None
    formula: str = ""
    last_row: int = 0
    last_column: int = 0
    target: Target | None = None
    allowed: Allowed | None = None
    field: str = ""
    link: str = ""
    kind: str = ""
    overwritten: bool = False

    @property
    def bottom(self) -> int:
        """Last row that the slot covers."""
        return self.last_row or self.row

    @property
    def right(self) -> int:
        """Last column that the slot covers."""
        return self.last_column or self.column

    @property
    def address(self) -> str:
        """The A1 address of the first cell."""
        return a1(self.row, self.column)


class SheetPlan(Struct, frozen=True, dict=True):
    """One sheet: its slots, the widths of its columns, the heights of its rows and how it prints."""

    name: str
    slots: tuple[Slot, ...]
    widths: tuple[float, ...]
    heights: Mapping[int, float] = field(default_factory=dict)
    freeze: tuple[int, int] = (0, 0)
    landscape: bool = False
    tab: str = ""
    hidden: bool = False
    one_page: bool = True
    repeat_rows: tuple[int, int] | None = None

    @property
    def last_row(self) -> int:
        """The last row that any slot covers."""
        return max(slot.bottom for slot in self.slots)

    @property
    def last_column(self) -> int:
        """The last column that any slot covers."""
        return max(slot.right for slot in self.slots)

    @cached_property
    def labels(self) -> dict[tuple[int, int], str]:
        """The locked texts by row and column, without spaces around them; those that are empty are left out."""
        return {
            (slot.row, slot.column): str(slot.value).strip()
            for slot in self.slots
            if slot.role is Role.TEXT and slot.value
        }

    @cached_property
    def unlabelled(self) -> tuple[Slot, ...]:
        """The locked cells that are no labels: formulas, figures, and texts that are empty."""
        labels = self.labels
        return tuple(
            slot
            for slot in self.slots
            if slot.role is not Role.INPUT
            and (slot.role is not Role.TEXT or (slot.row, slot.column) not in labels)
        )

    @cached_property
    def holding(self) -> tuple[Slot, ...]:
        """The slots that hold a part of a filing: inputs, totals, last year's figures."""
        return tuple(slot for slot in self.slots if slot.target or slot.field)

    @cached_property
    def covered(self) -> frozenset[tuple[int, int]]:
        """Every cell that a slot covers, by row and column."""
        return frozenset(
            (row, column)
            for slot in self.slots
            for row in range(slot.row, slot.bottom + 1)
            for column in range(slot.column, slot.right + 1)
        )

    @cached_property
    def places(self) -> dict[tuple[int, int], Place]:
        """Where each slot stands, in the user's words, by row and column."""
        return {(slot.row, slot.column): Place(self.name, slot.address) for slot in self.slots}


def column_letters(column: int) -> str:
    """Column number from 1 to letters: 1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The A1 address of a cell."""
    return f"{column_letters(column)}{row}"


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it: bare only where nothing could take it for a number or a cell."""
    plain = sheet.isalnum() and not any(char.isascii() for char in sheet) and not sheet[0].isdigit()
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


def lines_needed(text: str, columns: float) -> int:
    """How many lines a wrapped text takes in a column of this width (in characters)."""
    return sum(max(1, -(-width(line) // max(1, int(columns) - 1))) for line in text.split("\n"))


def is_result(sheet: RawSheet) -> bool:
    """Tell whether a sheet is the list of a marked copy, and nobody's data."""
    first = sheet.cells.get((1, 1))
    return sheet.name.startswith(RESULT_SHEET) and first is not None and first.value == RESULT_TITLE
