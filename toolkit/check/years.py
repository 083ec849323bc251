"""A year beside the one before, beyond the form's own rules: the same organ, the same form, the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit import catalogue
from toolkit.carryover import as_filed
from toolkit.filing import BLANK
from toolkit.form.profile import PREDECESSORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.filing import Filing
    from toolkit.finding import Finding
    from toolkit.form.model import Form


def check_years(form: Form, filing: Filing, last: Sequence[Filing]) -> Iterator[Finding]:
    """Yield what differs between a filing and the one of the year before.

    Several filings of last year are those of the predecessors after a 机构改革: other names and codes are then
    as they should be.
    """
    for before in last:
        if filing.year is not None and before.year != filing.year - 1:
            found = "没有写明" if before.year is None else str(before.year)
            yield _about(filing, "year", "Y513", found, str(filing.year - 1))
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
