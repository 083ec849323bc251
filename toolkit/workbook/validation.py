"""The data validation of an input: what Excel lets through, what it says beforehand, and what when it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from toolkit.workbook.plan import Allowed

_LONGEST_TITLE: Final = 32
_LONGEST_MESSAGE: Final = 255


def validation(allowed: Allowed) -> dict[str, Any]:
    """The options of XlsxWriter's `data_validation`."""
    criteria, limit = _criteria(allowed)
    return {
        **criteria,
        "input_title": allowed.title[:_LONGEST_TITLE],
        "input_message": allowed.message[:_LONGEST_MESSAGE],
        "error_title": "填写不合要求",
        "error_message": limit[:_LONGEST_MESSAGE],
        "error_type": "stop",
    }


def _criteria(allowed: Allowed) -> tuple[dict[str, Any], str]:
    """What is allowed, to Excel and in words."""
    most = allowed.limit
    match allowed.kind:
        case "list":
            words = f"只能从下拉列表里选：{'、'.join(allowed.choices)}。"
            return {"validate": "list", "source": list(allowed.choices)}, words
        case "length":
            return _between("length", 0, most), f"最多 {most} 个字符，标点和空格也算。"
        case "signed":
            words = f"只能填整数，减少的填负数，从 -{most} 到 {most}；不带单位、逗号和文字。"
            return _between("integer", -most, most), words
        case "decimal":
            words = f"只能填数，可以有小数，不小于 0，最多 {most}；不带单位、逗号和文字。"
            return _between("decimal", 0, most), words
        case _:
            words = f"只能填整数，不小于 0，最多 {most}；不带单位、逗号和文字。"
            return _between("integer", 0, most), words


def _between(kind: str, least: int, most: int) -> dict[str, Any]:
    return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
