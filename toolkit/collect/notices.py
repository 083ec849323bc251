"""Notices: for each organ with faults, or that sent nothing, a message ready to send and a marked copy."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from toolkit.collect.chunks import worked
from toolkit.collect.conclusion import conclusion_of
from toolkit.collect.inbox import Contents
from toolkit.collect.model import Unused
from toolkit.collect.names import stems_of
from toolkit.collect.tabular import csv_bytes
from toolkit.finding import SEVERITY_WORDS, Severity
from toolkit.package.refusal import FileRefused
from toolkit.present import conclusion, problem
from toolkit.terminal import visible
from toolkit.verdict import Verdict
from toolkit.workbook.annotate import CannotMark, annotated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from toolkit.collect.crew import Crew
    from toolkit.collect.judge import Judged
    from toolkit.collect.model import Collected, Returned
    from toolkit.collect.rollup import OrganRow, RollUp
    from toolkit.finding import Finding
    from toolkit.verdict import FileReport

INDEX: Final = "index.csv"
_COPY: Final = "_标注"
_HEAD: Final = ("单位名称", "单位代码", "结论", "事由", "错误", "警告", "联系人", "电话", "通知", "标注副本")
_SUFFIXES: Final = (".xlsx", ".xlsm")
_LISTED: Final = 40  # findings of a severity in a message; of more the rest is counted


@dataclass(frozen=True)
class Notice:
    """What one organ is told: about its workbook that counts, a file that cannot be used, or nothing at all.

    `findings` are all there are, those of the roll-up among them; `tie` says that several workbooks of one
    报送次数 differ.
    """

    row: OrganRow
    stem: str
    file: Returned | None
    report: FileReport | None
    findings: tuple[Finding, ...]
    tie: Finding | None = None

    @property
    def markable(self) -> bool:
        """Say whether there may be a marked copy, and anything to mark."""
        if all(finding.severity is Severity.NOTE for finding in self.findings):
            return False
        suffix = PurePosixPath(self.file.source.shown).suffix.lower() if self.file else ""
        return self.row.returned is not None and suffix in _SUFFIXES

    @property
    def copy(self) -> str:
        """The name of the marked copy."""
        shown = self.file.source.shown if self.file else ""
        return f"{self.stem}{_COPY}{PurePosixPath(shown).suffix.lower()}"

    @property
    def counted(self) -> str:
        """How many findings there are that ask for something; empty if none does."""
        asking = (Severity.ERROR, Severity.WARNING)
        return "、".join(
            f"{number} 个{SEVERITY_WORDS[severity]}"
            for severity in asking
            if (number := len(self.of(severity)))
        )

    def of(self, severity: Severity) -> list[Finding]:
        """The findings of a severity."""
        return [finding for finding in self.findings if finding.severity is severity]


def notices(collected: Collected, rollup: RollUp, judged: Iterable[Judged]) -> Iterator[Notice]:
    """One for each organ that has something to do, in the order of the roster."""
    by_code: dict[str, list[Finding]] = {}
    for one in judged:
        by_code.setdefault(one.code, []).append(one.finding)
    unusable = collected.unusable
    stems = stems_of(collected.roster.organs)
    for row in rollup.rows:
        code, file = row.organ.code, row.returned or unusable.get(row.organ.code)
        if file is None:
            if row.into:  # nobody waits for an area whose sums are made anyway
                yield Notice(row, stems[code], None, None, ())
            continue
        report = file.report()
        tie = collected.ties.get(code)
        found = (*report.findings, *by_code.get(code, ()))
        told = tie or any(finding.severity is not Severity.NOTE for finding in found)
        if told or row.returned is None or report.verdict is Verdict.UNFILLED:
            yield Notice(row, stems[code], file, report, found, tie)


def write_notices(
    wanted: Sequence[Notice],
    collected: Collected,
    crew: Crew,
    write: Callable[[str, bytes], None],
    *,
    deadline: str = "",
) -> int:
    """Write the messages, the marked copies and their index; return how many copies could not be made."""
    copies: set[str] = set()
    failed = 0
    for piece, content in worked(crew, _mark, _pieces(wanted), weight=lambda piece: len(piece.content)):
        if isinstance(content, bytes) and content:
            write(piece.name, content)
            copies.add(piece.name)
        else:
            failed += 1
    lines = []
    for one in wanted:
        copy = one.copy if one.copy in copies else ""
        text = "\r\n".join(_message(one, collected, copy, deadline)) + "\r\n"
        write(f"{one.stem}.txt", text.encode("utf-8-sig"))
        lines.append(
            (
                one.row.organ.name,
                one.row.organ.code,
                conclusion_of(collected, one.row),
                _why(one, collected),
                len(one.of(Severity.ERROR)),
                len(one.of(Severity.WARNING)),
                one.row.organ.contact,
                one.row.organ.telephone,
                f"{one.stem}.txt",
                copy,
            )
        )
    write(INDEX, csv_bytes((_HEAD, *lines)))
    return failed


def earlier_notices(folder: Path) -> set[str]:
    """The files that an earlier index in a folder names: plain names that lie in it, of our kinds."""
    try:
        text = (folder / INDEX).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return set()
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or tuple(rows[0]) != _HEAD:
        return set()
    names = {name for row in rows[1:] for name in row[-2:]}
    return {
        name
        for name in names
        if name == Path(name).name and Path(name).suffix in (".txt", *_SUFFIXES) and (folder / name).is_file()
    }


@dataclass(frozen=True, slots=True)
class _Piece:
    """A workbook to be marked, with everything that a worker needs."""

    name: str
    content: bytes
    findings: tuple[Finding, ...]
    verdict: str


def _pieces(wanted: Iterable[Notice]) -> Iterator[_Piece]:
    with Contents() as contents:
        for one in wanted:
            if one.markable and one.file and one.report:
                try:
                    content = contents(one.file.source)
                except FileRefused:  # gone since it was read
                    content = b""
                verdict = conclusion(replace(one.report, findings=one.findings))
                yield _Piece(one.copy, content, one.findings, verdict)


def _mark(pieces: Sequence[_Piece]) -> list[bytes]:
    return [_marked(piece) for piece in pieces]


def _marked(piece: _Piece) -> bytes:
    """The marked copy; nothing where there can be none."""
    try:
        return annotated(piece.content, piece.findings, verdict=piece.verdict, problem=problem)
    except (CannotMark, FileRefused):
        return b""


def _why(one: Notice, collected: Collected) -> str:
    """For what an organ gets a notice, in a few words."""
    if one.file is None:
        return "没有收到"
    if one.row.returned is None:
        return f"收到的文件用不上：{conclusion_of(collected, one.row)}"
    if one.file.verdict is Verdict.UNFILLED:
        return "收到的工作簿尚未填写"
    return "；".join(filter(None, (one.counted, Unused.TIED if one.tie else "")))


def _message(one: Notice, collected: Collected, copy: str, deadline: str) -> Iterator[str]:
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
