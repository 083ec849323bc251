"""One workbook for each organ of a roster, made by many workers."""

from __future__ import annotations

import hashlib
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from toolkit.collect.chunks import Died, worked
from toolkit.collect.names import stems_of
from toolkit.collect.packing import filing_of_row, unpacked
from toolkit.form.load import load_form
from toolkit.verdict import Verdict
from toolkit.workbook.template import template_book
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from toolkit.collect.last import Last, LastYear
    from toolkit.collect.model import Organ, Roster
    from toolkit.collect.passes import Tools
    from toolkit.form.model import Form

SUFFIX = ".xlsx"


class Order(Struct, frozen=True):
    """What all workbooks have in common."""

    form: Path
    year: int
    contact: str = ""
    password: str = ""


class Job(Struct, frozen=True):
    """One workbook to be made; `last` are last year's packed filings, of the organ or of its predecessors."""

    organ: Organ
    last: tuple[bytes, ...] = ()


class Made(NamedTuple):
    """A workbook's bytes and how many of last year's figures are in it; or what kept it from being made."""

    content: bytes
    figures: int
    fault: str = ""


class Handed(Struct, frozen=True):
    """What became of one organ: the file's name and SHA-256, or why there is none.

    `found` says whether there was a filled-in workbook of last year, `figures` how many figures of it were taken
    over, `errors` how many errors are open in it.
    """

    organ: Organ
    file: str
    sha256: str
    found: bool
    figures: int
    errors: int
    fault: str = ""


def make(order: Order, jobs: Sequence[Job]) -> list[Made]:
    """Make the workbooks of several organs; what goes wrong with one is told in its place."""
    form = load_form(order.form)
    return [_made(form, order, job) for job in jobs]


def distributed(
    roster: Roster, order: Order, last: LastYear | None, tools: Tools, write: Callable[[str, bytes], None]
) -> list[Handed]:
    """Make every workbook and have it written under its name; what became of each, in the roster's order."""
    stems = stems_of(roster.organs)
    before = {organ.code: _filled_in(last, organ, order.year) for organ in roster.organs}
    jobs = (Job(organ, tuple(bytes(one.packed) for one in before[organ.code])) for organ in roster.organs)
    tools.progress.begin("生成工作簿", len(roster.organs))
    handed: dict[str, Handed] = {}
    for job, result in worked(tools.crew, partial(make, order), jobs):
        organ = job.organ
        made = (
            Made(b"", 0, f"生成它的进程中途退出（{result.reason}）") if isinstance(result, Died) else result
        )
        file = f"{stems[organ.code]}{SUFFIX}"
        if not made.fault:
            write(file, made.content)
        handed[organ.code] = Handed(
            organ,
            "" if made.fault else file,
            "" if made.fault else hashlib.sha256(made.content).hexdigest(),
            bool(before[organ.code]),
            made.figures,
            sum(one.summary.errors for one in before[organ.code]),
            made.fault,
        )
        tools.progress.advance()
    return [handed[organ.code] for organ in roster.organs]


def _filled_in(last: LastYear | None, organ: Organ, year: int) -> tuple[Last, ...]:
    """Last year's workbooks of an organ; none if nobody filled one of them in."""
    found = last.of_organ(organ, year) if last else ()
    return () if any(one.summary.verdict == Verdict.UNFILLED for one in found) else found


def _made(form: Form, order: Order, job: Job) -> Made:
    organ = job.organ
    preset = {
        "name": organ.name, "code": organ.code, "kind": organ.kind, "scope": organ.scope, "year": str(order.year)
    }  # fmt: skip
    try:
        last = [filing_of_row(unpacked(one)[0]) for one in job.last]
        book = template_book(
            form,
            {item: text for item, text in preset.items() if text},
            contact=order.contact,
            previous=last[0] if last and not organ.predecessors else None,
            predecessors=dict(zip_longest(organ.predecessors, last if organ.predecessors else ())),
        )
        return Made(workbook_bytes(book, password=order.password), len(book.filing.previous))
    except Exception as error:  # noqa: BLE001 - a fault of ours must not keep the other organs from theirs
        return Made(b"", 0, f"{type(error).__name__}: {error}")
