"""Adding up what was collected over the tree of organs, from the bottom upwards, in one pass over the workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.collect.rollup import ALL, LACKING, OrganRow, RollUp, Standing, Years
from toolkit.collect.sums import Adder, Totals, positions
from toolkit.form.rollup import load_rollup
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.collect.filed import Filed
    from toolkit.collect.model import Collected, Organ


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
        if self.standings[code] in LACKING and code in self.below and organ.kind in self.areas:
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
