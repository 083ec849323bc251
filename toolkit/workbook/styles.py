"""What a style says about its cells: whether they are locked, and whether a number is shown as a date."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from toolkit.package.markup import TRUE
from toolkit.package.refusal import refuse
from toolkit.patterns import when_used

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.package.archive import Package

MAX_STYLES = 65_536  # a little more than Excel itself allows

_USUAL = 2**18  # bytes of a part that is remembered
_MOST_KNOWN = 8
_KNOWN: dict[bytes, Styles] = {}
"""The styles of parts that were read: the workbooks of one form have the same."""

_DATE_IDS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
# Quoted and escaped characters, and brackets that hold a colour, a condition or a locale, but not [h], [mm] …
_LITERAL = when_used(r'"[^"]*"?|[\\_*].|\[(?!(?:h+|m+|s+)\])[^[\]]*\]', re.IGNORECASE | re.DOTALL)
_DATE_LETTER = when_used(r"[ymdhs]", re.IGNORECASE)


class Style(Struct, frozen=True):
    """The two facts of a cell style that a check needs."""

    locked: bool
    is_date: bool


DEFAULT = Style(locked=True, is_date=False)


class Styles(dict[str, Style]):
    """The cell styles by the text of their index; `memory` and `frames` are what their users remember under them."""

    def __init__(self, styles: Mapping[str, Style] = MappingProxyType({})) -> None:
        super().__init__(styles)
        self.memory: Any = None
        self.frames: dict[bytes, Any] = {}


def is_date_format(code: str) -> bool:
    """Tell whether a number format shows a date or a time, e.g. `yyyy"年"m"月"` or `[h]:mm`."""
    return bool(_DATE_LETTER.search(_LITERAL.sub("", code)))


def read_styles(package: Package, part: str) -> Styles:
    """Return the cell styles by the text of their index, as the `s` attribute of a cell names them.

    A style is locked unless its own `<protection>` says `locked="0"`, whatever the `apply…` flags and its
    named style say: programs write a cell style in full, and what is left out is the default of the format,
    not of the named style. Where Normal is unlocked, XlsxWriter writes a locked cell without the element, and
    LibreOffice and openpyxl read it as locked; LibreOffice writes an unlocked one with
    `applyProtection="false"`, so that flag says nothing.

    Raises FileRefused as `Package.parse` does, and F006 for too many styles.
    """
    data = package.read(part)
    known = _KNOWN.get(data)
    if known is None:
        reader = _StyleReader()
        package.parse(part, reader.starts, reader.ends, data=data)
        known = Styles(reader.styles())
        if len(data) <= _USUAL:
            if len(_KNOWN) >= _MOST_KNOWN:
                _KNOWN.clear()
            _KNOWN[data] = known
    return known


class _StyleReader:
    """Collects the entries of cellXfs; the same elements stand in cellStyleXfs and dxfs too."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._entries: list[tuple[str, bool]] = []
        self._section = ""
        self.starts = {
            "numFmts": lambda _: self._enter("numFmts"),
            "cellXfs": lambda _: self._enter("cellXfs"),
            "numFmt": self._number_format,
            "xf": self._entry,
            "protection": self._protection,
        }
        self.ends = {"numFmts": lambda _: self._enter(""), "cellXfs": lambda _: self._enter("")}

    def styles(self) -> dict[str, Style]:
        dates = {number for number, code in self._codes.items() if is_date_format(code)}
        dates |= {str(number) for number in _DATE_IDS} - self._codes.keys()
        return {
            str(index): Style(locked=locked, is_date=number in dates)
            for index, (number, locked) in enumerate(self._entries)
        }

    def _enter(self, section: str) -> None:
        self._section = section

    def _number_format(self, attributes: dict[str, str]) -> None:
        if self._section == "numFmts":
            self._codes[attributes["numFmtId"]] = attributes.get("formatCode", "")
            self._bound(len(self._codes))

    def _entry(self, attributes: dict[str, str]) -> None:
        if self._section == "cellXfs":
            self._entries.append((attributes.get("numFmtId", "0"), True))
            self._bound(len(self._entries))

    def _protection(self, attributes: dict[str, str]) -> None:
        if self._section == "cellXfs":
            number, _ = self._entries[-1]
            self._entries[-1] = (number, attributes.get("locked", "1") in TRUE)

    def _bound(self, count: int) -> None:
        if count > MAX_STYLES:
            raise refuse("F006", "单元格样式", f"{MAX_STYLES:,} 种")
