"""An empty 单位名录 as a workbook: text columns, drop-down lists, an example row, and how to fill it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from toolkit.collect.pages import Pages
from toolkit.collect.roster_columns import COLUMNS, EXAMPLE
from toolkit.workbook.book import CODE_LENGTH

if TYPE_CHECKING:
    from toolkit.collect.pages import Page
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
_GUIDE: Final = (("列", 18), ("必填", 10), ("怎么填", 72), ("例", 28))


def roster_template(form: Form) -> bytes:
    """Return the bytes of an empty roster; `form` says which kinds and scopes there are."""
    pages = Pages(ROSTER_SHEET, form.first_year)
    _roster(pages, pages.page(ROSTER_SHEET), form)
    _guide(pages.page(GUIDE_SHEET))
    return pages.content()


def _roster(pages: Pages, page: Page, form: Form) -> None:
    page.height(1, 24)
    for number, column in enumerate(COLUMNS, start=1):
        page.sheet.set_column(number - 1, number - 1, column.width, pages.look("typed"))
        page.put(1, number, column.heading, "head_needed" if column.needed else "head")
        page.put(2, number, EXAMPLE * (column.id == "code") + column.example, "example")
        if validation := _validation(column.id, form):
            title = {"input_title": column.heading, "input_message": column.prompt}
            page.sheet.data_validation(1, number - 1, _ROWS, number - 1, {**validation, **title})
    page.sheet.write_comment(1, 0, _NOTE, {"author": "gktool", "x_scale": 1.6, "y_scale": 0.6})
    page.sheet.freeze_panes(1, 2)
    page.sheet.repeat_rows(0)
    page.sheet.set_selection(2, 0, 2, 0)
    page.printed()
    page.sheet.hide_gridlines(1)  # on paper only: the empty rows are to be seen


def _validation(item: str, form: Form) -> dict[str, Any] | None:
    words = {"kind": form.kinds, "scope": form.scopes}.get(item)
    if words:
        return {"validate": "list", "source": list(words), "error_type": "stop", "error_title": "填写不合要求",
                "error_message": f"可用的有：{'、'.join(words)}；也可以留空。"}  # fmt: skip
    if item == "code":
        return {"validate": "length", "criteria": ">=", "value": CODE_LENGTH, "error_type": "stop",
                "error_title": "填写不合要求", "error_message": f"统一社会信用代码是 {CODE_LENGTH} 位。"}  # fmt: skip
    return None


def _guide(page: Page) -> None:
    page.put(1, 1, f"{ROSTER_SHEET}{GUIDE_SHEET}", "title")
    page.height(1, 30)
    for row, line in enumerate(_HINTS, start=2):
        page.merge(row, 1, row, len(_GUIDE), f"{row - 1}. {line}", "note")
        page.height(row, 32)
    top = len(_HINTS) + 3
    page.heads(top, _GUIDE)
    for row, column in enumerate(COLUMNS, start=top + 1):
        texts = (column.heading, "必填" if column.needed else "", column.prompt, column.example)
        for number, text in enumerate(texts, start=1):
            page.put(row, number, text, "cell")
        page.height(row, 34)
    page.printed()
