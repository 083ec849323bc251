"""The words of a notice: the message that is ready to be sent, and for what it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.collect.conclusion import conclusion_of
from toolkit.collect.model import Unused
from toolkit.finding import Severity
from toolkit.present import problem
from toolkit.terminal import visible
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.collect.model import Collected, Returned
    from toolkit.collect.notices import Notice
    from toolkit.finding import Finding

_LISTED: Final = 40  # findings of a severity in a message; of more the rest is counted


def reason(one: Notice, collected: Collected) -> str:
    """For what an organ gets a notice, in a few words."""
    if one.file is None:
        return "没有收到"
    if one.row.returned is None:
        return f"收到的文件用不上：{conclusion_of(collected, one.row)}"
    if one.file.verdict is Verdict.UNFILLED:
        return "收到的工作簿尚未填写"
    return "；".join(filter(None, (one.counted, Unused.TIED if one.tie else "")))


def message(one: Notice, collected: Collected, copy: str, deadline: str) -> Iterator[str]:
    """The lines of a message; `copy` is the name of the marked copy, empty if there is none, `deadline` as it is told."""
    form, year = collected.form, collected.year
    by = f"于 {deadline} 前" if deadline else "尽快"
    what = f"{year} 年{form.title}填报工作簿"
    yield f"{visible(one.row.organ.name)}："
    yield ""
    if one.file is None or one.report is None:
        yield f"到目前为止，没有收到你单位的 {what}。请{by}填好下发的工作簿报来；已经报送的，请告知报送的时间和方式。"
        return
    name = visible(one.file.source.shown)
    if one.row.returned is None:
        whose = f"你单位的文件 {name}" if one.file.organ else f"文件 {name}，看文件名是你单位的"
        yield f"收到{whose}，但用不上：{_why_refused(one.file, collected)}"
        yield ""
        yield f"请{by}把 {what}重新报来。"
        return
    if one.report.verdict is Verdict.UNFILLED:
        yield f"收到你单位的 {what}（文件 {name}），但是还没有填写。请{by}填好报来，“报送次数”加 1。"
        return
    errors, warnings = one.of(Severity.ERROR), one.of(Severity.WARNING)
    times = f"，第 {one.file.version} 次报送" if one.file.version else ""
    if errors or warnings:
        yield f"你单位的 {what}（文件 {name}{times}）已经核对，有 {one.counted}。"
        yield (
            f"请改正后{by}重新报送，“报送次数”加 1。"
            if errors
            else f"请{by}核实：确实不对的，改正后重新报送，“报送次数”加 1；没有错的，请说明理由。"
        )
    if one.tie:
        rivals = (other for other, why in collected.unused(one.row.organ.code) if why is Unused.TIED)
        files = [name, *(visible(rival.source.shown) for rival in rivals)]
        numbered = f"报送次数同为 {one.file.version} " if one.file.version else "没有填报送次数"
        yield (
            f"收到你单位{numbered}的工作簿 {len(files)} 份，内容不同：{'、'.join(files)}。"
            f"请{by}告知以哪一份为准；以后每次重新报送，“报送次数”都要加 1。"
        )
    for title, found in (("必须改正的", errors), ("请核实或说明的", warnings)):
        if found:
            yield ""
            yield f"【{title}】"
            yield from _listed(found)
    if copy:
        yield ""
        yield f"标注副本 {copy} 一并附上：有问题的单元格加了批注和边框，第一张表是清单。副本只供查看，请在原工作簿里改。"


def _why_refused(file: Returned, collected: Collected) -> str:
    if file.verdict is Verdict.UNREADABLE:
        found = file.report().findings[0]
        return visible(f"{found.message}{found.remedy}")
    if file.year != collected.year:
        return (
            f"它是 {file.year} 年的，要报的是 {collected.year} 年的。"
            if file.year
            else "它没有填写报告年度。"
        )
    return f"它不是{collected.form.name}。"


def _listed(found: Sequence[Finding]) -> Iterator[str]:
    for number, finding in enumerate(found[:_LISTED], start=1):
        place = " ".join(part for part in (finding.sheet, finding.cell) if part)
        first, *more = problem(finding).split("\n")
        yield f"{number}. {visible(place)}{'：' if place else ''}{first}"
        yield from (f"   {line}" for line in more)
        if finding.remedy:
            yield f"   办法：{visible(finding.remedy)}"
    if len(found) > _LISTED:
        yield f"……另有 {len(found) - _LISTED} 处，见标注副本或用 gktool check 核对。"
