"""Headings, texts and the front of a published report, in whatever words and numbering."""

from __future__ import annotations

import pytest
from published.examples import FORM, parts, read
from published.writers import html

from toolkit.checking import check_reading
from toolkit.filing import Paragraph, Place

FIVE = "五、存在的主要问题及改进情况"
BODY = "逐项办理，按时答复，方便群众。"


def sections(*lines: str) -> dict[str, list[str]]:
    """The texts by section of a report with these lines between its title and its fifth part."""
    reading = read("\n".join(("某某区教育局2023年政府信息公开工作年度报告", *lines, FIVE, "问题。")), ".txt")
    texts = {name: [one.text for one in texts] for name, texts in reading.filing.texts.items()}
    return {name: lines for name, lines in texts.items() if name != "problems"}


class TestHeadings:
    @pytest.mark.parametrize(
        "heading",
        [
            "（二）依申请公开",
            "（二）依申请公开情况",
            "(二) 依申请公开方面",
            "二、依申请公开情况",
            "2.依申请公开",
            "2、依申请公开政府信息情况",
            "（二）做好依申请公开工作",
            "（二）2023年依申请公开情况",
            "依申请公开情况",
            "第二节 依申请公开",
        ],
    )
    def test_in_other_words(self, heading: str) -> None:
        assert sections("一、总体情况", heading, BODY) == {"overview.requests": [BODY]}

    @pytest.mark.parametrize("mark", ["。", "情况。", "：", "情况：", "情况 ", "  "])
    def test_in_the_line_of_the_text(self, mark: str) -> None:
        assert sections("一、总体情况", f"（二）依申请公开{mark}{BODY}") == {"overview.requests": [BODY]}

    @pytest.mark.parametrize(
        "heading",
        [
            "一、总体情况",
            "第一部分 总体情况",
            "第一部分、总体情况",
            "（一）总体情况",
            "总体情况",
            "1.总体情况",
            "一、政府信息公开总体情况",
        ],
    )
    def test_of_the_first_level(self, heading: str) -> None:
        assert sections(heading, BODY) == {"overview": [BODY]}

    @pytest.mark.parametrize(
        "line",
        [
            "主动公开政府信息1994条，依申请公开2件。",
            "（一）主动公开政府信息1994条",
            "一是做好主动公开工作。",
            "（一）主动公开的信息由各科室提供，办公室审核后发布。",
            "1.依申请公开件均由专人办理，台账齐全，档案完整，未发生超期答复的情形。",
            "三、本年度办理结果",
        ],
    )
    def test_sentences_are_none(self, line: str) -> None:
        assert sections("一、总体情况", line) == {"overview": [line]}

    def test_points_that_repeat_a_heading_s_words(self) -> None:
        lines = ("一、总体情况", "（一）主动公开", BODY, FIVE, "（一）主动公开方面。栏目更新不够及时。")
        reading = read("\n".join(("某某局2023年政府信息公开工作年度报告", *lines)), ".txt")
        assert [one.text for one in reading.filing.texts["problems"]] == [lines[-1]]

    @pytest.mark.parametrize("mark", ["。", "\n"])
    def test_points_that_bear_a_table_s_title(self, mark: str) -> None:
        points = (
            ("1.主动公开政府信息情况", "公开信息58条。", "overview.disclosure"),
            ("2.收到和处理政府信息公开申请情况", "收到申请5件。", "overview.requests"),
            ("3.政府信息公开行政复议、行政诉讼情况", "没有发生。", "overview.requests"),
            ("4.政府信息管理情况", "逐件审查。", "overview.management"),
        )
        lines = [line for heading, text, _ in points for line in f"{heading}{mark}{text}".split("\n")]
        assert sections("一、总体情况", *lines, "二、主动公开政府信息情况") == {
            "overview.disclosure": ["公开信息58条。"],
            "overview.requests": ["收到申请5件。", "没有发生。"],
            "overview.management": ["逐件审查。"],
        }

    @pytest.mark.parametrize("number", ["二、", "（二）", "2."])
    def test_of_a_table_in_whatever_numbering(self, number: str) -> None:
        own = parts()
        at = own.index("二、主动公开政府信息情况")
        odd = read(html([*own[:at], f"{number}主动公开政府信息情况", *own[at + 1 :]]))
        assert [paragraph.text for paragraph in odd.filing.headings] == [
            f"{number}主动公开政府信息情况" if one.text == own[at] else one.text
            for one in read(html(own)).filing.headings
        ]
        assert odd.filing.texts == read(html(own)).filing.texts

    def test_that_go_on_from_a_point_in_the_text(self) -> None:
        lines = ("一、总体情况", "1.主动公开情况。及时。", "2.热线办理情况。及时。", "3.平台建设情况。改版。")
        reading = read("\n".join(("某局2023年政府信息公开工作年度报告", *lines, FIVE, "问题。")), ".txt")
        assert [one.text for one in reading.filing.headings] == [
            "一、总体情况",
            "1.主动公开情况",
            "3.平台建设情况",
            FIVE,
        ]
        assert [finding.sheet for finding in check_reading(reading) if finding.code == "T433"] == [FIVE]

    def test_a_table_of_contents(self) -> None:
        contents = ["目录", "一、总体情况", "二、主动公开政府信息情况", FIVE, "六、其他需要报告的事项"]
        plain, listed = read(html(parts())), read(html([parts()[0], *contents, *parts()[1:]]))
        assert (listed.filing.texts, listed.filing.headings) == (plain.filing.texts, plain.filing.headings)

    def test_as_printed_and_in_their_order(self) -> None:
        reading = read(
            "某局2023年政府信息公开工作年度报告\n一、总体情况\n（一）主动公开。做法。\n四、存在的问题及改进情况\n问题。",
            ".txt",
        )
        assert reading.filing.headings == tuple(
            Paragraph(text, Place(text, "标题"))
            for text in ("一、总体情况", "（一）主动公开", "四、存在的问题及改进情况")
        )

    @pytest.mark.parametrize("line", ["附件", "附件：统计表", "附表1", "附件一、统计表"])
    def test_of_an_appendix_are_not_numbered_on(self, line: str) -> None:
        plain, with_tables = read(html(parts())), read(html([*parts(), line, *parts()[-6:-4], FIVE]))
        assert with_tables.filing.headings == plain.filing.headings

    def test_what_an_appendix_is_called_in_a_sentence_begins_none(self) -> None:
        lines = ("一、总体情况", "附件中的数均已核对。", FIVE, "问题。")
        reading = read("\n".join(("某局2023年政府信息公开工作年度报告", *lines)), ".txt")
        assert [one.text for one in reading.filing.headings] == ["一、总体情况", FIVE]

    def test_that_the_form_does_not_have(self) -> None:
        reading = read(html([*parts(), "七、名词解释", "名词的意思。"]))
        assert [(finding.code, finding.found) for finding in reading.findings] == [("S143", "七、名词解释")]
        assert [one.text for one in reading.filing.texts["other"][-2:]] == ["七、名词解释", "名词的意思。"]

    @pytest.mark.parametrize(
        ("title", "section"),
        [
            ("二、主动公开政府信息情况", "overview.disclosure"),
            ("三、收到和处理政府信息公开申请情况", "overview.requests"),
            ("四、政府信息公开行政复议、行政诉讼情况", "overview.requests"),
        ],
    )
    def test_text_under_a_table_is_of_the_section_with_its_subject(self, title: str, section: str) -> None:
        own, text = parts(), "本年度表中各项数据由各科室提供，办公室汇总。"
        at = own.index(title) + 1
        plain, reading = read(html(own)), read(html([*own[:at], text, *own[at:]]))
        assert [(finding.code, finding.sheet) for finding in reading.findings] == [("S144", title)]
        before = plain.filing.texts.get(section, ())
        assert reading.filing.texts == plain.filing.texts | {
            section: (*before, Paragraph(text, Place(title, "第 1 段")))
        }

    def test_a_page_s_foot_under_the_last_table_is_none(self) -> None:
        own = parts()
        cut = own[: own.index(FIVE)]
        foot = "主办单位：某某区人民政府办公室 网站标识码：3400000001"
        plain, reading = read(html(cut)), read(html([*cut, foot]))
        assert (reading.filing.texts, reading.findings) == (plain.filing.texts, plain.findings)


class TestPlaces:
    def test_paragraphs_are_counted_under_their_heading(self) -> None:
        places = [one.place for one in read(html(parts())).filing.texts["problems"]]
        assert places == [Place(FIVE, "第 1 段"), Place(FIVE, "第 2 段")]

    def test_figures_by_the_row_and_the_name_of_the_column(self) -> None:
        figures = read(html(parts())).filing.figures
        assert figures["requests.new.natural"].place == Place(
            "三、收到和处理政府信息公开申请情况", "第 4 行“自然人”"
        )
        assert figures["disputes.litigation_after.other"].place == Place(
            "四、政府信息公开行政复议、行政诉讼情况", "第 4 行“复议后起诉·其他”"
        )


class TestFront:
    @pytest.mark.parametrize(
        ("title", "organ", "year"),
        [
            ("大通区教育局2023年政府信息公开工作年度报告", "大通区教育局", 2023),
            ("大通区教育局2023年度政府信息公开工作年度报告", "大通区教育局", 2023),
            ("大通区教育局\n2023年政府信息公开工作年度报告", "大通区教育局", 2023),
            ("大通区教育局2023年政府\n信息公开工作年度报告", "大通区教育局", 2023),
            ("大通区 教育局\n2023 年\n政府信息公开工作年度报告", "大通区教育局", 2023),
            ("2022年上海市政府信息公开工作年度报告", "上海市", 2022),
            ("二〇二三年大通区政府信息公开年度报告", "大通区", 2023),
            ("大通区教育局二○二一年政府信息公开年报", "大通区教育局", 2021),
            ("关于《大通区教育局2023年政府信息公开工作年度报告》", "大通区教育局", 2023),
            ("大通区教育局政府信息公开工作2023年度报告", "大通区教育局", 2023),
            ("大通区教育局政府信息公开工作年度报告", "大通区教育局", None),
            (
                "首页 > 年报\n大通区教育局2023年政府信息公开工作年度报告\n发布时间：2024-01-20",
                "大通区教育局",
                2023,
            ),
        ],
    )
    def test_the_title(self, title: str, organ: str, year: int | None) -> None:
        filing = read(f"{title}\n一、总体情况\n{BODY}\n{FIVE}\n问题。", ".txt").filing
        assert (filing.organ, filing.year) == (organ, year)
        assert "preamble" not in filing.texts

    @pytest.mark.parametrize(
        ("preamble", "organ", "year"),
        [
            ("现公布大通区教育局2023年政府信息公开工作年度报告。", "大通区教育局", 2023),
            ("编制《大通区人民政府2023年政府信息公开工作年度报告》。", "大通区人民政府", 2023),
            ("本年度报告由大通区教育局编制，统计期限自2023年1月1日起至12月31日止。", "大通区教育局", 2023),
            ("所列数据截至2023年12月31日。", "", 2023),
            ("如有疑问，请与大通区政务公开办公室联系。", "", None),
        ],
    )
    def test_without_a_title(self, preamble: str, organ: str, year: int | None) -> None:
        reading = read(f"{preamble}\n一、总体情况\n{BODY}\n{FIVE}\n问题。", ".txt")
        assert (reading.filing.organ, reading.filing.year) == (organ, year)
        codes = ["S130"] * (year is None) + ["S131"] * (not organ)
        assert [finding.code for finding in reading.findings if finding.code < "S132"] == codes

    def test_how_the_organ_is_reached(self) -> None:
        preamble = (
            "本报告电子版可从大通区人民政府网站（http://www.hndt.gov.cn/zwgk）下载。如有疑问，请与办公室联系"
            "（联系地址：大通区民主东路5号，邮政编码：232000；联系电话：0554-2519375）。"
        )
        filing = read(
            f"某局2023年政府信息公开工作年度报告\n{preamble}\n一、总体情况\n{FIVE}\n问题。", ".txt"
        ).filing
        assert {item: entry.raw for item, entry in filing.profile.items()} == {
            "name": "某局", "year": 2023, "address": "大通区民主东路5号", "telephone": "0554-2519375", "postcode": "232000",
            "website": "http://www.hndt.gov.cn/zwgk", "website_name": "大通区人民政府网站",
        }  # fmt: skip

    def test_the_year_given_counts(self) -> None:
        assert read(html(parts()), year=2022).filing.year == 2022


def test_nothing_is_chosen_and_nothing_composed_again() -> None:
    filing = read(html(parts())).filing
    assert {entry.raw for entry in filing.modes.values()} == {"照印本"}
    assert list(filing.compose) == [
        one.id for one in FORM.sections if one.composed and one.id in filing.texts
    ]
    assert {entry.raw for entry in filing.compose.values()} == {"否"}
