"""Words of a form's claims in a text: one pass from characters to tokens of known classes.

A class is one character, so that a row of tokens is a string and a phrase a regular expression over it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from toolkit.check import numerals
from toolkit.check.amounts import OPAQUE, Amount, amount_at, opaque_to
from toolkit.form.claims import MADE, NUMBER, PERCENT, SOFT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from toolkit.check.plaintext import Plain
    from toolkit.form.claims import Claims

UNKNOWN: Final = "unknown"
_PUNCTUATION: Final = {
    "，": "comma", "；": "stop", "。": "end", "\n": "end", "、": "sep", ")": "close", "：": "colon",
    "“": "glue", "”": "glue", '"': "glue", "‘": "glue", "’": "glue",
}  # fmt: skip
_OTHER_STARTS: Final = OPAQUE.union(numerals.STARTS)
_COUNTED: Final = frozenset("0123456789件条份")
_NUMBER_STARTS: Final = frozenset(numerals.STARTS)


class Token(Struct, frozen=True):
    """One word, number or mark of the text, text[start:end]."""

    classes: frozenset[str]
    start: int
    end: int
    number: numerals.Written | None = None


class Tokens(Struct, frozen=True):
    """A paragraph's tokens in order, and the same as a string with one character a token."""

    plain: Plain
    tokens: tuple[Token, ...]
    row: str
    lexicon: Lexicon
    found: dict[frozenset[str], list[int]] = field(default_factory=dict)

    def of(self, classes: frozenset[str]) -> list[int]:
        """The tokens that are of any of these classes, in order; looked for once."""
        if (known := self.found.get(classes)) is None:
            known = [match.start() for match in self.lexicon.one_of(classes).finditer(self.row)]
            self.found[classes] = known
        return known

    def words(self, index: int) -> str:
        """The characters of one token."""
        token = self.tokens[index]
        return self.plain.text[token.start : token.end]

    def has(self, index: int, name: str) -> bool:
        """Say whether a token is of a class."""
        return name in self.tokens[index].classes


class Lexicon:
    """The words of a form's claims, ready for reading.

    Words are looked up in a dictionary by their length: one expression of all of them takes longer to compile
    than most workbooks take to check. `_lengths` says by two first characters (or by the only one) how long words are, longest first,
    `_words` of what kind each is, and what may not stand behind it.
    """

    def __init__(self, claims: Claims) -> None:
        classes: dict[str, frozenset[str]] = {}
        for name, words in claims.words.items():
            kind = _one(name)
            for given in words:
                word = given if given.isalpha() else given.translate(_HALF)
                other = classes.get(word)
                classes[word] = kind if other is None else kind | other
        found = {word: kind for word, kind in classes.items() if word.isalpha() or _whole(word, classes)}
        kinds = dict.fromkeys([*found.values(), *map(_one, (*MADE, *SOFT, UNKNOWN))])
        self.kinds = tuple(kinds)
        # Sets of the first 256 characters compile many times faster than others.
        self._marks = {kind: chr(number) for number, kind in enumerate(kinds)}
        self._marks_of: dict[str, list[str]] = {}
        for kind, mark in self._marks.items():
            for name in kind:
                self._marks_of.setdefault(name, []).append(mark)
        self._words = {
            word: (kind, None if word.isalpha() else _not_before(word, kind))
            for word, kind in (_MARKED | found).items()
        }
        lengths: dict[str, tuple[int, ...]] = {}
        for word in self._words:
            begin, size = word[:2], len(word)
            sizes = lengths.get(begin)
            if sizes is None:
                lengths[begin] = (size, 1) if size > 1 and begin[0] in self._words else (size,)
            elif size not in sizes:
                lengths[begin] = tuple(sorted((*sizes, size), reverse=True))
        self._lengths = lengths
        self._starts = frozenset(begin[0] for begin in lengths) | _OTHER_STARTS
        self._patterns: dict[frozenset[str], re.Pattern[str]] = {}

    def marks(self, names: Iterable[str]) -> str:
        """The characters of every token that is of one of these classes."""
        return "".join(dict.fromkeys(mark for name in names for mark in self._marks_of.get(name, ())))

    def one_of(self, classes: frozenset[str]) -> re.Pattern[str]:
        """A token of any of these classes, in a row of tokens."""
        if (pattern := self._patterns.get(classes)) is None:
            marks = re.escape(self.marks(sorted(classes)))
            pattern = self._patterns[classes] = re.compile(f"[{marks}]" if marks else "(?!)")
        return pattern

    def read(self, plain: Plain, year: int | None, needed: int) -> Tokens:
        """Read a paragraph up to the end of the sentence that text[needed - 1] stands in.

        The words between two tokens are one token of class `unknown`.
        """
        tokens: list[Token] = []
        text, last = plain.text, 0
        starts, lengths, known = self._starts, self._lengths, self._words
        for start, char in enumerate(text):
            if start < last or char not in starts:
                continue
            for length in lengths.get(text[start : start + 2]) or lengths.get(char, ()):
                words = text[start : start + length]
                if words in known:
                    classes, unless = known[words]
                    end = start + len(words)
                    if unless is None or not unless(text[end : end + 1]):
                        token = Token(classes, start, end)
                        break
            else:
                other = _other(text, start, year) if char in _OTHER_STARTS else None
                if other is None:
                    continue
                token = other
            if start > last:
                tokens.append(Token(_UNKNOWN, last, start))
            tokens.append(token)
            last = token.end
            if start >= needed and token.classes == _END:
                break
        else:
            if last < len(text):
                tokens.append(Token(_UNKNOWN, last, len(text)))
        marks = self._marks
        row = "".join([marks[token.classes] for token in tokens])
        return Tokens(plain, tuple(tokens), row, self)


def _whole(word: str, words: Iterable[str]) -> bool:
    """Say whether no shorter word that ends in a digit, as a number, would go on in this one."""
    return not any(
        word[size - 1].isdigit() and word[:size] in words and _counted(word[size])
        for size in range(1, len(word))
    )


def _not_before(word: str, kind: frozenset[str]) -> Callable[[str], bool] | None:
    """Whether the character behind a word makes it another; None if none does."""
    if word[-1].isdigit():
        return _counted
    return _no_number if word[0] == "，" and "glue" in kind else None


def _counted(behind: str) -> bool:
    """Say whether a word that ends in a digit was a number."""
    return behind in _COUNTED


def _no_number(behind: str) -> bool:
    """Say whether another statement begins behind “，共”."""
    return behind not in _NUMBER_STARTS


def _other(text: str, start: int, year: int | None) -> Token | None:
    """A number, a point in time or what holds no claim, if one begins here; else an opening bracket is one."""
    if text[start] in OPAQUE:
        return _opaque(text, start)
    kind, end = amount_at(text, start)
    words = text[start:end]
    match kind:
        case Amount.NUMBER:
            number = numerals.written(words)
            return Token(_NUMBER if number else _UNKNOWN, start, end, number)
        case Amount.TIME:
            return Token(_one(numerals.year_class(words, year)), start, end)
        case Amount.SHARE:
            return Token(_PERCENT, start, end)
        case Amount.OPAQUE:
            return Token(_UNKNOWN, start, end)
    return None


def _opaque(text: str, start: int) -> Token | None:
    if end := opaque_to(text, start):
        return Token(_UNKNOWN, start, end)
    return Token(_OPEN, start, start + 1) if text[start] == "(" else None


_HALF: Final = str.maketrans("（）", "()")


@cache
def _one(name: str) -> frozenset[str]:
    return frozenset((name,))


_UNKNOWN: Final = _one(UNKNOWN)
_NUMBER: Final = _one(NUMBER)
_PERCENT: Final = _one(PERCENT)
_END: Final = _one("end")
_OPEN: Final = _one("open")
_MARKED: Final = {char: _one(name) for char, name in _PUNCTUATION.items()}
