"""The plans of the last sheets: 上年数据, and the hidden sheet that says what the workbook is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit import __version__
from toolkit.filing import MODE_CHOICES
from toolkit.form.model import Blanks
from toolkit.workbook.digests import previous_digest
from toolkit.workbook.formula import FIRST_MODE_ROW
from toolkit.workbook.plan import HIDDEN_SHEET, PREVIOUS_SHEET, Role, SheetPlan, Slot, Style
from toolkit.workbook.self_check import heads

if TYPE_CHECKING:
    from toolkit.workbook.book import Book


def previous_sheet(book: Book) -> SheetPlan:
    """Plan 上年数据: last year's figures as carried over, locked."""
    slots = [
        Slot(1, 1, Role.TEXT, Style.TITLE, PREVIOUS_SHEET, last_column=4),
        Slot(
            2,
            1,
            Role.TEXT,
            Style.NOTE,
            "由上年填报工作簿带来，供核对，不能改动；有误请向下发单位提出。",
            last_column=4,
        ),
        *heads(3, ("表", "项目", "栏目", "上年数")),
    ]
    for name, row in book.previous_rows.items():
        item = book.form.fields[name]
        words = [*item.alias.split("."), ""]
        for column, text in enumerate(words[:3], start=1):
            slots.append(Slot(row, column, Role.TEXT, Style.LABEL, text))
        slots.append(Slot(row, 4, Role.FIGURE, Style.TOTAL, book.filing.previous.get(name), field=name))
    return SheetPlan(
        PREVIOUS_SHEET, tuple(slots), (16.0, 30.0, 20.0, 16.0), {1: 30.0, 2: 22.0, 3: 22.0}, freeze=(4, 1),
        tab="A5A5A5", one_page=False, repeat_rows=(3, 3),
    )  # fmt: skip


def hidden_sheet(book: Book, plan_digest: str) -> SheetPlan:
    """Plan the very hidden sheet: what the workbook is, and the codes of the chosen 填报方式."""
    slots = []
    for row, (key, text) in enumerate((identity_of(book) | {"plan": plan_digest}).items(), start=1):
        slots += [
            Slot(row, 1, Role.TEXT, Style.LABEL, key),
            Slot(row, 2, Role.TEXT, Style.LABEL, text or None),
        ]
    row = FIRST_MODE_ROW
    for place in book.places.tables:
        if place.table.blanks is Blanks.CHOSEN:
            mode = book.filing.mode(place.table.id)
            cell = book.formulas.cell(place.table.sheet, *place.mode_cell)
            code = 'IF({0}="{1}",1,IF({0}="{2}",2,IF({0}="{3}",3,0)))'.format(cell, *MODE_CHOICES)
            slots += [
                Slot(row, 1, Role.TEXT, Style.LABEL, f"mode.{place.table.id}"),
                Slot(row, 2, Role.FORMULA, Style.TOTAL, [None, *MODE_CHOICES].index(mode), code),
            ]
            row += 1
    return SheetPlan(HIDDEN_SHEET, tuple(slots), (20.0, 60.0), hidden=True)


def identity_of(book: Book) -> dict[str, str]:
    """What the hidden sheet says of the workbook, in order: form, digest, version, organ, code, year …."""
    return {
        "form": book.form.id,
        "form_version": str(book.form.version),
        "digest": book.form.digest,
        "gktool": __version__,
        "organ": book.fixed.get("name", ""),
        "code": book.fixed.get("code", ""),
        "kind": book.fixed.get("kind", ""),
        "scope": book.fixed.get("scope", ""),
        "year": book.fixed.get("year", ""),
        "contact": book.contact,
        "previous": previous_digest(book.filing.previous),
    } | ({"note": book.note} if book.note else {})
