from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from collect.offices import AREA, WHOLE, collected, error, figures, filed, organ, returned
from collect.stories import Parts, data_of, page_of, story_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from toolkit.collect.adding_up import roll_up
from toolkit.collect.compare import comparisons
from toolkit.collect.crew import Crew
from toolkit.collect.dashboard import branches as branches_module
from toolkit.collect.dashboard import data as data_module
from toolkit.collect.dashboard.branches import branches
from toolkit.collect.dashboard.page import dashboard_html
from toolkit.collect.dashboard.problems import problem_columns
from toolkit.collect.judge import judge
from toolkit.collect.results import Wanted, outcome, write_results
from toolkit.finding import Severity
from toolkit.output import OutputRefused

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.collect.model import Collected

COUNTY = organ("县", kind=AREA, name="某县人民政府")
OFFICES = [organ(code, "县") for code in "甲乙丙丁"]
HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--<script>",
    "\u202e局育教\u2066",
    "a\u2028b",
    "{{ 7 * 7 }}",
]


def small() -> Collected:
    """Two offices that are right, one with an error, one that sent nothing; the county's own report is wrong."""
    sent = [
        returned(filed(COUNTY, figures(requests__new__natural=9), scope=WHOLE)),
        returned(
            filed(OFFICES[0], figures(requests__new__natural=4), previous=figures(requests__new__natural=2))
        ),
        returned(filed(OFFICES[1], figures(requests__new__natural=3, requests__granted__natural=None))),
        returned(filed(OFFICES[2]), error("不平", sheet="依申请公开", cell="D33")),
    ]
    return collected([COUNTY, *OFFICES], sent)


def fields(data: dict[str, list[list[object]]], name: str) -> int:
    """The number of a headline figure's field."""
    return next(number for said, number in data["headlines"] if said == name)  # type: ignore[misc, return-value]


class TestTheData:
    def test_says_how_every_organ_stands(self) -> None:
        data = data_of(page_of(small()))
        words = [data["states"][state][0] for state in data["offices"]["state"]]
        assert list(zip(data["offices"]["name"], words, strict=True)) == [
            ("某县人民政府", "可以报送"),
            ("甲局", "可以报送"),
            ("乙局", "可以报送"),
            ("丙局", "不能报送"),
            ("丁局", "未报送"),
        ]

    def test_says_who_has_to_say_which_workbook_holds(self) -> None:
        taken = returned(filed(OFFICES[0]))
        copies = {"a.xlsx": taken.contents, "b.xlsx": "other"}
        others = tuple(
            replace(taken, source=replace(taken.source, shown=name), contents=contents)
            for name, contents in copies.items()
        )
        given = collected(OFFICES[:1], [taken])
        data = data_of(page_of(replace(given, others={"甲": others}, ties={"甲": error()})))
        (state,) = data["offices"]["state"]
        assert data["states"][state] == ["待确认", "tied", True, True]
        assert data["offices"]["others"] == [
            [[1, "a.xlsx", "与采用的一份相同"], [1, "b.xlsx", "报送次数相同而内容不同"]]
        ]

    def test_has_sums_and_what_they_lack_and_no_unknown_figure_as_zero(self) -> None:
        data = data_of(page_of(small()))
        new, granted = fields(data, "新收申请"), data["charts"][0][1][0][1]
        assert data["branches"]["name"] == ["某县人民政府"]
        assert (data["branches"]["sums"][new], data["branches"]["lacking"]) == ([7], [1])
        assert data["figures"]["this"][new] == [9, 4, 3, 0, None]
        assert data["figures"]["this"][granted] == [0, 0, None, 0, None]
        assert data["figures"]["last"][new] == [None, 2, None, None, None]
        assert data["branches"]["unsaid"][granted] == [1]

    def test_tells_what_is_wrong_and_what_to_do(self) -> None:
        problems = data_of(page_of(small()))["problems"]
        start, end = problems["start"][3:5]
        assert (problems["errors"], problems["warnings"]) == ([0, 0, 0, 1, 0], [1, 0, 0, 0, 0])
        assert [problems[name][start:end] for name in ("code", "where", "problem")] == [
            ["B301"],
            ["依申请公开!D33"],
            ["不平"],
        ]
        assert problems["remedies"][problems["remedy"][start]] == "改正。"

    def test_keeps_findings_of_the_roll_up_with_the_organ_they_are_about(self) -> None:
        data = data_of(page_of(small()))
        assert data["problems"]["code"][: data["problems"]["start"][1]] == ["R631", "R605"]
        assert data["offices"]["judged"] == [1, 0, 0, 0, 0]

    def test_tells_what_the_roll_up_found_about_the_whole(self) -> None:
        offices = [filed(one, figures(requests__new__natural=1)) for one in OFFICES[:2]]
        rollup = roll_up(collected([replace(one, superior="") for one in OFFICES[:2]], offices))
        whole = returned(filed(COUNTY, figures(requests__new__natural=3), scope=WHOLE))
        story = story_of(collected([replace(one, superior="") for one in OFFICES[:2]], offices))
        page = dashboard_html(replace(story, judged=judge(rollup, comparisons(rollup, whole))))
        assert "<li>某县人民政府报的“依申请.新收.自然人”是 3，所属 2 家单位合计 2，相差 1。" in page.decode()

    def test_lists_the_weightiest_findings_and_counts_the_others(self) -> None:
        notes = [replace(error(f"第 {number} 条"), severity=Severity.NOTE) for number in range(40)]
        one = collected([OFFICES[0]], [returned(filed(OFFICES[0]), *notes, error("要紧"))])
        columns = problem_columns(story_of(one), story_of(one).rollup.rows)
        assert (columns["start"], columns["more"]) == ([0, 30], [11])
        assert columns["problem"][:2] == ["要紧", "第 0 条"]  # type: ignore[index]


class TestThePage:
    def test_is_the_same_for_the_same_results(self) -> None:
        assert page_of(small()) == page_of(small())

    def test_keeps_what_strangers_wrote_out_of_its_markup(self) -> None:
        plain = [organ(str(number)) for number in range(len(HOSTILE))]
        hostile = [replace(one, name=name, contact=name) for one, name in zip(plain, HOSTILE, strict=True)]
        pages = []
        for organs, words in ((plain, "错了"), (hostile, "".join(HOSTILE))):
            sent = [returned(filed(one), error(words, sheet=words, cell=words)) for one in organs]
            pages.append(page_of(replace(collected(organs, sent), overlooked=(f"{words}\ud800.docx",))))
        assert [tag for tag, _ in Parts(pages[0]).elements] == [tag for tag, _ in Parts(pages[1]).elements]
        names = data_of(pages[1])["offices"]["name"]
        assert names[:3] == HOSTILE[:3]
        assert names[3:] == [r"\u202e局育教\u2066", r"a\u2028b", "{{ 7 * 7 }}"]

    def test_allows_only_what_is_in_it(self) -> None:
        parts = Parts(page_of(small()))
        policy = next(
            attributes["content"] or ""
            for tag, attributes in parts.elements
            if attributes.get("http-equiv") == "Content-Security-Policy"
        )
        scripts = [text for tag, kind, text in parts.inline if tag == "script" and not kind]
        styles = [text for tag, _, text in parts.inline if tag == "style"]
        hashes = [
            f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in scripts + styles
        ]
        assert policy.startswith("default-src 'none'; script-src 'sha256-")
        assert [one for one in hashes if one not in policy] == []
        assert re.findall("unsafe-[a-z]+|https?:|\\*", policy) == []

    def test_leads_nowhere_outside(self) -> None:
        for tag, attributes in Parts(page_of(small())).elements:
            for name in ("src", "href", "action", "data", "poster", "srcset"):
                assert (tag, (attributes.get(name) or "#")[:6]) in {(tag, "#"), ("link", "data:,")} or (
                    attributes[name] or ""
                ).startswith("#")

    def test_tells_the_progress_without_scripts(self) -> None:
        page = page_of(small()).decode()
        fallback = page[page.index("<noscript>") : page.index("</noscript>")]
        assert re.findall(r'<th scope="row">(.*?)</th><td>(\d+)</td>', fallback) == [
            ("未报送", "1"),
            ("不能报送", "1"),
            ("可以报送", "3"),
        ]

    @pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
    def test_has_scripts_that_node_can_parse(self, tmp_path: Path) -> None:
        scripts = [text for tag, kind, text in Parts(page_of(small())).inline if tag == "script" and not kind]
        for number, text in enumerate(scripts):
            script = tmp_path / f"{number}.js"
            script.write_text(text, encoding="utf-8")
            assert subprocess.run(["node", "--check", script], capture_output=True, check=False).stderr == b""

    def test_has_the_library_as_it_was_published(self) -> None:
        folder = files("toolkit.collect.dashboard").joinpath("vendor")
        told = dict(
            re.findall(r"\| `(\S+\.js)` .* `([0-9a-f]{64})`", folder.joinpath("README.md").read_text("utf-8"))
        )
        assert told == {
            name: sha256(folder.joinpath(name).read_bytes()).hexdigest()
            for name in ("d3.min.js", "plot.umd.min.js")
        }


class TestWriting:
    def test_beside_the_roll_up_with_links_from_where_the_page_lies(self, tmp_path: Path) -> None:
        (tmp_path / "web").mkdir()
        sent = returned(filed(OFFICES[0]))
        sent = replace(sent, source=replace(sent.source, path=tmp_path / "inbox" / "甲局.xlsx"))
        wanted = Wanted(tmp_path / "汇总.xlsx", html=tmp_path / "web" / "一览.html")
        told = list(write_results(outcome(collected(OFFICES[:1], [sent])), wanted, Crew()))
        assert told[-1] == f"已生成 {wanted.html}。"
        assert data_of((tmp_path / "web" / "一览.html").read_bytes())["offices"]["folder"] == ["../inbox/"]

    def test_is_refused_under_another_ending(self, tmp_path: Path) -> None:
        with pytest.raises(OutputRefused, match="扩展名不对"):
            Wanted(tmp_path / "汇总.xlsx", html=tmp_path / "一览.xlsx").verify(tmp_path, [])


class TestVeryManyOrgans:
    def test_are_listed_only_where_there_is_something_to_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(data_module, "MOST_OFFICES", 4)
        page = page_of(small())
        data = data_of(page)
        assert (data["complete"], data["offices"]["name"]) == (False, ["丙局", "丁局"])
        assert data["branches"]["states"][0] == [1, 0, 0, 0, 0, 1, 0, 0, 0, 3]
        assert "名录有 5 个单位，超过 4 个，这里只列需要处理的，共 2 个。" in page.decode()

    def test_with_too_many_of_these_leave_out_some_that_sent_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(data_module, "MOST_OFFICES", 1)
        page = page_of(small())
        assert data_of(page)["offices"]["name"] == ["丙局"]
        assert "共 1 个；还有列不下的：未报送 1 个。" in page.decode()

    def test_in_very_many_branches_are_added_to_those_above(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(branches_module, "MOST_BRANCHES", 2)
        top, town = organ("省"), organ("市", "省")
        low = [organ("县", "市"), organ("区", "市")]
        tree = branches(
            story_of(collected([top, town, *low, organ("甲", "县"), organ("乙", "区")], [])).rollup,
            [0] * 6,
            1,
        )
        assert [(one.code, one.organs) for one in tree.all] == [("省", 6), ("市", 5)]
        assert (tree.numbers["县"], tree.own(low[0]), tree.left_out) == (1, -1, 2)


@st.composite
def _forests(draw: st.DrawFn) -> list[int]:
    """The number of each organ's superior, always a smaller one; -1 at the top."""
    return [draw(st.integers(-1, number - 1)) for number in range(draw(st.integers(1, 25)))]


@given(_forests())
def test_every_branch_is_one_run_of_numbers(above: list[int]) -> None:
    organs = [organ(str(number), "" if up < 0 else str(up)) for number, up in enumerate(above)]
    story = story_of(collected(organs, []))
    tree = branches(story.rollup, [0] * len(organs), 1)

    def over(number: int) -> list[int]:
        """An organ and all above it."""
        return [number, *(over(above[number]) if above[number] >= 0 else [])]

    for at, branch in enumerate(tree.all):
        in_run = {number for number, one in enumerate(organs) if at <= tree.of(one) < branch.end}
        below = {
            number for number in range(len(organs)) if branch.code == "" or int(branch.code) in over(number)
        }
        assert (in_run, branch.organs) == (below, len(below))
