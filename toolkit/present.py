"""Findings as text for people; the only place where they become that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from toolkit.finding import SEVERITY_WORDS, Severity
from toolkit.form.instance import plain
from toolkit.terminal import padded, visible, width
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.finding import Finding, Quote
    from toolkit.verdict import FileReport

VERDICT_WORDS: Final = {
    Verdict.OK: "可以报送",
    Verdict.WARNINGS: "有警告",
    Verdict.ERRORS: "不能报送",
    Verdict.UNFILLED: "尚未填写",
    Verdict.UNREADABLE: "读不出来",
}
"""Each verdict in the user's words."""
_MANY: Final = 8  # findings of one code on a sheet; if there are more,
_SHOWN: Final = 5  # so many are told, and of the others only the cells
_AROUND: Final = 15  # characters of a quotation before and after the words it is about
_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_NAMED: Final = re.compile(r"“[^”]*”")
_NUMBER: Final = re.compile(r"([0-9]{1,9})")


def as_text(reports: Sequence[FileReport], *, quiet: bool = False) -> str:
    """Return the reports as text: findings by sheet and cell, the counts, the verdict.

    Sheets stand in the report's order, any other after them. `quiet` leaves one line a file: path and verdict.
    """
    if quiet:
        return "".join(f"{visible(report.path)}：{conclusion(report)}\n" for report in reports)
    parts = ["\n".join(_file_lines(report)) + "\n" for report in reports]
    if len(reports) > 1:
        parts.append(closing_line(reports))
    return "\n".join(parts)


def conclusion(report: FileReport) -> str:
    """Return the verdict in a sentence that says what to do."""
    errors, warnings = report.counts[Severity.ERROR], report.counts[Severity.WARNING]
    if report.published:
        return _conclusion_in_print(report.verdict, errors, warnings)
    match report.verdict:
        case Verdict.WARNINGS:
            return f"可以报送；有 {warnings} 个警告，请核实或说明。"
        case Verdict.ERRORS if errors:
            return f"不能报送，请先改正 {errors} 个错误。"
        case Verdict.ERRORS:  # strict: warnings count as errors
            return f"不能报送，请先改正 {warnings} 个警告。"
        case _:
            return f"{VERDICT_WORDS[report.verdict]}。"


def _conclusion_in_print(verdict: Verdict, errors: int, warnings: int) -> str:
    """The verdict on what is published: it is corrected, not submitted."""
    match verdict:
        case Verdict.WARNINGS:
            return f"没有错误；有 {warnings} 个警告，请核实。"
        case Verdict.ERRORS:
            return f"有 {errors} 个错误，请更正。" if errors else f"有 {warnings} 个警告，请更正。"
        case _:
            return "没有错误。"


def _file_lines(report: FileReport) -> Iterator[str]:
    yield visible(report.path)
    yield from finding_lines(report.findings, report.sheets, published=report.published)
    counted = "、".join(
        f"{count} 个{SEVERITY_WORDS[severity]}" for severity, count in report.counts.items() if count
    )
    yield f"共 {counted}" if counted else "没有发现问题"
    yield f"结论：{conclusion(report)}"


def finding_lines(
    findings: Sequence[Finding], sheets: Sequence[str] = (), *, published: bool = False
) -> Iterator[str]:
    """Yield the lines of findings, by sheet (in the order given) and cell.

    The headings of a published report are long: there a place names the one it is under only once.
    """
    for sheet, found in _by_sheet(findings, sheets):
        yield f"【{visible(sheet or '文件')}】"
        yield from _sheet_lines(sorted(found, key=_position), sheet if published else None)


def _by_sheet(
    findings: Sequence[Finding], sheet_order: Sequence[str]
) -> Iterator[tuple[str | None, list[Finding]]]:
    """The findings of each sheet: of the file first, then in the order given, then as they came in."""
    found = dict.fromkeys(finding.sheet for finding in findings)
    order = dict.fromkeys((None, *sheet_order, *found))
    for sheet in order:
        if sheet in found:
            yield sheet, [finding for finding in findings if finding.sheet == sheet]


def _position(finding: Finding) -> tuple[object, ...]:
    """Sort key within a sheet: the sheet as a whole, then cells by row and column, then other places."""
    cell = finding.cell or ""
    address = _CELL.fullmatch(cell)
    if address:
        place: tuple[object, ...] = (1, int(address[2]), len(address[1]), address[1])
    elif cell:  # words and numbers in turn: 第 2 段 before 第 10 段; in one row as the findings came
        parts = _NUMBER.split(_NAMED.sub("", cell))
        place = (2, *(int(part) if number % 2 else part for number, part in enumerate(parts)))
    else:
        place = (0,)
    return (place, list(Severity).index(finding.severity), finding.code)


def _sheet_lines(findings: Sequence[Finding], under: str | None) -> Iterator[str]:
    """The findings of one sheet, in order; of many alike the first few, and the cells of the others.

    Places name their sheet unless they are `under` it.
    """
    alike: dict[tuple[str, Severity], list[int]] = {}
    for number, finding in enumerate(findings):
        if finding.cell:
            alike.setdefault((finding.code, finding.severity), []).append(number)
    many = [numbers for numbers in alike.values() if len(numbers) > _MANY]
    others = {numbers[_SHOWN - 1]: numbers[_SHOWN:] for numbers in many}
    hidden = {number for numbers in others.values() for number in numbers}
    shown = [(number, finding) for number, finding in enumerate(findings) if number not in hidden]
    column = max(width(_place(finding.sheet, finding.cell, under)) for _, finding in shown)
    for number, finding in shown:
        place = padded(_place(finding.sheet, finding.cell, under), column) + "  " * bool(column)
        start = f"  {SEVERITY_WORDS[finding.severity]} {finding.code}  {place}"
        indent = " " * width(start)
        first, *more = _finding_lines(finding, under)
        yield start + first
        yield from (indent + line for line in more)
        if number in others:
            cells = dict.fromkeys(visible(findings[other].cell or "") for other in others[number])
            yield f"{indent}另有 {len(others[number])} 处同类问题：{'、'.join(cells)}"


def problem(finding: Finding) -> str:
    """Return what is wrong, the words it is about and the cells that are probably wrong, line by line."""
    return "\n".join(_problem_lines(finding))


def _finding_lines(finding: Finding, under: str | None) -> Iterator[str]:
    yield from _problem_lines(finding, under)
    if finding.remedy:
        yield f"→ {visible(finding.remedy)}"


def _problem_lines(finding: Finding, under: str | None = None) -> Iterator[str]:
    yield visible(finding.message)
    if finding.quote:
        yield f"原文：{_excerpt(finding.quote)}"
    for candidate in finding.candidates:
        place = _place(candidate.sheet, candidate.cell, under) or candidate.field or ""
        yield f"疑似填错：{place}，应为 {plain(candidate.value)}（{visible(candidate.why)}）"


def _place(sheet: str | None, cell: str | None, under: str | None = None) -> str:
    named = None if sheet == under else sheet
    return visible("!".join(part for part in (named, cell) if part))


def _excerpt(quote: Quote) -> str:
    """The words a finding is about in 『』, with a little of what stands around them."""
    start, end = max(quote.start - _AROUND, 0), quote.end + _AROUND
    words = quote.text[quote.start : quote.end]
    before = ("…" if start else "") + quote.text[start : quote.start]
    after = quote.text[quote.end : end] + ("…" if end < len(quote.text) else "")
    return visible(f"{before}『{words}』{after}")


def closing_line(reports: Sequence[FileReport]) -> str:
    """Return the line that counts the files by verdict."""
    verdicts = [report.verdict for report in reports]
    counted = "，".join(
        f"{word} {verdicts.count(verdict)} 个"
        for verdict, word in VERDICT_WORDS.items()
        if verdict in verdicts
    )
    return f"共 {len(reports)} 个文件：{counted}。\n"
