"""The styles of a base document that a report is written in, and what of them its layout has to know."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Length
from docx.styles.style import ParagraphStyle
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.styles.style import BaseStyle

TITLE: Final = "title"
HEADINGS: Final = ("heading 1", "heading 2", "heading 3")
BODY: Final = "body text"
NOTE: Final = "草稿说明"
GRID: Final = "table grid"
HEAD: Final = "表格标题栏"
LABEL: Final = "表格项目"
FIGURE: Final = "表格数字"

_IN_CHINESE: Final = {
    TITLE: "标题",
    **{name: f"标题 {level}" for level, name in enumerate(HEADINGS, start=1)},
    BODY: "正文文本",
    GRID: "网格型",
}
_MOST_BASED: Final = 20  # styles on each other, of which a file may make a circle
_SINGLE: Final = 1.3  # single-spaced lines of Chinese, in sizes of its characters
_DEFAULT: Final = 10.0  # the size where a document says nothing
_DEFAULT_SIZE: Final = "w:docDefaults/w:rPrDefault/w:rPr/w:sz/@w:val"


class Look(Struct, frozen=True):
    """A style: its id; the size of its characters and the pitch of its lines in points.

    `exact` says that the pitch does not grow and shrink with the characters, `align` where the lines stand,
    `numbered` that Word numbers the paragraphs.
    """

    id: str
    size: float
    pitch: float
    exact: bool
    align: WD_ALIGN_PARAGRAPH | None
    numbered: bool


def in_chinese(name: str) -> str:
    """The name of a style as Chinese programs show it."""
    return _IN_CHINESE.get(name, name)


def looks_of(document: Document) -> dict[str, Look]:
    """The styles of a document by their names in lower case: those of paragraphs, and `GRID`, one of tables."""
    sizes = document.styles.element.xpath(_DEFAULT_SIZE)
    default = int(sizes[0]) / 2 if sizes else _DEFAULT
    return {
        style.name.lower(): _look(style, default)
        for style in document.styles
        if style.name
        and style.style_id
        and style.type == (WD_STYLE_TYPE.TABLE if style.name.lower() == GRID else WD_STYLE_TYPE.PARAGRAPH)
    }


def _look(style: BaseStyle, default: float) -> Look:
    chain = list(islice(_based_on(style), _MOST_BASED))
    size = next((one.font.size.pt for one in chain if one.font.size is not None), default)
    spacing = next((set_ for one in chain if (set_ := one.paragraph_format.line_spacing) is not None), 1.0)
    align = next((set_ for one in chain if (set_ := one.paragraph_format.alignment) is not None), None)
    exact = isinstance(spacing, Length)
    pitch = spacing.pt if isinstance(spacing, Length) else spacing * size * _SINGLE
    numbered = any(one.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None for one in chain)
    return Look(style.style_id, size, pitch, exact, align, numbered)


def _based_on(style: BaseStyle | None) -> Iterator[ParagraphStyle]:
    while isinstance(style, ParagraphStyle):
        yield style
        style = style.base_style
