"""What the office calls itself, where that can only be another office's name left from a copied text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.check.names import named_in
from toolkit.patterns import when_used

if TYPE_CHECKING:
    from collections.abc import Iterator

# The ending of an organ's name, and the pronouns that go with it.
_ENDINGS: Final = (
    ("管理委员会", "委会区"), ("委员会", "委会"), ("办公室", "办室"), ("办公厅", "办厅"), ("街道办事处", "街办处"), ("办事处", "街办处"),
    ("镇人民政府", "镇"), ("乡人民政府", "乡"), ("局", "局"), ("厅", "厅"), ("院", "院"), ("中心", "中"), ("支队", "支队"), ("大队", "大队"),
)  # fmt: skip
# What stands before a pronoun is looked at behind it, so that the search goes from pronoun to pronoun.
_BEGINS: Final = r"(?<![^，。；、：(\n年度].)"
_KINDS: Final = ("局", "委", "厅", "镇", "乡", "街道")
_NAMED_SO: Final = tuple((pronoun + kind, kind) for kind in _KINDS for pronoun in "我本")
_PRONOUN: Final = when_used(rf"[我本]{_BEGINS}(?P<kind>{'|'.join(_KINDS)})(?![限部属长])")
_AREA: Final = when_used(rf"我{_BEGINS}(?P<area>区|县|旗)")
_AREAS: Final = "区县镇乡旗"
# Where a name stands, each with what is in every text that has one there.
_NAMED: Final = (
    (
        when_used(r"(?:请与|请联系|请致电|由)(?P<name>\w{4,30}?)(?:联系|编制|\(|（|，|。|负责编制)"),
        "",
    ),
    (
        when_used(r"(?:^|[。\n《])(?P<name>\w{4,30}?)20\d\d年(?:度)?政府信息公开(?:工作)?年度报告"),
        "年度报告",
    ),
)
_IS_ORGAN: Final = when_used(
    r"(?![我本该各局])(?=.*[省市县区州旗镇乡街]).{2,}(?:人民政府|局|委员会|办公室|办公厅|办事处|厅|管委会|中心)$"
)
_LEADING: Final = when_used(r"^(?:现将|现发布|现公布|根据|特编制|编制|关于|公布|发布|以下是)+")


def foreign_names(text: str, organ: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every name or pronoun that does not fit the organ's own name."""
    if organ:
        yield from _pronouns(text, organ)
        yield from _areas(text, organ)
        yield from _names(text, organ)


def _pronouns(text: str, organ: str) -> Iterator[tuple[int, int]]:
    """我局 where the organ is none, each once."""
    fitting = next((kinds for ending, kinds in _ENDINGS if organ.endswith(ending)), None)
    if fitting is None:
        return
    others = [kind for words, kind in _NAMED_SO if words in text and kind[0] not in fitting]
    seen: set[str] = set()
    for match in _PRONOUN.finditer(text) if others else ():
        kind = match["kind"]
        if kind in others and kind not in seen:
            seen.add(kind)
            yield match.span()


def _areas(text: str, organ: str) -> Iterator[tuple[int, int]]:
    """我县 where the organ is of a district, once."""
    our = "我区" in text or "我县" in text or "我旗" in text
    if our and any(area in organ for area in _AREAS):
        for match in _AREA.finditer(text):
            if match["area"] not in organ and not _below(match["area"], organ):
                yield match.span()
                return


def _names(text: str, organ: str) -> Iterator[tuple[int, int]]:
    """Another organ as the one that made the report, or that is to be asked about it."""
    for pattern, needed in _NAMED:
        for match in named_in(pattern, text) if needed in text else ():
            name = _LEADING.sub("", match["name"])
            if _IS_ORGAN.fullmatch(name) and not _same(name, organ):
                yield match.end("name") - len(name), match.end("name")


def _below(area: str, organ: str) -> bool:
    """Say whether an office of a smaller place may well speak of the larger one as ours."""
    return (area in "区县旗" and any(small in organ for small in "镇乡")) or "街道" in organ


def _same(name: str, organ: str) -> bool:
    """Say whether one name is the other's, longer, shorter, or that of its office."""
    core = organ.removesuffix("办公室").removesuffix("办公厅").removesuffix("人民政府")
    other = name.removesuffix("办公室").removesuffix("办公厅").removesuffix("人民政府")
    return _within(core, name) or _within(other, organ) or _within(name, organ)


def _within(short: str, name: str) -> bool:
    rest = iter(name)
    return bool(short) and all(char in rest for char in short)
