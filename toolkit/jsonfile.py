"""JSON as gktool reads and writes it: bounded and strict coming in, the same text every time going out."""

from __future__ import annotations

import errno
import json
import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.terminal import visible

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 20 * 1024 * 1024
_EXACT: Final = 10**15  # whole numbers below it are exact in a spreadsheet and are written without a point
_REASONS: Final = {errno.ENOENT: "不存在", errno.EACCES: "没有读取权限", errno.EISDIR: "是文件夹"}
_UNSAFE: Final = re.compile(r"[\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


class Mistake(Struct, frozen=True):
    """One thing wrong in a JSON file: where, what, what to do.

    `path` is like `figures.requests.new.natural`, and empty for the file as a whole.
    """

    path: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}{'：' if self.path else ''}{self.problem}。{self.remedy}"


class ExchangeError(ValueError):
    """A JSON file cannot be used; `mistakes` holds every mistake found, the message one line for each."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


def refused(path: str, problem: str, remedy: str) -> ExchangeError:
    """Make the ExchangeError for one mistake."""
    return ExchangeError(Mistake(path, problem, remedy))


def json_number(value: float) -> float:
    """Return a figure as it is written in JSON: 12 for 12.0."""
    return int(value) if abs(value) < _EXACT and value == int(value) else value


def json_text(data: object) -> str:
    r"""Return data as indented JSON with a newline at the end.

    Chinese stands as it is; what a terminal would obey or cannot encode is written `\uXXXX`, which reads back
    as the same character. Raises ValueError for NaN and Infinity, which JSON does not have.
    """
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def read_json(path: Path) -> object:
    """Read one JSON file in UTF-8 with or without BOM, up to MOST_BYTES.

    Raises ExchangeError if it cannot be opened, is too large, is no JSON, or has a key twice in one object
    (one of the two would be lost without a word).
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror)
        raise refused("", f"打不开这个文件（{reason}）", "请核对路径、文件名和读取权限。") from None
    if len(content) > MOST_BYTES:
        raise refused("", "文件超过 20 MB", "一份填报数据通常不到 1 MB，请核对是不是拿错了文件。")
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError:
        raise refused("", "不是 UTF-8 编码", "请用 UTF-8 重新保存。") from None
    except json.JSONDecodeError as error:
        raise refused(
            "",
            f"第 {error.lineno} 行第 {error.colno} 个字符处不是 JSON",
            "文件可能不完整或被改坏，请重新导出，或按 JSON 的写法改正。",
        ) from None
    except RecursionError:
        raise refused("", "括号嵌套太深", "填报数据只有三四层，请核对是不是拿错了文件。") from None
    except ExchangeError:
        raise
    except ValueError:  # a whole number of thousands of digits
        raise refused("", "有一个数的位数太多", "请核对文件里的数。") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in pairs:
        if key in made:
            raise refused(visible(key[:60]), "同一处写了两次", "请只留正确的一个。")
        made[key] = value
    return made
