"""A form's claims made ready for reading: every phrase as a regular expression over rows of tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from toolkit.check.lexicon import Lexicon
from toolkit.form.claims import MARKS, NUMBER, SOFT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.form.claims import Claims, Subject
    from toolkit.form.model import Form

_FORMS: Final = 16
_BORDERS: Final = ("^", "$")
_BREAKS: Final = ("comma", "stop", "end", "open", "close", "sep", NUMBER)


@dataclass(frozen=True, eq=False)
class Pattern:
    """One phrase of one subject. `strict` ones must begin a statement, `words` counts what it is made of.

    A row of tokens can hold it only if one of every `needs` is in it.
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
        soft = f"[{self.lexicon.marks(SOFT)}]*"
        gap = f"(?:[^{self.lexicon.marks(_BREAKS)}]{{0,4}}?)"
        source = ""
        for element in self.phrase.split():
            if element == "~":
                source += gap
            elif element not in _BORDERS:
                word = f"[{self.lexicon.marks(element.removesuffix('?').split('|'))}]{soft}"
                source += f"(?:{word})?" if element.endswith("?") else word
        return re.compile(source.removesuffix(soft))


@dataclass(frozen=True)
class Phrasebook:
    """A form's claims with everything compiled."""

    claims: Claims
    lexicon: Lexicon
    by_mark: dict[str, tuple[Pattern, ...]]
    domain_of: dict[frozenset[str], str | None]

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
        tried = dict.fromkeys(
            pattern for mark in dict.fromkeys(row) for pattern in self.by_mark.get(mark, ())
        )
        for pattern in tried:
            for need in pattern.needs:
                if need.isdisjoint(present):
                    break
            else:
                for match in pattern.regex.finditer(row):
                    yield pattern, match.start(), match.end()


@lru_cache(maxsize=_FORMS)
def phrasebook(form: Form) -> Phrasebook | None:
    """Compile the form's claims, once; None for a form without any."""
    claims = form.claims
    if claims is None:
        return None
    lexicon = Lexicon(claims)
    marks = cache(lambda element: frozenset(lexicon.marks(element.split("|"))))
    by_mark: dict[str, list[Pattern]] = {}
    for subject in claims.subjects:
        for phrase in subject.phrases:
            elements = phrase.split()
            needs = {one: marks(one) for one in elements if one not in MARKS and not one.endswith("?")}
            pattern = Pattern(
                subject=subject,
                phrase=phrase,
                lexicon=lexicon,
                needs=tuple(needs.values()),
                strict=elements[0] == "^",
                ends=elements[-1] == "$",
                numbered=NUMBER in needs,
                words=sum(one in needs for one in elements),
            )
            for mark in min((found for name, found in needs.items() if name != NUMBER), key=len):
                by_mark.setdefault(mark, []).append(pattern)
    words = {word: domain.id for domain in claims.domains.values() for word in domain.words}
    domain_of = {
        kind: next((words[name] for name in sorted(kind) if name in words), None) for kind in lexicon.kinds
    }
    return Phrasebook(claims, lexicon, {mark: tuple(found) for mark, found in by_mark.items()}, domain_of)
