"""A workbook as sheets of raw cells: what a check needs of the file, and no more.

What the cells mean is for others to say. The stored value of a formula is only what some program calculated
last, or nothing at all.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.package.archive import FileRefused, open_package
from toolkit.package.markup import TRUE
from toolkit.package.refusal import refuse
from toolkit.workbook.cells import CellKind, RawCell, RawSheet
from toolkit.workbook.strings import read_strings
from toolkit.workbook.styles import Styles, read_styles
from toolkit.workbook.worksheet import WorksheetReader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.package.archive import Package

__all__ = ["CellKind", "FileRefused", "RawCell", "RawSheet", "RawWorkbook", "read_grid"]

MAX_SHEETS = 200
MAX_NAMES = 10_000
MAX_RELATIONS = 10_000
_MAX_SHEET_NAME = 255  # Excel stops at 31
_STATES = ("hidden", "veryHidden")


class RawWorkbook(Struct, frozen=True):
    """A workbook as the file stores it.

    `names` are the defined names of the whole workbook without the built-in ones, each with its text as
    stored; `structure_locked` says that sheets cannot be added, removed or renamed.
    """

    sheets: tuple[RawSheet, ...]
    names: Mapping[str, str]
    structure_locked: bool


def read_grid(file: Path | bytes) -> RawWorkbook:
    """Read a workbook from its file or its bytes; the file is never changed.

    Raises FileRefused for whatever cannot be read as a workbook, with one finding F001 to F009.
    """
    with open_package(file) as package:
        main = next(
            (
                relation.target
                for relation in _relations(package, "").values()
                if relation.kind == "officeDocument"
            ),
            "",
        )
        if main.lower().endswith(".bin"):
            raise refuse("F008", "Excel 二进制工作簿（.xlsb）")
        if not main:
            raise refuse("F005", "找不到工作簿的主体")
        return _read_workbook(package, main)


class _Relation(Struct, frozen=True):
    kind: str
    target: str


class _Outline:
    """What the main part says: the sheets in their order, the names, the lock."""

    def __init__(self) -> None:
        self.is_workbook = False
        self.sheets: list[tuple[str, str, str]] = []
        self.names: dict[str, str] = {}
        self.structure_locked = False
        self._name = ""
        self.starts = {
            "workbook": self._workbook,
            "sheet": self._sheet,
            "definedName": self._start_name,
            "workbookProtection": self._protection,
        }
        self.ends = {"definedName": self._end_name}

    def _workbook(self, _: dict[str, str]) -> None:
        self.is_workbook = True

    def _sheet(self, attributes: dict[str, str]) -> None:
        name, state = attributes["name"], attributes.get("state", "")
        if len(name) > _MAX_SHEET_NAME:
            raise ValueError(name)
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        self.sheets.append((name, state if state in _STATES else "visible", relation))
        if len(self.sheets) > MAX_SHEETS:
            raise refuse("F006", "工作表", f"{MAX_SHEETS} 张")

    def _start_name(self, attributes: dict[str, str]) -> None:
        name = attributes["name"]
        ours = "localSheetId" not in attributes and not name.lower().startswith("_xlnm.")
        self._name = name if ours else ""

    def _end_name(self, text: str) -> None:
        if self._name:
            self.names[self._name] = text
            if len(self.names) > MAX_NAMES:
                raise refuse("F006", "定义的名称", f"{MAX_NAMES:,} 个")

    def _protection(self, attributes: dict[str, str]) -> None:
        self.structure_locked = attributes.get("lockStructure") in TRUE


def _read_workbook(package: Package, main: str) -> RawWorkbook:
    outline = _Outline()
    package.parse(main, outline.starts, outline.ends)
    if not outline.is_workbook:
        raise refuse("F008", "其他 Office 程序的文件")
    if not outline.sheets:
        raise refuse("F005", "一张工作表也没有")
    relations = _relations(package, main)
    parts = {relation.kind: relation.target for relation in relations.values() if relation.target in package}
    strings = read_strings(package, parts["sharedStrings"]) if "sharedStrings" in parts else []
    styles = read_styles(package, parts["styles"]) if "styles" in parts else Styles()
    reader = WorksheetReader(package, strings, styles)
    sheets = []
    for name, state, key in outline.sheets:
        relation = relations.get(key)
        if relation is None:
            raise refuse("F005", f"缺少工作表“{name}”的内容", sheet=name)
        is_sheet = relation.kind == "worksheet"  # the others are charts, dialogues and macros
        sheets.append(reader.read(relation.target, name, state) if is_sheet else RawSheet(name, state, {}))
    return RawWorkbook(tuple(sheets), outline.names, outline.structure_locked)


def _relations(package: Package, part: str) -> dict[str, _Relation]:
    """Return what a part refers to inside the package, by id; "" is the package itself."""
    folder, name = posixpath.split(part)
    relations: dict[str, _Relation] = {}

    def relationship(attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") == "External":
            return
        # Only a part of the package is ever looked up, so a target that climbs out of it finds nothing.
        target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
        kind = attributes["Type"].rpartition("/")[2]
        relations[attributes["Id"]] = _Relation(kind, target)
        if len(relations) > MAX_RELATIONS:
            raise refuse("F006", "部件之间的关系", f"{MAX_RELATIONS:,} 条")

    package.parse(posixpath.join(folder, "_rels", f"{name}.rels"), {"Relationship": relationship}, {})
    return relations
