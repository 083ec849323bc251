"""What is said of a published report that was read into a workbook."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from toolkit.checking import in_print
from toolkit.finding import Severity
from toolkit.form.instance import plain
from toolkit.form.model import Blanks
from toolkit.present import finding_lines
from toolkit.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from toolkit.filing import Filing
    from toolkit.form.model import Field, Form
    from toolkit.reading import Reading
    from toolkit.settling import Settled

_LISTED: Final = 12


def lines_about(path: Path, reading: Reading, ready: Settled) -> tuple[list[str], int]:
    """The lines that tell what was read, and the exit code: 1 where something could not be read, else 0."""
    findings = tuple(in_print(reading.form, finding) for finding in reading.findings)
    lines = [
        *_summary(path, reading),
        *finding_lines(findings, reading.sheets, published=True),
        *_not_taken_over(reading, ready),
    ]
    return lines, int(any(finding.severity is Severity.ERROR for finding in findings))


def _summary(path: Path, reading: Reading) -> Iterator[str]:
    filing = reading.filing
    organ = visible(filing.organ) or "（单位不明）"
    year = f"{filing.year} 年" if filing.year else "（年度不明）"
    yield f"从 {visible(str(path))} 读出：{organ} {year}，{reading.form.name}。"
    tables = {reading.form.fields[name].table for name in (*filing.figures, *filing.stated)}
    figures = sum(entry.value is not None for entry in filing.figures.values())
    paragraphs = sum(map(len, filing.texts.values()))
    yield (
        f"表 {len(tables)} 张：数 {figures} 个，印出的合计 {len(filing.stated)} 个；"
        f"文字 {len(filing.texts)} 部分 {paragraphs} 段。"
    )


def _not_taken_over(reading: Reading, ready: Settled) -> Iterator[str]:
    figures = reading.filing.figures
    if ready.differing:
        yield "印出的合计与各数之和不同，工作簿里的合计由公式算出，请核对："
        yield from (
            f"  {item.alias}：印的是 {plain(printed)}，各数之和是 {plain(total)}"
            for item, printed, total in ready.differing
        )
    words = [
        reading.form.fields[name]
        for name, entry in figures.items()
        if entry.value is None and entry.raw is not None
    ]
    if words:
        yield f"有 {len(words)} 格印的不是数，照印的样子写进了工作簿，请改成数，没有的填 0："
        yield from _rows(words)
    blank = [item for item in ready.blank if item.id in figures]
    if blank:
        yield f"有 {len(blank)} 格是空白，印出的合计也说明不了是 0，工作簿里空着，请补填："
        yield from _rows(blank)
    if unread := len(ready.blank) - len(blank):
        yield f"没有读到的 {unread} 格，工作簿里空着，请对照原文补填。"
    if asked := _asked(reading.form, ready.filing):
        yield f"公布的报告里没有、工作簿里要填的：{'、'.join(asked)}。"


def _asked(form: Form, filing: Filing) -> list[str]:
    """What a workbook asks of every organ and no report prints: items of 基本信息, and sheets."""
    items = [item.label for item in form.profile if item.due.always and not filing.profile_given(item.id)]
    sheets = (
        table.sheet
        for item in form.inputs
        if (table := form.table(item.table)).blanks is Blanks.OPTIONAL and item.due.always
    )
    return [*items, *dict.fromkeys(sheets)]


def _rows(items: Iterable[Field]) -> Iterator[str]:
    """Some figures, a line for each row of them; of many rows the first."""
    rows = [list(own) for _, own in groupby(items, key=lambda item: (item.table, item.row))]
    for row in rows[:_LISTED]:
        table, name, *_ = row[0].alias.split(".")
        yield f"  {table}.{name}：{'、'.join(item.alias.rpartition('.')[2] for item in row)}"
    if len(rows) > _LISTED:
        yield f"  另有 {len(rows) - _LISTED} 行"
