"""The numbers of one paragraph, and how they stand to each other."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from toolkit.check.claims import Claim, Statement

_COUNTS: Final = frozenset("件条份宗起个次期篇则部")


class Numbers:
    """A statement's numbers, each by its token."""

    def __init__(self, statement: Statement) -> None:
        self.tokens = statement.tokens
        self.claims: dict[int, Claim] = {claim.mark: claim for claim in statement.claims if claim.written}
        self.all = [index for index, token in enumerate(self.tokens.tokens) if token.number]

    @cached_property
    def sentence(self) -> list[int]:
        """The number of the sentence that each token stands in."""
        found, number = [], 0
        for token in self.tokens.tokens:
            found.append(number)
            number += "end" in token.classes
        return found

    def before(self, index: int) -> list[int]:
        """The numbers before a token in its sentence."""
        return [one for one in self.all if one < index and self.sentence[one] == self.sentence[index]]

    def unit(self, index: int) -> str:
        """The unit of a number; all that simply count are one."""
        number = self.tokens.tokens[index].number
        unit = (number.unit if number else None) or ""
        return "件" if unit in _COUNTS else unit

    def value(self, index: int) -> float:
        """The value of a number."""
        number = self.tokens.tokens[index].number
        return number.value if number else 0.0

    def exact(self, index: int) -> bool:
        """Say whether a number is no estimate."""
        number = self.tokens.tokens[index].number
        return number is not None and not number.bound
