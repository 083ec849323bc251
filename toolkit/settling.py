"""A published filing made ready for a workbook: what each blank means there, and what cannot go into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from toolkit.filing import BLANK, Mode, entered
from toolkit.form.model import Blanks
from toolkit.values import Values

if TYPE_CHECKING:
    from toolkit.filing import Filing
    from toolkit.form.model import Field, Form, Table


class Settled(Struct, frozen=True):
    """A filing for a workbook, and what the person who fills it in should know.

    `blank` are the inputs that print leaves open, `differing` the printed totals that are not the sum of what
    is printed: a workbook computes its totals, so they are not in it.
    """

    filing: Filing
    blank: tuple[Field, ...]
    differing: tuple[tuple[Field, float, float], ...]


def settled(form: Form, filing: Filing) -> Settled:
    """Choose a 填报方式 for every table as printed: 空白即为0 where every blank is agreed to be 0, else 逐格填写.

    A filing that was never printed stays as it is.
    """
    if not filing.printed:
        return Settled(filing, (), ())
    values = Values(form, filing)
    modes = dict(filing.modes)
    blank: list[Field] = []
    for table in form.tables:
        if table.blanks is Blanks.CHOSEN and filing.mode(table.id) is Mode.AS_PRINTED:
            missing = _blanks(form, filing, table)
            open_ones = [item for item in missing if item.id not in values.agreed_blanks]
            modes[table.id] = entered((Mode.EACH if open_ones or not missing else Mode.BLANK_IS_ZERO).value)
            blank += open_ones
    agreed = {
        name: entered(0)
        for name in values.agreed_blanks
        if modes[form.fields[name].table].raw == Mode.EACH.value
    }
    differing = tuple(
        (item, entry.value, values.shown(item.id))
        for name, entry in filing.stated.items()
        if entry.value is not None
        and round(entry.value - values.shown((item := form.fields[name]).id), 6)
        and not set(item.inputs) & {one.id for one in blank}
    )
    made = replace(filing, modes=modes, figures={**filing.figures, **agreed}, stated={}, headings=())
    return Settled(made, tuple(blank), differing)


def _blanks(form: Form, filing: Filing, table: Table) -> list[Field]:
    return [
        item
        for item in form.inputs
        if item.table == table.id
        and not filing.has(item.id)
        and filing.figures.get(item.id, BLANK).raw is None
    ]
