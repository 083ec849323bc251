"""Last year's workbooks of many organs, kept packed: found by code, by predecessors, or by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from toolkit.collect.filed import Filed
from toolkit.collect.packing import filed_of_row, filing_of_row, report_of_row, unpacked
from toolkit.collect.work import Identity
from toolkit.identifiers import codes_in
from toolkit.lastyear import ByOrgan
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from typing import SupportsBytes

    from toolkit.collect.model import Organ, Roster, Source
    from toolkit.collect.work import Summary
    from toolkit.filing import Filing


class Last(Struct, frozen=True):
    """One of last year's workbooks: where it lies, what it says of itself, its filing and figures packed."""

    source: Source
    summary: Summary
    packed: SupportsBytes

    def filing(self) -> Filing:
        """Its filing, unpacked anew at each call."""
        return filing_of_row(unpacked(bytes(self.packed))[0])

    def filed(self) -> Filed:
        """Its figures, unpacked anew at each call."""
        return filed_of_row(unpacked(bytes(self.packed))[1])


class LastYear(Struct, frozen=True):
    """Last year's workbooks, by organ; `unread` are those that could not be read, with the reason."""

    roster: Roster
    organs: ByOrgan[Last] = field(default_factory=ByOrgan)
    years: Counter[int] = field(default_factory=Counter)
    unread: list[tuple[str, str]] = field(default_factory=list)

    def take(self, source: Source, summary: Summary, packed: SupportsBytes) -> None:
        """Take in one that was read, or could not be."""
        if summary.verdict == Verdict.UNREADABLE:
            report = report_of_row(source.shown, unpacked(bytes(packed))[0])
            self.unread.append((source.shown, report.findings[0].message))
            return
        year, code, name, _ = summary.identity
        self.organs.add(year, code, name, summary.version, Last(source, summary, packed))
        if year is not None:
            self.years[year] += 1

    def likely(self, organ: Organ | None) -> Identity | None:
        """What a workbook of an organ will probably say of itself, were it handed out by its roster."""
        if organ is None or not self.years:
            return None
        year = max(self.years, key=lambda one: (self.years[one], one)) + 1
        return Identity(year, organ.code, organ.name, "、".join(organ.predecessors))

    def of(self, identity: Identity) -> tuple[Last, ...]:
        """Those that the organ of a workbook is compared with: its own, or all of its predecessors'.

        Predecessors are those that the workbook names, else those of the roster.
        """
        organ = organ_of(self.roster, identity.code, identity.name)
        typed = codes_in(identity.predecessors)
        year = None if identity.year is None else identity.year - 1
        code = identity.code or (organ.code if organ else "")
        return self.organs.find(year, code, identity.name, typed or (organ.predecessors if organ else ()))

    def of_organ(self, organ: Organ, year: int) -> tuple[Last, ...]:
        """Those of an organ of the roster, for a report of this year."""
        return self.organs.find(year - 1, organ.code, organ.name, organ.predecessors)


def organ_of(roster: Roster, code: str, name: str) -> Organ | None:
    """The organ of the roster with this code, else with this name."""
    return roster.by_code.get(code) or roster.by_name.get(name)


class LastFiled(Mapping[str, Filed]):
    """Last year's figures by the roster's organ code, unpacked when asked for; those of predecessors added up."""

    def __init__(self, last: Mapping[str, tuple[Last, ...]]) -> None:
        self._last = last

    def __getitem__(self, code: str) -> Filed:
        """The figures of one organ; raises KeyError."""
        filed = [one.filed() for one in self._last[code]]
        return filed[0] if len(filed) == 1 else _summed(filed)

    def __iter__(self) -> Iterator[str]:
        return iter(self._last)

    def __len__(self) -> int:
        return len(self._last)


def _summed(filed: list[Filed]) -> Filed:
    """Figures added up; what is not known of all of them is not known."""
    first, *others = filed
    common = [name for name in first.figures if all(name in other.figures for other in others)]
    return Filed(
        first.form, first.year, figures={name: sum(one.figures[name] for one in filed) for name in common}
    )
