"""What a written text means as a figure of a certain field: in its unit, and only what could stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.form.model import FieldType
from toolkit.number import plain_value, read_number

if TYPE_CHECKING:
    from toolkit.form.model import Field

MONEY: Final = {"元": 1, "万元": 10**4, "亿元": 10**8}
"""The units of money, in 元."""


def meant_figure(text: str, field: Field) -> float | None:
    """The figure of this field that a text plainly means; None if it is none, or none that could stand there.

    Money counts in the field's unit: `30元` where 万元 is due is 0.003. A text whose unit is of another kind,
    `3元` where 件 is due or `3件` where 元 is due, is not plain.
    """
    value: float | None = plain_value(text)
    meaning = read_number(text)
    if value is None:
        return None
    if meaning is not None and meaning.unit is not None:
        if (meaning.unit in MONEY) is not (field.unit in MONEY):
            return None
        if meaning.unit in MONEY and meaning.unit != field.unit:
            value = round(value * MONEY[meaning.unit] / MONEY[field.unit], 6)
    least = -field.limit if field.type is FieldType.SIGNED else 0
    proper = least <= value <= field.limit and not (field.whole and value % 1)
    return value if proper else None
