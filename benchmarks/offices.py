"""Many made-up offices: a roster, and their filled-in workbooks for one or two years.

A few hundred different workbooks are written in full; the others are those with another name and code, put
into the bytes of the parts, which is ten times as fast.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

from benchmarks.synthetic import Sheet, balanced
from toolkit.filing import Filing, Mode, Paragraph, entered
from toolkit.form.load import installed_form
from toolkit.form.model import Blanks
from toolkit.identifiers import credit_code_check_character
from toolkit.workbook.book import Book
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.synthetic import Figures
    from toolkit.form.model import Form

FORM: Final = "annual_report_2021"
YEAR: Final = 2023
_NAME: Final = "某某省某某市第00000号局"
_CODE: Final = "11999999000000000R"
_FAULTY: Final = 0.1  # of the workbooks have a figure that does not balance
_CARRIED: Final = ("carried_in", "carried_out")
_SENTENCES: Final = (
    "围绕群众关心的事项更新栏目内容，发布各类信息{0}条，其中政策文件{1}件，解读材料与文件同步公开。",
    "全年收到公众留言{1}条，均在规定期限内答复，没有发生因答复不及时引起的投诉。",
    "明确一名负责人分管此项工作，业务科室各有一名信息员，信息发布前逐条审核，先审后发。",
    "组织业务培训{2}次，参训{3}人次，重点讲解申请办理的程序、期限和文书格式。",
    "完善网站专栏，方便查找；对失效链接和错别字每月检查一次，发现问题当天改正。",
    "依托政务服务大厅设立查阅点，配备电脑和打印设备，安排专人引导，方便群众就近查询。",
)
_PROBLEMS: Final = (
    "主要问题是部分栏目更新不够及时，业务科室之间衔接还不够顺畅，解读形式比较单一。",
    "下一步将逐栏目明确更新时限和责任人，加强培训，丰富解读形式，按季度通报检查情况。",
)


@dataclass(frozen=True, slots=True)
class Office:
    """A made-up office: its number, name and code."""

    number: int
    name: str
    code: str


def offices(count: int) -> Iterator[Office]:
    """So many offices, each with a name as long as the others' and a code without fault."""
    for number in range(count):
        first17 = f"11340000{number:08}0"
        yield Office(
            number, _NAME.replace("00000", f"{number:05}"), first17 + credit_code_check_character(first17)
        )


def write_roster(path: Path, count: int) -> None:
    """Write the roster of so many offices as CSV: the first is above the others."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("代码", "名称", "上级单位代码", "单位类别", "统计口径"))
        top = next(offices(1)).code
        for office in offices(count):
            writer.writerow((office.code, office.name, "" if office.code == top else top, "部门", "本机关"))


def write_workbooks(folder: Path, count: int, *, year: int = YEAR, different: int = 200) -> None:
    """Write the workbook of each office for a year; `different` of them are not alike."""
    folder.mkdir(parents=True, exist_ok=True)
    form = installed_form(FORM)
    if form is None:
        raise LookupError(FORM)
    bases = [_parts(form, number, year) for number in range(min(count, different))]
    for office in offices(count):
        (folder / f"{office.name}.xlsx").write_bytes(_renamed(bases[office.number % len(bases)], office))


def _parts(form: Form, seed: int, year: int) -> dict[str, bytes]:
    fixed = {item: str(text) for item, text in (_FIXED | {"year": year}).items()}
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(Book(form, filing(form, seed, year), fixed)))) as book:
        return {name: book.read(name) for name in book.namelist()}


_FIXED: Final[dict[str, str | int]] = {"name": _NAME, "code": _CODE, "kind": "部门", "scope": "本机关"}


def _renamed(parts: dict[str, bytes], office: Office) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, data in parts.items():
            changed = data.replace(_NAME.encode(), office.name.encode()).replace(
                _CODE.encode(), office.code.encode()
            )
            book.writestr(name, changed)
    return stream.getvalue()


def filing(form: Form, seed: int, year: int) -> Filing:
    """One office's filing; those of two years with the same seed fit together, apart from a few faults."""
    random = Random(f"{seed} {year}")  # noqa: S311 - made-up figures
    figures: Figures = _requests(form, seed, year) | _others(form, random)
    if random.random() < _FAULTY:
        name = random.choice(Sheet.of(form).inputs)
        figures[name] += 1
    mode = Mode.EACH if seed % 2 else Mode.BLANK_IS_ZERO
    return Filing(
        form.id,
        year,
        profile={item: entered(text) for item, text in (_FIXED | _PROFILE | {"year": year}).items()},
        modes={table.id: entered(mode) for table in form.tables if table.blanks is Blanks.CHOSEN},
        figures={
            name: entered(value)
            for name, value in figures.items()
            if value or mode is Mode.EACH or name.startswith("supplement.")
        },
        texts=_texts(form, random, year),
        compose={section.id: entered("是") for section in form.sections if section.composed},
    )


_PROFILE: Final[dict[str, str | int]] = {
    "version": 1, "address": "民主东路5号", "telephone": "0554-2519375", "postcode": "232000",
    "website": "http://www.example.gov.cn/", "website_name": "人民政府网站",
}  # fmt: skip


def _requests(form: Form, seed: int, year: int) -> Figures:
    """Table three, whose 上年结转 is the 结转下年度 of the year before."""
    sheet = Sheet.of(form)
    now, before = (balanced(sheet, Random(f"{seed} {one} requests")) for one in (year, year - 1))  # noqa: S311
    figures = {name: now[name] for name in sheet.inputs}
    for column in sheet.columns[:-1]:
        carried = f"requests.carried_in.{column}"
        change = before[f"requests.carried_out.{column}"] - figures[carried]
        figures[carried] += change
        new = f"requests.new.{column}"
        figures[new] -= change
        if figures[new] < 0:
            figures[f"requests.carried_out.{column}"] -= figures[new]
            figures[new] = 0
    return figures


def _others(form: Form, random: Random) -> Figures:
    figures = {
        item.id: random.choice((0, 0, random.randint(1, 60)))
        for item in form.inputs
        if form.table(item.table).printed and item.table != "requests"
    }
    return figures | {"supplement.fee_items": 0, "supplement.fee_amount": 0, "supplement.published": 1994}


def _texts(form: Form, random: Random, year: int) -> dict[str, tuple[Paragraph, ...]]:
    def paragraphs(sentences: Sequence[str]) -> tuple[Paragraph, ...]:
        words = [random.randint(2, 90) for _ in range(4)]
        return tuple(Paragraph(f"{year}年，{line.format(*words)}") for line in sentences)

    return {
        section.id: paragraphs(_PROBLEMS if section.id == "problems" else random.sample(_SENTENCES, 4))
        for section in form.sections
        if section.id.startswith(("overview.", "problems"))
    }
