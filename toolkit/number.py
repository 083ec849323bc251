"""How people in Chinese offices write numbers, and what each writing means.

A cell, a sentence or an imported table holds `１２`, `1,234`, `九十五`, `1.2万`, `3件` or
`22（其中修订16件）` where a figure is due. `read_number` reads one such text and never guesses: what can be
meant in two ways (`1,23`, `1 2`, `（3）`, `一百二`, `三五件`) and what is no count (`5%`, `1-2`, `2023年`)
is None.
A number in a text is still no number in a sum: this module says what it looks like, the rules count cells.

Source: GB/T 15835—2011 《出版物上数字用法》 on groups of three by comma or space, 万 and 亿 after digits, 〇,
and on adjacent numerals (`三五`) as a round number. The slips are those of published reports.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from msgspec import Struct

from toolkit.patterns import when_used

UNITS: Final = (
    *("件次", "条次", "人次", "份次", "户次", "万元", "亿元", "元"),
    *"件条份宗起个次期人名位项篇则部页张例批场户家类种本册卷处台封通幅款字",
)
"""The measure words a count may carry. No 年, 月, 日, 天, 号, %, 倍 or 分: times, ranks and ratios."""


class Meaning(Struct, frozen=True):
    """What a written number means.

    `value` is exact, and an int where it is whole. 百, 千, 万 and 亿 scale it: `1.2万件` is 12000 件.
    Money alone keeps its unit as written: `3.5万元` is 3.5 万元, because 万元 is the unit of the form. (Where
    万 or 亿 stands inside the number too, as in `3万5000元` or `1亿2000万元`, all of it counts in 元.)
    `unit` is one of UNITS, or None.
    `approximate` is true for 余, 多, 来, 约, 近, 超过, 左右, 以上 and the like: the value is then the number
    named, not the number meant.
    """

    value: int | float
    unit: str | None
    approximate: bool


_LONGEST: Final = 64  # characters without the note; no count needs more, and any text is read in linear time
_D: Final = "零一二三四五六七八九"
_DIGITS: Final = {digit: value for value, digit in enumerate(_D)} | {"两": 2}
_SCALES: Final = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
# Characters that stand for others: full-width forms, brackets, dashes used as minus, financial numerals.
_SAME: Final = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | str.maketrans("【〔〖[】〕〗]", "(((())))")
    | str.maketrans("−‐‑–﹣", "-----")
    | str.maketrans("〇○◯壹贰貳叁叄參肆伍陆陸柒捌玖", "零零零一二二三三三四五六六七八九")
    | str.maketrans("拾佰仟萬億兩圆圓", "十百千万亿两元元")
)

# Blanks beside a Chinese character or a bracket mean nothing, unless they part two digits (`一 二`, `3 五`).
_WIDE: Final = "\u4e00-\u9fff()"
_BLANKS: Final = when_used(rf"(?!(?<=[0-9{_D}]) +[0-9{_D}])(?:(?<=[{_WIDE}]) +| +(?=[{_WIDE}]))")
_WIDE_GAP: Final = when_used(" {3,}")
_UNIT: Final = "|".join(UNITS)
_UNITS: Final = frozenset(UNITS)
_UNIT_CHARACTERS: Final = "".join(UNITS)
_UNIT_IN_BRACKETS: Final = when_used(rf"(?P<core>[^()]+)\((?:单位:)?(?P<unit>[万亿]|[万亿]?(?:{_UNIT}))\)")
_NOTE_AFTER: Final = when_used(r"(?P<core>[^()]+?)[,;]?(?:其中|包括|含).*")
_NOTE_IN_BRACKETS: Final = when_used(r"(?P<core>[^()]+)\((?P<note>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_ESTIMATE: Final = when_used(r"约数?|大约|估计|估算|暂估|左右|以上")
_ROUND: Final = when_used(rf"(?<=[0-9{_D}两十百千万亿])[余多来]")
_WRITTEN: Final = when_used(
    r"(?:(?:共计|合计|总计|累计|总共|一共|共有|共|计):?)?"
    r"(?P<before>大约|约|将近|接近|近|超过|超|逾|不足|不到|至少|至多)?"
    rf"(?P<sign>[+-]|负)?(?P<figure>.+?)(?:(?P<unit>{_UNIT})(?:(?<=元)[整正])?)?"
    r"(?P<after>左右|上下|以上|以下|以内)?"
)
_BARE: Final = r"[百千]?(?:万亿|[万亿])?"
_SCALE: Final = f"(?P<scale>{_BARE})"
_ARABIC: Final = when_used(
    r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|(?=\.[0-9]))"
    rf"(?:\.(?P<part>[0-9]*))?{_SCALE}"
)
_PIECE: Final = when_used(r"([0-9]+)(亿|万|千|百|$)")
_RUN: Final = when_used(rf"[{_D}]{{3,}}|零[{_D}]|[{_D}]零")  # 三五 alone is "three to five", 二〇 is 20
_DECIMAL: Final = when_used(rf"(?P<whole>[^点]+)点(?P<part>[{_D}]+){_SCALE}")
_SECTION: Final = when_used(
    r"(?:(?P<thousands>[一二两三四五六七八九])千)?"
    r"(?:零?(?P<hundreds>[一二两三四五六七八九])百)?"
    r"(?:零?(?P<tens>[一二三四五六七八九]?)(?P<ten>十))?"
    r"(?:(?P<zero>零)?(?P<ones>[一二三四五六七八九]))?"
)
_NIL_SIGNS: Final = ("-—―─━ー", "/", "\\")  # each as often as somebody likes
_NIL_WORDS: Final = frozenset(
    ("无", "没有", "暂无", "均无", "空", "空白", "不涉及", "未涉及", "未发生", "不适用", "N/A", "NA")
)


def read_number(text: str) -> Meaning | None:
    """Return what `text` means if the whole of it is one number; None if it is not plainly one.

    Read as one number: full-width digits and signs; thousands in groups of three by comma or single space;
    Chinese numerals (`一万二千三百`, `壹拾贰`, `三点五`) and runs of them (`二〇二三`); 百, 千, 万, 亿 after
    digits; a sign; leading zeros; an apostrophe before; blanks and invisible characters around; 共, 合计 and
    the like before; a unit after, also in brackets; a closing 。; a note in brackets or from 其中, 包括, 含.

    None on purpose: `1,23` and `1 2` (grouped wrongly; `1 9 9 4` may be four cells in a row), `（3）`
    (minus in accounts, a list number elsewhere), `22（3）` (which of the two?), `一百二` (120, or 102 with 零
    left out), `三五件` (three to five), `1e3`, per cent, dates, ranges, fractions, ordinals, any other word.
    """
    if simple := counted(text):
        return simple
    tidy = _tidy(text).removesuffix("。").lstrip("'‘’")
    core, estimate = _without_note(tidy)
    core, marks = _ROUND.subn("", core)
    written = _WRITTEN.fullmatch(core) if marks <= 1 and len(core) <= _LONGEST else None
    if written is None:
        return None
    figure, unit = written["figure"], written["unit"]
    approximate = estimate or bool(marks or written["before"] or written["after"])
    if unit in {"万元", "亿元"} and re.search("[万亿]", figure):
        figure, unit = figure + unit[0], "元"
    if approximate and re.fullmatch(_BARE, figure):  # 百余件, 近万条
        figure = "一" + figure
    value = _arabic(figure)
    if value is None:
        value = _chinese(figure)
    if value is None:
        return None
    return Meaning(-value if written["sign"] in {"-", "负"} else value, unit, approximate)


def counted(text: str) -> Meaning | None:
    """Return what digits mean, or one Chinese digit, alone or with a unit: as nearly all numbers are written.

    None for any other text, whatever it means.
    """
    digits = text.rstrip(_UNIT_CHARACTERS)
    unit = text[len(digits) :] or None
    if unit is not None and unit not in _UNITS:
        return None
    if digits in _DIGITS and (unit is None or unit[0] not in "万亿"):
        return Meaning(_DIGITS[digits], unit, approximate=False)
    if not (digits.isascii() and digits.isdigit()):
        return None
    return Meaning(int(digits), unit, approximate=False) if len(text) <= _LONGEST else None


def is_nil(text: str) -> bool:
    """Return whether `text` is a sign or word people put where there is nothing: `/`, `-`, `——`, 无, 空, N/A.

    A blank text is no sign, and `0` or 零 is a figure: both are False.
    """
    sign = _tidy(text).replace(" ", "").removesuffix("。")
    if not sign:
        return False
    word = sign[1:-1] if sign[0] == "(" and sign[-1] == ")" else sign
    return word.upper() in _NIL_WORDS or any(not sign.strip(marks) for marks in _NIL_SIGNS)


def plain_value(text: str) -> int | float | None:
    """Return the figure a cell's text plainly means: an exact number, 0 for a nil sign, else None.

    The number is in the unit as written (`12.50元` gives 12.5, `3.5万元` gives 3.5): whoever knows the unit
    of the cell compares it with `read_number(text).unit`.
    """
    if is_nil(text):
        return 0
    meaning = read_number(text)
    return None if meaning is None or meaning.approximate else meaning.value


def _tidy(text: str) -> str:
    """Return `text` with one character for each meaning and without blanks and marks that mean nothing."""
    kinds = ((char, unicodedata.category(char)) for char in text)
    visible = "".join(
        " " if kind == "Zs" else "  " if char.isspace() else char for char, kind in kinds if kind != "Cf"
    )  # a line break or a tab parts numbers and never groups thousands, so it counts as two spaces
    tidy = visible.translate(_SAME).strip()
    return _BLANKS.sub("", _WIDE_GAP.sub("  ", tidy)) if " " in tidy else tidy


def _without_note(tidy: str) -> tuple[str, bool]:
    """Return `tidy` without the note after the number, and whether that note calls it an estimate."""
    if found := _UNIT_IN_BRACKETS.fullmatch(tidy):
        return found["core"] + found["unit"], False
    if found := _NOTE_AFTER.fullmatch(tidy):
        return found["core"], False
    if found := _NOTE_IN_BRACKETS.fullmatch(tidy):
        note = found["note"]
        estimate = _ESTIMATE.fullmatch(note) is not None
        words = len(note) > 1 and any(char.isalpha() for char in note)  # not （年）, （%）, （-）
        return (found["core"] if estimate or (words and read_number(note) is None) else ""), estimate
    return tidy, False


def _quotient(numerator: int, denominator: int) -> int | float:
    """Return the exact int, or the float nearest to the decimal that was written."""
    whole, rest = divmod(numerator, denominator)
    return whole if rest == 0 else numerator / denominator


def _scale(written: str) -> int:
    """Return 1 for nothing, 1000 for 千, 10_000_000 for 千万."""
    return _SCALES[written] if written in _SCALES else _SCALES[written[0]] * _SCALES[written[1:]]


def _arabic(figure: str) -> int | float | None:
    """Return the value of digits, with one scale after them or several in falling order (`1亿2000万`)."""
    if number := _ARABIC.fullmatch(figure):
        digits, part = re.sub("[, ]", "", number["whole"]), number["part"] or ""
        return _quotient(int(digits + part) * _scale(number["scale"]), 10 ** len(part))
    pieces: list[tuple[str, str]] = _PIECE.findall(figure)
    if "".join(digits + scale for digits, scale in pieces) != figure:
        return None
    total, room = 0, 10**12
    for digits, scale in pieces:
        value = int(digits) * _SCALES[scale]
        if value >= room or (scale == "" and 10 ** len(digits) != room):  # 3万5 is colloquial, 3万5000 plain
            return None
        total, room = total + value, _SCALES[scale]
    return total


def _chinese(figure: str) -> int | float | None:
    """Return the value of a Chinese numeral: digits read one by one as in a year, with 点, or whole."""
    if _RUN.fullmatch(figure):
        return _run(figure)
    if number := _DECIMAL.fullmatch(figure):
        whole, size = _whole(number["whole"]), 10 ** len(number["part"])
        if whole is None:
            return None
        return _quotient((whole * size + _run(number["part"])) * _scale(number["scale"]), size)
    return _whole(figure)


def _run(digits: str) -> int:
    return int("".join(str(_DIGITS[digit]) for digit in digits))


def _whole(numeral: str) -> int | None:
    """Return the value of a whole numeral: parted at its last 亿, else at its last 万, else below 10000."""
    if len(numeral) == 1 and numeral in _DIGITS:
        return _DIGITS[numeral]
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = numeral.rpartition(mark)
        if found:
            high, low = _whole(head), _tail(tail)
            return high * size + low if high and low is not None and low < size else None
    return _section(numeral)


def _tail(numeral: str) -> int | None:
    """Return what follows 万 or 亿: nothing, or a numeral; a bare digit needs its 零 (`一万零五`)."""
    if numeral == "":
        return 0
    rest = numeral.removeprefix("零")
    return None if rest in {"", "零", "两"} or len(numeral) == 1 else _whole(rest)


def _section(numeral: str) -> int | None:
    """Return the value of a numeral below 10000; a bare digit after 百 or 千 needs its 零."""
    places = _SECTION.fullmatch(numeral)
    if places is None or numeral == "" or numeral.startswith("零"):
        return None
    large = places["thousands"] or places["hundreds"]
    if places["ones"] and bool(places["zero"]) != bool(large and not places["ten"]):
        return None
    thousands, hundreds, ones = (_DIGITS[places[name] or "零"] for name in ("thousands", "hundreds", "ones"))
    tens = _DIGITS[places["tens"] or "一"] if places["ten"] else 0
    return thousands * 1000 + hundreds * 100 + tens * 10 + ones
