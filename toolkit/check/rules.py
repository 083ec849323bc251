"""The form's rules bound to its fields, kept per form, and the figures of one filing, each looked up once."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from toolkit.form.expression import Aspect

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.form.instance import Instance, Term
    from toolkit.form.model import Form
    from toolkit.values import Values

_FORMS = 16


@lru_cache(maxsize=_FORMS)
def balances_by_field(form: Form) -> dict[str, tuple[Instance, ...]]:
    """The balances inside one year that each field of this year takes part in, by field id."""
    found: dict[str, list[Instance]] = {}
    for instance in form.instances:
        if not instance.needs_previous:
            for term in instance.all_terms:
                if term.aspect is Aspect.VALUE:
                    found.setdefault(term.field, []).append(instance)
    return {field: tuple(instances) for field, instances in found.items()}


def remembered(values: Values) -> Callable[[Term], float | None]:
    """The figures of a filing for many rules: each is looked up once.

    Of a published report several may be known together only.
    """
    return values if values.filing.printed else cache(values.__call__)
