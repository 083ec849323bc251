"""How each style of a plan looks, as XlsxWriter format properties.

Normal is unlocked (see `toolkit.workbook.write`), so every locked style says so and has a further property.
Input, computed and heading cells differ in fill and in type face, so that a black-and-white print tells them
apart too.
"""

from __future__ import annotations

from typing import Any

from toolkit.workbook.plan import Style

FONT = "宋体"
HEADING_FONT = "黑体"
INPUT_FILL = "#FFF8DC"
COMPUTED_FILL = "#EDEDED"
HEADING_FILL = "#DDEBF7"
BANNER_FILL = "#BDD7EE"

Properties = dict[str, Any]

_BASE: Properties = {"font_name": FONT, "font_size": 11, "valign": "vcenter", "locked": True}
_BOXED: Properties = {**_BASE, "border": 1, "text_wrap": True}
_INPUT: Properties = {**_BOXED, "bg_color": INPUT_FILL, "locked": False}
_COMPUTED: Properties = {**_BOXED, "bg_color": COMPUTED_FILL, "align": "center"}

PROPERTIES: dict[Style, Properties] = {
    Style.TITLE: {**_BASE, "font_name": HEADING_FONT, "font_size": 16, "align": "center"},
    Style.SUBTITLE: {**_BASE, "font_size": 10, "font_color": "#404040", "shrink": True},
    Style.HEADING: {**_BOXED, "bold": True, "bg_color": HEADING_FILL, "align": "center"},
    Style.LABEL: {**_BOXED, "bg_color": HEADING_FILL, "align": "left"},
    Style.BANNER: {**_BOXED, "font_name": HEADING_FONT, "bg_color": BANNER_FILL, "align": "left"},
    Style.NOTE: {**_BASE, "font_size": 10, "text_wrap": True, "font_color": "#404040"},
    Style.PROMPT: {**_BOXED, "font_size": 10, "align": "left"},
    Style.COUNT: {**_INPUT, "align": "center", "num_format": "0"},
    Style.AMOUNT: {**_INPUT, "align": "center", "num_format": "General"},
    Style.CHOICE: {**_INPUT, "align": "center", "shrink": True, "text_wrap": False},
    Style.WORDS: {**_INPUT, "align": "left", "num_format": "@"},
    Style.ORDINAL: {**_INPUT, "align": "left", "num_format": "0"},
    Style.PARAGRAPH: {**_INPUT, "align": "left", "valign": "top"},
    Style.FIXED: {**_COMPUTED, "align": "left"},
    Style.TOTAL: {**_COMPUTED, "italic": True},
    Style.CHECK: {**_BOXED, "align": "center", "font_size": 10},
    Style.STATUS: {**_BOXED, "align": "center", "font_size": 10, "bold": True},
    Style.VERDICT: {**_BOXED, "font_name": HEADING_FONT, "font_size": 18, "align": "center"},
    Style.OUTCOME: {**_BOXED, "align": "center", "bold": True},
    Style.LINK: {**_BOXED, "align": "center", "font_color": "#0563C1", "underline": 1},
    Style.SIGNATURE: {**_BASE, "font_size": 12, "bottom": 1},
    Style.LEGEND_INPUT: {**_INPUT, "align": "center", "locked": True},
    Style.LEGEND_TOTAL: {**_COMPUTED, "italic": True},
    Style.LEGEND_HEADING: {**_BOXED, "bold": True, "bg_color": HEADING_FILL, "align": "center"},
    Style.CENTRED: {**_BOXED, "align": "center", "font_size": 10},
}
DATE_FORMAT = "yyyy-mm-dd"

GOOD: Properties = {"font_color": "#375623", "bg_color": "#E2EFDA"}
BAD: Properties = {"font_color": "#9C0006", "bg_color": "#FFC7CE", "bold": True}
WAITING: Properties = {"font_color": "#7F6000", "bg_color": "#FFEB9C"}

# Words that a cell of this style may begin with, and how it then looks: never colour without words.
SIGNALS: dict[Style, tuple[tuple[str, Properties], ...]] = {
    Style.CHECK: (("相差", BAD), ("待定", WAITING), ("相符", GOOD)),
    Style.STATUS: (("已填好", GOOD), ("还有", WAITING), ("请先", WAITING)),
    Style.OUTCOME: (
        *(("不成立", BAD), ("待定", WAITING), ("成立", GOOD)),
        *(("有错", BAD), ("未填完", WAITING), ("已填好", GOOD)),
    ),
    Style.VERDICT: (("可以报送", GOOD), ("还有", BAD)),
}
