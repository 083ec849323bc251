"""What was collected from a made-up county, city or province, with the mistakes that offices make.

The organs and their reports are those of `benchmarks.county` and `benchmarks.reports`, checked as `gktool check` checks them; nothing is written.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from benchmarks.county import tree
from benchmarks.reports import form_of, report, report_of_area
from benchmarks.synthetic import Sheet, spoiled
from toolkit import catalogue
from toolkit.check.run import check_filing
from toolkit.collect.filed import filed
from toolkit.collect.model import Collected, Organ, Returned, Roster, Source
from toolkit.collect.packing import filed_row, packed, report_row
from toolkit.filing import Filing, Place, entered
from toolkit.finding import Severity
from toolkit.verdict import FileReport, Verdict, verdict_of
from toolkit.workbook.places import places
from toolkit.workbook.plan import a1

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.county import Office
    from toolkit.collect.filed import Filed
    from toolkit.finding import Finding
    from toolkit.form.model import Form

YEAR: Final = 2023


def made_up(organs: int, *, seed: int = 1) -> Collected:
    """Make so many organs and what was collected from them: a few sent nothing, a few sent what is wrong."""
    form = form_of(YEAR)
    offices = {office.code: office for office in tree(organs, seed)}
    roster = Roster(tuple(_organ(office, row) for row, office in enumerate(offices.values(), start=2)))
    made = _Made(form, offices, seed)
    for office in reversed(offices.values()):  # those below come first: an area reports their sum
        made.collect(office)
    stranger = replace(next(iter(offices.values())), code="", name="供销合作社联合社")
    return Collected(
        form,
        YEAR,
        roster,
        {code: made.counting[code] for code in offices if code in made.counting},
        {code: made.others[code] for code in offices if code in made.others},
        missing=tuple(organ for organ in roster.organs if organ.code not in made.counting),
        unknown=(made.returned(stranger, Filing(form.id, YEAR)),),
        unreadable=tuple(reversed(made.unreadable)),
        overlooked=("通知.docx", "往年/报表.et"),
    )


def _organ(office: Office, row: int) -> Organ:
    told = (office.code, office.name, office.superior, office.kind, office.scope)
    return Organ(*told, "王老师", office.telephone, row=row)


class _Made(Struct, dict=True):
    """What was made so far; `below` are the reports of two years that an area adds up, by its code."""

    form: Form
    offices: Mapping[str, Office]
    seed: int
    counting: dict[str, Returned] = field(default_factory=dict)
    others: dict[str, tuple[Returned, ...]] = field(default_factory=dict)
    unreadable: list[Returned] = field(default_factory=list)
    below: dict[str, list[tuple[Filing, Filing]]] = field(default_factory=dict)

    @cached_property
    def random(self) -> Random:
        return Random(self.seed)  # noqa: S311 - nothing secret

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet.of(self.form)

    @cached_property
    def cells(self) -> dict[str, Place]:
        where = places(self.form, with_previous=True)
        return {name: Place(where.sheet(name), a1(*cell)) for name, cell in where.cells.items()}

    def collect(self, office: Office) -> None:
        """Make what one organ sent; whether it is right or wrong is drawn by lot."""
        lot = 1.0 if office.code in self.below else self.random.random()
        this, last = self._two_years(office)
        if lot < 0.05:  # noqa: PLR2004 - one in twenty sends nothing of use
            self.unreadable += [self._unreadable(office)] if lot < 0.01 else []  # noqa: PLR2004
            return
        if area := self._area(office):
            self.below.setdefault(area, []).append((this, last))
        known = {name: entry.value for name, entry in last.figures.items() if entry.value is not None}
        filing = replace(this, previous=known, cells=self.cells)
        if 0.95 < lot < 1:  # noqa: PLR2004 - it was wrong at first
            self.others[office.code] = (self.returned(office, self._mistyped(filing)),)
            filing = replace(filing, profile={**filing.profile, "version": entered(2)})
        elif lot < 0.07:  # noqa: PLR2004
            said = {name: filing.profile[name] for name in ("name", "code", "version")}
            filing = Filing(self.form.id, YEAR, said)
        elif lot < 0.14:  # noqa: PLR2004
            filing = self._mistyped(filing)
        elif lot < 0.2:  # noqa: PLR2004
            filing = replace(filing, texts={})
        elif lot < 0.26:  # noqa: PLR2004
            fewer = {"disclosure.normative.in_force": entered(3)}
            filing = replace(filing, figures={**filing.figures, **fewer})
        self.counting[office.code] = self.returned(office, filing)

    def returned(self, office: Office, filing: Filing) -> Returned:
        """A workbook as it came back and was checked."""
        unfilled = not filing.figures
        findings: tuple[Finding, ...] = () if unfilled else check_filing(self.form, filing)
        verdict = verdict_of(findings, unfilled=unfilled, unreadable=False, strict=False)
        told = FileReport("", office.name, office.code, YEAR, self.form.id, verdict, findings)
        what = filed(self.form, filing, filing.previous)
        name = f"{office.name}{f'（第{what.version}次）' if what.version > 1 else ''}.xlsx"
        return _returned(told, what, name, organ=office.code)

    def _two_years(self, office: Office) -> tuple[Filing, Filing]:
        """The reports of this year and last; an area's are the sums of what it got."""
        if office.code not in self.below:
            last = report(office, YEAR - 1, self.seed)
            return report(office, YEAR, self.seed, last=last), last
        these, lasts = zip(*self.below.pop(office.code), strict=True)
        last = report_of_area(office, lasts, YEAR - 1, self.seed)
        return report_of_area(office, these, YEAR, self.seed), last

    def _area(self, office: Office) -> str:
        """The code of the area that an organ's figures are added up in; empty at the top."""
        above = self.offices.get(office.superior)
        while above and not self.form.covers_below(above.scope):
            above = self.offices.get(above.superior)
        return above.code if above else ""

    @staticmethod
    def _unreadable(office: Office) -> Returned:
        found = catalogue.finding("F003", found=".xls")
        told = FileReport("", "", "", None, None, Verdict.UNREADABLE, (found,))
        return _returned(told, None, f"{office.name}.xls", likely=office.code)

    def _mistyped(self, filing: Filing) -> Filing:
        figures = {name: int(filing.figures[name].value or 0) for name in self.sheet.inputs}
        wrong = spoiled(self.sheet, figures, list(figures), 2, several=False, random=self.random)
        return replace(filing, figures={**filing.figures, **{name: entered(v) for name, v in wrong.items()}})


def _returned(
    told: FileReport, what: Filed | None, name: str, *, organ: str = "", likely: str = ""
) -> Returned:
    counts = told.counts
    return Returned(
        source=Source(Path("inbox") / name, name),
        digest=name,
        verdict=told.verdict,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        name=told.organ,
        code=told.code,
        year=told.year,
        form=told.form,
        version=what.version if what else 0,
        contents=name,
        packed=packed([report_row(told), what and filed_row(what)]),
        organ=organ,
        likely=likely,
    )
