"""Reading a form's TOML with the place of every value kept, so that a mistake is reported where it stands."""

from __future__ import annotations

import difflib
import tomllib
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from pathlib import Path


class FormError(Exception):
    """A form's folder cannot be used: which file, which place in it, what is wrong, what to do."""

    def __init__(self, file: str, place: str, problem: str, remedy: str) -> None:
        super().__init__(f"表样文件 {file}{f' 的 {place}' if place else ''}：{problem}。{remedy}")
        self.file = file
        self.place = place
        self.problem = problem
        self.remedy = remedy


_KINDS = {str: "文字", int: "整数", bool: "true 或 false", list: "数组", dict: "表"}


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
            self.fail(key, f"类型不对：是 {value!r}", f"这里应是{_KINDS[kind]}。")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A string; required unless a default is given."""
        value = self._value(key, str, required=default is None)
        return default or "" if value is None else str(value)

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number; required unless a default is given."""
        value = self._value(key, int, required=default is None)
        return int(value) if value is not None else int(default or 0)

    def whole_or_none(self, key: str) -> int | None:
        """A whole number, or None where it is left out."""
        value = self._value(key, int, required=False)
        return None if value is None else int(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """A true or false, with its default."""
        value = self._value(key, bool, required=False)
        return default if value is None else bool(value)

    def texts(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """An array of strings; a single string counts as an array of one."""
        self.asked.add(key)
        if isinstance(self.data.get(key), str):
            return (self.data[key],)
        value = self._value(key, list, required=required) or []
        if not all(isinstance(item, str) for item in value):
            self.fail(key, "数组里有不是文字的值", "请给每一项加上引号。")
        return tuple(value)

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """One of the allowed words."""
        value = self.text(key, default)
        if value not in allowed:
            self.fail(key, f"不认识的值 {value!r}", f"可用的值：{'、'.join(allowed)}。")
        return value

    def any_of(self, key: str) -> object:
        """A value of any type, or None; the caller checks it."""
        self.asked.add(key)
        return self.data.get(key)

    def tables(self, key: str, *, required: bool = True) -> tuple[Node, ...]:
        """An array of tables, each with its place: key 第 n 项."""
        value = self._value(key, list, required=required) or []
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
                near = difflib.get_close_matches(key, self.asked, n=1)
                known = f"是不是 {near[0]}？" if near else f"可用的键：{'、'.join(sorted(self.asked))}。"
                self.fail(key, "不认识的键", known)


def read_toml(folder: Path, name: str) -> Node:
    """Read one TOML file of a form's folder; raises FormError if it is missing or cannot be parsed."""
    try:
        return Node(name, "", tomllib.loads((folder / name).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise FormError(name, "", "文件不存在", f"请在 {folder} 中补上这个文件。") from None
    except OSError as error:
        raise FormError(name, "", f"读不出来（{error.strerror}）", "请检查文件权限。") from None
    except UnicodeDecodeError:
        raise FormError(name, "", "不是 UTF-8 编码", "请用 UTF-8 重新保存。") from None
    except tomllib.TOMLDecodeError as error:
        raise FormError(name, "", f"TOML 语法有误（{error}）", "请按提示的行列改正。") from None
