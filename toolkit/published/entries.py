"""What stands in a printed cell, as an entry: here every cell is text, so a plainly written number is the number.

Signs for nothing, words and what can be meant in two ways stay as they are printed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from toolkit.filing import Entry, Kind, entered
from toolkit.number import UNITS, is_nil, plain_value, read_number
from toolkit.written import MONEY

if TYPE_CHECKING:
    from toolkit.filing import Place
    from toolkit.form.model import Field

_PLAIN: Final = re.compile(rf"[+-]?\d[\d,]*(?:\.\d+)?(?:{'|'.join(UNITS)})?")
_UNIT_OVER: Final = re.compile(r"单位[:：]?(亿元|万元|元)|[(（](亿元|万元|元)[)）]")


class Printed(NamedTuple):
    """An entry, and how it was read where that is not plain: `remark` besides a number, `converted` from a unit."""

    entry: Entry
    remark: bool = False
    converted: str = ""


def entry_of(text: str, item: Field, place: Place, over: str = "") -> Printed:
    """Read a cell's text as a figure of this field; `over` are the words over an amount, with its unit."""
    words = " ".join(text.split())
    if not words:
        return Printed(Entry(place=place))
    value: float | None = None if is_nil(words) else plain_value(words)
    meaning = read_number(words)
    if value is None or meaning is None:
        return Printed(Entry(words, None, Kind.TEXT, place))
    if meaning.unit is not None and (meaning.unit in MONEY) is not (item.unit in MONEY):
        return Printed(Entry(words, None, Kind.TEXT, place))
    unit = meaning.unit or _unit_over(over)
    converted = unit if item.unit in MONEY and unit in MONEY and unit != item.unit else ""
    if converted:
        value = round(value * MONEY[converted] / MONEY[item.unit], 6)
    return Printed(entered(value, place), remark=not _is_plain(words), converted=converted)


def _unit_over(words: str) -> str | None:
    found = _UNIT_OVER.search("".join(words.split()))
    return (found[1] or found[2]) if found else None


def _is_plain(words: str) -> bool:
    """Say whether a text is just a number, perhaps with its unit."""
    tidy = "".join(unicodedata.normalize("NFKC", words).split())
    return _PLAIN.fullmatch(tidy) is not None
