"""Files as offices make them: what of Word, of web pages and of plain text is read, and what is left out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest
from published.examples import PRINTED, SEED, count, figures, parts, read, told
from published.writers import (
    document_xml,
    docx_of,
    flowing,
    html,
    paragraph_xml,
    table_html,
    table_xml,
    unmerged,
)

if TYPE_CHECKING:
    from toolkit.report.document import TableGrid

BOXED = "<w:p><w:r><w:t>文本框</w:t></w:r></w:p>"


def paragraphs(reading_parts: str, suffix: str = ".docx") -> list[str]:
    """The text of the section 总体情况 of a document with this body."""
    body = "".join(
        (
            paragraph_xml("大通区人民政府办公室2023年政府信息公开工作年度报告"),
            paragraph_xml("一、总体情况"),
            reading_parts,
            paragraph_xml("五、存在的主要问题及改进情况"),
        )
    )
    reading = read(docx_of(body), suffix)
    return [paragraph.text for paragraph in reading.filing.texts.get("overview", ())]


class TestWord:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:tab/><w:t>乙</w:t></w:r></w:p>", ["甲\t乙"]),
            ("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>", ["甲", "乙"]),
            ("<w:p><w:hyperlink><w:r><w:t>网址</w:t></w:r></w:hyperlink></w:p>", ["网址"]),
            ("<w:p><w:ins><w:r><w:t>补充</w:t></w:r></w:ins></w:p>", ["补充"]),
            (
                "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>",
                ["留"],
            ),
            ("<w:p><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>", []),
            ("<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>", ["控件"]),
            (
                "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>可见</w:t></w:r></w:p>",
                ["可见"],
            ),
            ("<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p>", ["正文"]),
            (
                "<w:p><w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr><w:r><w:t>正文</w:t></w:r></w:p>",
                ["正文"],
            ),
            ("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>正文</w:t></w:r></w:p>", ["正文"]),
            (
                (
                    f'<w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent>{BOXED}</w:txbxContent>'
                    f"</mc:Choice><mc:Fallback>{BOXED}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
                ),
                ["文本框"],
            ),
        ],
    )
    def test_what_is_read(self, body: str, expected: list[str]) -> None:
        assert paragraphs(body) == expected

    def test_headings_numbered_by_the_program(self) -> None:
        numbered = '<w:numPr><w:numId w:val="1"/></w:numPr>'
        body = "".join(
            paragraph_xml(part.partition("、")[2] or part, numbered) if isinstance(part, str) and len(part) < 30
            else paragraph_xml(part) if isinstance(part, str) else table_xml(part)
            for part in parts()
        )  # fmt: skip
        reading = read(docx_of(body), ".docx")
        assert figures(reading) == SEED
        assert list(reading.filing.texts)[-2:] == ["problems", "other"]

    def test_a_table_of_contents_is_none(self) -> None:
        styles = '<w:styles xmlns:w="w"><w:style w:styleId="11"><w:name w:val="toc 1"/></w:style></w:styles>'
        contents = paragraph_xml("一、总体情况\t1", '<w:pStyle w:val="11"/>')
        reading = read(docx_of(contents + document_xml(parts()), word__styles=styles), ".docx")
        assert (figures(reading), reading.findings) == (SEED, ())

    def test_a_deleted_row_is_gone(self) -> None:
        own = document_xml(parts())
        row = own[own.index("<w:tr>", own.index("本年新收")) :].partition("</w:tr>")[0] + "</w:tr>"
        deleted = row.replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>").replace(">1<", ">9<")
        reading = read(docx_of(own.replace(row, deleted + row)), ".docx")
        assert (figures(reading), count(reading)) == (SEED, PRINTED)

    def test_a_table_inside_a_table(self) -> None:
        def nested(part: str | TableGrid) -> str:
            if isinstance(part, str):
                return paragraph_xml(part)
            return f"<w:tbl><w:tr><w:tc>{table_xml(part)}<w:p/></w:tc></w:tr></w:tbl>"

        reading = read(docx_of("".join(map(nested, parts()))), ".docx")
        assert (figures(reading), reading.findings) == (SEED, ())

    def test_the_main_part_under_another_name(self) -> None:
        assert figures(read(docx_of(document_xml(parts()), main="document2"), ".docx")) == SEED


class TestPages:
    @pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb2312", "gb18030", "utf-8-sig"])
    def test_encodings(self, charset: str) -> None:
        reading = read(html(parts(), charset=charset))
        assert (figures(reading), reading.filing.organ) == (SEED, "大通区人民政府办公室")

    def test_a_page_that_says_the_wrong_encoding(self) -> None:
        content = html(parts(), charset="gbk").replace(b"charset=gbk", b"charset=utf-8")
        assert figures(read(content)) == SEED

    def test_what_a_site_puts_around_an_article(self) -> None:
        around = (
            '<div class="nav"><a href="/">首页</a><a href="/zwgk">政府信息公开</a></div>'
            "<script>var x = '一、总体情况';</script><div style='display: none'><p>二、主动公开政府信息情况</p></div>"
            "<p>发布日期：2024-01-20</p><p>来源：区政府办</p><p>字号：大 中 小</p>{}"
            "<p>大通区人民政府办公室</p><p>2024年1月18日</p><p>扫一扫在手机打开当前页</p><p>主办单位：某某</p>"
            "<footer>皖ICP备00000000号</footer>"
        )
        plain, framed = read(html(parts())), read(html(parts(), around=around))
        assert framed.filing == plain.filing
        assert framed.findings == ()

    def test_the_title_from_the_page_s_head(self) -> None:
        head = '<meta name="ArticleTitle" content="大通区教育局2022年政府信息公开工作年度报告">'
        body = "<p>一、总体情况</p><p>做法。</p><p>五、存在的主要问题及改进情况</p><p>问题。</p>"
        filing = read(f"<html><head>{head}</head><body>{body}</body></html>").filing
        assert (filing.organ, filing.year) == ("大通区教育局", 2022)

    def test_tags_left_open(self) -> None:
        content = html(parts()).replace(b"</td>", b"").replace(b"</tr>", b"").replace(b"</p>", b"")
        assert figures(read(content)) == SEED

    def test_lines_parted_by_breaks(self) -> None:
        lines = [escape(part) if isinstance(part, str) else table_html(part) for part in parts()]
        reading = read(f"<html><body><div>{'<br>'.join(lines)}</div></body></html>")
        assert figures(reading) == SEED
        assert len(reading.filing.texts["problems"]) == 2


class TestText:
    def flowing(self, *, cells: str, rows: str) -> str:
        """The seed's report as text, cells and rows parted like this."""
        return flowing(parts(), cells, rows)

    @pytest.mark.parametrize(
        ("cells", "rows"),
        [("\n", "\n"), ("\n\n", "\n\n"), ("\t", "\n"), (" | ", " |\n"), (" ", "\n"), (" |\n", " |\n")],
    )
    def test_flowing(self, cells: str, rows: str) -> None:
        reading = read(self.flowing(cells=cells, rows=rows), ".txt")
        assert (figures(reading), count(reading)) == (SEED, PRINTED)

    def test_one_cell_behind_each_tab(self) -> None:
        """As programs that turn Word into text write it: blank lines part rows, merged cells are blank."""
        lines = []
        for part in parts():
            if isinstance(part, str):
                lines.append(part)
                continue
            for row in unmerged(part).rows:
                filled = [cell.text for cell in row]
                while filled and not filled[0]:
                    lines.append("\t")
                    filled = filled[1:]
                lines += ["\t" + text.replace("商业企业", "商业\n企业") for text in filled if text]
                lines.append("")
        reading = read("\n".join(lines), ".txt")
        assert (figures(reading), count(reading)) == (SEED, PRINTED)

    def test_blanks_kept_by_tabs(self) -> None:
        text = self.flowing(cells="\t", rows="\n").replace("\t0", "\t")
        reading = read(text, ".txt")
        assert (figures(reading), count(reading)) == (SEED, len(SEED) + 1)  # a 0 begins a line

    def test_a_label_broken_into_lines(self) -> None:
        text = self.flowing(cells="\n", rows="\n").replace(
            "要求行政机关确认或重新出具", "要求行政机关确认或\n重新出具"
        )
        assert figures(read(text, ".txt")) == SEED

    def test_columns_in_another_order_are_not_guessed(self) -> None:
        text = self.flowing(cells="\t", rows="\n").replace("商业企业\t科研机构", "科研机构\t商业企业")
        reading = read(text, ".txt")
        assert not [name for name in reading.filing.figures if name.startswith("requests.")]
        assert "S133" in {finding.code for finding in reading.findings}

    def test_columns_without_their_names_are_told(self) -> None:
        text = self.flowing(cells="\t", rows="\n")
        start, end = text.index("（本列数据"), text.index("一、本年新收")
        reading = read(text[:start] + text[end:], ".txt")
        assert (figures(reading), told(reading.findings)) == (
            SEED,
            [("S136", "三、收到和处理政府信息公开申请情况", "第 31 行")],
        )
        assert (
            reading.findings[0].message
            == "没有找到“自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他、总计”的栏名，这几栏的数按表样的次序读。"
        )

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
    def test_encodings(self, encoding: str) -> None:
        text = self.flowing(cells="\t", rows="\n")
        assert figures(read(text.encode(encoding), ".txt")) == SEED

    def test_an_html_table_in_markdown(self) -> None:
        lines = [f"## {part}" if isinstance(part, str) else table_html(part) for part in parts()]
        assert figures(read("\n\n".join(lines), ".md")) == SEED
