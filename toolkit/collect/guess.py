"""Whose a file may be, by its name alone: good enough to fetch last year's figures for, or to ask somebody."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.collect.model import Organ, Roster

_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")


class Guess:
    """Finds the organ that a path names: by a code in it, else the longest name, in its last part before others."""

    def __init__(self, roster: Roster) -> None:
        self._codes = roster.by_code
        self._names = {_plain(organ.name): organ for organ in roster.organs}
        self._lengths = sorted({len(name) for name in self._names}, reverse=True)

    def __call__(self, path: str) -> Organ | None:
        """The organ that a path names; None if it names none."""
        for part in reversed(_plain(path).split("/")):
            found = next((self._codes[code] for code in _CODE.findall(part) if code in self._codes), None)
            found = found or self._named(part)
            if found:
                return found
        return None

    def _named(self, part: str) -> Organ | None:
        return next(
            (
                organ
                for length in self._lengths
                for start in range(len(part) - length + 1)
                if (organ := self._names.get(part[start : start + length]))
            ),
            None,
        )


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("(", "").replace(")", "")
