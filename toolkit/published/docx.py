"""A Word document (.docx) as blocks: the words as they are printed, without what only the program sees.

Read are text boxes, content controls, hyperlinks and tracked insertions; left out are tracked deletions,
hidden words, the second rendering of drawings for old programs, footnotes, and a table of contents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.package.markup import TRUE
from toolkit.published.blocks import Document, Nested, NestedCell, Text, flattened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.package.archive import Package

_MAIN_PART: Final = "word/document.xml"
_RELATIONS_PART: Final = "_rels/.rels"
_STYLES_PART: Final = "word/styles.xml"
_HIDDEN: Final = ("Fallback", "del", "moveFrom")
_PROPERTIES: Final = ("pPr", "rPr", "tblPr", "tcPr", "sectPr")
_MOST_COLUMNS: Final = 1000


def read_docx(package: Package) -> Document:
    """Return the blocks of a Word document; raises FileRefused for damage and for what is too large."""
    styles = _style_names(package) if _STYLES_PART in package else {}
    walk = _Walk(styles)
    package.parse(_main_part(package), walk.starts, walk.ends)
    return Document(flattened(walk.content))


def is_docx(package: Package) -> bool:
    """Say whether a package is a Word document."""
    return _main_part(package).lower().startswith("word/") and _main_part(package) in package


def _main_part(package: Package) -> str:
    """The part with the text; some programs call it by another name."""
    found = [_MAIN_PART]

    def relation(attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith("/officeDocument"):
            found.append(attributes.get("Target", "").lstrip("/"))

    if _MAIN_PART not in package and _RELATIONS_PART in package:
        package.parse(_RELATIONS_PART, {"Relationship": relation}, {})
    return found[-1]


def _style_names(package: Package) -> dict[str, str]:
    """The names of the paragraph styles by id, in small letters: heading 1, toc 2, …; ids mean nothing."""
    names: dict[str, str] = {}
    current = ""

    def style(attributes: dict[str, str]) -> None:
        nonlocal current
        current = _attribute(attributes, "styleId")

    def name(attributes: dict[str, str]) -> None:
        names.setdefault(current, _attribute(attributes, "val").lower())

    package.parse(_STYLES_PART, {"style": style, "name": name}, {})
    return names


def _attribute(attributes: Mapping[str, str], name: str) -> str:
    """An attribute by its name without prefix; empty if it is not there."""
    for key, value in attributes.items():
        if key.rpartition(":")[2] == name:
            return value
    return ""


def _number(attributes: Mapping[str, str], name: str = "val") -> int:
    value = _attribute(attributes, name)
    return min(int(value), _MOST_COLUMNS) if value.isdecimal() else 1


class _Paragraph:
    """A paragraph while it is read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.style = ""
        self.outline = False
        self.hidden_run = False


class _Walk:
    """The pass over the document: what is open, and what was read so far."""

    def __init__(self, styles: Mapping[str, str]) -> None:
        self.styles = styles
        self.content: list[Text | Nested] = []
        self.containers = [self.content]
        self.paragraphs: list[_Paragraph] = []
        self.tables: list[Nested] = []
        self.cells: list[NestedCell] = []
        self.hidden = 0  # elements open whose words nobody sees
        self.properties = 0
        self.row_properties = 0
        self.deleted_rows: list[bool] = []
        self.starts = {
            "p": self._open_paragraph, "r": self._open_run, "tab": self._tab, "br": self._break, "cr": self._break,
            "noBreakHyphen": self._hyphen, "pStyle": self._style, "outlineLvl": self._outline, "vanish": self._vanish,
            "tbl": self._open_table, "tr": self._open_row, "tc": self._open_cell, "gridSpan": self._span,
            "vMerge": self._merge, "gridBefore": self._before,
        }  # fmt: skip
        self.ends = {
            "p": self._close_paragraph,
            "t": self._words,
            "tbl": self._close_table,
            "tr": self._close_row,
            "tc": self._close_cell,
        }
        for name in _HIDDEN:
            self.starts[name] = self._hide
            self.ends[name] = self._show
        self.starts["trPr"], self.ends["trPr"] = self._open_row_properties, self._close_row_properties
        for name in _PROPERTIES:
            self.starts[name] = self._open_properties
            self.ends[name] = self._close_properties

    # ── what nobody sees, and properties ─────────────────────────────────────

    def _hide(self, _: dict[str, str]) -> None:
        if self.row_properties and self.deleted_rows:
            self.deleted_rows[-1] = True
        elif not self.properties:  # else it is a paragraph's mark that was deleted
            self.hidden += 1

    def _show(self, _: str) -> None:
        if not self.properties and not self.row_properties:
            self.hidden -= 1

    def _open_properties(self, _: dict[str, str]) -> None:
        self.properties += 1

    def _close_properties(self, _: str) -> None:
        self.properties -= 1

    def _open_row_properties(self, _: dict[str, str]) -> None:
        self.row_properties += 1

    def _close_row_properties(self, _: str) -> None:
        self.row_properties -= 1

    # ── words ────────────────────────────────────────────────────────────────

    def _open_paragraph(self, _: dict[str, str]) -> None:
        self.paragraphs.append(_Paragraph())

    def _close_paragraph(self, _: str) -> None:
        paragraph = self.paragraphs.pop()
        style = self.styles.get(paragraph.style, "")
        if self.hidden or style.startswith("toc"):
            return
        text = "".join(paragraph.pieces)
        if text.strip():
            heading = paragraph.outline or style.startswith(("heading", "标题", "title"))
            self.containers[-1].append(Text(text, heading=heading))

    def _open_run(self, _: dict[str, str]) -> None:
        if self.paragraphs:
            self.paragraphs[-1].hidden_run = False

    def _words(self, text: str) -> None:
        self._add(text)

    def _tab(self, _: dict[str, str]) -> None:
        if not self.properties:
            self._add("\t")

    def _break(self, _: dict[str, str]) -> None:
        self._add("\n")

    def _hyphen(self, _: dict[str, str]) -> None:
        self._add("-")

    def _add(self, text: str) -> None:
        if self.paragraphs and not self.hidden and not self.paragraphs[-1].hidden_run:
            self.paragraphs[-1].pieces.append(text)

    def _style(self, attributes: dict[str, str]) -> None:
        if self.paragraphs:
            self.paragraphs[-1].style = _attribute(attributes, "val")

    def _outline(self, attributes: dict[str, str]) -> None:
        if self.paragraphs:
            self.paragraphs[-1].outline = _attribute(attributes, "val") in "012345678"

    def _vanish(self, attributes: dict[str, str]) -> None:
        if self.paragraphs and _attribute(attributes, "val") in TRUE | {""}:
            self.paragraphs[-1].hidden_run = True

    # ── tables ───────────────────────────────────────────────────────────────

    def _open_table(self, _: dict[str, str]) -> None:
        self.tables.append(Nested())

    def _close_table(self, _: str) -> None:
        table = self.tables.pop()
        if table.rows and not self.hidden:
            self.containers[-1].append(table)

    def _open_row(self, _: dict[str, str]) -> None:
        if self.tables:
            self.tables[-1].rows.append([])
        self.deleted_rows.append(False)

    def _close_row(self, _: str) -> None:
        if self.deleted_rows.pop() and self.tables:
            self.tables[-1].before.pop(len(self.tables[-1].rows) - 1, None)
            self.tables[-1].rows.pop()

    def _open_cell(self, _: dict[str, str]) -> None:
        cell = NestedCell()
        if self.tables and self.tables[-1].rows:
            self.tables[-1].rows[-1].append(cell)
        self.cells.append(cell)
        self.containers.append(cell.content)

    def _close_cell(self, _: str) -> None:
        self.cells.pop()
        self.containers.pop()

    def _span(self, attributes: dict[str, str]) -> None:
        if self.cells:
            self.cells[-1].colspan = max(1, _number(attributes))

    def _merge(self, attributes: dict[str, str]) -> None:
        if self.cells:
            self.cells[-1].continued = _attribute(attributes, "val") != "restart"

    def _before(self, attributes: dict[str, str]) -> None:
        if self.tables and self.tables[-1].rows:
            self.tables[-1].before[len(self.tables[-1].rows) - 1] = _number(attributes)
