"""A made-up county of twelve offices: its roster, and what they send in."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import builders
from msgspec.structs import replace

from benchmarks.county import credit_code
from toolkit.collect.model import Organ, Roster
from toolkit.filing import Paragraph, entered
from toolkit.workbook.book import Book
from toolkit.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.filing import Filing

HEADINGS = ("代码", "名称", "上级单位代码", "单位类别", "统计口径", "联系人", "联系电话", "前身单位代码")
NAMES = (
    "安平县人民政府", "安平县人民政府办公室", "安平县教育局", "安平县民政局", "安平县财政局", "安平县农业农村局",
    "安平县卫生健康局", "安平县审计局", "城关镇人民政府", "河东乡人民政府", "城关镇财政所", "安平县城市管理局",
)  # fmt: skip


def code(number: int) -> str:
    """The code of an office by its number; from 50 on they are those of offices of last year."""
    return credit_code("11", 340_000, number)


def organ(number: int) -> Organ:
    """An office of the county: under the county's government, the last but one under a town."""
    superior = "" if number == 0 else code(8) if number == 10 else code(0)
    kind = "政府" if number in (0, 8, 9) else "部门"
    predecessors = (code(50), code(51)) if number == 11 else ()
    return Organ(
        code(number),
        NAMES[number],
        superior,
        kind,
        "本机关",
        "张三",
        "0554-2519375",
        predecessors,
        number + 2,
    )


ROSTER = Roster(tuple(organ(number) for number in range(len(NAMES))))


def rows_of(roster: Roster = ROSTER) -> list[tuple[str, ...]]:
    """The roster as rows of text, with its heading."""
    return [
        HEADINGS,
        *(
            (one.code, one.name, one.superior, one.kind, one.scope, one.contact, one.telephone,
             "、".join(one.predecessors))
            for one in roster.organs
        ),
    ]  # fmt: skip


def csv_of(rows: list[tuple[str, ...]], delimiter: str = ",") -> str:
    """Rows as delimited text."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def write_roster(path: Path, roster: Roster = ROSTER) -> Path:
    """Write a roster as Chinese Excel does."""
    path.write_text(csv_of(rows_of(roster)), encoding="gb18030", newline="")
    return path


def filing(number: int, *, year: int = 2023, version: float = 1, **changes: float | str | None) -> Filing:
    """What an office fills in: the seed's figures under its own name; `changes` as in `builders.seed_filing`."""
    one = (
        organ(number)
        if number < len(NAMES)
        else Organ(code(number), f"安平县第{number}局", kind="部门", scope="本机关")
    )
    due = {f"supplement__{row}": 0 for row in ("assessments", "evaluations", "accountability")}
    made = builders.seed_filing(**{**(due if one.kind == "政府" else {}), **changes})
    mine = {"name": one.name, "code": one.code, "kind": one.kind, "scope": one.scope}
    profile = made.profile | {item: entered(text) for item, text in mine.items()}
    profile |= {"year": entered(year), "version": entered(version)}
    oversight = (Paragraph("把公开工作列入年度考核。"),) if one.kind == "政府" else ()
    return replace(made, year=year, profile=profile, texts={**made.texts, "overview.oversight": oversight})


def workbook(made: Filing) -> bytes:
    """The workbook that was handed out for a filing, filled in."""
    fixed = {item: made.about(item) for item in ("name", "code", "kind", "scope", "year")}
    return workbook_bytes(Book(builders.form(), made, {item: text for item, text in fixed.items() if text}))


def send(folder: Path, made: Filing, name: str = "") -> Path:
    """Put a filled workbook into a folder, under its office's name unless another is given."""
    path = folder / f"{name or made.organ}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(workbook(made))
    return path
