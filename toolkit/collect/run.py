"""One collection: read what lies in a folder, check it by many workers, say what came back and what did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.collect.guess import Guess
from toolkit.collect.inbox import inbox_of
from toolkit.collect.last import LastFiled, LastYear, organ_of
from toolkit.collect.match import match, usual_year
from toolkit.collect.model import Collected, Returned
from toolkit.collect.passes import Pass
from toolkit.collect.shelf import Shelf
from toolkit.collect.work import Task, check_pieces, read_pieces, unreadable
from toolkit.inputs import chosen_form
from toolkit.stopped import Stopped
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from pathlib import Path
    from typing import SupportsBytes

    from toolkit.collect.inbox import Inbox
    from toolkit.collect.model import Roster, Source
    from toolkit.collect.passes import Tools
    from toolkit.collect.work import Answer, Summary


class Request(Struct, frozen=True):
    """What is to be collected: see `gktool collect`. `skip` are files and folders that are no inputs."""

    inbox: Path
    roster: Roster
    form: Path | None = None
    year: int | None = None
    previous: Path | None = None
    strict: bool = False
    skip: tuple[Path, ...] = ()


def collected(request: Request, tools: Tools) -> Collected:
    """Collect; raises Stopped where there is nothing to collect, FormError for a form that cannot be loaded."""
    inbox = inbox_of(request.inbox, skip=request.skip)
    if not inbox.workbooks and not inbox.refused:
        raise Stopped(f"{request.inbox} 里没有工作簿（.xlsx）。")
    last = None
    if request.previous:
        last = read_last_year(request.previous, request.roster, tools, skip=request.skip)
    returned = _returned(request, inbox, last, tools)
    year = request.year or usual_year(one for one in returned if one.organ) or usual_year(returned)
    if year is None:
        raise Stopped(f"{request.inbox} 里没有一份看得出年度的工作簿。请用 --year 指明年度。")
    form = chosen_form(request.form, year)
    matched = match(returned, request.roster, year=year, form=form.id)
    organs = request.roster.organs
    found = {organ.code: of for organ in organs if last and (of := last.of_organ(organ, year))}
    return Collected(
        form=form,
        year=year,
        roster=request.roster,
        counting=matched.counting,
        others=matched.others,
        ties=matched.ties,
        missing=tuple(matched.missing),
        unknown=tuple(matched.unknown),
        wrong_year=tuple(matched.wrong_year),
        wrong_form=tuple(matched.wrong_form),
        unreadable=tuple(matched.unreadable),
        last=LastFiled(found),
        last_missing=tuple(organ for organ in organs if last and organ.code not in found),
        last_unread=tuple(last.unread) if last else (),
        overlooked=inbox.overlooked,
    )


def read_last_year(
    folder: Path, roster: Roster, tools: Tools, *, skip: tuple[Path, ...] = (), checked: bool = False
) -> LastYear:
    """Read last year's workbooks; `checked` has the errors in each counted too. Raises Stopped if there are none."""
    inbox = inbox_of(folder, skip=skip) if folder.exists() else None
    if inbox is None or not inbox.workbooks:
        raise Stopped(f"{folder} 里没有上年的工作簿（.xlsx）。")
    last = LastYear(roster)
    for source, finding in inbox.refused:
        last.take(source, *unreadable(finding))
    task = Task(strict=checked)  # whatever its form: last year's may have been another one
    tools.progress.begin("读上年工作簿", len(inbox.workbooks))
    answers: dict[Source, tuple[Summary, SupportsBytes]] = {}
    shelf = Shelf()

    def keep(source: Source, _: str, answer: Answer) -> None:
        answers[source] = answer.summary, shelf.put(answer.packed)

    Pass("last", tools, read_pieces, task, keep).over(inbox.workbooks)
    for source in inbox.workbooks:  # in the order of their paths, whoever was ready first
        last.take(source, *answers[source])
    return last


def _returned(request: Request, inbox: Inbox, last: LastYear | None, tools: Tools) -> list[Returned]:
    """Every workbook checked, in the order of their paths."""
    task = Task(request.form, strict=request.strict, compare=last is not None)
    guess = Guess(request.roster)
    found: list[Returned] = []
    shelf = Shelf()

    def take(source: Source, digest: str, answer: Answer) -> None:
        identity, form, version, verdict, errors, warnings, notes, contents = answer.summary
        organ = organ_of(request.roster, identity.code, identity.name)
        likely = None if organ else guess(source.shown)
        found.append(
            Returned(
                source=source,
                digest=digest,
                verdict=Verdict(verdict),
                errors=errors,
                warnings=warnings,
                notes=notes,
                name=identity.name,
                code=identity.code,
                year=identity.year,
                form=form,
                version=version,
                contents=contents,
                packed=shelf.put(answer.packed),
                organ=organ.code if organ else "",
                likely=likely.code if likely else "",
            )
        )

    for source, finding in inbox.refused:
        take(source, "", unreadable(finding))
    tools.progress.begin("核对", len(inbox.workbooks))
    run = Pass("check", tools, check_pieces, task, take, last)
    again = run.over(inbox.workbooks, lambda source: last.likely(guess(source.shown)) if last else None)
    run.over(again, again.get)
    return sorted(found, key=lambda one: (one.source.shown, one.source.inside))
