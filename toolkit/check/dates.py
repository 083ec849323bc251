"""Dates as spreadsheets hold them (serial numbers) and as people write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Final

from toolkit.patterns import when_used

_BEFORE_LEAP_BUG: Final = 60  # spreadsheets count a 29 February 1900 that never was
_LAST_SERIAL: Final = 2_958_465  # 9999-12-31
_TYPED_NOWADAYS: Final = 10_000  # serials below it (before 1927) are figures that were given a date's format
_MINUTES_A_DAY: Final = 24 * 60
_WRITTEN: Final = when_used(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)",
    re.ASCII,
)


def date_of(serial: float) -> date | None:
    """The date of a serial number, or None if it is none."""
    if not 1 <= serial < _LAST_SERIAL + 1:
        return None
    days = int(serial)
    return date(1899, 12, 31 if days < _BEFORE_LEAP_BUG else 30) + timedelta(days=days)


def is_date(text: str) -> bool:
    """Say whether a text is a real day written like 2024-01-15, 2024/1/15, 2024.1.15 or 2024年1月15日."""
    written = _WRITTEN.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if written is None:
        return False
    year, month, day = (int(part) for part in written.groups() if part)
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def words_of(serial: float) -> tuple[str, str]:
    """A date that stands where a figure is due: how it reads, and what it was probably meant to be.

    Typed `1-2` becomes 2 January of the running year and `1:30` a part of a day; a small serial number is a
    figure whose cell got the format of a date.
    """
    day = date_of(serial)
    if 0 < serial < 1:
        hours, minutes = divmod(round(serial * _MINUTES_A_DAY), 60)
        return f"{hours}:{minutes:02}（时间）", f"，多半是输入“{hours}:{minutes:02}”时自动变的"
    if day is None:
        return "格式", f"，单元格里的数是 {serial:g}"
    words = f"{day.year}年{day.month}月{day.day}日"
    if serial < _TYPED_NOWADAYS:
        return words, f"，多半是单元格成了日期格式，里面的数是 {serial:g}"
    return words, f"，多半是输入“{day.month}-{day.day}”或“{day.month}/{day.day}”时自动变的"
