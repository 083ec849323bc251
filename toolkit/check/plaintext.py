"""A paragraph as it is read: one character for each meaning, without blanks, every place known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from toolkit.finding import Quote

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAME: Final = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | str.maketrans("，：；！？（）［］", "，：；。。()[]")
    | str.maketrans("!?;:﹐﹔：‑–―﹣−", "。。；：，；：-----")
    | str.maketrans("〇○◯", "零零零")
)
_BLANK: Final = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]+")
_LINE: Final = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
_COMMA: Final = re.compile(r"(?<!\d),|,(?!\d)")
_SENTENCE: Final = re.compile(r"[^。\n]*[。\n]?")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is what is read; character n of it stands at `places[n]` of `source`."""

    source: str
    text: str
    places: tuple[int, ...] | range

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


def plain(source: str) -> Plain:
    """Read a paragraph: full-width digits and brackets as half-width ones, blanks left out, lines kept apart."""
    if not _BLANK.search(source):
        return Plain(source, _commas(source.translate(_SAME)), range(len(source)))
    text: list[str] = []
    places: list[int] = []
    last = 0
    for match in _BLANK.finditer(source):
        start, end = match.span()
        text.append(source[last:start])
        places += range(last, start)
        if _LINE.search(match[0]):
            text.append("\n")
            places.append(start)
        last = end
    text.append(source[last:])
    places += range(last, len(source))
    return Plain(source, _commas("".join(text).translate(_SAME)), tuple(places))


def _commas(text: str) -> str:
    """A comma between digits belongs to a number, any other parts clauses."""
    return _COMMA.sub("，", text) if "," in text else text
