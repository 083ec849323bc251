"""gktool on published reports: import, check, export, and as last year's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import builders
import pytest
from msgspec.structs import replace
from published.examples import FORM, SEED, parts, table, with_table
from published.writers import docx, html, texts

from toolkit.published.read import read_published
from toolkit.report.compose import compose
from toolkit.report.document import Cell
from toolkit.report.formats import RENDERERS
from toolkit.workbook.read import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from commandline import Gktool

ORGAN = "大通区人民政府办公室"


@pytest.fixture
def gktool(gktool: Gktool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gktool:
    """The command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return gktool


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def wrong_totals() -> bytes:
    """The report with two totals of table four printed as 0, over parts of 11 and 5."""
    grid = table("行政复议")
    figures = ["10", "1", "0", "0", "0", "0", "0", "0", "0", "0", "5", "0", "0", "0", "0"]
    changed = replace(grid, rows=(*grid.rows[:3], tuple(map(Cell, figures))))
    return html(with_table("行政复议", changed))


class TestImport:
    def test_a_report_becomes_a_workbook(self, gktool: Gktool, tmp_path: Path) -> None:
        write(tmp_path / "report.docx", docx(parts()))
        assert gktool("import", "report.docx", "-o", "filled.xlsx") == (
            0,
            (
                f"从 report.docx 读出：{ORGAN} 2023 年，政府信息公开工作年度报告（2021年格式）。\n"
                "表 3 张：数 166 个，印出的合计 34 个；文字 7 部分 10 段。\n"
                "公布的报告里没有、工作簿里要填的：单位类别、统计口径、报送次数、补充数据。\n"
                "已生成 filled.xlsx。\n"
            ),
            "",
        )
        filing = read_workbook(tmp_path / "filled.xlsx").filing
        figures = {name: entry.value for name, entry in filing.figures.items() if entry.value}
        assert figures == {name: value for name, value in SEED.items() if FORM.fields[name].role == "input"}
        assert (filing.organ, filing.year, dict(filing.stated)) == (ORGAN, 2023, {})
        assert {entry.raw for entry in filing.modes.values()} == {"逐格填写"}

    def test_totals_that_do_not_come_out_are_told(self, gktool: Gktool, tmp_path: Path) -> None:
        write(tmp_path / "report.html", wrong_totals())
        ran = gktool("import", "report.html", "-o", "filled.xlsx")
        assert ran.code == 0
        assert ran.out.splitlines()[2:5] == [
            "印出的合计与各数之和不同，工作簿里的合计由公式算出，请核对：",
            "  复议诉讼.行政复议.总计：印的是 0，各数之和是 11",
            "  复议诉讼.复议后起诉.总计：印的是 0，各数之和是 5",
        ]

    def test_blanks_that_nothing_speaks_for_are_told(self, gktool: Gktool, tmp_path: Path) -> None:
        page = html(parts(lambda grid: texts(grid, lambda text: "" if text == "0" else text)))
        write(tmp_path / "report.html", page)
        ran = gktool("import", "report.html", "-o", "filled.xlsx")
        assert ran.code == 0
        assert "有 21 格是空白，印出的合计也说明不了是 0，工作簿里空着，请补填：" in ran.out
        assert "  主动公开.规章：本年制发、本年废止、现行有效" in ran.out

    def test_what_is_printed_and_no_number_is_told(self, gktool: Gktool, tmp_path: Path) -> None:
        page = html(parts(lambda grid: texts(grid, lambda text: {"27": "约30", "6": "/"}.get(text, text))))
        write(tmp_path / "report.html", page)
        ran = gktool("import", "report.html", "-o", "filled.xlsx")
        assert ran.code == 0
        assert ran.out.splitlines()[1:4] == [
            "表 3 张：数 164 个，印出的合计 34 个；文字 7 部分 10 段。",
            "有 2 格印的不是数，照印的样子写进了工作簿，请改成数，没有的填 0：",
            "  主动公开.规范性文件：本年废止、现行有效",
        ]

    def test_rows_that_were_not_found_are_told_together(self, gktool: Gktool, tmp_path: Path) -> None:
        grid = table("申请情况")
        shorter = replace(grid, rows=grid.rows[:5])
        write(tmp_path / "report.html", html(with_table("申请情况", shorter)))
        lines = gktool("import", "report.html", "-o", "filled.xlsx").out.splitlines()
        (told,) = [line for line in lines if "S133" in line]
        assert told.startswith("  错误 S133  “予以公开、部分公开、国家秘密、")
        assert told.endswith("、总计、结转下年度”23 行（161 格）没有读到：没有找到对应的格。")
        assert lines[-3] == "没有读到的 132 格，工作簿里空着，请对照原文补填。"

    def test_what_could_not_be_read_is_told(self, gktool: Gktool, tmp_path: Path) -> None:
        write(tmp_path / "report.html", html(with_table("行政复议")))
        ran = gktool("import", "report.html", "-o", "filled.xlsx")
        assert ran.code == 1
        assert "  错误 S132  没有找到“四、政府信息公开行政复议、行政诉讼情况”的表。\n" in ran.out
        assert (tmp_path / "filled.xlsx").exists()

    def test_the_year_that_is_given(self, gktool: Gktool, tmp_path: Path) -> None:
        titled = [part for part in parts() if isinstance(part, str) and part.startswith(ORGAN)]
        own = [
            "政府信息公开工作年度报告" if part in titled else part
            for part in parts()
            if "统计期限" not in str(part)
        ]
        write(tmp_path / "report.html", html(own))
        assert gktool("import", "report.html", "-o", "a.xlsx").code == 1
        assert gktool("import", "report.html", "-o", "b.xlsx", "--year", "2023").code == 0
        assert read_workbook(tmp_path / "b.xlsx").filing.year == 2023

    def test_more_paragraphs_than_rows_share_the_last(self, gktool: Gktool, tmp_path: Path) -> None:
        at = parts().index("六、其他需要报告的事项")
        more = [f"第{number}件事情已经办好。" for number in range(40)]
        write(tmp_path / "report.html", html([*parts()[:at], *more, *parts()[at:]]))
        assert gktool("import", "report.html", "-o", "filled.xlsx").code == 0
        problems = read_workbook(tmp_path / "filled.xlsx").filing.texts["problems"]
        assert "\n".join(one.text for one in problems).splitlines()[-40:] == more

    @pytest.mark.parametrize(
        ("words", "complaint"),
        [
            (("import", "none.docx", "-o", "filled.xlsx"), "文件不存在"),
            (("import", "notes.txt", "-o", "filled.xlsx"), "这不像一份政府信息公开工作年度报告"),
            (("import", "filled.xlsx", "-o", "other.xlsx"), "这是工作簿（.xlsx）"),
            (("import", "notes.txt", "-o", "report.docx"), "扩展名不对"),
            (("import", "notes.txt", "-o", "filled.xlsx", "--year", "23"), "年度 23 不对"),
            (("check", "notes.txt"), "F019"),
            (("check", "report.docx", "--annotate", "marked.xlsx"), "--annotate 只标注工作簿"),
        ],
    )
    def test_refuses(self, gktool: Gktool, tmp_path: Path, words: tuple[str, ...], complaint: str) -> None:
        builders.write(tmp_path / "filled.xlsx")
        write(tmp_path / "report.docx", docx(parts()))
        write(tmp_path / "notes.txt", "今天开会。".encode())
        forced = ("--force",) if words[0] == "import" else ()
        ran = gktool(*words, *forced)
        assert (ran.code, complaint in ran.out + ran.err) == (2, True)
        assert not (tmp_path / "other.xlsx").exists()


class TestCheck:
    def test_26_against_27(self, gktool: Gktool, tmp_path: Path) -> None:
        said = "全年废止规范性文件6件，年末现行有效的规范性文件26件。"
        at = parts().index("二、主动公开政府信息情况")
        write(tmp_path / "report.docx", docx([*parts()[:at], said, *parts()[at:]]))
        ran = gktool("check", "report.docx")
        assert ran.code == 1
        assert (
            "  错误 T410  第 1 段  文中写“现行有效的规范性文件26件”，表里“规范性文件·现行有效”是 27 件。\n"
            in ran.out
        )
        assert ran.out.endswith("结论：有 1 个错误，请更正。\n")

    def test_totals_as_they_are_printed(self, gktool: Gktool, tmp_path: Path) -> None:
        write(tmp_path / "report.html", wrong_totals())
        ran = gktool("check", "report.html")
        assert ran.code == 1
        assert [line.split("  ")[1:3] for line in ran.out.splitlines() if line.startswith("  错误 B")] == [
            ["错误 B311", "第 4 行“行政复议·总计”"],
            ["错误 B311", "第 4 行“复议后起诉·总计”"],
        ]
        assert "请重新相加，看是总计印错了，还是某一格印错了" in ran.out

    def test_good(self, gktool: Gktool, tmp_path: Path) -> None:
        write(tmp_path / "report.txt", RENDERERS[".txt"](compose(builders.seed_filing(), FORM), FORM))
        assert gktool("check", "report.txt") == (0, "report.txt\n没有发现问题\n结论：没有错误。\n", "")

    def test_last_year_s_report(self, gktool: Gktool, tmp_path: Path) -> None:
        """Last year carried two applications over, this year's report says one."""
        last = replace(
            builders.seed_filing(requests__carried_out__natural=2, requests__new__natural=4),
            year=2022,
            profile=builders.seed_filing().profile | {"year": builders.entered(2022)},
        )
        folder = tmp_path / "2022"
        folder.mkdir()
        write(folder / "last.docx", docx([part for part in _of(last) if part]))
        write(tmp_path / "report.docx", docx(parts()))
        single = gktool("check", "report.docx", "--previous", "2022/last.docx")
        assert (single.code, "Y501" in single.out) == (1, True)
        assert gktool("check", "report.docx", "--previous", "2022").out == single.out

    def test_folders_are_searched_for_workbooks_only(self, gktool: Gktool, tmp_path: Path) -> None:
        folder = tmp_path / "in"
        folder.mkdir()
        builders.write(folder / "filled.xlsx")
        write(folder / "report.txt", b"x")
        assert gktool("check", "in").out.startswith("in/filled.xlsx\n")

    @pytest.mark.parametrize("code", ["B302", "B303", "B311"])
    def test_what_to_do_about_a_total_in_print(self, gktool: Gktool, tmp_path: Path, code: str) -> None:
        title, row, column = {
            "B302": ("申请情况", 3, 7),
            "B303": ("申请情况", -2, 1),
            "B311": ("行政复议", -1, 4),
        }[code]
        grid = table(title)
        rows = [list(cells) for cells in grid.rows]
        rows[row][column] = replace(rows[row][column], text="9")
        changed = replace(grid, rows=tuple(map(tuple, rows)))
        write(tmp_path / "report.docx", docx(with_table(title, changed)))
        out = gktool("check", "report.docx").out
        assert code in out
        assert "请重新相加，看是总计印错了" in out
        assert "模板" not in out

    @pytest.mark.parametrize("words", ["", "某某局政府信息公开工作年度报告"])
    def test_a_year_that_is_not_known(self, gktool: Gktool, tmp_path: Path, words: str) -> None:
        """`check` has no --year: it is that of `import`."""
        report = [words, table("行政复议").caption, table("行政复议")]
        write(tmp_path / "report.html", html(report))
        lines = gktool("check", "report.html").out.splitlines()
        remedies = [line.strip() for line in lines if "--year" in line]
        assert remedies == [
            "→ 请在标题里写明年度；只想读出数来的，用 gktool import 的 --year 指明。",
            "→ 请在标题里写明年度，或用 gktool import 的 --year、--form 指明。",
        ]


class TestOthers:
    @pytest.mark.parametrize("name", ["report.docx", "report.txt", "report.html"])
    def test_a_report_of_a_report(self, gktool: Gktool, tmp_path: Path, name: str) -> None:
        write(tmp_path / name, docx(parts()) if name.endswith("docx") else html(parts()))
        assert gktool("report", name, "-o", "new.md") == (
            2,
            "",
            f"错误：{name}：这不是填报工作簿。公布的报告请先用 gktool import {name} -o 工作簿.xlsx 读成工作簿，核对后再用。\n",
        )
        assert not (tmp_path / "new.md").exists()

    def test_export_carries_the_mode_and_fill_settles_it(self, gktool: Gktool, tmp_path: Path) -> None:
        write(tmp_path / "report.docx", docx(parts()))
        assert gktool("export", "report.docx", "-o", "data.json").code == 0
        assert '"requests": "照印本"' in (tmp_path / "data.json").read_text()
        assert gktool("fill", "data.json", "-o", "filled.xlsx").code == 0
        assert read_workbook(tmp_path / "filled.xlsx").filing.modes["requests"].raw == "逐格填写"

    def test_a_template_from_last_year_s_report(self, gktool: Gktool, tmp_path: Path) -> None:
        write(tmp_path / "last.docx", docx(parts()))
        words = ("template", "--year", "2024", "--organ", ORGAN, "--previous", "last.docx", "-o", "2024.xlsx")
        assert "从 last.docx 带入：166 个上年数、联系方式。" in gktool(*words).out


def _of(filing: builders.Filing) -> list[str]:
    from published.writers import parts_of  # noqa: PLC0415

    return parts_of(compose(filing, FORM))  # type: ignore[return-value]


def test_reading_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "report.docx", docx(parts()))
    before = path.read_bytes()
    read_published(path)
    assert path.read_bytes() == before
