"""Reports and filings packed small: ten thousand of them are kept in memory, sent between processes and stored.

Packed is JSON, compressed; what was packed by somebody else can be wrong, but never runs anything.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

import msgspec

from toolkit.collect.filed import Filed
from toolkit.filing import Entry, Filing, Kind, Paragraph, entered
from toolkit.finding import Candidate, Finding, Quote, Related, Severity
from toolkit.verdict import FileReport, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEVEL = 1  # of compression: faster by far than the check, and small enough
_LONGEST = 2**26  # bytes, unpacked


class NotPacked(Exception):  # noqa: N818 - what it is
    """These bytes are nothing that was packed here."""


def packed(value: object) -> bytes:
    """Pack what JSON can say."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - JSON
    """Return what was packed; raises NotPacked."""
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(data, _LONGEST)
        if not reader.eof:  # cut off, and so without the checksum at its end
            raise NotPacked
        return _of_json(text)
    except (zlib.error, ValueError, RecursionError) as error:
        raise NotPacked from error


def _of_json(text: bytes) -> Any:  # noqa: ANN401 - JSON
    """Half as long as with the standard library, which is needed for what JSON cannot say: NaN and infinities."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return json.loads(text)


def report_row(report: FileReport) -> list[object]:
    """A report as JSON can say it; its path is left out, being that of the file and not of its content."""
    findings = [_finding_row(finding) for finding in report.findings]
    return [report.organ, report.code, report.year, report.form, report.verdict, findings, report.sheets]


def report_of_row(path: str, row: list[Any]) -> FileReport:
    """The report of a row; raises NotPacked."""
    try:
        organ, code, year, form, verdict, findings, sheets = row
        found = tuple(_finding_of_row(finding) for finding in findings)
        return FileReport(path, organ, code, year, form, Verdict(verdict), found, tuple(sheets))
    except (ValueError, TypeError) as error:
        raise NotPacked from error


def filed_row(filed: Filed) -> list[object]:
    """A `Filed` as JSON can say it."""
    return [_plain(getattr(filed, name)) for name in Filed.__struct_fields__]


def filed_of_row(row: list[Any]) -> Filed:
    """The `Filed` of a row; raises NotPacked."""
    try:
        return Filed(*row)
    except TypeError as error:
        raise NotPacked from error


def filing_row(filing: Filing) -> list[object]:
    """A whole filing as JSON can say it, without the places where its parts stand, and without blanks."""
    return [
        *(filing.form_id, filing.year),
        *(_entries(part) for part in (filing.profile, filing.modes, filing.figures, filing.compose)),
        {name: _entry_row(entry) for name, entry in filing.stated.items()},
        {name: [one.text for one in texts] for name, texts in filing.texts.items()},
        dict(filing.previous),
    ]


def filing_of_row(row: list[Any]) -> Filing:
    """The filing of a row; raises NotPacked."""
    try:
        form, year, profile, modes, figures, compose, stated, texts, previous = row
        return Filing(
            form,
            year,
            _entries_of(profile),
            _entries_of(modes),
            _entries_of(figures),
            _entries_of(stated),
            {name: tuple(Paragraph(text) for text in lines) for name, lines in texts.items()},
            _entries_of(compose),
            previous,
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise NotPacked from error


def _entries(entries: Mapping[str, Entry]) -> dict[str, object]:
    return {
        name: _entry_row(entry)
        for name, entry in entries.items()
        if entry.kind is not Kind.BLANK or entry.formula is not None
    }


def _entries_of(row: dict[str, Any]) -> dict[str, Entry]:
    return {
        name: Entry(one[0], one[1], Kind(one[2]), None, one[3]) if isinstance(one, list) else entered(one)
        for name, one in row.items()
    }


def _entry_row(entry: Entry) -> object:
    plain = entry.formula is None and entry.kind in (Kind.NUMBER, Kind.TEXT, Kind.BOOLEAN)
    return entry.raw if plain else [entry.raw, entry.value, entry.kind, entry.formula]


def _plain(value: object) -> object:
    return dict(value) if hasattr(value, "keys") else value  # type: ignore[call-overload]


def _finding_row(finding: Finding) -> list[object]:
    quote = finding.quote
    return [
        *(finding.code, finding.severity, finding.message, finding.remedy),
        *(finding.sheet, finding.cell, finding.field),
        *(finding.found, finding.expected, finding.difference),
        [[one.sheet, one.cell, one.field, one.role] for one in finding.related],
        [quote.text, quote.start, quote.end] if quote else None,
        [[one.sheet, one.cell, one.field, one.value, one.why] for one in finding.candidates],
    ]


def _finding_of_row(row: list[Any]) -> Finding:
    code, severity, message, remedy, sheet, cell, field, found, expected, difference, related, quote, why = (
        row
    )
    return Finding(
        code,
        Severity(severity),
        message,
        remedy,
        sheet,
        cell,
        field,
        found,
        expected,
        difference,
        tuple(Related(*one) for one in related),
        Quote(*quote) if quote else None,
        tuple(Candidate(*one) for one in why),
    )
