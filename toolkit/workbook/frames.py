"""The looks that marking adds to a workbook's styles: the same cell with a coloured frame, and the list's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.finding import Severity
from toolkit.workbook.look import FONT, HEADING_FILL, HEADING_FONT
from toolkit.workbook.spans import CannotMark, Edits, retagged, scan

if TYPE_CHECKING:
    from toolkit.workbook.spans import Element

FRAMES = {Severity.ERROR: "FFC00000", Severity.WARNING: "FFED7D00", Severity.NOTE: "FF2E75B6"}
_FILLS = {Severity.ERROR: "FFFFC7CE", Severity.WARNING: "FFFFEB9C", Severity.NOTE: "FFDDEBF7"}
_COLLECTIONS = ("fonts", "fills", "borders", "cellXfs")
_ITEMS = ("font", "fill", "border", "xf")
_SIDES = ("left", "right", "top", "bottom")


class Looks:
    """The styles of a workbook, to which looks are added; `result` is the part with them."""

    def __init__(self, data: bytes) -> None:
        called = "样式"
        self._data = data
        self._edits = Edits(data)
        elements = scan(data, (*_COLLECTIONS, *_ITEMS), called)
        self._prefix = elements[0].prefix
        self._collections: dict[str, Element] = {}
        self._counts = dict.fromkeys(_COLLECTIONS, 0)
        self._xfs: list[Element] = []
        inside = ""
        for element in elements[1:]:
            if element.depth == 1:
                inside = element.name
                self._collections.setdefault(inside, element)
            elif element.depth == 2 and inside in self._counts and self._within(inside, element):  # noqa: PLR2004
                self._counts[inside] += 1
                if inside == "cellXfs":
                    self._xfs.append(element)
        if not self._xfs or any(name not in self._collections for name in _COLLECTIONS):
            raise CannotMark("它的样式不完整")
        self._known: dict[tuple[object, ...], int] = {}

    def framed(self, style: int, severity: Severity) -> int:
        """The number of a style that is the same but for a frame in the colour of the severity."""
        style = style if 0 <= style < len(self._xfs) else 0
        key = (style, severity)
        if key not in self._known:
            border = self._border("medium", FRAMES[severity])
            xf = self._xfs[style]
            tag = retagged(self._data[xf.start : xf.inner], {"borderId": border, "applyBorder": 1})
            # what follows the tag is ASCII or written in the part's own encoding, and that is UTF-8
            self._known[key] = self._add("cellXfs", (tag + self._data[xf.inner : xf.end]).decode())
        return self._known[key]

    def list_look(self, kind: str) -> int:
        """The number of a look of the list: title, verdict, head, text, link, or a severity."""
        if (kind,) not in self._known:
            self._known[kind,] = self._list_look(kind)
        return self._known[kind,]

    def result(self) -> bytes:
        """Return the part with the looks that were asked for."""
        for name, element in self._collections.items():
            if "count" in element.attributes and name in self._counts:
                self._edits.set(element, count=self._counts[name])
        return self._edits.result()

    def _list_look(self, kind: str) -> int:
        boxed = kind not in ("title", "verdict", "hint")
        font = {
            "title": self._font(HEADING_FONT, 16),
            "verdict": self._font(FONT, 12, bold=True),
            "hint": self._font(FONT, 10),
            "head": self._font(FONT, 11, bold=True),
            "link": self._font(FONT, 11, link=True),
        }.get(kind) or self._font(FONT, 11)
        fill = 0
        if kind == "head":
            fill = self._fill("FF" + HEADING_FILL.removeprefix("#"))
        elif kind in _FILLS:
            fill = self._fill(_FILLS[Severity(kind)])
        border = self._border("thin", "FF808080") if boxed else self._border("", "")
        centred = ' horizontal="center"' if boxed and kind != "text" else ' horizontal="left"'
        p = self._prefix
        return self._add(
            "cellXfs",
            f'<{p}xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="{border}" applyNumberFormat="1" '
            f'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1">'
            f'<{p}alignment{centred} vertical="center" wrapText="1"/><{p}protection locked="0"/></{p}xf>',
        )

    def _font(self, name: str, size: int, *, bold: bool = False, link: bool = False) -> int:
        p = self._prefix
        return self._once(
            "fonts",
            f'<{p}font>{f"<{p}b/>" * bold}{f"<{p}u/>" * link}<{p}sz val="{size}"/>'
            f'<{p}color rgb="{"FF0563C1" if link else "FF000000"}"/><{p}name val="{name}"/></{p}font>',
        )

    def _fill(self, colour: str) -> int:
        p = self._prefix
        return self._once(
            "fills",
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{colour}"/>'
            f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>',
        )

    def _border(self, kind: str, colour: str) -> int:
        p = self._prefix
        sides = "".join(
            f'<{p}{side} style="{kind}"><{p}color rgb="{colour}"/></{p}{side}>' if kind else f"<{p}{side}/>"
            for side in _SIDES
        )
        return self._once("borders", f"<{p}border>{sides}<{p}diagonal/></{p}border>")

    def _once(self, collection: str, xml: str) -> int:
        key = (collection, xml)
        if key not in self._known:
            self._known[key] = self._add(collection, xml)
        return self._known[key]

    def _add(self, collection: str, xml: str) -> int:
        self._edits.append(self._collections[collection], xml)
        self._counts[collection] += 1
        return self._counts[collection] - 1

    def _within(self, collection: str, element: Element) -> bool:
        outer = self._collections[collection]
        return outer.start < element.start < outer.end
