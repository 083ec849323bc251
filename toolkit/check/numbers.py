"""The numbers of one paragraph, and how they stand to each other."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from toolkit.check.claims import Claim, Statement

_NEAR: Final = 30  # numbers: no list that is added up in a text is longer


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
        """The numbers before a token in its sentence, in order; of very many only the nearest."""
        position = bisect_left(self.all, index)
        near = self.all[max(position - _NEAR, 0) : position]
        return [one for one in near if self.sentence[one] == self.sentence[index]]

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
