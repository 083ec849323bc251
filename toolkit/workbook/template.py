"""The workbook that a coordinating office hands out: preset items, last year's figures and contact data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.filing import Filing, Values, entered
from toolkit.form.bind import bind
from toolkit.form.expression import Aspect
from toolkit.form.model import Blanks
from toolkit.workbook.book import Book
from toolkit.workbook.places import previous_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.form.model import Form


def template_book(
    form: Form, preset: Mapping[str, str], *, contact: str = "", previous: Filing | None = None
) -> Book:
    """Make the book of an empty template.

    `preset` holds the items of 基本信息 that the coordinator fixes (name and year at least). From last year's
    filing come its figures (上年数据), proposals for this year's carried-over figures and the contact data;
    texts and names of persons are never carried over. 报送次数 starts at 1.
    """
    year = int(preset["year"])
    profile = {item: entered(year if item == "year" else text) for item, text in preset.items()}
    profile |= {item.id: entered(1) for item in form.profile if item.type == "version"}
    last = previous_figures(form, previous) if previous else {}
    if previous:
        for item in form.profile:
            if item.carried and item.id not in profile and previous.about(item.id):
                profile[item.id] = entered(previous.about(item.id))
    figures = {field: entered(last[source]) for field, source in proposals(form) if source in last}
    return Book(
        form, Filing(form.id, year, profile=profile, figures=figures, previous=last), dict(preset), contact
    )


def filled_book(form: Form, filing: Filing) -> Book:
    """Make the book of a filled workbook; organ and year are fixed, everything else stays open."""
    fixed = {item: filing.about(item) for item in ("name", "year") if filing.about(item)}
    return Book(form, filing, fixed)


def previous_figures(form: Form, previous: Filing) -> dict[str, float]:
    """Last year's figures that this form carries over, as far as they are known; not given is not 0."""
    values = Values(form, previous)
    figures: dict[str, float] = {}
    for name in previous_fields(form):
        optional = form.table(form.fields[name].table).blanks is Blanks.OPTIONAL
        value = None if optional and not previous.has(name) else values.figure(name)
        if value is not None:
            figures[name] = value
    return figures


def proposals(form: Form) -> Iterator[tuple[str, str]]:
    """Which input repeats which figure of last year, from rules of the shape `field = last(field)`."""
    for rule in form.rules:
        for instance in bind(rule, form):
            left, right = instance.equation.left, instance.equation.right
            terms = [term for part in (*left, *right) for term in part.terms]
            if (
                instance.equation.operator == "="
                and [term.aspect for term in terms] == [Aspect.VALUE, Aspect.LAST]
                and all(part.coefficient == 1 and not part.constant for part in (*left, *right))
            ):
                yield terms[0].field, terms[1].field
