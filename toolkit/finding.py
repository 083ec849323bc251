"""Finding: one thing that is wrong, doubtful or worth asking about, as data.

A finding says where (in the user's own words: sheet name and cell), what was found, what was expected
and what to do. Sentences are made from the catalogue or from the form's rules; nothing here prints.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct


class Severity(StrEnum):
    """How much a finding weighs: error (do not submit), warning (explain or correct), note (asks)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITY_WORDS: Final = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"}
"""The severities in the user's language; a severity's own word (`"error"`) finds its entry too."""


class Related(Struct, frozen=True):
    """A cell that takes part in a finding, e.g. one term of a balance; role is a Chinese word for its part."""

    sheet: str | None
    cell: str | None
    field: str | None
    role: str


class Quote(Struct, frozen=True):
    """The words a finding is about, with the span (start, end; characters) that is marked in them."""

    text: str
    start: int
    end: int


class Candidate(Struct, frozen=True):
    """A cell that is probably the wrong one, the value it should then hold, and why."""

    sheet: str | None
    cell: str | None
    field: str | None
    value: float
    why: str


class Finding(Struct, frozen=True):
    """One finding with its stable code.

    `cell` is an A1 address on `sheet`; `field` a field id of the form; `found` and `expected` are figures or
    words; `difference` is found minus expected where both are figures. `message` and `remedy` are Chinese.
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None
    found: float | str | None = None
    expected: float | str | None = None
    difference: float | None = None
    related: tuple[Related, ...] = ()
    quote: Quote | None = None
    candidates: tuple[Candidate, ...] = ()
