"""The numbers of one paragraph, and how they stand to each other."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from toolkit.form.claims import NUMBER

if TYPE_CHECKING:
    from toolkit.check.claims import Claim, Statement

_NUMBER: Final = frozenset((NUMBER,))
_END: Final = frozenset(("end",))
_NEAR: Final = 30  # numbers: no list that is added up in a text is longer


class Numbers:
    """A statement's numbers, each by its token."""

    def __init__(self, statement: Statement) -> None:
        self.tokens = statement.tokens
        self.claims: dict[int, Claim] = {claim.mark: claim for claim in statement.claims if claim.written}
        self.all = self.tokens.of(_NUMBER)

    def before(self, index: int) -> list[int]:
        """The numbers before a token in its sentence, in order; of very many only the nearest."""
        ends = self.tokens.of(_END)
        sentence = bisect_left(ends, index)
        start = bisect_left(self.all, ends[sentence - 1]) if sentence else 0
        position = bisect_left(self.all, index)
        return self.all[max(position - _NEAR, start) : position]

    def unit(self, index: int) -> str:
        """The unit of a number: only what is counted alike adds up (100条 with 12000次 read does not)."""
        number = self.tokens.tokens[index].number
        return (number.unit if number else None) or ""

    def value(self, index: int) -> float:
        """The value of a number."""
        number = self.tokens.tokens[index].number
        return number.value if number else 0.0

    def exact(self, index: int) -> bool:
        """Say whether a number is no estimate."""
        number = self.tokens.tokens[index].number
        return number is not None and not number.bound
