"""How people mistype a figure, as costs: the more natural a slip, the cheaper the figure it explains.

A cost is the negative logarithm of how likely it is that somebody who meant one figure left another in its
cell, so costs of independent slips add up and costs of different kinds compare.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from fractions import Fraction

# How often each way of mistyping is met among slips of one cell.
_SHARES: Final = {
    "swapped": 0.16,
    "different": 0.24,
    "fewer": 0.14,
    "more": 0.12,
    "times_ten": 0.08,
    "sign": 0.02,
    "left_out": 0.12,
    "counted": 0.10,
    "any": 0.02,
}
_WORDS: Final = {
    "swapped": "像是两位数字颠倒",
    "different": "像是打错一位数字",
    "fewer": "像是少打一位数字",
    "more": "像是多打一位数字",
    "times_ten": "像是{more}打一个 0",
    "sign": "像是多了负号",
    "left_out": "像是漏填",
    "counted": "像是{more}计 1 {unit}",
}
_SPREAD: Final = 9.0  # natural logarithm of the range of figures that a cell may hold
_KINDS: Final = 4096


class Slip(Struct, frozen=True):
    """One slip: which cells it touched (by number, with the figure that was meant), its cost, and in words.

    `free` figures were chosen so that equations hold; what else then holds speaks for the slip.
    """

    cells: tuple[tuple[int, int | Fraction], ...]
    cost: float
    words: str = ""
    free: int = 1


@lru_cache(maxsize=_KINDS)
def ways(meant: int, typed: int) -> dict[str, float]:
    """Every way in which a figure that was meant becomes the one that was typed, with its probability."""
    was, became = str(abs(meant)), str(abs(typed))
    found: dict[str, float] = {}
    size = len(was)
    if meant >= 0 and typed == -meant != 0:
        found["sign"] = 1.0
    if typed < 0:
        return _weighted(found, meant, typed)
    if size > 1 and sorted(was) == sorted(became) and _neighbours_swapped(was, became):
        found["swapped"] = 1 / (size - 1)
    if len(became) == size and sum(one != other for one, other in zip(was, became, strict=True)) == 1:
        found["different"] = 1 / (9 * size)
    if size > 1 and len(became) == size - 1 and (gaps := _gaps(was, became)):
        found["fewer"] = gaps / size
    if len(became) == size + 1 and (gaps := _gaps(became, was)):
        found["more"] = gaps / (10 * (size + 1))
    if meant and typed and (typed == 10 * meant or meant == 10 * typed):
        found["times_ten"] = 0.5
    if typed == 0 and meant:
        found["left_out"] = 1.0
    if abs(typed - meant) == 1:
        found["counted"] = 0.5
    return _weighted(found, meant, typed)


def typing_cost(meant: int | Fraction, typed: int | Fraction) -> float:
    """How unlikely it is that somebody who meant the one typed the other."""
    if not isinstance(meant, int) or not isinstance(typed, int):
        return -math.log(_SHARES["any"]) + _SPREAD
    return -math.log(sum(ways(meant, typed).values()))


def typing_words(meant: int | Fraction, typed: int | Fraction, unit: str) -> str:
    """The most likely way in words, of figures in a unit; empty where none is natural."""
    if not isinstance(meant, int) or not isinstance(typed, int):
        return ""
    found = ways(meant, typed)
    words = _WORDS.get(max(found, key=found.__getitem__), "")
    return words.format(more="多" if typed > meant else "少", unit=unit)


def figure_cost(value: int | Fraction, empty: float) -> float:
    """How unlikely a figure is where a share `empty` of the cells around is 0: large figures are rare."""
    if value <= 0:
        return -math.log(empty)
    return -math.log((1 - empty) / (_SPREAD * float(value)))


def _weighted(found: dict[str, float], meant: int, typed: int) -> dict[str, float]:
    weighted = {kind: _SHARES[kind] * chance for kind, chance in found.items()}
    weighted["any"] = _SHARES["any"] / (_SPREAD * max(abs(typed), abs(meant), 1))
    return weighted


def _neighbours_swapped(was: str, became: str) -> bool:
    """Whether two neighbouring digits changed places; a leading 0 is not typed, so lengths are the same."""
    apart = [place for place, digit in enumerate(was) if digit != became[place]]
    return len(apart) == 2 and apart[1] == apart[0] + 1  # noqa: PLR2004 - two digits


def _gaps(longer: str, shorter: str) -> int:
    """In how many places a digit of the longer can be taken out to leave the shorter."""
    return sum(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
