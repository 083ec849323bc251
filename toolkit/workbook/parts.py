"""The parts of a workbook to be changed: read once, looked up by relation, added to, written again."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.package.archive import open_package
from toolkit.package.zipped import zipped
from toolkit.workbook.spans import CannotMark, Edits, scan

if TYPE_CHECKING:
    from pathlib import Path

_TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Relation(Struct, frozen=True):
    """One relation of a part: its id, the last word of its type, the part it leads to."""

    id: str
    kind: str
    target: str


class Parts:
    """Every part of a workbook, by the name in its zip."""

    def __init__(self, file: Path | bytes) -> None:
        with open_package(file) as package:
            names = dict.fromkeys(package.parts)
            self._data = {name: package.read(name) for name in names}
            self._names = {_key(name): name for name in names}

    def __contains__(self, part: str) -> bool:
        """Tell whether there is such a part, whatever the case of its letters."""
        return _key(part) in self._names

    def __getitem__(self, part: str) -> bytes:
        """Return the bytes of a part."""
        if part not in self:
            raise CannotMark(f"缺少部件 {part}")
        return self._data[self._names[_key(part)]]

    def __setitem__(self, part: str, data: bytes) -> None:
        """Replace a part, or add one."""
        self._data[self._names.setdefault(_key(part), part)] = data

    def names(self, suffix: str) -> list[str]:
        """The names of the parts that end so."""
        return [name for name in self._data if name.lower().endswith(suffix)]

    @property
    def main(self) -> str:
        """The name of the part that lists the sheets."""
        return self.related("", "officeDocument")

    def relations(self, part: str) -> list[Relation]:
        """What a part leads to inside the package; "" is the package itself."""
        where = _relations_of(part)
        if where not in self:
            return []
        folder = posixpath.dirname(part)
        return [
            Relation(
                element.attributes["Id"],
                element.attributes["Type"].rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, element.attributes["Target"])).lstrip("/"),
            )
            for element in scan(self[where], ("Relationship",), where)[1:]
            if element.attributes.get("TargetMode") != "External"
        ]

    def related(self, part: str, kind: str) -> str:
        """The part of this kind that a part leads to; "" if there is none."""
        targets = (one.target for one in self.relations(part) if one.kind == kind)
        return next((target for target in targets if target in self), "")

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation and return its id."""
        where = _relations_of(part)
        if where not in self:
            self[where] = (
                f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{_PACKAGE}"/>'.encode()
            )
        elements = scan(self[where], ("Relationship",), where)
        used = {element.attributes.get("Id") for element in elements}
        new = next(
            name for name in (f"gktool{number}" for number in range(1, len(used) + 2)) if name not in used
        )
        edits = Edits(self[where])
        tag = f'<{elements[0].prefix}Relationship Id="{new}" Type="{RELATION}/{kind}" Target="/{target}"/>'
        edits.append(elements[0], tag)
        self[where] = edits.result()
        return new

    def free_name(self, folder: str, stem: str, suffix: str) -> str:
        """A name that no part has: the stem with the first free number."""
        number = 1
        while (name := posixpath.join(folder, f"{stem}{number}{suffix}")) in self:
            number += 1
        return name

    def add(self, part: str, text: str, content_type: str) -> None:
        """Add a part and say what it is: by its extension for drawings, else by its name."""
        self[part] = text.encode("utf-8")
        elements = scan(self[_TYPES], ("Default", "Override"), _TYPES)
        prefix, extension = elements[0].prefix, posixpath.splitext(part)[1][1:]
        edits = Edits(self[_TYPES])
        if extension == "xml":
            tag = f'<{prefix}Override PartName="/{part}" ContentType="{content_type}"/>'
            edits.append(elements[0], tag)
        elif extension not in {element.attributes.get("Extension", "").lower() for element in elements}:
            tag = f'<{prefix}Default Extension="{extension}" ContentType="{content_type}"/>'
            edits.insert(elements[0].inner, tag)
        self[_TYPES] = edits.result()

    def zipped(self) -> bytes:
        """Return the zip: the same parts give the same bytes."""
        return zipped(self._data)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
