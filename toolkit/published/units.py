"""The unit of money that printed words name: 单位：元 over a table, （万元） in a label, a lone 元 beside a figure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCALES: Final = {"十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_UNIT: Final = re.compile(
    r"(?<![\d一二三四五六七八九两几数余多十百千万亿单美欧日港韩澳加新])[十百千万亿]*元"
)  # an amount (30万元), 美元 and 单元 are none
_NAMING: Final = re.compile(r"单位([^()]*)|\(([^()]*)\)")
_ENDING: Final = re.compile(rf"{_UNIT.pattern}$")
_ALONE: Final = re.compile(r"\(?(?:单位:?)?[十百千万亿]*元\)?")


def in_yuan(unit: str) -> int:
    """How many 元 a unit of money is."""
    return prod(_SCALES[char] for char in unit.removesuffix("元"))


def units_in(labels: Iterable[str]) -> tuple[str, ...]:
    """The units of money that labels name, each once: behind 单位, in brackets, or at the end of a label."""
    found = []
    for label in labels:
        words = _tidy(label)
        for said in _NAMING.finditer(words):
            found += _UNIT.findall(said[1] or said[2] or "")
        found += _ENDING.findall(words)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Say whether a text is a unit of money and nothing else."""
    return _ALONE.fullmatch(_tidy(text)) is not None


@lru_cache(maxsize=4096)
def names_unit(text: str) -> bool:
    """Say whether a text only says in which unit something counts: 单位：件、万元, （元）."""
    return _tidy(text).removeprefix("(").startswith("单位") or is_unit(text)


def _tidy(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
