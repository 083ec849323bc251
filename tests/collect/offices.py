"""One-line builders of what was collected: organs, what they filed, and all of it together, without any file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from builders import FORM_ID, form
from msgspec.structs import replace

from toolkit.collect.filed import Filed
from toolkit.collect.model import Collected, Organ, Returned, Roster, Source
from toolkit.collect.packing import filed_row, packed, report_row
from toolkit.finding import Finding, Severity
from toolkit.verdict import FileReport, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ALONE, WHOLE = form().scopes
AREA, OFFICE = form().kinds[:2]
INPUTS = tuple(item.id for item in form().inputs)


def organ(code: str, superior: str = "", *, kind: str = OFFICE, scope: str = "", name: str = "") -> Organ:
    return Organ(code, name or f"{code}局", superior, kind=kind, scope=scope)


def figures(**changes: float | None) -> dict[str, float]:
    """Every figure 0 but those given (`__` for the dots of the id); None leaves one out."""
    given = {name.replace("__", "."): value for name, value in changes.items()}
    return {name: value for name in INPUTS if (value := given.get(name, 0.0)) is not None}


def filed(
    of: Organ,
    values: Mapping[str, float] | None = None,
    *,
    scope: str | None = ALONE,
    previous: Mapping[str, float] | None = None,
    year: int = 2023,
) -> Filed:
    profile = {"name": of.name, "code": of.code, "kind": of.kind, "version": "1", "date": "2024-01-15"}
    profile |= {"scope": scope} if scope else {}
    return Filed(FORM_ID, year, profile, {}, figures() if values is None else dict(values), previous or {})


def returned(what: Filed, *findings: Finding, unfilled: bool = False) -> Returned:
    code, name = what.about("code"), what.organ
    verdict = verdict_of(findings, unfilled=unfilled, unreadable=False, strict=False)
    report = FileReport("", name, code, what.year, what.form, verdict, findings)
    counts = report.counts
    return Returned(
        Source(Path("inbox") / f"{name}.xlsx", f"{name}.xlsx"),
        code,
        verdict,
        counts[Severity.ERROR],
        counts[Severity.WARNING],
        counts[Severity.NOTE],
        name,
        code,
        what.year,
        what.form,
        what.version,
        code,
        packed([report_row(report), filed_row(what)]),
        code,
    )


def collected(
    organs: Iterable[Organ], filings: Iterable[Filed | Returned], *, last: Mapping[str, Filed] | None = None
) -> Collected:
    """What came back from the organs; who sent nothing is missing."""
    organs = tuple(organs)
    back = [one if isinstance(one, Returned) else returned(one) for one in filings]
    counting = {one.organ: one for one in back}
    return Collected(
        form(),
        2023,
        Roster(organs),
        {one.code: counting[one.code] for one in organs if one.code in counting},
        missing=tuple(one for one in organs if one.code not in counting),
        last=last or {},
    )


def error(message: str = "错了", **parts: object) -> Finding:
    return replace(Finding("B301", Severity.ERROR, message, "改正。"), **parts)  # type: ignore[arg-type]
