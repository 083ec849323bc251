"""What a form's report may draw of its figures, as declared in charts.toml.

The file may be missing; it does not change the workbook, so it is no part of the form's digest.
"""

from __future__ import annotations

from msgspec import Struct


class DeclaredBar(Struct, frozen=True):
    """One bar: what it is called and the ids of the fields whose sum it shows."""

    label: str
    fields: tuple[str, ...]


class DeclaredChart(Struct, frozen=True):
    """One chart and the part of the report that it stands in: a printed table, or a section, by id.

    With `last_year` every bar has a second one for the year before. All bars are counted in one `unit`.
    """

    id: str
    title: str
    part: str
    bars: tuple[DeclaredBar, ...]
    unit: str
    last_year: bool = False
    note: str = ""
