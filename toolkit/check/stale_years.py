"""Years that can only be left from an earlier report: the period, the title, the year a sentence sets out with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.patterns import when_used

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR: Final = r"(?P<year>20\d\d)年"
_PERIOD: Final = when_used(
    rf"{_YEAR}(?:度)?1月1日(?:起|开始)?(?:至|到|[-—~～])+(?:(?P<last>20\d\d)年)?12月31日"
)
_TITLE: Final = when_used(
    rf"{_YEAR}(?:度)?政府信息公开(?:工作)?(?:年度)?(?:年报|报告)(?![^。，；]{{0,8}}(?:编制|发布|公布|要求|通知|格式))"
)
_OPENING: Final = when_used(
    rf"(?:^|(?<=[。\n]))(?:[(（][一二三四五六七八九十]+[)）][^。，；\n]{{0,16}}[。：])?(?:\d+[.、])?(?:在)?{_YEAR}"
    r"(?P<after>度?，|度?(?:全年|我|本|全[区市县省镇乡]|共|累计|[^，。；\n]{2,8}(?:局|委|办|厅|镇|乡|街道|政府|中心)(?:共|认真|坚持|深入|严格|积极|继续|持续)))"
)
_OTHER_TITLE: Final = when_used(r"[《〈]|上年|去年|公布|发布|编制|完成|报送|撰写|上报|形成")
_FUTURE_COPY: Final = when_used(rf"(?:下一步|今后)，?(?:我[^，。]{{1,4}})?(?:将在|在)?{_YEAR}")
# Words that make another year legitimate in the same sentence: what was before, what it is compared with.
_LEGITIMATE: Final = when_used(
    r"结转|同期|相比|增长|下降|增加|减少|较20|比20|去年|上年|以来|印发|出台|整改落实|考核|评估|反馈|通报|启动|始|建成|机构改革"
)


def stale_years(text: str, year: int | None) -> Iterator[tuple[int, int]]:
    """Yield start and end of every year that should be the report's and is not."""
    if year is None or "20" not in text:
        return
    found = {*_in_period(text, year), *_in_title(text, year), *_at_the_opening(text, year)}
    for start in sorted(found):
        yield start, start + 5


def _in_period(text: str, year: int) -> Iterator[int]:
    for match in _PERIOD.finditer(text) if "12月31日" in text else ():
        for group in ("year", "last"):
            if match[group] and int(match[group]) != year:
                yield match.start(group)


def _in_title(text: str, year: int) -> Iterator[int]:
    for match in _TITLE.finditer(text) if f"{year - 1}年" in text else ():
        before = text[max(match.start() - 6, 0) : match.start()]
        if int(match["year"]) == year - 1 and not _OTHER_TITLE.search(before):
            yield match.start("year")


def _at_the_opening(text: str, year: int) -> Iterator[int]:
    for match in _OPENING.finditer(text) if f"{year - 1}年" in text else ():
        end = text.find("。", match.end())
        sentence = text[match.start("after") : end if end >= 0 else len(text)]
        if (
            int(match["year"]) == year - 1
            and f"{year}年" not in sentence
            and not _LEGITIMATE.search(sentence)
        ):
            yield match.start("year")
    for match in _FUTURE_COPY.finditer(text):
        if int(match["year"]) < year:
            yield match.start("year")
