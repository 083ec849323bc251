"""Notices: for each organ with faults, or that sent nothing, a message ready to send and a marked copy."""

from __future__ import annotations

import csv
import io
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.collect.conclusion import conclusion_of
from toolkit.collect.marked_copies import marked_copies
from toolkit.collect.names import stems_of
from toolkit.collect.notice_text import message, reason
from toolkit.finding import SEVERITY_WORDS, Severity
from toolkit.tabular import csv_bytes
from toolkit.verdict import Verdict

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


class Notice(Struct, frozen=True):
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
    for name, content in marked_copies(wanted, crew):
        if content:
            write(name, content)
            copies.add(name)
        else:
            failed += 1
    lines = []
    for one in wanted:
        copy = one.copy if one.copy in copies else ""
        text = "\r\n".join(message(one, collected, copy, deadline)) + "\r\n"
        write(f"{one.stem}.txt", text.encode("utf-8-sig"))
        lines.append(
            (
                one.row.organ.name,
                one.row.organ.code,
                conclusion_of(collected, one.row),
                reason(one, collected),
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
