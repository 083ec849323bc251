"""汇总表: the tables of the form as they are printed, every figure a formula over 明细.

Which superior's sums are shown is chosen from a drop-down list. To the right, folded away, the same grid says
how many of the counted organs do not say each figure; a figure that some do not say is coloured.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from toolkit.collect.summary.story import ALL_KEY, DETAIL, OFFICIAL
from toolkit.filing import Filing
from toolkit.form.model import FieldRole, FieldType
from toolkit.report.tables import table_grid
from toolkit.values import Values
from toolkit.workbook.addresses import absolute, rectangles
from toolkit.workbook.plan import a1, column_letters, lines_needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.collect.pages import Page
    from toolkit.collect.summary.detail import Detail
    from toolkit.form.model import Table
    from toolkit.report.document import Placed, TableGrid

_UNITS: Final = 15  # columns of the sheet, at least: the tables of the form are spread over them
_UNIT_WIDTH: Final = 7.0
_SMALLER: Final = (
    1.1  # so many more characters of the labels' size go into the width of those of the standard size
)
_LINE_HEIGHT: Final = 14.0
_UNTRACED: Final = "单位太多，逐家的数不在这里，可用 --to 另存；这里是数，不是公式。"
_TITLE, _SCOPE, _STATE, _HINT, _FIRST = 1, 2, 3, 4, 6


class OfficialPage:
    """Writes the sheet; `scope_cell` is where other sheets find the key of the chosen superior."""

    def __init__(self, detail: Detail) -> None:
        self.detail = detail
        self.story = detail.story
        self.form = detail.story.form
        values = Values(self.form, Filing(self.form.id, self.story.year))
        tables = [table for table in self.form.tables if not table.after_texts]
        self.grids = [
            (table, table_grid(table, values, table.title))
            for table in sorted(tables, key=lambda table: not table.printed)
        ]
        beside = max(
            (grid.columns - grid.label_columns for _, grid in self.grids if grid.label_columns), default=0
        )
        labels = max((grid.label_columns for _, grid in self.grids), default=0)
        self.units = max(_UNITS, labels + beside, *(grid.columns for _, grid in self.grids))
        self.labels = self.units - beside
        self.offset = self.units + 1  # to the grid of what is lacking
        self.lists = 2 * self.units + 3  # column of the names of the superiors, out of sight
        self.scope_cell = f"{OFFICIAL}!{absolute((_SCOPE, self.lists + 1))}"
        self.filings_cell = absolute((_SCOPE, self.units - 2))

    def write(self, page: Page) -> None:
        """Write the head, then every table below the one before."""
        self.page = page
        for column in range(1, self.units + 1):
            page.sheet.set_column(column - 1, column - 1, _UNIT_WIDTH)
        page.sheet.set_column(self.units, self.units, 2, None, {"collapsed": True})
        page.sheet.set_column(self.offset, 2 * self.units, 5, None, {"level": 1, "hidden": True})
        page.sheet.set_column(2 * self.units + 1, self.lists, 12, None, {"hidden": True})
        self._head()
        row = _FIRST
        cells: dict[str, tuple[int, int]] = {}
        breaks = []
        for table, grid in self.grids:
            if not table.printed and row > _FIRST:
                breaks.append(row - 1)
            row = self._table(row, table, grid, cells) + 2
        self._state(cells)
        page.sheet.set_h_pagebreaks(breaks[:1])
        page.sheet.print_area(0, 0, row - 1, self.units - 1)
        page.sheet.freeze_panes(_HINT, 0)
        page.printed(landscape=False)

    def _head(self) -> None:
        page, story = self.page, self.story
        page.merge(_TITLE, 1, _TITLE, self.units, f"{story.title}{self.form.title}汇总表", "title_centred")
        page.height(_TITLE, 32)
        page.height(_SCOPE, 24)
        superiors = story.rollup.superiors if self.detail.traced else (story.rollup.area,)
        names = [story.sum_name(code) for code in superiors]
        page.merge(_SCOPE, 1, _SCOPE, 3, "统计范围", "label_centred")
        page.merge(_SCOPE, 4, _SCOPE, self.units - 6, names[0], "input" if len(names) > 1 else "centred")
        page.merge(_SCOPE, self.units - 5, _SCOPE, self.units - 3, "计入的单位", "label_centred")
        page.merge(
            _SCOPE, self.units - 2, _SCOPE, self.units, story.rollup.total.filings, "offices",
            self.detail.traced * f"COUNTIFS({self.detail.chosen})",
        )  # fmt: skip
        letters = column_letters(self.lists)
        for number, name in enumerate(names):
            page.put(_FIRST + number, self.lists, name, "quiet")
        listed = f"${letters}${_FIRST}:${letters}${_FIRST + len(names) - 1}"
        key = f'"/"&(MATCH({absolute((_SCOPE, 4))},{listed},0)-1)&"/"'
        page.formula(_SCOPE, self.lists + 1, key, ALL_KEY, "quiet")
        if len(names) > 1:
            page.sheet.data_validation(
                _SCOPE - 1, 3, _SCOPE - 1, self.units - 7,
                {"validate": "list", "source": f"={listed}", "input_title": "统计范围",
                 "input_message": "点右边的箭头选一个上级单位，看它和所属单位的合计。"},
            )  # fmt: skip

    def _state(self, cells: dict[str, tuple[int, int]]) -> None:
        """Say above the tables how many figures some of the organs do not say."""
        page, total = self.page, self.story.rollup.total
        inputs = [name for name in cells if self.form.fields[name].role is FieldRole.INPUT]
        boxes = rectangles((row, column + self.offset) for row, column in (cells[name] for name in inputs))
        counted = "+".join(f'COUNTIF({_box(box)},">0")' for box in boxes)
        lacking = sum(total.lacking(name) > 0 for name in inputs)
        said = f'IF({counted}=0,"每个数都齐了。","有 "&({counted})&" 个数有单位没有填（黄底），合计偏小。缺几家，点右上角的 + 看右侧。")'
        page.merge(
            _STATE, 1, _STATE, self.units,
            "每个数都齐了。" if not lacking
            else f"有 {lacking} 个数有单位没有填（黄底），合计偏小。缺几家，点右上角的 + 看右侧。",
            "hint", said,
        )  # fmt: skip
        missing = self.story.rollup.missing[self.story.rollup.area]
        page.merge(
            _HINT, 1, _HINT, self.units,
            (f"每个数都是对“{DETAIL}”的求和公式。" if self.detail.traced else _UNTRACED) + "※ 是各单位之和，不宜直接相加（如联合制发的会重复计算），仅供参考。"
            + (f"还有 {missing} 家单位的数没有收到。" if missing else ""), "hint",
        )  # fmt: skip
        for top, left, bottom, right in rectangles(cells.values()):
            other = a1(top, left + self.offset)
            page.paint(top, left, bottom, right, (f"{other}>0", "waiting"))

    def _starts(self, grid: TableGrid) -> list[int]:
        """The column of the sheet at which each column of a table begins, and the one behind the last."""
        if not grid.label_columns:
            sizes = _shares(self.units, grid.columns)
        else:
            narrow = self.labels // (grid.label_columns + 1)  # the innermost labels are the longest by far
            sizes = [narrow] * (grid.label_columns - 1)
            sizes.append(self.labels - sum(sizes))
            sizes += _shares(self.units - self.labels, grid.columns - grid.label_columns)
        return list(accumulate(sizes, initial=1))

    def _table(self, top: int, table: Table, grid: TableGrid, cells: dict[str, tuple[int, int]]) -> int:
        """Write one table; return its last row."""
        self.page.merge(top, 1, top, self.units, table.title, "part")
        self.page.height(top, 22)
        self.page.merge(top, 1 + self.offset, top, 2 * self.units + 1, "缺数单位（家）", "quiet")
        starts = self._starts(grid)
        placed = list(grid.placed())
        own: dict[str, tuple[int, int]] = {}
        for one in placed:
            if one.cell.field:
                own[one.cell.field] = (top + 1 + one.row, starts[one.column])
        heights = dict.fromkeys(range(top + 1, top + 1 + len(grid.rows)), 18.0)
        for one in placed:
            self._cell(top + 1, one, starts, own, heights)
        self.page.heights(heights)
        cells.update(own)
        return top + len(grid.rows)

    def _cell(
        self,
        first: int,
        one: Placed,
        starts: Sequence[int],
        own: dict[str, tuple[int, int]],
        heights: dict[int, float],
    ) -> None:
        row, column = first + one.row, starts[one.column]
        bottom, right = row + one.cell.rowspan - 1, starts[one.column + one.cell.colspan] - 1
        if not one.cell.field:
            look = "label" if one.cell.align == "left" else "label_centred"
            self.page.merge(row, column, bottom, right, one.cell.text, look)
            lines = lines_needed(one.cell.text, (right - column + 1) * _UNIT_WIDTH * _SMALLER - 1)
            share = (_LINE_HEIGHT * lines + 4) / one.cell.rowspan
            for number in range(row, bottom + 1):
                heights[number] = max(heights[number], share)
            return
        item, total = self.form.fields[one.cell.field], self.story.rollup.total
        beside = [own[name] for name in item.inputs if name in own]
        lacking_cells = _list((r, c + self.offset) for r, c in beside)
        if item.role is FieldRole.INPUT:
            lacking = f"{self.filings_cell}-{self.detail.said(item.id, self.detail.chosen)}"
            shown = f'IF({a1(row, column + self.offset)}>={self.filings_cell},"",{self.detail.total(item.id, self.detail.chosen)})'
        else:
            lacking = f"MAX({lacking_cells})"
            shown = f'IF(COUNT({_list(beside)})=0,"",SUM({_list(beside)}))'
        if not self.detail.traced and item.role is FieldRole.INPUT:
            shown = lacking = ""
        look = (
            "official_apart" if not item.additive
            else "official_amount" if item.type is FieldType.AMOUNT
            else "official_count" if item.role is FieldRole.INPUT
            else "official_total"
        )  # fmt: skip
        self.page.merge(row, column, bottom, right, total.value(item.id), look, shown)
        self.page.formula(row, column + self.offset, lacking, total.lacking(item.id), "lacking")


def _shares(size: int, parts: int) -> list[int]:
    """Spread columns over parts as evenly as can be, the later ones being the wider."""
    return [size * (number + 1) // parts - size * number // parts for number in range(parts)]


def _box(box: tuple[int, int, int, int]) -> str:
    top, left, bottom, right = box
    return a1(top, left) if (top, left) == (bottom, right) else f"{a1(top, left)}:{a1(bottom, right)}"


def _list(cells: Iterable[tuple[int, int]]) -> str:
    return ",".join(_box(box) for box in rectangles(cells))
