"""报送情况: who sent what, how it stands, and the way to the file; 其他文件: what is nobody's or of no use."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from toolkit.collect.conclusion import NOT_NEEDED, NOT_SENT, TO_CONFIRM, UNUSABLE, WRONG_FORM, WRONG_YEAR
from toolkit.collect.model import Unused
from toolkit.collect.summary.story import FINDINGS, OFFICES, OTHERS
from toolkit.present import VERDICT_WORDS
from toolkit.verdict import Verdict
from toolkit.workbook.plan import a1, column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.collect.model import Returned
    from toolkit.collect.pages import Page
    from toolkit.collect.rollup import OrganRow
    from toolkit.collect.summary.story import Story

HEAD: Final = 3
_COLUMNS: Final = (
    ("单位名称", 32), ("单位代码", 22), ("上级单位", 26), ("结论", 10), ("错误", 7), ("警告", 7), ("提示", 7),
    ("计入汇总", 9), ("报送次数", 9), ("填报日期", 12), ("文件", 40), ("问题", 8), ("联系人", 12), ("电话", 18),
    ("说明", 44),
)  # fmt: skip
_NAME, _CODE, _SUPERIOR, VERDICT, _ERRORS, _WARNINGS, _NOTES, _COUNTED = range(1, 9)
_VERSION, _DATE, _FILE, _FINDINGS, _CONTACT, _TELEPHONE, _WHY = range(9, 16)
_OTHER_COLUMNS: Final = (
    ("文件", 50), ("怎么回事", 14), ("工作簿里的单位", 30), ("单位代码", 22), ("年度", 8), ("报送次数", 9), ("结论", 10),
    ("说明", 50),
)  # fmt: skip


def offices_page(page: Page, story: Story) -> None:
    """One row an organ, in the order of the roster."""
    first, last = HEAD + 1, HEAD + len(story.rollup.rows)
    page.height(1, 30)
    page.put(1, 1, f"{story.title}报送情况", "title")
    page.put(2, 1, "点“文件”打开工作簿，点“查看”到问题清单；用筛选按钮挑出未报送的、不能报送的。", "hint")
    page.height(HEAD, 24)
    page.heads(HEAD, _COLUMNS)
    for number, row in enumerate(story.rollup.rows, start=first):
        _row(page, story, number, row)
    verdict = f"${column_letters(VERDICT)}{first}"
    page.paint(
        first, VERDICT, last, VERDICT,
        (f'OR({verdict}="{NOT_SENT}",{verdict}="{UNUSABLE}")', "gone"),
        (f'{verdict}="{VERDICT_WORDS[Verdict.OK]}"', "good"),
        (f'OR({verdict}="{VERDICT_WORDS[Verdict.WARNINGS]}",{verdict}="{TO_CONFIRM}")', "waiting"),
        (f'AND({verdict}<>"",{verdict}<>"{NOT_NEEDED}")', "bad"),
    )  # fmt: skip
    page.paint(first, _NAME, last, _NAME, (f'OR({verdict}="{NOT_SENT}",{verdict}="{UNUSABLE}")', "bad"))
    page.listed(HEAD, last, len(_COLUMNS))
    page.printed()


def _row(page: Page, story: Story, number: int, row: OrganRow) -> None:
    organ, returned = row.organ, row.returned
    filed = returned.filed() if returned else None
    page.put(number, _NAME, organ.name)
    page.put(number, _CODE, organ.code)
    page.put(number, _SUPERIOR, story.name(organ.superior) if organ.superior else "")
    page.put(number, VERDICT, story.verdict(row), "centred")
    counts = (returned.errors, returned.warnings, returned.notes) if returned else (None, None, None)
    for column, count in zip((_ERRORS, _WARNINGS, _NOTES), counts, strict=True):
        page.put(number, column, count, "count")
    page.put(number, _COUNTED, story.counted(row), "centred")
    page.put(number, _VERSION, (returned.version or None) if returned else None, "count")
    page.put(number, _DATE, filed.about("date") if filed else "", "centred")
    _file(page, story, number, _FILE, story.file(row))
    if story.listed_codes.get(organ.code):
        code = a1(number, _CODE)
        target = f'HYPERLINK("#{FINDINGS}!A"&MATCH({code},{FINDINGS}!$B:$B,0),"查看")'
        page.formula(number, _FINDINGS, target, "查看", "link")
    else:
        page.put(number, _FINDINGS, "")
    page.put(number, _CONTACT, organ.contact)
    page.put(number, _TELEPHONE, organ.telephone)
    page.put(number, _WHY, "；".join(filter(None, (story.why(row), _unused(story, organ.code)))))


def _unused(story: Story, code: str) -> str:
    """How many other workbooks an organ sent that do not count, and why they do not."""
    reasons = Counter(why for _, why in story.collected.unused(code))
    if not reasons:
        return ""
    few = [why if len(reasons) == 1 else f"{why} {number} 份" for why, number in reasons.items()]
    return f"另有 {reasons.total()} 份未采用（{'、'.join(few)}），见“{OTHERS}”"


def _file(page: Page, story: Story, number: int, column: int, file: Returned | None) -> None:
    """The name of a file, as a link to it where there can be one: # and % mean something else in a link."""
    if file is None:
        page.put(number, column, "")
        return
    way = story.path_to(file)
    if way and not {"#", "%"}.intersection(way):
        page.link(number, column, f"external:{way}", file.source.shown)
    else:
        page.put(number, column, file.source.shown)


def others_page(page: Page, story: Story) -> None:
    """The files that no organ's figures are taken from, and why."""
    page.height(1, 30)
    page.put(1, 1, f"{story.title}没有采用的文件", "title")
    page.put(2, 1, "这些文件的数没有计入汇总。名录里漏了单位的，请补进名录再汇总一次。", "hint")
    page.heads(HEAD, _OTHER_COLUMNS)
    number = HEAD
    for number, (what, file, why) in enumerate(other_files(story), start=HEAD + 1):
        if isinstance(file, str):
            page.put(number, 1, file)
            words: tuple[str | float | None, ...] = ("", "", None, None, "")
        else:
            _file(page, story, number, 1, file)
            words = (file.name, file.code, file.year, file.version or None, VERDICT_WORDS[file.verdict])
        page.put(number, 2, what, "centred")
        for column, word in enumerate(words, start=3):
            page.put(number, column, word)
        page.put(number, len(_OTHER_COLUMNS), why)
    page.listed(HEAD, number, len(_OTHER_COLUMNS))
    page.printed()


def other_files(story: Story) -> Iterator[tuple[str, Returned | str, str]]:
    """What each file is, the file, and a word about it."""
    collected = story.collected
    for code in collected.others:
        taken = collected.counting[code].source.shown
        for one, why in collected.unused(code):
            what = "重复的" if why is Unused.SAME else "未采用"
            ask = "，请问清以哪一份为准" if why is Unused.TIED else ""
            yield what, one, f"{why}；采用的是 {taken}{ask}"
    for one in collected.unknown:
        yield "名录里没有", one, "代码和名称都不在单位名录里"
    for one in collected.wrong_year:
        yield WRONG_YEAR, one, f"要的是 {collected.year} 年的"
    for one in collected.wrong_form:
        yield WRONG_FORM, one, f"要的是{collected.form.name}"
    for one in collected.unreadable:
        likely = f"看文件名像是{story.name(one.likely)}的" if one.likely else ""
        yield UNUSABLE, one, likely
    for name in collected.overlooked:
        yield "没有看", name, "不是工作簿；里面如有填报的数，请索取 .xlsx 工作簿"


def offices_range(story: Story, column: int) -> str:
    """The cells of a column, for the formulas of other sheets."""
    letters = column_letters(column)
    return f"{OFFICES}!${letters}${HEAD + 1}:${letters}${HEAD + len(story.rollup.rows)}"
