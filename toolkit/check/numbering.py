"""Numbers at the head of headings, paragraphs and points (一、 （一） 1. 一是): one after the other, from the first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

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
_HEADED: Final = when_used(r"(?<![^\n])[一二三四五六七八九十(\d][^\n]*")  # lines that may begin with a number
_INSIDE: Final = (
    # What stands before is looked at behind the first numeral, so that the search goes from numeral to numeral.
    when_used(
        r"(?P<n>[一二三四五六七八九十](?<![^。；，：\n].)[一二三四五六七八九十]{0,2})是(?!否|由|因|指)"
    ),
    when_used(rf"\((?<=[。；：]\()(?P<n>{_NUMERAL})\)"),
)
_ARABIC: Final = 2  # the first of these that is written with digits
_FEWEST: Final = 2
_NUMERALS: Final = 256  # that texts begin with, again and again
_WRITTEN: Final = ("{}、", "（{}）", "{}.", "（{}）")  # the numbers of each kind, as messages write them


class Misnumbered(NamedTuple):
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
    lines = [(number, match.start(), match[0]) for number, text in enumerate(paragraphs)
             for match in _HEADED.finditer(text)]  # fmt: skip
    for pattern in _HEADS if lines else ():
        found = [
            (number, start, match)
            for number, start, line in lines
            if (match := pattern.match(line)) is not None
            and match["n"] != (own if pattern is _HEADS[0] else "")
        ]
        yield from _out_of_turn(found, fewest=1 if pattern is _HEADS[0] else _FEWEST, goes_on=goes_on)
    for pattern in _INSIDE:
        found = [
            (number, 0, match) for number, text in enumerate(paragraphs) for match in pattern.finditer(text)
        ]
        if len(found) >= _FEWEST:
            yield from _out_of_turn(found, fewest=_FEWEST, goes_on=goes_on)


def _out_of_turn(
    found: Sequence[tuple[int, int, re.Match[str]]], *, fewest: int, goes_on: bool
) -> Iterator[tuple[int, int, int, str]]:
    """A number follows the one before it or begins anew; a first one that is not one is wrong too."""
    last = 0
    if len(found) < fewest:
        return
    for at, (number, offset, match) in enumerate(found):
        value = _value(match["n"])
        if value is None:
            continue
        if value not in {last + 1, 1} and not (goes_on and at == 0):
            numeral = match["n"]
            yield number, offset + match.start("n"), offset + match.end("n"), _like(last + 1, numeral)
        last = value


@lru_cache(maxsize=_NUMERALS)
def _value(numeral: str) -> int | None:
    """The number that a numeral means; None if it is none (一十一二)."""
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
