"""What a collection is made into: 汇总.xlsx; on request notices, the area's workbook, the detail, the dashboard."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from toolkit import catalogue
from toolkit.collect.adding_up import roll_up
from toolkit.collect.area_book import area_book
from toolkit.collect.compare import comparisons, told
from toolkit.collect.dashboard.page import dashboard_html
from toolkit.collect.detail_file import FORMATS, detail_bytes, verify_format
from toolkit.collect.inbox import content
from toolkit.collect.judge import Judged, judge
from toolkit.collect.model import Returned, Source
from toolkit.collect.notices import earlier_notices, notices, write_notices
from toolkit.collect.rollup import Standing
from toolkit.collect.summary.book import write_summary
from toolkit.collect.summary.story import Story
from toolkit.collect.work import Piece, Task, check_pieces, unreadable
from toolkit.finding import Severity
from toolkit.output import OutputFolder, OutputRefused, verify_outputs, write_outputs
from toolkit.package.refusal import FileRefused
from toolkit.terminal import visible
from toolkit.verdict import Verdict
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from toolkit.collect.compare import Comparison
    from toolkit.collect.crew import Crew
    from toolkit.collect.model import Collected
    from toolkit.collect.rollup import RollUp
    from toolkit.output import Content


class Wanted(Struct, frozen=True):
    """What is to be made: see `gktool collect`.

    `notices` is a folder, `to` the detail for other tools, `html` the dashboard.
    """

    output: Path
    notices: Path | None = None
    deadline: str = ""
    area_workbook: Path | None = None
    to: Path | None = None
    force: bool = False
    html: Path | None = None

    def verify(self, inbox: Path, inputs: Sequence[Path]) -> None:
        """Raise OutputRefused or Stopped, before any work, if one of the results cannot be written."""
        workbooks = [self.output, *([self.area_workbook] if self.area_workbook else [])]
        verify_outputs(workbooks, inputs=inputs, suffixes=[".xlsx"], force=self.force)
        if self.to:
            verify_outputs([self.to], inputs=inputs, suffixes=list(FORMATS), force=self.force)
            verify_format(self.to.suffix.lower())
        if self.html:
            verify_outputs([self.html], inputs=inputs, suffixes=[".html"], force=self.force)
        if self.notices:
            OutputFolder(self.notices, inputs=[inbox, *inputs, *workbooks], force=self.force)
            if self.notices.resolve().is_relative_to(inbox.resolve()):
                raise OutputRefused(
                    f"{self.notices} 在 {inbox} 里：标注副本会被当成收回的工作簿。请换一个文件夹。"
                )


class Outcome(Struct, frozen=True):
    """What was made of a collection; whoever draws pictures of it needs no more than this.

    `area` is the area's report that was given apart, `refused` why the one that was given could not be used.
    """

    collected: Collected
    rollup: RollUp
    compared: tuple[Comparison, ...]
    judged: tuple[Judged, ...]
    area: Returned | None = None
    refused: Judged | None = None

    @property
    def faulty(self) -> bool:
        """Say whether the roll-up itself has an error."""
        return any(one.finding.severity is Severity.ERROR for one in self.judged)


def outcome(collected: Collected, area: Path | None = None, *, task: Task | None = None) -> Outcome:
    """Add up and compare; `area` is a workbook that is the area's report, checked as `task` says.

    An area whose report is the sum of its offices' is not missing where it sent none.
    """
    rollup = roll_up(collected)
    needed = {row.organ.code for row in rollup.rows if row.into}
    collected = replace(
        collected, missing=tuple(organ for organ in collected.missing if organ.code in needed)
    )
    report, refusal = None, None
    if area:
        report, refusal = _area(area, task or Task(), collected, rollup)
    compared = comparisons(rollup, report)
    judged = judge(rollup, compared)
    return Outcome(collected, rollup, compared, (*judged, *((refusal,) if refusal else ())), report, refusal)


def write_results(made: Outcome, wanted: Wanted, crew: Crew) -> Iterator[str]:
    """Write what is wanted, all at once but for the notices; yield what to tell. Raises OutputRefused, Stopped."""
    collected, rollup = made.collected, made.rollup
    folder = wanted.output.resolve().parent
    story = Story(collected, rollup, made.compared, made.judged, folder, made.area, made.refused)
    contents: dict[Path, Content] = {wanted.output: partial(write_summary, story)}
    notes: tuple[str, ...] = ()
    if wanted.area_workbook:
        book = area_book(collected, rollup, made.area)
        contents[wanted.area_workbook], notes = workbook_bytes(book.book), book.notes
    if wanted.to:
        contents[wanted.to] = detail_bytes(wanted.to.suffix.lower(), collected, rollup)
    if wanted.html:
        contents[wanted.html] = dashboard_html(replace(story, folder=wanted.html.resolve().parent))
    write_outputs(contents, force=wanted.force)
    yield from _compared(made)
    for path in contents:
        yield f"已生成 {path}。"
        if path == wanted.area_workbook:
            yield from (f"  {visible(note)}" for note in notes)
    if wanted.notices:
        yield from _notices(made, wanted, wanted.notices, crew)


def _notices(made: Outcome, wanted: Wanted, path: Path, crew: Crew) -> Iterator[str]:
    told = tuple(notices(made.collected, made.rollup, made.judged))
    earlier = earlier_notices(path)
    written = set()
    with OutputFolder(path, force=wanted.force) as folder:

        def write(name: str, data: bytes) -> None:
            folder.write(name, data)
            written.add(name)

        unmarked = write_notices(told, made.collected, crew, write, deadline=wanted.deadline)
    for name in earlier - written:  # of organs that have nothing to do any more
        (path / name).unlink(missing_ok=True)
    if not told:
        yield "没有需要通知的单位。"
        return
    yield f"已在 {path} 写好 {len(told)} 家单位的通知，清单见 index.csv。"
    if unmarked:
        yield f"  其中 {unmarked} 份工作簿不能标注，只有文字通知。"


def _compared(made: Outcome) -> Iterator[str]:
    """What came of the superiors' reports: who sent none, what could not be compared, what does not agree."""
    given = made.area or made.refused
    for row in made.rollup.rows:
        apart = given and row.organ.code == made.rollup.area
        if row.standing is Standing.MISSING and not row.into and not apart:
            yield f"{visible(row.organ.name)}没有报，所属单位的合计就是它的数。"
    if made.refused:
        yield visible(f"{made.refused.finding.message}{made.refused.finding.remedy}")
    for one in made.compared:
        if one.returned is made.area or any(one.wrong):
            yield visible(told(one, made.rollup))


def _area(
    path: Path, task: Task, collected: Collected, rollup: RollUp
) -> tuple[Returned | None, Judged | None]:
    """The area's report, or why it cannot be compared."""
    source = Source(path, str(path))
    try:
        data = content(source)
    except FileRefused as refused:
        answer, digest = unreadable(refused.finding), ""
    else:
        digest = hashlib.sha256(data).hexdigest()
        (answer,) = check_pieces(task, [Piece(source, digest, data)])
    identity, form, version, verdict, errors, warnings, notes, contents = answer.summary
    report = Returned(
        source, digest, Verdict(verdict), errors, warnings, notes, identity.name, identity.code,
        identity.year, form, version, contents, answer.packed, rollup.area,
    )  # fmt: skip
    why = ""
    if report.verdict is Verdict.UNREADABLE:
        why = f"读不出来（{report.report().findings[0].message.rstrip('。')}）"
    elif report.verdict is Verdict.UNFILLED:
        why = "尚未填写"
    elif report.year != collected.year:
        why = f"是 {report.year} 年的" if report.year else "没有填写年度"
    elif report.form != collected.form.id:
        why = f"不是{collected.form.name}"
    elif (filed := report.filed()) and not collected.form.covers_below(scope := filed.about("scope")):
        why = f"统计口径是“{scope}”，不是所辖区域的数" if scope else "没有填统计口径"
    if not why:
        return report, None
    return None, Judged(
        rollup.area, str(path), catalogue.finding("R608", found=visible(str(path)), expected=why)
    )
