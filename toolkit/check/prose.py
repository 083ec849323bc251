"""The numbers in the texts against the tables (family T): each claim, and what the tables say."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from toolkit import catalogue
from toolkit.carryover import as_filed, figure_filed
from toolkit.check.growth import check_growth
from toolkit.check.shares import check_shares
from toolkit.check.where import at, of_figure
from toolkit.check.wholes import check_wholes
from toolkit.form.instance import plain
from toolkit.form.model import Blanks, FieldRole
from toolkit.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.check.claims import Claim, Read
    from toolkit.filing import Filing
    from toolkit.finding import Finding, Related
    from toolkit.form.claims import Reading
    from toolkit.form.model import Form

_AREA: Final = "政府"
_RELATED: Final = 12  # cells of a sum that are named
_SHORTEST: Final = 3  # characters that an organ's short name must share with its name


def check_prose(comparison: Comparison, reads: Iterable[Read]) -> Iterator[Finding]:
    """Yield every claim that the tables do not bear out, and what does not add up inside the texts.

    Growth is compared where last year's figures are known: from the filing, or from last year's own.
    """
    claims = comparison.form.claims
    for one in reads:
        refuted: set[int] = set()
        for claim in one.statement.claims:
            if finding := comparison.finding(one, claim):
                refuted.add(claim.mark)
                yield finding
        if claims:
            yield from check_wholes(claims, one, refuted)
            yield from check_shares(claims, one, refuted)
            yield from check_growth(comparison, one, refuted)


class Comparison:
    """Claims of one filing's texts against its figures."""

    def __init__(self, form: Form, filing: Filing, last: Filing | None = None) -> None:
        self.form = form
        self.filing = filing
        self.last = as_filed(form, last) if last else None
        self.values = Values(form, filing)
        self.organ, self.scope = filing.organ, _scope(form, filing)
        self._figure = cache(self._looked_up)

    def finding(self, read: Read, claim: Claim) -> Finding | None:
        """What is to be said about a claim; None if it is right, or cannot be judged."""
        if not self.compares(claim):
            return None
        subject = claim.subject
        readings = tuple(reading for domain in claim.domains for reading in subject.readings[domain])
        figures = [self.value(reading) for reading in readings]
        if not self._refuted(claim, readings, figures):
            return None
        code, why = self._code(claim)
        tokens = read.statement.tokens
        start, end = tokens.tokens[claim.first].start, tokens.tokens[claim.last - 1].end
        mark = tokens.tokens[claim.mark]
        marked = (mark.start, mark.end) if claim.written else (start, end)
        place = at(read.paragraph.place)
        first, last = tokens.plain.span(start, end)
        known = [figure for figure in figures if figure is not None]
        labels: dict[float, str] = {}
        for reading, figure in zip(readings, known, strict=True):
            labels.setdefault(figure, f"“{reading.label}”是 {plain(figure)} {self._unit(reading)}")
        found = claim.written.value if claim.written else 0
        finding = catalogue.finding(
            code,
            sheet=place.sheet,
            cell=place.cell,
            field=read.section,
            found=found,
            expected=_expected(claim, labels),
            related=tuple(self._related(readings)),
            words=tokens.plain.source[first:last],
            shown="，".join(labels.values()),
            why=why,
        )
        difference = round(found - known[0], 6) if len(labels) == 1 and not _money(claim) else None
        return replace(finding, quote=tokens.plain.quote(*marked), difference=difference)

    def compares(self, claim: Claim) -> bool:
        """Say whether a claim is about this organ's whole year, as the tables are."""
        return claim.where.compared and not self._of_another(claim)

    def value(self, reading: Reading) -> float | None:
        """The figure of a reading; None while any part of it is not known."""
        total = 0.0
        for sign, field_id in reading.items:
            figure = self._figure(field_id)
            if figure is None:
                return None
            total += sign * figure
        return round(total, 6)

    def value_before(self, reading: Reading) -> float | None:
        """Last year's figure of a reading; None while any part of it is not known."""
        total = 0.0
        for sign, field_id in reading.items:
            carried = [self.filing.previous.get(name) for name in self.form.fields[field_id].inputs]
            known = [figure for figure in carried if figure is not None]
            figure = figure_filed(self.last, field_id) if len(known) < len(carried) else sum(known)
            if figure is None:
                return None
            total += sign * figure
        return total

    def _looked_up(self, field_id: str) -> float | None:
        item = self.form.fields[field_id]
        optional = self.form.table(item.table).blanks is Blanks.OPTIONAL
        if optional and not any(self.filing.has(name) for name in item.inputs):
            return None
        figure = self.values.total(field_id)
        if figure is None and item.role is FieldRole.COMPUTED and (entry := self.filing.stated.get(field_id)):
            return entry.value
        return figure

    def _refuted(self, claim: Claim, readings: tuple[Reading, ...], figures: list[float | None]) -> bool:
        """Say whether the claim fits none of its readings, all of which are known."""
        if None in figures:
            return False
        return not any(
            figure is not None and _fits(claim, figure, self._unit(reading))
            for figure, reading in zip(figures, readings, strict=True)
        )

    def _code(self, claim: Claim) -> tuple[str, str]:
        """The finding's code and, where it only asks, the reason."""
        if words := self.other_scope(claim):
            given = self.filing.about("scope")
            counted = (
                f"，统计口径是“{given or '（未填）'}”"
                if given or not self.filing.printed
                else "，表里统计的未必是它"
            )
            return "T412", f"；文中说的是“{words}”{counted}"
        subject = claim.subject
        for reading in subject.others[claim.domain]:
            if (figure := self.value(reading)) is not None and _fits(claim, figure, self._unit(reading)):
                return "T412", f"；{reading.label} 是 {plain(figure)}，是否按此计算"
        bounds = [self.value(reading) for reading in subject.within[claim.domain]]
        if len(bounds) > 1 and claim.written and None not in bounds:
            low, high = sorted(bound for bound in bounds if bound is not None)
            if low <= claim.written.value <= high:
                return "T412", "；是否只算了其中一部分（如没有计入上年结转的申请）"
        if claim.doubtful:
            return "T412", "；两处说的可能不是一回事"
        return ("T411" if claim.written and claim.written.bound else subject.code), ""

    def other_scope(self, claim: Claim) -> str | None:
        """The scope words that make the text count something else than the table."""
        where, name = claim.where, self.organ
        if where.scope is None:
            return None
        own = bool(name) and _within(where.scope, name)
        alone = self.scope == self.form.scopes[0]
        match where.scope_class:
            case "wider":
                other = not self.form.covers_below(self.scope)
            case "narrower":
                other = not alone or where.represents or (bool(name) and not own)
            case "others":
                other = not alone or not own
            case _:
                other = True
        return where.scope if other else None

    def _of_another(self, claim: Claim) -> bool:
        """Say whether another organ stands as the subject of the claim."""
        organ, name = claim.where.organ, self.organ
        if not organ or not name or self.other_scope(claim):
            return False
        shortest = min(len(organ), _SHORTEST)
        return not any(_within(organ[cut:], name) for cut in range(len(organ) - shortest + 1))

    def is_money(self, reading: Reading) -> bool:
        """Say whether a reading is an amount of money."""
        return self._unit(reading).endswith("元")

    def _unit(self, reading: Reading) -> str:
        return self.form.fields[reading.items[0][1]].unit

    def _related(self, readings: tuple[Reading, ...]) -> Iterator[Related]:
        """The cells of the figures: a total by its own cell, a group by the cells in it that are not 0."""
        named: dict[str, None] = {}
        for reading in readings:
            for _, field_id in reading.items:
                item = self.form.fields[field_id]
                if item.role is FieldRole.GROUP:
                    for name in self._cells_of(item.inputs):
                        named[name] = None
                else:
                    named[field_id] = None
        for field_id in list(named)[:_RELATED]:
            role = self.form.fields[field_id].alias
            yield of_figure(self.form, self.filing, field_id).related(field_id, role)

    def _cells_of(self, inputs: tuple[str, ...]) -> Iterator[str]:
        for name in inputs:
            if self.values.figure(name) != 0:
                yield name


def _fits(claim: Claim, figure: float, unit: str) -> bool:
    if claim.written and claim.subject.at_most:
        return claim.written.value <= figure
    return claim.written.fits(figure, unit) if claim.written else figure == 0


def _expected(claim: Claim, figures: Iterable[float]) -> float | str:
    known = list(figures)
    if claim.subject.at_most:
        return f"不大于 {plain(max(known))}"
    return known[0] if len(known) == 1 else "或".join(map(plain, known))


def _money(claim: Claim) -> bool:
    return bool(claim.written and claim.written.unit and claim.written.unit.endswith("元"))


def _within(short: str, name: str) -> bool:
    """Say whether the characters of a short name stand in the full name, in order: 市科委, 市科学技术委员会."""
    rest = iter(name)
    return all(char in rest for char in short)


def _scope(form: Form, filing: Filing) -> str:
    """统计口径; where a published report does not say it, an area's covers the area, an office's itself."""
    given = filing.about("scope")
    if given or not filing.printed:
        return given
    return form.scopes[-1] if filing.organ.endswith(_AREA) else form.scopes[0]
