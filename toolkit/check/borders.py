"""Where a statement begins and ends: whether words around a phrase change what it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.check.context import organ_named
from toolkit.form.claims import NUMBER, PERCENT, SOFT

if TYPE_CHECKING:
    from toolkit.check.lexicon import Tokens
    from toolkit.check.phrases import Phrasebook

_SOFT: Final = frozenset(SOFT)
_STOPS: Final = frozenset(("comma", "stop", "end", "open", "close"))
_ENDS: Final = frozenset(("stop", "end"))
_OPENERS: Final = _STOPS | {
    *("sep", "colon", "this_year", "of_which", "include", "etc", NUMBER),
    *("wider", "narrower", "others", "own", "represents"),
}
_PUBLISHED: Final = frozenset(("topic", "publish", "proactive"))


def begins(book: Phrasebook, tokens: Tokens, first: int) -> bool:
    """Say whether nothing unknown stands before a phrase that would change what is counted.

    An organ as its subject does not; whether it is the filing's own is asked later.
    """
    for index in range(first - 1, -1, -1):
        classes = tokens.tokens[index].classes
        if classes & _OPENERS:
            return True
        if not classes & _SOFT:
            if classes & book.before or "share" in classes or PERCENT in classes:
                return True
            return organ_named(tokens, index) and begins(book, tokens, index)
    return True


def listed_alike(tokens: Tokens, first: int, *, in_domain: bool) -> bool:
    """Say whether the list that an item stands in does not begin with a verb of another kind (公示甲、乙).

    What is only published may also be listed with its numbers: 公示甲3件，乙2件.
    """
    others = frozenset(("topic",)) if in_domain else _PUBLISHED
    if first == 0 or not tokens.tokens[first - 1].classes & ({"sep"} if in_domain else {"sep", "comma"}):
        return True
    for index in range(first - 1, -1, -1):
        classes = tokens.tokens[index].classes
        if classes & _ENDS or (classes & _STOPS and (in_domain or not _numbered(tokens, index - 1))):
            break
        if classes & others:
            return False
    return True


def _numbered(tokens: Tokens, index: int) -> bool:
    return index >= 0 and tokens.tokens[index].number is not None


def stops(book: Phrasebook, tokens: Tokens, last: int, *, through: bool) -> bool:
    """Say whether a statement ends here.

    A list that says of several things that there is none goes `through` to its end: what stands there may be
    something else (未发生行政复议、行政诉讼被撤销的情形). What follows without 、 is no further item of the list
    (未发生因申请引起的行政诉讼).
    """
    listed = False
    domain = book.domain_named(tokens.tokens[last - 1].classes)
    for index in range(last, len(tokens.tokens)):
        classes = tokens.tokens[index].classes
        if classes & _STOPS or ("sep" in classes and not through):
            return True
        if "sep" in classes:
            listed = True
        elif (named := book.domain_named(classes)) is not None:
            if not through or not (listed or named == domain):
                return False
            listed, domain = False, named
        elif not (classes & _SOFT or classes & book.between):
            return False
    return True
