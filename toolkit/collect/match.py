"""Which workbook counts: by organ, by 报送次数, and what is to be told of the others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct, field

from toolkit import catalogue
from toolkit.collect.model import Unused
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.collect.model import Organ, Returned, Roster
    from toolkit.finding import Finding


def usual_year(returned: Iterable[Returned]) -> int | None:
    """The year that most workbooks are of, of two the later; None if none has a year."""
    years = Counter(one.year for one in returned if one.year is not None)
    return max(years, key=lambda year: (years[year], year), default=None)


class Matched(Struct):
    """What came back, sorted; see `toolkit.collect.model.Collected`."""

    counting: dict[str, Returned] = field(default_factory=dict)
    others: dict[str, tuple[Returned, ...]] = field(default_factory=dict)
    ties: dict[str, Finding] = field(default_factory=dict)
    missing: list[Organ] = field(default_factory=list)
    unknown: list[Returned] = field(default_factory=list)
    wrong_year: list[Returned] = field(default_factory=list)
    wrong_form: list[Returned] = field(default_factory=list)
    unreadable: list[Returned] = field(default_factory=list)


def match(returned: Iterable[Returned], roster: Roster, *, year: int, form: str) -> Matched:
    """Sort what came back, which is in the order of its paths."""
    matched = Matched()
    by_organ: dict[str, list[Returned]] = {}
    for one in returned:
        if one.verdict is Verdict.UNREADABLE:
            matched.unreadable.append(one)
        elif one.year != year:
            matched.wrong_year.append(one)
        elif one.form != form:
            matched.wrong_form.append(one)
        elif not one.organ:
            matched.unknown.append(one)
        else:
            by_organ.setdefault(one.organ, []).append(one)
    for organ in roster.organs:
        versions = by_organ.get(organ.code)
        if not versions:
            matched.missing.append(organ)
            continue
        versions.sort(key=_rank, reverse=True)  # stable: of equals the first by path stays first
        first, *others = versions
        matched.counting[organ.code] = first
        if others:
            matched.others[organ.code] = tuple(others)
        rivals = [one for one in others if one.why_unused(first) is Unused.TIED]
        if rivals:
            matched.ties[organ.code] = _tie(organ, first, rivals)
    return matched


def _rank(one: Returned) -> tuple[bool, int]:
    """What counts more: a workbook that somebody filled in, then the higher 报送次数."""
    return one.verdict is not Verdict.UNFILLED, one.version


def _tie(organ: Organ, first: Returned, rivals: list[Returned]) -> Finding:
    files = [one.source.shown for one in (first, *rivals)]
    return catalogue.finding(
        "R630",
        found=first.version,
        expected=first.source.shown,
        organ=organ.name,
        version=f"报送次数同为 {first.version} " if first.version else "没有填报送次数",
        count=len(files),
        files="、".join(files),
    )
