"""Where a text can hold a claim at all: most sentences hold none, and need not be read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from toolkit.check.numerals import CHINESE, COUNTED
from toolkit.form.claims import MARKS, NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.form.claims import Claims

_DENYING: Final = frozenset(("nil", "all"))  # classes that claims without a number mostly hold
_CLAIMS: Final = 16


@lru_cache(maxsize=_CLAIMS)
def claim_spots(claims: Claims) -> re.Pattern[str]:
    """What every claim holds: digits, a Chinese numeral that counts, or a word that says that there is none.

    It begins with one set of characters, so that the search passes over all others quickly.
    """
    words = {word for name in telling_classes(claims) for word in claims.words.get(name, ())}
    starts = "".join(sorted({word[0] for word in words}))
    spelt = "|".join(f"(?<={re.escape(word[0])}){re.escape(word[1:])}" for word in sorted(words))
    first = re.escape(CHINESE + starts)
    return re.compile(rf"[\d{first}](?:(?<=\d)|(?<=[{CHINESE}]){COUNTED}|{spelt})")


def last_spot(claims: Claims, text: str) -> int:
    """Where the last of these ends in a text; 0 if there is none."""
    end = 0
    for match in claim_spots(claims).finditer(text):
        end = match.end()
    return end


def telling_classes(claims: Claims) -> Iterator[str]:
    """The classes of which every claim without a number holds one."""
    yield from _DENYING
    for subject in claims.subjects:
        for phrase in subject.phrases:
            needed = [one.split("|") for one in phrase.split() if one not in MARKS and not one.endswith("?")]
            if [NUMBER] not in needed and not any(_DENYING.issuperset(names) for names in needed):
                yield from needed[0]
