"""What was handed out to whom: a list to look at, and the same as JSON for programs."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from toolkit import __version__
from toolkit.jsonfile import json_text
from toolkit.workbook.look import FONT, HEADING_FILL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.collect.distribute import Handed
    from toolkit.form.model import Form

LIST_FILE: Final = "清单.xlsx"
JSON_FILE: Final = "manifest.json"
_COLUMNS: Final = (
    ("代码", 24), ("名称", 36), ("文件", 42), ("联系人", 14), ("联系电话", 18), ("上年数", 30), ("说明", 30),
    ("SHA-256", 68),
)  # fmt: skip


def manifest_json(handed: Sequence[Handed], form: Form, year: int, *, compared: bool) -> bytes:
    """Return the list as JSON; `compared` says that last year's workbooks were given."""
    organs = [
        {
            "code": one.organ.code,
            "name": one.organ.name,
            "file": one.file or None,
            "sha256": one.sha256 or None,
            "last_year": one.found if compared else None,
            "figures_carried": one.figures,
            "fault": one.fault or None,
        }
        for one in handed
    ]
    head = {"gktool": __version__, "form": form.id, "digest": form.digest, "year": year}
    return json_text({**head, "organs": organs}).encode()


def manifest_book(handed: Sequence[Handed], form: Form, year: int, *, compared: bool) -> bytes:
    """Return the list as a workbook that can be sorted and filtered."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": FONT, "font_size": 11},
        },
    )
    workbook.set_properties(
        {
            "title": f"{year}年{form.title}下发清单",
            "author": f"gktool {__version__}",
            "created": dt.datetime(year, 12, 31, tzinfo=dt.UTC),
        }
    )
    box: dict[str, Any] = {
        "border": 1,
        "valign": "vcenter",
        "font_name": FONT,
        "font_size": 11,
        "num_format": "@",
    }
    head = workbook.add_format({**box, "bold": True, "bg_color": HEADING_FILL, "align": "center"})
    cell = workbook.add_format(box)
    sheet = workbook.add_worksheet("下发清单")
    for column, (heading, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, head)
    for row, one in enumerate(handed, start=1):
        texts = (one.organ.code, one.organ.name, one.file, one.organ.contact, one.organ.telephone,
                 last_year_words(one, compared=compared), one.fault, one.sha256)  # fmt: skip
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, cell)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(handed), len(_COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    workbook.close()
    return stream.getvalue()


def last_year_words(one: Handed, *, compared: bool) -> str:
    """What came of last year's figures of one organ."""
    if not compared or one.fault:
        return ""
    if not one.found:
        return "没有找到上年工作簿"
    errors = f"，上年还有 {one.errors} 个错误" if one.errors else ""
    return f"带入 {one.figures} 个{errors}"
