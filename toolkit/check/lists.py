"""甲、乙和丙分别为1件、2件和3件: which number belongs to which item of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.form.claims import SOFT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.check.lexicon import Tokens

_BORDERS: Final = frozenset(("comma", "stop", "end", "open", "close", "#"))


def distributed(tokens: Tokens) -> Iterator[tuple[int, int, int, bool]]:
    """Yield first token, end and number's token of each item whose number stands in a list behind it.

    The last of the four says whether the items share the number (甲、乙各3件).
    """
    for index, token in enumerate(tokens.tokens):
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
