"""What was handed out to whom: a list to look at, and the same as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit import __version__
from toolkit.collect.pages import Pages
from toolkit.jsonfile import json_text
from toolkit.workbook.plan import lines_needed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.collect.distribute import Handed
    from toolkit.form.model import Form

LIST_FILE: Final = "清单.xlsx"
JSON_FILE: Final = "manifest.json"
_COLUMNS: Final = (
    ("代码", 21), ("名称", 28), ("文件", 33), ("联系人", 9), ("联系电话", 14), ("上年数", 26), ("说明", 12),
)  # fmt: skip
_LINE: Final = 16.0  # points
_DIGESTS: Final = (("文件", 42), ("SHA-256", 68))


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
    """Return the list as a workbook that can be sorted and filtered; the digests on a sheet of their own."""
    pages = Pages(f"{year}年{form.title}下发清单", year)
    _list(pages, "下发清单", _COLUMNS, [
        (one.organ.code, one.organ.name, one.file, one.organ.contact, one.organ.telephone,
         last_year_words(one, compared=compared), one.fault)
        for one in handed
    ], fixed=2)  # fmt: skip
    _list(pages, "校验值", _DIGESTS, [(one.file, one.sha256) for one in handed if one.file], fixed=1)
    return pages.content()


def _list(
    pages: Pages,
    name: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str]],
    *,
    fixed: int,
) -> None:
    page = pages.page(name)
    page.heads(1, columns)
    for number, row in enumerate(rows, start=2):
        lines = max(lines_needed(text, width - 1) for text, (_, width) in zip(row, columns, strict=True))
        page.height(number, _LINE * lines)
        for column, text in enumerate(row, start=1):
            page.put(number, column, text, "cell")
    page.listed(1, len(rows) + 1, len(columns), fixed=fixed)
    page.printed()


def last_year_words(one: Handed, *, compared: bool) -> str:
    """What came of last year's figures of one organ."""
    if not compared or one.fault:
        return ""
    if not one.found:
        return "没有找到上年工作簿"
    errors = f"，上年还有 {one.errors} 个错误" if one.errors else ""
    return f"带入 {one.figures} 个{errors}"
