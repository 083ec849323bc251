"""Numbers, years and shares in running text: where they stand and what they say."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.number import UNITS, counted, read_number
from toolkit.patterns import when_used
from toolkit.written import MONEY

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

CHINESE: Final = "零一二两三四五六七八九十百千万亿"
_ESTIMATES: Final = ("大约", "约", "将近", "接近", "近", "超过", "超", "逾", "不足", "不到", "突破")
ESTIMATES: Final = {word[0]: tuple(one for one in _ESTIMATES if one[0] == word[0]) for word in _ESTIMATES}
"""The words before a number that make it an estimate, by their first character."""
_UNITS: Final = "|".join(sorted(UNITS, key=len, reverse=True))
_DIGITS: Final = r"\d{1,3}(?:[,，]\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER: Final = (
    r"(?:大约|约|将近|接近|近|超过|超|逾|不足|不到|突破)?"
    rf"(?:(?:{_DIGITS})(?:[百千]?(?:万亿|[万亿])(?!元))?(?:[余多来](?![自源]))?(?:{_UNITS})?"
    rf"|[{CHINESE}]{{1,14}}(?:[余多来](?![自源]))?(?:{_UNITS}))"
    r"(?:左右|上下|以上|以下|以内)?"
)
"""A number with its unit and the words that make it an estimate; the characters 0-9 may stand alone."""
STARTS: Final = f"0123456789{CHINESE}大约将接近超逾不突"
"""The characters that a number, a point in time or a share can begin with."""
_COUNTED: Final = frozenset(UNITS)
_ROUND: Final = frozenset("余多来")
_OTHER_TENTHS: Final = frozenset("不果立员功")  # behind 成: of another word
_PARTS: Final = when_used(
    r"(?P<before>大约|约|将近|接近|近|超过|超|逾|不足|不到|突破)?"
    rf"(?P<figure>[\d,，.]+|[{CHINESE}]+)(?P<scale>[百千]?(?:万亿|[万亿])(?!元))?(?P<mark>[余多来])?"
    rf"(?P<unit>{_UNITS})?(?P<after>左右|上下|以上|以下|以内)?"
)
_SCALES: Final = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_ESTIMATE: Final = 10.0  # per cent: as far as "more than 20%" reaches
_TENTH: Final = 5.0  # per cent: 三成 is from 25 to 35
_OVER: Final = frozenset(("余", "多", "超过", "超", "逾", "突破", "以上"))
_UNDER: Final = frozenset(("近", "将近", "接近", "不足", "不到", "以下", "以内"))
_NOISE: Final = 1e-6
_KEPT: Final = 1024  # the same few numbers stand in most texts


class Written(Struct, frozen=True):
    """A number as it is written: its value, its unit, and how exactly it is meant.

    `step` is the size of its last digit that counts. `bound` is "" for an exact number, `rounded` (1.2万),
    `over` (14万余), `under` (近3万) or `about` (约30).
    """

    value: float
    unit: str | None
    step: float
    bound: str

    def fits(self, figure: float, unit: str = "") -> bool:
        """Say whether a figure (money in `unit`) may be what was written."""
        value, step = self.value, self.step
        if self.unit in MONEY and unit in MONEY:
            value *= MONEY[self.unit] / MONEY[unit]
            step *= MONEY[self.unit] / MONEY[unit]
        difference = figure - value
        match self.bound:
            case "over":
                return -_NOISE <= difference < step + _NOISE
            case "under":
                return -step - _NOISE < difference <= _NOISE
            case "about":
                return abs(difference) <= max(step, value * 0.1) + _NOISE
            case "rounded":
                return -step / 2 - _NOISE <= difference < step + _NOISE
            case _:
                exact = figure % 1 == 0 and self.unit not in MONEY
                return abs(difference) <= (_NOISE if exact else step / 2 + _NOISE)


def counts_to(text: str, end: int) -> int:
    """Where the unit of a Chinese numeral that ends in text[end - 1] ends, or 成 for tenths; 0 if it counts nothing."""
    behind = text[end : end + 1]
    if behind == "成":
        return 0 if text[end + 1 : end + 2] in _OTHER_TENTHS else end + 1
    if behind in _ROUND:
        end += 1
    unit = unit_at(text, end)
    return end + len(unit) if unit else 0


def unit_at(text: str, start: int) -> str:
    """The unit that stands at a place of a text; nothing if there is none."""
    unit = text[start : start + 2]
    if unit in _COUNTED:
        return unit
    return unit[0] if unit[:1] in _COUNTED else ""


@lru_cache(maxsize=_KEPT)
def written(text: str) -> Written | None:
    """What a number matched by NUMBER says; None if it is not plainly one number."""
    if simple := counted(text):
        return Written(simple.value, simple.unit, 1.0, "")
    parts = _PARTS.fullmatch(text)
    meaning = read_number(text.replace("，", ","))
    if parts is None or meaning is None:
        return None
    marks = {parts["before"], parts["mark"], parts["after"]}
    scaled = parts["scale"] or (parts["figure"][-1] in _SCALES and parts["figure"][-1] not in "十百千")
    if marks & _OVER:
        bound = "over"
    elif marks & _UNDER:
        bound = "under"
    elif marks - {None}:
        bound = "about"
    else:
        bound = "rounded" if scaled else ""
    return Written(meaning.value, meaning.unit, _step(meaning.value, parts, bound), bound)


def _step(value: float, parts: re.Match[str], bound: str) -> float:
    """The size of the last digit written: 0.01 in 3.25, 1000 in 1.2万; of a round number, of its last digit not 0."""
    decimals = len(parts["figure"].partition(".")[2])
    scale = 1
    for mark in parts["scale"] or "":
        scale *= _SCALES[mark]
    step: float = scale / 10**decimals
    if bound in {"over", "under", "about", "rounded"} and step >= 1:
        whole = int(value)
        while whole and whole % (step * 10) == 0:
            step *= 10
    return step


# ── years ─────────────────────────────────────────────────────────────────────

PERIOD: Final = (
    r"(?:19|20)\d\d年(?:度)?0?1月0?1日?(?:起)?(?:至|到|[-—~～])+(?:(?:19|20)\d\d年)?12月31日?(?:止|期间)?"
)
YEAR: Final = r"(?:19|20)\d\d(?:年(?:度)?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|末)?|(?=[-—~～至](?:19|20)\d\d年))|二零[零一二三四五六七八九]{2}年(?:度)?"
MONTH: Final = r"\d{1,2}(?:[-—~～至]\d{1,2})?月(?:\d{1,2}日|底|末|份)?"
_TENTHS: Final = "一二两三四五六七八九"
SHARE: Final = (
    r"(?:大约|约|将近|接近|近|超过|超|逾|不足|不到|突破)?"
    r"(?:\d+(?:\.\d+)?(?:%|个百分点|‰|倍(?!数))|百分之[零一二三四五六七八九十百点]+"
    rf"|[{_TENTHS}\d]成[半{_TENTHS}]?(?![不果立员功]))(?:多|以上|左右|上下|以下|以内)?"
)
"""A percentage, tenths (三成) or a multiple (1.5倍), with the words that make it an estimate."""
_SHARE_PARTS: Final = when_used(
    r"(?P<before>大约|约|将近|接近|近|超过|超|逾|不足|不到|突破)?"
    r"(?:(?P<percent>\d+(?:\.\d+)?)%|(?P<times>\d+(?:\.\d+)?)倍|百分之(?P<words>[零一二三四五六七八九十百点]+)"
    rf"|(?P<tens>[{_TENTHS}\d])成(?P<ones>[半{_TENTHS}]?))(?P<after>多|以上|左右|上下|以下|以内)?"
)
_WHOLE_YEAR: Final = when_used(r"0?1[-—~～至]12月|12月(?:31日|底|末)")
_YEAR_DIGITS: Final = when_used(r"(?:19|20)\d\d|二零[零一二三四五六七八九]{2}")
_PART_OF_YEAR: Final = when_used(r"年(?:度)?(?!0?1月0?1日|12月)\d{1,2}月")
_CHINESE_DIGITS: Final = str.maketrans("零一二两三四五六七八九", "01223456789")


def year_of(text: str) -> int | None:
    """The (last) year named in words matched by PERIOD or YEAR."""
    found: Sequence[str] = _YEAR_DIGITS.findall(text)
    return int(found[-1].translate(_CHINESE_DIGITS)) if found else None


def year_class(text: str, year: int | None) -> str:
    """Whether a point or span of time is the report's year, another one, or only a part of a year."""
    named = year_of(text)
    if named is None:
        return "this_year" if _WHOLE_YEAR.fullmatch(text) else "part_year"
    if year is None or named == year:
        return "part_year" if _PART_OF_YEAR.search(text) else "this_year"
    return {year - 1: "last_year", year + 1: "next_year"}.get(named, "other_year")


class Share(Struct, frozen=True):
    """A share or a growth as it is written, in per cent, with the size of its last digit."""

    value: float
    step: float
    bound: str

    def fits(self, percent: float) -> bool:
        """Say whether a percentage may be what was written: rounded or cut off, more or less as it says."""
        difference = percent - self.value
        match self.bound:
            case "over":
                return -_NOISE <= difference < max(self.step, _ESTIMATE) + _NOISE
            case "under":
                return -max(self.step, _ESTIMATE) - _NOISE < difference <= _NOISE
            case "about":
                return abs(difference) <= max(self.step, self.value * 0.1) + _NOISE
            case _:
                return abs(difference) <= self.step + _NOISE


def share_of(text: str) -> Share | None:
    """What a share matched by SHARE says; None if it is no plain one (percentage points, per mille)."""
    parts = _SHARE_PARTS.fullmatch(text)
    if parts is None:
        return None
    marks = {parts["before"], parts["after"]}
    bound = "over" if marks & _OVER else "under" if marks & _UNDER else "about" if marks - {None} else ""
    if digits := parts["percent"]:
        return Share(float(digits), 10.0 ** -len(digits.partition(".")[2]), bound)
    if times := parts["times"]:
        return Share(100 * float(times), 100 * 10.0 ** -len(times.partition(".")[2]), bound)
    if tens := parts["tens"]:
        ones = parts["ones"].replace("半", "五")
        value = int(f"{tens}{ones or 0}".translate(_CHINESE_DIGITS))
        return Share(value, 1.0 if ones else _TENTH, bound)
    meaning = read_number(parts["words"])
    return None if meaning is None else Share(float(meaning.value), 1.0, bound)
