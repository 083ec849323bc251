"""What surrounds a claim in its sentence: of which year, which organ and which scope it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from toolkit.check.lexicon import Token, Tokens

_YEARS: Final = ("this_year", "last_year", "other_year", "part_year")
_COMPARING: Final = frozenset("比较与同按对自从于")
_SOFT: Final = frozenset(("glue", "all", "of_which", "this_year"))
_ORGAN: Final = ("局", "委", "厅", "镇", "乡", "街道", "办事处", "委员会", "中心", "大队", "支队", "公司", "政府", "院", "分局", "管委会")
_PRONOUNS: Final = ("我", "本", "该", "贵")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """`year` is the class of the last point in time named before; `organ` a name that stands as its subject."""

    year: str
    wider: str | None
    narrower: str | None
    represents: bool
    part: bool
    organ: str | None


def surroundings(tokens: Tokens, first: int, mark: int, used: set[int]) -> Circumstances:
    """Look back from a claim's first token to the beginning of its sentence."""
    year = "this_year"
    wider = narrower = organ = None
    known_year = part = represents = False
    channels = clause = 0
    subject = True
    for index in range(first - 1, -1, -1):
        token = tokens.tokens[index]
        if "end" in token.classes:
            break
        if not known_year and index not in used and (named := _year(tokens, index, token)):
            year, known_year = named, True
        if "wider" in token.classes and not (wider or narrower):
            wider = tokens.words(index)
        if token.classes & {"narrower", "represents"} and not (wider or narrower):
            narrower = tokens.words(index)
        represents = represents or "represents" in token.classes
        if token.classes & {"comma", "stop", "sep"}:
            clause += "sep" not in token.classes
            subject = subject and clause == 0
        if clause == 0 and "channel" in token.classes:
            channels += 1
        if clause == 0 and "etc" in token.classes:
            channels += 2
        if subject and organ is None and "unknown" in token.classes:
            organ = _organ(tokens, index)
            subject = False
        elif not token.classes & _SOFT:
            subject = False
    for index in range(first, mark):
        token = tokens.tokens[index]
        part = part or "channel" in token.classes
    return Circumstances(year, wider, narrower, represents, part or channels == 1, organ)


def _year(tokens: Tokens, index: int, token: Token) -> str | None:
    name = next((name for name in _YEARS if name in token.classes), None)
    if name is None or name == "this_year":
        return name
    start, end = token.start, token.end
    text = tokens.plain.text
    if start and text[start - 1] in _COMPARING:
        return None
    following = tokens.tokens[index + 1].classes if index + 1 < len(tokens.tokens) else frozenset()
    if following & {"dated"} or text.startswith(("同期", "度同期", "底", "以来"), end):
        return None
    return name


def _organ(tokens: Tokens, index: int) -> str | None:
    words = tokens.words(index)
    return words if words.endswith(_ORGAN) and not words.startswith(_PRONOUNS) else None
