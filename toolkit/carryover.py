"""What goes over from one year to the next: which figures, and what they were."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.form.expression import Aspect
from toolkit.form.load import installed_form
from toolkit.form.model import Blanks
from toolkit.values import Values

if TYPE_CHECKING:
    from toolkit.filing import Filing
    from toolkit.form.model import Form


@lru_cache(maxsize=16)
def previous_fields(form: Form) -> tuple[str, ...]:
    """The inputs whose figures go over to next year's workbook: the printed tables', and what a rule looks at."""
    asked = {
        term.field for instance in form.instances for term in instance.all_terms if term.aspect is Aspect.LAST
    }
    return tuple(item.id for item in form.inputs if form.table(item.table).printed or item.id in asked)


def previous_figures(form: Form, *last: Filing) -> dict[str, float]:
    """Last year's figures that this form carries over, as far as they are known; not given is not 0.

    Several filings are those of the predecessors after a 机构改革: their figures are added up, and one that is
    not known in all of them is not known. Of filings under another form, what both forms have is taken.
    """
    filed = [as_filed(form, filing) for filing in last]
    figures: dict[str, float] = {}
    for name in previous_fields(form):
        known = [figure_filed(values, name) for values in filed]
        if None not in known and known:
            figures[name] = sum(value for value in known if value is not None)
    return figures


def as_filed(form: Form, filing: Filing) -> Values | None:
    """A filing's figures under the form it was filed with: this one, or an installed one; None if it is neither."""
    own = form if filing.form_id == form.id else installed_form(filing.form_id)
    return Values(own, filing) if own else None


def figure_filed(values: Values | None, field_id: str) -> float | None:
    """A figure or a sum that a filing states; None where its form has none, or it is not known.

    A sum here may be an input there, or the other way round: 其他处理 was one row before it became three.
    """
    item = values.form.fields.get(field_id) if values else None
    if values is None or item is None:
        return None
    optional = values.form.table(item.table).blanks is Blanks.OPTIONAL
    return None if optional and not any(map(values.filing.has, item.inputs)) else values.total(field_id)
