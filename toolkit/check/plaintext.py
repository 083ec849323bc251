"""A paragraph as it is read: one character for each meaning, without blanks, every place known."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.finding import Quote
from toolkit.patterns import when_used

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SAME: Final = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；"},
    **dict(zip("！？（）［］", "。。()[]", strict=True)),
    **dict(zip("!?;:﹐﹔‑–―﹣−", "。。；：，；-----", strict=True)),
    **dict(zip("〇○◯", "零零零", strict=True)),
}
# Few characters change: finding them by one set is several times faster than str.translate.
_OTHER_FORM: Final = when_used(f"[{re.escape(''.join(_SAME))}]")
_BLANK: Final = when_used(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]+")
_LINE: Final = when_used(r"[\n\r\v\f\x85\u2028\u2029]")
# A comma between digits belongs to a number, any other parts clauses.
_COMMA: Final = when_used(r"(?<!\d),|,(?!\d)")
_SENTENCE: Final = when_used(r"[^。\n]*[。\n]?")
_PARAGRAPHS: Final = 256  # kept, because several checks read each


class Plain(Struct, frozen=True, dict=True):
    """`text` is what is read; character n of it stands at `places[n]` of `source`."""

    source: str
    text: str

    @cached_property
    def places(self) -> Sequence[int]:
        """Where each character of the text stands in the source; asked for only where something is found."""
        places: list[int] = []
        last = 0
        for match in _BLANK.finditer(self.source):
            start, end = match.span()
            places += range(last, start)
            if _LINE.search(match[0]):
                places.append(start)
            last = end
        places += range(last, len(self.source))
        return places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the source."""
        return self.places[start], self.places[end - 1] + 1

    def quote(self, start: int, end: int) -> Quote:
        """The sentence around text[start:end], with these characters marked."""
        first = max(self.text.rfind("。", 0, start), self.text.rfind("\n", 0, start)) + 1
        stops = [found for stop in "。\n" if (found := self.text.find(stop, end - 1)) >= 0]
        last = min(stops, default=len(self.text) - 1)
        begin, finish = self.span(first, last + 1)
        found, done = self.span(start, end)
        words = self.source[begin:finish]
        return Quote(words.rstrip(), found - begin, done - begin)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where each sentence begins and ends in the text."""
        for match in _SENTENCE.finditer(self.text):
            if match.end() > match.start():
                yield match.span()


@lru_cache(maxsize=_PARAGRAPHS)
def plain(source: str) -> Plain:
    """Read a paragraph: full-width digits and brackets as half-width ones, blanks left out, lines kept apart."""
    text = _OTHER_FORM.sub(_same, _BLANK.sub(_line, source))
    return Plain(source, _COMMA.sub("，", text) if "," in text else text)


def _line(blank: re.Match[str]) -> str:
    return "\n" if _LINE.search(blank[0]) else ""


def _same(char: re.Match[str]) -> str:
    return _SAME[char[0]]
