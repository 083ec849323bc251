"""Files that are no published report, or that want to do harm: one refusal each, and never anything else."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

import builders
import pytest
from published.examples import FORM, figures, parts, read
from published.writers import TYPES, W, docx, docx_of, html

from toolkit.package.refusal import FileRefused
from toolkit.workbook.template import filled_book
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def stream(name: str) -> bytes:
    return OLE2 + (name + "\0").encode("utf-16-le")


def zipped(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/"), data)
    return content.getvalue()


def word(document: bytes) -> bytes:
    return zipped(**{"[Content_Types].xml": TYPES.encode(), "word__document.xml": document})


def nested(tag: str, depth: int) -> str:
    return f"<{tag}>" * depth + "正文" + f"</{tag}>" * depth


def pdf(stream_of: bytes) -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n"
        + zlib.compress(stream_of, 1)
        + b"\nendstream endobj"
    )


REFUSED: dict[str, tuple[Callable[[], bytes], str, str, str]] = {
    "empty": (lambda: b"", ".docx", "F001", "文件是空的"),
    "blanks": (lambda: b" \n\n ", ".txt", "F001", "文件是空的"),
    "zeros": (lambda: b"\0" * 100, ".docx", "F001", "文件是空的"),
    "old Word": (lambda: stream("WordDocument"), ".doc", "F017", "旧版 Word 或 WPS 文字文档（.doc、.wps）"),
    "old Excel": (lambda: stream("Workbook"), ".docx", "F017", "旧版工作簿（.xls、.et）"),
    "password": (lambda: stream("EncryptedPackage"), ".docx", "F004", "打开密码"),
    "RTF": (lambda: b"{\\rtf1\\ansi \xb1\xa8}", ".docx", "F017", "RTF 文档"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0", ".pdf", "F017", "图片（PNG）"),
    "a workbook": (
        lambda: workbook_bytes(filled_book(FORM, builders.seed_filing())),
        ".docx",
        "F017",
        "工作簿（.xlsx）",
    ),
    "presentation": (lambda: zipped(ppt__presentation_xml=b""), ".docx", "F017", "压缩包"),
    "web archive": (lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related", ".html", "F017", "MHT"),
    "JSON": (lambda: b'{"form": "annual_report_2021"}', ".txt", "F017", "JSON"),
    "another text": ("今天天气很好。\n明天也好。".encode, ".txt", "F019", "不像一份"),
    "another document": (lambda: docx(["通知", "请各单位报送年度报告。"]), ".docx", "F019", "不像一份"),
    "cut off": (lambda: docx(parts())[:2000], ".docx", "F005", "压缩包不完整"),
    "broken XML": (lambda: word(b"<w:document><w:body>"), ".docx", "F005", "中断或有误"),
    "DOCTYPE": (lambda: word(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), ".docx", "F007", "DOCTYPE"),
    "deep XML": (lambda: docx_of(nested("w:p", 200)), ".docx", "F006", "嵌套层数"),
    "deep page": (f"<html><body>{nested('div', 5000)}".encode, ".html", "F006", "嵌套层数"),
    "bomb": (lambda: word(b" " * (80 * 2**20)), ".docx", "F006", "MB"),
    "large text": (lambda: "一、总体情况\n".encode() * 2_000_000, ".txt", "F006", "20 MB"),
    "many lines": (lambda: "一、总体情况\n".encode() * 60_000, ".txt", "F006", "行"),
    "many cells": (lambda: f"<table>{'<tr>' + '<td>1' * 90 + '</tr>'}".encode() + b"<tr><td>1<td>2" * 30_000, ".html", "F006", "格"),
    "spans": (lambda: b"<table>" + b"<tr><td rowspan=9999 colspan=9999>1" * 600 + b"</table>", ".html", "F006", "格"),
    "PDF bomb": (lambda: pdf(b" " * (130 * 2**20)), ".pdf", "F006", "MB"),
    "broken PDF": (lambda: b"%PDF-1.4\nnothing", ".pdf", "F005", "PDF"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_is_refused(case: str) -> None:
    content, suffix, code, words = REFUSED[case]
    with pytest.raises(FileRefused) as refused:
        read(content(), suffix)
    assert refused.value.finding.code == code
    assert words in refused.value.finding.message


class TestHarmless:
    def test_the_content_counts_and_not_the_name(self) -> None:
        assert figures(read(docx(parts()), ".html")) == figures(read(html(parts()), ".docx"))

    def test_spans_that_reach_over_everything(self) -> None:
        content = html(parts()).replace(b'rowspan="1" colspan="3"', b'rowspan="1" colspan="100000"')
        assert figures(read(content))

    def test_words_that_a_spreadsheet_would_obey(self) -> None:
        reading = read(html([*parts()[:6], '=HYPERLINK("http://x","y")', *parts()[6:]]))
        assert '=HYPERLINK("http://x","y")' in str(reading.filing.texts)

    def test_markup_in_attributes_and_names(self) -> None:
        odd = f'<w:document xmlns:w="{W}" xmlns:x="y"><x:a x:val="9"/><w:body/></w:document>'
        with pytest.raises(FileRefused) as refused:
            read(word(odd.encode()), ".docx")
        assert refused.value.finding.code == "F019"
