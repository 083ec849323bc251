"""How an organ stands: the words of the summary, in the order of how much there is to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.collect.conclusion import NOT_NEEDED, NOT_SENT, TO_CONFIRM, UNUSABLE, WRONG_FORM, WRONG_YEAR
from toolkit.present import VERDICT_WORDS
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from toolkit.collect.rollup import OrganRow
    from toolkit.collect.summary.story import Story


class State(Struct, frozen=True):
    """A state in words, how it looks (`kind`, a class of the style sheet), and whether something is to be done."""

    word: str
    kind: str
    to_do: bool = True


STATES: Final = (
    State(NOT_SENT, "missing"),
    State(UNUSABLE, "unusable"),
    State(WRONG_YEAR, "unusable"),
    State(WRONG_FORM, "unusable"),
    State(VERDICT_WORDS[Verdict.UNFILLED], "unfilled"),
    State(VERDICT_WORDS[Verdict.ERRORS], "errors"),
    State(TO_CONFIRM, "tied"),
    State(NOT_NEEDED, "spared", to_do=False),
    State(VERDICT_WORDS[Verdict.WARNINGS], "warnings", to_do=False),
    State(VERDICT_WORDS[Verdict.OK], "ok", to_do=False),
)
_NUMBERS: Final = {state.word: number for number, state in enumerate(STATES)}
_RETURNED: Final = frozenset((*VERDICT_WORDS.values(), TO_CONFIRM)) - {UNUSABLE}


def state_of(story: Story, row: OrganRow) -> int:
    """The number of an organ's state."""
    return _NUMBERS[story.verdict(row)]


def returned(state: State) -> bool:
    """Say whether a workbook that counts came back."""
    return state.word in _RETURNED
