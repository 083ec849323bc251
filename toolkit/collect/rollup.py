"""The roll-up over the tree of organs: what is counted where, and the sums of every superior organ.

Only like is added. An organ that reports with what is below it (含下属) stands for its whole subtree in the sums
above it; what is below it is added up for itself, to be compared with it. An organ that reports for itself is
added beside those below it. The organ at the top of the only tree is the area whose report is made of the sums:
its own workbook, if it covers what is below, is compared with them and never added to them.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.collect.model import Organ, Returned
    from toolkit.collect.sums import Totals
    from toolkit.form.model import Form

ALL = ""
"""Stands for the superior of those at the top, where there are several."""


class Standing(StrEnum):
    """Whether an organ's workbook is in the sums, or why not."""

    COUNTED = "计入"
    WITH_SUPERIOR = "上级已含"
    COMPARED = "只作核对"
    UNCLEAR = "口径不明"
    UNFILLED = "尚未填写"
    MISSING = "未报送"


LACKING = (Standing.MISSING, Standing.UNFILLED, Standing.UNCLEAR)
"""Of an organ that stands so there are no figures."""


class OrganRow(Struct, frozen=True):
    """One organ of the roster in the roll-up.

    `into` are the superiors in whose sums its workbook is, or would be if it could be used, the nearest first:
    of one WITH_SUPERIOR none above the superior that reports for it, of one COMPARED none.
    """

    organ: Organ
    returned: Returned | None
    standing: Standing
    into: tuple[str, ...]

    @property
    def lacking(self) -> bool:
        """Say whether the sums lack this organ's figures."""
        return self.standing in LACKING and bool(self.into)

    @property
    def added(self) -> bool:
        """Say whether its figures are in any sum."""
        return self.standing in (Standing.COUNTED, Standing.WITH_SUPERIOR)


class Years(Struct, frozen=True):
    """Two years side by side: sums over the filings whose figure is known in both years, field by field."""

    this: Totals
    last: Totals

    def compared(self, field_id: str) -> tuple[float | None, float | None, int]:
        """The sum of this year, that of last year, and over how many filings (of a total: the fewest)."""
        filings = self.this.filings - self.this.lacking(field_id)
        return self.this.value(field_id), self.last.value(field_id), filings


class RollUp(Struct, frozen=True, dict=True):
    """The sums of one year.

    `rows` are the organs in the order of the roster. `totals` and `years` are the sums below each superior, by
    its code; `years` is empty if no last year is known. `area` is the superior of all: the organ at the top, or
    ALL. `whole` are the organs that report with what is below them. `missing` says how many organs each
    superior's sums lack.
    """

    form: Form
    year: int
    rows: tuple[OrganRow, ...]
    totals: Mapping[str, Totals]
    area: str
    years: Mapping[str, Years] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    missing: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> Totals:
        """The sums of all."""
        return self.totals[self.area]

    @property
    def superiors(self) -> tuple[str, ...]:
        """The superiors that have sums: that of all, then the others in the order of the roster."""
        others = (row.organ.code for row in self.rows if row.organ.code in self.totals)
        return (self.area, *(code for code in others if code != self.area))

    def lacking(self, superior: str) -> Iterator[OrganRow]:
        """The organs whose figures a superior's sums lack."""
        return (row for row in self._into.get(superior, ()) if row.lacking)

    def added(self, superior: str) -> Iterator[OrganRow]:
        """The organs whose figures are in a superior's sums."""
        return (row for row in self._into.get(superior, ()) if row.added)

    def holds_own(self, superior: str) -> bool:
        """Say whether a superior's sums have its own figures in them, or would have."""
        return any(row.organ.code == superior for row in self._into.get(superior, ()))

    @cached_property
    def _into(self) -> Mapping[str, list[OrganRow]]:
        """The organs that go into each superior's sums, in the order of the roster."""
        found: dict[str, list[OrganRow]] = {}
        for row in self.rows:
            for superior in dict.fromkeys(row.into):
                found.setdefault(superior, []).append(row)
        return found
