"""Where the elements of a part stand in its bytes, and changes made to just those bytes.

Whatever is not changed stays as the office's program wrote it: prefixes, extensions, spaces, comments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from msgspec import Struct

from toolkit.package import markup
from toolkit.patterns import when_used

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

_TAG = when_used(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
_ATTRIBUTE = when_used(rb"\s([^\s=/>\"']+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;"}


class CannotMark(Exception):  # noqa: N818 - what happened, as with FileRefused
    """A workbook that can be read but not marked; the message says why, in Chinese."""


class Element(Struct, frozen=True):
    """One element: its tag is at `start` to `inner`, its content to `close`, all of it to `end`.

    `depth` is 0 for the root, `name` without the prefix, `prefix` with its colon. `attributes` keep theirs.
    """

    name: str
    prefix: str
    depth: int
    attributes: Mapping[str, str]
    start: int
    inner: int
    close: int
    end: int

    def attribute(self, name: str) -> str | None:
        """The value of an attribute whatever its prefix, as the `r:` of a relation's id."""
        return next((value for key, value in self.attributes.items() if key.rpartition(":")[2] == name), None)


def scan(data: bytes, names: Container[str], called: str) -> list[Element]:
    """Return the root and the elements of these names (without their prefix), in the order of the file.

    Raises FileRefused for what `markup.parse` refuses, CannotMark where bytes are not as they are in ASCII.
    """
    markup.parse(data, {}, {}, called)
    found: list[Element | None] = []
    still_open: list[tuple[int, str, Mapping[str, str], int, int]] = []
    parser = expat.ParserCreate()

    def on_start(name: str, attributes: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        tag = _TAG.match(data, start)
        if tag is None or b"\0" in tag[0]:
            raise CannotMark(f"{called}的编码不是 UTF-8")
        number = -1
        if not still_open or name.rpartition(":")[2] in names:
            number = len(found)
            found.append(None)
        still_open.append((number, name, attributes if number >= 0 else {}, start, tag.end()))

    def on_end(_: str) -> None:
        number, name, attributes, start, inner = still_open.pop()
        if number < 0:
            return
        close = end = inner
        if not data.endswith(b"/>", start, inner):
            close = parser.CurrentByteIndex
            end = data.index(b">", close) + 1
        prefix, colon, local = name.rpartition(":")
        found[number] = Element(local, prefix + colon, len(still_open), attributes, start, inner, close, end)

    parser.StartElementHandler, parser.EndElementHandler = on_start, on_end
    parser.Parse(data, True)  # noqa: FBT003 - pyexpat takes no keywords
    elements = [element for element in found if element]
    if _STRICT in elements[0].attributes.values():
        raise CannotMark("它以“严格 Open XML”格式保存")
    return elements


def retagged(tag: bytes, attributes: Mapping[str, str | int]) -> bytes:
    """Return a start tag with these attributes set."""
    for name, value in attributes.items():
        written = f' {name}="{escaped(str(value))}"'.encode("ascii", "xmlcharrefreplace")
        old = next((one for one in _ATTRIBUTE.finditer(tag) if one[1] == name.encode()), None)
        if old:
            tag = tag[: old.start()] + written + tag[old.end() :]
        else:
            end = len(tag) - (2 if tag.endswith(b"/>") else 1)
            tag = tag[:end].rstrip() + written + tag[end:]
    return tag


class Edits:
    """Changes to the bytes of one part, carried out together by `result`."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._inserted: list[tuple[int, str]] = []
        self._tags: dict[int, tuple[Element, dict[str, str | int], list[str]]] = {}

    def insert(self, at: int, xml: str) -> None:
        """Put something before this byte; at the same place what comes first stays first."""
        self._inserted.append((at, xml))

    def append(self, element: Element, xml: str) -> None:
        """Put something at the end of an element's content."""
        self._change(element)[2].append(xml)

    def set(self, element: Element, **attributes: str | int) -> None:
        """Set attributes of an element."""
        self._change(element)[1].update(attributes)

    def result(self) -> bytes:
        """Return the part with all changes."""
        splices = [(at, at, _bytes(xml)) for at, xml in self._inserted]
        for element, attributes, content in self._tags.values():
            tag = retagged(self._data[element.start : element.inner], attributes)
            added = _bytes("".join(content))
            if added and element.inner == element.end:
                name = f"{element.prefix}{element.name}".encode()
                tag = tag[:-2].rstrip() + b">" + added + b"</" + name + b">"
            elif added:
                splices.append((element.close, element.close, added))
            splices.append((element.start, element.inner, tag))
        done, pieces = 0, []
        for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
            pieces += [self._data[done:start], new]
            done = end
        return b"".join([*pieces, self._data[done:]])

    def _change(self, element: Element) -> tuple[Element, dict[str, str | int], list[str]]:
        return self._tags.setdefault(element.start, (element, {}, []))


def escaped(text: str) -> str:
    """Text as XML writes it, in elements and attributes alike."""
    return "".join(_ESCAPES.get(char, char) for char in text)


def _bytes(xml: str) -> bytes:
    # References instead of characters: right in whatever encoding the part is.
    return xml.encode("ascii", "xmlcharrefreplace")
