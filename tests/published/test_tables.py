"""Tables in every shape that offices publish them in: the same figures, or a finding that says which not."""

from __future__ import annotations

import itertools
from html import escape
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from published.examples import PRINTED, SEED, count, figures, parts, read, table, told, with_table
from published.writers import Part, docx, flowing, html, markdown, texts, turned, unmerged

from toolkit.report.document import Cell, TableGrid

if TYPE_CHECKING:
    from collections.abc import Callable

REQUESTS = "三、收到和处理政府信息公开申请情况"
DISCLOSURE = "二、主动公开政府信息情况"
DISPUTES = "四、政府信息公开行政复议、行政诉讼情况"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
SHORT = {
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.逾期不补正",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期未按收费通知要求缴纳费用",
    "一、本年新收政府信息公开申请数量": "一、本年新收申请数量",
    "行政规范性文件": "规范性文件",
    "社会公益组织": "社会公益机构",
    "3.其他": "3、其它",
    "3.危及“三安全一稳定”": '③ 危及"三安全一稳定"',
}
TWO_LINES = {"商业企业": "商业\n企业", "结果维持": "结果\n维持", "现行有效件数": "现行有效\n件数"}


def numbers_left_out(text: str) -> str:
    head, _, rest = text.partition("、")
    if rest and len(head) == 1:
        return rest
    return text.partition("）")[2] or text if text.startswith("（") else text.lstrip("12345678.") or text


def narrow(grid: TableGrid) -> TableGrid:
    """Turn only the table whose groups lie side by side."""
    return turned(grid) if grid.label_columns == 0 else grid


SHAPES: dict[str, Callable[[TableGrid], TableGrid]] = {
    "as printed": lambda grid: grid,
    "merged cells taken apart": unmerged,
    "merged words repeated": lambda grid: unmerged(grid, repeat=True),
    "rows for columns": turned,
    "table four turned": narrow,
    "full-width digits": lambda grid: texts(grid, lambda text: text.translate(WIDE)),
    "shortened labels": lambda grid: texts(grid, lambda text: SHORT.get(text, text)),
    "labels on two lines": lambda grid: texts(grid, lambda text: TWO_LINES.get(text, text)),
    "numbers left out": lambda grid: texts(grid, numbers_left_out),
    "spaces everywhere": lambda grid: texts(
        grid, lambda text: f" {text} " if text.isdigit() else " ".join(text)
    ),
}


class TestShapes:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_on_a_page(self, shape: str) -> None:
        page = html(parts(SHAPES[shape]), cell=lambda text: escape(text).replace("\n", "<br/>") or "&nbsp;")
        reading = read(page)
        assert (figures(reading), count(reading)) == (SEED, PRINTED)
        assert reading.findings == ()

    @pytest.mark.parametrize("shape", SHAPES)
    def test_in_word(self, shape: str) -> None:
        reading = read(docx(parts(SHAPES[shape])), ".docx")
        assert (figures(reading), count(reading)) == (SEED, PRINTED)
        assert reading.findings == ()

    def test_in_another_order(self) -> None:
        own = parts()
        heads = [number for number, part in enumerate(own) if isinstance(part, TableGrid)]
        pairs = [own[number - 1 : number + 1] for number in reversed(heads)]
        moved = [*own[: heads[0] - 1], *(part for pair in pairs for part in pair), *own[heads[-1] + 1 :]]
        assert figures(read(html(moved))) == SEED

    def test_without_their_titles(self) -> None:
        titles = (DISCLOSURE, REQUESTS, DISPUTES)
        assert figures(read(html([part for part in parts() if part not in titles]))) == SEED

    def test_rows_in_another_order(self) -> None:
        grid = table("申请情况")
        one, two, *rest = grid.rows[3:]
        moved = replace(grid, rows=(*grid.rows[:3], two, *rest, one))
        assert figures(read(html(with_table("申请情况", moved)))) == SEED

    def test_columns_in_another_order(self) -> None:
        grid = table("主动公开")
        head, *rows = grid.rows[1:4]
        moved = [tuple(row[number] for number in (0, 3, 1, 2)) for row in (head, *rows)]
        changed = replace(grid, rows=(grid.rows[0], *moved, *grid.rows[4:]))
        assert figures(read(html(with_table("主动公开", changed)))) == SEED


class TestGrids:
    def test_a_grid_for_each_block(self) -> None:
        grid = table("主动公开")
        cut = [0, 4, 7, 11, len(grid.rows)]
        blocks = [replace(grid, rows=grid.rows[start:end]) for start, end in itertools.pairwise(cut)]
        assert figures(read(html(with_table("主动公开", *blocks)))) == SEED

    def test_heads_repeated_on_the_next_page(self) -> None:
        grid = table("申请情况")
        rows = [*unmerged(grid).rows]
        repeated = replace(grid, rows=(*rows[:12], *rows[:3], *rows[12:]))
        reading = read(html(with_table("申请情况", repeated)))
        assert (figures(reading), reading.findings) == (SEED, ())

    def test_a_second_grid_goes_on_without_a_head(self) -> None:
        grid = table("申请情况")
        rows = [*unmerged(grid, repeat=True).rows]
        pieces = [replace(grid, rows=tuple(rows[:12])), replace(grid, rows=tuple(rows[12:]))]
        reading = read(html(with_table("申请情况", *pieces)))
        assert (figures(reading), reading.findings) == (SEED, ())

    def test_groups_of_table_four_as_rows(self) -> None:
        words = ["", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
        rows = [
            ["行政复议", "0", "1", "0", "0", "1"],
            ["未经复议直接起诉", "0", "0", "0", "0", "0"],
            ["复议后起诉", "0", "0", "0", "0", "0"],
        ]
        grid = TableGrid("", 6, 1, 1, tuple(tuple(map(Cell, row)) for row in (words, *rows)))
        assert figures(read(html(with_table("行政复议", grid)))) == SEED

    @pytest.mark.parametrize("between", ["", " ", "·", "\n"])
    def test_groups_and_heads_in_one_cell(self, between: str) -> None:
        groups = ["行政复议", "未经复议直接起诉", "行政诉讼-复议后起诉"]
        words = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
        heads = [f"{group}{between}{word}" for group in groups for word in words]
        row = ["0", "1", "0", "0", "1", *["0"] * 10]
        reading = read(
            html(
                with_table(
                    "行政复议", TableGrid("", 15, 1, 0, (tuple(map(Cell, heads)), tuple(map(Cell, row))))
                )
            )
        )
        assert (figures(reading), reading.findings) == (SEED, ())

    def test_a_layout_table_around_everything(self) -> None:
        page = html(parts(), around="<table><tr><td>导航</td><td>{}</td></tr></table>")
        reading = read(page)
        assert (figures(reading), reading.findings) == (SEED, ())

    def test_columns_that_do_not_stand_under_their_heads(self) -> None:
        """As some sites print it: four columns, of which the head and the figures merge different ones."""
        grid = table("主动公开")
        head = (Cell("信息内容"), Cell("本年制发件数"), Cell("本年废止件数", colspan=2), Cell("现行有效件数"))
        rows = [
            (Cell(row[0].text), Cell(row[1].text, colspan=2), Cell(row[2].text), Cell(row[3].text))
            for row in grid.rows[2:4]
        ]
        changed = replace(grid, columns=5, rows=(grid.rows[0], head, *rows, *grid.rows[4:]))
        assert figures(read(html(with_table("主动公开", changed)))) == SEED


class TestWhatIsNotClear:
    def test_a_table_that_is_missing(self) -> None:
        assert told(read(html(with_table("行政复议"))).findings) == [("S132", DISPUTES, None)]

    def test_a_figure_under_two_heads(self) -> None:
        grid = table("主动公开")
        row = (Cell("规章"), Cell("7", colspan=2), Cell("0"))
        changed = replace(grid, rows=(*grid.rows[:2], row, *grid.rows[3:]))
        reading = read(html(with_table("主动公开", changed)))
        assert figures(reading) == SEED
        (finding,) = reading.findings
        assert finding.code == "S133"
        assert finding.message.startswith("“规章”的本年制发、本年废止没有读到：")

    def test_a_row_of_too_few_figures(self) -> None:
        text = "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\n2\n0\n0\n2\n"
        reading = read(text, ".txt", year=2023)
        assert count(reading) == 0
        assert ("S133", REQUESTS, None) in told(reading.findings)

    def test_figures_among_the_labels(self) -> None:
        grid = table("申请情况")
        shifted = (Cell("一、本年新收政府信息公开申请数量"), *(Cell(text) for text in "2000002"))
        changed = replace(grid, rows=(*grid.rows[:3], shifted, *grid.rows[4:]))
        reading = read(html(with_table("申请情况", changed)))
        assert [name for name in figures(reading) if name.startswith("requests.new.")] == []
        assert [finding.code for finding in reading.findings] == ["S133"]

    def test_a_strange_row_in_its_place(self) -> None:
        page = html(
            parts(lambda grid: texts(grid, lambda text: "4.合法" if text.startswith("4.保护") else text))
        )
        reading = read(page)
        assert (figures(reading), count(reading)) == (SEED, PRINTED)
        (finding,) = reading.findings
        assert (finding.code, finding.cell) == ("S135", "第 11 行")
        assert finding.message == "“4.合法”认不出是什么，按前后的位置当作“第三方合法权益”。"

    def test_a_row_too_many(self) -> None:
        grid = table("主动公开")
        extra = (Cell("其他文件"), Cell("4"), Cell("4"), Cell("4"))
        changed = replace(grid, rows=(*grid.rows[:4], extra, *grid.rows[4:]))
        reading = read(html(with_table("主动公开", changed)))
        assert (figures(reading), told(reading.findings)) == (SEED, [("S134", DISCLOSURE, "第 5 行")])

    def test_rows_too_many_are_told_together(self) -> None:
        grid = table("主动公开")
        extra = tuple(tuple(map(Cell, (label, "4", "4", "4"))) for label in ("其他文件", "会议纪要"))
        changed = replace(grid, rows=(*grid.rows[:4], *extra, *grid.rows[4:]))
        (finding,) = read(html(with_table("主动公开", changed))).findings
        assert (finding.code, finding.cell) == ("S134", "第 5、6 行")
        assert finding.message == "“其他文件、会议纪要”不是表样里的行或栏，里面的数没有读。"

    @pytest.mark.parametrize(
        ("suffix", "write"),
        [(".html", html), (".docx", docx), (".md", markdown), (".txt", flowing)],
    )
    @pytest.mark.parametrize("between", [(), ("附件：统计表",), ("附件", DISCLOSURE)])
    def test_a_table_printed_twice(
        self, suffix: str, write: Callable[[list[Part]], bytes | str], between: tuple[str, ...]
    ) -> None:
        """The first one is read."""
        other = texts(table("主动公开"), lambda text: "28" if text == "27" else text)
        reading = read(write([*parts(), *between, other]), suffix)
        (finding,) = reading.findings
        assert figures(reading) == SEED
        assert (finding.code, finding.sheet) == ("S138", DISCLOSURE)
        assert finding.message == "规范性文件·现行有效印了两次，前面是“27”，这里是“28”。"

    def test_a_table_of_the_office_itself(self) -> None:
        own = TableGrid("", 2, 1, 1, ((Cell("渠道"), Cell("条数")), (Cell("网站"), Cell("12"))))
        reading = read(html([*parts()[:4], own, *parts()[4:]]))
        assert (figures(reading), [finding.code for finding in reading.findings]) == (SEED, ["S145"])


class TestCells:
    @pytest.mark.parametrize(
        ("printed", "value", "code"),
        [
            ("27", 27, None),
            ("２７", 27, None),
            ("27件", 27, None),
            ("1,027", 1027, None),
            ("27（其中修订16件）", 27, "S139"),
            ("二十七", 27, "S139"),
            ("/", None, None),
            ("无", None, None),
            ("约30", None, None),
            ("27元", None, None),
            ("若干", None, None),
        ],
    )
    def test_what_a_cell_means(self, printed: str, value: float | None, code: str | None) -> None:
        grid = texts(table("主动公开"), lambda text: printed if text == "27" else text)
        reading = read(html(with_table("主动公开", grid)))
        entry = reading.filing.figures["disclosure.normative.in_force"]
        assert (entry.value, [finding.code for finding in reading.findings]) == (
            value,
            [code] if code else [],
        )
        if value is None:
            assert entry.raw == printed

    @pytest.mark.parametrize(
        ("head", "printed", "codes"),
        [
            ("本年收费金额（单位：万元）", "7730.28", []),
            ("本年收费金额（单位：元）", "77302800", ["S140"]),
            ("本年收费金额（单位：万元）", "77302800元", ["S140"]),
            ("本年收费金额（单位：元）", "7730.28万元", []),
        ],
    )
    def test_units_of_money(self, head: str, printed: str, codes: list[str]) -> None:
        grid = table("主动公开")
        last = (grid.rows[-1][0], replace(grid.rows[-1][1], text=printed))
        heads = (grid.rows[-2][0], replace(grid.rows[-2][1], text=head))
        reading = read(html(with_table("主动公开", replace(grid, rows=(*grid.rows[:-2], heads, last)))))
        assert reading.filing.figures["disclosure.charges.amount"].value == 7730.28
        assert [finding.code for finding in reading.findings] == codes

    def test_blank_cells_are_blank(self) -> None:
        page = html(parts(lambda grid: texts(grid, lambda text: "" if text == "0" else text)))
        reading = read(page)
        assert (figures(reading), count(reading), reading.findings) == (SEED, len(SEED), ())
