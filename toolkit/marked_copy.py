"""The marked copy of a checked workbook: where it may be written, and writing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.output import verify_outputs, write_outputs
from toolkit.present import conclusion, problem
from toolkit.stopped import Stopped
from toolkit.submissions import PUBLISHED
from toolkit.terminal import say
from toolkit.verdict import Verdict
from toolkit.workbook.annotate import annotated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.verdict import FileReport

WORKBOOKS = (".xlsx", ".xlsm")


def verify_copy(files: Sequence[Path], copy: Path, *, force: bool) -> None:
    """Say before any work why there can be no marked copy."""
    if len(files) > 1:
        raise Stopped(f"--annotate 一次只标注一个文件，这里有 {len(files)} 个，请逐个标注。")
    if files[0].suffix.lower() in PUBLISHED:
        raise Stopped(f"--annotate 只标注工作簿，{files[0]} 是公布的报告。")
    suffix = files[0].suffix.lower()  # Excel does not open a workbook under the other's name
    suffixes = (suffix,) if suffix in WORKBOOKS else WORKBOOKS
    verify_outputs([copy], inputs=files, suffixes=suffixes, force=force)


def write_copy(file: Path, copy: Path, report: FileReport, *, force: bool) -> None:
    """Write the marked copy of a file and say so beside the report, which may be JSON."""
    if report.verdict is Verdict.UNREADABLE:
        say("读不出来的文件不能标注，没有写出标注副本。", err=True)
        return
    content = annotated(file, report.findings, verdict=conclusion(report), problem=problem)
    write_outputs({copy: content}, force=force)
    say(f"已写出标注副本 {copy}。", err=True)
