"""What a file that is no xlsx workbook looks like, told by its content and never by its extension."""

from __future__ import annotations

import codecs
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 8192

_SIGNATURES = (
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"\x89PNG", "图片（PNG）"),
    (b"\xff\xd8\xff", "图片（JPEG）"),
    (b"GIF8", "图片（GIF）"),
    (b"BM", "图片（BMP）"),
    (b"II*\x00", "图片（TIFF）"),
    (b"MM\x00*", "图片（TIFF）"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"\x00\x05\x16\x07", "macOS 的附属文件（文件名以 ._ 开头），不是工作簿本身"),
    (b"%TSD-Header", "被文档加密（防泄密）软件加密的文件，须先解密"),
    (b"\x09\x08", "早期的 Excel 文件（.xls）"),
)

_OTHER_PACKAGES = (
    ("xl/workbook.bin", "Excel 二进制工作簿（.xlsb）"),
    ("word/document.xml", "Word 文档（.docx）"),
    ("ppt/presentation.xml", "PowerPoint 演示文稿（.pptx）"),
    ("visio/document.xml", "Visio 绘图（.vsdx）"),
    ("ofd.xml", "OFD 版式文件"),
    ("index/document.iwa", "Apple Numbers 或 Pages 文件"),
    ("meta-inf/container.xml", "EPUB 电子书"),
)

_OPEN_DOCUMENTS = (
    (b"application/vnd.oasis.opendocument.spreadsheet", "OpenDocument 表格（.ods）"),
    (b"application/vnd.oasis.opendocument.text", "OpenDocument 文档（.odt）"),
    (b"application/vnd.oasis.opendocument.", "OpenDocument 文件"),
)

_OLE2_STREAMS = (
    ("WordDocument", "旧版 Word 或 WPS 文字文档（.doc、.wps）"),
    ("PowerPoint Document", "旧版演示文稿（.ppt、.dps）"),
    ("__nameid_version1.0", "Outlook 邮件（.msg）"),
)


def describe(data: bytes) -> str:
    """Say in Chinese what these bytes look like; they are neither a zip nor a compound file."""
    for signature, said in _SIGNATURES:
        if data.startswith(signature):
            return said
    if b"E-SafeNet" in data[:64]:
        return "被文档加密（防泄密）软件加密的文件，须先解密"
    text = _text(data[:_HEAD])
    return "无法识别的二进制文件" if text is None else _describe_text(text)


def is_excel_compound(data: bytes) -> bool:
    """Tell whether a compound file holds the stream of an .xls or .et workbook."""
    return _has_stream(data, "Workbook") or _has_stream(data, "Book")


def is_encrypted_compound(data: bytes) -> bool:
    """Tell whether a compound file is the envelope of a workbook with an open password."""
    return _has_stream(data, "EncryptedPackage")


def describe_compound(data: bytes) -> str:
    """Say in Chinese which program's compound file this is."""
    return next((said for name, said in _OLE2_STREAMS if _has_stream(data, name)), "旧版 Office 复合文档")


def describe_zip(names: Collection[str], mimetype: bytes) -> str | None:
    """Say in Chinese which zip of another program this is; None for what may be a workbook.

    `names` are the members in lower case, `mimetype` is the content of the member of that name.
    """
    for marker, said in (*_OPEN_DOCUMENTS, (b"application/epub", "EPUB 电子书")):
        if mimetype.startswith(marker):
            return said
    if "xl/workbook.xml" in names:
        return None
    for name, said in _OTHER_PACKAGES:
        if name in names:
            return said
    if "_rels/.rels" in names or "[content_types].xml" in names:
        return None
    if any(name.endswith((".xlsx", ".xls", ".et", ".xlsm")) for name in names):
        return "装着工作簿的压缩包，须先解压"
    return "普通压缩包" if names else "空的压缩包"


def _has_stream(data: bytes, name: str) -> bool:
    # A directory entry holds the name in UTF-16 with a closing NUL; the whole file is searched, because the
    # sector chain that leads to the directory may itself be damaged.
    return (name + "\0").encode("utf-16-le") in data


def _text(head: bytes) -> str | None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        if all(char >= " " or char in "\t\r\n\f" for char in text):
            return text
    return None


def _describe_text(text: str) -> str:
    start = text.lstrip().lower()
    lines = [line for line in islice(text.splitlines(), 5) if line.strip()]
    page = ("<html", "<!doctype html", "<table", "<head", "<meta")
    looks = {
        "XML 表格 2003": "urn:schemas-microsoft-com:office:spreadsheet" in start,
        "单个文件网页（MHT）": start.startswith("mime-version:")
        or "content-type: multipart/related" in start,
        "网页（HTML），可能是业务系统导出的假表格": start.startswith(page) or "<html" in start,
        "XML 文件": start.startswith("<?xml"),
        "JSON 数据": start.startswith(("{", "[")),
        "只有空白的文本": not lines,
        "CSV 表格（逗号分隔的文本）": all("," in line for line in lines),
        "制表符分隔的文本": all("\t" in line for line in lines),
    }
    return next((said for said, matches in looks.items() if matches), "纯文本")
