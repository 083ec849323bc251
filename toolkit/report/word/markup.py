"""Elements of WordprocessingML, built in one expression each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.oxml.xmlchemy import BaseOxmlElement

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def w(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """An element of the namespace `w`; its attributes are of the same."""
    element = cast("BaseOxmlElement", OxmlElement(f"w:{tag}"))
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), clean(str(value)))
    element.extend(children)
    return element


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NO_XML.sub("", text)


def run(text: str, *properties: BaseOxmlElement) -> BaseOxmlElement:
    """A run of text, every blank of it kept."""
    words = w("t")
    words.text = clean(text)
    words.set(qn("xml:space"), "preserve")
    return w("r", *([w("rPr", *properties)] if properties else []), words)


def paragraph(style: str, runs: Iterable[BaseOxmlElement], *properties: BaseOxmlElement) -> BaseOxmlElement:
    """A paragraph in the style with this id; `properties` are what it has besides, in the order of the schema."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *runs)
