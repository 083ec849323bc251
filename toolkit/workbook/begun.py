"""The beginning of every workbook that XlsxWriter writes for us."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import xlsxwriter

from toolkit import __version__
from toolkit.workbook.look import FONT

if TYPE_CHECKING:
    from io import BytesIO


def begun(
    target: BytesIO | str, title: str, year: int, *, normal: dict[str, Any] | None = None, **options: object
) -> xlsxwriter.Workbook:
    """Begin a workbook in a stream or a file: text is never taken for a formula or a link, and the same makes the same bytes.

    It is dated to the end of a year. `normal` are more properties of the Normal style, `options` more of XlsxWriter's own.
    """
    workbook = xlsxwriter.Workbook(
        target,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": FONT, "font_size": 11, **(normal or {})},
            **options,
        },
    )
    workbook.set_properties(
        {
            "title": title,
            "author": f"gktool {__version__}",
            "created": dt.datetime(year, 12, 31, tzinfo=dt.UTC),
        }
    )
    return workbook
