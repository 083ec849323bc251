"""What begins at one place of a text: a number, a point in time, a share, or what holds no claim.

Most of it is seen by the first characters; a pattern is asked only where they leave it open.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from toolkit.check.numerals import CHINESE, ESTIMATES, MONTH, NUMBER, PERIOD, SHARE, YEAR, counts_to, unit_at
from toolkit.patterns import when_used


class Amount(Enum):
    """What digits or a numeral are: OPAQUE telephone numbers, clock times, rooms and the like, NONE words."""

    NONE = auto()
    OPAQUE = auto()
    TIME = auto()
    SHARE = auto()
    NUMBER = auto()


_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
OPAQUE: Final = _LETTERS.union("《【[〔(第")
"""The characters that what holds no claim begins with, but for digits."""
_CLOSED: Final = {"《": ("》", 80), "【": ("】", 60)}  # titles and references, and how long they may be
_REFERRED: Final = ("件", "条", "元", "万元", "份", "个", "次", "起", "宗")  # the unit of a reference
_DOCUMENT: Final = when_used(r".\d{4}[^\d]第?\d+号")
_DOCUMENT_CLOSED: Final = frozenset("]〕)")
_DOCUMENT_YEAR: Final = len("〔2023")
_ADDRESS: Final = when_used(r"[A-Za-z][\w./:@?=&%-]*")
_ORDINALS: Final = frozenset("零一二三四五六七八九十百")
_DIGITS: Final = when_used(r"\d+")
_MOBILE: Final = 11  # digits
_NUMERALS: Final = frozenset(CHINESE)
_LONGEST: Final = 14  # Chinese numerals
_PERCENTAGE: Final = "个百分点"
_BOUNDS: Final = ("左右", "上下", "以上", "以下", "以内")
# By what stands behind digits or a numeral, what else than a plain number they may be: the first that fits is meant.
_KINDS: Final = (
    (
        Amount.OPAQUE,
        frozenset("-.号室楼时分岁天日周小"),
        when_used(
            r"\d{3,4}-\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|\d+(?:号|室|楼|时|分|岁|天|日|周|小时)|\d+(?:\.\d+){2,}"
        ),
    ),
    (Amount.TIME, frozenset("年月-—~～至"), when_used(f"{PERIOD}|{YEAR}|{MONTH}")),
    (Amount.SHARE, frozenset("%‰倍成分."), when_used(SHARE)),
)
_NUMBER: Final = when_used(NUMBER)
_NOTHING: Final = (Amount.NONE, 0)
_GOES_ON: Final = frozenset(",，.百千万亿余多来")  # behind digits: parts of the number


def opaque_to(text: str, start: int) -> int:
    """Where a title, a reference, a document number, an ordinal or an address of a web page ends; 0 if it is none."""
    char = text[start]
    if char in _CLOSED:
        return _closed_to(text, start)
    if char == "第":
        return _ordinal_to(text, start)
    pattern = _ADDRESS
    if char not in _LETTERS:
        if text[start + _DOCUMENT_YEAR : start + _DOCUMENT_YEAR + 1] not in _DOCUMENT_CLOSED:
            return 0
        pattern = _DOCUMENT
    match = pattern.match(text, start)
    return match.end() if match else 0


def _closed_to(text: str, start: int) -> int:
    closing, longest = _CLOSED[text[start]]
    end = text.find(closing, start + 1, start + longest + 2)
    inside = text[start + 1 : end]
    if end <= start + 1 or text[start] in inside or "\n" in inside:
        return 0
    unit = next((unit for unit in _REFERRED if text.startswith(unit, end + 1)), "") if closing == "】" else ""
    return end + 1 + len(unit)


def _ordinal_to(text: str, start: int) -> int:
    """第, a number, and one character of what is numbered."""
    end = _past_digits(text, start + 1)
    if end == start + 1:
        while text[end : end + 1] in _ORDINALS:
            end += 1
    if end == start + 1:
        return 0
    behind = text[end : end + 1]
    return end if not behind or behind.isspace() or behind in "。，；、()" else end + 1


def amount_at(text: str, start: int) -> tuple[Amount, int]:
    """What digits, a Chinese numeral or an estimate that begin here are, and where they end."""
    first = start
    if text[start] in ESTIMATES and (first := _estimated(text, start)) == start:
        return _NOTHING
    end = _past_digits(text, first)
    digits = end > first
    while not digits and text[end : end + 1] in _NUMERALS:
        end += 1
    behind = "%" if text.startswith(_PERCENTAGE, end) else text[end : end + 1]
    for kind, signs, pattern in _KINDS:
        if behind in signs or (kind is Amount.OPAQUE and end - first == _MOBILE):
            match = pattern.match(text, start)
            if match:
                return kind, match.end()
    if first > start or (digits and behind in _GOES_ON) or end - first > _LONGEST:
        match = _NUMBER.match(text, start)
        return (Amount.NUMBER, match.end()) if match else _NOTHING
    if digits:
        end += len(unit_at(text, end))
    elif behind == "成" or not (end := counts_to(text, end)):
        return _NOTHING
    return Amount.NUMBER, end + 2 if text.startswith(_BOUNDS, end) else end


def _estimated(text: str, start: int) -> int:
    """Where the number behind 约, 超过 and the like begins; the place itself if no number follows."""
    for word in ESTIMATES[text[start]]:
        end = start + len(word)
        if text.startswith(word, start) and (
            text[end : end + 1] in _NUMERALS or text[end : end + 1].isdecimal()
        ):
            return end
    return start


def _past_digits(text: str, end: int) -> int:
    match = _DIGITS.match(text, end)
    return match.end() if match else end
