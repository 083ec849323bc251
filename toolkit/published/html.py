"""A web page as blocks: the article with its tables, without what frames it.

Encodings are those of Chinese offices' sites: by byte order mark, by the page's own word, by trial. Scripts,
navigation, forms and what is not shown are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from toolkit.package.refusal import refuse
from toolkit.published.blocks import Document, Nested, NestedCell, Text, flattened

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNSEEN: Final = frozenset(
    ("script", "style", "noscript", "template", "head", "nav", "footer", "aside", "form", "button", "select",
     "option", "textarea", "iframe", "object", "svg", "math", "canvas", "audio", "video", "map", "title")
)  # fmt: skip
_BLOCKS: Final = frozenset(
    ("p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl",
     "dt", "dd", "blockquote", "pre", "center", "figure", "figcaption", "address", "hr", "caption", "body", "html",
     "fieldset", "details", "summary")
)  # fmt: skip
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NOT_SHOWN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\r\n\f\xa0\u2002\u2003\u2009\u200b\ufeff]+")
_DEEPEST: Final = 200
_SPAN: Final = re.compile(r"\s*([0-9]{1,6})")


def read_html(text: str) -> Document:
    """Return the blocks of a page; raises FileRefused (F006) for one that is nested too deep or too large."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    if any("Excessive depth" in error.message for error in parser.error_log):
        raise refuse("F006", "网页的嵌套层数", f"{_DEEPEST} 层")
    if root is None:
        return Document(())
    walk = _Walk()
    walk.run(root)
    return Document(flattened(walk.content), _title(root))


def _title(root: etree._Element) -> str:
    """What the page says that its article is called."""
    for name in ("ArticleTitle", "articletitle"):
        for meta in root.iter("meta"):
            if meta.get("name") == name and meta.get("content"):
                return str(meta.get("content")).strip()
    title = root.find(".//title")
    return "" if title is None else _BLANKS.sub(" ", title.text or "").strip()


class _Walk:
    """The pass over the tree, without recursion: what is open, and what was read so far."""

    def __init__(self) -> None:
        self.content: list[Text | Nested] = []
        self.containers = [self.content]
        self.tables: list[Nested] = []
        self.pieces: list[str] = []
        self.linked = True  # all words of the paragraph so far belong to a link: navigation, not text
        self.links = 0
        self.headings = 0

    def run(self, root: etree._Element) -> None:
        """Read everything below an element."""
        pending: list[Iterator[etree._Element]] = []
        open_elements: list[etree._Element] = []
        self._open(root)
        open_elements.append(root)
        pending.append(iter(root))
        while pending:
            if len(pending) > _DEEPEST:
                raise refuse("F006", "网页的嵌套层数", f"{_DEEPEST} 层")
            child = next(pending[-1], None)
            if child is None:
                pending.pop()
                done = open_elements.pop()
                self._close(done)
                if open_elements:
                    self._words(done.tail)
                continue
            if not isinstance(child.tag, str) or _is_unseen(child):
                self._words(child.tail)
                continue
            self._open(child)
            open_elements.append(child)
            pending.append(iter(child))
        self._paragraph()

    def _open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self.pieces.append("\n")
        elif tag == "a":
            self.links += 1
        elif tag == "table":
            self._paragraph()
            self.tables.append(Nested())
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in ("td", "th") and self.tables:
            self._paragraph()
            cell = NestedCell(_span(element, "rowspan"), _span(element, "colspan"))
            if not self.tables[-1].rows:
                self.tables[-1].rows.append([])
            self.tables[-1].rows[-1].append(cell)
            self.containers.append(cell.content)
        elif tag in _BLOCKS:
            self._paragraph()
            self.headings += tag in _HEADINGS
        self._words(element.text)

    def _close(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "a":
            self.links -= 1
        elif tag == "table":
            self._paragraph()
            table = self.tables.pop()
            if any(table.rows):
                self.containers[-1].append(table)
        elif tag in ("td", "th") and len(self.containers) > 1:
            self._paragraph()
            self.containers.pop()
        elif tag in _BLOCKS:
            self._paragraph()
            self.headings -= tag in _HEADINGS

    def _words(self, text: str | None) -> None:
        if text:
            words = _BLANKS.sub(" ", text)
            self.pieces.append(words)
            self.linked = self.linked and (bool(self.links) or not words.strip())

    def _paragraph(self) -> None:
        """Close the paragraph that is open, if there is one."""
        text = "".join(self.pieces)
        linked, self.linked = self.linked, True
        self.pieces.clear()
        if text.strip() and not (linked and len(self.containers) == 1):
            self.containers[-1].append(Text(text, heading=bool(self.headings)))


def _is_unseen(element: etree._Element) -> bool:
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or _NOT_SHOWN.search(element.get("style") or "") is not None
    )


def _span(element: etree._Element, name: str) -> int:
    found = _SPAN.match(element.get(name) or "")
    return max(1, int(found[1])) if found else 1
