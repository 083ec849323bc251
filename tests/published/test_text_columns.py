"""The words over the columns in texts, of which only the order is known: told by their words, or said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from published.examples import PRINTED, SEED, count, figures, parts, read, told
from published.writers import flowing

if TYPE_CHECKING:
    from toolkit.reading import Reading

DISCLOSURE = "二、主动公开政府信息情况"
REQUESTS = "三、收到和处理政府信息公开申请情况"
DISPUTES = "四、政府信息公开行政复议、行政诉讼情况"
ISSUED, REPEALED, IN_FORCE = (f"disclosure.normative.{name}" for name in ("issued", "repealed", "in_force"))


def changed(cells: str, *changes: tuple[str, str]) -> Reading:
    """The seed's report as a text whose cells are parted like this, words (cells parted by |) put for others."""
    text = flowing(parts(), cells)
    for old, new in changes:
        before, after = (words.replace("|", cells) for words in (old, new))
        assert before in text
        text = text.replace(before, after, 1)
    return read(text, ".txt")


def disclosed(reading: Reading) -> tuple[list[float | None], list[tuple[str, str]]]:
    """The figures of 规范性文件 in the form's order, and the code and the message of each finding."""
    entries = [reading.filing.figures.get(name) for name in (ISSUED, REPEALED, IN_FORCE)]
    return [entry and entry.value for entry in entries], [(one.code, one.message) for one in reading.findings]


@pytest.mark.parametrize("cells", ["\t", "\n", " "])
class TestOneLine:
    HEADING = "本年制发件数|本年废止件数|现行有效件数"

    @pytest.mark.parametrize(
        ("heading", "values"),
        [
            ("本年废止件数|本年制发件数|现行有效件数", [6, 2, 27]),
            ("现行有效件数|本年制发件数|本年废止件数", [6, 27, 2]),
        ],
    )
    def test_in_another_order(self, cells: str, heading: str, values: list[float]) -> None:
        assert disclosed(changed(cells, (self.HEADING, heading))) == (values, [])

    @pytest.mark.parametrize(
        ("heading", "name"),
        [
            ("本年废止件数|现行有效件数", "本年制发"),
            ("本年制发件数|现行有效件数", "本年废止"),
            ("本年制发件数|本年废止件数", "现行有效"),
        ],
    )
    def test_one_left_out(self, cells: str, heading: str, name: str) -> None:
        message = f"没有找到“{name}”的栏名，这几栏的数按表样的次序读。"
        assert disclosed(changed(cells, (self.HEADING, heading))) == ([2, 6, 27], [("S136", message)])

    def test_one_left_out_with_its_figures(self, cells: str) -> None:
        rows = (self.HEADING, "本年制发件数|现行有效件数"), ("规章|0|0|0", "规章|0|0"), ("|2|6|27", "|2|27")
        assert disclosed(changed(cells, *rows)) == (
            [2, None, 27],
            [("S133", "“规章、规范性文件”的本年废止没有读到：没有找到对应的格。")],
        )

    def test_a_strange_one_in_its_place(self, cells: str) -> None:
        heading = "本年制发件数|当年清理数目|现行有效件数"
        message = "“当年清理数目”认不出是什么，按前后的位置当作“本年废止”。"
        assert disclosed(changed(cells, (self.HEADING, heading))) == ([2, 6, 27], [("S135", message)])

    def test_one_of_the_other_year_s_form(self, cells: str) -> None:
        heading = "本年新制作数量|本年废止件数|现行有效件数"
        why = "栏名的写法或次序与表样不同，分不清哪一格是哪一栏"
        assert disclosed(changed(cells, (self.HEADING, heading))) == (
            [None] * 3,
            [
                ("S134", "“本年新制作数量”不是表样里的行或栏，里面的数没有读。"),
                ("S133", f"“规章、规范性文件”2 行（6 格）没有读到：{why}。"),
            ],
        )

    def test_one_too_many(self, cells: str) -> None:
        heading = "本年制发件数|本年废止件数|其中修订|现行有效件数"
        rows = (self.HEADING, heading), ("规章|0|0|0", "规章|0|0|9|0"), ("|2|6|27", "|2|6|9|27")
        message = "“其中修订”不是表样里的行或栏，里面的数没有读。"
        assert disclosed(changed(cells, *rows)) == ([2, 6, 27], [("S134", message)])

    def test_one_too_many_without_figures(self, cells: str) -> None:
        heading = "本年制发件数|本年废止件数|其中修订|现行有效件数"
        values, findings = disclosed(changed(cells, (self.HEADING, heading)))
        assert (values, [code for code, _ in findings]) == ([None] * 3, ["S134", "S133"])

    @pytest.mark.parametrize(
        ("heading", "code"),
        [("信息内容|决定件次", "S135"), ("信息内容", "S136"), ("信息内容|上一年项目数量", "S134")],
    )
    def test_the_only_one(self, cells: str, heading: str, code: str) -> None:
        reading = changed(cells, ("信息内容|本年处理决定数量", heading))
        known = "disclosure.permits.decisions" in reading.filing.figures
        assert (known, [one.code for one in reading.findings][:1]) == (code != "S134", [code])


class TestLines:
    """What is told stands where the finding says."""

    def test_a_cell_a_line(self) -> None:
        reading = changed("\n", ("本年废止件数", "当年清理数目"), ("规章\n0\n0\n0", "规章\n0\n0\n0\n0"))
        assert told(reading.findings) == [
            ("S135", DISCLOSURE, "第 19 行"),
            ("S133", DISCLOSURE, "第 22 行"),
        ]

    def test_a_row_a_line(self) -> None:
        reading = changed("\t", ("本年废止件数", "当年清理数目"), ("规章\t0\t0\t0", "规章\t0\t0\t0\t0"))
        assert told(reading.findings) == [
            ("S135", DISCLOSURE, "第 17 行"),
            ("S133", DISCLOSURE, "第 18 行"),
        ]

    def test_a_row_of_bars_over_several_lines(self) -> None:
        """The row is told where its first figure stands."""
        text = flowing(parts()).replace("规章\t0\t0\t0", "|\n规章|\n0|\n0|\n0|\n0|")
        assert told(read(text, ".txt").findings) == [("S133", DISCLOSURE, "第 20 行")]

    def test_two_rows_for_the_same_reason(self) -> None:
        rows = ("规章\t0\t0\t0", "规章\t0\t0\t0\t0"), ("\t2\t6\t27", "\t2\t6\t27\t1")
        assert told(changed("\t", *rows).findings) == [("S133", DISCLOSURE, "第 18、19 行")]

    def test_a_figure_of_its_own(self) -> None:
        place = changed("\n").filing.figures[REPEALED].place
        assert place is not None
        assert place.cell == "第 27 行“本年废止”"


@pytest.mark.parametrize("cells", ["\t", "\n", " "])
class TestGroups:
    @pytest.mark.parametrize(
        ("old", "new", "codes"),
        [
            ("法人或其他组织|", "", []),
            ("科研机构|", "", ["S136"]),
            ("科研机构|", "科学单位|", ["S135"]),
            ("结果纠正|", "结果改变|", ["S135"]),
            ("行政复议|行政诉讼", "", ["S136"]),
            ("未经复议直接起诉|", "", ["S136"]),
        ],
    )
    def test_told_by_what_is_left(self, cells: str, old: str, new: str, codes: list[str]) -> None:
        reading = changed(cells, (old, new))
        assert (figures(reading), count(reading)) == (SEED, PRINTED)
        assert [finding.code for finding in reading.findings] == codes

    @pytest.mark.parametrize(
        ("old", "new"),
        [("商业企业|科研机构", "科研机构|商业企业"), ("商业企业|", "商业企业|外资企业|")],
    )
    def test_not_guessed(self, cells: str, old: str, new: str) -> None:
        reading = changed(cells, (old, new))
        assert not [name for name in reading.filing.figures if name.startswith("requests.")]
        assert {(one.code, one.sheet) for one in reading.findings} >= {("S133", REQUESTS)}
