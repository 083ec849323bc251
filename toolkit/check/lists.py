"""Numbers that stand apart from what they count: 甲、乙和丙分别为1件、2件和3件；申请量同比增长12%."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.form.claims import SOFT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.check.lexicon import Tokens

_LISTING: Final = frozenset(("respectively", "each"))
_CHANGES: Final = frozenset(("more", "less"))
_COMPARING: Final = frozenset(("glue", "all", "than", "last_year", "yoy", "comma"))
_BORDERS: Final = frozenset(("comma", "stop", "end", "open", "close", "#"))


def distributed(tokens: Tokens) -> Iterator[tuple[int, int, int, bool]]:
    """Yield first token, end and number's token of each item whose number stands in a list behind it.

    The last of the four says whether the items share the number (甲、乙各3件).
    """
    for index in tokens.of(_LISTING):
        token = tokens.tokens[index]
        if "respectively" in token.classes:
            numbers = _numbers(tokens, index + 1)
            items = _items(tokens, index)
            if len(numbers) > 1 and len(numbers) <= len(items):
                for (first, last), number in zip(items[-len(numbers) :], numbers, strict=True):
                    yield first, last, number, False
        elif "each" in token.classes:
            numbers = _numbers(tokens, index + 1)
            items = _items(tokens, index)
            if len(numbers) == 1 and len(items) > 1:
                for first, last in items:
                    yield first, last, numbers[0], True


def changed(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Yield, for each growth or decline, the end of what changed and the token of by how much.

    What changed ends where the comparison begins (比上年, 较2022年的28件); it has no number of its own.
    """
    for index in tokens.of(_CHANGES):
        mark = index + 1
        while mark < len(tokens.tokens) and "glue" in tokens.tokens[mark].classes:
            mark += 1
        if mark == len(tokens.tokens) or not (tokens.tokens[mark].number or tokens.has(mark, "%")):
            continue
        end = _comparison(tokens, index)
        if end and tokens.tokens[end - 1].number:
            named, end = end - 1, _comparison(tokens, end - 1)
            if not any(tokens.has(between, "last_year") for between in range(end, named)):
                continue
        if end and not tokens.tokens[end - 1].number:
            yield end, mark


def _comparison(tokens: Tokens, end: int) -> int:
    """Where the words of a comparison begin that end there."""
    while end and not tokens.tokens[end - 1].classes.isdisjoint(_COMPARING):
        end -= 1
    return end


def _numbers(tokens: Tokens, start: int) -> list[int]:
    """The numbers of a list: only commas and 和 stand between them."""
    found: list[int] = []
    parted = True
    for index in range(start, len(tokens.tokens)):
        token = tokens.tokens[index]
        if token.number:
            if not parted:
                break
            found.append(index)
            parted = False
        elif token.classes & {"sep", "comma"}:
            parted = True
        elif not token.classes & frozenset(SOFT):
            break
    return found


def _items(tokens: Tokens, end: int) -> list[tuple[int, int]]:
    """The items before 分别, each from its first token to its end."""
    items: list[tuple[int, int]] = []
    last = end
    for index in range(end - 1, -2, -1):
        border = index < 0 or bool(tokens.tokens[index].classes & _BORDERS)
        if border or "sep" in tokens.tokens[index].classes:
            if last > index + 1:
                items.append((index + 1, last))
            last = index
        if border:
            break
    return items[::-1]
