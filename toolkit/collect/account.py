"""What came back and what did not, in words for the terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from toolkit.collect.conclusion import TO_CONFIRM
from toolkit.collect.model import Unused
from toolkit.present import VERDICT_WORDS
from toolkit.terminal import visible
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.collect.model import Collected, Organ, Returned

_SHOWN: Final = 20  # lines of a list; of a longer one the rest is counted
_EXITS: Final = {Verdict.ERRORS: 1, Verdict.UNFILLED: 1}


def exit_code(collected: Collected) -> int:
    """Return 2 if a file could not be read, 1 if anything is missing, wrong or not what it should be, else 0."""
    if collected.unreadable:
        return 2
    strangers = (
        collected.missing,
        collected.unknown,
        collected.wrong_year,
        collected.wrong_form,
        collected.ties,
    )
    return max((_EXITS.get(one.verdict, 0) for one in collected.counting.values()), default=0) or int(
        any(strangers)
    )


def account(collected: Collected) -> str:
    """Return what came back: counts, then a list for each thing that somebody has to see to."""
    return "".join(f"{line}\n" for line in _lines(collected))


def _lines(collected: Collected) -> Iterator[str]:
    counting = collected.counting
    silent = [organ for organ in collected.missing if organ.code not in collected.unusable]
    unreadable = _unreadable(collected)
    numbers = (
        f"收到 {len(counting)} 个",
        f"没有收到 {len(silent)} 个",
        f"收到但用不上 {len(collected.missing) - len(silent)} 个" * (len(collected.missing) > len(silent)),
    )
    yield (
        f"{collected.year} 年，{collected.form.name}：应报 {len(counting) + len(collected.missing)} 个单位，"
        f"{'，'.join(filter(None, numbers))}。"
    )
    verdicts = Counter(
        TO_CONFIRM if collected.to_confirm(code) else VERDICT_WORDS[one.verdict]
        for code, one in counting.items()
    )
    words = (*VERDICT_WORDS.values(), TO_CONFIRM)
    counted = [f"{word} {verdicts[word]} 个" for word in words if verdicts[word]]
    if counted:
        yield f"{'，'.join(counted)}。"
    yield from _listed("没有收到", map(_organ, silent))
    yield from _listed(
        "收到但读不了",
        (_sent(organ, unreadable.pop(organ.code)) for organ in collected.missing if organ.code in unreadable),
    )
    for verdict in (Verdict.ERRORS, Verdict.UNFILLED):
        wrong = [one for one in counting.values() if one.verdict is verdict]
        yield from _listed(VERDICT_WORDS[verdict], (_faulty(collected, one) for one in wrong))
    yield from _listed(
        "报送次数相同而内容不同，请问清以哪一份为准",
        (f"{tie.code} {tie.message}" for tie in collected.ties.values()),
    )
    yield from _listed(
        "报了几份，采用其中一份",
        (
            f"{collected.roster.by_code[code].name}：采用 {counting[code].source.shown}；未采用 {unused}"
            for code in collected.others
            if (unused := _unused(collected, code))
        ),
    )
    yield from _listed("不在名录里", map(_stranger, collected.unknown))
    yield from _listed(
        f"不是 {collected.year} 年的",
        (f"{_stranger(one)}，{one.year or '没有'}年" for one in collected.wrong_year),
    )
    yield from _listed("不是这个表样的", (f"{_stranger(one)}，{one.form}" for one in collected.wrong_form))
    yield from _listed(
        "读不出来的其他文件", (_file(collected, one) for files in unreadable.values() for one in files)
    )
    yield from _listed("没有看的文件，里面如有填报的数，请索取 .xlsx 工作簿", collected.overlooked)
    yield from _listed("没有找到上年工作簿", map(_organ, collected.last_missing))
    yield from _listed("上年文件读不出来", (f"{file}：{reason}" for file, reason in collected.last_unread))


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    found: Sequence[str] = list(lines)
    if not found:
        return
    yield f"{title}（{len(found)} 个）："
    yield from (f"  {visible(line)}" for line in found[:_SHOWN])
    if len(found) > _SHOWN:
        yield f"  ……另有 {len(found) - _SHOWN} 个"


def _organ(organ: Organ) -> str:
    whom = " ".join(part for part in (organ.contact, organ.telephone) if part)
    return f"{organ.name}（{whom}）" if whom else organ.name


def _unused(collected: Collected, code: str) -> str:
    """The workbooks of an organ that are certainly not to be used; of a tie there is a line of its own."""
    return "、".join(
        f"{one.source.shown}（{why}）" for one, why in collected.unused(code) if why is not Unused.TIED
    )


def _faulty(collected: Collected, one: Returned) -> str:
    errors = f"，{one.errors} 个错误" if one.errors else f"，{one.warnings} 个警告" if one.warnings else ""
    return f"{collected.roster.by_code[one.organ].name}：{one.source.shown}{errors}"


def _stranger(one: Returned) -> str:
    whose = " ".join(part for part in (one.name, one.code) if part)
    return f"{one.source.shown}：{whose or '没有写明单位'}"


def _unreadable(collected: Collected) -> dict[str, list[Returned]]:
    """The files that cannot be read, by the code of the organ that they are probably of; empty of nobody's."""
    found: dict[str, list[Returned]] = {}
    for one in collected.unreadable:
        found.setdefault(one.likely, []).append(one)
    return found


def _sent(organ: Organ, files: Iterable[Returned]) -> str:
    """An organ of which nothing can be read, and what it probably sent."""
    sent = (f"{one.source.shown}（看文件名像是它的），{_fault(one)}" for one in files)
    return f"{_organ(organ)}：{''.join(sent)}"


def _file(collected: Collected, one: Returned) -> str:
    likely = collected.roster.by_code.get(one.likely)
    guess = f"（看文件名像是{likely.name}的）" if likely else ""
    return f"{one.source.shown}{guess}：{_fault(one)}"


def _fault(one: Returned) -> str:
    return one.report().findings[0].message
