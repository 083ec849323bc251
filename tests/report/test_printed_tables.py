from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.report.compose import compose
from toolkit.report.figures import figure_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.filing import Filing
    from toolkit.form.model import Form

    Filed = Callable[..., Filing]


class TestTables:
    def test_requests(self, form: Form, filed: Filed) -> None:
        (grid,) = next(one.tables for one in compose(filed(), form).sections if one.id == "requests")
        assert (grid.caption, grid.columns, grid.label_columns, grid.head_rows, len(grid.rows)) == (
            "收到和处理政府信息公开申请情况",
            10,
            3,
            3,
            28,
        )
        assert [
            [(cell.text, cell.rowspan, cell.colspan) for cell in row if cell.header] for row in grid.rows[:9]
        ] == [
            [
                ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
                ("申请人情况", 1, 7),
            ],
            [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
            [(text, 1, 1) for text in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
            [("一、本年新收政府信息公开申请数量", 1, 3)],
            [("二、上年结转政府信息公开申请数量", 1, 3)],
            [("三、本年度办理结果", 22, 1), ("（一）予以公开", 1, 2)],
            [("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 1, 2)],
            [("（三）不予公开", 8, 1), ("1.属于国家秘密", 1, 1)],
            [("2.其他法律行政法规禁止公开", 1, 1)],
        ]
        assert [[cell.text for cell in row if not cell.header] for row in grid.rows[3:5]] == [
            ["2", "0", "0", "0", "0", "0", "2"],
            ["1", "0", "0", "0", "0", "0", "1"],
        ]

    def test_disputes_lie_side_by_side(self, form: Form, filed: Filed) -> None:
        (grid,) = next(one.tables for one in compose(filed(), form).sections if one.id == "disputes")
        results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
        assert [[(cell.text, cell.rowspan, cell.colspan) for cell in row] for row in grid.rows] == [
            [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
            [*((text, 2, 1) for text in results), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
            [(text, 1, 1) for text in results * 2],
            [(text, 1, 1) for text in "010010000000000"],
        ]

    def test_disclosure_has_blocks(self, form: Form, filed: Filed) -> None:
        (grid,) = next(one.tables for one in compose(filed(), form).sections if one.id == "disclosure")
        assert [[(cell.text, cell.colspan) for cell in row] for row in grid.rows[:7]] == [
            [("第二十条第（一）项", 4)],
            [("信息内容", 1), ("本年制发件数", 1), ("本年废止件数", 1), ("现行有效件数", 1)],
            [("规章", 1), ("0", 1), ("0", 1), ("0", 1)],
            [("行政规范性文件", 1), ("2", 1), ("6", 1), ("27", 1)],
            [("第二十条第（五）项", 4)],
            [("信息内容", 1), ("本年处理决定数量", 3)],
            [("行政许可", 1), ("0", 3)],
        ]

    def test_every_grid_is_full(self, form: Form, filed: Filed) -> None:
        for section in compose(filed(), form).sections:
            for grid in section.tables:
                covered = sum(place.cell.rowspan * place.cell.colspan for place in grid.placed())
                assert covered == grid.columns * len(grid.rows)

    def test_stated_total_is_not_printed(self, form: Form, filed: Filed) -> None:
        filing = filed({"requests.new.natural": 2, "requests.new.legal": 3})
        (grid,) = next(one.tables for one in compose(filing, form).sections if one.id == "requests")
        assert [cell.text for cell in grid.rows[3]][-1] == "5"

    @pytest.mark.parametrize(("draft", "blank"), [(False, ""), (True, "待填")])
    def test_unknown_is_blank(self, form: Form, filed: Filed, *, draft: bool, blank: str) -> None:
        filing = filed({"requests.new.natural": 2}, mode="逐格填写")
        (grid,) = next(
            one.tables for one in compose(filing, form, draft=draft).sections if one.id == "requests"
        )
        assert [cell.text for cell in grid.rows[3]][1:] == ["2", *[blank] * 6]


class TestFigureText:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0, "0"),
            (3.0, "3"),
            (12.5, "12.5"),
            (1200, "1200"),
            (7730.28, "7730.28"),
            (0.1 + 0.2, "0.3"),
            (12345678.9, "12345678.9"),
            (9999999999, "9999999999"),
            (1e-05, "0.00001"),
            (-2, "-2"),
        ],
    )
    def test_plain(self, value: float, text: str) -> None:
        assert figure_text(value) == text
