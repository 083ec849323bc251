"""The base document: page set-up, headers, footers and styles of the Word report, nothing else of it.

It is `report.docx` in the form's folder, or else the one that comes with gktool. It may be an office's own: it is
read with bounds, and what the report has no use for (its text, pictures, comments, properties, links) is left out.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final, NoReturn

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.exceptions import XmlchemyError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError
from msgspec import Struct

from toolkit.form.error import FormError
from toolkit.form.installed import installed_forms
from toolkit.package import sniff
from toolkit.package.archive import bounded_bytes, package_of
from toolkit.package.refusal import FileRefused
from toolkit.report.word.looks import in_chinese, looks_of
from toolkit.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from docx.document import Document
    from docx.opc.rel import Relationships, _Relationship
    from docx.shared import Length

    from toolkit.report.word.looks import Look

BASE_FILE: Final = "report.docx"

_KEPT: Final = (RT.STYLES, RT.SETTINGS, RT.FONT_TABLE, RT.THEME, RT.NUMBERING)
_OF_THE_TEXT: Final = tuple(qn(name) for name in ("w:docVars", "w:footnotePr", "w:endnotePr"))
_MARKUP: Final = (".xml", ".rels", ".vml")
_BROKEN: Final = (  # what python-docx raises for a package that is not as it should be
    PackageNotFoundError,
    XMLSyntaxError,
    XmlchemyError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_NARROWEST: Final = 100.0  # points across and down that a report needs
_OWN: Final = f"或换用 gktool 自带的 {BASE_FILE}。"
_SAVE_AGAIN: Final = f"请用 Word 或 WPS 另存为 .docx，{_OWN}"


class Base(Struct, frozen=True):
    """A base document without its text.

    `width` and `height` in points are those of a page's text area, `looks` its styles by their names in lower case.
    """

    document: Document
    width: float
    height: float
    looks: Mapping[str, Look]


def open_base(folder: Path, names: Collection[str]) -> Base:
    """Read the base document of a form; `names` are the styles that the report needs.

    Raises FormError for one that cannot be read, that lacks styles or that shows what lies outside it.
    """
    path = _path(folder)
    try:
        document = docx.Document(io.BytesIO(_verified(path)))
        _strip(document)
        base = _measured(document)
        outside = list(_outside(document))
    except FileRefused as refused:
        _refuse(path, refused.finding.message.rstrip("。"), _SAVE_AGAIN)
    except _BROKEN:
        _refuse(path, "不是 Word 文档（.docx），或内容有误", _SAVE_AGAIN)
    if outside:
        _refuse(path, f"页眉页脚链接到外部的内容 {outside[0]}", "请把图片改为嵌入，不要链接。")
    if min(base.width, base.height) < _NARROWEST:
        _refuse(path, "页边距太大，没有地方写报告", f"请改正页面设置，{_OWN}")
    missing = [name for name in names if name not in base.looks]
    if missing:
        called = "、".join(f"“{in_chinese(name)}”" for name in missing)
        _refuse(path, f"缺少样式{called}", f"请在 Word 或 WPS 里补上同名的样式，{_OWN}")
    return base


def _refuse(path: Path, problem: str, remedy: str) -> NoReturn:
    raise FormError(visible(str(path)), "", visible(problem), remedy) from None


def _path(folder: Path) -> Path:
    """The form's own base document, or that of the newest installed form that has one."""
    folders = (folder, *reversed(installed_forms()))
    return next((one / BASE_FILE for one in folders if (one / BASE_FILE).exists()), folder / BASE_FILE)


def _verified(path: Path) -> bytes:
    """The bytes of a zip whose parts are within bounds and declare no entities; raises FileRefused or FormError."""
    data = bounded_bytes(path)
    if other := _other_kind(data):
        _refuse(path, f"不是 Word 文档（.docx），看起来是{other}", _SAVE_AGAIN)
    with package_of(data) as package:
        for part in package.parts:
            if part.lower().endswith(_MARKUP):
                package.parse(part, {}, {})
            else:
                package.read(part)
    return data


def _other_kind(data: bytes) -> str | None:
    """What a file is that is no zip."""
    if data.startswith(sniff.OLE2):
        encrypted = sniff.is_encrypted_compound(data)
        return "有打开密码的文件" if encrypted else sniff.describe_compound(data)
    return None if data.startswith(sniff.ZIPS) else sniff.describe(data)


def _strip(document: Document) -> None:
    """Take out the text, and every part that only the text needs or that tells of the office's computer."""
    body = document.element.body
    setup = body.findall(qn("w:sectPr"))[-1]
    body[:] = [setup]
    shown = {child.get(qn("r:id")) for child in setup}
    _drop(document.part.rels, lambda rel: rel.reltype in _KEPT or rel.rId in shown)
    _drop(document.part.package.rels, lambda rel: rel.reltype == RT.OFFICE_DOCUMENT)
    settings = document.settings.element
    for child in list(settings):  # the template that it was made from, the addresses of a mail merge
        if child.tag in _OF_THE_TEXT or any(qn("r:id") in element.attrib for element in child.iter()):
            settings.remove(child)
    document.part.part_related_by(RT.SETTINGS).rels.clear()


def _drop(rels: Relationships, kept: Callable[[_Relationship], bool]) -> None:
    for rel in [rel for rel in rels.values() if not kept(rel)]:
        rels.pop(rel.rId)


def _outside(document: Document) -> Iterator[str]:
    for part in document.part.package.iter_parts():
        for rel in part.rels.values():
            if rel.is_external and rel.reltype != RT.HYPERLINK:
                yield rel.target_ref


def _measured(document: Document) -> Base:
    page = document.sections[-1]
    return Base(
        document,
        _points(page.page_width) - _points(page.left_margin) - _points(page.right_margin),
        _points(page.page_height) - abs(_points(page.top_margin)) - abs(_points(page.bottom_margin)),
        looks_of(document),
    )


def _points(length: Length | None) -> float:
    if length is None:
        raise ValueError("no page set-up")
    return float(length.pt)
