"""Text as a terminal shows it: how wide it is, and with nothing in it that a terminal would obey."""

from __future__ import annotations

import unicodedata
from typing import Final

_UNSAFE: Final = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Controls, invisible formatting (also right-to-left marks), half characters, line and paragraph breaks."""


def visible(text: str) -> str:
    r"""Return text from strangers on one line, with `\x1b`, `\n`, `\u202e` … written out."""
    if text.isprintable():
        return text
    return "".join(
        char.encode("unicode_escape").decode("ascii") if unicodedata.category(char) in _UNSAFE else char
        for char in text
    )


def width(text: str) -> int:
    """Return how many columns the text takes: two for a Chinese character, none for a combining mark."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def padded(text: str, columns: int) -> str:
    """Return the text filled up with spaces to so many columns."""
    return text + " " * (columns - width(text))
