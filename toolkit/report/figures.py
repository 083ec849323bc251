"""A figure as sentences and printed tables see it: known or not, and never 0 because it is unknown."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.form.instance import Term
from toolkit.form.model import Blanks
from toolkit.values import Values

if TYPE_CHECKING:
    from toolkit.filing import Filing
    from toolkit.form.model import Form

TO_FILL_IN = "待填"
PENDING = f"〔{TO_FILL_IN}〕"
UNKNOWN = "\ufdd0"
"""Stands for an unknown figure inside composed text; a noncharacter, which `tidy` takes out of texts."""


class ToldValues(Values):
    """The figures of a filing that keep in `told` which input fields a report has asked for."""

    __slots__ = ("told",)

    def __init__(self, form: Form, filing: Filing) -> None:
        super().__init__(form, filing)
        self.told: set[str] = set()

    def total(self, field_id: str) -> float | None:
        """A field or a sum, as ever; its inputs count as told."""
        self.told.update(self.form.fields[field_id].inputs)
        return super().total(field_id)


class Figure(Struct, frozen=True):
    """A field or a sum of fields. `value` is None while it is not known; `str` is then a mark, not 0.

    `given` says that something was filled in, `due` that something must be.
    """

    value: float | None
    given: bool
    due: bool

    @property
    def known(self) -> bool:
        """Say whether the figure is known."""
        return self.value is not None

    @property
    def zero(self) -> bool:
        """Say whether it is known to be 0."""
        return self.value == 0

    @property
    def one(self) -> bool:
        """Say whether it is known to be 1."""
        return self.value == 1

    @property
    def wanted(self) -> bool:
        """Say whether a sentence about it belongs in the report: it was given, or it is due."""
        return self.given or self.due

    def __str__(self) -> str:
        return UNKNOWN if self.value is None else figure_text(self.value)


def figure_of(values: Values, *field_ids: str) -> Figure:
    """Return the sum of some fields; raises KeyError for an id the form does not have.

    In a table whose blanks are optional a blank is not known, although rules may count it as 0.
    """
    form = values.form
    inputs = [name for field_id in field_ids for name in form.fields[field_id].inputs]
    given = any(values.given(Term(name)) for name in inputs)
    due = any(form.fields[name].due.holds(values.filing.kind) for name in inputs)
    optional = all(form.table(form.fields[name].table).blanks is Blanks.OPTIONAL for name in inputs)
    totals = [values.total(field_id) for field_id in field_ids]
    value = (
        None if None in totals or (optional and not given) else sum(one for one in totals if one is not None)
    )
    return Figure(None if value is None or not math.isfinite(value) else value, given, due)


def figure_text(value: float) -> str:
    """A figure as the report prints it: 12, 12.5, 1200; no grouping, no exponent, no noise of addition."""
    rounded = round(value, 6)
    if rounded == int(rounded):
        return str(int(rounded))
    return format(Decimal(str(rounded)), "f")
