"""XML as programs write it: text without anything that only a parser could tell, or nothing at all.

Most parts of most workbooks are so plain that expressions can take them apart, many times faster than a parser
that calls back for each element. Whoever does so asks here first, and falls back to the parser for the rest;
what comes out must be the same either way.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from toolkit.patterns import when_used

if TYPE_CHECKING:
    import re

_PROLOG: Final = when_used(
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF-8|utf-8)")?(?: standalone="(?:yes|no)")? ?\?>)?[ \t\r\n]*(?=<[^?!])'
)
_STRANGE: Final = when_used(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|<[!?]|]]>")
_REFERENCE: Final = when_used(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
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

    It holds no comment, CDATA, DOCTYPE or instruction, no carriage return and no character that XML forbids.
    Whether its tags fit is not asked.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotPlain from None
    if _STRANGE.search(text):
        raise NotPlain
    return text


def unquoted(text: str) -> str:
    """Return character data with its references put in; raises NotPlain for one that XML does not know."""
    if "&" not in text:
        return text
    if len(_REFERENCE.findall(text)) != text.count("&"):
        raise NotPlain
    return _REFERENCE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return _NAMED[match[1]]
    code = int(match[2]) if match[2] else int(match[3], 16)
    if not any(code in allowed for allowed in _ALLOWED):
        raise NotPlain
    return chr(code)
