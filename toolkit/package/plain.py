"""XML as programs write it: text without anything that only a parser could tell, or nothing at all.

Most parts of most workbooks are so plain that expressions can take them apart, many times faster than a parser
that calls back for each element. Whoever does so asks here first, and falls back to the parser for the rest;
what comes out must be the same either way.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Final

from toolkit.patterns import when_used

_PROLOG: Final = when_used(
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF-8|utf-8)")?(?: standalone="(?:yes|no)")? ?\?>)?[ \t\r\n]*(?=<[^?!])'
)
_FORBIDDEN: Final = bytes(byte for byte in range(0x20) if byte not in b"\t\n")
_NO_CHARACTERS: Final = ("\ufffe".encode(), "\uffff".encode())
_REFERENCE: Final = when_used(r"&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_ATTRIBUTE: Final = when_used(r' ([A-Za-z:]+)="([^"]*)"')
_NAMED: Final = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&apos;": "'",
    "&amp;": "&",
}  # & last: it may begin another
# Characters that XML allows; as a set of an expression it would take longer to compile than a sheet to read.
_ALLOWED: Final = (
    range(0x20, 0xD800),
    range(0xE000, 0xFFFE),
    range(0x10000, sys.maxunicode + 1),
    (9, 10, 13),
)
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class NotPlain(Exception):  # noqa: N818 - what it is
    """It takes a parser to read this."""


def without_prolog(data: bytes) -> bytes:
    """Return the XML of a part in UTF-8 from its first element on; raises NotPlain."""
    data = data.removeprefix(_BYTE_ORDER_MARK)
    prolog = _PROLOG.match(data)
    if prolog is None:
        raise NotPlain
    return data[prolog.end() :]


def plain_text(data: bytes) -> str:
    """Return a piece of XML in UTF-8 as text; raises NotPlain.

    It holds no carriage return and no character that XML forbids, nor `]]>`, which it forbids in a text. What the
    tags are is for who asks: a comment, CDATA, DOCTYPE or instruction may be among them.
    """
    # Each of these looks through the bytes many times faster than an expression.
    if len(data.translate(None, _FORBIDDEN)) != len(data) or b"]]>" in data:
        raise NotPlain
    if b"\xef\xbf" in data and any(character in data for character in _NO_CHARACTERS):
        raise NotPlain
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotPlain from None


def attributes_in(tag: str) -> dict[str, str]:
    """Return the attributes of a tag, each behind one space; raises NotPlain where one is given twice."""
    pairs = _ATTRIBUTE.findall(tag)
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotPlain
    return found


def unquoted(text: str) -> str:
    """Return character data with its references put in; raises NotPlain for one that XML does not know."""
    if "&" not in text:
        return text
    references = text.count("&")
    if sum(map(text.count, _NAMED)) == references:
        for name, character in _NAMED.items():
            text = text.replace(name, character)
        return text
    if len(_REFERENCE.findall(text)) != references:
        raise NotPlain
    return _REFERENCE.sub(lambda match: _character(match[0]), text)


@lru_cache(maxsize=2**12)  # some programs write every Chinese character so
def _character(reference: str) -> str:
    if reference in _NAMED:
        return _NAMED[reference]
    number = reference[2:-1]
    code = int(number[1:], 16) if number[0] == "x" else int(number)
    if not any(code in allowed for allowed in _ALLOWED):
        raise NotPlain
    return chr(code)
