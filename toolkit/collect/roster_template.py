"""An empty 单位名录 as a workbook: text columns, drop-down lists, an example row, and how to fill it in."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from toolkit import __version__
from toolkit.collect.roster_columns import COLUMNS, EXAMPLE
from toolkit.workbook.book import CODE_LENGTH
from toolkit.workbook.look import FONT, HEADING_FILL, HEADING_FONT, INPUT_FILL

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from toolkit.form.model import Form

ROSTER_SHEET: Final = "单位名录"
GUIDE_SHEET: Final = "填写说明"
_ROWS: Final = 10_000  # that have the drop-down lists
_NOTE: Final = "这一行是示例，可以删去，也可以留着：代码以“示例”开头的行不算单位。"
_HINTS: Final = (
    "一个单位一行，从示例行的下一行开始；行的先后不限，列的先后也不限，用不到的列可以删去。",
    "所有列都按文本填写。代码和电话不要让 Excel 当成数：存成数的代码会丢掉末几位，要重新输入。",
    "上级单位代码把单位连成一棵树：部门、乡镇、街道的上级填本级政府，本级政府的上级留空。汇总时逐级相加。",
    "填好后先运行 gktool roster check 名录.xlsx；没有错误，再用 gktool distribute 下发、gktool collect 收回。",
    "也可以用 CSV 文本：UTF-8 或 GBK 编码，逗号、分号或制表符分隔，第一行是表头。",
)
_GUIDE_WIDTHS: Final = (18, 10, 72, 28)
_BOX: Final[dict[str, Any]] = {"font_name": FONT, "font_size": 11, "valign": "vcenter", "border": 1}


def roster_template(form: Form) -> bytes:
    """Return the bytes of an empty roster; `form` says which kinds and scopes there are."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": 11}},
    )
    workbook.set_properties(
        {
            "title": ROSTER_SHEET,
            "author": f"gktool {__version__}",
            "created": dt.datetime(form.first_year, 1, 1, tzinfo=dt.UTC),
        }
    )
    _roster(workbook, workbook.add_worksheet(ROSTER_SHEET), form)
    _guide(workbook, workbook.add_worksheet(GUIDE_SHEET))
    workbook.close()
    return stream.getvalue()


def _roster(workbook: xlsxwriter.Workbook, sheet: Worksheet, form: Form) -> None:
    text = workbook.add_format({"font_name": FONT, "font_size": 11, "num_format": "@"})
    head = workbook.add_format({**_BOX, "bold": True, "bg_color": HEADING_FILL, "align": "center"})
    needed = workbook.add_format({**_BOX, "bold": True, "bg_color": INPUT_FILL, "align": "center"})
    example = workbook.add_format({**_BOX, "num_format": "@", "italic": True, "font_color": "#808080"})
    sheet.set_row(0, 24)
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width, text)
        sheet.write_string(0, number, column.heading, needed if column.needed else head)
        sheet.write_string(1, number, EXAMPLE * (column.id == "code") + column.example, example)
        if validation := _validation(column.id, form):
            title = {"input_title": column.heading, "input_message": column.prompt}
            sheet.data_validation(1, number, _ROWS, number, {**validation, **title})
    sheet.write_comment(1, 0, _NOTE, {"author": "gktool", "x_scale": 1.6, "y_scale": 0.6})
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_selection(2, 0, 2, 0)


def _validation(item: str, form: Form) -> dict[str, Any] | None:
    words = {"kind": form.kinds, "scope": form.scopes}.get(item)
    if words:
        return {"validate": "list", "source": list(words), "error_type": "stop", "error_title": "填写不合要求",
                "error_message": f"可用的有：{'、'.join(words)}；也可以留空。"}  # fmt: skip
    if item == "code":
        return {"validate": "length", "criteria": ">=", "value": CODE_LENGTH, "error_type": "stop",
                "error_title": "填写不合要求", "error_message": f"统一社会信用代码是 {CODE_LENGTH} 位。"}  # fmt: skip
    return None


def _guide(workbook: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    title = workbook.add_format({"font_name": HEADING_FONT, "font_size": 16, "valign": "vcenter"})
    words = {**_BOX, "text_wrap": True}
    head = workbook.add_format({**words, "bold": True, "bg_color": HEADING_FILL, "align": "center"})
    cell = workbook.add_format(words)
    hint = workbook.add_format({"font_name": FONT, "font_size": 11, "valign": "vcenter", "text_wrap": True})
    for number, width in enumerate(_GUIDE_WIDTHS):
        sheet.set_column(number, number, width)
    last = len(_GUIDE_WIDTHS) - 1
    sheet.write_string(0, 0, f"{ROSTER_SHEET}{GUIDE_SHEET}", title)
    sheet.set_row(0, 30)
    for row, line in enumerate(_HINTS, start=1):
        sheet.merge_range(row, 0, row, last, f"{row}. {line}", hint)
        sheet.set_row(row, 32)
    top = len(_HINTS) + 2
    for number, heading in enumerate(("列", "必填", "怎么填", "例")):
        sheet.write_string(top, number, heading, head)
    for row, column in enumerate(COLUMNS, start=top + 1):
        texts = (column.heading, "必填" if column.needed else "", column.prompt, column.example)
        for number, text in enumerate(texts):
            sheet.write_string(row, number, text, cell)
        sheet.set_row(row, 34)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
