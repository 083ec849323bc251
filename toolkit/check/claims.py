"""The claims that an office's texts make: which numbers, and what they count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from toolkit.check.context import Circumstances
    from toolkit.check.lexicon import Tokens
    from toolkit.check.numerals import Written
    from toolkit.filing import Paragraph
    from toolkit.form.claims import Subject


class Claim(Struct, frozen=True):
    """One statement about a figure: `written` is its number, None where it says that there is none.

    Where its domain is only understood, `also` are others named in the sentence that may be meant.
    `first` and `last` are the tokens of its phrase, `mark` the token of the number (or of the first word).
    """

    subject: Subject
    domain: str
    written: Written | None
    first: int
    last: int
    mark: int
    doubtful: bool
    where: Circumstances
    also: tuple[str, ...] = ()

    @property
    def domains(self) -> tuple[str, ...]:
        """Every domain that may be meant, the nearest first."""
        return (self.domain, *self.also)


class Statement(Struct, frozen=True):
    """What was read in one paragraph; `changes` say of a figure only by how much it grew or fell."""

    tokens: Tokens
    claims: tuple[Claim, ...]
    changes: tuple[Claim, ...] = ()


class Read(Struct, frozen=True):
    """One paragraph of one section, and what was read in it."""

    section: str
    paragraph: Paragraph
    statement: Statement
