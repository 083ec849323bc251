"""The report of a superior organ beside the sum of the organs below it, figure by figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.collect.rollup import ALL
from toolkit.form.model import FieldType
from toolkit.form.rollup import load_rollup
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.collect.filed import Filed
    from toolkit.collect.model import Returned
    from toolkit.collect.rollup import RollUp
    from toolkit.form.model import Form

_TELLING: Final = 2  # differences that are one organ's figures by no accident


class Compared(Struct, frozen=True):
    """One figure of a superior: as it reports it, as the sum below it, and how many filings do not say it."""

    field: str
    stated: float
    total: float
    lacking: int

    @property
    def difference(self) -> float:
        """Stated minus total."""
        return round(self.stated - self.total, 6)


class Comparison(Struct, frozen=True):
    """One superior's report beside the sum below it.

    `exact` says that they have to be equal (the report of an area); else what is reported may be more, by the
    figures of the organ itself. `lines` are the figures compared; `left_out` those that cannot be: not
    additive, not filled in by the superior, or said by nobody below. `missing` are the names of the organs
    below that the sum lacks. `cause` is what would explain every difference, empty if nothing does.
    """

    code: str
    name: str
    returned: Returned
    exact: bool
    lines: tuple[Compared, ...]
    left_out: tuple[str, ...]
    missing: tuple[str, ...]
    cause: str = ""

    @property
    def wrong(self) -> Iterator[Compared]:
        """The figures that do not agree."""
        return (line for line in self.lines if (line.difference if self.exact else line.difference < 0))

    def certain(self, line: Compared, form: Form) -> bool:
        """Say whether a disagreement stays one whatever is still missing: figures only make a sum grow."""
        if not self.missing and not line.lacking:
            return True
        return line.difference < 0 and form.fields[line.field].type is not FieldType.SIGNED


def told(one: Comparison, rollup: RollUp) -> str:
    """What came of a comparison, in a sentence: which file, how many figures are equal, how many differ."""
    wrong = list(one.wrong)
    certain = sum(one.certain(line, rollup.form) for line in wrong)
    waiting = len(wrong) - certain
    lacking = f"（还缺 {len(one.missing)} 家单位）" if one.missing else ""
    equal, unlike = ("相符", "不符") if one.exact else ("不小于合计", "小于合计")
    counts = (
        f"{len(one.lines) - len(wrong)} 项{equal}",
        f"{certain} 项{unlike}" * bool(certain),
        f"{waiting} 项{unlike}但还不能定{lacking}" * bool(waiting),
        f"另有 {len(one.left_out)} 项没有比" * bool(one.left_out),
    )
    return (
        f"{one.name}的 {one.returned.source.shown} 与所属 {rollup.totals[one.code].filings} 家单位合计"
        f"比了 {len(one.lines)} 项：{'，'.join(filter(None, counts))}{'；' * bool(one.cause)}{one.cause}。"
    )


def comparisons(rollup: RollUp, area: Returned | None = None) -> tuple[Comparison, ...]:
    """Compare every superior that reports with what is below it; `area` is the report of the superior of all.

    A workbook of the area that was collected is left aside where `area` is given.
    """
    found = [] if area is None else [(rollup.area, area)]
    for row in rollup.rows:
        code = row.organ.code
        if (
            code in rollup.whole
            and code in rollup.totals
            and row.returned
            and not (area and code == rollup.area)
        ):
            found.append((code, row.returned))
    return tuple(
        _comparison(rollup, code, returned, filed)
        for code, returned in found
        if returned.verdict is not Verdict.UNFILLED and (filed := returned.filed())
    )


def _comparison(rollup: RollUp, code: str, returned: Returned, filed: Filed) -> Comparison:
    form, totals = rollup.form, rollup.totals[code]
    exact = code == ALL or filed.about("kind") in load_rollup(form).areas
    lines, left_out = [], []
    for item in form.inputs:
        stated, total = filed.figures.get(item.id), totals.value(item.id)
        if not item.additive or stated is None or total is None:
            left_out.append(item.id)
        else:
            lines.append(Compared(item.id, stated, total, totals.lacking(item.id)))
    return Comparison(
        code,
        returned.name,
        returned,
        exact,
        tuple(lines),
        tuple(left_out),
        missing=tuple(row.organ.name for row in rollup.lacking(code)),
        cause=_cause(rollup, code, lines) if exact else "",
    )


def _cause(rollup: RollUp, code: str, lines: list[Compared]) -> str:
    """Name the organ whose figures are all that the superior's report lacks, or has twice."""
    differences = {line.field: line.difference for line in lines}
    if sum(map(bool, differences.values())) < _TELLING:
        return ""
    for row in rollup.added(code):
        filed = row.returned.filed() if row.returned else None
        figures = filed.figures if filed else {}
        if all(difference == -figures.get(name, 0) for name, difference in differences.items()):
            return f"各项相差的恰好就是{row.organ.name}的数，可能漏加了它"
        if all(difference == figures.get(name, 0) for name, difference in differences.items()):
            return f"各项相差的恰好就是{row.organ.name}的数，可能加了两次"
    return ""
