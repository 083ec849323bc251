"""CSV for spreadsheets: UTF-8 that Excel on a Chinese Windows knows as such, and no text that it would calculate."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from toolkit.jsonfile import json_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FORMULA: Final = tuple("=+-@＝＋－＠\t\r\n")
"""What a spreadsheet may take for the beginning of a formula."""


def csv_bytes(rows: Iterable[Sequence[str | float | None]]) -> bytes:
    """Rows as CSV; a text that begins like a formula gets an apostrophe, None and "" are empty."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    for row in rows:
        writer.writerow(_cell(value) for value in row)
    return stream.getvalue().encode("utf-8-sig", errors="replace")


def _cell(value: str | float | None) -> str | float | None:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value if value is None or isinstance(value, bool) else json_number(value)
