"""The page as another program reads it: what stands where, what heads what, and what it gives away."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest
from builders import last_year, seed_filing
from forms.fillings import FOLDERS, FORMS, form_of, good, wild
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from toolkit.exchange import from_json, to_json
from toolkit.filing import Paragraph, entered
from toolkit.form.model import Orientation
from toolkit.publishing import published_report
from toolkit.report.document import words
from toolkit.report.formats import RENDERERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from toolkit.filing import Filing
    from toolkit.form.model import Form, Table
    from toolkit.report.document import Report, TableGrid

    Filed = Callable[..., Filing]
    Element = lxml.html.HtmlElement

SEEDS = pytest.mark.parametrize("seed", range(4))
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
HOSTILE = '</script><script>alert(1)</script><!-- <b onclick="x">\'&amp;\u2028\x07\u200b😀{{ 7*7 }}'
SEEN = '</script><script>alert(1)</script><!-- <b onclick="x">\'&amp; 😀{{ 7*7 }}'


def source_of(report: Report, form: Form) -> str:
    return RENDERERS[".html"](report, form).decode()


def page_of(report: Report, form: Form) -> Element:
    return lxml.html.document_fromstring(source_of(report, form))


def data_of(page: Element) -> Any:  # noqa: ANN401 - JSON is of any type
    (script,) = page.xpath("//script[@id='gktool-filing']")
    return json.loads(script.text)


def text(element: Element) -> str:
    return str(element.text_content())


def said(page: Element) -> list[str]:
    """The headings and paragraphs of a page in order; a heading with its level."""
    return [
        f"{'#' * int(one.tag[1])} {text(one)}" if one.tag != "p" else text(one)
        for one in page.xpath("//h1 | //article/*[self::h2 or self::h3 or self::h4 or self::p]")
    ]


def placed(table: Element) -> dict[tuple[int, int], tuple[str, int, int, bool]]:
    """Text, spans and kind of each cell of an HTML table by its place, found as browsers do."""
    taken: set[tuple[int, int]] = set()
    cells = {}
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            down, right = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            cells[row, column] = (text(cell), down, right, cell.tag == "th")
            taken |= {(row + y, column + x) for y in range(down) for x in range(right)}
    return cells


def heads_in(table: Element) -> Iterator[tuple[list[str], str]]:
    """The heads that each figure names, and the figure, in order."""
    by_id = {head.get("id"): text(head) for head in table.iter("th")}
    for cell in table.iter("td"):
        if cell.get("headers"):
            yield [by_id[name] for name in cell.get("headers").split()], text(cell)


def heads_declared(table: Table) -> Iterator[list[str]]:
    """The headings of each printed field as the form declares them: from outside in, the column's first."""
    for block in table.blocks:
        outer = [heading for heading in (block.banner, block.columns_heading) if heading]
        for row in block.printed_rows:
            for column in block.printed_columns:
                across = table.orientation is Orientation.ACROSS
                inner = (*row.heading, *column.heading) if across else (*column.heading, *row.heading)
                yield outer + list(inner)


def grids(report: Report) -> list[TableGrid]:
    return [grid for section in report.sections for grid in section.tables]


class TestTables:
    @each_form
    @SEEDS
    def test_every_cell_stands_where_it_is_printed(self, form: Form, seed: int) -> None:
        report = published_report(wild(form, seed), form, draft=seed % 2 == 1)
        tables = page_of(report, form).xpath("//div[@role='region']/table")
        assert [placed(table) for table in tables] == [
            {
                (one.row, one.column): (
                    one.cell.text,
                    one.cell.rowspan,
                    one.cell.colspan,
                    one.cell.header and bool(one.cell.text),
                )
                for one in grid.placed()
            }
            for grid in grids(report)
        ]

    @each_form
    def test_a_figure_names_its_row_and_its_column(self, form: Form) -> None:
        page = page_of(published_report(wild(form, 0), form), form)
        tables = page.xpath("//div[@role='region']/table")
        printed = sorted(
            (table for table in form.tables if table.printed),
            key=lambda table: [one.get("id") for one in page.xpath("//h2")].index(f"table-{table.id}"),
        )
        assert [[heads for heads, _ in heads_in(table)] for table in tables] == [
            list(heads_declared(table)) for table in printed
        ]

    def test_scopes_reach_as_far_as_the_heads(self) -> None:
        page = page_of(published_report(seed_filing(), FORMS[-1]), FORMS[-1])
        found = [
            [
                (one.get("scope"), text(one)[:6])
                for one in table.iter("th")
                if one.get("scope") not in ("col", "row")
            ]
            for table in page.xpath("//div[@role='region']/table")
        ]
        assert found == [
            [
                ("rowgroup", "第二十条第（"),
                ("rowgroup", "第二十条第（"),
                ("colgroup", "本年处理决定"),
                ("rowgroup", "第二十条第（"),
                ("colgroup", "本年处理决定"),
                ("rowgroup", "第二十条第（"),
                ("colgroup", "本年收费金额"),
            ],
            [("colgroup", "（本列数据的"), ("colgroup", "法人或其他组"), ("rowgroup", "三、本年度办")],
            [("colgroup", "行政复议"), ("colgroup", "行政诉讼")],
        ]

    def test_groups_of_rows_and_columns(self) -> None:
        page = page_of(published_report(seed_filing(), FORMS[-1]), FORMS[-1])
        tables = page.xpath("//div[@role='region']/table")
        columns = [
            [
                sum(int(col.get("span", 1)) for col in group) or int(group.get("span"))
                for group in table.iter("colgroup")
            ]
            for table in tables
        ]
        rows = [[len(part) for part in table if part.tag in ("thead", "tbody")] for table in tables]
        assert columns == [[1, 3], [3, 1, 5, 1], [5, 10]]
        assert rows == [[4, 3, 4, 3], [3, 2, 22, 1], [3, 1]]

    @each_form
    def test_each_is_a_region_of_its_own_with_its_caption(self, form: Form) -> None:
        report = published_report(wild(form, 0), form)
        regions = page_of(report, form).xpath("//div[@role='region']")
        for region, grid in zip(regions, grids(report), strict=True):
            (caption,) = region.xpath("table/caption")
            assert (region.get("tabindex"), region.get("aria-labelledby")) == ("0", caption.get("id"))
            assert text(caption) == grid.caption


class TestPage:
    @each_form
    @pytest.mark.parametrize("draft", [False, True])
    def test_structure(self, form: Form, *, draft: bool) -> None:
        report = published_report(wild(form, 1), form, draft=draft, charts=True)
        page = page_of(report, form)
        ids = [one.get("id") for one in page.xpath("//*[@id]")]
        assert page.get("lang") == "zh-CN"
        assert [len(page.xpath(f"//{tag}")) for tag in ("title", "h1", "main", "nav", "header")] == [1] * 5
        assert len(ids) == len(set(ids))
        assert {link.get("href")[1:] for link in page.xpath("//a")} <= set(ids)
        assert [text(link) for link in page.xpath("//nav//a")] == [
            report.heading(section) for section in report.sections if section.level
        ]

    @each_form
    def test_nothing_is_run_and_nothing_is_loaded(self, form: Form) -> None:
        page = page_of(published_report(wild(form, 1), form, charts=True), form)
        assert {one.get("type") for one in page.xpath("//script")} == {
            "application/json",
            "application/ld+json",
        }
        assert page.xpath("//link | //img | //iframe | //@src | //@onclick") == []
        assert "url(" not in re.sub(r"url\(#", "", page.xpath("string(//style)"))
        assert "@import" not in page.xpath("string(//style)")

    def test_tells_search_engines_what_it_is(self, form: Form, filed: Filed) -> None:
        page = page_of(published_report(filed(), form), form)
        title = "大通区人民政府办公室2023年政府信息公开工作年度报告"
        assert text(page.find(".//title")) == title
        assert {one.get("name"): one.get("content") for one in page.xpath("//meta[@name]")} == {
            "viewport": "width=device-width, initial-scale=1",
            "description": title,
            "ArticleTitle": title,
            "ContentSource": "大通区人民政府办公室",
            "generator": "gktool",
        }
        assert json.loads(page.xpath("string(//script[@type='application/ld+json'])")) == {
            "@context": "https://schema.org",
            "@type": "Report",
            "name": title,
            "about": "政府信息公开工作年度报告",
            "inLanguage": "zh-CN",
            "publisher": {"@type": "GovernmentOrganization", "name": "大通区人民政府办公室"},
            "temporalCoverage": "2023",
        }

    def test_a_draft_says_so_and_is_not_to_be_found(self, form: Form, filed: Filed) -> None:
        page = page_of(published_report(filed(), form, draft=True, notes=["B301 <表三>不平。"]), form)
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]
        assert page.xpath("//script") == []
        assert [text(one) for one in page.xpath("//aside | //h1 | //*[@role='note']/p")] == [
            "草稿，不得报送和公布",
            "大通区人民政府办公室2023年政府信息公开工作年度报告（草稿）",
            "本稿为草稿，数据或文字尚有错误、缺漏，不得报送和公布；标有“待填”的地方请补充完整。",
            "B301 <表三>不平。",
        ]
        assert all(text(heading).endswith("（草稿）") for heading in page.xpath("//h2"))

    @each_form
    def test_same_filing_same_bytes(self, form: Form) -> None:
        filing = wild(form, 2)
        pages = [source_of(published_report(filing, form, charts=True), form) for _ in range(2)]
        assert pages[0] == pages[1]


class TestColours:
    """WCAG 1.4.3 and 1.4.11, also where axe-core cannot see what lies behind a word."""

    @pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
    def test_contrast(self, form: Form, filed: Filed, scheme: int) -> None:
        style = page_of(published_report(filed(), form), form).xpath("string(//style)")
        colours = [
            dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", block)) for block in style.split(":root {")[1:3]
        ]
        colour = colours[scheme]
        words = [
            *product(("ink", "soft", "accent", "link"), ("paper",)),
            *product(("ink", "link"), ("shade",)),
        ]
        too_weak = [pair for pair in (*words, ("warn-ink", "warn")) if contrast(*map(colour.get, pair)) < 4.5]
        assert (too_weak, contrast(colour["chart"], colour["paper"]) >= 3) == ([], True)


class TestWords:
    """One composition, several renderers: every format says the same words and figures."""

    @each_form
    @pytest.mark.parametrize("seed", range(8))
    def test_all_formats_agree(self, form: Form, seed: int) -> None:
        report = published_report(wild(form, seed), form, draft=seed % 2 == 1)
        expected = [f"# {report.headline}"]
        for section in report.sections:
            if section.level:
                expected.append(f"{'#' * (section.level + 1)} {report.heading(section)}")
            expected += [words(paragraph) for paragraph in section.paragraphs]
        markdown = _unescaped(RENDERERS[".md"](report, form).decode()).split("\n\n")
        plain = RENDERERS[".txt"](report, form).decode().splitlines()
        assert said(page_of(report, form)) == expected
        assert [line for line in markdown if not re.match(r"\||> |\*\*草稿", line.strip())] == _stripped(
            expected
        )
        assert [line.strip() for line in plain if line and line[0] not in "+|※"][: len(expected)] == [
            line.lstrip("# ") for line in expected
        ]

    @each_form
    @SEEDS
    def test_tables_of_all_formats_agree(self, form: Form, seed: int) -> None:
        report = published_report(wild(form, seed), form)
        tables = page_of(report, form).xpath("//div[@role='region']/table")
        rows = [
            [text(cell).strip() for cell in row if text(cell)] for table in tables for row in table.iter("tr")
        ]
        lines = [
            line
            for line in _unescaped(RENDERERS[".md"](report, form).decode()).splitlines()
            if line[:1] == "|"
        ]
        printed = [[cell.strip().strip("*") for cell in line.split("|") if cell.strip()] for line in lines]
        assert [row for row in rows if row] == [row for row in printed if row and not _is_rule(row)]
        drawn = [
            line for line in RENDERERS[".txt"](report, form).decode().splitlines() if line[:1] in ("+", "|")
        ]
        assert _characters("".join(drawn)) == _characters("".join(cell for row in rows for cell in row))


class TestEscaping:
    def test_hostile_text_is_only_text(self, form: Form, filed: Filed) -> None:
        filing = filed(texts={"problems": HOSTILE, "overview": "普通。"}, name=HOSTILE, address=HOSTILE)
        source = source_of(published_report(filing, form), form)
        page = lxml.html.document_fromstring(source)
        assert (source.count("<script"), source.count("</script"), page.xpath("//b")) == (2, 2, [])
        assert (
            text(page.find(".//h1")) == text(page.find(".//title")) == f"{SEEN}2023年政府信息公开工作年度报告"
        )
        broken = SEEN.split(" 😀")
        assert [line for line in said(page) if line in (broken[0], f"😀{broken[1]}")] == [
            broken[0],
            f"😀{broken[1]}",
        ]
        assert data_of(page)["texts"]["problems"] == [HOSTILE]
        assert data_of(page)["organ"]["name"] == HOSTILE

    @settings(max_examples=40, deadline=None)
    @given(written=st.text(max_size=60))
    def test_any_text_reads_back(self, form: Form, filed: Filed, written: str) -> None:
        filing = replace(filed(), texts={"problems": (Paragraph(written),)})
        report = published_report(filing, form)
        page = page_of(report, form)
        (section,) = (one for one in report.sections if one.id == "problems")
        shown = said(page)
        start = shown.index("## 五、存在的主要问题及改进情况") + 1
        assert shown[start:-2] == [words(paragraph) for paragraph in section.paragraphs]
        assert data_of(page)["texts"]["problems"] == [written]

    def test_a_form_from_outside_is_escaped_too(self, form: Form, filed: Filed) -> None:
        charts = tuple(replace(chart, title=SEEN, note=SEEN) for chart in form.charts)
        sections = tuple(replace(one, heading=f"{one.heading}{SEEN}") for one in form.sections)
        hostile = replace(form, charts=charts, sections=sections, title=SEEN)
        page = page_of(published_report(filed(), hostile, charts=True), hostile)
        assert (len(page.xpath("//script")), page.xpath("//b")) == (2, [])
        (figure,) = page.xpath("//figure")
        assert [text(one) for one in figure.xpath("figcaption | p | svg/title")] == [
            f"2023年{SEEN}（单位：件）",
            f"2023年{SEEN}",
            SEEN,
        ]


class TestData:
    INTERNAL = ("filler", "reviewer", "leader", "date", "predecessors")

    def test_what_the_page_says_and_no_more(self) -> None:
        form = FORMS[-1]
        filing = seed_filing(ledger=True, supplement__training_people=33)
        filing = replace(
            filing,
            profile={**filing.profile, **{item: entered("某人") for item in self.INTERNAL}},
            figures={
                **filing.figures,
                "requests.new.natural": replace(
                    filing.figures["requests.new.natural"], formula="'[C:/x.xlsx]a'!A1"
                ),
            },
            stated={"requests.new.total": entered(2.0)},
            compose={**filing.compose, "overview.oversight": entered("否")},
            previous=last_year(),
        )
        published = data_of(page_of(published_report(filing, form, charts=True), form))
        exported: Any = to_json(filing, form)
        assert published == {
            **exported,
            "organ": {key: value for key, value in exported["organ"].items() if key not in self.INTERNAL},
            "version": None,
            "figures": {**exported["figures"], "requests.new.natural": 2},
            "stated": {},
            "supplement": {
                key: value for key, value in exported["supplement"].items() if key != "training_people"
            },
            "ledger": {},
            "previous": {},
        }
        assert exported["supplement"]["training_people"] == 33

    @each_form
    @pytest.mark.parametrize("seed", range(8))
    def test_the_same_report_comes_of_it(self, form: Form, seed: int) -> None:
        report = published_report(wild(form, seed), form)
        again = from_json(data_of(page_of(report, form)), form)
        assert published_report(again, form) == report

    @each_form
    def test_follows_the_schema(self, form: Form) -> None:
        schema = json.loads(files("toolkit").joinpath("schemas/filing.schema.json").read_text("utf-8"))
        page = page_of(published_report(wild(form, 3), form), form)
        Draft202012Validator(schema).validate(data_of(page))

    def test_without_data_there_is_no_element(self, form: Form, filed: Filed) -> None:
        report = replace(published_report(filed(), form), data="")
        assert page_of(report, form).xpath("//script[@id='gktool-filing']") == []


class TestCharts:
    @pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
    def test_each_says_its_figures_four_times(self, folder: Path) -> None:
        """In the picture, in its description, in the table behind it, and in the data that it came from."""
        form = form_of(folder)
        filing = replace(good(folder), previous={item.id: 7.0 for item in form.inputs})
        report = published_report(filing, form, charts=True)
        charts = [chart for section in report.sections for chart in section.charts]
        figures = page_of(report, form).xpath("//figure")
        assert charts
        assert len(figures) == len(charts)
        for figure, chart in zip(figures, charts, strict=True):
            values = [f"{value:g}" for bar in chart.bars for value in bar.values]
            labels = [bar.label for bar in chart.bars]
            drawn = [text(one) for one in figure.xpath("svg/text")]
            assert [one for one in drawn if one in values] == values
            assert drawn[: len(chart.series)] == list(chart.series) or len(chart.series) == 1
            assert [text(one) for one in figure.xpath(".//td")] == values
            assert [text(one) for one in figure.xpath(".//th[@scope='row']")] == labels
            assert [text(one) for one in figure.xpath(".//th[@scope='col']")] == ["项目", *chart.series]
            desc = text(figure.find("svg/desc"))
            assert re.findall(r"\d+(?=[件人])", desc) == values
            assert all(label in desc for label in labels)

    def test_the_two_years_differ_without_colour(self, form: Form, filed: Filed) -> None:
        filing = replace(filed(), previous=last_year(requests__new__natural=4))
        page = page_of(published_report(filing, form, charts=True), form)
        fills = [rect.get("fill") for rect in page.xpath("//figure[@id='chart-years']/svg/rect")]
        assert set(fills) == {"url(#chart-years-hatch)", "currentColor"}

    def test_no_bar_for_nought(self, form: Form, filed: Filed) -> None:
        page = page_of(published_report(filed(), form, charts=True), form)
        (svg,) = page.xpath("//figure/svg")
        assert len(svg.xpath("rect")) == 2
        assert [text(one) for one in svg.xpath("text") if text(one).isdigit()] == [
            "0",
            "0",
            "1",
            "2",
            "0",
            "0",
        ]


def contrast(*colours: str | None) -> float:
    """The contrast of two colours as WCAG reckons it."""
    lights = []
    for colour in colours:
        assert colour
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        lights.append(sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def _unescaped(markdown: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).strip("\n")


def _stripped(lines: list[str]) -> list[str]:
    return [line for line in lines if line]


def _is_rule(row: list[str]) -> bool:
    return set("".join(row)) <= set(":-")


def _characters(drawn: str) -> list[str]:
    return sorted(char for char in drawn if char not in "+-| 　")
