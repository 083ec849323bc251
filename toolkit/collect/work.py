"""What a worker does: workbooks in as bytes, findings and figures out, packed small. It raises nothing.

Everything that a worker needs travels with its pieces, so that it may be on another machine.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from toolkit import catalogue
from toolkit.carryover import previous_figures
from toolkit.checking import check_reading, report_of
from toolkit.collect.filed import filed
from toolkit.collect.packing import (
    filed_row,
    filing_of_row,
    filing_row,
    packed,
    report_row,
    unpacked,
)
from toolkit.filing import PREDECESSORS
from toolkit.finding import Severity
from toolkit.form.error import FormError
from toolkit.form.load import load_form
from toolkit.lastyear import version_of
from toolkit.package.refusal import FileRefused
from toolkit.verdict import FileReport, Verdict
from toolkit.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.collect.model import Source
    from toolkit.finding import Finding
    from toolkit.reading import Reading

_DIGEST: Final = 32  # hexadecimal digits


class Identity(NamedTuple):
    """By what a workbook's organ is told: as it says itself, empty or None where it does not."""

    year: int | None
    code: str
    name: str
    predecessors: str


class Summary(NamedTuple):
    """What is asked of every workbook at once.

    `contents` is a digest of what was filled in, the same however it was saved; or the code of the finding
    that kept it from being read.
    """

    identity: Identity
    form: str | None
    version: int
    verdict: str
    errors: int
    warnings: int
    notes: int
    contents: str


class Answer(NamedTuple):
    """What came of a piece; `packed` is empty where last year's filings of another organ are needed."""

    summary: Summary
    packed: bytes


class Task(Struct, frozen=True):
    """How to check: under the form of a folder alone, or under the form that each workbook names.

    `compare` says that last year is compared.
    """

    form: Path | None = None
    strict: bool = False
    compare: bool = False


class Piece(Struct, frozen=True):
    """One workbook: where it lies, the SHA-256 of its bytes, and the bytes.

    `last` are the packed filings of last year of `organ`; None if it is not known yet whose it is.
    """

    source: Source
    digest: str
    content: bytes
    organ: Identity | None = None
    last: tuple[bytes, ...] = ()


def check_pieces(task: Task, pieces: Sequence[Piece]) -> list[Answer]:
    """Check each workbook: an answer packs its report and, unless it could not be read, its figures."""
    return [_safely(task, piece, _checked) for piece in pieces]


def last_digest(last: Sequence[bytes]) -> str:
    """A digest of last year's packed filings; empty if there are none."""
    return hashlib.sha256(b"".join(last)).hexdigest()[:_DIGEST] if last else ""


def read_pieces(task: Task, pieces: Sequence[Piece]) -> list[Answer]:
    """Read each workbook of last year: an answer packs its filing and its figures."""
    return [_safely(task, piece, _read) for piece in pieces]


def _safely(task: Task, piece: Piece, work: Callable[[Task, Piece, Reading], Answer]) -> Answer:
    try:
        form = load_form(task.form) if task.form else None
        return work(task, piece, read_workbook(piece.content, form=form))
    except FileRefused as refused:
        return unreadable(refused.finding)
    except FormError:
        raise
    except Exception as error:  # a fault of ours must not keep the other files from being checked
        if os.environ.get("GKTOOL_DEBUG"):
            raise
        return unreadable(catalogue.finding("F016", found=f"{type(error).__name__}: {error}"))


def unreadable(finding: Finding) -> Answer:
    """The answer about what cannot be read."""
    report = FileReport("", "", "", None, None, Verdict.UNREADABLE, (finding,))
    summary = Summary(Identity(None, "", "", ""), None, 0, report.verdict, 1, 0, 0, finding.code)
    return Answer(summary, packed([report_row(report), None]))


def _checked(task: Task, piece: Piece, reading: Reading) -> Answer:
    filing = reading.filing
    identity = _identity(reading)
    if task.compare and piece.organ != identity:
        return Answer(Summary(identity, None, 0, "", 0, 0, 0, ""), b"")
    last = [filing_of_row(unpacked(one)[0]) for one in piece.last]
    findings = check_reading(reading, last)
    if task.compare and not last:
        findings = (*findings, catalogue.finding("Y515", found=filing.organ or piece.source.shown))
    report = report_of(Path(), reading, findings, strict=task.strict)
    previous = previous_figures(reading.form, *last) if last else filing.previous
    figures = filed_row(filed(reading.form, filing, previous))
    contents = json.dumps(filing_row(filing), ensure_ascii=False).encode()
    return Answer(_summary(reading, report, contents), packed([report_row(report), figures]))


def _read(task: Task, _: Piece, reading: Reading) -> Answer:
    """With `strict` a workbook of last year is checked too, so that its errors can be told."""
    findings = check_reading(reading) if task.strict else reading.findings
    report = report_of(Path(), reading, findings, strict=False)
    row = filing_row(reading.filing)
    figures = filed_row(filed(reading.form, reading.filing, reading.filing.previous))
    contents = json.dumps(row, ensure_ascii=False).encode()
    return Answer(_summary(reading, report, contents), packed([row, figures]))


def _identity(reading: Reading) -> Identity:
    filing = reading.filing
    return Identity(filing.year, filing.about("code"), filing.organ, filing.about(PREDECESSORS))


def _summary(reading: Reading, report: FileReport, contents: bytes) -> Summary:
    counts = report.counts
    return Summary(
        _identity(reading),
        reading.form.id,
        version_of(reading.filing),
        report.verdict,
        counts[Severity.ERROR],
        counts[Severity.WARNING],
        counts[Severity.NOTE],
        hashlib.sha256(contents).hexdigest()[:_DIGEST],
    )
