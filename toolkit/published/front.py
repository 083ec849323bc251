"""The front of a published report: whose it is, of which year, and how the organ is reached."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from toolkit.filing import Entry, entered
from toolkit.number import read_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.form.model import Form
    from toolkit.published.blocks import Text

_SEARCHED: Final = 80  # lines before the first heading
_TITLE_LINES: Final = 3
_LONGEST_TITLE: Final = 70
_YEAR: Final = re.compile(r"(20\d\d|二[〇○零Oo0０][一二三四五六七八九〇○零]{2})(?:年度|年|度)?")
_ROUND: Final = str.maketrans("Oo0０", "〇〇〇〇")
_PERIOD: Final = re.compile(
    r"(?:统计|数据|截[至止])[^。；]{0,20}?(20\d\d)\s*年\s*(?:1\s*月\s*1\s*日|12\s*月\s*31\s*日)"
)
_AROUND: Final = re.compile(
    r"^[《〈“\"'【\[\s]*(?:附件\d*[:：]?)?(?:关于)?(?:印发|公布|发布)?|(?:关于)?[》〉”\"'】\]\s]*$"
)
_NAME: Final = r"[\u4e00-\u9fff·]"
_ORGAN: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9（）()·、]{2,60}")
_MADE_BY: Final = re.compile(rf"报告由(?P<name>{_NAME}{{4,30}}?)(?:根据|按照|依据|依照|编制|负责)")
# Around an article, not in it: what sites print between the title and the text.
_MARGINAL: Final = re.compile(
    r"[【\[(（]?(?:发布|发文|更新|成文|生成|公开|来源|作者|编辑|责任编辑|浏览|点击|阅读|访问|字号|字体|索引|索 引|信息来源|信息分类|主题|文号"
    r"|文 号|有效性|时 效|当前位置|您的位置|您现在的位置|首页|打印|下载本页|分享|收藏|时间|日期|保护视力色|引言|前言|目录|目 录"
    r"|无障碍|用微信扫)[^。]{0,80}|[>＞»].{0,40}|- .{0,40}"
)
_DATE: Final = r"(?:20\d\d|二[〇○零].{2})\s*[年./-]\s*[\d一二三四五六七八九十]{1,3}\s*(?:[月./-]\s*[\d一二三四五六七八九十]{1,3}\s*日?|月)?"
_DATE_ALONE: Final = re.compile(rf"[（(]?\s*{_DATE}\s*[）)]?")
_CONTACTS: Final = {
    "telephone": re.compile(
        r"电\s*话(?:号码)?[及和/]?(?:传真)?(?:[(（][^)）]{1,6}[)）])?\s*[:：为是]?\s*"
        r"([0-9(（][0-9\-—–－()（）转/、 ]{5,40}[0-9])"
    ),
    "postcode": re.compile(r"邮\s*(?:政)?\s*编(?:码)?\s*[:：为是]?\s*(\d{6})(?!\d)"),
    "website": re.compile(r"((?:https?://|www\.)[A-Za-z0-9.\-_~:/?#@!$&*+=%]+)"),
    "address": re.compile(r"地\s*址\s*[:：为是]\s*([^，,；;。（）()：:\n]{2,60})"),
    "website_name": re.compile(
        r"(?:可以?在|可以?从|可以?登录|请登录|登录|可通过)(?:本单位)?"
        r"([“”\u4e00-\u9fff]{1,28}?(?:网站|门户网|政务网|信息网|专栏|平台)[“”]?)(?=[^\u4e00-\u9fff]|上|查|下|浏)"
    ),
}


class Front(Struct, frozen=True):
    """What the front says; the year is None, the organ empty where it says nothing of it.

    `preamble` are the paragraphs between the title and the first heading.
    """

    organ: str
    year: int | None
    preamble: tuple[Text, ...]
    contact: dict[str, Entry] = field(default_factory=dict)


def read_front(lines: Sequence[Text], further: Iterable[Text], title: str, form: Form) -> Front:
    """Read what stands before the first heading.

    `further` are the paragraphs of the first section, where some put what belongs before it; `title` is what
    the file itself says it is called.
    """
    found = _title(lines, form)
    after = lines[found[0] :] if found else lines
    organ, year = (found[1], found[2]) if found else ("", None)
    preamble = tuple(line for line in after if not _is_marginal(line.text, organ))
    own = "\n".join(line.text for line in preamble)
    words = "\n".join((own, *(line.text for line in further)))
    for name, value in (_named(title, form) or ("", None), _announced(own, form)):
        organ, year = organ or name, year or value
    if year is None and (period := _PERIOD.search(words)):
        year = int(period[1])
    if not organ and (made := _MADE_BY.search(words)):
        organ = made["name"]
    return Front(organ, year, preamble, contact_of(own, form))


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


@lru_cache(maxsize=16)
def _title_words(form: Form) -> str:
    """The form's title as an expression; 工作 and 年度 are printed or not, and the year may stand inside."""
    words = re.escape(form.title).replace("工作", "(?:工作)?")
    return words.replace("年度", r"(?:(?:20\d\d)?年?(?:度)?)?").replace("报告", "报告?")


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
    found = re.search(
        rf"(?P<before>[^。；;，,]{{0,60}}?)(?P<title>{_title_words(form)})[^。，,]{{0,30}}$", tidy
    )
    if found is None:
        return None
    year = _YEAR.search(found["before"]) or _YEAR.search(found["title"])
    rest = found["before"].replace(year[0], "", 1) if year else found["before"]
    organ = _AROUND.sub("", _AROUND.sub("", rest))
    return (organ if _ORGAN.fullmatch(organ) else ""), _year_of(year)


def _year_of(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    if found[1].isdecimal():
        return int(found[1])
    meaning = read_number(found[1].translate(_ROUND))
    return int(meaning.value) if meaning else None


def _announced(words: str, form: Form) -> tuple[str, int | None]:
    """The organ and the year in a sentence that announces the report: 现公布某某市2023年政府信息公开工作年度报告."""
    found = re.search(
        rf"(?:公布|公开|发布|编制|印发)[《“]?(?:(?P<first>20\d\d)年(?:度)?)?(?P<name>{_NAME}{{2,30}}?)"
        rf"(?:(?P<year>20\d\d)年(?:度)?)?(?:{_title_words(form)})",
        words,
    )
    if found is None:
        return "", None
    year = found["first"] or found["year"]
    return (found["name"] if year else ""), int(year) if year else None
