"""What a planned formula reads after sheets were renamed and rows or columns were inserted or deleted.

Programs let every reference follow such a change. That is a consequence of the change, not a second one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.patterns import when_used
from toolkit.workbook.cells import place
from toolkit.workbook.plan import a1, quoted
from toolkit.workbook.same import same_formula

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from toolkit.workbook.align import Alignment, Lines

_REFERENCE = when_used(
    r'"[^"]*"|'  # a text is left alone
    r"(?<![\w.$])(?P<sheet>'(?:[^']|'')+'!|[^\W\d][\w.]*!)?"
    r"(?P<first>\$?[A-Z]{1,3}\$?[0-9]{1,7})(?::(?P<last>\$?[A-Z]{1,3}\$?[0-9]{1,7}))?(?![\w(])"
)
LOST = "#REF!"


class Moves(Struct, frozen=True):
    """The planned sheets that changed: what each is called now and where its lines stand.

    `trusting` takes any whole formula for ours: another version of gktool wrote the workbook.
    """

    sheets: Mapping[str, tuple[str, Alignment]]
    trusting: bool = False

    def keep(self, found: str, planned: str, sheet: str) -> bool:
        """Say whether a formula of a planned sheet is still the same, as planned or having followed."""
        if same_formula(found, planned) or (self.trusting and LOST not in found.upper()):
            return True
        return bool(self.sheets) and same_formula(found, self.follow(planned, sheet))

    def follow(self, formula: str, sheet: str) -> str:
        """A planned formula of a planned sheet as it reads after the changes."""

        def followed(match: re.Match[str]) -> str:
            if match["first"] is None:
                return match[0]
            name = (match["sheet"] or "").removesuffix("!").strip("'").replace("''", "'")
            called, alignment = self.sheets.get(name or sheet, (name, None))
            if alignment is None:
                return match[0]
            prefix = f"{quoted(called)}!" if match["sheet"] else ""
            return prefix + _moved(match["first"], match["last"], alignment)

        return _REFERENCE.sub(followed, formula)


def _moved(first: str, last: str | None, alignment: Alignment) -> str:
    """A reference after the change; a range loses the lines that are gone."""
    top, left = place(first.replace("$", ""))
    bottom, right = place((last or first).replace("$", ""))
    rows, columns = _span(alignment.rows, top, bottom), _span(alignment.columns, left, right)
    if rows is None or columns is None:
        return LOST
    words = _like(first, rows[0], columns[0])
    return f"{words}:{_like(last, rows[1], columns[1])}" if last else words


def _span(lines: Lines, first: int, last: int) -> tuple[int, int] | None:
    there = [at for line in (range(first, last + 1)) if (at := lines.at(line)) is not None]
    return (there[0], there[-1]) if there else None


def _like(reference: str, row: int, column: int) -> str:
    """An address with the dollar signs of another."""
    letters = a1(row, column).rstrip("0123456789")
    before = "$" if reference.startswith("$") else ""
    between = "$" if "$" in reference[1:] else ""
    return f"{before}{letters}{between}{row}"
