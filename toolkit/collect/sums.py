"""Sums over many filings that know what they lack: an unknown figure is counted as unknown, never as 0."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.form.model import Form

_UNIT: Final = 1_000_000  # figures are added up as whole millionths: exact, and in any order the same
_LARGEST: Final = 10.0**15  # no spreadsheet holds more exactly, and no figure of a report is meant to


@lru_cache(maxsize=16)
def positions(form: Form) -> Mapping[str, int]:
    """The position of each input field in a form's sums."""
    return {item.id: number for number, item in enumerate(form.inputs)}


def figure(form: Form, figures: Mapping[str, float], field_id: str) -> float | None:
    """A field of one filing from its known inputs: a total is known where all its inputs are."""
    inputs = form.fields[field_id].inputs
    if len(inputs) == 1:
        value = figures.get(inputs[0])
        return None if value is None or not abs(value) <= _LARGEST else value
    total = 0
    for name in inputs:
        value = figures.get(name)
        if value is None or not abs(value) <= _LARGEST:
            return None
        total += round(value * _UNIT)
    return plain_number(total)


def units(value: float) -> int:
    """A figure as millionths."""
    return round(value * _UNIT)


def plain_number(units: int) -> float:
    """Millionths as a figure; a whole number stays one."""
    whole, rest = divmod(units, _UNIT)
    return units / _UNIT if rest else whole


class Adder:
    """Running sums of the input fields of a form, and of how many filings each figure is known in."""

    __slots__ = ("filings", "known", "units")

    def __init__(self, size: int) -> None:
        self.units = [0] * size
        self.known = [0] * size
        self.filings = 0

    def add(self, figures: Mapping[str, float], at: Mapping[str, int]) -> None:
        """Add one filing's known figures; `at` are the positions of the fields, others are left alone."""
        units, known = self.units, self.known
        for name, value in figures.items():
            position = at.get(name)
            if position is not None and abs(value) <= _LARGEST:
                units[position] += round(value * _UNIT)
                known[position] += 1
        self.filings += 1

    def add_all(self, other: Adder) -> None:
        """Add the sums of others."""
        self.units = [one + more for one, more in zip(self.units, other.units, strict=True)]
        self.known = [one + more for one, more in zip(self.known, other.known, strict=True)]
        self.filings += other.filings


class Totals(Struct, frozen=True):
    """Sums over `filings` filings, by input field in the order of the form: millionths, and in how many known."""

    form: Form
    filings: int
    units: tuple[int, ...]
    known: tuple[int, ...]

    @classmethod
    def of(cls, form: Form, adder: Adder) -> Totals:
        """What an adder has come to."""
        return cls(form, adder.filings, tuple(adder.units), tuple(adder.known))

    def value(self, field_id: str) -> float | None:
        """The sum of what is known of a field, or of the fields it is the sum of; None if nothing is."""
        at = self._positions(field_id)
        if not any(self.known[position] for position in at):
            return None
        return plain_number(sum(self.units[position] for position in at))

    def lacking(self, field_id: str) -> int:
        """How many of the filings do not say a figure, or at least one of the figures that it is the sum of.

        Of a sum it is the fewest that it can be.
        """
        return max(self.filings - self.known[position] for position in self._positions(field_id))

    def complete(self, field_id: str) -> float | None:
        """The sum of a field where every filing says it, else None."""
        return None if self.lacking(field_id) or not self.filings else self.value(field_id)

    def _positions(self, field_id: str) -> list[int]:
        at = positions(self.form)
        return [at[name] for name in self.form.fields[field_id].inputs]
