"""The Word report as another program reads it: what stands where, in which style, and what it says of itself."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
from builders import last_year
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from forms.fillings import FORMS, wild
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from word import blocks, cells, opened, parts, tables, told, widths, written

from toolkit.report.charts import Bar, Chart
from toolkit.report.compose import compose
from toolkit.report.document import Cell, Report, Section, Span, TableGrid, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document
    from docx.oxml.table import CT_Row, CT_Tbl
    from docx.section import _Header
    from docx.styles.style import ParagraphStyle

    from toolkit.filing import Filing
    from toolkit.form.model import Form

    Filed = Callable[..., Filing]

HEADINGS = {1: "Heading 1", 2: "Heading 2"}
TEXT_WIDTH = 8844  # twentieths of a point: 156 mm
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


def made(report: Report, form: Form) -> Document:
    return opened(written(report, form))


def report_of(
    *sections: Section, title: str = "某局2023年报告", organ: str = "某局", **more: object
) -> Report:
    return replace(Report(title, organ, 2023, draft=False, sections=sections), **more)


def said(text: str) -> Section:
    return Section("other", 1, "六、其他", ((Span(text, "typed"),),))


def expected(report: Report) -> list[tuple[str, str]]:
    """The blocks that a report should be read as, but for its title and notes."""
    told = []
    for section in report.sections:
        if section.level:
            told.append((HEADINGS[section.level], report.heading(section)))
        told += [("Body Text", words(paragraph)) for paragraph in section.paragraphs]
        told += [("table", table.caption) for table in section.tables]
    return told


class TestText:
    def test_the_example_in_order(self, form: Form, example: Filing) -> None:
        report = compose(example, form)
        (style, title), *others = blocks(made(report, form))
        assert (style, title) == ("Title", "大通区人民政府办公室\n2023年政府信息公开工作年度报告")
        assert others == expected(report)
        assert ("Heading 1", "一、总体情况") in others
        assert ("Heading 2", "（一）主动公开") in others

    @each_form
    @pytest.mark.parametrize("seed", range(3))
    def test_any_filing_of_any_form(self, form: Form, seed: int) -> None:
        report = compose(wild(form, seed), form)
        (_, title), *others = blocks(made(report, form))
        assert title.replace("\n", "") == report.title
        assert [block for block in others if block != ("Body Text", "")] == expected(report)

    def test_what_was_typed_is_text(self, form: Form) -> None:
        typed = "<w:br/>&amp; ]]> \"'\x07\x00\ufffe\uffff\ud800 {{ 7*7 }}　　😀"
        (*_, last) = blocks(made(report_of(said(typed)), form))
        assert last == ("Body Text", "<w:br/>&amp; ]]> \"' {{ 7*7 }}　　😀")

    @settings(max_examples=60, deadline=None)
    @given(text=st.text(max_size=40))
    def test_any_text_comes_back(self, form: Form, text: str) -> None:
        kept = "".join(
            char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff")
        )
        (*_, (_, read)) = blocks(made(report_of(said(text)), form))
        assert read == kept

    def test_a_paragraph_of_spans_is_one_paragraph(self, form: Form) -> None:
        spans = (Span("全年新收", "typed"), Span("12", "reference"), Span("件。", "typed"))
        document = made(report_of(Section("other", 0, "", (spans,))), form)
        assert [run.text for run in document.paragraphs[1].runs] == ["全年新收", "12", "件。"]

    @pytest.mark.parametrize(
        ("organ", "lines"),
        [
            ("某县科协", ["某县科协2023年政府信息公开工作年度报告"]),
            ("大通区人民政府办公室", ["大通区人民政府办公室", "2023年政府信息公开工作年度报告"]),
            (
                "广西壮族自治区河池市罗城仫佬族自治县人民政府办公室",
                ["广西壮族自治区河池市", "罗城仫佬族自治县人民政府办公室", "2023年政府信息公开工作年度报告"],
            ),
            ("某" * 50, ["某" * 17, "某" * 17, "某" * 16, "2023年政府信息公开工作年度报告"]),
        ],
    )
    def test_a_long_title_parts_behind_the_organ(self, form: Form, organ: str, lines: list[str]) -> None:
        title = f"{organ}2023年政府信息公开工作年度报告"
        assert blocks(made(report_of(title=title, organ=organ), form)) == [("Title", "\n".join(lines))]

    def test_there_is_a_paragraph_between_tables_and_behind_the_last(self, form: Form) -> None:
        grid = TableGrid("表", 1, 0, 0, ((Cell("1"),),))
        document = made(report_of(Section("x", 1, "一、表", tables=(grid, grid))), form)
        assert blocks(document)[1:] == [
            ("Heading 1", "一、表"),
            ("table", "表"),
            ("Body Text", ""),
            ("table", "表"),
            ("Body Text", ""),
        ]


class TestTables:
    @each_form
    @pytest.mark.parametrize("seed", range(3))
    def test_cells_are_merged_as_printed(self, form: Form, seed: int) -> None:
        report = compose(wild(form, seed), form, draft=True)
        grids = [grid for section in report.sections for grid in section.tables]
        document = made(report, form)
        assert [told(table, "w:tblCaption") for table in tables(document)] == [grid.caption for grid in grids]
        for table, grid in zip(tables(document), grids, strict=True):
            assert [cell[:5] for cell in cells(document, table)] == [
                (place.row, place.column, place.cell.rowspan, place.cell.colspan, place.cell.text)
                for place in grid.placed()
            ]
            kinds = {True: {"left": "表格项目", "center": "表格标题栏"}, False: {"center": "表格数字"}}
            assert [cell.style for cell in cells(document, table)] == [
                kinds[place.cell.header][place.cell.align] for place in grid.placed()
            ]

    def test_heads_repeat_and_rows_stay_whole(self, form: Form, filed: Filed) -> None:
        report = compose(filed(), form)
        grids = [grid for section in report.sections for grid in section.tables]
        assert [grid.head_rows for grid in grids] == [0, 3, 3]
        for table, grid in zip(tables(made(report, form)), grids, strict=True):
            heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.tr_lst]
            assert heads == [number < grid.head_rows for number in range(len(grid.rows))]
            assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.tr_lst)

    @each_form
    def test_columns_fill_the_width_and_those_of_figures_are_equal(self, form: Form) -> None:
        report = compose(wild(form, 1), form)
        grids = [grid for section in report.sections for grid in section.tables]
        for table, grid in zip(tables(made(report, form)), grids, strict=True):
            columns = widths(table)
            assert TEXT_WIDTH - len(columns) <= sum(columns) <= TEXT_WIDTH
            assert len(set(columns[grid.label_columns :])) == 1
            assert min(columns) >= 300

    @pytest.mark.parametrize("figure", [0, 999, 11398889])
    def test_no_figure_needs_more_than_its_cell(self, form: Form, filed: Filed, figure: int) -> None:
        document = made(compose(filed(dict.fromkeys(_inputs(form), figure)), form), form)
        for table in tables(document):
            columns = widths(table)
            blank = sum(int(side.get(qn("w:w"))) for side in table.tblPr.find(qn("w:tblCellMar"))[1::2])
            size = _size(table)
            for cell in cells(document, table):
                if cell.style == "表格数字":
                    room = sum(columns[cell.column : cell.column + cell.colspan]) - blank
                    assert len(cell.text) * size * 10 <= room, (cell.text, size)

    def test_a_table_for_one_page_stays_on_one(self, form: Form, filed: Filed) -> None:
        for table in tables(made(compose(filed(), form), form)):
            *rows, last = [_kept(row) for row in table.tr_lst]
            assert all(all(row) for row in rows)
            assert not any(last)

    def test_a_longer_one_runs_over_in_its_full_size(self, form: Form) -> None:
        table = _long_table(form)
        assert not any(any(_kept(row)) for row in table.tr_lst)
        assert _size(table) == 10.5

    def test_they_are_described_for_those_who_cannot_see_them(self, form: Form, filed: Filed) -> None:
        document = made(compose(filed(), form), form)
        assert [told(table, "w:tblDescription") for table in tables(document)] == [
            "主动公开政府信息情况，14行4列，前1列是行标题。",
            "收到和处理政府信息公开申请情况，28行10列，前3行是列标题，前3列是行标题。",
            "政府信息公开行政复议、行政诉讼情况，4行15列，前3行是列标题。",
        ]


def _inputs(form: Form) -> list[str]:
    return [item.id for item in form.inputs]


def _size(table: CT_Tbl) -> float:
    """The size of a table's characters in points."""
    sizes = {int(size.get(qn("w:val"))) / 2 for size in table.iter(qn("w:sz"))}
    return sizes.pop() if sizes else 10.5


def _kept(row: CT_Row) -> list[bool]:
    return [words.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for words in row.iter(qn("w:p"))]


def _long_table(form: Form) -> CT_Tbl:
    head = (Cell("项目", header=True), Cell("件数", header=True))
    rows = tuple((Cell(f"第{n}项", header=True, align="left"), Cell(str(n))) for n in range(80))
    grid = TableGrid("长表", 2, 1, 1, (head, *rows))
    (table,) = tables(made(report_of(Section("x", 1, "一、长表", tables=(grid,))), form))
    return table


class TestLayout:
    def test_page_after_the_national_standard(self, form: Form) -> None:
        (page,) = made(report_of(), form).sections
        edges = (page.page_width, page.page_height, page.top_margin, page.left_margin)
        assert [round(edge / Mm(1)) for edge in edges] == [210, 297, 37, 28]
        text = (
            page.page_width - page.left_margin - page.right_margin,
            page.page_height - page.top_margin - page.bottom_margin,
        )
        assert [round(edge / Mm(1), 1) for edge in text] == [156.0, 225.0]

    @pytest.mark.parametrize(
        ("name", "font", "size"),
        [
            ("Title", "方正小标宋简体", 22),
            ("Heading 1", "黑体", 16),
            ("Heading 2", "楷体_GB2312", 16),
            ("Body Text", "仿宋_GB2312", 16),
        ],
    )
    def test_styles_after_the_national_standard(self, form: Form, name: str, font: str, size: float) -> None:
        document = made(report_of(), form)
        style = document.styles[name]
        defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        look = [style.element.rPr, defaults]
        fonts = [one.find(qn("w:rFonts")) for one in look if one is not None]
        assert next(one.get(qn("w:eastAsia")) for one in fonts if one is not None) == font
        sizes = [one.find(qn("w:sz")) for one in look if one is not None]
        assert next(int(one.get(qn("w:val"))) for one in sizes if one is not None) == size * 2

    def test_22_lines_of_28_characters(self, form: Form) -> None:
        document = made(report_of(), form)
        (page,) = document.sections
        style: ParagraphStyle = document.styles["Body Text"]
        pitch = style.paragraph_format.line_spacing
        assert (page.page_height - page.top_margin - page.bottom_margin) // pitch == 22
        closer = int(style.element.rPr.find(qn("w:spacing")).get(qn("w:val")))
        assert TEXT_WIDTH // (16 * 20 + closer) == 28
        assert style.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"

    def test_headings_never_stand_alone_at_the_end_of_a_page(self, form: Form) -> None:
        styles = made(report_of(), form).styles
        for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
            assert styles[name].paragraph_format.keep_with_next
        assert styles["Normal"].paragraph_format.widow_control

    def test_page_numbers_stand_outside(self, form: Form) -> None:
        document = made(report_of(), form)
        (page,) = document.sections
        assert document.settings.odd_and_even_pages_header_footer
        for footer, align in ((page.footer, "RIGHT"), (page.even_page_footer, "LEFT")):
            (line,) = footer.paragraphs
            assert (line.text, line.alignment) == ("— 1 —", WD_ALIGN_PARAGRAPH[align])
            assert [one.text for one in footer.part.element.iter(qn("w:instrText"))] == [" PAGE "]


class TestFile:
    def test_properties(self, form: Form, filed: Filed) -> None:
        properties = made(compose(filed(), form), form).core_properties
        assert (properties.title, properties.author, properties.subject, properties.language) == (
            "大通区人民政府办公室2023年政府信息公开工作年度报告",
            "大通区人民政府办公室",
            "政府信息公开工作年度报告",
            "zh-CN",
        )
        last_day = dt.datetime(2023, 12, 31, tzinfo=dt.UTC)
        assert (properties.created, properties.modified) == (last_day, last_day)

    @pytest.mark.parametrize("year", [None, 1, 99999])
    def test_a_year_that_is_none_gives_a_date_all_the_same(self, form: Form, year: int | None) -> None:
        properties = made(replace(report_of(), year=year), form).core_properties
        assert properties.created == dt.datetime(form.first_year, 12, 31, tzinfo=dt.UTC)

    def test_same_report_same_bytes(self, form: Form, filed: Filed, monkeypatch: pytest.MonkeyPatch) -> None:
        report = compose(filed(), form, draft=True, charts=True)
        first = written(report, form)
        monkeypatch.setattr("time.time", lambda: 2e9)
        monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
        assert written(report, form) == first

    def test_nothing_in_it_points_outside(self, form: Form, filed: Filed) -> None:
        content = written(compose(filed(), form, draft=True, charts=True), form)
        relations = [part for name, part in parts(content).items() if name.endswith(".rels")]
        assert b"External" not in b"".join(relations)


class TestDraft:
    def test_every_page_has_a_watermark(self, form: Form, filed: Filed) -> None:
        (page,) = made(compose(filed(), form, draft=True), form).sections
        marks = [_watermarks(header) for header in (page.header, page.even_page_header)]
        assert marks == [["草稿"], ["草稿"]]

    def test_a_report_has_none(self, form: Form, filed: Filed) -> None:
        (page,) = made(compose(filed(), form), form).sections
        assert page.header.is_linked_to_previous
        assert not [name for name in parts(written(compose(filed(), form), form)) if "header" in name]

    def test_it_is_marked_throughout(self, form: Form, filed: Filed) -> None:
        report = compose(filed({}, mode="逐格填写"), form, draft=True, notes=["表三不平。"])
        document = made(report, form)
        assert blocks(document)[:3] == [
            ("Title", "大通区人民政府办公室\n2023年政府信息公开工作年度报告（草稿）"),
            ("草稿说明", report.notes[0]),
            ("草稿说明", "表三不平。"),
        ]
        assert ("Heading 1", "一、总体情况（草稿）") in blocks(document)

    def test_what_is_to_be_filled_in_is_highlighted(self, form: Form, filed: Filed) -> None:
        document = made(compose(filed({}, mode="逐格填写"), form, draft=True), form)
        marked = [
            run
            for run in document.element.body.iter(qn("w:r"))
            if run.find(f"{qn('w:rPr')}/{qn('w:highlight')}") is not None
        ]
        assert {re.sub("：.*〕", "：…〕", run.text) for run in marked} == {"待填", "〔待填〕", "〔待填：…〕"}
        text = "".join(run.text for run in document.element.body.iter(qn("w:r")))
        assert text.count("待填") - 1 == len(marked)  # the note that explains the mark


def _watermarks(header: _Header) -> list[str]:
    names = {"v": "urn:schemas-microsoft-com:vml"}
    return [shape.get("string") for shape in header.part.element.iterfind(".//v:shape/v:textpath", names)]


class TestCharts:
    CHART = Chart(
        "years",
        "与上年相比 <1>",
        ("2022年", "2023年"),
        (Bar("新收", (3, 12)), Bar("=甲", (0.5, 0))),
        "件",
        "诉讼的数不详。",
    )

    def test_they_stand_behind_the_text_and_are_no_text(self, form: Form) -> None:
        document = made(report_of(replace(said("话。"), charts=(self.CHART,))), form)
        assert blocks(document)[1:] == [("Heading 1", "六、其他"), ("Body Text", "话。"), ("Body Text", "")]
        (picture,) = document.element.body.iter(qn("wp:docPr"))
        assert (picture.get("title"), picture.get("descr")) == (
            "与上年相比 <1>",
            "新收2022年3件，2023年12件；=甲2022年0.5件，2023年0件。",
        )

    def test_their_figures_are_in_a_workbook(self, form: Form) -> None:
        content = parts(written(report_of(replace(said("话。"), charts=(self.CHART,))), form))
        workbook = openpyxl.load_workbook(io.BytesIO(content["word/embeddings/chart1.xlsx"]))
        assert [[(cell.value, cell.data_type) for cell in row] for row in workbook["数据"]] == [
            [(None, "n"), ("2022年", "s"), ("2023年", "s")],
            [("新收", "s"), (3, "n"), (12, "n")],
            [("=甲", "s"), (0.5, "n"), (0, "n")],
        ]

    def test_they_say_the_same_in_print(self, form: Form) -> None:
        content = parts(written(report_of(replace(said("话。"), charts=(self.CHART,))), form))
        chart = content["word/charts/chart1.xml"].decode()
        assert re.findall(r"<a:t>([^<]*)", chart) == ["与上年相比 &lt;1&gt;（单位：件）", "诉讼的数不详。"]
        assert re.findall(r"<c:v>([^<]*)", chart) == [
            *("2022年", "新收", "=甲", "3", "0.5"),
            *("2023年", "新收", "=甲", "12", "0"),
        ]
        assert [
            ("pattFill" in one, "solidFill" in one.split("<a:ln")[0]) for one in chart.split("<c:ser>")[1:]
        ] == [
            (True, False),
            (False, True),
        ]

    def test_the_form_declares_them(self, form: Form, filed: Filed) -> None:
        filing = replace(filed(), previous=last_year())
        content = parts(written(compose(filing, form, charts=True), form))
        assert [name for name in content if name.startswith("word/charts/chart")] == [
            "word/charts/chart1.xml",
            "word/charts/chart2.xml",
        ]
        assert "charts" not in " ".join(parts(written(compose(filing, form), form)))
