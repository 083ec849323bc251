"""The columns of a roster: what each is called, and by which other names it is known."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.collect.roster_file import RosterSheet


class Column(Struct, frozen=True):
    """One column: its heading, other headings that mean the same, what to write in it, how wide it is."""

    id: str
    heading: str
    also: tuple[str, ...]
    prompt: str
    example: str
    width: float
    needed: bool = False


COLUMNS: Final = (
    Column(
        "code", "代码",
        ("单位代码", "机关代码", "机构代码", "统一社会信用代码", "社会信用代码", "信用代码", "统一代码"),
        "统一社会信用代码，18 位。下发、收回和上年数都靠它认单位，每个单位一个，不能重复。",
        "113404020030260541", 26, needed=True,
    ),
    Column(
        "name", "名称", ("单位名称", "机关名称", "机构名称", "单位全称", "全称", "单位"),
        "印章上的全称，不能重复。写进工作簿并锁定，也用作文件名。",
        "某某区教育局", 34, needed=True,
    ),
    Column(
        "superior", "上级单位代码",
        ("上级代码", "上级", "上级单位", "上级统一社会信用代码", "上级单位统一社会信用代码", "主管单位代码",
         "主管单位", "主管部门代码", "主管部门"),
        "上一级单位在本名录里的代码（写全称也可以），按它逐级汇总；最上一级留空。",
        "11340402003026032Y", 26,
    ),
    Column(
        "kind", "单位类别", ("类别", "单位类型", "单位性质", "机关类别", "机关性质"),
        "填了就写进工作簿并锁定；留空则由单位自己选。", "部门", 12,
    ),
    Column(
        "scope", "统计口径", ("口径",),
        "填了就写进工作簿并锁定；留空则由单位自己选。口径不同的不相加。", "本机关", 12,
    ),
    Column("contact", "联系人", ("联络员", "填报人", "经办人"), "催报、退回时找谁。", "张三", 14),
    Column(
        "telephone", "联系电话", ("电话", "联系方式", "办公电话", "电话号码"),
        "带区号的办公电话，如 0554-1234567。", "0554-1234567", 20,
    ),
    Column(
        "predecessors", "前身单位代码", ("前身代码", "前身单位", "前身", "原单位代码", "原代码"),
        "机构改革合并、更名的，写原来各单位的代码，用顿号分开：上年数按它们相加带入。", "", 40,
    ),
)  # fmt: skip
"""The columns in the order of an empty roster."""

EXAMPLE: Final = "示例"
"""What the code of a row begins with that is an example and no organ."""
_HEAD_ROWS: Final = 10
_REMARK: Final = re.compile(r"\([^()]*\)|[\s*:]+")
_BY_WORDS: Final = {words: column for column in COLUMNS for words in (column.heading, *column.also)}


class Heading(Struct, frozen=True):
    """The heading of a sheet: its row, the column of each known item, the unknown ones, those given twice.

    `doubles` holds item, first and second heading as they are written.
    """

    row: int
    places: Mapping[str, int]
    unknown: tuple[str, ...]
    doubles: tuple[tuple[str, str, str], ...]
    last_column: int


def column_of(words: str) -> Column | None:
    """The column that a heading means, whatever remark, star or spaces it has."""
    return _BY_WORDS.get(_REMARK.sub("", unicodedata.normalize("NFKC", words)))


def heading_of(sheet: RosterSheet) -> Heading | None:
    """The first row of a sheet that names code and name; None if none of the first rows does."""
    for row in sorted(sheet.rows)[:_HEAD_ROWS]:
        places: dict[str, int] = {}
        words: dict[str, str] = {}
        unknown, doubles = [], []
        for at, cell in sheet.rows[row].items():
            column = column_of(cell.text)
            if column is None:
                unknown.append(cell.text)
            elif column.id in places:
                doubles.append((column.heading, words[column.id], cell.text))
            else:
                places[column.id], words[column.id] = at, cell.text
        if all(column.id in places for column in COLUMNS if column.needed):
            last = max(sheet.rows[row])
            return Heading(row, places, tuple(unknown), tuple(doubles), last)
    return None
