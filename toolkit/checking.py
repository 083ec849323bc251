"""One file from path to report: read it, check it, say how it stands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from toolkit import catalogue
from toolkit.check.run import check_filing, is_unfilled
from toolkit.files import read_file
from toolkit.form.error import FormError
from toolkit.form.expression import Aspect, references_in
from toolkit.package.refusal import FileRefused
from toolkit.submissions import SUFFIXES
from toolkit.verdict import FileReport, Verdict, verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from toolkit.filing import Filing
    from toolkit.finding import Finding
    from toolkit.form.model import Form
    from toolkit.reading import Reading

_PRINTED_TOTAL: Final = "请重新相加，看是总计印错了，还是某一格印错了；已经公布的，请更正后重新公布。"


def check_file(
    path: Path,
    *,
    form: Form | None = None,
    strict: bool = False,
    last_of: Callable[[Filing], Sequence[Filing]] | None = None,
) -> FileReport:
    """Read and check one file; one that cannot be read becomes a report with its one finding.

    So does one at which gktool itself fails, that the others may still be checked; with GKTOOL_DEBUG the
    failure is raised. `last_of` gives last year's filings of an organ where last year is to be compared.

    Raises FormError where the form cannot be loaded.
    """
    try:
        return _checked(path, form, last_of, strict=strict)
    except FileRefused as refused:
        finding = refused.finding
        if path.suffix.lower() not in SUFFIXES:
            finding = in_print(form, finding)
        return _unreadable(path, finding)
    except FormError:
        raise
    except Exception as error:  # a fault of ours must not keep the other files from being checked
        if os.environ.get("GKTOOL_DEBUG"):
            raise
        return _unreadable(path, catalogue.finding("F016", found=f"{type(error).__name__}: {error}"))


def _checked(
    path: Path,
    form: Form | None,
    last_of: Callable[[Filing], Sequence[Filing]] | None,
    *,
    strict: bool,
) -> FileReport:
    reading = read_file(path, form=form)
    last = last_of(reading.filing) if last_of else ()
    findings = check_reading(reading, last)
    if last_of and not last:
        findings = (*findings, catalogue.finding("Y515", found=reading.filing.organ or str(path)))
    return report_of(path, reading, findings, strict=strict)


def _unreadable(path: Path, finding: Finding) -> FileReport:
    return FileReport(str(path), "", "", None, None, Verdict.UNREADABLE, (finding,))


def check_reading(reading: Reading, last: Sequence[Filing] = ()) -> tuple[Finding, ...]:
    """Every finding about a file that was read: file and structure, then the families of the checks."""
    findings = (*reading.findings, *check_filing(reading.form, reading.filing, last))
    if not reading.filing.printed:
        return findings
    return tuple(in_print(reading.form, finding) for finding in findings)


def in_print(form: Form | None, finding: Finding) -> Finding:
    """The finding with what to do in a published report, where that is something else than in a workbook."""
    rule = next((rule for rule in form.rules if rule.code == finding.code), None) if form else None
    of_total = rule is not None and any(
        one.aspect is Aspect.STATED for expression in rule.expressions for one in references_in(expression)
    )
    remedy = _PRINTED_TOTAL if of_total else catalogue.printed_remedy(finding.code)
    return replace(finding, remedy=remedy) if remedy else finding


def report_of(path: Path, reading: Reading, findings: tuple[Finding, ...], *, strict: bool) -> FileReport:
    """Put a file's findings and verdict together."""
    filing = reading.filing
    unfilled = is_unfilled(reading.form, filing)
    verdict = verdict_of(findings, unfilled=unfilled, unreadable=False, strict=strict)
    code, form = filing.about("code"), reading.form.id
    return FileReport(
        str(path),
        filing.organ,
        code,
        filing.year,
        form,
        verdict,
        findings,
        reading.sheets,
        published=filing.printed,
    )
