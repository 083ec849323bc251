"""Whether a claim about disputes is one about the disclosure of information, and not about all that an organ does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from toolkit.check.lexicon import Tokens
    from toolkit.check.phrases import Phrasebook
    from toolkit.form.claims import Subject

_CLAUSE: Final = frozenset(("comma", "stop", "end"))


def is_near(book: Phrasebook, section: str, tokens: Tokens, subject: Subject, last: int) -> bool:
    """Say whether what the subject must be near was named before the end of its phrase, or goes without saying."""
    wanted = frozenset(subject.near)
    if not wanted:
        return True
    own = {name for one in subject.domains for name in book.claims.domains[one].words}
    if _otherwise_caused(tokens, last, wanted | (book.before - own)):
        return False
    return section in subject.sections or any(token.classes & wanted for token in tokens.tokens[:last])


def _otherwise_caused(tokens: Tokens, last: int, wanted: frozenset[str]) -> bool:
    """Say whether something else is named as the cause (因工伤认定被提起行政诉讼2件).

    It is that of a whole list: a comma behind a number is no border (被申请行政复议2件，被提起行政诉讼1件).
    """
    unknown = False
    for index in range(last - 1, -1, -1):
        classes = tokens.tokens[index].classes
        if "cause" in classes:
            return unknown
        listed = "comma" in classes and index > 0 and tokens.tokens[index - 1].number
        if classes & wanted or (classes & _CLAUSE and not listed):
            return False
        unknown = unknown or "unknown" in classes
    return False
