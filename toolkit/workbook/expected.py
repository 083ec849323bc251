"""The plans that a returned workbook is compared with: kept per form and year, with this workbook's words put in.

Of the hundreds of workbooks that a coordinating office gets back, the plans differ in a few words only: whose
each is, and whom to ask. Everything else is planned once.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from toolkit.filing import Filing, entered
from toolkit.form.load import kept_with
from toolkit.patterns import when_used
from toolkit.workbook.book import Book
from toolkit.workbook.plan import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.form.model import Form
    from toolkit.workbook.plan import SheetPlan, Slot

    _Marked: TypeAlias = tuple[SheetPlan, tuple[int, ...]]

_YEAR = when_used("[0-9]{4}")
_SHAPES = 32  # that are kept, in this run and between runs
_NAME, _CODE, _CONTACT, _NOTE = (f"\ue000{word}\ue001" for word in ("name", "code", "contact", "note"))
_MARK = "\ue000"  # of no real text: it begins the words that are put in later


class _Shape(Struct, frozen=True):
    """What the plans depend on besides the words that are put in."""

    form: Form
    year: str
    kind: str
    scope: str
    named: bool
    coded: bool
    asked: bool
    noted: bool
    with_previous: bool


def expected_plans(book: Book, identity: Mapping[str, str]) -> tuple[SheetPlan, ...]:
    """Return the plans of a book as `plans` does; the hidden sheet's words are what the file itself says there."""
    fixed = book.fixed
    shape = _Shape(
        book.form,
        fixed.get("year", ""),
        fixed.get("kind", ""),
        fixed.get("scope", ""),
        "name" in fixed,
        "code" in fixed,
        bool(book.contact),
        bool(book.note),
        book.with_previous,
    )
    words = {
        _NAME: fixed.get("name", ""),
        _CODE: fixed.get("code", ""),
        _CONTACT: book.contact,
        _NOTE: book.note,
    }
    return tuple(_with_words(plan, marked, words, identity) for plan, marked in _shaped(shape))


@lru_cache(maxsize=_SHAPES)
def _shaped(shape: _Shape) -> tuple[_Marked, ...]:
    """The plans of a shape, each with the numbers of the slots in which words are to be put."""
    form = shape.form
    kinds, scopes = ("", *form.kinds), ("", *form.scopes)
    if shape.kind not in kinds or shape.scope not in scopes or not _YEAR.fullmatch(shape.year):
        return _made(shape)  # as strangers write it: no name of a file
    kind, scope = kinds.index(shape.kind), scopes.index(shape.scope)
    flags = "".join(
        str(int(flag)) for flag in (shape.named, shape.coded, shape.asked, shape.noted, shape.with_previous)
    )
    name = f"plans-{shape.year}-{kind}-{scope}-{flags}"
    return kept_with(form, name, Path(__file__).parent, lambda: _made(shape), most=_SHAPES)


def _made(shape: _Shape) -> tuple[_Marked, ...]:
    from toolkit.workbook.outline import plans  # noqa: PLC0415 - seldom: what was made is kept

    given = {"year": shape.year, "kind": shape.kind, "scope": shape.scope}
    fixed = {item: text for item, text in given.items() if text}
    fixed |= {"name": _NAME} if shape.named else {}
    fixed |= {"code": _CODE} if shape.coded else {}
    profile = {item: entered(text) for item, text in fixed.items()}
    year = int(shape.year) if shape.year else None
    empty = Book(shape.form, Filing(shape.form.id, year, profile=profile))
    previous = dict.fromkeys(empty.previous_rows, 0.0) if shape.with_previous else {}
    contact, note = _CONTACT * shape.asked, _NOTE * shape.noted
    book = Book(shape.form, replace(empty.filing, previous=previous), fixed, contact, note)
    return tuple((plan, tuple(_marked(plan))) for plan in plans(book))


def _marked(plan: SheetPlan) -> list[int]:
    return [
        number
        for number, slot in enumerate(plan.slots)
        if slot.role is not Role.FORMULA
        and ((plan.hidden and slot.column > 1) or (isinstance(slot.value, str) and _MARK in slot.value))
    ]


def _with_words(
    plan: SheetPlan, marked: tuple[int, ...], words: Mapping[str, str], identity: Mapping[str, str]
) -> SheetPlan:
    if not marked:
        return plan
    slots = list(plan.slots)
    for number in marked:
        slot = slots[number]
        if plan.hidden:  # beside its key
            value = identity.get(str(slots[number - 1].value), "") or None
        else:
            value = _put_in(slot, words)
        slots[number] = replace(slot, value=value)
    return replace(plan, slots=tuple(slots))


def _put_in(slot: Slot, words: Mapping[str, str]) -> str:
    text = str(slot.value)
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text
