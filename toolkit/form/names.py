"""What the names in a form may be, and which are taken.

Ids go into rules, JSON keys and templates; aliases into references 【表.行.列】; a table's alias also into the
name that a spreadsheet gives its cells; sheet names into files of Excel, WPS and LibreOffice. What the rooms
above use for themselves is reserved here, since the form must not take it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from toolkit.form.expression import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.form.source import Node

RESERVED_SHEETS: Final = (
    "填报说明",
    "基本信息",
    "文字材料",
    "上年数据",
    "自检",
    "核对结果",
    "_gktool",
    "History",
)
"""The sheets that every workbook has besides the tables, and one that Excel keeps for itself."""
RESERVED_TABLES: Final = frozenset(
    {"form", "organ", "year", "version", "modes", "figures", "stated", "texts", "compose", "previous"}
)
"""The other keys of a filing's JSON, where an optional table's id is a key too."""
RULE_CODE: Final = re.compile(r"B3[0-9]{2}|Y5[02-9][0-9]")
BALANCES, YEARS = "B3", "Y5"
"""Rules inside one year are B3xx, rules that look at last year's figures Y5xx; Y51x and all others are gktool's."""

LONGEST_SHEET: Final = 31
LONGEST_CHOICES: Final = 255  # of a drop-down list with its commas
_SHEET_FORBIDDEN: Final = "[]:*?/\\"
_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
_SECTION_ID: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_TABLE_ALIAS: Final = re.compile(r"[^\W\d_]\w*")
_ALIAS_FORBIDDEN: Final = re.compile(r"[\s.．·。；【】]")


def unique(node: Node, key: str, names: Iterable[str]) -> None:
    """Refuse a name that is used twice."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            node.fail(key, f"重复的名称 {name!r}", "每个 id、编号、工作表名和别名只能用一次。")
        seen.add(name.casefold())


def id_of(node: Node, *, of: str = "") -> str:
    """Read `id`: small Latin letters, digits and _; a table's must be no key of the JSON, a line's no word."""
    name = node.line("id")
    pattern = _SECTION_ID if of == "section" else _ID
    if not pattern.fullmatch(name):
        dots = "，可以用点分级" if of == "section" else ""
        node.fail("id", f"不能作 id：{name!r}", f"只用小写英文字母、数字和下划线，以字母开头{dots}。")
    taken = {"table": RESERVED_TABLES, "line": WORDS}.get(of, frozenset())
    if name in taken:
        node.fail("id", f"{name!r} 另有用处", f"请换一个；不能用的有：{'、'.join(sorted(taken))}。")
    return name


def alias_of(node: Node, *, of: str = "") -> str:
    """Read `alias`: a word for references; a table's is also a defined name of the workbook."""
    name = node.line("alias")
    if of == "table" and not _TABLE_ALIAS.fullmatch(name):
        node.fail("alias", f"不能作表的别名：{name!r}", "只用汉字、字母、数字和下划线，以汉字或字母开头。")
    if _ALIAS_FORBIDDEN.search(name):
        node.fail("alias", f"不能作别名：{name!r}", "不能有空格、点、句号、分号和【】。")
    return name


def sheet_of(node: Node) -> str:
    """Read `sheet`: a name that spreadsheets allow and that gktool does not use itself."""
    name = node.line("sheet")
    if len(name.encode("utf-16-le")) > 2 * LONGEST_SHEET:
        node.fail("sheet", f"工作表名有 {len(name)} 个字", f"最多 {LONGEST_SHEET} 个字。")
    if any(char in _SHEET_FORBIDDEN for char in name):
        node.fail("sheet", f"工作表名 {name!r} 里有不能用的字符", f"不能用 {' '.join(_SHEET_FORBIDDEN)}。")
    if name != name.strip() or name != name.strip("'"):
        node.fail("sheet", f"工作表名 {name!r} 的头尾不对", "头尾不能是空格或撇号。")
    if name.casefold() in {taken.casefold() for taken in RESERVED_SHEETS}:
        node.fail(
            "sheet", f"工作表名 {name!r} 另有用处", f"请换一个；不能用的有：{'、'.join(RESERVED_SHEETS)}。"
        )
    return name


def choices_of(node: Node, key: str) -> tuple[str, ...]:
    """Read words to choose from: they go into a drop-down list and into formulas."""
    words = node.texts(key)
    unique(node, key, words)
    for word in words:
        if any(char in word for char in ',"') or word != word.strip():
            node.fail(key, f"不能用的值 {word!r}", "不能有半角逗号、引号，头尾不能是空格。")
    if len(",".join(words)) > LONGEST_CHOICES:
        node.fail(key, "各项加起来太长", f"连同逗号最多 {LONGEST_CHOICES} 个字，下拉列表才放得下。")
    return words


def rule_code_of(node: Node) -> str:
    """Read `code`: the families B3xx and Y5xx belong to the forms."""
    code = node.line("code")
    if not RULE_CODE.fullmatch(code):
        node.fail(
            "code",
            f"不能作规则编号：{code!r}",
            "当年各数之间的规则用 B301 至 B399，与上年比的用 Y501 至 Y599（Y510 至 Y519 除外）。",
        )
    return code
