"""Personal data that a published report must not hold: identity numbers, mobile numbers, an applicant's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.check.names import named_in
from toolkit.patterns import when_used

if TYPE_CHECKING:
    from collections.abc import Iterator

_IDENTITY: Final = when_used(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
_MOBILE: Final = when_used(r"(?<![\d-])1[3-9]\d{9}(?!\d)")
_LONG: Final = when_used(r"\d{11}")  # without one there is no number of either kind
_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
# The surname is looked up behind the match: a set of so many characters is slow to compile.
_NAMED: Final = when_used(
    r"(?:申请人|市民|村民|居民|公民)(?P<name>\w{2,3}?)(?=(?:向|于|就|申请|提出|提交|要求|的(?:政府信息公开)?申请|\(|不服|诉))"
)
_NO_NAME: Final = when_used(
    r"[某等均应可未已]|高度|方便|任何|任意|常见|易于|文件|文书|程序|金额|龙头|万元|白皮|江苏|夏季|武汉|石家|马上|许可|余下|何种|方可|方式|毛利"
)


def personal_data(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of everything that looks like personal data."""
    if _LONG.search(text):
        for match in _IDENTITY.finditer(text):
            yield *match.span(), "身份证号"
        for match in _MOBILE.finditer(text):
            yield *match.span(), "手机号"
    for match in named_in(_NAMED, text):
        if match["name"][0] in _SURNAMES and not _NO_NAME.search(match["name"]):
            yield *match.span("name"), "申请人的姓名"
