"""A year beside the one before, beyond the form's own rules: the same organ, the same form, the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit import catalogue
from toolkit.carryover import as_filed
from toolkit.filing import BLANK, PREDECESSORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.filing import Filing
    from toolkit.finding import Finding
    from toolkit.form.model import Form


def year_before(filing: Filing, last: Sequence[Filing]) -> Sequence[Filing]:
    """Last year's filings, as far as anything can be compared with them: none if one is of another year.

    Those of predecessors only say something together.
    """
    return () if any(_of_another_year(filing, before) for before in last) else last


def check_years(form: Form, filing: Filing, last: Sequence[Filing]) -> Iterator[Finding]:
    """Yield what differs between a filing and the one of the year before.

    Several filings of last year are those of the predecessors after a 机构改革: other names and codes are then
    as they should be. Of a filing of another year nothing is said but that.
    """
    for before in last:
        if filing.year is not None and _of_another_year(filing, before):
            found = "没有写明年度" if before.year is None else f"是 {before.year} 年的"
            yield _about(filing, "year", "Y513", found, str(filing.year - 1))
    last = year_before(filing, last)
    for before in last:
        if before.form_id != form.id:
            other = as_filed(form, before)
            name = other.form.name if other else before.form_id
            yield catalogue.finding("Y514", found=before.form_id, expected=form.id, was=name, now=form.name)
    if len(last) != 1 or filing.about(PREDECESSORS):
        return
    (before,) = last
    for item, code in (("name", "Y511"), ("code", "Y512")):
        now, then = filing.about(item), before.about(item)
        if now and then and now != then:
            yield _about(filing, item, code, now, then)


def _of_another_year(filing: Filing, before: Filing) -> bool:
    return filing.year is not None and before.year != filing.year - 1


def _about(filing: Filing, item: str, code: str, found: str, expected: str) -> Finding:
    place = filing.profile.get(item, BLANK).place
    return catalogue.finding(
        code,
        sheet=place.sheet if place else None,
        cell=place.cell if place else None,
        field=item,
        found=found,
        expected=expected,
    )
