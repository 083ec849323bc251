"""The first sheet of a marked copy: every finding, with a link to its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.finding import SEVERITY_WORDS
from toolkit.workbook.comments import MAIN, sheet_text
from toolkit.workbook.plan import RESULT_TITLE, a1, lines_needed, quoted
from toolkit.workbook.spans import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.finding import Severity

HINT = (
    "点“单元格”里的位置，跳到出问题的格。各表里的彩色边框和“gktool”批注是核对时标上的，其余与报来的文件一样。"
)
HEADS = ("编号", "程度", "工作表", "单元格", "问题", "怎么办")
HEAD_ROW = 4
_WIDTHS = (8.0, 7.0, 14.0, 11.0, 62.0, 52.0)
_LINE = 15.0
_TALLEST = 400.0  # Excel stops at 409


class Row(Struct, frozen=True):
    """One finding as it is told."""

    code: str
    severity: Severity
    sheet: str
    cell: str
    problem: str
    remedy: str
    linked: bool


def result_sheet(rows: Sequence[Row], verdict: str, look: Callable[[str], int]) -> str:
    """Return the sheet as a part of a workbook; `look` gives the number of a style."""
    last = f"{HEAD_ROW + max(len(rows), 1)}"
    lines = [
        _line(1, [(RESULT_TITLE, "title")], 30.0, look),
        _line(2, [(verdict, "verdict")], 22.0, look),
        _line(3, [(HINT, "hint")], 20.0, look),
        _line(HEAD_ROW, [(head, "head") for head in HEADS], 22.0, look),
    ]
    for number, row in enumerate(rows, HEAD_ROW + 1):
        cells = [
            (row.code, "centred"),
            (SEVERITY_WORDS[row.severity], row.severity.value),
            (row.sheet or "文件", "centred"),
            (row.cell or "—", "link" if row.linked else "centred"),
            (row.problem, "text"),
            (row.remedy or "—", "text"),
        ]
        needed = max(lines_needed(text, width) for (text, _), width in zip(cells, _WIDTHS, strict=True))
        lines.append(_line(number, cells, min(_TALLEST, _LINE * needed + 6), look))
    if not rows:
        lines.append(_line(HEAD_ROW + 1, [("没有发现问题。", "hint")], 20.0, look))
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width:g}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, 1)
    )
    merged = "".join(f'<mergeCell ref="A{number}:F{number}"/>' for number in range(1, HEAD_ROW))
    links = "".join(
        f'<hyperlink ref="D{number}" location="{escaped(f"{quoted(row.sheet)}!{row.cell}")}" '
        f'display="{escaped(row.cell)}"/>'
        for number, row in enumerate(rows, HEAD_ROW + 1)
        if row.linked
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
        '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:F{last}"/><sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        f'<pane ySplit="{HEAD_ROW}" topLeftCell="A{HEAD_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="A{HEAD_ROW + 1}" sqref="A{HEAD_ROW + 1}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{"".join(lines)}</sheetData>'
        f'<mergeCells count="{HEAD_ROW - 1}">{merged}</mergeCells>'
        f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    )


def _line(number: int, cells: list[tuple[str, str]], height: float, look: Callable[[str], int]) -> str:
    written = "".join(
        f'<c r="{a1(number, column)}" s="{look(kind)}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{sheet_text(text)}</t></is></c>'
        for column, (text, kind) in enumerate(cells, 1)
    )
    return f'<row r="{number}" ht="{height:g}" customHeight="1">{written}</row>'
