"""Words of a form's claims in a text: one pass from characters to tokens of known classes.

A class is one character, so that a row of tokens is a string and a phrase a regular expression over it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from toolkit.check import numerals
from toolkit.form.claims import MADE, NUMBER, PERCENT, SOFT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.check.plaintext import Plain
    from toolkit.form.claims import Claims

UNKNOWN: Final = "unknown"
_PUNCTUATION: Final = {
    "，": "comma", "；": "stop", "。": "end", "\n": "end", "、": "sep", "(": "open", ")": "close", "：": "colon",
    "“": "glue", "”": "glue", '"': "glue", "‘": "glue", "’": "glue",
}  # fmt: skip
# What holds no claim: titles, references, document numbers, telephone numbers, addresses of web pages.
_OPAQUE: Final = (
    r"《[^《》\n]{1,80}》|【[^【】\n]{1,60}】(?:件|条|元|万元|份|个|次|起|宗)?|[\[〔(]\d{4}[\]〕)]第?\d+号"
    r"|\d{3,4}-\d{7,8}|[A-Za-z][\w./:@?=&%-]*|(?<!\d)1[3-9]\d{9}(?!\d)|第(?:\d+|[零一二三四五六七八九十百]+)[^\s。，；、()]?"
    r"|\d+(?:号|室|楼|时|分|岁|天|日|周|小时)|\d+(?:\.\d+){2,}"
)


class Token(NamedTuple):
    """One word, number or mark of the text, text[start:end]."""

    classes: frozenset[str]
    start: int
    end: int
    number: numerals.Written | None = None


@dataclass(frozen=True)
class Tokens:
    """A paragraph's tokens in order, and the same as a string with one character a token."""

    plain: Plain
    tokens: tuple[Token, ...]
    row: str

    def words(self, index: int) -> str:
        """The characters of one token."""
        token = self.tokens[index]
        return self.plain.text[token.start : token.end]

    def has(self, index: int, name: str) -> bool:
        """Say whether a token is of a class."""
        return name in self.tokens[index].classes


class Lexicon:
    """The words of a form's claims, ready for reading."""

    def __init__(self, claims: Claims) -> None:
        classes: dict[str, set[str]] = {}
        for name, words in claims.words.items():
            for word in words:
                classes.setdefault(word.translate(_HALF), set()).add(name)
        self._classes = {word: frozenset(names) for word, names in classes.items()}
        kinds = dict.fromkeys(
            [*self._classes.values(), *(frozenset((name,)) for name in (*MADE, *SOFT, UNKNOWN))]
        )
        self.kinds = tuple(kinds)
        self._marks = {kind: chr(0xE000 + number) for number, kind in enumerate(kinds)}
        starts = "".join(re.escape(char) for char in sorted({word[0] for word in self._classes}))
        self._pattern = re.compile(
            f"(?P<word>(?=[{starts}]){_trie(self._classes)})|(?P<opaque>{_OPAQUE})"
            f"|(?P<period>{numerals.PERIOD})|(?P<year>{numerals.YEAR})|(?P<month>{numerals.MONTH})"
            f"|(?P<share>{numerals.SHARE})|(?P<number>{numerals.NUMBER})"
            f"|(?P<mark>[{re.escape(''.join(_PUNCTUATION))}])"
        )

    def marks(self, names: Iterable[str]) -> str:
        """The characters of every token that is of one of these classes."""
        wanted = set(names)
        return "".join(mark for kind, mark in self._marks.items() if kind & wanted)

    def read(self, plain: Plain, year: int | None) -> Tokens:
        """Read a paragraph; the words between two tokens are one token of class `unknown`."""
        tokens: list[Token] = []
        text, last, known = plain.text, 0, self._classes
        for match in self._pattern.finditer(text):
            start, end = match.span()
            if start > last:
                tokens.append(Token(_UNKNOWN, last, start))
            if match.lastgroup == "word":
                tokens.append(Token(known[match[0]], start, end))
            else:
                tokens.append(self._token(match, year))
            last = end
        if last < len(text):
            tokens.append(Token(_UNKNOWN, last, len(text)))
        marks = self._marks
        return Tokens(plain, tuple(tokens), "".join([marks[token.classes] for token in tokens]))

    def _token(self, match: re.Match[str], year: int | None) -> Token:
        start, end = match.span()
        words = match[0]
        match match.lastgroup:
            case "mark":
                return Token(_MARKED[words], start, end)
            case "number":
                number = numerals.written(words)
                return Token(_one(NUMBER) if number else _UNKNOWN, start, end, number)
            case "period" | "year" | "month":
                return Token(_one(numerals.year_class(words, year)), start, end)
            case "share":
                return Token(_one(PERCENT), start, end)
            case _:
                return Token(_UNKNOWN, start, end)


_HALF: Final = str.maketrans("（）", "()")


@cache
def _one(name: str) -> frozenset[str]:
    return frozenset((name,))


_UNKNOWN: Final = _one(UNKNOWN)
_MARKED: Final = {char: _one(name) for char, name in _PUNCTUATION.items()}


def _trie(words: Iterable[str]) -> str:
    """One expression that matches the longest of the words, without trying them one by one."""
    root = _Node()
    for word in words:
        node = root
        for char in word:
            node = node.below.setdefault(char, _Node())
        node.ends = True
    return _branch(root)


class _Node:
    """A place in the trie: whether a word ends here, and how longer ones go on."""

    def __init__(self) -> None:
        self.ends = False
        self.below: dict[str, _Node] = {}


def _branch(node: _Node) -> str:
    """What may follow at a place; a word that ends in a digit is no part of a number and counts nothing."""
    ways = [
        re.escape(char) + (r"(?![\d件条份])" if char.isdigit() and below.ends else "") + _branch(below)
        for char, below in node.below.items()
    ]
    if not ways:
        return ""
    way = ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
    return f"(?:{way})?" if node.ends else way
