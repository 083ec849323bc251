"""Merged headings: the paths of headings laid out as the official tables print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def merged_headings(
    paths: Sequence[tuple[str, ...]], depth: int
) -> Iterator[tuple[int, int, int, int, str]]:
    """Yield (level, start, span, length, text) for each heading cell.

    Paths are the headings of consecutive lines, outermost first, laid out on `depth` levels. A heading shared
    by neighbours is one cell of `span` lines; a path shorter than `depth` has its last heading (or, where
    lines end in a common tail, its first) stretched over `length` levels.
    """
    stretched = [_stretched(path, depth) for path in paths]
    seen: set[tuple[int, int]] = set()
    for start, cells in enumerate(stretched):
        for level, length, text, above in cells:
            if (level, start) in seen:
                continue
            span = 1
            while start + span < len(stretched) and (level, length, text, above) in stretched[start + span]:
                if level + length == depth:
                    break  # the innermost heading names one line
                seen.add((level, start + span))
                span += 1
            yield level, start, span, length, text


def _stretched(path: tuple[str, ...], depth: int) -> list[tuple[int, int, str, tuple[str, ...]]]:
    spare = depth - len(path)
    cells, level = [], 0
    for number, text in enumerate(path):
        length = 1 + (spare if number == len(path) - 1 else 0)
        cells.append((level, length, text, path[:number]))
        level += length
    return cells
