"""Headings: the numerals of parts, and paths of headings merged as the official tables print them."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


NUMERAL: Final = re.compile(r"\s*([一二三四五六七八九十]+)、\s*")
"""The numeral of a part of the report, as it begins a heading or a table's title: 三、."""


class Heading(Struct, frozen=True):
    """One heading cell: at which level and line it begins (from 0), how many of either it covers."""

    text: str
    level: int
    start: int
    levels: int
    lines: int


def merged_headings(
    paths: Sequence[tuple[str, ...]], depth: int, level: int = 0, start: int = 0
) -> Iterator[Heading]:
    """Merge neighbouring headings that share their path; the last of a path covers the levels left.

    `paths` are the headings of consecutive rows or columns, outermost first, laid out on `depth` levels.
    """
    for (text, ends), group in groupby(paths, key=lambda path: (path[level], len(path) == level + 1)):
        below = list(group)
        if ends:
            for offset in range(len(below)):
                yield Heading(text, level, start + offset, depth - level, 1)
        else:
            yield Heading(text, level, start, 1, len(below))
            yield from merged_headings(below, depth, level + 1, start)
        start += len(below)
