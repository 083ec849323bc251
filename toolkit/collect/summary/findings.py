"""问题清单: every finding with its organ, file and cell, to be filtered and ticked off."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from toolkit.finding import SEVERITY_WORDS
from toolkit.present import problem
from toolkit.workbook.plan import column_letters, lines_needed

if TYPE_CHECKING:
    from toolkit.collect.pages import Page
    from toolkit.collect.summary.story import Story

HEAD: Final = 3
_COLUMNS: Final = (
    ("单位名称", 28), ("单位代码", 22), ("程度", 7), ("编号", 8), ("工作表", 14), ("单元格", 9), ("问题", 60),
    ("怎么办", 52), ("处理情况", 16), ("文件", 32),
)  # fmt: skip
SEVERITY: Final = 3
_LONG: Final = (7, 8)  # columns of long texts
_LINE, _TALLEST = 15.0, 240.0  # points
_MOST: Final = 200_000  # findings that a sheet is of use for


def findings_page(page: Page, story: Story) -> int:
    """Write the list; return its last row."""
    page.height(1, 30)
    page.put(1, 1, f"{story.title}问题清单", "title")
    page.put(2, 1, "错误必须改正；警告请核实或说明；提示供参考。“处理情况”留给您填写。", "hint")
    page.heads(HEAD, _COLUMNS)
    number, found = HEAD, story.findings()
    for number, one in enumerate(islice(found, _MOST), start=HEAD + 1):
        finding = one.finding
        words = (
            one.name, one.code, SEVERITY_WORDS[finding.severity], finding.code, finding.sheet or "",
            finding.cell or "", problem(finding), finding.remedy, "", one.file,
        )  # fmt: skip
        lines = max(lines_needed(words[column - 1], _COLUMNS[column - 1][1] - 1) for column in _LONG)
        page.height(number, min(_LINE * lines + 4, _TALLEST))
        for column, word in enumerate(words, start=1):
            page.put(number, column, word, "words" if column in _LONG else "text")
    left_out = sum(1 for _ in found)
    if left_out:
        page.put(number + 1, 1, f"还有 {left_out} 个问题，一张表放不下。")
    severity = f"${column_letters(SEVERITY)}{HEAD + 1}"
    last = max(number, HEAD + 1)
    page.paint(
        HEAD + 1, SEVERITY, last, SEVERITY,
        *((f'{severity}="{word}"', look) for word, look in zip(SEVERITY_WORDS.values(), ("bad", "waiting"), strict=False)),
    )  # fmt: skip
    page.listed(HEAD, number, len(_COLUMNS))
    page.printed()
    return number
