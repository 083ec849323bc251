"""A roster's file as rows of cells: a workbook, or text parted by commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.form.instance import plain
from toolkit.package import sniff
from toolkit.package.archive import bounded_bytes
from toolkit.package.refusal import refuse
from toolkit.workbook.cells import CellKind
from toolkit.workbook.grid import read_grid

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.workbook.cells import RawCell, RawSheet

_DELIMITERS: Final = (",", "\t", ";")
_HEAD: Final = 10  # lines by which the delimiter is told
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{1,3}", re.IGNORECASE)


class RosterCell(Struct, frozen=True):
    """What stands in a cell: its text without spaces around it.

    `number` says that it is a number and so may have lost digits, `fault` in words why it is nothing to go by.
    """

    text: str
    number: bool = False
    fault: str = ""


class RosterSheet(Struct, frozen=True):
    """The cells of a sheet that hold something, by row and then column, both from 1; text has no sheet name."""

    name: str | None
    rows: Mapping[int, Mapping[int, RosterCell]]


class UnknownEncoding(Exception):  # noqa: N818 - what it is
    """The text is in none of the encodings that are read."""


def roster_sheets(path: Path) -> tuple[RosterSheet, ...]:
    """Read the sheets of a roster.

    Raises FileRefused for what is neither a workbook nor text, UnknownEncoding.
    """
    data = bounded_bytes(path)
    if data.startswith((*sniff.ZIPS, sniff.OLE2)):
        return tuple(_of_workbook(sheet) for sheet in read_grid(data).sheets)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if b"\0" in data and encoding != "utf-16":
        raise refuse("F002", sniff.describe(data))
    return (_of_text(_decoded(data, encoding)),)


def _of_workbook(sheet: RawSheet) -> RosterSheet:
    rows: dict[int, dict[int, RosterCell]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.kind is not CellKind.BLANK or cell.formula:
            rows.setdefault(row, {})[column] = _of_cell(cell)
    return RosterSheet(sheet.name, rows)


def _of_cell(cell: RawCell) -> RosterCell:
    if cell.kind is CellKind.ERROR:
        return RosterCell("", fault=f"错误值 {cell.value}")
    if cell.value is None:
        return RosterCell("", fault="没有算出结果的公式")
    if isinstance(cell.value, str):
        return RosterCell(cell.value.strip(), number=bool(_SCIENTIFIC.fullmatch(cell.value.strip())))
    if isinstance(cell.value, bool):
        return RosterCell(str(cell.value).upper())
    return RosterCell(plain(cell.value), number=True)


def _decoded(data: bytes, encoding: str) -> str:
    for name in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise UnknownEncoding


def _of_text(text: str) -> RosterSheet:
    head = "\n".join(text.split("\n", _HEAD)[:_HEAD])
    delimiter = max(_DELIMITERS, key=head.count)
    rows: dict[int, dict[int, RosterCell]] = {}
    try:
        for row, words in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            cells = {column: word.strip() for column, word in enumerate(words, start=1) if word.strip()}
            if cells:
                rows[row] = {
                    column: RosterCell(word, number=bool(_SCIENTIFIC.fullmatch(word)))
                    for column, word in cells.items()
                }
    except csv.Error as error:
        raise refuse("F005", "有一格文字太长，多半是少了一个引号") from error
    return RosterSheet(None, rows)
