"""The workbook that a coordinating office hands out: preset items, last year's figures and contact data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.carryover import previous_figures
from toolkit.filing import PREDECESSORS, Filing, entered
from toolkit.form.expression import Aspect
from toolkit.settling import settled
from toolkit.workbook.book import Book

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.form.model import Form


def template_book(
    form: Form,
    preset: Mapping[str, str],
    *,
    contact: str = "",
    previous: Filing | None = None,
    predecessors: Mapping[str, Filing | None] | None = None,
) -> Book:
    """Make the book of an empty template.

    `preset` holds the items of 基本信息 that the coordinator fixes (name and year at least). From last year's
    filing come its figures (上年数据), proposals for this year's carried-over figures and the contact data;
    texts and names of persons are never carried over. After a 机构改革 `predecessors` are last year's filings
    (None for one that is not there) by the code of each organ that this one came from: their codes are
    proposed, their figures added up where all are there, and nobody's contact data taken. 报送次数 starts at 1.
    """
    year = int(preset["year"])
    profile = {item: entered(year if item == "year" else text) for item, text in preset.items()}
    profile |= {item.id: entered(1) for item in form.profile if item.type == "version"}
    before = tuple(predecessors.values()) if predecessors else (previous,)
    last = previous_figures(form, *(one for one in before if one)) if None not in before else {}
    if predecessors and any(item.id == PREDECESSORS for item in form.profile):
        profile[PREDECESSORS] = entered("、".join(predecessors))
    elif previous:
        for item in form.profile:
            if item.carried and item.id not in profile and previous.about(item.id):
                profile[item.id] = entered(previous.about(item.id))
    # A proposed 0 would stand in the way of a 零报告.
    figures = {field: entered(last[source]) for field, source in proposals(form) if last.get(source)}
    return Book(
        form, Filing(form.id, year, profile=profile, figures=figures, previous=last), dict(preset), contact
    )


def filled_book(form: Form, filing: Filing) -> Book:
    """Make the book of a filled workbook; organ and year are fixed, everything else stays open.

    A filing from print is settled first: nobody chooses its 填报方式.
    """
    filing = settled(form, filing).filing
    fixed = {"name": filing.organ, "year": "" if filing.year is None else str(filing.year)}
    return Book(form, filing, {item: text for item, text in fixed.items() if text})


def proposals(form: Form) -> Iterator[tuple[str, str]]:
    """Which input repeats which figure of last year, from rules of the shape `field = last(field)`."""
    for instance in form.instances:
        left, right = instance.equation.left, instance.equation.right
        terms = [term for part in (*left, *right) for term in part.terms]
        if (
            instance.equation.operator == "="
            and [term.aspect for term in terms] == [Aspect.VALUE, Aspect.LAST]
            and all(part.coefficient == 1 and not part.constant for part in (*left, *right))
        ):
            yield terms[0].field, terms[1].field
