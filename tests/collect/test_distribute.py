"""One workbook for each office of a roster: whose it is stands in it, last year's figures too, and a list says so."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING

import builders
import openpyxl
import pytest
from collect.county import NAMES, ROSTER, code, filing, send, write_roster

from toolkit.collect import distribute
from toolkit.collect.manifest import JSON_FILE, LIST_FILE
from toolkit.collect.model import Organ, Roster
from toolkit.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commandline import Gktool, Ran

    from toolkit.reading import Reading

    Distribute = Callable[..., Ran]


@pytest.fixture
def handed_out(gktool: Gktool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Distribute:
    """Run `gktool distribute 名录.csv -o 发` with more words, in a folder with the roster."""
    write_roster(tmp_path / "名录.csv")
    monkeypatch.chdir(tmp_path)
    return partial(gktool, "distribute", "名录.csv", "-o", "发", "--year", "2023", "--jobs", "1")


def reading(folder: Path, number: int) -> Reading:
    return read_workbook(folder / f"{NAMES[number]}.xlsx")


class TestWorkbooks:
    def test_one_for_each_office(self, tmp_path: Path, handed_out: Distribute) -> None:
        ran = handed_out("--contact", "县政府办 0554-1234567")
        assert ran == (0, f"已在 发 生成 12 个单位 2023 年的工作簿，清单见 {LIST_FILE}。\n", "")
        files = sorted(path.name for path in (tmp_path / "发").iterdir())
        assert files == sorted([*(f"{name}.xlsx" for name in NAMES), LIST_FILE, JSON_FILE])
        for number, one in enumerate(ROSTER.organs):
            found = reading(tmp_path / "发", number)
            items = [found.filing.about(item) for item in ("code", "name", "kind", "scope", "year")]
            assert items == [one.code, one.name, one.kind, one.scope, "2023"]
            assert found.findings == ()

    def test_they_are_those_that_template_makes(
        self, tmp_path: Path, handed_out: Distribute, gktool: Gktool
    ) -> None:
        handed_out()
        organ = ROSTER.organs[2]
        words = ["--organ", organ.name, "--code", organ.code, "--kind", organ.kind, "--scope", organ.scope]
        assert gktool("template", "--year", "2023", *words, "-o", "a.xlsx").code == 0
        assert (tmp_path / "发" / f"{organ.name}.xlsx").read_bytes() == (tmp_path / "a.xlsx").read_bytes()

    def test_many_processes_make_the_same(self, tmp_path: Path, handed_out: Distribute) -> None:
        handed_out()
        first = {path.name: path.read_bytes() for path in (tmp_path / "发").iterdir()}
        assert handed_out("--jobs", "2", "--force").code == 0
        assert {path.name: path.read_bytes() for path in (tmp_path / "发").iterdir()} == first


class TestLastYear:
    @pytest.fixture
    def last(self, tmp_path: Path) -> None:
        """Last year's workbooks of office 2, of a faulty 3, an empty 4, and of the two that became office 11."""
        folder = tmp_path / "上年"
        send(folder, filing(2, year=2022, requests__carried_out__natural=1, requests__new__natural=3))
        send(folder, filing(3, year=2022, requests__carried_out__natural=7))
        builders.write_template(folder / "空.xlsx", name=NAMES[4], code=code(4), year="2022")
        send(
            folder,
            filing(50, year=2022, version=2, requests__carried_out__natural=2, requests__new__natural=4),
        )
        send(folder, filing(51, year=2022, requests__carried_out__natural=3, requests__new__natural=5))
        (folder / "坏.xlsx").write_bytes(b"x")

    @pytest.mark.usefixtures("last")
    def test_figures_are_carried_over_by_code(self, tmp_path: Path, handed_out: Distribute) -> None:
        ran = handed_out("--previous", "上年")
        assert ran.code == 0
        assert (
            ran.out
            == f"已在 发 生成 12 个单位 2023 年的工作簿，清单见 {LIST_FILE}。\n带入上年数：3 个单位。\n"
        )
        assert ran.err == (
            "注意：9 个单位没有找到上年工作簿（新设的不用管；机构改革的，请在名录里写上前身单位代码）："
            "安平县人民政府、安平县人民政府办公室、安平县财政局、安平县农业农村局、安平县卫生健康局、安平县审计局、"
            "城关镇人民政府、河东乡人民政府、城关镇财政所。\n"
            "注意：1 个单位的上年工作簿还有错误，请先核对改正，再重新下发：安平县民政局。\n"
            "注意：上年文件 坏.xlsx 读不出来：这不是 .xlsx 工作簿，看起来是纯文本。\n"
        )
        carried = {
            number: reading(tmp_path / "发", number).filing.figures["requests.carried_in.natural"].value
            for number in (2, 3, 5, 11)
        }
        assert carried == {2: 1, 3: 7, 5: None, 11: 5}
        assert reading(tmp_path / "发", 2).filing.about("address") == "大通区民主东路5号"
        merged = reading(tmp_path / "发", 11).filing
        assert (merged.about("address"), merged.about("predecessors")) == ("", f"{code(50)}、{code(51)}")

    @pytest.mark.usefixtures("last")
    def test_the_list(self, tmp_path: Path, handed_out: Distribute) -> None:
        handed_out("--previous", "上年")
        made = json.loads((tmp_path / "发" / JSON_FILE).read_bytes())
        assert {key: made[key] for key in ("form", "digest", "year")} == {
            "form": builders.FORM_ID,
            "digest": builders.form().digest,
            "year": 2023,
        }
        for organ in made["organs"]:
            content = (tmp_path / "发" / organ["file"]).read_bytes()
            assert organ["sha256"] == hashlib.sha256(content).hexdigest()
        assert [organ["name"] for organ in made["organs"] if organ["last_year"]] == [
            NAMES[2],
            NAMES[3],
            NAMES[11],
        ]
        listed, digests = openpyxl.load_workbook(tmp_path / "发" / LIST_FILE).worksheets
        assert [[cell.value for cell in row] for row in digests.iter_rows(min_row=2)] == [
            [organ["file"], organ["sha256"]] for organ in made["organs"]
        ]
        rows = [[cell.value for cell in row] for row in listed.iter_rows()]
        assert rows[0] == ["代码", "名称", "文件", "联系人", "联系电话", "上年数", "说明"]
        assert rows[3][:6] == [code(2), NAMES[2], f"{NAMES[2]}.xlsx", "张三", "0554-2519375", "带入 166 个"]
        assert rows[4][5] == "带入 166 个，上年还有 2 个错误"
        assert rows[5][5] == "没有找到上年工作簿"


class TestTrouble:
    def test_a_bad_roster(self, tmp_path: Path, handed_out: Distribute) -> None:
        write_roster(tmp_path / "名录.csv", Roster((*ROSTER.organs, Organ(code(1), "又一个"))))
        ran = handed_out()
        assert ran.code == 1
        assert "R615" in ran.out
        assert not (tmp_path / "发").exists()

    def test_one_that_cannot_be_made(
        self, tmp_path: Path, handed_out: Distribute, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = distribute.template_book

        def fails_for_one(form: object, preset: dict[str, str], **more: object) -> object:
            if preset["name"] == NAMES[3]:
                raise ZeroDivisionError
            return made(form, preset, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(distribute, "template_book", fails_for_one)
        ran = handed_out()
        assert (ran.code, ran.err) == (1, f"错误：{NAMES[3]}的没有生成：ZeroDivisionError: 。\n")
        assert len(list((tmp_path / "发").glob("*.xlsx"))) == 12  # eleven, and the list
        organs = json.loads((tmp_path / "发" / JSON_FILE).read_bytes())["organs"]
        assert [organ["name"] for organ in organs if organ["fault"]] == [NAMES[3]]

    def test_a_folder_with_files_in_it(self, tmp_path: Path, handed_out: Distribute) -> None:
        (tmp_path / "发").mkdir()
        (tmp_path / "发" / "别的.txt").write_bytes(b"")
        assert (
            handed_out().err
            == "错误：发 里已经有文件。要写进去（同名的覆盖）请加 --force，或换一个文件夹。\n"
        )
        assert handed_out("--force").code == 0
        assert len(list((tmp_path / "发").iterdir())) == 15

    def test_not_over_last_year(self, tmp_path: Path, handed_out: Distribute) -> None:
        send(tmp_path / "发", filing(2, year=2022))
        ran = handed_out("--previous", "发", "--force")
        assert (ran.code, ran.err) == (2, "错误：发 在 发 里，可能被覆盖。请换一个文件夹。\n")

    def test_nothing_is_left_of_a_run_that_was_stopped(
        self, tmp_path: Path, handed_out: Distribute, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("toolkit.collect.manifest.manifest_book", interrupted)
        assert handed_out() == (2, "", "错误：已中止。\n")
        assert [path.name for path in tmp_path.iterdir()] == ["名录.csv"]

    def test_no_last_year(self, tmp_path: Path, handed_out: Distribute) -> None:
        (tmp_path / "上年").mkdir()
        assert handed_out("--previous", "上年").err == "错误：上年 里没有上年的工作簿（.xlsx）。\n"
