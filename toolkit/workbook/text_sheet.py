"""The plan of 文字材料: a block of rows for each text section, one paragraph a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.filing import BLANK
from toolkit.form.model import FieldRole
from toolkit.stopped import Stopped
from toolkit.workbook.front_sheets import COMPOSE_CHOICES
from toolkit.workbook.plan import (
    TEXT_SHEET,
    Allowed,
    Holds,
    Role,
    SheetPlan,
    Slot,
    Style,
    Target,
    lines_needed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.form.model import Form, Section
    from toolkit.workbook.book import Book

TEXT_WIDTH = 84.0
PARAGRAPH_LIMIT = 5000
CELL_LIMIT = 32_767  # characters of a spreadsheet's cell
_TALLEST = 400.0  # a row cannot be higher than 409 pt


def text_sheet(book: Book) -> SheetPlan:
    """Plan the sheet; rows of paragraphs keep the automatic height unless they come filled."""
    note = (
        f"一行写一段，从 Word 粘贴几段会自动占几行。文中可以引用表里的数，写成【{_example(book.form)}】，"
        "成文时换成当时的数，改了表不用改字。请不要写个人手机号、身份证号。"
    )
    slots = [
        Slot(1, 1, Role.TEXT, Style.TITLE, "文字材料", last_column=3),
        Slot(2, 1, Role.TEXT, Style.NOTE, note, last_column=3),
    ]
    heights = {1: 30.0, 2: 15.0 * lines_needed(note, TEXT_WIDTH + 20) + 6}
    for section in book.form.sections:
        slots += _section(book, section, heights)
    last = max(slot.bottom for slot in slots) + 1
    slots.append(Slot(last, 1, Role.TEXT, Style.NOTE, "（文字材料完）", last_column=3))
    return SheetPlan(
        TEXT_SHEET,
        tuple(slots),
        (10.0, TEXT_WIDTH, 9.0),
        heights,
        freeze=(3, 1),
        tab="70AD47",
        one_page=False,
    )


def _example(form: Form) -> str:
    """The alias of a figure to show how one is referred to: the first total, else the first figure."""
    totals = (item.alias for item in form.fields.values() if item.role is FieldRole.COMPUTED)
    return next(totals, form.inputs[0].alias)


def text_area(book: Book) -> str:
    """The used range of the sheet, its corners locked."""
    last = max(
        book.first_paragraph_row(section, book.text_rows[section.id]) + section.rows
        for section in book.form.sections
    )
    return f"{TEXT_SHEET}!$A$1:$C${last + 1}"


def due_word(section: Section) -> str:
    """Whether a section must be written, in words."""
    if section.due.always:
        return "必写"
    return f"{'、'.join(section.due.kinds)}必写" if section.due.kinds else "选写"


def _in_rows(texts: list[str], section: Section) -> list[str]:
    """The paragraphs as rows: more of them than rows share the last one, a line each; raises Stopped."""
    rows = [*texts[: section.rows - 1], "\n".join(texts[section.rows - 1 :])]
    if any(len(text) > CELL_LIMIT for text in rows):
        raise Stopped(
            f"“{section.heading}”有 {len(texts)} 段，工作簿里只有 {section.rows} 行，多出的段落合在一格里又太长。请精简后再来。"
        )
    return [text for text in rows if text]


def _section(book: Book, section: Section, heights: dict[int, float]) -> Iterable[Slot]:
    row = book.text_rows[section.id]
    first = book.first_paragraph_row(section, row)
    texts = _in_rows([paragraph.text for paragraph in book.filing.texts.get(section.id, ())], section)
    area = text_area(book)
    lengths = [len(text) for text in texts]
    indices = range(section.rows)
    heading = f"{section.heading}（{due_word(section)}）"
    yield Slot(row, 1, Role.TEXT, Style.BANNER, heading, last_column=2)
    block = f"C{first}:C{first + section.rows - 1}"
    yield Slot(row, 3, Role.FORMULA, Style.STATUS, f"{sum(lengths)} 字", f'SUM({block})&" 字"')
    prompt = section.prompt
    yield Slot(row + 1, 1, Role.TEXT, Style.CENTRED, "提示")
    yield Slot(row + 1, 2, Role.TEXT, Style.PROMPT, prompt)
    yield Slot(row + 1, 3, Role.TEXT, Style.CENTRED, "字数")
    heights[row] = 24.0
    heights[row + 1] = 15.0 * lines_needed(prompt, TEXT_WIDTH) + 6
    if section.composed:
        yield Slot(row + 2, 1, Role.TEXT, Style.LABEL, "自动成句")
        yield Slot(
            row + 2, 2, Role.INPUT, Style.WORDS, book.filing.compose.get(section.id, BLANK).text or "是",
            target=Target(Holds.COMPOSE, section.id),
            allowed=Allowed(
                "list", "自动成句", f"选“是”，{section.composed}由工具按表中的数成句；选“否”，全部自己写。", COMPOSE_CHOICES
            ),
        )  # fmt: skip
        yield Slot(row + 2, 3, Role.TEXT, Style.CENTRED, "是/否")
        heights[row + 2] = 20.0
    allowed = Allowed(
        "length",
        section.heading[:32],
        f"一行一段，最多 {PARAGRAPH_LIMIT} 字。{prompt}"[:250],
        limit=PARAGRAPH_LIMIT,
    )
    for index in indices:
        at = first + index
        text = texts[index] if index < len(texts) else None
        yield Slot(at, 1, Role.TEXT, Style.CENTRED, f"第{index + 1}段")
        yield Slot(
            at,
            2,
            Role.INPUT,
            Style.PARAGRAPH,
            text,
            target=Target(Holds.TEXT, section.id, index),
            allowed=allowed,
        )
        yield Slot(at, 3, Role.FORMULA, Style.TOTAL, len(text or ""), f"LEN(INDEX({area},{at},2))")
        if text:
            heights[at] = min(_TALLEST, 16.0 * lines_needed(text, TEXT_WIDTH) + 6)
