"""汇总.xlsx as its reader sees it, through openpyxl and, for the formulas, LibreOffice."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import libreoffice
import openpyxl
import pytest
from builders import form
from collect.offices import ALONE, AREA, WHOLE, collected, error, figures, filed, organ, returned
from msgspec.structs import replace

from toolkit.collect.adding_up import roll_up
from toolkit.collect.compare import comparisons
from toolkit.collect.judge import judge
from toolkit.collect.summary.book import write_summary
from toolkit.collect.summary.story import Story
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from toolkit.collect.model import Collected
    from toolkit.collect.sums import Totals

DISTRICT = organ("区", kind=AREA, name="某某区人民政府")
BUREAU, SCHOOL, OFFICE, LATE = organ("局", "区"), organ("校", "局"), organ("办", "区"), organ("迟", "区")
NEW, GRANTED = "requests.new.natural", "requests.granted.natural"


def county(*, year_before: bool = True) -> Collected:
    """A district with its own report, a bureau that reports with its school, an office with faults, one missing."""
    last = {item.id: 7.0 for item in form().inputs} if year_before else None
    busy = figures(
        requests__new__natural=40,
        requests__granted__natural=30,
        requests__denied_law__business=10,
        disclosure__charges__amount=1.25,
        disclosure__normative__in_force=3,
    )
    office = filed(OFFICE, {name: value for name, value in busy.items() if name != NEW}, previous=last)
    return collected(
        [DISTRICT, BUREAU, SCHOOL, OFFICE, LATE],
        [
            filed(DISTRICT, figures(requests__new__natural=45, requests__granted__natural=60), scope=WHOLE),
            filed(BUREAU, busy, scope=WHOLE, previous=last),
            filed(SCHOOL, figures(requests__new__natural=5), scope=ALONE),
            returned(office, error("=1+1", sheet="依申请公开", cell="D8")),
        ],
    )


def story(given: Collected) -> Story:
    rollup = roll_up(given)
    compared = comparisons(rollup)
    return Story(given, rollup, compared, judge(rollup, compared), Path("out"))


def opened(given: Collected | None = None, *, values: bool = True) -> Workbook:
    """The workbook of a collection, the county's unless another is given."""
    content = summary_bytes(story(given)) if given else county_bytes()
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def summary_bytes(told: Story) -> bytes:
    stream = io.BytesIO()
    write_summary(told, stream)
    return stream.getvalue()


@cache
def county_bytes() -> bytes:
    return summary_bytes(story(county()))


def rows(sheet: Worksheet, first: int, columns: int) -> list[tuple[object, ...]]:
    """The rows from `first` on, so many columns of them; an empty text is an empty cell."""
    return [
        tuple(value or None if isinstance(value, str) else value for value in row)
        for row in sheet.iter_rows(min_row=first, max_col=columns, values_only=True)
        if any(value not in (None, "") for value in row)
    ]


class TestSheets:
    def test_stand_in_the_order_of_the_work(self) -> None:
        names = ["概览", "报送情况", "汇总表", "明细", "问题清单", "上下核对", "同比", "指标"]
        assert opened().sheetnames == names

    def test_are_left_out_where_there_is_nothing_to_tell(self) -> None:
        given = collected([OFFICE], [filed(OFFICE)])
        assert opened(given).sheetnames == ["概览", "报送情况", "汇总表", "明细", "问题清单", "指标"]

    def test_hold_figures_instead_of_formulas_where_there_are_too_many_organs(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        traced = opened()
        monkeypatch.setattr("toolkit.collect.summary.detail.MOST", 1)
        book = opened(county())
        assert book.sheetnames == [name for name in traced.sheetnames if name != "明细"]
        shown = [
            {cell.coordinate: cell.value for row in one["汇总表"].iter_rows(6, 50, 1, 15) for cell in row}
            for one in (book, traced)
        ]
        assert shown[0] == shown[1]
        assert rows(book["指标"], 6, 6) == rows(traced["指标"], 6, 6)[:2]

    def test_are_open_to_be_sorted(self) -> None:
        assert not any(sheet.protection.sheet for sheet in opened().worksheets)

    def test_are_the_same_bytes_each_time(self) -> None:
        assert county_bytes() == summary_bytes(story(county()))

    def test_are_those_of_a_plain_worksheet(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("toolkit.collect.pages._Sheet", None)
        assert county_bytes() == summary_bytes(story(county()))


class TestOffices:
    def test_are_listed_with_how_they_stand(self) -> None:
        sheet = opened()["报送情况"]
        assert [(row[0], row[3], row[4], row[7], row[14]) for row in rows(sheet, 4, 15)] == [
            ("某某区人民政府", "可以报送", 0, "否", "区域自己的报告，只与所属单位合计核对，不再相加"),
            ("局局", "可以报送", 0, "是", None),
            ("校局", "可以报送", 0, "仅下级", "局局含下属，已含本单位，不再向上重复相加"),
            ("办局", "不能报送", 1, "是", "已计入，但有 1 个错误未改正"),
            ("迟局", "未报送", None, "否", None),
        ]

    def test_link_to_their_file_from_where_the_workbook_lies(self) -> None:
        assert opened()["报送情况"]["K5"].hyperlink.target == "..\\inbox\\局局.xlsx"

    @pytest.mark.parametrize("name", ["a#b.xlsx", "a%41.xlsx"])
    def test_have_no_link_where_it_would_lead_elsewhere(self, name: str) -> None:
        one = returned(filed(OFFICE))
        one = replace(one, source=replace(one.source, path=Path("inbox") / name, shown=name))
        cell = opened(collected([OFFICE], [one]))["报送情况"]["K4"]
        assert (cell.value, cell.hyperlink) == (name, None)

    def test_whose_file_cannot_be_read_are_told_apart_from_who_sent_nothing(self) -> None:
        file = replace(returned(filed(LATE)), organ="", likely="迟", verdict=Verdict.UNREADABLE)
        given = replace(county(), unreadable=(file,))
        (late,) = rows(opened(given)["报送情况"], 8, 15)
        assert (late[0], late[3], late[14]) == ("迟局", "读不出来", "收到 迟局.xlsx，读不出来")
        others = rows(opened(given)["其他文件"], 4, 8)
        assert [(row[0], row[1], row[7]) for row in others] == [
            ("迟局.xlsx", "读不出来", "看文件名像是迟局的")
        ]

    def test_that_sent_several_are_told_what_becomes_of_each(self) -> None:
        taken = replace(returned(filed(OFFICE)), version=2)
        copies = {"同": {}, "低": {"version": 1, "contents": "1"}, "异": {"contents": "2"}}
        others = tuple(
            replace(taken, source=replace(taken.source, shown=f"{name}.xlsx"), **changes)  # type: ignore[arg-type]
            for name, changes in copies.items()
        )
        given = replace(collected([OFFICE], [taken]), others={"办": others}, ties={"办": error()})
        book = opened(given)
        (office,) = rows(book["报送情况"], 4, 15)
        assert (office[3], office[14]) == (
            "待确认",
            "另有 3 份未采用（与采用的一份相同 1 份、报送次数较低 1 份、报送次数相同而内容不同 1 份），见“其他文件”",
        )
        assert [(row[0], row[1], row[7]) for row in rows(book["其他文件"], 4, 8)] == [
            ("同.xlsx", "重复的", "与采用的一份相同；采用的是 办局.xlsx"),
            ("低.xlsx", "未采用", "报送次数较低；采用的是 办局.xlsx"),
            ("异.xlsx", "未采用", "报送次数相同而内容不同；采用的是 办局.xlsx，请问清以哪一份为准"),
        ]
        said = rows(book["概览"], 2, 1)
        assert said[0] == ("1 家有几份报送次数相同而内容不同的，要问清以哪一份为准：下面的合计是暂时的。",)


class TestDetail:
    def test_has_a_row_an_organ_and_a_column_a_figure_and_leaves_unknown_figures_empty(self) -> None:
        sheet = opened()["明细"]
        heads = [cell.value for cell in sheet[6]]
        columns = [
            heads.index(name) for name in ("单位名称", "新收·自然人", "新收·总计", "行政事业性收费·收费金额")
        ]
        found = [tuple(row[column] for column in columns) for row in rows(sheet, 7, len(heads))]
        assert found == [
            ("某某区人民政府", 45, 45, 0),
            ("局局", 40, 40, 1.25),
            ("校局", 5, 5, 0),
            ("办局", None, None, 1.25),
            ("迟局", None, None, None),
        ]
        assert len(set(heads)) == len(heads)

    def test_sums_what_is_counted_and_says_how_many_lack_a_figure(self) -> None:
        sheet = opened()["明细"]
        column = [cell.value for cell in sheet[6]].index("新收·自然人")
        assert [sheet[row][column].value for row in (3, 4)] == [40, 1]

    def test_never_makes_a_formula_of_a_name(self) -> None:
        names = ["=1+1", "+1", "-1", "@SUM(A1)", "http://x"]
        organs = [organ(f"o{number}", name=name) for number, name in enumerate(names)]
        book = opened(collected(organs, [filed(one) for one in organs]), values=False)
        cells = [book["明细"].cell(7 + number, 1) for number in range(len(names))]
        assert [(cell.value, cell.data_type) for cell in cells] == [(name, "s") for name in names]


class TestFindings:
    def test_are_listed_by_organ_and_cell(self) -> None:
        found = [row[:1] + row[2:6] for row in rows(opened()["问题清单"], 4, 10)]
        assert found == [
            ("某某区人民政府", "错误", "R601", "主动公开", "B18"),
            ("某某区人民政府", "警告", "R602", "依申请公开", "D8"),
            ("某某区人民政府", "错误", "R601", "依申请公开", "E13"),
            ("某某区人民政府", "提示", "R605", None, None),
            ("局局", "提示", "R607", None, None),
            ("局局", "提示", "R605", None, None),
            ("办局", "错误", "B301", "依申请公开", "D8"),
        ]

    def test_never_make_a_formula_of_a_message(self) -> None:
        sheet = opened(values=False)["问题清单"]
        (cell,) = (row[6] for row in sheet.iter_rows(min_row=4) if row[3].value == "B301")
        assert (cell.value, cell.data_type) == ("=1+1", "s")


class TestRatios:
    def test_below_thirty_cases_are_not_rated(self) -> None:
        found = {row[0]: row[3:6] for row in rows(opened()["指标"], 6, 6)}
        assert found == {
            "全部单位": (0.75, 60, 80),
            "局局所属": ("—", 0, 0),
            "某某区人民政府": (1, 60, 60),
            "局局": (0.75, 30, 40),
            "校局": ("—", 0, 0),
            "办局": (0.75, 30, 40),
            "迟局": (None, None, None),
        }


class TestSums:
    def test_of_who_reports_for_itself_are_called_its_own_and_those_below(self) -> None:
        given = collected([DISTRICT, BUREAU, SCHOOL], [filed(BUREAU), filed(SCHOOL)])
        names = [row[0] for row in rows(opened(given)["指标"], 6, 1)]
        assert names == ["全部单位", "局局及所属", "某某区人民政府", "局局", "校局"]


class TestCompared:
    def test_of_a_bureau_with_its_school_may_be_more(self) -> None:
        found = {row[0:2]: row[2:6] for row in rows(opened()["上下核对"], 5, 6)}
        assert found["局局", "依申请·新收·自然人"] == (40, 5, 35, "不小于合计")
        assert found["局局", "依申请·新收·商业企业"] == (0, 0, 0, "相符")
        assert found["某某区人民政府", "主动公开·行政事业性收费·收费金额"] == (0, 2.5, -2.5, "不符")


class TestYears:
    def test_compare_only_who_is_known_in_both(self) -> None:
        found = {row[1]: row[3:8] for row in rows(opened()["同比"], 5, 8)}
        assert found["新收·自然人"] == (1, 40, 7, 33, pytest.approx(33 / 7))
        assert found["予以公开·自然人"] == (2, 60, 14, 46, pytest.approx(46 / 14))
        assert "规范性文件·现行有效" not in found


def cells(path: Path) -> dict[tuple[str, str], object]:
    """What every cell shows; an empty text is nothing."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


@pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice or its uno is not installed")
class TestFormulas:
    def test_come_to_what_python_reckons_and_follow_the_coordinator(self, tmp_path: Path) -> None:
        file, other = tmp_path / "汇总.xlsx", tmp_path / "剔除.xlsx"
        file.write_bytes(county_bytes())
        other.write_bytes(county_bytes())
        choose = {"do": "set", "sheet": "汇总表", "cell": "D2", "value": "局局所属"}
        leave_out = {"do": "set", "sheet": "明细", "cell": "F10", "value": "否"}  # the office with faults
        (again,) = libreoffice.recalculated([file], tmp_path / "again")
        chosen, without = libreoffice.edited({file: [choose], other: [leave_out]}, tmp_path / "edited")
        written, reckoned = cells(file), cells(again)
        assert reckoned.keys() == written.keys()
        for place, value in written.items():
            expected = pytest.approx(value, abs=1e-9) if isinstance(value, int | float) else value
            assert reckoned[place] == expected, place
        totals = roll_up(county()).totals
        assert _figures(reckoned) == _sums(totals["区"])
        assert _figures(cells(chosen)) == _sums(totals["局"])
        assert _figures(cells(without)) == (1, 40, 40)  # what is left is the bureau


def _figures(shown: dict[tuple[str, str], object]) -> tuple[object, ...]:
    """What 汇总表 shows: how many organs are counted, new applications of natural persons, all results."""
    rows = {
        value: int(cell[1:])
        for (sheet, cell), value in shown.items()
        if sheet == "汇总表" and cell[1:].isdigit()
    }
    new, total = rows["一、本年新收政府信息公开申请数量"], rows["（七）总计"]
    return shown["汇总表", "M2"], shown["汇总表", f"I{new}"], shown["汇总表", f"O{total}"]


def _sums(totals: Totals) -> tuple[object, ...]:
    return totals.filings, totals.value(NEW), totals.value("requests.total.total")
