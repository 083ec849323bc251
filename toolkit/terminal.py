"""Text on a terminal: said on one of the streams, how wide it is, with nothing in it that a terminal would obey."""

from __future__ import annotations

import sys
import unicodedata
from typing import Final

_UNSAFE: Final = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Controls, invisible formatting (also right-to-left marks), half characters, line and paragraph breaks."""


def say(text: str, *, end: str = "\n", err: bool = False) -> None:
    """Print text at once, on the error stream if it is no part of the result; nothing where a stream is gone."""
    stream = sys.stderr if err else sys.stdout
    if stream is not None:
        print(text, end=end, file=stream, flush=True)


def note(text: str) -> None:
    """Say on the error stream what the user should know beside the result."""
    say(f"注意：{text}", err=True)


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
