"""The front of a published report: whose it is, of which year, and how the organ is reached."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from toolkit.filing import Entry, entered
from toolkit.number import read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.form.model import Form
    from toolkit.published.blocks import Text

_SEARCHED: Final = 80  # lines before the first heading
_TITLE_LINES: Final = 3
_LONGEST_TITLE: Final = 70
_YEAR: Final = re.compile(r"(20\d\d|二[〇○零Oo0０]{1}[一二三四五六七八九〇○零]{2})(?:年度|年|度)?")
_PERIOD: Final = re.compile(r"(20\d\d)\s*年\s*1\s*月\s*1\s*日")
_AROUND: Final = re.compile(
    r"^[《〈“\"'【\[\s]*(?:附件\d*[:：]?)?(?:关于)?(?:印发|公布|发布)?|(?:关于)?[》〉”\"'】\]\s]*$"
)
_ORGAN: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9（）()·、]{2,60}")
_MADE_BY: Final = (
    re.compile(r"(?:本|该)(?:年度)?报告由(?P<name>[\u4e00-\u9fff]{4,30}?)(?:根据|按照|依据|依照|编制|负责)"),
    re.compile(
        r"(?:请|可)(?:直接)?(?:与|向|联系|致电)(?P<name>[\u4e00-\u9fff]{4,30}?)(?:联系|咨询|反映|[(（，,。])"
    ),
)
# Around an article, not in it: what sites print between the title and the text.
_MARGINAL: Final = re.compile(
    r"(?:发布|发文|更新|成文|生成|公开|来源|作者|编辑|责任编辑|浏览|点击|阅读|访问|字号|字体|索引|信息|主题|文号|有效性|当前位置|您的位置"
    r"|您现在的位置|首页|打印|分享|收藏|时间|日期|保护视力色|引言|前言|目录|目 录|\(引言\)|（引言）)[^。]{0,60}"
)
_DATE_ALONE: Final = re.compile(
    r"[（(]?\s*(?:20\d\d|二[〇○零].{2})\s*[年./-]\s*[\d一二三四五六七八九十]{1,3}\s*(?:[月./-]\s*[\d一二三四五六七八九十]{1,3}\s*日?|月)?\s*[）)]?"
)
_CONTACTS: Final = {
    "telephone": re.compile(r"电\s*话(?:号码)?[及和/]?(?:传真)?(?:[(（][^)）]{1,6}[)）])?\s*(?:[:：为是]|\s)?\s*([0-9(（][0-9\-—–－()（）转/、 ]{5,40}[0-9])"),
    "postcode": re.compile(r"邮\s*(?:政)?\s*编(?:码)?\s*[:：为是]?\s*(\d{6})(?!\d)"),
    "website": re.compile(r"((?:https?://|www\.)[A-Za-z0-9.\-_~:/?#@!$&*+=%]+)"),
    "address": re.compile(r"地\s*址\s*[:：为是]\s*([^，,；;。（）()：:\n]{2,60})"),
    "website_name": re.compile(
        r"(?:可以?在|可以?从|可以?登录|请登录|登录|可通过)(?:本单位)?([“”\u4e00-\u9fff]{1,28}?(?:网站|门户网|政务网|信息网|专栏|平台)[“”]?)(?=[^\u4e00-\u9fff]|上|查|下|浏)"
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Front:
    """What the front says; the year is None, the organ empty where it says nothing of it.

    `preamble` are the paragraphs between the title and the first heading.
    """

    organ: str
    year: int | None
    preamble: tuple[Text, ...]
    contact: dict[str, Entry] = field(default_factory=dict)


def read_front(lines: Sequence[Text], title: str, form: Form) -> Front:
    """Read what stands before the first heading; `title` is what the file itself says it is called."""
    found = _title(lines, form)
    after = lines[found[0] :] if found else lines
    organ, year = (found[1], found[2]) if found else ("", None)
    if not organ or year is None:
        other = _named(title, form)
        organ, year = organ or (other[0] if other else ""), year or (other[1] if other else None)
    preamble = tuple(line for line in after if not _is_marginal(line.text, organ))
    words = "\n".join(line.text for line in preamble)
    if year is None and (period := _PERIOD.search(words)):
        year = int(period[1])
    if not organ:
        organ = next((made["name"] for pattern in _MADE_BY if (made := pattern.search(words))), "")
    return Front(organ, year, preamble, contact_of(words, form))


def contact_of(words: str, form: Form) -> dict[str, Entry]:
    """The items of 基本信息 that a preamble gives: how the organ is reached, and where the report is found."""
    found = {}
    for item in form.profile:
        pattern = _CONTACTS.get(item.type) or _CONTACTS.get(item.id)
        match = pattern.search(words) if pattern else None
        if match:
            found[item.id] = entered(match[1].strip("“” 　"))
    return found


def is_date(text: str) -> bool:
    """Say whether a line is a date and nothing else."""
    return _DATE_ALONE.fullmatch(text.strip()) is not None


def _is_marginal(text: str, organ: str) -> bool:
    words = text.strip()
    return is_date(words) or _MARGINAL.fullmatch(words) is not None or "".join(words.split()) == organ


def _title(lines: Sequence[Text], form: Form) -> tuple[int, str, int | None] | None:
    """Where the title ends, the organ and the year in it; a title may be printed on several lines."""
    best: tuple[tuple[int, int, int], tuple[int, str, int | None]] | None = None
    for start in range(min(len(lines), _SEARCHED)):
        for count in range(1, _TITLE_LINES + 1):
            joined = "".join(line.text for line in lines[start : start + count])
            if len(joined) > _LONGEST_TITLE or start + count > len(lines):
                break
            named = _named(joined, form)
            if named is None:
                continue
            rank = (-(bool(named[0]) + (named[1] is not None)), count, start)
            if best is None or rank < best[0]:
                best = rank, (start + count, *named)
    return best[1] if best else None


def _named(text: str, form: Form) -> tuple[str, int | None] | None:
    """The organ and the year in a title of this form; None if it is none."""
    tidy = "".join(text.split())
    pattern = (
        re.escape(form.title)
        .replace("工作", "(?:工作)?")
        .replace("年度", "(?:年度?)?")
        .replace("报告", "报告?")
    )
    found = re.search(rf"(?P<before>[^。；;]{{0,60}}?){pattern}(?P<after>.{{0,30}})", tidy)
    if found is None:
        return None
    before = found["before"]
    year = _YEAR.search(before)
    value = (
        read_number(year[1].translate(str.maketrans("O0０o", "〇〇〇〇")))
        if year and not year[1].isdecimal()
        else None
    )
    number = int(year[1]) if year and year[1].isdecimal() else int(value.value) if value else None
    rest = before.replace(year[0], "", 1) if year else before
    organ = _AROUND.sub("", _AROUND.sub("", rest))
    return (organ if _ORGAN.fullmatch(organ) else ""), number
