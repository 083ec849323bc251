"""明细: one row an organ, one column a figure; every other sheet's sums are formulas over it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.collect.summary.story import DETAIL, NOT_COUNTED
from toolkit.collect.sums import plain_number, units
from toolkit.form.model import FieldRole, FieldType, field_id
from toolkit.workbook.plan import a1, column_letters, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.collect.rollup import OrganRow
    from toolkit.collect.summary.story import Story
    from toolkit.form.model import Field
    from toolkit.form.rollup import Ratio

ABOUT: Final = (
    "单位名称",
    "单位代码",
    "上级单位",
    "统计口径",
    "结论",
    "计入汇总",
    "说明",
    "汇入",
    "在合计",
    "在范围",
)
"""The columns before the figures; the last three are for formulas."""
_, _, _, _, _, COUNTED_COLUMN, WHY, INTO, IN_ALL, IN_CHOSEN = range(1, len(ABOUT) + 1)
SUM, LACKING, TABLE, HEAD = 3, 4, 5, 6
FIRST: Final = HEAD + 1
MOST: Final = 20_000  # organs that a spreadsheet has a row each for without becoming slow
NUMBERS: Final = '">=-1E+300"'  # the criterion that every number meets, and no text and no empty cell
_LAST_YEAR: Final = "上年·"


class Column(Struct, frozen=True, dict=True):
    """One column of figures: a field of this year or, for headline figures, of last year."""

    field: Field
    number: int
    last_year: bool = False
    folded: bool = False

    @property
    def heading(self) -> str:
        """What stands above it; unlike any other of the sheet."""
        return (_LAST_YEAR if self.last_year else "") + self.field.name

    @cached_property
    def look(self) -> str:
        """How its figures look."""
        return "amount" if self.field.type is FieldType.AMOUNT else "count"


class Detail:
    """Where everything stands on the sheet; with too many organs there is none, and `traced` is false."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.rows = story.rollup.rows
        self.traced = len(self.rows) <= MOST
        self.first, self.last = FIRST, FIRST + len(self.rows) - 1
        fields = [item for item in story.form.fields.values() if self._shown(item)]
        folded = _with_a_total(story)
        numbers = iter(range(len(ABOUT) + 1, 16_385))
        self.columns = [Column(item, next(numbers), folded=item.id in folded) for item in fields]
        if story.rollup.years:
            headlines = [story.form.fields[item.field] for item in story.overview.headlines]
            self.columns += [Column(item, next(numbers), last_year=True) for item in headlines]
        self.numbers = {column.field.id: column.number for column in self.columns if not column.last_year}
        self._parts: dict[tuple[str, str], list[int]] = {}

    def _shown(self, item: Field) -> bool:
        """Every field with a cell, and the sums without one that an overview shows."""
        return item.role is not FieldRole.GROUP or item.id in self.story.overview.fields

    def cells(self, column: int) -> str:
        """The cells of a column as other sheets' formulas write them."""
        letters = column_letters(column)
        return f"{quoted(DETAIL)}!${letters}${self.first}:${letters}${self.last}"

    def summed(self, field_id: str) -> str:
        """The cell with the sum of all of a field; empty where there is no such sheet."""
        return self.traced * f"{quoted(DETAIL)}!${column_letters(self.numbers[field_id])}${SUM}"

    def figures(self, field_id: str) -> str:
        """The cells of a field."""
        return self.cells(self.numbers[field_id])

    @cached_property
    def chosen(self) -> str:
        """The criterion that a row belongs to the 统计范围 that is chosen on the sheet 汇总表."""
        return f"{self.cells(IN_CHOSEN)},1"

    @cached_property
    def all(self) -> str:
        """The criterion that a row is in the sums of all."""
        return f"{self.cells(IN_ALL)},1"

    def below(self, superior: str) -> str:
        """The criterion that a row is in the sums of a superior."""
        if superior == self.story.rollup.area:
            return self.all
        key = self.story.keys[superior]
        return f'{self.cells(INTO)},"*/{key}/*",{self.cells(COUNTED_COLUMN)},"<>{NOT_COUNTED}"'

    def note(self, row: OrganRow, values: Mapping[str, float | None]) -> None:
        """Keep the figures of a row, by field, that its superiors' ratios are made of."""
        if not row.added:
            return
        for ratio in self.story.overview.ratios:
            above, below = added(values, ratio.numerator), added(values, ratio.denominator)
            if above is not None and below is not None:
                for superior in row.into:
                    sums = self._parts.setdefault((superior, ratio.id), [0, 0])
                    sums[0] += units(above)
                    sums[1] += units(below)

    def parts(self, superior: str, ratio: Ratio) -> tuple[float | None, float | None]:
        """What is divided by what in a superior's ratio: sums over the rows that say both; None if none does."""
        sums = self._parts.get((superior, ratio.id))
        return (None, None) if sums is None else (plain_number(sums[0]), plain_number(sums[1]))

    def total(self, field_id: str, criterion: str) -> str:
        """A formula for the sum of a field."""
        return f"SUMIFS({self.figures(field_id)},{criterion})"

    def said(self, field_id: str, criterion: str) -> str:
        """A formula for how many rows say a figure."""
        return f"COUNTIFS({self.say((field_id,))},{criterion})"

    def say(self, field_ids: Iterable[str]) -> str:
        """The criterion that a row says each of these figures."""
        return ",".join(f"{self.figures(name)},{NUMBERS}" for name in field_ids)


def _with_a_total(story: Story) -> set[str]:
    """The fields that stand beside a column which is a sum of theirs: folded away behind it."""
    return {
        field_id(table.id, row.id, part)
        for table in story.form.tables
        for block in table.blocks
        for column in block.printed_columns
        for part in column.sum
        for row in block.rows
    }


def runs(row: int, columns: Iterable[int]) -> str:
    """Cells of one row as formulas list them: neighbours as ranges."""
    parts: list[list[int]] = []
    for column in sorted(columns):
        if parts and column == parts[-1][1] + 1:
            parts[-1][1] = column
        else:
            parts.append([column, column])
    return ",".join(
        a1(row, first) if first == last else f"{a1(row, first)}:{a1(row, last)}" for first, last in parts
    )


def added(values: Mapping[str, float | None], field_ids: Iterable[str]) -> float | None:
    """The sum of some of the values; None if one is not known."""
    found = [values[name] for name in field_ids]
    return None if None in found else sum(value for value in found if value is not None)
