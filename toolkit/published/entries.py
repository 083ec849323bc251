"""What stands in a printed cell, as an entry: here every cell is text, so a plainly written number is the number.

增2 and 减2 are changes by so many. Signs for nothing, words and what can be meant in two ways stay as they are printed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.filing import Entry, Kind, entered
from toolkit.form.model import FieldType
from toolkit.number import UNITS, is_nil, plain_value, read_number
from toolkit.published.units import in_yuan, units_in
from toolkit.written import MONEY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.filing import Place
    from toolkit.form.model import Field

_PLAIN: Final = re.compile(rf"[+-]?\d[\d,]*(?:\.\d+)?(?:{'|'.join(UNITS)})?")
_CHANGE: Final = re.compile(r"(?:新增|净?增加?|(?P<less>净?减少?))(?P<count>\d+)[项件个]?")


class Printed(Struct, frozen=True):
    """An entry, and how it was read where that is not plain: `remark` besides a number, `converted` from a unit.

    `units` are those that the labels of an amount name where they name several.
    """

    entry: Entry
    remark: bool = False
    converted: str = ""
    units: tuple[str, ...] = ()


def entry_of(text: str, item: Field, place: Place, labels: Sequence[str] = ()) -> Printed:
    """Read a cell's text as a figure of this field; `labels` are those of an amount, which may name its unit.

    An amount whose labels name several units is left as it is printed, unless its cell names one.
    """
    words = " ".join(text.split())
    if not words:
        return Printed(Entry(place=place))
    value: float | None = None if is_nil(words) else plain_value(words)
    meaning = read_number(words)
    if value is None or meaning is None:
        return _in_words(words, item, place)
    if meaning.unit is not None and (meaning.unit in MONEY) is not (item.unit in MONEY):
        return Printed(Entry(words, None, Kind.TEXT, place))
    units = (meaning.unit,) if meaning.unit else units_in(labels)
    if item.unit not in MONEY or not units or not value:
        return Printed(entered(value, place), remark=not _is_plain(words))
    if len(units) > 1:
        return Printed(Entry(words, None, Kind.TEXT, place), units=units)
    converted = units[0] if units[0] != item.unit else ""
    if converted:
        value = round(value * in_yuan(converted) / in_yuan(item.unit), 6)
    return Printed(entered(value, place), remark=not _is_plain(words), converted=converted)


def _in_words(words: str, item: Field, place: Place) -> Printed:
    """Read what is no number: a change that says 增 or 减, else the words as they are."""
    change = _CHANGE.fullmatch(_tidy(words)) if item.type is FieldType.SIGNED else None
    if change is None:
        return Printed(Entry(words, None, Kind.TEXT, place))
    return Printed(entered(int(change["count"]) * (-1 if change["less"] else 1), place), remark=True)


def _is_plain(words: str) -> bool:
    """Say whether a text is just a number, perhaps with its unit."""
    return _PLAIN.fullmatch(_tidy(words)) is not None


def _tidy(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())
