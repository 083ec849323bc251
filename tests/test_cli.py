"""The command line as a person meets it: what is printed, which exit code, which files are there afterwards."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import warnings
import zipfile
from getpass import GetPassWarning
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import builders
import openpyxl
import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from toolkit import __version__, catalogue
from toolkit.carryover import previous_fields
from toolkit.cli import run
from toolkit.files import read_file
from toolkit.filing import Mode
from toolkit.terminal import width

if TYPE_CHECKING:
    from commandline import Gktool, Ran

ORGAN = "大通区人民政府办公室"
SCHEMAS = files("toolkit").joinpath("schemas")
COMMANDS = (
    *("template", "check", "rules", "forms", "fill", "export", "report", "import"),
    *("roster", "distribute", "collect"),
)
UNBALANCED: dict[str, object] = {
    "依申请公开!D8": 3
}  # a third application of a natural person that nobody handled


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A filled workbook without a fault."""
    return builders.write(tmp_path / "年报.xlsx")


@pytest.fixture
def unbalanced(tmp_path: Path) -> Path:
    """A filled workbook that may not be submitted."""
    return builders.change(builders.write(tmp_path / "不平.xlsx"), UNBALANCED)


def template(*more: str | Path, year: int = 2023, organ: str = ORGAN) -> tuple[str | Path, ...]:
    """The words of `gktool template`."""
    return "template", "--year", str(year), "--organ", organ, *more


def doubtful(path: Path) -> Path:
    """Write a workbook with one warning: more sessions of training than people in them."""
    filing = builders.seed_filing(supplement__training_sessions=2, supplement__training_people=1)
    return builders.write(path, filing)


def digest(path: Path) -> tuple[str, int]:
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


def found(ran: Ran) -> list[list[tuple[str, str | None]]]:
    """Code and sheet of every finding, file by file, of `check --format json`."""
    return [
        [(finding["code"], finding["sheet"]) for finding in file["findings"]]
        for file in json.loads(ran.out)["files"]
    ]


class TestTemplate:
    def test_writes_the_workbook(self, gktool: Gktool, tmp_path: Path) -> None:
        path = tmp_path / "模板.xlsx"
        name = builders.form().name
        assert gktool(*template("-o", path)) == (0, f"已生成 {path}：{ORGAN} 2023 年，{name}。\n", "")
        assert zipfile.is_zipfile(path)

    def test_keeps_what_was_preset(self, gktool: Gktool, tmp_path: Path) -> None:
        path = tmp_path / "模板.xlsx"
        preset = {"code": "113404020030260541", "kind": "部门", "scope": "本机关"}
        gktool(
            *template("-o", path), *(word for item, text in preset.items() for word in (f"--{item}", text))
        )
        exported = json.loads(gktool("export", path).out)
        assert exported["organ"] == {"name": ORGAN, **preset}
        assert exported["year"] == 2023

    def test_an_empty_one_is_not_filled_in(self, gktool: Gktool, tmp_path: Path) -> None:
        path = tmp_path / "模板.xlsx"
        gktool(*template("-o", path))
        assert gktool("check", "--quiet", path) == (1, f"{path}：尚未填写。\n", "")

    def test_same_words_same_bytes(self, gktool: Gktool, tmp_path: Path) -> None:
        first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
        gktool(*template("-o", first))
        gktool(*template("-o", second))
        assert first.read_bytes() == second.read_bytes()

    def test_carries_last_year_over(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        path = tmp_path / "下一年.xlsx"
        before = digest(filled)
        assert gktool(*template("--previous", filled, "-o", path, year=2024)).code == 0
        exported = json.loads(gktool("export", path).out)
        assert exported["previous"]["disclosure.normative.in_force"] == 27
        assert exported["figures"] == {}  # nothing was pending, and a proposed 0 is left out
        assert exported["organ"]["telephone"] == builders.PROFILE["telephone"]
        assert exported["texts"] == {}
        assert digest(filled) == before

    def test_last_year_of_another_organ_is_said(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        path = tmp_path / "下一年.xlsx"
        ran = gktool(*template("--previous", filled, "-o", path, year=2024, organ="大通区数据局"))
        assert ran.code == 0
        assert ran.err.startswith(f"注意：{filled} 的单位是“{ORGAN}”，与“大通区数据局”不同")

    def test_last_year_must_be_last_year(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        path = tmp_path / "下一年.xlsx"
        ran = gktool(*template("--previous", filled, "-o", path, year=2025))
        assert ran == (2, "", f"错误：{filled} 是 2023 年的工作簿，--previous 应给 2024 年的。\n")
        assert not path.exists()

    def test_the_name_is_taken_without_spaces_around_it(
        self, gktool: Gktool, tmp_path: Path, filled: Path
    ) -> None:
        path = tmp_path / "下一年.xlsx"
        ran = gktool(*template("--previous", filled, "-o", path, year=2024, organ=f"　{ORGAN} "))
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"已生成 {path}：{ORGAN} 2024 年，")

    def test_what_was_taken_over_is_said(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        path = tmp_path / "下一年.xlsx"
        ran = gktool(*template("--previous", filled, "-o", path, year=2024))
        count = len(previous_fields(builders.form()))
        assert ran.out.splitlines()[1:] == [f"从 {filled} 带入：{count} 个上年数、联系方式。"]
        assert ran.err == ""

    def test_errors_of_last_year_are_said(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        builders.change(filled, {"依申请公开!D8": "２件"})
        ran = gktool(*template("--previous", filled, "-o", tmp_path / "下一年.xlsx", year=2024))
        count = len(previous_fields(builders.form())) - 1
        assert ran.code == 0
        assert ran.out.endswith(f"带入：{count} 个上年数、联系方式。\n")
        assert ran.err == (
            f"注意：{filled} 还有 1 个错误没有改正，不掌握的 1 个数没有带入。请先核对改正，再重新生成。\n"
        )

    def test_last_year_must_be_filled_in(self, gktool: Gktool, tmp_path: Path) -> None:
        empty, path = tmp_path / "空.xlsx", tmp_path / "下一年.xlsx"
        gktool(*template("-o", empty))
        assert gktool(*template("--previous", empty, "-o", path, year=2024)) == (
            2,
            "",
            f"错误：{empty} 尚未填写，没有可以带入的。--previous 请给上年填好的工作簿。\n",
        )
        assert not path.exists()

    @pytest.mark.parametrize(
        ("words", "complaint"),
        [
            (template(year=2018), "没有适用于 2018 年度的表样。"),
            (template(year=23), "年度 23 不对，请写四位年份，如 2023。"),
            (template(organ="　"), "--organ 请写单位全称，"),
            (template("--code", "11340402003026059A"), "统一社会信用代码 11340402003026059A 不对："),
            (template("--kind", "企业"), "--kind 不能是“企业”，可用的有：政府、部门、"),
            (template("--scope", "全区"), "--scope 不能是“全区”，可用的有：本机关、含下属。"),
            (template("--previous", "没有.xlsx"), "没有.xlsx：打不开这个文件："),
            (template("--form", "没有"), "没有：表样文件 form.toml：文件不存在。"),
            (("template", "--year", "二〇二三", "--organ", ORGAN), "--year 的值不对："),
            (("template", "--year", "2023"), "缺少选项 --organ。"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_refuses(self, gktool: Gktool, tmp_path: Path, words: tuple[str, ...], complaint: str) -> None:
        path = tmp_path / "模板.xlsx"
        ran = gktool(*words, "-o", path)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"错误：{complaint}")
        assert not path.exists()


class TestPassword:
    """A password is asked for twice; what is said about it is Chinese, on a terminal and without one."""

    @staticmethod
    def protected(path: Path) -> bool:
        with zipfile.ZipFile(path) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml")
        return bool(re.search(rb'<sheetProtection password="[0-9A-F]{4}"', sheet))

    def test_two_lines(self, gktool: Gktool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("大通2023\n大通2023\n"))
        path = tmp_path / "模板.xlsx"
        ran = gktool(*template("--password-prompt", "-o", path))
        assert (ran.code, ran.err) == (0, "")
        assert self.protected(path)

    @pytest.mark.parametrize(
        ("lines", "complaint"),
        [
            ("甲\n乙\n", "两次输入的密码不一样。不在终端里运行时，请从标准输入给两行相同的密码。"),
            ("\n\n", "密码是空的。不在终端里运行时，请从标准输入给两行相同的密码。"),
            ("甲\n", "没有读到密码。"),
            ("", "没有读到密码。"),
        ],
    )
    def test_two_lines_that_will_not_do(
        self, gktool: Gktool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, complaint: str
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        path = tmp_path / "模板.xlsx"
        assert gktool(*template("--password-prompt", "-o", path)) == (2, "", f"错误：{complaint}\n")
        assert not path.exists()

    def test_a_person_may_try_again(
        self, gktool: Gktool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        typed = iter(["甲", "乙", "", "甲", "甲"])

        def typing(_prompt: str) -> str:
            warnings.warn("Can not control echo on the terminal.", GetPassWarning, stacklevel=1)
            return next(typed)

        stdin = io.StringIO()
        monkeypatch.setattr(stdin, "isatty", lambda: True)
        monkeypatch.setattr("sys.stdin", stdin)
        monkeypatch.setattr("toolkit.password.getpass", typing)
        path = tmp_path / "模板.xlsx"
        ran = gktool(*template("--password-prompt", "-o", path))
        assert ran.code == 0
        assert ran.err == "两次输入的密码不一样，请重新输入。\n密码是空的，请重新输入。\n"
        assert self.protected(path)


class TestOutput:
    """Every command that writes a file treats one that is there already, and a folder that is not, alike."""

    SUFFIXES: ClassVar = {"template": ".xlsx", "fill": ".xlsx", "export": ".json", "report": ".docx"}

    @pytest.fixture(params=["template", "fill", "export", "report"])
    def words(
        self, request: pytest.FixtureRequest, gktool: Gktool, tmp_path: Path, filled: Path
    ) -> list[str]:
        data = tmp_path / "数据.json"
        gktool("export", filled, "-o", data)
        words = {
            "template": template(),
            "fill": ("fill", data),
            "export": ("export", filled),
            "report": ("report", filled),
        }
        return [str(word) for word in words[request.param]]

    def test_existing_file(self, gktool: Gktool, tmp_path: Path, words: list[str]) -> None:
        path = tmp_path / f"结果{self.SUFFIXES[words[0]]}"
        path.write_text("别人的", encoding="utf-8")
        refused = gktool(*words, "-o", path)
        assert refused == (2, "", f"错误：{path} 已经存在。要覆盖请加 --force，或换一个文件名。\n")
        assert path.read_text(encoding="utf-8") == "别人的"
        assert gktool(*words, "-o", path, "--force").code == 0
        assert path.read_bytes() != "别人的".encode()

    def test_missing_folder(self, gktool: Gktool, tmp_path: Path, words: list[str]) -> None:
        before = sorted(tmp_path.iterdir())
        ran = gktool(*words, "-o", tmp_path / "没有" / f"结果{self.SUFFIXES[words[0]]}")
        assert (ran.code, ran.out) == (2, "")
        assert "写不进去：" in ran.err
        assert not re.search(r"[A-Za-z]{2,} [a-z]{2,}", ran.err)  # the system's own words
        assert sorted(tmp_path.iterdir()) == before

    def test_folder(self, gktool: Gktool, tmp_path: Path, words: list[str]) -> None:
        path = tmp_path / f"结果{self.SUFFIXES[words[0]]}"
        path.mkdir()
        assert gktool(*words, "-o", path, "--force") == (2, "", f"错误：{path} 是文件夹，请给出文件名。\n")

    def test_suffix(self, gktool: Gktool, tmp_path: Path, words: list[str]) -> None:
        path = tmp_path / "结果.doc"
        ran = gktool(*words, "-o", path)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"错误：{path}：扩展名不对，这里写的是 {self.SUFFIXES[words[0]]}")
        assert not path.exists()

    def test_empty_path(self, gktool: Gktool, words: list[str]) -> None:
        assert gktool(*words, "-o", "") == (2, "", "错误：-o 的值不对：路径是空的。\n用 --help 查看用法。\n")

    @pytest.mark.parametrize("command", ["template", "fill", "export", "report"])
    @pytest.mark.parametrize("name", ["same", "link"])
    def test_never_over_an_input(
        self, gktool: Gktool, tmp_path: Path, filled: Path, command: str, name: str
    ) -> None:
        read = tmp_path / f"输入{self.SUFFIXES[command]}"
        read.write_bytes(filled.read_bytes())
        write = read
        if name == "link":
            write = tmp_path / f"别名{self.SUFFIXES[command]}"
            write.hardlink_to(read)
        before = digest(read)
        words = template("--previous", read, year=2024) if command == "template" else (command, read)
        ran = gktool(*words, "-o", write, "--force")
        assert ran == (
            2,
            "",
            f"错误：{write} 就是要读的文件，写上去原来的内容就没有了。请换一个文件名。\n",
        )
        assert digest(read) == before


class TestCheck:
    def test_good(self, gktool: Gktool, filled: Path) -> None:
        assert gktool("check", filled) == (0, f"{filled}\n没有发现问题\n结论：可以报送。\n", "")

    def test_errors(self, gktool: Gktool, unbalanced: Path) -> None:
        ran = gktool("check", unbalanced)
        assert (ran.code, ran.err) == (1, "")
        assert ran.out.startswith(f"{unbalanced}\n【依申请公开】\n  错误 B301  依申请公开!")
        assert "自然人列：新收 3 + 上年结转 1 = 4，总计 3 + 结转下年度 0 = 3，相差 1。" in ran.out
        assert ran.out.endswith("共 2 个错误\n结论：不能报送，请先改正 2 个错误。\n")

    def test_warnings_are_no_errors_unless_strict(self, gktool: Gktool, tmp_path: Path) -> None:
        path = doubtful(tmp_path / "年报.xlsx")
        assert gktool("check", "--quiet", path) == (0, f"{path}：可以报送；有 1 个警告，请核实或说明。\n", "")
        strict = gktool("check", "--quiet", "--strict", path)
        assert strict == (1, f"{path}：不能报送，请先改正 1 个警告。\n", "")

    def test_no_such_file(self, gktool: Gktool, tmp_path: Path) -> None:
        ran = gktool("check", tmp_path / "没有.xlsx")
        assert (ran.code, ran.err) == (2, "")
        assert "错误 F009  打不开这个文件：文件不存在。" in ran.out

    def test_several_files(self, gktool: Gktool, filled: Path, unbalanced: Path) -> None:
        ran = gktool("check", "--quiet", filled, unbalanced)
        assert ran.code == 1
        assert ran.out == (
            f"{filled}：可以报送。\n{unbalanced}：不能报送，请先改正 2 个错误。\n"
            "共 2 个文件：可以报送 1 个，不能报送 1 个。\n"
        )

    def test_two_of_one_organ(self, gktool: Gktool, filled: Path, unbalanced: Path) -> None:
        ran = gktool("check", "--quiet", filled, unbalanced)
        assert ran.err == (
            f"注意：{ORGAN} 2023 年的工作簿有 2 份，请确认以哪一份为准：\n  {filled}\n  {unbalanced}\n"
        )

    def test_two_years_of_one_organ(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        other = builders.write(tmp_path / "下年.xlsx", replace(builders.seed_filing(), year=2024))
        assert "请确认以哪一份为准" not in gktool("check", "--quiet", filled, other).err

    def test_the_same_file_twice(
        self, gktool: Gktool, tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert gktool("check", "--quiet", filled, filled.name, tmp_path) == (0, f"{filled}：可以报送。\n", "")

    def test_what_is_not_looked_at(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        inner = tmp_path / "乡镇"
        inner.mkdir()
        left = [tmp_path / "年报.docx", inner / "全镇.ZIP", inner / "甲.wps"]
        texts = [tmp_path / "报告.md", inner / "报告.TXT"]
        for path in (*left, *texts, tmp_path / "~$年报.docx", tmp_path / "年报.json"):
            path.write_bytes(b"x")
        ran = gktool("check", "--quiet", tmp_path)
        assert (ran.code, ran.out) == (0, f"{filled}：可以报送。\n")
        head, *listed, last = ran.err.splitlines()
        assert head == (
            "注意：没有看的文件（3 个），里面如有填报的数，请索取 .xlsx 工作簿；"
            "如是公布的报告，请写出文件名单独核对："
        )
        assert sorted(listed) == sorted(f"  {path}" for path in left)
        assert last == "注意：没有看 .txt、.md 文件（2 个），其中如有公布的报告，请写出文件名单独核对。"

    def test_nothing_but_documents(self, gktool: Gktool, tmp_path: Path) -> None:
        (tmp_path / "年报.pdf").write_bytes(b"x")
        ran = gktool("check", tmp_path)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "注意：没有看的文件（1 个），里面如有填报的数，请索取 .xlsx 工作簿；"
            "如是公布的报告，请写出文件名单独核对：\n"
            f"  {tmp_path / '年报.pdf'}\n错误：{tmp_path} 里没有工作簿（.xlsx）。\n"
        )

    def test_empty_path(self, gktool: Gktool) -> None:
        ran = gktool("check", "")
        assert ran == (2, "", "错误：文件或文件夹… 的值不对：路径是空的。\n用 --help 查看用法。\n")

    def test_last_year_that_cannot_be_read(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        path = tmp_path / "没有.xlsx"
        ran = gktool("check", filled, "--previous", path)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"错误：{path}：打不开这个文件：文件不存在。")

    def test_folder(self, gktool: Gktool, tmp_path: Path, filled: Path, unbalanced: Path) -> None:
        inner = tmp_path / "乡镇"
        inner.mkdir()
        shutil.copy(filled, inner / "甲镇.XLSX")
        for name in ("~$年报.xlsx", ".年报.xlsx", "说明.txt", "说明.docx"):
            (tmp_path / name).write_bytes(b"x")
        ran = gktool("check", tmp_path)
        assert ran.code == 1
        assert [line for line in ran.out.splitlines() if line.startswith(str(tmp_path))] == [
            str(unbalanced),
            str(inner / "甲镇.XLSX"),
            str(filled),
        ]
        assert ran.out.endswith("\n共 3 个文件：可以报送 2 个，不能报送 1 个。\n")

    def test_folder_with_other_files(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        (tmp_path / "台账.csv").write_text("项目,数量\n", encoding="utf-8")
        (tmp_path / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
        ran = gktool("check", "--format", "json", tmp_path)
        assert ran.code == 2
        assert [
            (Path(file["path"]).name, file["verdict"], len(file["findings"]))
            for file in json.loads(ran.out)["files"]
        ] == [("台账.csv", "unreadable", 1), (filled.name, "ok", 0), ("旧.xls", "unreadable", 1)]

    def test_empty_folder(self, gktool: Gktool, tmp_path: Path) -> None:
        assert gktool("check", tmp_path) == (2, "", f"错误：{tmp_path} 里没有工作簿（.xlsx）。\n")

    def test_json(self, gktool: Gktool, filled: Path, unbalanced: Path, tmp_path: Path) -> None:
        (tmp_path / "空.xlsx").write_bytes(b"")
        ran = gktool("check", "--format", "json", tmp_path)
        schema = json.loads(SCHEMAS.joinpath("check.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema).validate(json.loads(ran.out))
        assert ran.code == 2
        assert [Path(file["path"]) for file in json.loads(ran.out)["files"]] == [
            unbalanced,
            filled,
            tmp_path / "空.xlsx",
        ]
        assert found(ran) == [[("B301", "依申请公开")] * 2, [], [("F001", None)]]

    def test_unknown_format(self, gktool: Gktool, filled: Path) -> None:
        ran = gktool("check", "--format", "xml", filled)
        assert ran == (2, "", "错误：--format 不能是“xml”，可用的有：text、json。\n")

    def test_form_of_ones_own(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        folder = tmp_path / "表样"
        shutil.copytree(builders.form().folder, folder)
        assert gktool("check", "--quiet", "--form", folder, filled).code == 0

    def test_form_with_a_mistake(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        folder = tmp_path / "表样"
        shutil.copytree(builders.form().folder, folder)
        rules = folder / "rules.toml"
        text = rules.read_text(encoding="utf-8")
        rules.write_text(text.replace("new + carried_in = total", "new + carried = total"), encoding="utf-8")
        ran = gktool("check", "--form", folder, filled)
        assert (ran.code, ran.out) == (2, "")
        assert "rules.toml 的 rule 第 1 项（B301）.expression" in ran.err
        assert "没有字段 requests.carried.natural。" in ran.err


class TestMarkedCopy:
    def test_is_written(self, gktool: Gktool, tmp_path: Path, unbalanced: Path) -> None:
        copy = tmp_path / "标注.xlsx"
        plain = gktool("check", unbalanced)
        ran = gktool("check", unbalanced, "--annotate", copy)
        assert ran == (1, plain.out, f"已写出标注副本 {copy}。\n")
        listed = openpyxl.load_workbook(copy).worksheets[0]
        assert listed["A2"].value == plain.out.splitlines()[-1].removeprefix("结论：")
        assert "疑似填错：依申请公开!D8，应为 2" in [row[4].value for row in listed.iter_rows()][4]
        assert gktool("check", copy).out.splitlines()[1:] == plain.out.splitlines()[1:]

    def test_of_a_good_one(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        assert gktool("check", filled, "--annotate", tmp_path / "标注.xlsx").code == 0

    def test_json_stays_json(self, gktool: Gktool, tmp_path: Path, unbalanced: Path) -> None:
        ran = gktool("check", unbalanced, "--format", "json", "--annotate", tmp_path / "标注.xlsx")
        assert ran.out == gktool("check", unbalanced, "--format", "json").out

    def test_existing_file(self, gktool: Gktool, tmp_path: Path, unbalanced: Path) -> None:
        copy = tmp_path / "标注.xlsx"
        copy.write_bytes(b"theirs")
        words = ("check", unbalanced, "--annotate", copy)
        assert gktool(*words) == (2, "", f"错误：{copy} 已经存在。要覆盖请加 --force，或换一个文件名。\n")
        assert copy.read_bytes() == b"theirs"
        assert gktool(*words, "--force").code == 1
        assert copy.read_bytes() != b"theirs"

    def test_one_file_only(self, gktool: Gktool, tmp_path: Path, filled: Path, unbalanced: Path) -> None:
        copy = tmp_path / "标注.xlsx"
        for words in ((filled, unbalanced), (tmp_path,)):
            ran = gktool("check", *words, "--annotate", copy)
            assert ran == (2, "", "错误：--annotate 一次只标注一个文件，这里有 2 个，请逐个标注。\n")
        assert not copy.exists()

    def test_never_over_the_original(self, gktool: Gktool, unbalanced: Path) -> None:
        before = digest(unbalanced)
        ran = gktool("check", unbalanced, "--annotate", unbalanced, "--force")
        assert ran == (
            2,
            "",
            f"错误：{unbalanced} 就是要读的文件，写上去原来的内容就没有了。请换一个文件名。\n",
        )
        assert digest(unbalanced) == before

    def test_other_kind_of_file(self, gktool: Gktool, tmp_path: Path, unbalanced: Path) -> None:
        ran = gktool("check", unbalanced, "--annotate", tmp_path / "标注.pdf")
        assert ran == (2, "", f"错误：{tmp_path / '标注.pdf'}：扩展名不对，这里写的是 .xlsx 文件。\n")

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [("坏.xlsx", b"PK\x03\x04", "F005"), ("数据.csv", b"1,2\n", "F002"), ("没有.xlsx", None, "F009")],
    )
    def test_unreadable(
        self, gktool: Gktool, tmp_path: Path, name: str, content: bytes | None, code: str
    ) -> None:
        path, copy = tmp_path / name, tmp_path / "标注.xlsx"
        if content is not None:
            path.write_bytes(content)
        copy.write_bytes(b"theirs")
        ran = gktool("check", path, "--annotate", copy, "--force")
        assert (ran.code, ran.err) == (2, "读不出来的文件不能标注，没有写出标注副本。\n")
        assert code in ran.out
        assert copy.read_bytes() == b"theirs"

    def test_a_marked_copy(self, gktool: Gktool, tmp_path: Path, unbalanced: Path) -> None:
        copy = tmp_path / "标注.xlsx"
        gktool("check", unbalanced, "--annotate", copy)
        ran = gktool("check", copy, "--annotate", tmp_path / "再标注.xlsx")
        assert (ran.code, ran.err) == (
            2,
            "错误：这份工作簿不能标注：它已经是标注过的副本，请用没有标注的那一份。\n",
        )


class TestHostileFiles:
    """Whatever lies under the name of a workbook is told in a sentence, and the file is left as it is."""

    @pytest.fixture(
        params=[
            b"",
            b"x",
            b"PK\x03\x04",
            random.Random(1).randbytes(20_000),  # noqa: S311 - the same bytes every time
            b"PK\x03\x04" + random.Random(2).randbytes(20_000),  # noqa: S311
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(3).randbytes(20_000),  # noqa: S311
            b"<html><table><tr><td>12</td></tr></table></html>",
        ],
        ids=[
            "empty",
            "one byte",
            "zip's first bytes",
            "random",
            "random zip",
            "random old format",
            "web page",
        ],
    )
    def path(self, request: pytest.FixtureRequest, tmp_path: Path) -> Path:
        path = tmp_path / "年报.xlsx"
        path.write_bytes(request.param)
        return path

    def test_check(self, gktool: Gktool, path: Path) -> None:
        before = digest(path)
        ran = gktool("check", path)
        assert (ran.code, ran.err) == (2, "")
        assert re.fullmatch(
            r"\S+\n【文件】\n  错误 F\d{3}  .+\n +→ .+\n共 1 个错误\n结论：读不出来。\n", ran.out
        )
        assert digest(path) == before

    @pytest.mark.parametrize("command", ["export", "report", "template"])
    def test_others(self, gktool: Gktool, tmp_path: Path, path: Path, command: str) -> None:
        words = template("--previous", path) if command == "template" else (command, path)
        result = tmp_path / f"结果{TestOutput.SUFFIXES[command]}"
        ran = gktool(*words, "-o", result)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"错误：{path}：")
        assert not result.exists()

    def test_fill(self, gktool: Gktool, tmp_path: Path, path: Path) -> None:
        ran = gktool("fill", path, "-o", tmp_path / "结果.xlsx")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"错误：{path}：")
        assert not (tmp_path / "结果.xlsx").exists()


class TestRules:
    def test_list(self, gktool: Gktool) -> None:
        ran = gktool("rules")
        codes = [*catalogue.entries(), *(rule.code for rule in builders.form().rules)]
        whose, others, head, *lines = ran.out.splitlines()
        assert (ran.code, ran.err, head) == (0, "", "编号  程度  名称")
        assert whose == "以下是政府信息公开工作年度报告（2021年格式）的规则。"
        assert others == (
            "政府信息公开工作年度报告（2019年格式）的，用 gktool rules --form annual_report_2019 列出。"
        )
        assert [line.split()[0] for line in lines] == sorted(codes)

    def test_one(self, gktool: Gktool) -> None:
        ran = gktool("rules", "B301")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("B301  表三收办平衡（错误）\n说明    ")
        assert "勾稽    新收 + 上年结转 = 总计 + 结转下年度\n依据    " in ran.out
        assert gktool("rules", "b301") == ran

    def test_every_rule_is_explained(self, gktool: Gktool) -> None:
        for line in gktool("rules").out.splitlines()[3:]:
            code, severity, name = line.split(maxsplit=2)
            ran = gktool("rules", code)
            assert (ran.code, ran.out.splitlines()[0]) == (0, f"{code}  {name}（{severity}）")

    def test_of_an_earlier_form(self, gktool: Gktool) -> None:
        ran = gktool("rules", "Y505")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("Y505  项目数与上年衔接（警告）\n")
        assert ran.out.endswith("\n这一条是政府信息公开工作年度报告（2019年格式）的。\n")
        assert gktool("rules", "Y505", "--form", "annual_report_2021").code == 2

    def test_of_an_installed_form_by_its_id(self, gktool: Gktool) -> None:
        ran = gktool("rules", "--form", "annual_report_2019")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("以下是政府信息公开工作年度报告（2019年格式）的规则。\n")
        assert "\nY505  " in ran.out
        assert "\nY502  " not in ran.out

    def test_unknown(self, gktool: Gktool) -> None:
        ran = gktool("rules", "B999")
        assert ran == (2, "", "错误：没有编号为 B999 的规则。用 gktool rules 列出全部规则。\n")


class TestForms:
    def test_list(self, gktool: Gktool) -> None:
        ran = gktool("forms")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == (
            "annual_report_2019  政府信息公开工作年度报告（2019年格式）  第 1 版  2019—2020 年  依据：国办公开办函〔2019〕60号\n"
            "annual_report_2021  政府信息公开工作年度报告（2021年格式）  第 1 版  2021 年起  依据：国办公开办函〔2021〕30号\n"
        )

    @pytest.mark.parametrize(
        "words", [("rules",), template("-o", "模板.xlsx"), ("check", "x")], ids=lambda words: words[0]
    )
    def test_a_mistake_in_the_sentences_shows_at_once(
        self, gktool: Gktool, tmp_path: Path, words: tuple[str, ...]
    ) -> None:
        folder = tmp_path / "表样"
        shutil.copytree(builders.form().folder, folder)
        file = folder / "narrative.md.j2"
        file.write_text(
            file.read_text("utf-8").replace("requests.granted.total", "requests.grant.total"), "utf-8"
        )
        ran = gktool(*words, "--form", folder)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            f"错误：{folder}：表样文件 narrative.md.j2 的 第 143 行："
            "没有字段 requests.grant.total，是不是 requests.granted.total。请对照 form.toml 改正模板。\n"
        )


class TestFillAndExport:
    def test_the_identity(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        first, second, book = tmp_path / "一.json", tmp_path / "二.json", tmp_path / "又.xlsx"
        assert gktool("export", filled, "-o", first) == (0, f"已导出 {first}。\n", "")
        assert gktool("fill", first, "-o", book) == (0, f"已生成 {book}。\n", "")
        assert gktool("export", book, "-o", second).code == 0
        assert second.read_bytes() == first.read_bytes()
        assert gktool("check", "--quiet", book).code == 0

    def test_the_identity_with_mistakes(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        cells = {"依申请公开!D8": "２件", "依申请公开!E9": True, "依申请公开!J8": 5, "主动公开!B8": -1}
        builders.change(filled, cells)
        first, book = tmp_path / "一.json", tmp_path / "又.xlsx"
        gktool("export", filled, "-o", first)
        assert gktool("fill", first, "-o", book).code == 0
        assert gktool("export", book).out == first.read_text(encoding="utf-8")

    def test_prints_without_a_file(self, gktool: Gktool, tmp_path: Path, unbalanced: Path) -> None:
        path = tmp_path / "数据.json"
        gktool("export", unbalanced, "-o", path)
        ran = gktool("export", unbalanced)
        assert (ran.code, ran.out, ran.err) == (0, path.read_text(encoding="utf-8"), "")

    def test_figures_as_csv(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        path = tmp_path / "数.CSV"
        assert gktool("export", filled, "-o", path) == (0, f"已导出 {path}。\n", "")
        assert path.read_bytes().startswith("\ufeff表,行,列,字段,别名,单位,数值,填报/合计\r\n".encode())

    def test_follows_the_schema(self, gktool: Gktool, unbalanced: Path) -> None:
        schema = json.loads(SCHEMAS.joinpath("filing.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema).validate(json.loads(gktool("export", unbalanced).out))

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("", "第 1 行第 1 个字符处不是 JSON。"),
            ('{"form": ', "第 1 行第 10 个字符处不是 JSON。"),
            ("[]", "应是对象 {…}，"),
            ("{}", "form：缺少这一项。"),
            ('{"form": "annual_report_1999"}', "form：没有表样“annual_report_1999”。"),
            ('{"form": "annual_report_2021", "figurs": {}}', "figurs：不认识的键。是不是 figures？"),
            ('{"form": "annual_report_2021", "year": "去年"}', "year："),
        ],
    )
    def test_bad_data(self, gktool: Gktool, tmp_path: Path, text: str, complaint: str) -> None:
        data, book = tmp_path / "数据.json", tmp_path / "结果.xlsx"
        data.write_text(text, encoding="utf-8")
        ran = gktool("fill", data, "-o", book)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"错误：{data}：{complaint}")
        assert not book.exists()

    def test_every_mistake_names_the_file(self, gktool: Gktool, tmp_path: Path) -> None:
        data = tmp_path / "数据.json"
        data.write_text('{"form": "annual_report_2021", "a": 1, "b": 2}', encoding="utf-8")
        told = gktool("fill", data, "-o", tmp_path / "结果.xlsx").err.removeprefix("错误：").splitlines()
        assert len(told) > 1
        assert all(line.startswith(f"{data}：") for line in told)

    def test_no_data(self, gktool: Gktool, tmp_path: Path) -> None:
        data = tmp_path / "没有.json"
        ran = gktool("fill", data, "-o", tmp_path / "结果.xlsx")
        assert ran == (2, "", f"错误：{data}：打不开这个文件（不存在）。请核对路径、文件名和读取权限。\n")


class TestReport:
    def test_both_formats(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        markdown, text = tmp_path / "报告.md", tmp_path / "报告.TXT"
        ran = gktool("report", filled, "-o", markdown, "-o", text)
        assert ran == (0, f"已生成 {markdown}。\n已生成 {text}。\n", "")
        title = f"{ORGAN}2023年政府信息公开工作年度报告"
        assert markdown.read_text(encoding="utf-8").startswith(f"# {title}\n")
        assert title in text.read_text(encoding="utf-8").splitlines()[0]

    def test_as_a_page(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        page, other = tmp_path / "报告.html", tmp_path / "报告.HTM"
        ran = gktool("report", filled, "-o", page, "-o", other)
        assert ran == (0, f"已生成 {page}。\n已生成 {other}。\n", "")
        text = page.read_text(encoding="utf-8")
        assert text.startswith('<!DOCTYPE html>\n<html lang="zh-CN">\n')
        assert '<script type="application/json" id="gktool-filing">' in text
        assert other.read_text(encoding="utf-8") == text

    def test_charts(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        page = tmp_path / "报告.html"
        assert gktool("report", filled, "--charts", "-o", page) == (0, f"已生成 {page}。\n", "")
        assert page.read_text(encoding="utf-8").count("<figure") == 1  # no figures of last year

    def test_charts_that_cannot_be_shown(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        page, text = tmp_path / "报告.html", tmp_path / "报告.txt"
        ran = gktool("report", filled, "--charts", "-o", page, "-o", text)
        assert ran.err == f"注意：{text} 里不能画图，图只画在 .docx、.html、.htm 文件里。\n"

    def test_no_charts_to_draw(self, gktool: Gktool, tmp_path: Path) -> None:
        path = builders.write(tmp_path / "年报.xlsx", builders.seed_filing(mode=Mode.ZERO_REPORT))
        ran = gktool("report", path, "--charts", "--draft", "-o", tmp_path / "报告.html")
        assert ran.code == 0
        assert ran.err == "注意：没有画图：表样没有规定画什么，或要画的数都是 0、都不详。\n"

    def test_refused_while_errors_are_open(self, gktool: Gktool, tmp_path: Path, unbalanced: Path) -> None:
        path = tmp_path / "报告.md"
        ran = gktool("report", unbalanced, "-o", path)
        assert ran.code == 1
        assert ran.out == gktool("check", unbalanced).out
        assert ran.err == "错误：还有错误没有改正，没有生成报告。改正后再来，或加 --draft 生成草稿。\n"
        assert not path.exists()

    def test_draft(self, gktool: Gktool, tmp_path: Path, unbalanced: Path) -> None:
        path = tmp_path / "报告.md"
        ran = gktool("report", unbalanced, "--draft", "-o", path)
        assert ran == (0, f"已生成 {path}（草稿）。\n", "")
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {ORGAN}2023年政府信息公开工作年度报告（草稿）\n")
        assert text.endswith("**草稿，不得报送和公布。**\n")

    def test_warnings_do_not_stop_it(self, gktool: Gktool, tmp_path: Path) -> None:
        path = doubtful(tmp_path / "年报.xlsx")
        ran = gktool("report", path, "-o", tmp_path / "报告.md")
        assert (ran.code, ran.out) == (0, f"已生成 {tmp_path / '报告.md'}。\n")
        assert ran.err == gktool("check", path).out
        assert "警告 B" in ran.err

    def test_several_files_or_none(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        markdown, text = tmp_path / "报告.md", tmp_path / "没有" / "报告.txt"
        ran = gktool("report", filled, "-o", markdown, "-o", text)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"错误：{text} 写不进去：没有这个文件夹。")
        assert not markdown.exists()

    def test_one_file_twice(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        path = tmp_path / "报告.md"
        ran = gktool("report", filled, "-o", path, "-o", path, "--force")
        assert ran == (2, "", f"错误：{path} 给了两次，请各写一个文件名。\n")

    def test_unknown_format(self, gktool: Gktool, tmp_path: Path, filled: Path) -> None:
        path = tmp_path / "报告.pdf"
        ran = gktool("report", filled, "-o", path)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(
            f"错误：{path}：扩展名不对，这里写的是 .docx、.html、.htm、.md、.txt 文件。"
        )
        assert not path.exists()


class TestInputs:
    @pytest.mark.parametrize("command", ["check", "export", "report", "report --draft"])
    def test_are_never_changed(self, gktool: Gktool, tmp_path: Path, filled: Path, command: str) -> None:
        before = digest(filled)
        name, *options = command.split()
        outputs = () if name == "check" else ("-o", tmp_path / f"结果{TestOutput.SUFFIXES[name]}")
        assert gktool(name, filled, *options, *outputs).code == 0
        assert digest(filled) == before


class TestHelp:
    @pytest.mark.parametrize(
        "words", [["--help"], ["-h"], *([command, "--help"] for command in COMMANDS)], ids=" ".join
    )
    def test_is_chinese(self, gktool: Gktool, words: list[str]) -> None:
        ran = gktool(*words)
        assert (ran.code, ran.err) == (0, "")
        assert "用法：" in ran.out
        left = set(re.findall(r"(?<![-.\w])[A-Za-z]{2,}", ran.out, flags=re.ASCII))
        usage = set(ran.out.splitlines()[0].split())
        names = {"gktool", "JSON", "json", "CSV", "Excel", "text", "md", "txt", "Dask", "tcp"}
        assert left - usage <= {*COMMANDS, *names}
        assert not re.search(r"\[OPTIONS\]|COMMAND|ARGS", ran.out.splitlines()[0])
        assert not re.search(r"\bx *[<>]", ran.out)

    def test_of_check_names_what_it_reads(self, gktool: Gktool) -> None:
        told = "填好的工作簿或公布的报告（.docx、.html、.txt、.md、.pdf）；文件夹则只看工作簿。"
        assert told in gktool("check", "--help").out

    def test_stays_in_its_column(self, gktool: Gktool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "60")
        lines = gktool("check", "--help").out.splitlines()
        first = next(line for line in lines if "（编号见 gktool" in line)
        assert width(first.partition("使用")[0]) == width(lines[lines.index(first) + 1].partition("forms")[0])

    def test_without_words(self, gktool: Gktool) -> None:
        ran = gktool()
        assert (ran.out + ran.err).startswith("用法：")
        assert all(f"  {command} " in ran.out + ran.err for command in COMMANDS)

    def test_version(self, gktool: Gktool) -> None:
        assert gktool("--version") == (0, f"gktool {__version__}\n", "")

    @pytest.mark.parametrize(
        ("words", "complaint"),
        [
            (["chekc", "年报.xlsx"], "没有命令“chekc”。"),
            (["check"], "缺少参数 文件或文件夹…。"),
            (["check", "--fornat", "json", "年报.xlsx"], "没有选项 --fornat。"),
            (["check", "年报.xlsx", "--format"], "选项 --format 后面要跟一个值。"),
            (["export", "一.xlsx", "二.xlsx"], "多出了参数：二.xlsx。"),
            (["report", "年报.xlsx"], "缺少选项 -o。"),
            (["collect", "收", "--jobs", "-1"], "--jobs 的值不对：应不小于 0。"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_wrong_words(self, gktool: Gktool, words: list[str], complaint: str) -> None:
        assert gktool(*words) == (2, "", f"错误：{complaint}\n用 --help 查看用法。\n")


class TestStopped:
    @pytest.mark.parametrize(
        ("words", "inside"),
        [
            (("check", "年报.xlsx"), "toolkit.checkup.check_file"),  # without typer
            (("export", "年报.xlsx"), "toolkit.files.read_file"),
            (("roster", "check", "名录.xlsx"), "toolkit.collect.roster.read_roster"),
        ],
        ids=lambda value: value[0] if isinstance(value, tuple) else "",
    )
    def test_by_ctrl_c(
        self, gktool: Gktool, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], inside: str
    ) -> None:
        def interrupted(*_arguments: object, **_options: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(inside, interrupted)
        assert gktool(*words) == (2, "", "错误：已中止。\n")


class TestFaultsOfOurs:
    @pytest.fixture(autouse=True)
    def _fault(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fault(*_arguments: object, **_options: object) -> None:
            raise ZeroDivisionError("算错了")

        monkeypatch.setattr("toolkit.checkup.check_file", fault)

    def test_are_said_in_a_sentence(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("GKTOOL_DEBUG", raising=False)
        assert run(["check", "年报.xlsx"]) == 2
        assert capsys.readouterr().err.startswith("错误：gktool 内部出错（ZeroDivisionError: 算错了）。")

    def test_are_raised_for_who_asks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GKTOOL_DEBUG", "1")
        with pytest.raises(ZeroDivisionError):
            run(["check", "年报.xlsx"])


class TestFaultsInOneFile:
    """A file at which gktool itself fails is said to be unreadable, and the others are checked."""

    @pytest.fixture(autouse=True)
    def _fault(self, monkeypatch: pytest.MonkeyPatch, unbalanced: Path) -> None:
        def read(path: Path, **options: Any) -> object:  # noqa: ANN401 - whatever read_file takes
            if path == unbalanced:
                raise ZeroDivisionError("算错了")
            return read_file(path, **options)

        monkeypatch.setattr("toolkit.checking.read_file", read)

    def test_the_others_are_checked(
        self,
        filled: Path,
        unbalanced: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.delenv("GKTOOL_DEBUG", raising=False)
        assert run(["check", str(unbalanced), str(filled)]) == 2
        captured = capsys.readouterr()
        assert captured.err == ""
        assert (
            "错误 F016  核对这个文件时 gktool 内部出错（ZeroDivisionError: 算错了），没有核对完。"
            in captured.out
        )
        assert captured.out.endswith("\n共 2 个文件：可以报送 1 个，读不出来 1 个。\n")

    def test_are_raised_for_who_asks(self, unbalanced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GKTOOL_DEBUG", "1")
        with pytest.raises(ZeroDivisionError):
            run(["check", str(unbalanced)])


class TestReadme:
    @pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
    def test_can_be_followed_from_top_to_bottom(
        self, gktool: Gktool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readme: str
    ) -> None:
        root = Path(__file__).parents[1]
        shutil.copytree(root / "examples", tmp_path / "examples")
        monkeypatch.chdir(tmp_path)
        text = (root / readme).read_text(encoding="utf-8").replace("\\", "/")
        lines = re.findall(r"(?:&& |^[$] |Scripts/)gktool (.*?)(?= && |$)", text, flags=re.MULTILINE)
        assert [line.split()[0] for line in lines[:3]] == ["template", "check", "report"]
        for line in lines:
            assert "已经存在" not in gktool(*shlex.split(line)).err
        ignored = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
        made = [path.name for path in tmp_path.iterdir() if path.is_file()]
        assert made
        assert [name for name in made if f"/{name}" not in ignored] == []


class TestProcess:
    """As a process of its own: the exit code, and a console that cannot show every character."""

    @staticmethod
    def ran(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "toolkit", *map(str, words)],
            capture_output=True,
            check=False,
            env={**os.environ, **environment},
        )

    def test_exit_code(self, unbalanced: Path) -> None:
        ran = self.ran("check", "--quiet", unbalanced)
        assert (ran.returncode, ran.stderr) == (1, b"")

    @pytest.mark.parametrize("encoding", ["gbk", "ascii"])
    def test_console(self, encoding: str, unbalanced: Path) -> None:
        ran = self.ran("check", unbalanced, PYTHONIOENCODING=encoding)
        assert (ran.returncode, ran.stderr) == (1, b"")
        if encoding == "gbk":
            assert "结论：不能报送，请先改正 2 个错误。" in ran.stdout.decode("gbk")

    @pytest.mark.parametrize("words", [["export"], ["check", "--format", "json"]], ids=" ".join)
    @pytest.mark.parametrize("encoding", ["gbk", "ascii"])
    def test_json_is_utf8(self, encoding: str, words: list[str], unbalanced: Path) -> None:
        ran = self.ran(*words, unbalanced, PYTHONIOENCODING=encoding)
        assert ran.stdout == self.ran(*words, unbalanced, PYTHONIOENCODING="utf-8").stdout
        assert ORGAN in ran.stdout.decode("utf-8")
        assert "organ" in ran.stdout.decode("utf-8")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
    @pytest.mark.parametrize("words", [["forms"], ["--help"], ["export"]], ids=" ".join)
    def test_full_disk(self, words: list[str], filled: Path) -> None:
        words = [*words, str(filled)] if words == ["export"] else words
        with Path("/dev/full").open("wb") as full:
            ran = subprocess.run(
                [sys.executable, "-m", "toolkit", *words], stdout=full, stderr=subprocess.PIPE, check=False
            )
        told = "错误：结果写不出去：磁盘满了。请腾出空间后再试。\n"
        assert (ran.returncode, ran.stderr.decode()) == (2, told)
