"""What the findings of a file come to: may it be submitted, and with which code does the program exit."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.finding import Finding


class Verdict(StrEnum):
    """The outcome for one file, from the best to the worst."""

    OK = "ok"
    WARNINGS = "warnings"
    ERRORS = "errors"
    UNFILLED = "unfilled"
    UNREADABLE = "unreadable"


_EXITS: Final = {Verdict.ERRORS: 1, Verdict.UNFILLED: 1, Verdict.UNREADABLE: 2}


class FileReport(Struct, frozen=True):
    """The result of checking one file. `organ` and `code` are empty, `year` and `form` None, if not known.

    `sheets` is the order in which findings are told, `published` whether it is a report in print and no
    workbook to be submitted; neither is part of the JSON.
    """

    path: str
    organ: str
    code: str
    year: int | None
    form: str | None
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    sheets: tuple[str, ...] = ()
    published: bool = False

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity, 0 included."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in Severity}


def verdict_of(findings: Iterable[Finding], *, unfilled: bool, unreadable: bool, strict: bool) -> Verdict:
    """Return what the findings come to; notes never count, and `strict` counts warnings as errors.

    A file that could not be read, or that nobody filled in, is that and nothing else.
    """
    if unreadable:
        return Verdict.UNREADABLE
    if unfilled:
        return Verdict.UNFILLED
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities or (strict and Severity.WARNING in severities):
        return Verdict.ERRORS
    return Verdict.WARNINGS if Severity.WARNING in severities else Verdict.OK


def exit_code(reports: Iterable[FileReport]) -> int:
    """Return 2 if any file could not be read, else 1 if any has errors or is not filled in, else 0."""
    return max((_EXITS.get(report.verdict, 0) for report in reports), default=0)
