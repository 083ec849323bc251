"""What goes over from one year to the next: which figures, and what they were."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.filing import Values
from toolkit.form.bind import bind
from toolkit.form.expression import Aspect
from toolkit.form.model import Blanks

if TYPE_CHECKING:
    from toolkit.filing import Filing
    from toolkit.form.model import Form


@lru_cache(maxsize=16)
def previous_fields(form: Form) -> tuple[str, ...]:
    """The inputs whose figures go over to next year's workbook: the printed tables', and what a rule looks at."""
    asked = {
        term.field
        for rule in form.rules
        for instance in bind(rule, form)
        for term in instance.all_terms
        if term.aspect is Aspect.LAST
    }
    return tuple(item.id for item in form.inputs if form.table(item.table).printed or item.id in asked)


def previous_figures(form: Form, *last: Filing) -> dict[str, float]:
    """Last year's figures that this form carries over, as far as they are known; not given is not 0.

    Several filings are those of the predecessors after a 机构改革: their figures are added up, and one that is
    not known in all of them is not known. Under another form, what both forms have is taken.
    """
    figures: dict[str, float] = {}
    for name in previous_fields(form):
        optional = form.table(form.fields[name].table).blanks is Blanks.OPTIONAL
        known = [
            None if optional and not filing.has(name) else Values(form, filing).figure(name)
            for filing in last
        ]
        if None not in known and known:
            figures[name] = sum(value for value in known if value is not None)
    return figures
