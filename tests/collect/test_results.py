"""What `gktool collect` writes beside 汇总.xlsx: notices, the area's workbook, the detail."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import builders
import openpyxl
import pytest
from builders import form
from collect.offices import AREA, INPUTS, WHOLE, collected, error, figures, filed, organ, returned
from msgspec.structs import replace

from toolkit.collect.adding_up import roll_up
from toolkit.collect.area_book import area_book
from toolkit.collect.crew import Crew
from toolkit.collect.detail_file import ABOUT, detail_bytes
from toolkit.collect.model import Source
from toolkit.collect.notices import earlier_notices
from toolkit.collect.results import Wanted, outcome, write_results
from toolkit.filing import entered
from toolkit.output import OutputRefused
from toolkit.stopped import Stopped
from toolkit.verdict import Verdict
from toolkit.workbook.read import read_workbook
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.collect.model import Collected, Returned

DISTRICT = organ("区", kind=AREA, name="某某区人民政府")
GOOD, WRONG, LATE, OLD, ASKED = (
    organ(code, "区", name=name)
    for code, name in (("1", "好局"), ("2", "坏/局"), ("3", "迟局"), ("4", "旧局"), ("5", "警局"))
)


@pytest.fixture
def given(tmp_path: Path) -> Collected:
    """One office that is fine, one with an error, one that sent nothing, one with a file of no use, one warned."""
    (tmp_path / "inbox").mkdir()

    def sent(file: str, *args: object, of: object = GOOD) -> Returned:
        path = builders.write(tmp_path / "inbox" / file)
        return replace(returned(filed(of), *args), source=Source(path, file))  # type: ignore[arg-type]

    note = replace(error("问一下"), severity="note")
    warned = replace(error("请核实"), severity="warning")
    wrong = error("相差 1。", sheet="依申请公开", cell="D8")
    old = replace(returned(filed(OLD, year=2022)), organ=OLD.code)
    whole = collected(
        [DISTRICT, GOOD, WRONG, LATE, OLD, ASKED],
        [sent("好.xlsx", note), sent("坏.xlsx", wrong, of=WRONG), sent("警.xlsx", warned, of=ASKED)],
    )
    return replace(whole, wrong_year=(old,))


def write(given: Collected, folder: Path, *, force: bool = False, **wanted: object) -> list[str]:
    made = outcome(given)
    return list(write_results(made, Wanted(folder / "汇总.xlsx", force=force, **wanted), Crew()))  # type: ignore[arg-type]


class TestNotices:
    def test_are_written_for_who_has_something_to_do(self, given: Collected, tmp_path: Path) -> None:
        told = write(given, tmp_path, notices=tmp_path / "notices")
        names = sorted(file.name for file in (tmp_path / "notices").iterdir())
        assert names == [
            "index.csv",
            "坏_局.txt",
            "坏_局_标注.xlsx",
            "旧局.txt",
            "警局.txt",
            "警局_标注.xlsx",
            "迟局.txt",
        ]
        assert told[-1] == f"已在 {tmp_path / 'notices'} 写好 4 家单位的通知，清单见 index.csv。"

    def test_say_what_is_wrong_and_what_to_do(self, given: Collected, tmp_path: Path) -> None:
        write(given, tmp_path, notices=tmp_path / "notices", deadline="1月20日")
        assert _text(tmp_path, "坏_局").split("\n") == [
            "坏/局：",
            "",
            "你单位的 2023 年政府信息公开工作年度报告填报工作簿（文件 坏.xlsx，第 1 次报送）已经核对，有 1 个错误。",
            "请改正后于 1月20日 前重新报送，“报送次数”加 1。",
            "",
            "【必须改正的】",
            "1. 依申请公开 D8：相差 1。",
            "   办法：改正。",
            "",
            "标注副本 坏_局_标注.xlsx 一并附上：有问题的单元格加了批注和边框，第一张表是清单。副本只供查看，请在原工作簿里改。",
            "",
        ]

    def test_ask_who_sent_nothing_or_nothing_of_use(self, given: Collected, tmp_path: Path) -> None:
        write(given, tmp_path, notices=tmp_path / "notices")
        assert "没有收到你单位的" in _text(tmp_path, "迟局")
        assert "它是 2022 年的，要报的是 2023 年的。" in _text(tmp_path, "旧局")

    def test_do_not_claim_to_know_whose_file_it_is_that_cannot_be_read(
        self, given: Collected, tmp_path: Path
    ) -> None:
        late = replace(returned(filed(LATE), error("打不开。")), organ="", likely=LATE.code)
        late = replace(late, verdict=Verdict.UNREADABLE)
        write(replace(given, unreadable=(late,)), tmp_path, notices=tmp_path / "notices")
        assert _text(tmp_path, "迟局").split("\n")[2] == (
            "收到文件 迟局.xlsx，看文件名是你单位的，但用不上：打不开。改正。"
        )

    def test_ask_which_of_several_holds(self, given: Collected, tmp_path: Path) -> None:
        first = given.counting[GOOD.code]
        copy = replace(first, source=replace(first.source, shown="好（重复）.xlsx"))
        other = replace(first, source=replace(first.source, shown="好（副本）.xlsx"), contents="other")
        tied = replace(given, ties={GOOD.code: error()}, others={GOOD.code: (copy, other)})
        write(tied, tmp_path, notices=tmp_path / "notices")
        assert _text(tmp_path, "好局").split("\n")[2] == (
            "收到你单位报送次数同为 1 的工作簿 2 份，内容不同：好.xlsx、好（副本）.xlsx。"
            "请尽快告知以哪一份为准；以后每次重新报送，“报送次数”都要加 1。"
        )
        assert not (tmp_path / "notices" / "好局_标注.xlsx").exists()
        assert ["好局", "1", "待确认", "报送次数相同而内容不同"] in [row[:4] for row in _index(tmp_path)]

    def test_come_with_a_copy_in_which_the_cell_is_marked(self, given: Collected, tmp_path: Path) -> None:
        write(given, tmp_path, notices=tmp_path / "notices")
        book = openpyxl.load_workbook(tmp_path / "notices" / "坏_局_标注.xlsx")
        assert book.sheetnames[0] == "核对结果"
        assert "相差 1。" in book["依申请公开"]["D8"].comment.text

    def test_are_listed(self, given: Collected, tmp_path: Path) -> None:
        write(given, tmp_path, notices=tmp_path / "notices")
        assert [(row[0], *row[2:5], row[9]) for row in _index(tmp_path)] == [
            ("单位名称", "结论", "事由", "错误", "标注副本"),
            ("坏/局", "不能报送", "1 个错误", "1", "坏_局_标注.xlsx"),
            ("迟局", "未报送", "没有收到", "0", ""),
            ("旧局", "年度不符", "收到的文件用不上：年度不符", "0", ""),
            ("警局", "有警告", "1 个警告", "0", "警局_标注.xlsx"),
        ]

    def test_of_an_earlier_run_go_where_there_is_nothing_to_do_any_more(
        self, given: Collected, tmp_path: Path
    ) -> None:
        folder = tmp_path / "notices"
        write(given, tmp_path, notices=folder)
        (folder / "我的.txt").write_text("留着")
        good = replace(
            given.counting[WRONG.code], verdict=Verdict.OK, packed=given.counting[GOOD.code].packed
        )
        write(
            replace(given, counting={**given.counting, WRONG.code: good}),
            tmp_path,
            notices=folder,
            force=True,
        )
        names = sorted(file.name for file in folder.iterdir())
        assert names == ["index.csv", "我的.txt", "旧局.txt", "警局.txt", "警局_标注.xlsx", "迟局.txt"]

    def test_never_name_a_file_elsewhere(self, given: Collected, tmp_path: Path) -> None:
        folder = tmp_path / "notices"
        write(given, tmp_path, notices=folder)
        (tmp_path / "x.txt").write_text("别动")
        index = folder / "index.csv"
        index.write_text(
            index.read_text(encoding="utf-8-sig").replace("迟局.txt", "../x.txt"), encoding="utf-8-sig"
        )
        assert "../x.txt" not in earlier_notices(folder)

    def test_are_not_written_into_the_inbox(self, tmp_path: Path) -> None:
        inbox = tmp_path / "inbox"
        inbox.mkdir()
        with pytest.raises(OutputRefused, match="会被当成收回的工作簿"):
            Wanted(tmp_path / "汇总.xlsx", notices=inbox / "notices").verify(inbox, [])


def _index(folder: Path) -> list[list[str]]:
    text = (folder / "notices" / "index.csv").read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def _text(folder: Path, stem: str) -> str:
    return (folder / "notices" / f"{stem}.txt").read_text(encoding="utf-8-sig")


class TestAreaWorkbook:
    OFFICES = (organ("甲", "区"), organ("乙", "区"))

    def area(self, *values: dict[str, float], **more: object) -> Collected:
        filings = [filed(one, what) for one, what in zip(self.OFFICES, values, strict=False)]
        return collected([DISTRICT, *self.OFFICES], filings, **more)  # type: ignore[arg-type]

    def test_is_read_again_as_the_sums(self, tmp_path: Path) -> None:
        given = self.area(
            figures(requests__new__natural=3, disclosure__charges__amount=0.1),
            figures(requests__new__natural=4, disclosure__charges__amount=0.2),
        )
        made = area_book(given, roll_up(given))
        path = tmp_path / "区.xlsx"
        path.write_bytes(workbook_bytes(made.book))
        reading = read_workbook(path)
        assert [finding.code for finding in reading.findings] == []
        filing = reading.filing
        assert (filing.organ, filing.kind, filing.about("scope"), filing.year) == (
            DISTRICT.name,
            AREA,
            WHOLE,
            2023,
        )
        known = {name: entry.value for name, entry in filing.figures.items() if entry.value is not None}
        apart = {item.id for item in form().inputs if not item.additive}
        assert known == dict.fromkeys(set(INPUTS) - apart, 0) | {
            "requests.new.natural": 7,
            "disclosure.charges.amount": 0.3,
        }

    def test_leaves_blank_what_an_office_does_not_say_and_says_so(self) -> None:
        given = self.area(figures(requests__new__natural=3), figures(requests__new__natural=None))
        made = area_book(given, roll_up(given))
        assert "requests.new.natural" not in made.book.filing.figures
        assert made.notes == (
            "本表各数由 2 家单位的数相加而成，报送前请核对。",
            "不直接相加，请自行填写：主动公开.规章.现行有效、主动公开.规范性文件.现行有效。",
            "有单位没有填，所以没有相加：依申请.新收.自然人。",
        )

    def test_says_who_is_missing(self) -> None:
        given = self.area(figures())
        assert area_book(given, roll_up(given)).notes[1] == "还缺 1 家单位的数：乙局。"

    def test_takes_the_contact_data_of_last_year(self) -> None:
        last = filed(DISTRICT, figures(requests__carried_out__natural=2), scope=WHOLE, year=2022)
        last = replace(last, profile={**last.profile, "address": "民主路1号", "filler": "张三"})
        given = self.area(figures(), figures(), last={"区": last})
        filing = area_book(given, roll_up(given)).book.filing
        assert (filing.about("address"), filing.about("filler")) == ("民主路1号", "")
        assert filing.previous["requests.carried_out.natural"] == 2

    def test_needs_to_know_whose_it_is(self) -> None:
        offices = [organ("甲"), organ("乙")]
        given = collected(offices, [filed(one) for one in offices])
        with pytest.raises(Stopped, match="不知道区域的名称"):
            area_book(given, roll_up(given))


class TestAreaGivenApart:
    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"year": 2022}, "是 2022 年的"),
            ({"scope": "本机关"}, "统计口径是“本机关”，不是所辖区域的数"),
        ],
    )
    def test_is_told_where_it_cannot_be_compared(
        self, tmp_path: Path, changes: dict[str, object], why: str
    ) -> None:
        seed = builders.seed_filing()
        filing = replace(
            seed,
            profile=seed.profile | {name: entered(value) for name, value in changes.items()},
            year=changes.get("year", 2023),
        )  # type: ignore[arg-type, operator]
        path = builders.write(tmp_path / "区.xlsx", filing)
        given = collected(
            [DISTRICT, *TestAreaWorkbook.OFFICES], [filed(one) for one in TestAreaWorkbook.OFFICES]
        )
        made = outcome(given, path)
        (finding,) = (one.finding for one in made.judged)
        assert (finding.code, finding.expected, made.faulty) == ("R608", why, True)
        told = list(write_results(made, Wanted(tmp_path / "汇总.xlsx"), Crew()))
        refusal = f"--area 给的 {path}：{why}，没有与所属单位合计比较。"
        assert told == [f"{refusal}{finding.remedy}", f"已生成 {tmp_path / '汇总.xlsx'}。"]
        assert _said(tmp_path)[1] == refusal

    OFFICES = TestAreaWorkbook.OFFICES

    @pytest.fixture
    def area(self, tmp_path: Path) -> Path:
        """The seed's figures as the report of an area."""
        seed = builders.seed_filing()
        filing = replace(seed, profile=seed.profile | {"scope": entered(WHOLE), "kind": entered(AREA)})
        return builders.write(tmp_path / "区.xlsx", filing)

    def test_is_told_what_was_compared(self, tmp_path: Path, area: Path) -> None:
        whole = {name: value for name, value in builders.SEED.items() if name in INPUTS}
        given = collected(
            [DISTRICT, *self.OFFICES], [filed(self.OFFICES[0], figures() | whole), filed(self.OFFICES[1])]
        )
        told = list(write_results(outcome(given, area), Wanted(tmp_path / "汇总.xlsx"), Crew()))
        compared = f"{builders.seed_filing().organ}的 {area} 与所属 2 家单位合计比了 172 项：172 项相符，另有 20 项没有比。"
        assert told == [compared, f"已生成 {tmp_path / '汇总.xlsx'}。"]
        assert _said(tmp_path)[1] == compared
        row = openpyxl.load_workbook(tmp_path / "汇总.xlsx")["报送情况"][4]
        assert (row[3].value, row[10].value, row[14].value) == (
            "可不报",
            str(area),
            f"区域自己的报告另给了 {area}，只与所属单位合计核对，不再相加",
        )

    def test_that_differs_while_an_office_is_missing_is_told_once(self, tmp_path: Path, area: Path) -> None:
        given = collected([DISTRICT, *self.OFFICES], [filed(self.OFFICES[0])])
        made = outcome(given, area)
        compared, _ = write_results(made, Wanted(tmp_path / "汇总.xlsx"), Crew())
        assert compared.endswith("项不符但还不能定（还缺 1 家单位），另有 20 项没有比。")
        assert [one.finding.code for one in made.judged] == ["R631", "R605"]

    def test_is_compared_with_the_sum(self, area: Path) -> None:
        given = collected([DISTRICT, *self.OFFICES], [filed(one) for one in self.OFFICES])
        (compared,) = outcome(given, area).compared
        assert {line.field: line.difference for line in compared.wrong} == {
            name: value for name, value in builders.SEED.items() if value and form().fields[name].additive
        }


def _said(folder: Path) -> list[object]:
    """The lines at the top of 概览."""
    sheet = openpyxl.load_workbook(folder / "汇总.xlsx")["概览"]
    return [sheet.cell(row, 1).value for row in range(2, 6)]


class TestDetail:
    def given(self) -> Collected:
        one = replace(organ("甲"), name="=甲")
        other = organ("乙")
        return collected(
            [one, other], [filed(one, figures(requests__new__natural=3, requests__granted__natural=None))]
        )

    def test_as_csv_is_safe_to_open(self) -> None:
        given = self.given()
        rows = list(
            csv.DictReader(io.StringIO(detail_bytes(".csv", given, roll_up(given)).decode("utf-8-sig")))
        )
        first, second = rows
        assert [first[name] for name in ABOUT] == ["甲", "'=甲", "", "2023", "本机关", "ok", "True"]
        assert [second[name] for name in ABOUT] == ["乙", "乙局", "", "2023", "", "missing", "False"]
        assert (
            first["requests.new.total"],
            first["requests.granted.total"],
            second["requests.new.total"],
        ) == ("3", "", "")
        assert list(first) == [*ABOUT, *form().fields]

    def test_is_the_same_in_every_format(self) -> None:
        parquet = pytest.importorskip("pyarrow.parquet")
        given = self.given()
        rollup = roll_up(given)
        as_json = json.loads(detail_bytes(".json", given, rollup))
        as_parquet = parquet.read_table(io.BytesIO(detail_bytes(".parquet", given, rollup))).to_pylist()
        assert as_json == as_parquet

    def test_says_what_parquet_needs(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr("toolkit.collect.detail_file.find_spec", lambda _: None)
        with pytest.raises(Stopped, match=r"pip install 'gktool\[parquet\]'"):
            Wanted(tmp_path / "汇总.xlsx", to=tmp_path / "明细.parquet").verify(tmp_path, [])
