"""Fillings of any form: good ones from its `cases/good.json`, and wild ones that a seed makes."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.exchange import read_filing
from toolkit.filing import Entry, Filing, Kind, Mode, Paragraph, entered
from toolkit.form.load import installed_forms, load_form
from toolkit.form.model import Blanks, FieldRole
from toolkit.workbook.template import previous_figures

if TYPE_CHECKING:
    from toolkit.form.model import Form

HERE = Path(__file__).parent
FOLDERS = tuple(sorted(file.parent for file in HERE.glob("*/form.toml")))
FORMS = tuple(load_form(folder) for folder in (*FOLDERS, *installed_forms()))
WRONG = ("12件", "１２", "/", "约5")


def good(form: Form) -> Filing:
    """The form's own example, without any fault."""
    return read_filing(form.folder / "cases" / "good.json", {form.id: form}.get)


def wild(form: Form, seed: int) -> Filing:
    """A filing with figures, blanks, faults, stated totals and last year's figures, the same for every seed."""
    chance = random.Random(f"{form.id} {seed}")  # noqa: S311 - no secret
    modes = {
        table.id: entered(chance.choice([*Mode, Mode.EACH, None, "随便"]))
        for table in form.tables
        if table.blanks is Blanks.CHOSEN
    }
    faulty = chance.choice((0.0, 0.0, 0.02))
    blank = chance.choice((0.0, 0.3, 0.9))
    figures = {}
    for item in form.inputs:
        value: str | float = chance.choice((0, 0, 1, 2, 3, chance.randint(0, min(item.limit, 99))))
        if not item.whole:
            value += chance.choice((0, 0.25, 0.1))
        if chance.random() < faulty:
            value = chance.choice((-2, 1.5, item.limit + 1, -item.limit - 1, *WRONG))
        figures[item.id] = entered(None if chance.random() < blank else value)
    profile = {
        "name": entered("某市某局"),
        "year": entered(form.first_year + 1),
        "kind": entered(chance.choice((*form.kinds, None))),
        "version": entered(chance.choice((1, None))),
    }
    totals = [item for item in form.fields.values() if item.role is FieldRole.COMPUTED]
    stated = {}
    if totals and chance.random() < 0.4:
        stated = {chance.choice(totals).id: entered(chance.choice((1, 2, 0, "三")))}
    texts = {section.id: (Paragraph("做法。"),) for section in form.sections if chance.random() < 0.5}
    filing = Filing(
        form.id, form.first_year + 1, profile=profile, modes=modes, figures=figures, stated=stated, texts=texts
    )
    if chance.random() < 0.5:
        filing = replace(filing, previous=previous_figures(form, replace(wild(form, seed + 1000), previous={})))
    return filing


__all__ = ["FOLDERS", "FORMS", "Entry", "Kind", "good", "wild"]
