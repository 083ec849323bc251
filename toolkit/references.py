"""References in the office's own words, 【依申请.新收.总计】: where they stand and which field they mean.

The report puts the figure in their place, the checks point out those that name nothing; both read them here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.patterns import when_used

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.form.model import Form


class Mention(Struct, frozen=True):
    """One reference as it stands in a text: text[start:end] is 【…】, `name` the alias meant by it.

    `field` is the id of the field it means, or None if the form has no such alias; `near` are then the
    aliases that were probably meant, best first. A `malformed` one is what was plainly meant to be a
    reference: text[start:end] is then a name with whatever brackets stand around it.
    """

    name: str
    start: int
    end: int
    field: str | None
    near: tuple[str, ...] = ()
    malformed: bool = False


_OPEN, _CLOSE = "【［[〔〖", "】］]〕〗"
_PROPER = when_used(r"【([^【】\n]{1,60})】")
_STRETCH = when_used(
    rf"(?P<open>[{re.escape(_OPEN)}]*)(?P<inner>[^{re.escape(_OPEN + _CLOSE)}]+)(?P<close>[{re.escape(_CLOSE)}]*)"
)
_DOT = when_used(r"\s*[.．]\s*")
_DOT_MAYBE = when_used(r"\s*[.．·・•‧。｡﹒]\s*")
_SEPARATOR = when_used(r"[\s.·・•‧。｡,，、/\\|\-‐–—_:;；]")
_SUGGESTIONS: Final = 3


def find_references(text: str, form: Form) -> tuple[Mention, ...]:
    """Return every reference in a text, in order.

    【…】 is a reference if it is made of Chinese names with dots between them (a dot after a digit belongs to
    a number, as in 【附件1.申请表】), or a field's id. Full-width dots and spaces are allowed. A · or 。 counts
    as a dot only where a table's name (or nearly one) stands before it, because people's names and sentences
    hold these too. Any other 【…】, like 【重要】, is the office's own words.

    The name of a field in other brackets, in brackets without their fellow or twice as many, or with something
    else than dots between its parts, is a malformed reference. A name without any bracket is plain words.
    """
    if not any(bracket in text for bracket in _OPEN + _CLOSE):
        return ()
    return tuple(_mentions(text, form))


def _mentions(text: str, form: Form) -> Iterator[Mention]:
    for stretch in _STRETCH.finditer(text):
        start, end = stretch.start("inner"), stretch.end("inner")
        opening, closing = stretch["open"], stretch["close"]
        inner = None
        if opening.endswith("【") and closing.startswith("】"):
            inner = _PROPER.fullmatch(text, start - 1, end + 1)
        mention = _proper(inner, form) if inner else None
        single = opening.count("【") == closing.count("】") == 1
        if (mention and mention.field and single) or not (opening or closing):
            if mention:
                yield mention
            continue
        yield from filter(None, [_malformed(stretch, form) or mention])


def _proper(match: re.Match[str], form: Form) -> Mention | None:
    """A reference as it should be written, whether or not the form has its name."""
    inner = match[1].strip()
    names = _DOT.split(inner)
    loose = _DOT_MAYBE.split(inner)
    if loose != names and _names_table(loose[0], form):
        names = loose
    name = ".".join(names)
    field = form.aliases.get(name) or (name if name in form.fields else None)
    if len(names) == 1 or not (field or all(map(_is_name, names))):
        return None
    return Mention(name, *match.span(), field, () if field else _near(name, form))


def _is_name(words: str) -> bool:
    """Say whether words are a Chinese name, and no number is at their end."""
    return any("\u3400" <= char <= "\u9fff" for char in words) and words[-1] not in "0123456789"


def _malformed(stretch: re.Match[str], form: Form) -> Mention | None:
    """The name of a field inside or next to brackets that are not 【 and 】 around it alone."""
    opening, inner, closing = stretch["open"], stretch["inner"], stretch["close"]
    known = _known(form)
    letters, places = _letters(inner)
    start, end = stretch.span()
    if opening and closing:
        alias = known.get(letters)
    elif opening:
        size = next((size for size in _sizes(letters, form) if letters[:size] in known), 0)
        alias = known.get(letters[:size])
        end = stretch.start("inner") + places[size - 1] + 1 if alias else end
    else:
        size = next((size for size in _sizes(letters, form) if letters[-size:] in known), 0)
        alias = known.get(letters[-size:]) if size else None
        start = stretch.start("inner") + places[-size] if alias else start
    if alias is None:
        return None
    return Mention(
        " ".join(inner.split()) if opening and closing else alias, start, end, None, (alias,), malformed=True
    )


def _letters(text: str) -> tuple[str, list[int]]:
    """A text without what may part the names, in one width and case, and where each letter of it stands."""
    letters = [
        (letter, place)
        for place, char in enumerate(text)
        for letter in unicodedata.normalize("NFKC", char).lower()
        if not _SEPARATOR.fullmatch(letter)
    ]
    return "".join(letter for letter, _ in letters), [place for _, place in letters]


def _sizes(letters: str, form: Form) -> range:
    """The lengths that a name may have in a text, the longest first."""
    return range(min(len(letters), max(map(len, _known(form)), default=0)), 0, -1)


@lru_cache(maxsize=16)
def _known(form: Form) -> Mapping[str, str]:
    """The alias of each field by its letters, and by those of the field's id."""
    ids = {_letters(name)[0]: item.alias for name, item in form.fields.items()}
    return ids | {_letters(alias)[0]: alias for alias in reversed(form.aliases)}


def _names_table(name: str, form: Form) -> bool:
    import difflib  # noqa: PLC0415 - only where a name is not known

    return bool(difflib.get_close_matches(name, [table.alias for table in form.tables], n=1, cutoff=0.6))


def _near(name: str, form: Form) -> tuple[str, ...]:
    """Aliases that look alike; failing that, those with the same last name: the table's name was wrong."""
    import difflib  # noqa: PLC0415 - likewise

    close = difflib.get_close_matches(name, form.aliases, n=_SUGGESTIONS, cutoff=0.6)
    if not close:
        tail = "." + name.rpartition(".")[2]
        close = [alias for alias in form.aliases if alias.endswith(tail)][:_SUGGESTIONS]
    return tuple(close)
