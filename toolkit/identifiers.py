"""Checks of identifying codes: 统一社会信用代码, telephone numbers and postcodes.

Each check answers None for a good code, else one short Chinese phrase that says what is wrong and reads well
after the name of the field. Codes and postcodes are judged character by character as given, because they are
matched and printed so; telephone numbers are written in many good ways, so their spacing is free. Whether a
blank cell is due at all is not asked here.
"""

from __future__ import annotations

import re
from typing import Final

from toolkit.patterns import when_used

CREDIT_CODE_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a 统一社会信用代码 in the order of their values: no I, O, S, V, Z."""

_CREDIT_CODE_LENGTH: Final = 18
_DIVISION: Final = slice(2, 8)  # characters 3–8: 行政区划码 of the registering authority, digits
_ORGANISATION: Final = slice(
    8, 17
)  # characters 9–17: 组织机构代码 of the organ, its own check character last
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_POSTCODE_LENGTH: Final = 6
_QUOTED: Final = 30  # characters of a wrong text that are quoted

_BETWEEN_CODES: Final = when_used(r"[\s、，,；;/]+")
_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}
_PLAIN: Final = _HALF_WIDTH | str.maketrans("‐‑–—―−", "------")
_GAP: Final = "[- ]{0,3}"
_LINE_OF_8: Final = "[2-9][0-9]{3}[- ]?[0-9]{4}"
_LINE_OF_7: Final = "[2-9][0-9]{2}[- ]?[0-9]{4}"
_HOTLINE: Final = "1[12][0-9]|1[0-2][0-9]{3}|9[56][0-9]{3,4}"
_COUNTRY: Final = r"(?:\+|00)86[- ]*|86[- ]"
_EXTENSION: Final = rf"(?:{_GAP}\(?(?:转|分机号?|#|ext\.?|-){_GAP}[0-9]{{1,6}}\)?)?"
_LOCAL: Final = f"(?:{_LINE_OF_8}|{_LINE_OF_7}){_EXTENSION}"
_NUMBER: Final = (
    f"(?:(?:0|(?:{_COUNTRY})0?)(?:10|2[0-9]){_GAP}(?:{_LINE_OF_8}|{_HOTLINE})"  # 010, 02x: 8 digits
    f"|(?:0|(?:{_COUNTRY})0?)[3-9][0-9]{{2}}{_GAP}(?:{_LINE_OF_8}|{_LINE_OF_7}|{_HOTLINE})"
    f"|(?:{_COUNTRY})?1[3-9][0-9][- ]?[0-9]{{4}}[- ]?[0-9]{{4}}"
    f"|[48]00(?:[- ]?[0-9]){{7}}|{_HOTLINE}){_EXTENSION}"
)
_NUMBERS: Final = when_used(f"{_NUMBER}(?: +(?:{_NUMBER}|{_LOCAL}))*", re.IGNORECASE)
_LOCAL_NUMBER: Final = when_used(_LOCAL, re.IGNORECASE)
_PARTED: Final = when_used(r"[、,，;；/／\r\n]|或|和")
_BRACKETED_AREA: Final = when_used(r"\((0[0-9]{2,3}|\+86)\)")
_REMARK: Final = when_used(r" ?\([^()0-9]*\)$")
_AREA: Final = when_used(r"0(?:10|2[0-9]|[3-9][0-9]{2})")
_OTHER_TEXT: Final = when_used(r"[^0-9()+#\- 转分机号]+")


def codes_in(text: str) -> tuple[str, ...]:
    """Return the codes in a list of them, parted by blanks, 、 or any comma, semicolon or slash."""
    return tuple(filter(None, _BETWEEN_CODES.split(text)))


def credit_code_check_character(first17: str) -> str:
    """Return character 18 for the first 17 of a 统一社会信用代码.

    GB 32100—2015: character i (from 1) has the weight 3^(i−1) mod 31; the check character is 31 minus the
    weighted sum mod 31, and 0 where that is 31 (the case the amendment No. 1 of 2016 spells out). 31 is prime
    and the weights are all different, so one wrong character is always found, and two that changed places are
    unless they are the first and the last, whose weights are the same.

    Raises ValueError when `first17` is not 17 characters of CREDIT_CODE_ALPHABET.
    """
    if not re.fullmatch(f"[{CREDIT_CODE_ALPHABET}]{{17}}", first17):
        message = f"expected 17 characters of {CREDIT_CODE_ALPHABET}, got {first17!r}"
        raise ValueError(message)
    total = sum(CREDIT_CODE_ALPHABET.index(char) * 3**place for place, char in enumerate(first17))
    return CREDIT_CODE_ALPHABET[-total % 31]


def credit_code_fault(code: str) -> str | None:
    """Return what is wrong with a 统一社会信用代码, or None.

    GB 32100—2015: 18 characters of CREDIT_CODE_ALPHABET; 1 registering authority, 2 kind of body, 3–8
    行政区划码 in digits, 9–17 组织机构代码, 18 check character. The lists of authorities and kinds are not
    checked, since they grow by amendment, nor is the organisation code: see `credit_code_doubt`.
    """
    if any(char.isspace() for char in code):
        return "含有空格，应删去"
    if len(code) != _CREDIT_CODE_LENGTH:
        return f"长度为 {len(code)}，应为 {_CREDIT_CODE_LENGTH} 位"
    for char in code:
        if char not in CREDIT_CODE_ALPHABET:
            return _strange_character(char)
    if not code[_DIVISION].isdigit():
        return f"第 3 至 8 位是行政区划码，应为数字，实为“{code[_DIVISION]}”"
    check = credit_code_check_character(code[:-1])
    return None if code[-1] == check else f"校验位应为 {check}，实为 {code[-1]}"


def organisation_code_check_character(first8: str) -> str:
    """Return character 9 for the first 8 of a 组织机构代码.

    GB 11714—1997: weights 3 7 9 10 5 8 4 2, values 0–9 and A–Z as 10–35, 11 minus the weighted sum mod 11,
    with 10 written X and 11 written 0.

    Raises ValueError when `first8` is not 8 digits or capital letters.
    """
    if not re.fullmatch("[0-9A-Z]{8}", first8):
        message = f"expected 8 digits or capital letters, got {first8!r}"
        raise ValueError(message)
    total = sum(int(char, 36) * weight for char, weight in zip(first8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def credit_code_doubt(code: str) -> str | None:
    """Return what is odd about the organisation code in a 统一社会信用代码 without fault, or None.

    GB 32100—2015 makes only character 18 its check; it takes characters 9–17 over from GB 11714, where the
    last of them checks the eight before it. A code that breaks this is asked about, never refused.
    """
    if credit_code_fault(code) is not None:
        return None
    organisation = code[_ORGANISATION]
    check = organisation_code_check_character(organisation[:-1])
    if organisation[-1] == check:
        return None
    return f"第 9 至 17 位组织机构代码的校验位一般应为 {check}，实为 {organisation[-1]}"


def telephone_fault(text: str) -> str | None:
    """Return what is wrong with the telephone numbers in `text`, or None.

    Good are 区号 (010, 02x with 8 digits; 03xx–09xx with 7 or 8) and number with any dash, blank, bracket or
    nothing between; +86; 11-digit mobile numbers; 400 and 800; short numbers as 12345, 114, 95598, alone or
    after a 区号; an extension by 转, 分机, # or a dash; a remark in brackets after it; and several of these
    parted by 、 ， ； / 或 和, where a later one may leave out the 区号.
    """
    if _is_plain_telephone(text):
        return None
    pieces = [piece.strip() for piece in _PARTED.split(text)]
    after_area = False
    for piece in filter(None, pieces):
        number = _REMARK.sub("", _BRACKETED_AREA.sub(r"\1-", piece.translate(_PLAIN).strip()))
        if not _NUMBERS.fullmatch(number) and not (after_area and _LOCAL_NUMBER.fullmatch(number)):
            return _telephone_phrase(piece, number)
        after_area = after_area or number.startswith(("0", "+", "86"))
    return None if any(pieces) else "没有号码"


def postcode_fault(text: str) -> str | None:
    """Return what is wrong with a postcode (邮政编码: 6 digits, none begins with 00), or None."""
    if any(char.isspace() for char in text):
        return "含有空格，应删去"
    digits = text.translate(_HALF_WIDTH)
    if digits.strip("0123456789"):
        return "含有数字以外的字符，应为 6 位数字"
    if digits != text:
        return "含有全角数字，应为半角"
    if len(text) == _POSTCODE_LENGTH - 1:
        return "只有 5 位，应为 6 位数字（开头的 0 可能丢失）"
    if len(text) != _POSTCODE_LENGTH:
        return f"长度为 {len(text)}，应为 6 位数字"
    return "不是实际的邮政编码" if text.startswith("00") else None


def _strange_character(char: str) -> str:
    """Return what is wrong with a character that no 统一社会信用代码 has."""
    if char.upper() in CREDIT_CODE_ALPHABET:
        return f"含有小写字母“{char}”，应为大写"
    if char.translate(_HALF_WIDTH) != char:
        return f"含有全角字符“{char}”，应为半角"
    return f"含有不使用的字符“{char if char.isprintable() else f'U+{ord(char):04X}'}”"


def _is_plain_telephone(text: str) -> bool:
    """Say whether a text is one number as most are written: 区号, a dash, 7 or 8 digits."""
    area, _, line = text.partition("-")
    if not (text.isascii() and area.isdigit() and line.isdigit() and line[0] in "23456789"):
        return False
    if len(area) == len("010"):
        return len(line) == len("12345678") and (area == "010" or area.startswith("02"))
    return len(area) == len("0571") and "03" <= area < "1" and len(line) in {7, 8}


def _telephone_phrase(piece: str, number: str) -> str:
    """Return what is wrong with one telephone number: as written, and as it was looked at."""
    quoted = f"“{piece if len(piece) <= _QUOTED else piece[:_QUOTED] + '…'}”"
    if other := _OTHER_TEXT.search(number):
        return f"{quoted}含有号码以外的文字“{other[0][:_QUOTED]}”"
    if _LOCAL_NUMBER.fullmatch(number):
        return f"{quoted}缺少区号"
    if area := _AREA.match(number):
        size = "8 位" if area[0] < "03" else "7 或 8 位"
        return f"{quoted}有误，区号 {area[0]} 之后应为 {size}号码，首位为 2 至 9"
    return f"{quoted}的区号不对" if number.startswith("0") else f"{quoted}不是完整的电话号码"
