"""What the coordinating office fixes before it hands a workbook out, and what last year's brings along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.carryover import previous_fields, previous_figures
from toolkit.check.run import is_unfilled
from toolkit.checking import check_reading
from toolkit.finding import Severity
from toolkit.identifiers import credit_code_fault
from toolkit.inputs import naming
from toolkit.lastyear import read_under_own_form
from toolkit.stopped import Stopped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.filing import Filing
    from toolkit.form.model import Form
    from toolkit.reading import Reading

ORGAN_LENGTH = 100  # characters of an organ's name


class Taken(Struct, frozen=True):
    """Last year's filing; `notes` is what to ask about it, `summary` what of it goes into the new workbook."""

    filing: Filing
    notes: tuple[str, ...]
    summary: str


def verify_year(year: int) -> None:
    """Raise Stopped for a year that no report can be of."""
    if not 1990 <= year <= 2100:  # noqa: PLR2004 - years that a report can be of
        raise Stopped(f"年度 {year} 不对，请写四位年份，如 2023。")


def verify_preset(form: Form, preset: Mapping[str, str]) -> None:
    """Raise Stopped for an item of 基本信息 that the form does not allow."""
    if not preset["name"] or not preset["name"].isprintable() or len(preset["name"]) > ORGAN_LENGTH:
        raise Stopped(f"--organ 请写单位全称，一行，不超过 {ORGAN_LENGTH} 字。")
    if preset["code"] and (fault := credit_code_fault(preset["code"])):
        raise Stopped(f"统一社会信用代码 {preset['code']} 不对：{fault}。")
    for item, allowed, option in (("kind", form.kinds, "--kind"), ("scope", form.scopes, "--scope")):
        if preset[item] and preset[item] not in allowed:
            raise Stopped(f"{option} 不能是“{preset[item]}”，可用的有：{'、'.join(allowed)}。")


def take_previous(path: Path, form: Form, year: int, organ: str) -> Taken:
    """Read and check last year's workbook; raises Stopped if it is none or nobody filled it in."""
    with naming(path):
        reading = read_under_own_form(path, form)
    filing = reading.filing
    if filing.year != year - 1:
        is_of = "看不出年度" if filing.year is None else f"是 {filing.year} 年的工作簿"
        raise Stopped(f"{path} {is_of}，--previous 应给 {year - 1} 年的。")
    if is_unfilled(reading.form, filing):
        raise Stopped(f"{path} 尚未填写，没有可以带入的。--previous 请给上年填好的工作簿。")
    return Taken(filing, tuple(_notes(path, reading, form, organ)), _summary(form, filing))


def _notes(path: Path, reading: Reading, form: Form, organ: str) -> list[str]:
    filing, notes = reading.filing, []
    if filing.organ != organ:
        notes.append(f"{path} 的单位是“{filing.organ}”，与“{organ}”不同，请确认是更名或机构改革。")
    if reading.form.id != form.id:
        notes.append(f"{path} 用的是 {reading.form.name}，只带入两种表样都有的数。")
    errors = sum(finding.severity is Severity.ERROR for finding in check_reading(reading))
    if errors:
        shared = [name for name in previous_fields(form) if name in reading.form.fields]
        unknown = len(shared) - len(previous_figures(form, filing))
        left_out = f"，不掌握的 {unknown} 个数没有带入" if unknown else ""
        notes.append(f"{path} 还有 {errors} 个错误没有改正{left_out}。请先核对改正，再重新生成。")
    return notes


def _summary(form: Form, filing: Filing) -> str:
    figures = len(previous_figures(form, filing))
    contact = any(item.carried and filing.about(item.id) for item in form.profile)
    return "、".join(part for part in (f"{figures} 个上年数", "联系方式" * contact) if part)
