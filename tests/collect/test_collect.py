"""What comes back to a county: who counts, who is missing, what cannot be read; and nothing is read twice."""

from __future__ import annotations

import io
import shutil
import zipfile
from typing import TYPE_CHECKING

import builders
import openpyxl
import pytest
from collect.county import NAMES, ROSTER, code, filing, send, workbook, write_roster
from msgspec.structs import replace

from toolkit.checking import check_file
from toolkit.collect import passes
from toolkit.collect.cache import Cache
from toolkit.collect.crew import Crew, crew
from toolkit.collect.passes import Tools
from toolkit.collect.run import Request, collected
from toolkit.filing import entered
from toolkit.lastyear import read_last_year
from toolkit.submissions import workbooks_in
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from commandline import Gktool

    from toolkit.collect.model import Collected, Returned


class Silent:
    """Progress that nobody looks at."""

    def __init__(self) -> None:
        self.done = 0

    def begin(self, what: str, total: int) -> None:
        self.what, self.total, self.done = what, total, 0

    def advance(self) -> None:
        self.done += 1


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "收").mkdir()
    return tmp_path / "收"


def collect(
    inbox: Path, *, cache: Path | None = None, workers: Crew | None = None, **more: object
) -> Collected:
    with Cache(cache) as kept:
        return collected(Request(inbox, ROSTER, **more), Tools(workers or Crew(), kept, Silent()))  # type: ignore[arg-type]


def shown(returned: tuple[Returned, ...]) -> list[str]:
    return [one.source.shown for one in returned]


def unused(collected: Collected) -> list[tuple[str, str]]:
    """The workbooks of office 2 that do not count, and why."""
    return [(one.source.shown, why) for one, why in collected.unused(code(2))]


def counting(collected: Collected) -> Mapping[str, str]:
    return {ROSTER.by_code[code].name: one.source.shown for code, one in collected.counting.items()}


class TestMatching:
    def test_by_the_code_inside_and_not_by_the_name_of_the_file(self, inbox: Path) -> None:
        send(inbox, filing(2), name=NAMES[3])
        found = collect(inbox)
        assert counting(found) == {NAMES[2]: f"{NAMES[3]}.xlsx"}
        assert [one.name for one in found.missing] == [name for name in NAMES if name != NAMES[2]]

    def test_by_the_name_inside_where_there_is_no_code(self, inbox: Path) -> None:
        made = filing(2)
        send(inbox, replace(made, profile={**made.profile, "code": entered("")}), name="a")
        assert counting(collect(inbox)) == {NAMES[2]: "a.xlsx"}

    def test_the_highest_version_counts(self, inbox: Path) -> None:
        for version in (1, 3, 2):
            send(inbox, filing(2, version=version), name=f"{version}")
        found = collect(inbox)
        assert counting(found) == {NAMES[2]: "3.xlsx"}
        assert unused(found) == [("2.xlsx", "报送次数较低"), ("1.xlsx", "报送次数较低")]
        assert found.ties == {}

    def test_a_tie(self, inbox: Path) -> None:
        send(inbox, filing(2), name="b")
        send(inbox, filing(2, supplement__published=2000), name="a")
        found = collect(inbox)
        assert counting(found) == {NAMES[2]: "a.xlsx"}
        assert found.ties[code(2)].message == (
            "安平县教育局报送次数同为 1 的工作簿有 2 份，内容不同，汇总时暂以 a.xlsx 为准：a.xlsx、b.xlsx。"
        )

    def test_the_same_bytes_are_no_tie(self, inbox: Path) -> None:
        shutil.copy(send(inbox, filing(2), name="a"), inbox / "b.xlsx")
        found = collect(inbox)
        assert (counting(found), found.ties) == ({NAMES[2]: "a.xlsx"}, {})
        assert unused(found) == [("b.xlsx", "与采用的一份相同")]

    def test_the_same_contents_are_no_tie(self, inbox: Path) -> None:
        resaved = shutil.copy(send(inbox, filing(2), name="a"), inbox / "b.xlsx")
        openpyxl.load_workbook(resaved).save(resaved)
        found = collect(inbox)
        assert found.counting[code(2)].digest != found.others[code(2)][0].digest
        assert found.ties == {}

    def test_one_that_is_filled_in_counts_before_one_that_is_not(self, inbox: Path) -> None:
        send(inbox, filing(2), name="b")
        builders.write_template(inbox / "a.xlsx", name=NAMES[2], code=code(2))
        found = collect(inbox)
        assert (counting(found), unused(found)) == ({NAMES[2]: "b.xlsx"}, [("a.xlsx", "尚未填写")])

    def test_two_without_a_version_are_a_tie_and_one_counts_least(self, inbox: Path) -> None:
        bare = filing(2, version=0)
        send(inbox, replace(bare, profile={**bare.profile, "version": entered("")}), name="a")
        other = filing(2, version=0, supplement__published=2000)
        send(inbox, replace(other, profile={**other.profile, "version": entered("")}), name="b")
        assert collect(inbox).ties[code(2)].message == (
            "安平县教育局没有填报送次数的工作簿有 2 份，内容不同，汇总时暂以 a.xlsx 为准：a.xlsx、b.xlsx。"
        )
        send(inbox, filing(2), name="c")
        assert unused(collect(inbox)) == [("a.xlsx", "没有填报送次数"), ("b.xlsx", "没有填报送次数")]

    def test_strangers(self, inbox: Path) -> None:
        send(inbox, filing(70))
        send(inbox, filing(2, year=2022), name="去年")
        send(inbox, filing(3))
        found = collect(inbox)
        assert (shown(found.unknown), shown(found.wrong_year)) == (["安平县第70局.xlsx"], ["去年.xlsx"])
        assert counting(found) == {NAMES[3]: f"{NAMES[3]}.xlsx"}

    def test_the_year_is_that_of_most_unless_it_is_given(self, inbox: Path) -> None:
        for number, year in ((1, 2022), (2, 2022), (3, 2023)):
            send(inbox, filing(number, year=year))
        assert (collect(inbox).year, collect(inbox, year=2023).year) == (2022, 2023)
        assert shown(collect(inbox).wrong_year) == [f"{NAMES[3]}.xlsx"]

    def test_another_form(self, inbox: Path, tmp_path: Path) -> None:
        folder = tmp_path / "own"
        shutil.copytree(builders.form().folder, folder)
        text = (folder / "form.toml").read_text(encoding="utf-8")
        (folder / "form.toml").write_text(
            text.replace('id = "annual_report_2021"', 'id = "own"', 1), encoding="utf-8"
        )
        send(inbox, filing(2))
        (one,) = collect(inbox, form=folder, year=2023).unreadable
        assert one.report().findings[0].code == "F011"


class TestUnreadable:
    def test_each_is_told_and_the_others_go_on(self, inbox: Path) -> None:
        send(inbox, filing(2))
        (inbox / f"{NAMES[3]}.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
        (inbox / "空.xlsx").write_bytes(b"")
        (inbox / "断.xlsx").write_bytes(workbook(filing(4))[:5000])
        (inbox / "坏.zip").write_bytes(b"PK\x05\x06")
        (inbox / "报告.docx").write_bytes(b"PK")
        found = collect(inbox)
        assert [
            (one.source.shown, one.report().findings[0].code, one.likely) for one in found.unreadable
        ] == [
            ("坏.zip", "F005", ""),
            (f"{NAMES[3]}.xls", "F002", code(3)),
            ("断.xlsx", "F005", ""),
            ("空.xlsx", "F001", ""),
        ]
        assert found.overlooked == ("报告.docx",)
        assert list(found.counting) == [code(2)]

    def test_a_file_at_which_the_tool_itself_fails(
        self, inbox: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send(inbox, filing(2))
        monkeypatch.setattr("toolkit.collect.work.check_reading", lambda *_: 1 / 0)
        monkeypatch.delenv("GKTOOL_DEBUG", raising=False)
        (one,) = collect(inbox, cache=inbox.parent / "c", year=2023).unreadable
        assert one.report().findings[0].code == "F016"
        monkeypatch.undo()
        assert collect(inbox, cache=inbox.parent / "c").unreadable == ()  # it was not kept


class TestChecks:
    def test_the_findings_are_those_of_check(self, inbox: Path) -> None:
        path = send(inbox, filing(2, requests__new__natural=3, disclosure__permits__decisions="/"))
        one = collect(inbox).counting[code(2)]
        assert one.report() == replace(check_file(path), path=path.name)
        assert (one.verdict, one.errors) == (Verdict.ERRORS, 3)
        made = one.filed()
        assert made is not None
        assert made.figures["disclosure.normative.in_force"] == 27
        assert "disclosure.permits.decisions" not in made.figures

    def test_strict(self, inbox: Path) -> None:
        send(inbox, filing(2, supplement__training_sessions=2, supplement__training_people=1))
        verdicts = [collect(inbox, strict=strict).counting[code(2)].verdict for strict in (False, True)]
        assert verdicts == [Verdict.WARNINGS, Verdict.ERRORS]

    def test_in_packages(self, inbox: Path) -> None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for number in (2, 3):
                archive.writestr(f"{NAMES[number]}.xlsx", workbook(filing(number)))
        (inbox / "a.zip").write_bytes(stream.getvalue())
        assert counting(collect(inbox)) == {name: f"a.zip/{name}.xlsx" for name in NAMES[2:4]}

    def test_many_processes_find_what_one_does(self, inbox: Path) -> None:
        for number in range(12):
            send(inbox, filing(number, requests__new__natural=2 + number % 3))
        with crew(2) as workers:
            assert collect(inbox, workers=workers) == collect(inbox)


class TestLastYear:
    @pytest.fixture
    def last(self, tmp_path: Path) -> Path:
        """Last year's workbooks: of offices 2 and 3, and of the two that became office 11."""
        for number, carried in ((2, 1), (3, 5), (50, 1), (51, 0)):
            changes = {"requests__carried_out__natural": carried, "requests__new__natural": 2 + carried}
            send(tmp_path / "上年", filing(number, year=2022, disclosure__normative__in_force=31, **changes))
        return tmp_path / "上年"

    def test_each_is_compared_with_its_own(self, inbox: Path, last: Path) -> None:
        for number in (2, 3, 4, 11):
            send(inbox, filing(number))
        found = collect(inbox, previous=last)
        codes = {
            ROSTER.by_code[code].name: [
                finding.code for finding in one.report().findings if finding.code[0] == "Y"
            ]
            for code, one in found.counting.items()
        }
        assert codes == {
            NAMES[2]: [],
            NAMES[3]: ["Y501", "Y501"],
            NAMES[4]: ["Y515"],
            NAMES[11]: ["Y502"],  # 31 normative documents twice
        }
        assert found.last[code(11)].figures["disclosure.normative.in_force"] == 62
        assert found.last[code(3)].figures["requests.carried_out.natural"] == 5
        assert [one.code for one in found.last_missing] == [code(n) for n in (0, 1, 4, 5, 6, 7, 8, 9, 10)]
        made = found.counting[code(3)].filed()
        assert made is not None
        assert made.previous["requests.carried_out.natural"] == 5

    def test_the_findings_are_those_of_check(self, inbox: Path, last: Path) -> None:
        for number in (2, 3, 4):
            send(inbox, filing(number), name=f"{number}")
        before = read_last_year(workbooks_in(last), single=False, form=None)
        for one in collect(inbox, previous=last).counting.values():
            checked = check_file(one.source.path, last_of=before.of)
            assert one.report() == replace(checked, path=one.source.shown)

    def test_what_of_last_year_cannot_be_read(self, inbox: Path, last: Path) -> None:
        send(inbox, filing(2))
        (last / "坏.xlsx").write_bytes(b"x")
        assert [file for file, _ in collect(inbox, previous=last).last_unread] == ["坏.xlsx"]


class TestCache:
    @pytest.fixture
    def worked_on(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The files that workers were given."""
        names: list[str] = []
        worked = passes.worked

        def noting(workers: Crew, work: object, pieces: object, **more: object) -> object:
            def noted() -> object:
                for piece in pieces:  # type: ignore[attr-defined]
                    names.append(piece.source.shown)
                    yield piece

            return worked(workers, work, noted(), **more)  # type: ignore[arg-type]

        monkeypatch.setattr(passes, "worked", noting)
        return names

    def test_unchanged_files_are_not_read_again(self, inbox: Path, worked_on: list[str]) -> None:
        cache = inbox.parent / "c"
        for number in (2, 3):
            send(inbox, filing(number), name=f"{number}")
        first = collect(inbox, cache=cache)
        send(inbox, filing(3, supplement__published=2000), name="3")
        (inbox / "2.xlsx").rename(inbox / "二.xlsx")
        again = collect(inbox, cache=cache)
        assert worked_on == ["2.xlsx", "3.xlsx", "3.xlsx"]
        assert again.counting[code(2)] == replace(
            first.counting[code(2)], source=again.counting[code(2)].source
        )

    @pytest.mark.parametrize("more", [{"strict": True}, {"form": builders.form().folder}], ids=str)
    def test_checked_in_another_way(self, inbox: Path, worked_on: list[str], more: dict[str, object]) -> None:
        send(inbox, filing(2), name="2")
        for words in ({}, more, {}, more):
            collect(inbox, cache=inbox.parent / "c", **words)
        assert worked_on == ["2.xlsx", "2.xlsx"]

    def test_another_version_of_the_tool(
        self, inbox: Path, worked_on: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send(inbox, filing(2), name="2")
        for version in ("1.0", "1.1", "1.1"):
            monkeypatch.setattr(passes, "__version__", version)
            collect(inbox, cache=inbox.parent / "c")
        assert worked_on == ["2.xlsx", "2.xlsx"]

    @pytest.mark.parametrize("own", [True, False], ids=["the form that is given", "an installed form"])
    def test_the_form_changed(
        self,
        inbox: Path,
        tmp_path: Path,
        worked_on: list[str],
        monkeypatch: pytest.MonkeyPatch,
        *,
        own: bool,
    ) -> None:
        folder = tmp_path / "form"
        shutil.copytree(builders.form().folder, folder)
        monkeypatch.setattr(passes, "installed_forms", lambda: (folder,))
        send(inbox, filing(2), name="2")
        rules = (folder / "rules.toml").read_text(encoding="utf-8")
        for text in (rules, rules.replace('name = "表三收办平衡"', 'name = "收办平衡"'), rules):
            (folder / "rules.toml").write_text(text, encoding="utf-8")
            collect(inbox, cache=inbox.parent / "c", form=folder if own else None)
        assert worked_on == ["2.xlsx", "2.xlsx"]

    def test_last_year_changed(self, inbox: Path, tmp_path: Path, worked_on: list[str]) -> None:
        last, cache = tmp_path / "上年", tmp_path / "c"
        for number in (2, 3):
            send(inbox, filing(number), name=f"{number}")
            send(last, filing(number, year=2022), name=f"去年{number}")
        collect(inbox, cache=cache, previous=last)
        worked_on.clear()
        send(last, filing(3, year=2022, supplement__published=1), name="去年3")
        collect(inbox, cache=cache, previous=last)
        assert worked_on == ["去年3.xlsx", "3.xlsx"]

    def test_a_file_whose_name_tells_its_office_is_read_once(
        self, inbox: Path, tmp_path: Path, worked_on: list[str]
    ) -> None:
        send(tmp_path / "上年", filing(2, year=2022), name="去年")
        send(inbox, filing(2), name=f"{NAMES[2]}（终稿）")
        send(inbox, filing(3), name="未命名")
        collect(inbox, previous=tmp_path / "上年")
        assert worked_on == ["去年.xlsx", f"{NAMES[2]}（终稿）.xlsx", "未命名.xlsx", "未命名.xlsx"]

    def test_an_interrupted_run_goes_on_where_it_was(
        self, inbox: Path, worked_on: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(12):
            send(inbox, filing(number), name=f"{number:02}")
        monkeypatch.setattr("toolkit.collect.chunks.CHUNK", 4)
        advance = Silent.advance

        def until_5(progress: Silent) -> None:
            advance(progress)
            if progress.done == 5:
                raise KeyboardInterrupt

        monkeypatch.setattr(Silent, "advance", until_5)
        with pytest.raises(KeyboardInterrupt):
            collect(inbox, cache=inbox.parent / "c")
        monkeypatch.setattr(Silent, "advance", advance)
        worked_on.clear()
        assert len(collect(inbox, cache=inbox.parent / "c").counting) == 12
        assert len(worked_on) == 7


@pytest.fixture
def gktool(gktool: Gktool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gktool:
    """The command line in the folder of a test, where the roster is."""
    write_roster(tmp_path / "名录.csv")
    monkeypatch.chdir(tmp_path)
    return gktool


class TestCommand:
    WORDS = ("collect", "收", "--roster", "名录.csv", "-o", "汇总.xlsx", "--jobs", "1")

    def test_the_account(self, inbox: Path, gktool: Gktool) -> None:
        for number in range(8):
            send(inbox, filing(number))
        send(inbox, filing(8, requests__new__natural=3))
        send(inbox, filing(9, version=2), name="河东乡第二次")
        send(inbox, filing(9))
        send(inbox, filing(70), name="不认识")
        send(inbox, filing(10, year=2022))
        (inbox / f"{NAMES[11]}.xls").write_bytes(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(504)
            + "Workbook".encode("utf-16-le").ljust(128, b"\0")
        )
        ran = gktool(*self.WORDS)
        assert ran == (
            2,
            (
                "2023 年，政府信息公开工作年度报告（2021年格式）：应报 12 个单位，收到 10 个，没有收到 0 个，收到但用不上 2 个。\n"
                "可以报送 9 个，不能报送 1 个。\n"
                "收到但读不了（1 个）：\n"
                "  安平县城市管理局（张三 0554-2519375）：安平县城市管理局.xls（看文件名像是它的），"
                "这是旧格式的工作簿（.xls 或 .et），无法读取。\n"
                "不能报送（1 个）：\n"
                "  城关镇人民政府：城关镇人民政府.xlsx，2 个错误\n"
                "报了几份，采用其中一份（1 个）：\n"
                "  河东乡人民政府：采用 河东乡第二次.xlsx；未采用 河东乡人民政府.xlsx（报送次数较低）\n"
                "不在名录里（1 个）：\n"
                f"  不认识.xlsx：安平县第70局 {code(70)}\n"
                "不是 2023 年的（1 个）：\n"
                f"  城关镇财政所.xlsx：城关镇财政所 {code(10)}，2022年\n"
                "已生成 汇总.xlsx。\n"
            ),
            "",
        )

    def test_of_several_workbooks_says_why_each_is_not_taken(self, inbox: Path, gktool: Gktool) -> None:
        for number in range(12):
            send(inbox, filing(number, version=2))
        shutil.copy(inbox / f"{NAMES[3]}.xlsx", inbox / "二.xlsx")
        send(inbox, filing(3), name="一")
        send(inbox, filing(2, version=2, supplement__published=2000), name="另")
        ran = gktool(*self.WORDS)
        assert ran.code == 1
        assert ran.out.splitlines()[1:] == [
            "可以报送 11 个，待确认 1 个。",
            "报送次数相同而内容不同，请问清以哪一份为准（1 个）：",
            "  R630 安平县教育局报送次数同为 2 的工作簿有 2 份，内容不同，汇总时暂以 另.xlsx 为准：另.xlsx、安平县教育局.xlsx。",
            "报了几份，采用其中一份（1 个）：",
            "  安平县民政局：采用 二.xlsx；未采用 安平县民政局.xlsx（与采用的一份相同）、一.xlsx（报送次数较低）",
            "已生成 汇总.xlsx。",
        ]

    def test_all_there_and_right(self, inbox: Path, gktool: Gktool) -> None:
        for number in range(12):
            send(inbox, filing(number))
        assert gktool(*self.WORDS) == (
            0,
            "2023 年，政府信息公开工作年度报告（2021年格式）：应报 12 个单位，收到 12 个，没有收到 0 个。\n可以报送 12 个。\n已生成 汇总.xlsx。\n",
            "",
        )

    def test_what_it_wrote_itself_is_not_taken_in(self, inbox: Path, gktool: Gktool) -> None:
        for number in range(12):
            send(inbox, filing(number))
        write_roster(inbox / "名录.csv")
        words = (
            "collect",
            "收",
            "--roster",
            "收/名录.csv",
            "-o",
            "收/汇总.xlsx",
            "--to",
            "收/明细.csv",
            "--html",
            "收/一览.html",
        )
        assert [gktool(*words, "--jobs", "1", "--force").code for _ in range(2)] == [0, 0]

    def test_a_long_list_is_cut_short(self, inbox: Path, gktool: Gktool) -> None:
        for number in range(25):
            (inbox / f"{number:02}.xlsx").write_bytes(b"x")
        send(inbox, filing(2))
        lines = gktool(*self.WORDS).out.splitlines()
        assert "读不出来的其他文件（25 个）：" in lines
        assert "  ……另有 5 个" in lines

    def test_names_that_a_terminal_would_obey(self, inbox: Path, gktool: Gktool) -> None:
        made = filing(70)
        profile = {**made.profile, "name": entered("甲\u202e局")}
        send(inbox, replace(made, profile=profile), name="a")
        assert r"a.xlsx：甲\u202e局" in gktool(*self.WORDS).out

    def test_stopped_and_resumed(self, inbox: Path, gktool: Gktool, monkeypatch: pytest.MonkeyPatch) -> None:
        send(inbox, filing(2))
        with monkeypatch.context() as patched:
            patched.setattr("toolkit.collect.run.match", _interrupted)
            assert gktool(*self.WORDS) == (
                2,
                "",
                "错误：已中止。核对过的都留着，再运行一次（加 --resume）就接着做。\n",
            )
            patched.setattr("toolkit.collect.work.read_workbook", _interrupted)  # it is not read again
            patched.undo()
        ran = gktool(*self.WORDS, "--resume")
        assert (ran.code, ran.err) == (1, "")

    def test_nothing_to_resume(self, inbox: Path, gktool: Gktool) -> None:
        send(inbox, filing(2))
        assert gktool(*self.WORDS, "--resume").err == "注意：没有上次的结果可以接着做，从头开始。\n"

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("收",), "收 里没有工作簿（.xlsx）。"),
            (("没有",), "没有 不存在。"),
            (("收", "--form", "没有"), "没有"),
            (("收", "--previous", "没有"), "没有 里没有上年的工作簿（.xlsx）。"),
        ],
    )
    def test_what_cannot_be_done(
        self, inbox: Path, gktool: Gktool, words: tuple[str, ...], said: str
    ) -> None:
        if len(words) > 1:
            send(inbox, filing(2))
        ran = gktool("collect", *words, *self.WORDS[2:])
        assert ran.code == 2
        assert ran.err.startswith(f"错误：{said}")

    def test_nobody_has_a_year(self, inbox: Path, gktool: Gktool) -> None:
        (inbox / "a.xlsx").write_bytes(b"x")
        assert gktool(*self.WORDS).err == "错误：收 里没有一份看得出年度的工作簿。请用 --year 指明年度。\n"
        assert gktool(*self.WORDS, "--year", "2023").code == 2

    def test_progress_in_plain_lines(
        self, inbox: Path, gktool: Gktool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("toolkit.collect.progress._MANY", 4)
        for number in range(4):
            send(inbox, filing(number))
        assert gktool(*self.WORDS).err == "核对：1/4\n核对：2/4\n核对：3/4\n核对：4/4\n"

    def test_progress_on_a_terminal(
        self, inbox: Path, gktool: Gktool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send(inbox, filing(2))
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "核对" in gktool(*self.WORDS).err


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
