"""How the cells of lists and sums look, as XlsxWriter format properties by name."""

from __future__ import annotations

from typing import Any, Final

from toolkit.workbook.look import (
    BAD,
    BANNER_FILL,
    COMPUTED_FILL,
    FONT,
    GOOD,
    HEADING_FILL,
    HEADING_FONT,
    INPUT_FILL,
    WAITING,
)

Properties = dict[str, Any]

_BASE: Final[Properties] = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
_BOXED: Final[Properties] = {**_BASE, "border": 1, "border_color": "#A6A6A6"}
_CENTRED: Final[Properties] = {**_BOXED, "align": "center"}
_FIGURE: Final[Properties] = {**_BOXED, "align": "right"}
_QUIET: Final[Properties] = {"font_size": 9, "font_color": "#7F7F7F"}
AMOUNT: Final = "#,##0.00####"
COUNT: Final = "#,##0"

LOOKS: Final[dict[str, Properties]] = {
    "title": {**_BASE, "font_name": HEADING_FONT, "font_size": 16},
    "title_centred": {**_BASE, "font_name": HEADING_FONT, "font_size": 16, "align": "center"},
    "part": {**_BASE, "font_name": HEADING_FONT, "font_size": 12, "bottom": 2, "bottom_color": "#2E75B6"},
    "hint": {**_BASE, "font_size": 10, "font_color": "#404040"},
    "hint_wrapped": {**_BASE, "font_size": 10, "font_color": "#404040", "text_wrap": True, "valign": "top"},
    "head": {**_CENTRED, "bold": True, "bg_color": HEADING_FILL, "text_wrap": True},
    "head_needed": {**_CENTRED, "bold": True, "bg_color": INPUT_FILL, "text_wrap": True},
    "group": {**_CENTRED, "font_name": HEADING_FONT, "bg_color": BANNER_FILL},
    "banner": {**_BOXED, "font_name": HEADING_FONT, "bg_color": BANNER_FILL, "text_wrap": True},
    "label": {**_BOXED, "bg_color": HEADING_FILL, "text_wrap": True, "font_size": 10},
    "label_centred": {**_CENTRED, "bg_color": HEADING_FILL, "text_wrap": True, "font_size": 10},
    "text": {**_BOXED, "num_format": "@"},
    "typed": {**_BASE, "num_format": "@"},
    "example": {**_BOXED, "num_format": "@", "italic": True, "font_color": "#808080"},
    "cell": {**_BOXED, "num_format": "@", "text_wrap": True},
    "note": {**_BASE, "text_wrap": True},
    "words": {**_BOXED, "num_format": "@", "text_wrap": True, "valign": "top"},
    "centred": {**_CENTRED, "num_format": "@"},
    "input": {**_CENTRED, "bg_color": "#FFF8DC", "num_format": "@"},
    "link": {**_CENTRED, "font_color": "#0563C1", "underline": 1},
    "count": {**_FIGURE, "num_format": COUNT},
    "amount": {**_FIGURE, "num_format": AMOUNT},
    "percent": {**_FIGURE, "num_format": "0.0%"},
    "change_count": {**_FIGURE, "num_format": "+#,##0;-#,##0;0"},
    "change_amount": {**_FIGURE, "num_format": f"+{AMOUNT};-{AMOUNT};0"},
    "change_percent": {**_FIGURE, "num_format": "+0.0%;-0.0%;0.0%"},
    "total_label": {**_BOXED, "bold": True, "bg_color": COMPUTED_FILL},
    "total_count": {**_FIGURE, "bold": True, "bg_color": COMPUTED_FILL, "num_format": COUNT},
    "total_amount": {**_FIGURE, "bold": True, "bg_color": COMPUTED_FILL, "num_format": AMOUNT},
    "total_percent": {**_FIGURE, "bold": True, "bg_color": COMPUTED_FILL, "num_format": "0.0%"},
    "official_count": {**_CENTRED, "num_format": "0"},
    "official_amount": {**_CENTRED, "num_format": "General"},
    "official_total": {**_CENTRED, "num_format": "0", "bg_color": COMPUTED_FILL},
    "official_apart": {**_CENTRED, "num_format": '0"※"', "italic": True, "font_color": "#7F7F7F"},
    "lacking": {**_CENTRED, **_QUIET, "num_format": "0;;"},
    "quiet": {**_BASE, **_QUIET, "num_format": "@"},
    "offices": {**_CENTRED, "num_format": '0" 家"', "bold": True},
    "big": {**_BASE, "font_name": HEADING_FONT, "font_size": 20, "align": "center", "num_format": COUNT,
            "border": 1, "border_color": "#A6A6A6"},
    "big_label": {**_CENTRED, "bg_color": HEADING_FILL, "font_size": 10},
    "good": GOOD,
    "bad": BAD,
    "waiting": WAITING,
    "gone": {"font_color": "#FFFFFF", "bg_color": "#C00000", "bold": True},
}  # fmt: skip
