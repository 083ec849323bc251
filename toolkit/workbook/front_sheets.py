"""The plans of the first two sheets: 填报说明 for the clerk, 基本信息 about the organ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.filing import BLANK
from toolkit.form.headings import NUMERAL
from toolkit.form.model import Blanks
from toolkit.workbook.book import CODE_LENGTH, PROFILE_FIRST_ROW, choices_of
from toolkit.workbook.plan import (
    GUIDE_SHEET,
    PROFILE_SHEET,
    SELF_CHECK_SHEET,
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

    from toolkit.form.model import Form, ProfileItem
    from toolkit.workbook.book import Book

ANSWER_WIDTH = 44.0
DEFAULT_CONTACT = "布置填报的主管部门（发来本工作簿的单位）"
COMPOSE_CHOICES = ("是", "否")


def guide_sheet(book: Book) -> SheetPlan:
    """Plan 填报说明: what to do, what the colours mean, what the lock is and is not, whom to ask."""
    form = book.form
    year = f"{book.fixed['year']}年" if "year" in book.fixed else ""
    title = f"{year}{form.title}填报工作簿"
    steps = [
        f"填“{PROFILE_SHEET}”：单位名称、类别、统计口径和联系方式。",
        *_table_steps(form),
        f"填“{TEXT_SHEET}”：一行写一段。选“自动成句”的部分，数字句子由工具写，自己只写做法和事例。",
        f"看“{SELF_CHECK_SHEET}”：结论是“可以报送”再交；不是的，照表中标红、标黄的各行逐处补填、改正。",
        "保存为 .xlsx 后报送。装有 gktool 的，报送前再运行：gktool check 文件名.xlsx",
    ]
    lock = [
        "锁定只为防止误改表头和公式，不是保密措施，也挡不住有心改动的人；收到后会按表样逐格核对，改动过的都会列出。",
        "请不要解除保护、增删行列、改工作表名，也不要把内容另拷到新工作簿；不要另存为 .xls、.et、.csv，不要加打开密码。",
        "从 Word 或网页粘贴时，请用“选择性粘贴—数值（文本）”，以免把别处的格式带进来。",
        "Excel、WPS 表格、LibreOffice 都可以填写。全表没有宏，也不连接外部文件。",
    ]
    slots: list[Slot] = [
        Slot(1, 1, Role.TEXT, Style.TITLE, title, last_column=3),
        Slot(2, 1, Role.TEXT, Style.SUBTITLE, f"表样：{form.name}　依据：{form.source}", last_column=3),
    ]
    heights = {1: 34.0, 2: 20.0}
    row = 4
    for heading, lines in (("怎样填", steps), ("锁定与保存", lock)):
        row = _paragraphs(slots, heights, row, heading, lines)
    row = _legend(slots, heights, row)
    contact = book.contact or DEFAULT_CONTACT
    ends = [
        *([book.note] if book.note else []),
        f"填报中有疑问，请问：{contact}。",
        f"有的错工作簿看不出来，请对照台账和去年的报告核对：{_without_equation(form)}同一列里两行填反了，合计也照样相符。",
    ]
    _paragraphs(slots, heights, row, "找谁问、还要注意什么", ends)
    return SheetPlan(GUIDE_SHEET, tuple(slots), (6.0, 18.0, 74.0), heights, tab="A5A5A5")


def _table_steps(form: Form) -> Iterable[str]:
    """How to fill in the tables: those whose 填报方式 is chosen, then the others."""
    chosen = [f"“{table.sheet}”" for table in form.tables if table.blanks is Blanks.CHOSEN]
    optional = [f"“{table.sheet}”" for table in form.tables if table.blanks is Blanks.OPTIONAL]
    if chosen:
        yield f"填{'、'.join(chosen)}：每张表先选“填报方式”，再填数。总计自动计算，不用填。"
    if optional:
        apart = "、".join(f"“{table.sheet}”" for table in form.tables if table.after_texts)
        counted = f"{apart}的数要从台账另数一遍，不要从前面的表里抄。" if apart else ""
        yield f"填{'、'.join(optional)}：标明“必填”的要填，其余能填尽量填。{counted}"


def _without_equation(form: Form) -> str:
    """A clause that names the printed tables whose figures no equation of this year joins; empty if none."""
    joined = {
        form.fields[term.field].table
        for instance in form.instances
        if instance.equation.operator == "=" and not instance.needs_previous
        for term in instance.terms
    }
    names = [
        f"表{numeral[1]}" if (numeral := NUMERAL.match(table.title)) else f"“{table.sheet}”"
        for table in form.tables
        if table.printed and table.id not in joined
    ]
    return f"{'、'.join(names)}各数之间没有等式；" if names else ""


def _paragraphs(
    slots: list[Slot], heights: dict[int, float], row: int, heading: str, lines: list[str]
) -> int:
    slots.append(Slot(row, 1, Role.TEXT, Style.BANNER, heading, last_column=3))
    heights[row] = 22.0
    for number, line in enumerate(lines, start=1):
        slots.append(Slot(row + number, 1, Role.TEXT, Style.CENTRED, str(number)))
        slots.append(Slot(row + number, 2, Role.TEXT, Style.PROMPT, line, last_column=3))
        heights[row + number] = 16.0 * lines_needed(line, 92) + 6
    return row + len(lines) + 2


def _legend(slots: list[Slot], heights: dict[int, float], row: int) -> int:
    slots.append(Slot(row, 1, Role.TEXT, Style.BANNER, "颜色", last_column=3))
    heights[row] = 22.0
    legend = (
        (Style.LEGEND_INPUT, "填写格", "浅黄底：请填写。按 Tab 键依次走到下一个填写格。"),
        (Style.LEGEND_TOTAL, "计算格", "浅灰底斜体：公式自动计算，已锁定。"),
        (Style.LEGEND_HEADING, "标题格", "浅蓝底：表头和项目名称，已锁定。"),
    )
    for number, (style, name, words) in enumerate(legend, start=1):
        slots.append(Slot(row + number, 2, Role.TEXT, style, name))
        slots.append(Slot(row + number, 3, Role.TEXT, Style.PROMPT, words))
        heights[row + number] = 22.0
    return row + len(legend) + 2


def profile_sheet(book: Book) -> SheetPlan:
    """Plan 基本信息, with places for signatures and the seal on the print."""
    form = book.form
    first, last = PROFILE_FIRST_ROW, PROFILE_FIRST_ROW + len(form.profile) - 1
    slots = [
        Slot(1, 1, Role.TEXT, Style.TITLE, "基本信息", last_column=3),
        Slot(
            2, 1, Role.TEXT, Style.NOTE, "标 * 的必须填写。灰底的已由下发单位填好，不能改动。", last_column=3
        ),
        Slot(3, 1, Role.TEXT, Style.HEADING, "项目"),
        Slot(3, 2, Role.TEXT, Style.HEADING, "填写"),
        Slot(3, 3, Role.TEXT, Style.HEADING, "说明"),
    ]
    heights = {1: 30.0, 2: 22.0, 3: 24.0}
    for row, item in zip(range(first, last + 1), form.profile, strict=True):
        slots += _profile_item(book, item, row)
        lines = max(lines_needed(item.prompt, 60), lines_needed(book.fixed.get(item.id, ""), ANSWER_WIDTH))
        heights[row] = max(22.0, 15.0 * lines + 6)
    signatures = (
        "填报人（签字）：",
        "审核人（签字）：",
        "负责人（签字）：",
        "单位（盖章）：　　　　　　　　　　　　　年　　月　　日",
    )
    for number, words in enumerate(signatures):
        row = last + 2 + number
        slots.append(Slot(row, 1, Role.TEXT, Style.SIGNATURE, words, last_column=3))
        heights[row] = 32.0
    return SheetPlan(
        PROFILE_SHEET, tuple(slots), (20.0, ANSWER_WIDTH, 56.0), heights, freeze=(first, 1), tab="FFC000"
    )


def _profile_item(book: Book, item: ProfileItem, row: int) -> Iterable[Slot]:
    star = " *" if item.due.always else f"（{'、'.join(item.due.kinds)}必填）" if item.due.kinds else ""
    yield Slot(row, 1, Role.TEXT, Style.LABEL, item.label + star)
    if item.id in book.fixed:
        value: str | float = book.fixed[item.id]
        if item.type in ("year", "version"):
            value = int(value)
        yield Slot(row, 2, Role.FIGURE, Style.FIXED, value)
    else:
        entry = book.filing.profile.get(item.id, BLANK)
        yield Slot(
            row, 2, Role.INPUT, Style.ORDINAL if item.type == "version" else Style.WORDS, entry.raw,
            target=Target(Holds.PROFILE, item.id), allowed=_profile_allowed(book, item), kind=entry.kind,
        )  # fmt: skip
    yield Slot(row, 3, Role.TEXT, Style.PROMPT, item.prompt)


def _profile_allowed(book: Book, item: ProfileItem) -> Allowed:
    if choices := choices_of(book.form, item):
        return Allowed("list", item.label, item.prompt, choices)
    if item.type == "version":
        return Allowed("whole", item.label, item.prompt, limit=999)
    return Allowed(
        "length", item.label, item.prompt, limit=CODE_LENGTH if item.type == "code" else item.length
    )
