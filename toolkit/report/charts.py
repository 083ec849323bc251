"""What the charts of a report show, as data: declared by the form, with one filing's figures.

A figure that is not known is never drawn as 0: its bar is left out, and the note says so.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.form.expression import Aspect
from toolkit.form.instance import Term
from toolkit.report.figures import figure_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.form.charts import DeclaredBar, DeclaredChart
    from toolkit.values import Values


class Bar(Struct, frozen=True):
    """One item of a chart with its figures, one for each series."""

    label: str
    values: tuple[float, ...]


class Chart(Struct, frozen=True):
    """A chart of bars: its title as printed, what its series are called, its bars, and what they count."""

    id: str
    title: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    unit: str
    note: str = ""


def charts_of(part: str, values: Values) -> Iterator[Chart]:
    """The charts that the form declares for one part of the report, without those that have nothing to show."""
    for declared in values.form.charts:
        if declared.part == part and (chart := _chart(declared, values)):
            yield chart


def _chart(declared: DeclaredChart, values: Values) -> Chart | None:
    year = values.filing.year
    this, last = (f"{year}年", f"{year - 1}年") if year else ("本年", "上年")
    bars = [_bar(bar, values, last_year=declared.last_year) for bar in declared.bars]
    drawn = tuple(bar for bar in bars if bar is not None)
    if not any(value for bar in drawn for value in bar.values):
        return None
    missing = [plan.label for plan, bar in zip(declared.bars, bars, strict=True) if bar is None]
    return Chart(
        id=declared.id,
        title=declared.title if declared.last_year else f"{this}{declared.title}",
        series=(last, this) if declared.last_year else (this,),
        bars=drawn,
        unit=declared.unit,
        note=declared.note + (f"{'、'.join(missing)}的数不详，没有画。" if missing else ""),
    )


def _bar(declared: DeclaredBar, values: Values, *, last_year: bool) -> Bar | None:
    figures = [figure_of(values, *declared.fields).value]
    if last_year:
        figures.insert(0, _last(declared, values))
    known = tuple(figure for figure in figures if figure is not None and 0 <= figure < math.inf)
    return Bar(declared.label, known) if len(known) == len(figures) else None


def _last(declared: DeclaredBar, values: Values) -> float | None:
    inputs = [name for field in declared.fields for name in values.form.fields[field].inputs]
    figures = [values(Term(name, Aspect.LAST)) for name in inputs]
    return None if None in figures else sum(figure for figure in figures if figure is not None)
