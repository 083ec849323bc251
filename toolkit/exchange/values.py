"""One entry of a filing as one JSON value, and back."""

from __future__ import annotations

import json
import math
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from toolkit.filing import BLANK, Entry, Kind, entered
from toolkit.jsonfile import json_number, refused
from toolkit.terminal import visible

MOST_CHARACTERS: Final = 32767  # of a spreadsheet's cell
_LONGEST: Final = 30  # text quoted in a message
_LONG: Final = 10**20
_ENTRY: Final = (
    '可写数、文字、true 或 false；单元格里的错误值写 {"error": "#N/A"}，日期写 {"date": 序列号}，'
    '公式写 {"formula": "=2+3", "value": 5}。'
)


class Words(Struct, frozen=True):
    """Only these words are allowed."""

    words: tuple[str, ...]

    def holds(self, entry: Entry) -> bool:
        """Say whether the entry is one of the words, just so."""
        return entry.formula is None and entry.kind is Kind.TEXT and entry.raw in self.words

    @property
    def expected(self) -> str:
        """What is allowed, in words."""
        return f"可写：{'、'.join(self.words)}。"


class Whole(Struct, frozen=True):
    """Only whole numbers in this range are allowed."""

    lowest: int
    highest: int

    def holds(self, entry: Entry) -> bool:
        """Say whether the entry is such a number."""
        value = entry.value
        if value is None or entry.formula is not None or entry.kind is not Kind.NUMBER:
            return False
        return self.lowest <= value <= self.highest and value == int(value)

    @property
    def expected(self) -> str:
        """What is allowed, in words."""
        return f"应是 {self.lowest} 到 {self.highest} 的整数。"


def value_of(entry: Entry) -> object:
    """Return the JSON value of an entry; None for a blank."""
    if entry.formula is not None:
        return {"formula": f"={entry.formula}", "value": value_of(replace(entry, formula=None))}
    if entry.kind is Kind.BLANK:
        return None
    if entry.kind is Kind.ERROR:
        return {"error": entry.raw}
    if entry.value is None:
        return entry.raw
    number = json_number(entry.value)
    return {"date": number} if entry.kind is Kind.DATE else number


def checked_value(entry: Entry, rule: Words | Whole) -> object:
    """Return the JSON value of an entry that only some values are allowed for; any other stands as `raw`."""
    return value_of(entry) if rule.holds(entry) else {"raw": value_of(entry)}


def entry_of(path: str, value: object) -> Entry:
    """Return the entry, without a place, that a JSON value stands for; raises ExchangeError."""
    if not (isinstance(value, dict) and "formula" in value):
        return _plain_entry(path, value)
    formula = text_of(f"{path}.formula", value["formula"])
    if set(value) != {"formula", "value"} or not formula[1:] or not formula.startswith("="):
        raise refused(
            path, "公式写得不对", '请写成 {"formula": "=2+3", "value": 5}；没有算过的，value 写 null。'
        )
    inner = BLANK if value["value"] is None else _plain_entry(f"{path}.value", value["value"])
    return replace(inner, formula=formula[1:])


def checked_entry(path: str, value: object, rule: Words | Whole) -> Entry:
    """Return the entry for a JSON value that must keep a rule or stand as `raw`; raises ExchangeError."""
    if isinstance(value, dict) and "raw" in value:
        entry = entry_of(f"{path}.raw", value["raw"])
        if len(value) > 1:
            raise refused(path, "raw 旁边还有别的键", "请只留 raw。")
        if rule.holds(entry):
            raise refused(path, "raw 只用来存不合要求的原文", "这个值合乎要求，请直接写它，不要写 raw。")
        return entry
    entry = entry_of(path, value)
    if not rule.holds(entry):
        raise refused(path, f"不能是{shown(value)}", rule.expected)
    return entry


def number_of(path: str, value: object) -> float:
    """Return a JSON number; raises ExchangeError for anything else and for what a cell cannot hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refused(path, f"应是数，却是{shown(value)}", "请写不带引号的数。")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise refused(path, "这个数不是有限的数", "请核对后写实际的数。")
    if number != value:
        raise refused(path, "这个数的位数太多，单元格里放不下", "请核对；代码、电话一类要写成文字，加引号。")
    return number


def text_of(path: str, value: object) -> str:
    """Return a JSON string that fits into a cell; raises ExchangeError for anything else."""
    if not isinstance(value, str):
        raise refused(path, f"应是文字，却是{shown(value)}", "请加上引号。")
    if len(value) > MOST_CHARACTERS:
        raise refused(
            path,
            f"文字有 {len(value)} 个字符，单元格里放不下",
            f"请分段，每段不超过 {MOST_CHARACTERS} 个字符。",
        )
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        raise refused(path, "文字里有残缺的字符", "请重新录入这段文字。")
    return value


def shown(value: object) -> str:
    """Return a JSON value as it is named in a message: short, and harmless to a terminal."""
    match value:
        case None | bool():
            return f" {json.dumps(value)}"
        case str():
            return f"“{visible(value[:_LONGEST])}{'…' if len(value) > _LONGEST else ''}”"
        case dict():
            return "对象 {…}"
        case list():
            return "数组 […]"
        case int() if abs(value) >= _LONG:
            return "很长的整数"
        case _:
            return f" {value}"


def _plain_entry(path: str, value: object) -> Entry:
    match value:
        case bool():
            return entered(value)
        case int() | float():
            return entered(number_of(path, value))
        case str() if value:
            return entered(text_of(path, value))
        case {"error": str(word), **rest} if word and not rest:
            return Entry(text_of(path, word), None, Kind.ERROR)
        case {"date": serial, **rest} if not rest:
            number = number_of(f"{path}.date", serial)
            return Entry(number, number, Kind.DATE)
    raise refused(path, f"不能是{shown(value)}", "空白的格请去掉这一项。" if value == "" else _ENTRY)
