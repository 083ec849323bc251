"""The roll-up over the tree of organs: what is counted where, and the sums of every superior organ.

Only like is added. An organ that reports with what is below it (含下属) stands for its whole subtree in the sums
above it; what is below it is added up for itself, to be compared with it. An organ that reports for itself is
added beside those below it. The organ at the top of the only tree is the area whose report is made of the sums:
its own workbook, if it covers what is below, is compared with them and never added to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.collect.sums import Adder, Totals, positions
from toolkit.form.rollup import load_rollup
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.collect.filed import Filed
    from toolkit.collect.model import Collected, Organ, Returned
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


_LACKING = (Standing.MISSING, Standing.UNFILLED, Standing.UNCLEAR)


@dataclass(frozen=True, slots=True)
class OrganRow:
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
        return self.standing in _LACKING and bool(self.into)

    @property
    def added(self) -> bool:
        """Say whether its figures are in any sum."""
        return self.standing in (Standing.COUNTED, Standing.WITH_SUPERIOR)


@dataclass(frozen=True, slots=True)
class Years:
    """Two years side by side: sums over the filings whose figure is known in both years, field by field."""

    this: Totals
    last: Totals

    def compared(self, field_id: str) -> tuple[float | None, float | None, int]:
        """The sum of this year, that of last year, and over how many filings (of a total: the fewest)."""
        filings = self.this.filings - self.this.lacking(field_id)
        return self.this.value(field_id), self.last.value(field_id), filings


@dataclass(frozen=True)
class RollUp:
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


def roll_up(collected: Collected) -> RollUp:
    """Add up what was collected, in one pass over the workbooks."""
    tree = _Tree(collected)
    for organ in tree.upwards():
        tree.add(organ)
    return tree.result()


class _Sums:
    """The running sums of one superior."""

    def __init__(self, size: int) -> None:
        self.total, self.this, self.last = Adder(size), Adder(size), Adder(size)

    def add_all(self, other: _Sums) -> None:
        self.total.add_all(other.total)
        if other.this.filings:
            self.this.add_all(other.this)
            self.last.add_all(other.last)


class _Tree:
    def __init__(self, collected: Collected) -> None:
        self.collected = collected
        self.form = collected.form
        self.at = positions(self.form)
        self.areas = load_rollup(self.form).areas
        by_code, below = collected.roster.by_code, collected.roster.below
        self.below = {code: organs for code, organs in below.items() if code in by_code}
        self.tops = [organ for organ in collected.roster.organs if organ.superior not in by_code]
        self.area = self.tops[0].code if len(self.tops) == 1 and self.tops[0].code in self.below else ALL
        self.sums = {code: _Sums(len(self.at)) for code in (*self.below, self.area)}
        self.standings: dict[str, Standing] = {}
        self.whole: set[str] = set()
        self.chains: dict[str, tuple[str, ...]] = {}

    def upwards(self) -> Iterator[Organ]:
        """Every organ after all that are below it."""
        waiting = [(organ, False) for organ in reversed(self.tops)]
        while waiting:
            organ, below_done = waiting.pop()
            if below_done or organ.code not in self.below:
                yield organ
            else:
                waiting.append((organ, True))
                waiting += [(child, False) for child in reversed(self.below[organ.code])]

    def add(self, organ: Organ) -> None:
        """Add one organ to the sums of its superior; those of the organs below it are complete."""
        code, above = organ.code, self._above(organ)
        standing, filed = self._usable(organ)
        self.standings[code] = standing
        if filed and self.form.covers_below(_scope(organ, filed)):
            self.whole.add(code)
        if filed and code in self.below and code not in self.whole:
            self._put(code, organ, filed)
        elif filed and above is not None:
            self._put(above, organ, filed)
        if code in self.below and code not in self.whole and above is not None:
            self.sums[above].add_all(self.sums[code])

    def result(self) -> RollUp:
        rows = tuple(self._row(organ) for organ in self.collected.roster.organs)
        missing = dict.fromkeys(self.sums, 0)
        for row in rows:
            for superior in row.into if row.lacking else ():
                missing[superior] += 1
        years = {
            code: Years(Totals.of(self.form, sums.this), Totals.of(self.form, sums.last))
            for code, sums in self.sums.items()
            if sums.this.filings
        }
        totals = {code: Totals.of(self.form, sums.total) for code, sums in self.sums.items()}
        return RollUp(
            self.form,
            self.collected.year,
            rows,
            totals,
            self.area,
            years=years,
            whole=frozenset(self.whole),
            missing=missing,
        )

    def _above(self, organ: Organ) -> str | None:
        """The superior that an organ's figures go to; None for the area itself."""
        if organ.superior in self.below:
            return organ.superior
        return None if organ.code == self.area else ALL

    def _usable(self, organ: Organ) -> tuple[Standing, Filed | None]:
        """How an organ's workbook stands, and its figures if they can be used."""
        returned = self.collected.counting.get(organ.code)
        filed = returned.filed() if returned else None
        if returned is None or filed is None:
            return Standing.MISSING, None
        if returned.verdict is Verdict.UNFILLED:
            return Standing.UNFILLED, None
        scope = _scope(organ, filed)
        if organ.code in self.below and scope not in self.form.scopes:
            return Standing.UNCLEAR, None
        if organ.code == self.area and self.form.covers_below(scope):
            return Standing.COMPARED, filed
        return Standing.COUNTED, filed

    def _put(self, superior: str, organ: Organ, filed: Filed) -> None:
        sums = self.sums[superior]
        sums.total.add(filed.figures, self.at)
        before = self._last_year(organ, filed)
        both = before.keys() & filed.figures.keys()
        if both:
            sums.this.add({name: filed.figures[name] for name in both}, self.at)
            sums.last.add({name: before[name] for name in both}, self.at)

    def _last_year(self, organ: Organ, filed: Filed) -> Mapping[str, float]:
        """Last year's figures of an organ, where they were of the same 统计口径."""
        last = self.collected.last.get(organ.code)
        if last is None:
            return filed.previous
        covers = self.form.covers_below
        return last.figures if covers(_scope(organ, last)) == covers(_scope(organ, filed)) else {}

    def _row(self, organ: Organ) -> OrganRow:
        standing = self.standings[organ.code]
        into = self._into(organ)
        if standing is Standing.COUNTED and self.area not in into:
            standing = Standing.WITH_SUPERIOR
        return OrganRow(organ, self.collected.counting.get(organ.code), standing, into)

    def _into(self, organ: Organ) -> tuple[str, ...]:
        code, above = organ.code, self._above(organ)
        if self.standings[code] in _LACKING and code in self.below and organ.kind in self.areas:
            return ()  # the sums of those below are all that it would say
        chain = () if above is None else self._chain(above)
        own_sums = code in self.below and code not in self.whole
        return (code, *chain) if own_sums else chain

    def _chain(self, superior: str) -> tuple[str, ...]:
        """A superior and those above it, up to the first that reports for what is below it."""
        way: list[str] = []
        above: str | None = superior
        while above is not None and above not in self.chains:
            way.append(above)
            organ = self.collected.roster.by_code.get(above)
            above = None if organ is None or above in self.whole else self._above(organ)
        chain = () if above is None else self.chains[above]
        for code in reversed(way):
            chain = self.chains[code] = (code, *chain)
        return chain


def _scope(organ: Organ, filed: Filed) -> str:
    """The 统计口径 of a filing: as it says, else as the roster says."""
    return filed.about("scope") or organ.scope
