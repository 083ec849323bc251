"""What surrounds a claim in its sentence: of which year, which organ and which scope it speaks."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.form.claims import SOFT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.check.lexicon import Token, Tokens

_YEARS: Final = ("this_year", "last_year", "other_year", "part_year")
_MANY: Final = 2  # ways in which requests come in, named together: all of them
_COMPARING: Final = frozenset("比较与同按对自从于")
_SOFT: Final = frozenset(SOFT)
_SCOPES: Final = ("wider", "narrower", "others", "represents")
_BORDERS: Final = frozenset(("comma", "stop"))
_LANDMARKS: Final = frozenset(
    (*_YEARS, *_SCOPES, "comma", "stop", "etc", "fraction", "channel", "end", "open", "close")
)
_ORGAN: Final = (
    "局",
    "委",
    "厅",
    "镇",
    "乡",
    "街道",
    "办事处",
    "委员会",
    "中心",
    "大队",
    "支队",
    "公司",
    "政府",
    "院",
    "分局",
    "管委会",
)
_PRONOUNS: Final = ("我", "本", "该", "贵")


class Circumstances(Struct, frozen=True):
    """`year` is the class of the last point in time named before, `scope` the last word for a scope.

    `organ` is a name that stands as the claim's subject, `represents` whether somebody acts for somebody else.
    """

    year: str
    scope: str | None
    scope_class: str
    represents: bool
    part: bool
    organ: str | None

    @property
    def compared(self) -> bool:
        """Say whether the claim speaks of this whole year and of the whole."""
        return self.year == "this_year" and not self.part


def surroundings(tokens: Tokens, first: int, mark: int, used: set[int]) -> Circumstances:
    """Look back from a claim's first token to the beginning of its sentence, past what stands in brackets."""
    look = _Look(tokens, used)
    for index in before(tokens, first, _LANDMARKS):
        look.at(index)
    inside = any(tokens.has(index, "channel") for index in range(first, mark))
    return Circumstances(
        year=look.year or "this_year",
        scope=look.scope,
        scope_class=look.scope_class,
        represents=look.represents,
        part=inside or look.fraction or look.channels == 1,
        organ=_subject(tokens, first),
    )


def before(tokens: Tokens, first: int, classes: frozenset[str] | None = None) -> Iterator[int]:
    """The tokens before one back to the beginning of its sentence, but for what stands in brackets.

    With `classes` (among them brackets and ends) only those of such a class.
    """
    places: Sequence[int] = range(first)
    if classes is not None:
        telling = tokens.of(classes)
        places = telling[: bisect_left(telling, first)]
    closed = 0
    for index in reversed(places):
        kinds = tokens.tokens[index].classes
        if "end" in kinds:
            return
        if "close" in kinds:
            closed += 1
        elif "open" in kinds and closed:
            closed -= 1
        elif not closed:
            yield index


def _subject(tokens: Tokens, first: int) -> str | None:
    """The name of an organ that stands as the subject of a claim: nothing but soft words between."""
    for index in range(first - 1, -1, -1):
        classes = tokens.tokens[index].classes
        if "unknown" in classes:
            return tokens.words(index) if organ_named(tokens, index) else None
        if classes.isdisjoint(_SOFT):
            return None
    return None


class _Look:
    """What is found on the way back, token by token."""

    def __init__(self, tokens: Tokens, used: set[int]) -> None:
        self.tokens = tokens
        self.used = used
        self.year: str | None = None
        self.scope: str | None = None
        self.scope_class = ""
        self.represents = False
        self.channels = 0
        self.fraction = False
        self._same_clause = True

    def at(self, index: int) -> None:
        token = self.tokens.tokens[index]
        classes = token.classes
        if not classes.isdisjoint(_BORDERS):
            self._same_clause = False
        if classes <= _BORDERS:  # most of what stands here
            return
        if self.year is None and index not in self.used:
            self.year = _year(self.tokens, index, token)
        if self.scope is None or self.scope_class == "represents":
            named = next((name for name in _SCOPES if name in classes), "")
            self.scope_class = named or self.scope_class
            self.scope = self.tokens.words(index) if named else self.scope
        self.represents = self.represents or "represents" in classes
        if self._same_clause and "etc" in classes:
            self.channels += _MANY
        self.fraction = self.fraction or (self._same_clause and "fraction" in classes)
        if self._same_clause and "channel" in classes and not self._channel_follows(index):
            self.channels += 1

    def _channel_follows(self, index: int) -> bool:
        return index + 1 < len(self.tokens.tokens) and self.tokens.has(index + 1, "channel")


def _year(tokens: Tokens, index: int, token: Token) -> str | None:
    name = next((name for name in _YEARS if name in token.classes), None)
    if name is None or name == "this_year":
        return name
    start, end = token.start, token.end
    text = tokens.plain.text
    if start and text[start - 1] in _COMPARING:
        return None
    if (
        index + 2 < len(tokens.tokens)
        and tokens.has(index + 1, "dated")
        and text[tokens.tokens[index + 1].end] in "的《"
    ):
        return None
    if text.startswith(("同期", "度同期", "底", "以来"), end):
        return None
    return name


def organ_named(tokens: Tokens, index: int) -> bool:
    """Say whether an unknown token ends in what organs are called."""
    words = tokens.words(index)
    return (
        "unknown" in tokens.tokens[index].classes
        and words.endswith(_ORGAN)
        and not words.startswith(_PRONOUNS)
    )
