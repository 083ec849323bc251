"""A form's claims made ready for reading: every phrase as a regular expression over rows of tokens."""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.check.lexicon import Lexicon
from toolkit.check.spots import telling_classes
from toolkit.form.claims import MARKS, NUMBER, SOFT
from toolkit.form.load import kept_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.form.claims import Claims, Subject
    from toolkit.form.model import Form

_FORMS: Final = 16
_BORDERS: Final = ("^", "$")
_BREAKS: Final = ("comma", "stop", "end", "open", "close", "sep", NUMBER)


class Pattern(Struct, frozen=True, eq=False, dict=True):
    """One phrase of one subject. `strict` ones must begin a statement, `words` counts what it is made of.

    A row of tokens can hold it only if one of its `key` (by which it is found) and of every `needs` is in it;
    what few tokens are comes first.
    """

    subject: Subject
    phrase: str
    lexicon: Lexicon
    needs: tuple[frozenset[str], ...]
    strict: bool
    ends: bool
    numbered: bool
    words: int

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The phrase over a row of tokens; most texts need few of them, so each is compiled when it is tried."""
        soft = f"{self._one_of(SOFT)}*"
        gap = f"(?:[^{re.escape(self.lexicon.marks(_BREAKS))}]{{0,4}}?)"
        source = ""
        for element in self.phrase.split():
            if element == "~":
                source += gap
            elif element not in _BORDERS:
                word = self._one_of(element.removesuffix("?").split("|")) + soft
                source += f"(?:{word})?" if element.endswith("?") else word
        return re.compile(source.removesuffix(soft))

    def _one_of(self, names: Iterable[str]) -> str:
        return f"[{re.escape(self.lexicon.marks(names))}]"


class Phrasebook(Struct, frozen=True):
    """A form's claims with everything compiled."""

    claims: Claims
    lexicon: Lexicon
    by_mark: dict[str, tuple[Pattern, ...]]
    domain_of: dict[frozenset[str], str | None]
    telling: frozenset[str]  # marks of which every row of tokens with a claim holds one

    @property
    def before(self) -> frozenset[str]:
        """The classes that may stand before a statement without changing what it counts."""
        return self.claims.before

    @property
    def between(self) -> frozenset[str]:
        """The classes that may stand in a list of things of which there is none."""
        return self.claims.between

    def domain_named(self, classes: frozenset[str]) -> str | None:
        """The domain that a token of these classes names."""
        return self.domain_of.get(classes)

    def found_in(self, row: str) -> Iterator[tuple[Pattern, int, int]]:
        """Every place where a phrase stands in a row of tokens."""
        present = set(row)
        tried: dict[Pattern, None] = {}
        for mark in dict.fromkeys(row):
            if patterns := self.by_mark.get(mark):
                tried.update(dict.fromkeys(patterns))
        for pattern in tried:
            for need in pattern.needs:
                if need.isdisjoint(present):
                    break
            else:
                for match in pattern.regex.finditer(row):
                    yield pattern, match.start(), match.end()


class _Phrase(Struct, frozen=True):
    """What a pattern is made of besides its subject, which is given by its number, and `key`, by which it is found."""

    subject: int
    phrase: str
    key: frozenset[str]
    needs: tuple[frozenset[str], ...]
    strict: bool
    ends: bool
    numbered: bool
    words: int


class _Prepared(Struct, frozen=True):
    """What of a phrasebook is the same in every run."""

    lexicon: Lexicon
    phrases: tuple[_Phrase, ...]
    domain_of: dict[frozenset[str], str | None]
    telling: frozenset[str]


@lru_cache(maxsize=_FORMS)
def phrasebook(form: Form) -> Phrasebook | None:
    """Compile the form's claims, once; None for a form without any."""
    claims = form.claims
    if claims is None:
        return None
    prepared = kept_with(form, "phrases", Path(__file__).parent, lambda: _prepared(claims))
    by_mark: dict[str, list[Pattern]] = {}
    for one in prepared.phrases:
        pattern = Pattern(
            subject=claims.subjects[one.subject],
            phrase=one.phrase,
            lexicon=prepared.lexicon,
            needs=one.needs,
            strict=one.strict,
            ends=one.ends,
            numbered=one.numbered,
            words=one.words,
        )
        for mark in one.key:
            by_mark.setdefault(mark, []).append(pattern)
    return Phrasebook(
        claims=claims,
        lexicon=prepared.lexicon,
        by_mark={mark: tuple(found) for mark, found in by_mark.items()},
        domain_of=prepared.domain_of,
        telling=prepared.telling,
    )


def _prepared(claims: Claims) -> _Prepared:
    lexicon = Lexicon(claims)
    marks = cache(lambda element: frozenset(lexicon.marks(element.split("|"))))
    phrases: list[_Phrase] = []
    for number, subject in enumerate(claims.subjects):
        for phrase in subject.phrases:
            elements = phrase.split()
            needed = [one for one in elements if one not in MARKS and one[-1] != "?"]
            needs = {one: marks(one) for one in needed}
            key = min([found for name, found in needs.items() if name != NUMBER], key=len)
            phrases.append(
                _Phrase(
                    subject=number,
                    phrase=phrase,
                    key=key,
                    needs=tuple(sorted([need for need in needs.values() if need is not key], key=len)),
                    strict=elements[0] == "^",
                    ends=elements[-1] == "$",
                    numbered=NUMBER in needs,
                    words=len(needed),
                )
            )
    words = {word: domain.id for domain in claims.domains.values() for word in domain.words}
    domain_of = {
        kind: next((words[name] for name in sorted(kind) if name in words), None) for kind in lexicon.kinds
    }
    telling = frozenset(lexicon.marks((NUMBER, *telling_classes(claims))))
    return _Prepared(lexicon, tuple(phrases), domain_of, telling)
