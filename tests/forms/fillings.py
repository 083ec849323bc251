"""Every form there is, an invented one in this folder and the installed ones, and fillings of any of them.

A folder here has `cases/`: `good.json` (a filing without any fault), the report that comes of it, and
`broken.toml` (what is changed, and the findings expected). It holds its form as a reader would write one, or
is named like an installed form.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from toolkit.carryover import previous_figures
from toolkit.exchange import read_filing
from toolkit.filing import MODE_CHOICES, Filing, Mode, Paragraph, entered
from toolkit.form.installed import installed_forms
from toolkit.form.load import installed_form, load_form
from toolkit.form.model import Blanks, FieldRole

if TYPE_CHECKING:
    from toolkit.form.model import Form

FOLDERS = tuple(sorted(folder.parent for folder in Path(__file__).parent.glob("*/cases")))
EXTERNAL = tuple(folder for folder in FOLDERS if (folder / "form.toml").is_file())
FORMS = tuple(load_form(folder) for folder in (*EXTERNAL, *installed_forms()))
NO_FIGURES = ("12件", "１２", "/", "约5")


def form_of(folder: Path) -> Form:
    """The form that a folder holds the cases of."""
    installed = installed_form(folder.name)
    return load_form(folder) if installed is None else installed


def good(folder: Path) -> Filing:
    """The example of a form in this folder."""
    form = form_of(folder)
    return read_filing(folder / "cases" / "good.json", {form.id: form}.get)


def wild(form: Form, seed: int) -> Filing:
    """A filing with blanks, faults, stated totals and last year's figures; the same seed gives the same."""
    chance = random.Random(f"{form.id} {seed}")  # noqa: S311 - no secret
    faulty, blank = chance.choice((0.0, 0.0, 0.02)), chance.choice((0.0, 0.3, 0.9))
    figures = {}
    for item in form.inputs:
        value: str | float = chance.choice((0, 0, 1, 2, 3, chance.randint(0, min(item.limit, 99))))
        if not item.whole:
            value += chance.choice((0, 0.25, 0.1))
        if chance.random() < faulty:
            value = chance.choice((-2, 1.5, item.limit + 1, -item.limit - 1, *NO_FIGURES))
        figures[item.id] = entered(None if chance.random() < blank else value)
    totals = [item.id for item in form.fields.values() if item.role is FieldRole.COMPUTED]
    filing = Filing(
        form.id,
        form.first_year + 1,
        profile={
            "name": entered("某市某局"),
            "year": entered(form.first_year + 1),
            "kind": entered(chance.choice((*form.kinds, None))),
            "version": entered(chance.choice((1, None))),
        },
        modes={
            table.id: entered(chance.choice((*MODE_CHOICES, Mode.EACH, None, "随便")))
            for table in form.tables
            if table.blanks is Blanks.CHOSEN
        },
        figures=figures,
        stated={chance.choice(totals): entered(chance.choice((0, 1, 2, "三")))} if seed % 3 == 0 else {},
        texts={section.id: (Paragraph("做法。"),) for section in form.sections if chance.random() < 0.5},
    )
    if seed % 2:
        return filing
    last_year = wild(form, seed + 1001)
    return replace(filing, previous=previous_figures(form, last_year))
