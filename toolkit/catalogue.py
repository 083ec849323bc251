"""The findings that belong to the toolkit (families F, S, V, T), as data; B and Y rules live in the forms.

`catalogue.toml` holds name, severity, message, remedy, explanation, source and example of each code.
`finding` makes a Finding from one entry: the message is a template whose words the caller gives.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from toolkit.finding import Finding, Related, Severity
from toolkit.kept import kept

if TYPE_CHECKING:
    from collections.abc import Mapping


class Entry(Struct, frozen=True):
    """One catalogued finding; `message` and `remedy` are format strings over the caller's words.

    `printed` is the remedy for a published report, where it is another; `words` names the remedy's words where
    the rule is explained without a finding.
    """

    code: str
    name: str
    severity: Severity
    message: str
    remedy: str
    explanation: str
    example: str = ""
    source: str = ""
    printed: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def advice(self) -> str:
        """The remedy with the names of its words, as 〔原来的表名〕."""
        return self.remedy.format_map({word: f"〔{name}〕" for word, name in self.words.items()})


@cache
def entries() -> dict[str, Entry]:
    """Return every catalogued finding by its code, in the order of the file."""
    folder = Path(__file__).parent
    return kept(folder, "catalogue", (folder,), lambda: _read(folder / "catalogue.toml"))


def _read(file: Path) -> dict[str, Entry]:
    import tomllib  # noqa: PLC0415 - seldom: what was read is kept

    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        code: Entry(code=code, **{**fields, "severity": Severity(fields["severity"])})
        for code, fields in table.items()
    }


def printed_remedy(code: str) -> str:
    """What to do about a finding in a published report; empty where it is what is done in a workbook."""
    entry = entries().get(code)
    return entry.printed if entry else ""


def finding(  # noqa: PLR0913 - the parts of a finding, all by keyword
    code: str,
    *,
    sheet: str | None = None,
    cell: str | None = None,
    field: str | None = None,
    found: float | str | None = None,
    expected: float | str | None = None,
    related: tuple[Related, ...] = (),
    **words: object,
) -> Finding:
    """Make the finding `code`; `found`, `expected` and `words` fill the entry's message and remedy.

    Raises KeyError for a code or a word the catalogue does not know: a mistake of ours, never of the user.
    """
    entry = entries()[code]
    said = {"found": found, "expected": expected, **words}
    return Finding(
        code=code,
        severity=entry.severity,
        message=entry.message.format_map(said),
        remedy=entry.remedy.format_map(said),
        sheet=sheet,
        cell=cell,
        field=field,
        found=found,
        expected=expected,
        related=related,
    )
