"""The words of a report as runs of Word: what is to be filled in is marked so that nobody overlooks it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.report.columns import balanced, width
from toolkit.report.figures import TO_FILL_IN
from toolkit.report.word.markup import run, w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.oxml.xmlchemy import BaseOxmlElement

_TO_FILL_IN = re.compile(rf"(〔{TO_FILL_IN}[^〕]*〕|^{TO_FILL_IN}$)")
_ENDS = re.compile(r"(?<=[省州盟县旗乡镇])|(?<=[市区])(?![政场容民域])|(?<=街道)|(?=（)")
"""Where the name of an organ may be divided well: behind the name of a place, before a bracket."""


def runs_of(text: str, *properties: tuple[str, int]) -> Iterator[BaseOxmlElement]:
    """A text as runs with these properties by tag and value; what is to be filled in is highlighted."""
    for part in _TO_FILL_IN.split(text):
        if part:
            marks = [w("highlight", val="yellow")] if _TO_FILL_IN.fullmatch(part) else []
            yield run(part, *(w(tag, val=value) for tag, value in properties), *marks)


def title_lines(title: str, organ: str, room: int) -> list[str]:
    """A title in lines of at most `room` halves of a character, nearly equally long.

    One that is too long for a line is divided behind the organ's name first.
    """
    if width(title) <= room:
        return [title]
    parts = [organ, title.removeprefix(organ)] if organ and title.startswith(organ) else [title]
    return [line for part in parts for line in _divided(part, room)]


def _divided(text: str, room: int) -> list[str]:
    """As few lines as need be, nearly equal; two of them rather part at a place than anywhere."""
    lines = balanced(text, room)
    parted = [[text[: end.start()], text[end.start() :]] for end in _ENDS.finditer(text)]
    fitting = [two for two in parted if all(two) and max(map(width, two)) <= room]
    if fitting and len(lines) == 2:  # noqa: PLR2004 - the two
        return min(fitting, key=lambda two: max(map(width, two)))
    return lines
