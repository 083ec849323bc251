"""Numbers at the head of headings, paragraphs and points (一、 （一） 1. 一是): one after the other, from the first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.number import read_number
from toolkit.patterns import when_used

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

_NUMERAL: Final = "[一二三四五六七八九十]{1,3}"
_HEADS: Final = (
    when_used(rf"^(?P<n>{_NUMERAL})、"),
    when_used(rf"^\((?P<n>{_NUMERAL})\)"),
    when_used(r"^(?P<n>\d{1,2})[.、](?!\d)"),
    when_used(r"^\((?P<n>\d{1,2})\)"),
)
_NUMERALS: Final = "一二三四五六七八九十"
_LONGEST: Final = 3  # numerals
_ARABIC: Final = 2  # the first of these that is written with digits
_FEWEST: Final = 2
_KEPT: Final = 256  # numerals that texts begin with, again and again
_WRITTEN: Final = ("{}、", "（{}）", "{}.", "（{}）")  # the numbers of each kind, as messages write them


class Misnumbered(Struct, frozen=True):
    """The number of a heading (the how manieth), text[start:end], that is out of turn, and what is expected there.

    `mixed` ones go on with the numbers of another level: only the way of writing is not like the others'.
    """

    heading: int
    start: int
    end: int
    expected: str
    mixed: bool


def misnumbered_headings(headings: Sequence[str], paragraphs: Iterable[str] = ()) -> Iterator[Misnumbered]:
    """Yield every heading out of turn at its level; under a heading the lower levels begin anew.

    Headings without a number are passed over. A number that is wrong is found once: the next goes on from it.
    One that goes on from a point in the text (`paragraphs`, between the headings) is not wrong.
    """
    numbers = [*_numbered(headings)]
    printed = {(level, value) for _, level, value, _ in numbers}
    points = {(level, value) for _, level, value, _ in _numbered(paragraphs)}
    last = [0] * len(_HEADS)
    for heading, level, value, match in numbers:
        rank = level
        left_out = range(last[level] + 1, value)
        told = left_out and all((level, one) in points for one in left_out)
        if value != last[level] + 1 and not told and not (value == 1 and level and last[level] > 1):
            others = (at for at, before in enumerate(last) if before and before + 1 == value)
            # What begins with 1 somewhere is a level of its own.
            if (level, 1) not in printed:
                rank = next((other for other in others if (other, value) not in printed), level)
            mixed = rank != level
            number = _like(value if mixed else last[level] + 1, "1" if rank >= _ARABIC else "一")
            expected = _WRITTEN[rank].format(number) if mixed else number
            yield Misnumbered(heading, *match.span("n"), expected, mixed)
        last = [*last[:rank], value, *[0] * (len(last) - rank - 1)]


def _numbered(headings: Iterable[str]) -> Iterator[tuple[int, int, int, re.Match[str]]]:
    """The headings with a number: which one, its level, its number, and where that stands."""
    for index, text in enumerate(headings):
        for level, pattern in enumerate(_HEADS):
            if (match := pattern.match(text)) and (value := _value(match["n"])) is not None:
                yield index, level, value, match
                break


def misnumbered(
    paragraphs: Sequence[str], own: str = "", *, goes_on: bool = False
) -> Iterator[tuple[int, int, int, str]]:
    """Yield paragraph, start, end and the number expected, for every number out of turn.

    `own` is the number of the section's heading, which may stand in its text again. A text that `goes_on` is
    a part of a longer one, and may begin with any number.
    """
    lines = [(number, *line) for number, text in enumerate(paragraphs) for line in _headed(text)]
    for pattern in _HEADS if lines else ():
        found = [
            (number, start + match.start("n"), match["n"])
            for number, start, line in lines
            if (match := pattern.match(line)) is not None
            and match["n"] != (own if pattern is _HEADS[0] else "")
        ]
        yield from _out_of_turn(found, fewest=1 if pattern is _HEADS[0] else _FEWEST, goes_on=goes_on)
    for points in (_with_verb, _in_brackets):
        found = [(number, *point) for number, text in enumerate(paragraphs) for point in points(text)]
        yield from _out_of_turn(found, fewest=_FEWEST, goes_on=goes_on)


def _headed(text: str) -> Iterator[tuple[int, str]]:
    """The lines that may begin with a number, each with where it starts."""
    start = 0
    for line in text.split("\n"):
        if line and (line[0] in _NUMERALS or line[0] == "(" or line[0].isdecimal()):
            yield start, line
        start += len(line) + 1


def _with_verb(text: str) -> Iterator[tuple[int, str]]:
    """Where a clause begins with 一是, 二是, with the numeral."""
    verb = text.find("是")
    while verb >= 0:
        before = text[max(verb - _LONGEST, 0) : verb]
        numeral = before[len(before.rstrip(_NUMERALS)) :]
        start = verb - len(numeral)
        if (
            numeral
            and (start == 0 or text[start - 1] in "。；，：\n")
            and not text.startswith(("否", "由", "因", "指"), verb + 1)
        ):
            yield start, numeral
        verb = text.find("是", verb + 1)


def _in_brackets(text: str) -> Iterator[tuple[int, str]]:
    """Where a number in brackets stands behind the end of a clause, with the numeral."""
    opening = text.find("(", 1)
    while opening >= 0:
        numeral, closing, _ = text[opening + 1 : opening + 2 + _LONGEST].partition(")")
        if closing and numeral and text[opening - 1] in "。；：" and not numeral.strip(_NUMERALS):
            yield opening + 1, numeral
        opening = text.find("(", opening + 1)


def _out_of_turn(
    found: Sequence[tuple[int, int, str]], *, fewest: int, goes_on: bool
) -> Iterator[tuple[int, int, int, str]]:
    """A number follows the one before it or begins anew; a first one that is not one is wrong too."""
    last = 0
    if len(found) < fewest:
        return
    for at, (number, start, numeral) in enumerate(found):
        value = _value(numeral)
        if value is None:
            continue
        if value not in {last + 1, 1} and not (goes_on and at == 0):
            yield number, start, start + len(numeral), _like(last + 1, numeral)
        last = value


@lru_cache(maxsize=_KEPT)
def _value(numeral: str) -> int | None:
    """The number that a numeral means; None if it is none (一十一二)."""
    if len(numeral) == 1 and numeral in _NUMERALS:
        return _NUMERALS.index(numeral) + 1
    meaning = read_number(numeral)
    return None if meaning is None else int(meaning.value)


def _like(value: int, numeral: str) -> str:
    """A number written the way another one is."""
    if numeral.isdigit():
        return str(value)
    digits = "零一二三四五六七八九十"
    if value <= 10:  # noqa: PLR2004 - 十 is the last numeral of one character
        return digits[value]
    return f"{'' if value < 20 else digits[value // 10]}十{digits[value % 10] if value % 10 else ''}"  # noqa: PLR2004
