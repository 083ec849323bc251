"""The base document of the Word report: reproducible, replaced by an office's own, and never trusted."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.shared import Mm, Pt
from word import DOCUMENT, SETTINGS, STYLES, blocks, changed, opened, parts, tables, widths, written

from toolkit.cli import run
from toolkit.form.error import FormError
from toolkit.form.load import load_form
from toolkit.package.sniff import OLE2
from toolkit.report.compose import compose

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document

    from toolkit.filing import Filing
    from toolkit.form.model import Form

    Filed = Callable[..., Filing]
    Rewrite = Callable[[dict[str, bytes]], Any]

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "examples" / "base_document" / "make.py"
PICTURE = ROOT / "examples" / "pictures" / "self-check.png"
REPORT = "report.docx"
TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
OTHER = "，或换用 gktool 自带的 report.docx。"


@pytest.fixture
def own(form: Form, tmp_path: Path) -> Form:
    """A copy of the form in a folder of its own, as an office has it."""
    folder = tmp_path / "own"
    shutil.copytree(form.folder, folder)
    return load_form(folder)


def edit(form: Form, change: Callable[[Document], Any]) -> None:
    """Change the form's base document with python-docx."""
    document = docx.Document(str(form.folder / REPORT))
    change(document)
    document.save(str(form.folder / REPORT))


def rewrite(form: Form, change: Rewrite) -> None:
    """Change the parts of the form's base document."""
    path = form.folder / REPORT
    path.write_bytes(changed(path.read_bytes(), change))


def put(part: str, old: str, new: str) -> Rewrite:
    """Replace what stands in a part."""

    def change(content: dict[str, bytes]) -> None:
        assert old.encode() in content[part]
        content[part] = content[part].replace(old.encode(), new.encode())

    return change


def refusal(form: Form, filing: Filing) -> str:
    """What is said of the form's base document, without its path."""
    with pytest.raises(FormError) as refused:
        written(compose(filing, form), form)
    path = str(form.folder / REPORT)
    assert str(refused.value).startswith(f"表样文件 {path}：")
    return str(refused.value).partition(f"{path}：")[2]


class TestOurs:
    def test_it_is_what_its_source_makes(self, form: Form) -> None:
        spec = importlib.util.spec_from_file_location("make_base_document", SOURCE)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        assert parts(module.base_document()) == parts((form.folder / REPORT).read_bytes())

    def test_it_shows_every_style_that_a_report_is_written_in(self, form: Form) -> None:
        document = docx.Document(str(form.folder / REPORT))
        shown = {style for style, _ in blocks_and_cells(document)}
        assert shown == {
            *("Title", "Heading 1", "Heading 2", "Heading 3", "Body Text"),
            *("草稿说明", "表格标题栏", "表格项目", "表格数字"),
        }


def blocks_and_cells(document: Document) -> list[tuple[str, str]]:
    lines = [*document.paragraphs]
    for table in document.tables:
        lines += [line for row in table.rows for cell in row.cells for line in cell.paragraphs]
    return [(line.style.name, line.text) for line in lines]


class TestOwn:
    def test_its_page_and_styles_are_taken_and_nothing_else(self, own: Form, filed: Filed) -> None:
        def change(document: Document) -> None:
            document.sections[0].left_margin = Pt(120)
            document.styles["Body Text"].font.size = Pt(15)
            document.sections[0].header.paragraphs[0].text = "本单位内部页眉"
            document.add_paragraph("不外传的话")
            document.add_picture(str(PICTURE))
            document.core_properties.comments = "只供内部"

        edit(own, change)
        content = written(compose(filed(), own), own)
        document = opened(content)
        assert document.sections[0].left_margin == Pt(120)
        assert document.styles["Body Text"].font.size == Pt(15)
        assert document.sections[0].header.paragraphs[0].text == "本单位内部页眉"
        assert blocks(document)[0][0] == "Title"
        everything = b"".join(parts(content).values()).decode(errors="replace")
        assert "不外传的话" not in everything
        assert "只供内部" not in everything
        assert not [name for name in parts(content) if "media" in name]

    def test_its_notes_are_left_behind(self, own: Form, filed: Filed) -> None:
        notes = (
            '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote '
            'w:id="1"><w:p><w:r><w:t>脚注里的秘密</w:t></w:r></w:p></w:footnote></w:footnotes>'
        )

        def change(content: dict[str, bytes]) -> None:
            content["word/footnotes.xml"] = notes.encode()
            put(SETTINGS, "<w:compat>", '<w:footnotePr><w:footnote w:id="1"/></w:footnotePr><w:compat>')(
                content
            )
            relation = (
                f'<Relationship Id="rId9" Type="{RT.FOOTNOTES}" Target="footnotes.xml"/></Relationships>'
            )
            put("word/_rels/document.xml.rels", "</Relationships>", relation)(content)
            kind = f'<Override PartName="/word/footnotes.xml" ContentType="{CT.WML_FOOTNOTES}"/></Types>'
            put("[Content_Types].xml", "</Types>", kind)(content)

        rewrite(own, change)
        content = parts(written(compose(filed(), own), own))
        assert "word/footnotes.xml" not in content
        assert b"footnotePr" not in content[SETTINGS]

    def test_where_it_came_from_is_not_told(self, own: Form, filed: Filed) -> None:
        def change(content: dict[str, bytes]) -> None:
            put(SETTINGS, "<w:defaultTabStop", '<w:attachedTemplate r:id="rId1"/><w:defaultTabStop')(content)
            put(
                SETTINGS,
                "<w:settings ",
                '<w:settings xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ',
            )(content)
            content["word/_rels/settings.xml.rels"] = (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
                f'Id="rId1" Type="{TEMPLATE}" Target="file:///C:/张三/Normal.dotm" '
                'TargetMode="External"/></Relationships>'
            ).encode()

        rewrite(own, change)
        content = parts(written(compose(filed(), own), own))
        assert b"attachedTemplate" not in content[SETTINGS]
        assert "word/_rels/settings.xml.rels" not in content

    def test_a_form_without_one_uses_ours(self, form: Form, own: Form, filed: Filed) -> None:
        (own.folder / REPORT).unlink()
        assert written(compose(filed(), own), own) == written(compose(filed(), form), form)

    def test_it_does_not_change_the_form(self, form: Form, own: Form) -> None:
        edit(own, lambda document: document.add_paragraph("改过的底稿"))
        assert load_form(own.folder).digest == form.digest

    def test_tables_fit_its_page(self, own: Form, filed: Filed) -> None:
        edit(own, lambda document: setattr(document.sections[0], "left_margin", Mm(60)))
        document = opened(written(compose(filed(), own), own))
        room = round((Mm(210) - Mm(60) - document.sections[0].right_margin) / Pt(1) * 20)
        assert [room - sum(widths(table)) in range(20) for table in tables(document)] == [True, True, True]

    def test_headings_that_number_themselves_are_not_numbered_twice(self, own: Form, filed: Filed) -> None:
        rewrite(own, put(STYLES, '<w:outlineLvl w:val="0"/>', '<w:numPr><w:numId w:val="7"/></w:numPr>'))
        heading = next(
            line
            for line in opened(written(compose(filed(), own), own)).paragraphs
            if line.text == "一、总体情况"
        )
        assert heading.paragraph_format.element.pPr.numPr.numId.val == 0

    def test_figures_stand_where_its_style_puts_them(self, own: Form, filed: Filed) -> None:
        rewrite(own, put(STYLES, '<w:jc w:val="right"/>', '<w:jc w:val="center"/>'))
        (_, table, _) = opened(written(compose(filed(), own), own)).tables
        assert table.cell(5, 5).paragraphs[0].paragraph_format.right_indent is None

    def test_a_different_first_page_has_a_watermark_too(self, own: Form, filed: Filed) -> None:
        edit(own, lambda document: setattr(document.sections[0], "different_first_page_header_footer", True))
        content = parts(written(compose(filed(), own, draft=True), own))
        headers = [part for name, part in content.items() if name.startswith("word/header")]
        assert ["草稿".encode() in part for part in headers] == [True, True, True]

    def test_a_header_of_its_own_is_kept_under_the_watermark(self, own: Form, filed: Filed) -> None:
        edit(own, lambda document: setattr(document.sections[0].header.paragraphs[0], "text", "内部"))
        (page,) = opened(written(compose(filed(), own, draft=True), own)).sections
        assert page.header.paragraphs[0].text == "内部"


class TestRefused:
    @pytest.mark.parametrize(
        ("old", "names"),
        [
            ('<w:name w:val="heading 1"/>', "“标题 1”"),
            ('<w:name w:val="表格数字"/>', "“表格数字”"),
            ('<w:name w:val="Table Grid"/>', "“网格型”"),
            ('w:type="paragraph" w:styleId="BodyText"', "“正文文本”"),
        ],
    )
    def test_a_style_that_is_missing_is_named(self, own: Form, filed: Filed, old: str, names: str) -> None:
        new = 'w:type="character" w:styleId="BodyText"' if "BodyText" in old else '<w:name w:val="别名"/>'
        rewrite(own, put(STYLES, old, new))
        assert refusal(own, filed()) == f"缺少样式{names}。请在 Word 或 WPS 里补上同名的样式{OTHER}"

    def test_all_that_are_missing_are_named_at_once(self, own: Form, filed: Filed) -> None:
        docx.Document().save(str(own.folder / REPORT))
        assert refusal(own, filed()) == (
            f"缺少样式“表格标题栏”、“表格项目”、“表格数字”。请在 Word 或 WPS 里补上同名的样式{OTHER}"
        )

    def test_a_style_that_the_report_does_not_need_may_be_missing(self, own: Form, filed: Filed) -> None:
        rewrite(own, put(STYLES, '<w:name w:val="草稿说明"/>', '<w:name w:val="别名"/>'))
        assert written(compose(filed(), own), own)
        with pytest.raises(FormError, match="缺少样式“草稿说明”"):
            written(compose(filed(), own, draft=True), own)

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"", "文件是空的（0 字节）"),
            (b"%PDF-1.7", "不是 Word 文档（.docx），看起来是PDF 文件"),
            (
                OLE2 + "WordDocument\0".encode("utf-16-le"),
                "不是 Word 文档（.docx），看起来是旧版 Word 或 WPS 文字文档（.doc、.wps）",
            ),
            (
                OLE2 + "EncryptedPackage\0".encode("utf-16-le"),
                "不是 Word 文档（.docx），看起来是有打开密码的文件",
            ),
            (b"PK\x03\x04", "文件已损坏：压缩包不完整，可能没有下载完或没有拷贝完"),
            (b"PK\x05\x06" + bytes(18), "不是 Word 文档（.docx），或内容有误"),
        ],
    )
    def test_what_is_no_document(self, own: Form, filed: Filed, content: bytes, problem: str) -> None:
        (own.folder / REPORT).write_bytes(content)
        assert refusal(own, filed()) == f"{problem}。请用 Word 或 WPS 另存为 .docx{OTHER}"

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(put("[Content_Types].xml", "document.main+xml", "template.main+xml"), id="template"),
            pytest.param(
                put(
                    "[Content_Types].xml",
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    "application/vnd.ms-word.document.macroEnabled.main+xml",
                ),
                id="macros",
            ),
            pytest.param(put(DOCUMENT, "w:sectPr", "w:sectPrx"), id="no page"),
            pytest.param(put(DOCUMENT, 'w:w="11906"', 'w:w="宽"'), id="width"),
            pytest.param(put(DOCUMENT, "<w:pgMar ", "<w:pgMarx "), id="margins"),
            pytest.param(put(STYLES, '<w:sz w:val="32"/>', '<w:sz w:val="大"/>'), id="size"),
            pytest.param(lambda content: content.pop(DOCUMENT), id="no text"),
            pytest.param(lambda content: content.pop("_rels/.rels"), id="no relations"),
        ],
    )
    def test_what_is_not_as_it_should_be(self, own: Form, filed: Filed, change: Rewrite) -> None:
        rewrite(own, change)
        assert refusal(own, filed()) == (
            f"不是 Word 文档（.docx），或内容有误。请用 Word 或 WPS 另存为 .docx{OTHER}"
        )

    def test_entities(self, own: Form, filed: Filed) -> None:
        entity = '<!DOCTYPE w:styles [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:styles '
        rewrite(own, put(STYLES, "<w:styles ", entity))
        assert "DOCTYPE" in refusal(own, filed())

    def test_a_bomb(self, own: Form, filed: Filed) -> None:
        rewrite(own, lambda content: content.update({f"word/media/{n}.png": bytes(2**25) for n in range(3)}))
        assert refusal(own, filed()).startswith("文件超出可以读取的范围：解压后的内容超过 64 MB。")

    def test_styles_that_are_based_on_each_other_in_a_circle(self, own: Form, filed: Filed) -> None:
        based = '<w:name w:val="Body Text"/>\n    <w:basedOn w:val="Normal"/>'
        rewrite(own, put(STYLES, based, based.replace("Normal", "BodyText")))
        assert written(compose(filed(), own), own)

    def test_a_picture_from_outside(self, own: Form, filed: Filed) -> None:
        def change(document: Document) -> None:
            header = document.sections[0].header
            header.paragraphs[0].text = "页眉"
            header.part.rels.get_or_add_ext_rel(RT.IMAGE, "http://example.invalid/logo.png")

        edit(own, change)
        assert refusal(own, filed()) == (
            "页眉页脚链接到外部的内容 http://example.invalid/logo.png。请把图片改为嵌入，不要链接。"
        )

    def test_margins_that_leave_no_room(self, own: Form, filed: Filed) -> None:
        edit(own, lambda document: setattr(document.sections[0], "left_margin", Mm(170)))
        assert refusal(own, filed()) == f"页边距太大，没有地方写报告。请改正页面设置{OTHER}"

    def test_the_command_says_so_and_writes_nothing(
        self, own: Form, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (own.folder / REPORT).write_bytes(b"")
        filled = ROOT / "examples" / "good" / "filled.xlsx"
        outputs = [tmp_path / "报告.docx", tmp_path / "报告.txt"]
        words = [word for path in outputs for word in ("-o", str(path))]
        assert run(["report", str(filled), *words, "--form", str(own.folder)]) == 2
        assert capsys.readouterr().err == (
            f"错误：表样文件 {own.folder / REPORT}：文件是空的（0 字节）。请用 Word 或 WPS 另存为 .docx{OTHER}\n"
        )
        assert not any(path.exists() for path in outputs)
