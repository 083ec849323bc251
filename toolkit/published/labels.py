"""Printed labels and the form's headings: what is the same, and what is meant by the same.

Offices print a label with other numbering, spaces and punctuation, shorten it, or use the words of the other
year's form. `likeness` says how far a printed text may be a heading; who is unique is for the caller to see.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from msgspec import Struct

_NUMERAL: Final = "[一二三四五六七八九十]{1,3}"
_NUMBERING: Final = re.compile(
    rf"(?P<part>第{_NUMERAL}(?:部分|章|节)[、.:,]?|{_NUMERAL}[、.,:](?!\d))"
    rf"|(?P<point>\({_NUMERAL}\)[、.:]?|{_NUMERAL}\))"
    r"|(?P<item>\(?\d{1,2}(?:[.、]|\)[.、]?)(?!\d)|[\u2460-\u2473][.、]?)"
)
_CIRCLED: Final = re.compile(r"^\s*[\u2460-\u2473]\s*")
_NO_WORD: Final = re.compile(r"[\W_]+")
_SAME: Final = (("其它", "其他"), ("合计", "总计"), ("共计", "总计"))
_EXPLANATION: Final = re.compile(r"(?<=..)\(.*\)$")
_EXPLAINED: Final = 40  # characters of a label behind whose colon an explanation stands
_TAIL: Final = re.compile(r"(?<=..)(?:的)?(?:情况|工作|方面)$")
_PREFIX, _WITHIN = 0.9, 0.85
_SHORT: Final = 4  # characters: a shorter part of a heading is taken for it only if it is half of it
_ALIKE: Final = 0.65
_LONGEST: Final = 120  # characters of a label; a longer text is none
_LONGEST_TEXT: Final = 400  # characters of one with its explanation


class Label(Struct, frozen=True):
    """A printed text as a label: `key` is its words alone, `level` that of its numbering.

    一、 is 1, （一） is 2, 1. is 3, none is 0.
    """

    key: str
    level: int


@lru_cache(maxsize=4096)
def label_of(text: str) -> Label:
    """Take the numbering, the spaces and the punctuation off a label."""
    if len(text) > _LONGEST_TEXT:
        return Label("", 0)
    circled = _CIRCLED.match(text)
    plain = unicodedata.normalize("NFKC", text[circled.end() :] if circled else text)
    plain = "".join(plain.split())
    numbering = _NUMBERING.match(plain)
    level = 3 if circled else 0
    if numbering and numbering.end() < len(plain):
        level = {"part": 1, "point": 2, "item": 3}[numbering.lastgroup or "item"]
        plain = plain[numbering.end() :]
    key = _NO_WORD.sub("", _unexplained(plain))
    if len(key) > _LONGEST:
        return Label("", 0)
    for other, word in _SAME:
        key = key.replace(other, word)
    return Label(key, level)


def _unexplained(plain: str) -> str:
    """A label without what explains it: in brackets at its end, or behind a colon where it is long."""
    own = _EXPLANATION.sub("", plain)
    return own.partition(":")[0] if len(own) > _EXPLAINED else own


def key_of(text: str) -> str:
    """The words of a label alone."""
    return label_of(text).key


@lru_cache(maxsize=16384)
def likeness(key: str, heading: str) -> float:
    """How far a printed key may be this heading: 1 the same words, 0 not at all."""
    if key == heading:
        return 1.0
    if not key or not heading:
        return 0.0
    short, long = sorted((key, heading), key=len)
    telling = len(short) >= _SHORT or 2 * len(short) >= len(long) > 1
    if telling and len(short) > 1 and short in long:
        return _PREFIX if long.startswith(short) else _WITHIN
    matcher = SequenceMatcher(None, key, heading, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio * _WITHIN if ratio >= _ALIKE else 0.0


def without_tail(key: str) -> str:
    """The key of a section's heading without 情况, 工作 at its end, which are printed or not."""
    return _TAIL.sub("", key)
