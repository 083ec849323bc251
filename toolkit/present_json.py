"""Findings as JSON for programs; the only place where they become that."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from toolkit import __version__
from toolkit.jsonfile import json_number, json_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.finding import Finding
    from toolkit.verdict import FileReport


def as_json(reports: Iterable[FileReport]) -> str:
    """Return the reports as JSON (toolkit/schemas/check.schema.json); findings in the order they came in."""
    return json_text({"gktool": __version__, "files": [_file_json(report) for report in reports]})


def _file_json(report: FileReport) -> dict[str, object]:
    return {
        "path": report.path,
        "organ": report.organ,
        "code": report.code,
        "year": report.year,
        "form": report.form,
        "verdict": report.verdict,
        "findings": [_finding_json(finding) for finding in report.findings],
    }


def _finding_json(finding: Finding) -> dict[str, object]:
    quote = finding.quote
    return {
        "code": finding.code,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "field": finding.field,
        "message": finding.message,
        "found": _figure(finding.found),
        "expected": _figure(finding.expected),
        "difference": _figure(finding.difference),
        "related": [
            {"sheet": item.sheet, "cell": item.cell, "field": item.field, "role": item.role}
            for item in finding.related
        ],
        "quote": quote and {"text": quote.text, "start": quote.start, "end": quote.end},
        "candidates": [
            {
                "sheet": item.sheet,
                "cell": item.cell,
                "field": item.field,
                "value": _figure(item.value),
                "why": item.why,
            }
            for item in finding.candidates
        ],
        "remedy": finding.remedy,
    }


def _figure(value: float | str | None) -> float | str | None:
    if value is None or isinstance(value, str):
        return value
    return json_number(value) if math.isfinite(value) else None
