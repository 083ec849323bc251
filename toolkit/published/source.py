"""A file that may be a published report, as blocks: what it is by its content, and who reads it."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from toolkit.package import sniff
from toolkit.package.archive import bounded_bytes, package_of
from toolkit.package.refusal import refuse
from toolkit.published.plain import read_plain

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.package.archive import Package
    from toolkit.published.blocks import Document

_MARKDOWN: Final = (".md", ".markdown")
_HEAD: Final = 4096  # bytes in which a page says its encoding
_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|div|p|meta|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_CHINESE: Final = ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "chinese", "hz-gb-2312")


def read_document(path: Path) -> Document:
    """Return the blocks of a file.

    Raises FileRefused: F001, F004 to F007, F009 as for any file, F017 for a file in which no report is read,
    F018 for a page that is only a picture.
    """
    data = bounded_bytes(path)
    if data.startswith(sniff.ZIPS):
        return _of_package(package_of(data))
    if data.startswith(b"%PDF"):
        from toolkit.published.pdf import read_pdf  # noqa: PLC0415 - few reports are read from one

        return read_pdf(data)
    if data.startswith(sniff.OLE2):
        if sniff.is_encrypted_compound(data):
            raise refuse("F004", "打开密码")
        what = "旧版工作簿（.xls、.et）" if sniff.is_excel_compound(data) else sniff.describe_compound(data)
        raise refuse("F017", what)
    if not data.strip(b"\0 \t\r\n"):
        raise refuse("F001")
    return _of_text(data, path)


def _of_package(package: Package) -> Document:
    from toolkit.published.docx import is_docx, read_docx  # noqa: PLC0415 - other files are read without

    if is_docx(package):
        return read_docx(package)
    what = "工作簿（.xlsx）" if "xl/workbook.xml" in package else package.described
    raise refuse("F017", what or "其他程序的文件")


def _of_text(data: bytes, path: Path) -> Document:
    text = _decoded(data)
    if text is None or text.startswith("{\\rtf") or text.lower().startswith("mime-version:"):
        raise refuse("F017", sniff.describe(data))
    if _PAGE.match(text) or (path.suffix.lower() in (".html", ".htm") and "<" in text):
        from toolkit.published.html import read_html  # noqa: PLC0415 - lxml is slow to load

        return read_html(text)
    if text.lstrip().startswith(("<?xml", "{", "<?mso")):
        raise refuse("F017", sniff.describe(data))
    return read_plain(text, markdown=path.suffix.lower() in _MARKDOWN)


def _decoded(data: bytes) -> str | None:
    """The text of a file: by byte order mark, by what a page says of itself, by trial; None if it is none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    said = _CHARSET.search(data, 0, _HEAD)
    name = said[1].decode("ascii", "replace").lower() if said else ""
    order = ("gb18030", "utf-8-sig") if name in _CHINESE else ("utf-8-sig", "gb18030")
    for encoding in order:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if _is_text(text) else None
    if name:  # a page with a few broken characters is a page all the same
        return data.decode(order[0], "replace")
    return None


def _is_text(text: str) -> bool:
    """Say whether hardly anything in a text is a control character."""
    head = text[:_HEAD]
    controls = sum(char < " " and char not in "\t\r\n\f\v" for char in head)
    return controls * 100 <= len(head)
