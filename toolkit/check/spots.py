"""Where a text can hold a claim at all: most sentences hold none, and need not be read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from toolkit.check.numerals import CHINESE, counts_to
from toolkit.form.claims import MARKS, NUMBER

if TYPE_CHECKING:
    from toolkit.form.claims import Claims

_DENYING: Final = frozenset(("nil", "all"))  # classes that claims without a number mostly hold
_DIGITS: Final = "0123456789"
_CLAIMS: Final = 16


def last_spot(claims: Claims, text: str) -> int:
    """How many characters of a text there are up to the last spot where a claim may stand; 0 if there is none.

    Every claim holds digits, a Chinese numeral that counts, or a word that says that there is none.
    """
    beginnings = _beginnings(claims)
    for at, char in zip(range(len(text) - 1, -1, -1), reversed(text), strict=True):
        if char in beginnings:
            if text.startswith(beginnings[char], at):
                return at + 1
            if char in CHINESE and (end := counts_to(text, at + 1)):
                return end
    return 0


@lru_cache(maxsize=_CLAIMS)
def _beginnings(claims: Claims) -> dict[str, tuple[str, ...]]:
    """The words that say that there is none and the digits, by their first character; numerals have none."""
    words = {word for name in telling_classes(claims) for word in claims.words.get(name, ())}
    found: dict[str, tuple[str, ...]] = dict.fromkeys(CHINESE, ())
    for word in sorted({*words, *_DIGITS}):
        found[word[0]] = (*found.get(word[0], ()), word)
    return found


@lru_cache(maxsize=_CLAIMS)
def telling_classes(claims: Claims) -> tuple[str, ...]:
    """The classes of which every claim without a number holds one."""
    found = [*_DENYING]
    for subject in claims.subjects:
        for phrase in subject.phrases:
            elements = phrase.split()
            if NUMBER not in elements:
                needed = [one.split("|") for one in elements if one not in MARKS and not one.endswith("?")]
                if not any(_DENYING.issuperset(names) for names in needed):
                    found += needed[0]
    return tuple(found)
