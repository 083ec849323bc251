"""Names in a text: what stands where a name is due, and is Chinese throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


def named_in(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    r"""Yield every match whose group `name` (of the pattern any letters, as few as fit) is Chinese throughout.

    A set of all Chinese characters in the pattern itself takes longer to compile than many patterns without it.
    """
    start = 0
    while match := pattern.search(text, start):
        chinese = all("\u4e00" <= char <= "\u9fff" for char in match["name"])
        start = match.end() if chinese else match.start() + 1
        if chinese:
            yield match
