"""Tables in texts whose cells end with bars, as programs print them that turn web pages into text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from published.examples import (
    FORM,
    PRINTED,
    SEED,
    count,
    figures,
    older,
    parts,
    read,
    table,
    told,
    with_table,
)
from published.writers import texts

from toolkit.report.document import Cell, TableGrid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from published.writers import Part

    from toolkit.reading import Reading

DISCLOSURE = "二、主动公开政府信息情况"
REQUESTS = "三、收到和处理政府信息公开申请情况"
REGULATIONS = [f"disclosure.regulations.{name}" for name in ("issued", "repealed", "in_force")]
NEW = "一、本年新收政府信息公开申请数量"

STYLES: dict[str, Callable[[list[str], str], str]] = {
    "a row a line": lambda cells, left: " | ".join(cells) + f" | {left}",
    "a cell a line": lambda cells, left: "".join(f"\n{cell} |" for cell in cells)[1:] + f" {left}",
    "each row behind a bar": lambda cells, left: "|" + "".join(f"\n{cell} |" for cell in cells) + f" {left}",
    "bars on lines of their own": lambda cells, left: "\n".join(f"{cell}\n|" for cell in cells) + f"\n{left}",
    "what is merged on a line of its own": lambda cells, left: (
        "\n".join(f"{cell} |" for cell in cells) + f"\n{left}"
    ),
}
"""How the cells of a row are printed; behind them a bar for each place that merged cells leave."""


def barred(parts: Iterable[Part], style: str) -> str:
    """A text of these parts."""
    lines = []
    for part in parts:
        for row in [part] if isinstance(part, str) else part.rows:
            if isinstance(row, str):
                lines.append(row)
            else:
                left = "|" * sum(cell.colspan - 1 for cell in row)
                cells = STYLES[style]([cell.text for cell in row], left)
                lines += [line.strip() for line in cells.split("\n") if line.strip()]
    return "\n".join(lines) + "\n"


def printed(reading: Reading, names: Iterable[str]) -> list[object]:
    """What stands in the cells of these figures: None for a blank, "not read" for none."""
    entries = (reading.filing.figures.get(name) for name in names)
    return ["not read" if entry is None else entry.raw for entry in entries]


def with_row(row: int, *cells: str) -> TableGrid:
    """The first table with other cells in one row."""
    grid = table("主动公开")
    changed = tuple(replace(cell, text=text) for cell, text in zip(grid.rows[row], cells, strict=True))
    return replace(grid, rows=(*grid.rows[:row], changed, *grid.rows[row + 1 :]))


@pytest.mark.parametrize("style", STYLES)
class TestStyles:
    def test_every_figure(self, style: str) -> None:
        reading = read(barred(parts(), style), ".txt")
        assert (figures(reading), count(reading), reading.findings) == (SEED, PRINTED, ())

    def test_blanks_alone(self, style: str) -> None:
        text = barred(with_table("主动公开", with_row(2, "规章", "", "", "")), style)
        reading = read(text, ".txt")
        assert printed(reading, REGULATIONS) == [None] * 3
        assert (figures(reading), reading.findings) == (SEED, ())

    @pytest.mark.parametrize("cells", [("", "4", "7"), ("4", "", "7"), ("4", "7", "")])
    def test_blanks_among_figures(self, style: str, cells: tuple[str, ...]) -> None:
        reading = read(barred(with_table("主动公开", with_row(2, "规章", *cells)), style), ".txt")
        assert printed(reading, REGULATIONS) == [int(cell) if cell else None for cell in cells]
        assert reading.findings == ()

    def test_a_cell_missing_beside_a_blank(self, style: str) -> None:
        grid = table("申请情况")
        row = (*grid.rows[3][:2], Cell("4"), Cell("5"), Cell(""), Cell("6"), Cell("7"))
        text = barred(
            with_table("申请情况", replace(grid, rows=(*grid.rows[:3], row, *grid.rows[4:]))), style
        )
        reading = read(text, ".txt")
        assert not [name for name in reading.filing.figures if name.startswith("requests.new.")]
        assert [(code, sheet) for code, sheet, _ in told(reading.findings)] == [("S133", REQUESTS)]

    def test_broken_off(self, style: str) -> None:
        """Headings of columns that are called like rows, 其他 and 总计, are none."""
        text = barred(parts(), style)
        whole = text.index("二、上年结转")
        reading = read(text[:whole], ".txt")
        left = [one for one in reading.findings if one.sheet == REQUESTS]
        assert told(tuple(left)) == [("S133", REQUESTS, None)]
        assert left[0].message.startswith("“上年结转、予以公开、")
        assert len([name for name in reading.filing.figures if name.startswith("requests.")]) == 6

    def test_a_label_with_its_explanation(self, style: str) -> None:
        long = "（本机关制定、在本行政区域内普遍适用并反复适用、公开发布的决定、通告、意见、办法、细则等文件，另行统计的除外，以备案的为准）"
        grid = texts(table("主动公开"), lambda text: text + "（设区的市填）" if text == "规章" else text)
        grid = texts(grid, lambda text: text + long if text == "行政规范性文件" else text)
        reading = read(barred(with_table("主动公开", grid), style), ".txt")
        assert (figures(reading), count(reading), reading.findings) == (SEED, PRINTED, ())

    def test_a_row_too_many_explained_by_the_words_of_another(self, style: str) -> None:
        grid = table("主动公开")
        label = "其他公开文件（含本单位印发的、行政规范性文件以外的各类文件，以本单位的公开平台上登载的为准，逐件计算，不含转发上级的文件）"
        extra = tuple(Cell(text) for text in (label, "8", "8", "8"))
        changed = replace(grid, rows=(*grid.rows[:4], extra, *grid.rows[4:]))
        reading = read(barred(with_table("主动公开", changed), style), ".txt")
        assert figures(reading) == SEED
        assert [(code, sheet) for code, sheet, _ in told(reading.findings)] == [("S134", DISCLOSURE)]


class TestForms:
    ROWS = "第二十条第（五）项 |\n信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n行政许可 | 9 | {} | 30 |\n"

    @pytest.mark.parametrize(
        ("cell", "value", "codes"),
        [
            ("增2", 2, ["S139"]),
            ("减少3项", -3, ["S139"]),
            ("+4", 4, []),
            ("+1/-0", None, []),
            ("0/0", None, []),
        ],
    )
    @pytest.mark.parametrize("cells", ["|", "\n"])
    def test_changes(self, cells: str, cell: str, value: float | None, codes: list[str]) -> None:
        text = f"{DISCLOSURE}\n{self.ROWS}".replace(" |", " |" if cells == "|" else "\n").format(cell)
        reading = read(text, ".txt", form=older(), year=2020)
        names = [f"disclosure.permits.{name}" for name in ("last_items", "change", "decisions")]
        entries = [reading.filing.figures[name] for name in names]
        assert [entry.value for entry in entries] == [9, value, 30]
        assert [one.code for one in reading.findings if one.field == names[1]] == codes

    @pytest.mark.parametrize("row", ["行政许可 | 5 |", "行政许可 |\n5 |", "行政许可\n5"])
    def test_columns_of_the_other_form_are_not_passed_over(self, row: str) -> None:
        text = f"{DISCLOSURE}\n{self.ROWS.splitlines()[1]}\n{row}\n五、存在的主要问题及改进情况\n无。\n"
        reading = read(text, ".txt", form=FORM, year=2023)
        assert "disclosure.permits.decisions" not in reading.filing.figures

    @pytest.mark.parametrize("row", ["行政许可 | 5 | | |", "行政许可 |\n5 | ||"])
    def test_a_form_is_not_chosen_for_its_blanks(self, row: str) -> None:
        """One figure and what merged cells leave is one figure, not the first of three."""
        reading = read(f"甲局2022年报告\n{DISCLOSURE}\n信息内容 | 本年处理决定数量 | ||\n{row}\n", ".txt")
        assert (reading.form, figures(reading)) == (FORM, {"disclosure.permits.decisions": 5})

    @pytest.mark.parametrize(
        ("row", "values"),
        [
            ("规章 | 3 | 4 | 5 |", [3, 4, 5]),
            ("规章 | 3 | | 5 |", [3, None, 5]),
            ("规章 | 3 | 5 | | |", ["not read"] * 3),
            ("规章 | | 3 | 5 | |", ["not read"] * 3),
        ],
    )
    def test_a_blank_where_a_heading_is_missing(self, row: str, values: list[object]) -> None:
        text = (
            f"{DISCLOSURE}\n信息内容 | 本年制发件数 | 现行有效件数 |\n{row}\n行政规范性文件 | 1 | 2 | 3 |\n"
        )
        assert printed(read(text, ".txt", form=FORM, year=2023), REGULATIONS) == values

    def test_a_label_of_another_table(self) -> None:
        other = "三、其他结果\n" + "9\n" * 7
        text = f"{REQUESTS}\n申请人情况\n{NEW}\n" + "1\n" * 7 + other
        reading = read(text, ".txt", form=FORM, year=2023)
        assert {name.split(".")[1] for name in figures(reading)} == {"new"}
