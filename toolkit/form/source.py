"""Reading a form's TOML with the place of every value kept, so that a mistake is reported where it stands."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
import unicodedata
from typing import TYPE_CHECKING, Any, Final, NoReturn

from toolkit.form.error import FormError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


_KINDS: Final = {str: "文字", int: "整数", bool: "true 或 false", list: "数组", dict: "表"}
_CONTROLS: Final = ("Cc", "Cs", "Zl", "Zp")
_TWICE: Final = ("overwrite", "twice", "mutate", "redefine", "Duplicate")  # words of tomllib's messages
_AT: Final = re.compile(r"\(at line (\d+), column (\d+)\)")
_QUOTED: Final = 30  # characters of a wrong value that are quoted


def has_controls(text: str, allowed: str = "") -> bool:
    """Say whether a text holds control characters or line breaks other than the allowed ones."""
    if text.isprintable():  # as nearly every text is; asking each character takes many times longer
        return False
    return any(unicodedata.category(char) in _CONTROLS and char not in allowed for char in text)


class Node:
    """One TOML table with its place; every key must be asked for, and `done` refuses the rest."""

    def __init__(self, file: str, place: str, data: dict[str, Any]) -> None:
        self.file = file
        self.place = place
        self.data = data
        self.asked: set[str] = set()

    def fail(self, key: str, problem: str, remedy: str) -> NoReturn:
        """Raise the FormError for a key of this table."""
        raise FormError(
            self.file, f"{self.place}.{key}" if self.place and key else key or self.place, problem, remedy
        )

    def _value(self, key: str, kind: type, *, required: bool) -> Any:  # noqa: ANN401 - TOML values are of any type
        self.asked.add(key)
        if key not in self.data:
            if required:
                self.fail(key, "缺少这一项", f"请补上，类型是{_KINDS[kind]}。")
            return None
        value = self.data[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fail(key, f"类型不对，写的是{_shown(value)}", f"这里应是{_KINDS[kind]}。")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A string, perhaps of several lines; required, and then not empty, unless a default is given."""
        value = self._value(key, str, required=default is None)
        if value is None:
            return default or ""
        if default is None and not value.strip():
            self.fail(key, "是空的", "请写上内容。")
        if has_controls(value, allowed="\n\t"):
            self.fail(key, "里面有控制字符", "请删去看不见的字符。")
        return str(value)

    def line(self, key: str, default: str | None = None) -> str:
        """A string on one line; required, and then not empty, unless a default is given."""
        value = self.text(key, default)
        if has_controls(value):
            self.fail(key, "里面有换行或制表符", "请写在一行里。")
        return value

    def whole(self, key: str, default: int | None = None, *, least: int = 1, most: int) -> int:
        """A whole number in a range; required unless a default is given."""
        value = self._value(key, int, required=default is None)
        return int(default or 0) if value is None else self._within(key, int(value), least, most)

    def whole_or_none(self, key: str, *, least: int, most: int) -> int | None:
        """A whole number in a range, or None where it is left out."""
        value = self._value(key, int, required=False)
        return None if value is None else self._within(key, int(value), least, most)

    def _within(self, key: str, value: int, least: int, most: int) -> int:
        if not least <= value <= most:
            self.fail(key, f"不能是 {value}", f"这里应是 {least} 到 {most} 的整数。")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """A true or false, with its default."""
        value = self._value(key, bool, required=False)
        return default if value is None else bool(value)

    def texts(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """An array of strings on one line each, not empty if required; a single string is an array of one."""
        self.asked.add(key)
        if isinstance(self.data.get(key), str):
            value = [self.data[key]]
        else:
            value = self._filled(key, required=required)
        for item in value:
            if not isinstance(item, str):
                self.fail(key, f"数组里不全是文字，有{_shown(item)}", "请给每一项加上引号。")
            if not item.strip() or has_controls(item):
                self.fail(key, "数组里有一项是空的，或不在一行里", "每一项写一行文字。")
        return tuple(value)

    def _filled(self, key: str, *, required: bool) -> list[Any]:
        value: list[Any] = self._value(key, list, required=required) or []
        if required and not value:
            self.fail(key, "数组是空的", "请至少写一项。")
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """One of the allowed words."""
        value = self.text(key, default)
        if value not in allowed:
            self.fail(key, f"不认识的值{_shown(value)}", suggestion(value, allowed, "可用的值"))
        return value

    def any_of(self, key: str) -> object:
        """A value of any type, or None; the caller checks it."""
        self.asked.add(key)
        return self.data.get(key)

    def tables(self, key: str, *, required: bool = True) -> tuple[Node, ...]:
        """An array of tables, each with its place: key 第 n 项."""
        value = self._filled(key, required=required)
        nodes = []
        for number, item in enumerate(value, start=1):
            name = item.get("id") or item.get("code") if isinstance(item, dict) else None
            place = f"{self.place}.{key} 第 {number} 项" if self.place else f"{key} 第 {number} 项"
            if not isinstance(item, dict):
                self.fail(key, f"第 {number} 项不是表", "请写成 { 键 = 值 } 或 [[…]]。")
            nodes.append(Node(self.file, f"{place}（{name}）" if name else place, item))
        return tuple(nodes)

    def table(self, key: str) -> Node:
        """A required table."""
        return Node(
            self.file, f"{self.place}.{key}" if self.place else key, self._value(key, dict, required=True)
        )

    def done(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not be silently ignored."""
        for key in self.data:
            if key not in self.asked:
                self.fail(key, "不认识的键", suggestion(key, self.asked, "可用的键"))


def suggestion(name: str, known: Iterable[str], heading: str) -> str:
    """The remedy for a name that is not known: the one that is near, else all there are."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    return f"是不是 {near[0]}？" if near else f"{heading}：{'、'.join(names)}。"


def read_text(folder: Path, name: str) -> str:
    """Read one file of a form's folder as text; raises FormError if it is missing or no UTF-8."""
    try:
        return (folder / name).read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise FormError(name, "", "文件不存在", f"请在 {folder} 中补上这个文件。") from None
    except OSError:
        raise FormError(name, "", "读不出来", "请检查它是不是文件、有没有读取权限。") from None
    except UnicodeDecodeError:
        raise FormError(name, "", "不是 UTF-8 编码", "请用 UTF-8 重新保存。") from None


def read_toml(folder: Path, name: str) -> Node:
    """Read one TOML file of a form's folder; raises FormError if it is missing or cannot be parsed."""
    text = read_text(folder, name)
    try:
        return Node(name, "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        twice = any(word in str(error) for word in _TWICE)
        raise FormError(
            name,
            _place_in(str(error)),
            "同一个键或表写了两次" if twice else "TOML 语法有误",
            "请删去一个。" if twice else "请检查这里和前一行的引号、括号、等号。",
        ) from None
    except RecursionError:
        raise FormError(name, "", "括号套得太深", "请检查括号。") from None


def _place_in(message: str) -> str:
    found = _AT.search(message)
    return f"第 {found[1]} 行第 {found[2]} 列" if found else "末尾"


def _shown(value: object) -> str:
    """A TOML value as a message quotes it."""
    if isinstance(value, list):
        return "数组"
    if isinstance(value, dict):
        return "表"
    text = (
        json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool | int | float) else str(value)
    )
    return f" {text if len(text) <= _QUOTED else text[:_QUOTED] + '…'}"
