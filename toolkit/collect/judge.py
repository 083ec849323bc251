"""Family R, the rules of the roll-up: findings about superiors and the sums below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from toolkit import catalogue
from toolkit.collect.rollup import Standing
from toolkit.form.instance import plain
from toolkit.form.rollup import load_rollup
from toolkit.workbook.places import places
from toolkit.workbook.plan import a1

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.collect.compare import Compared, Comparison
    from toolkit.collect.rollup import RollUp
    from toolkit.finding import Finding

_NAMED: Final = 5  # organs or items named in a message; of more their number


class Judged(Struct, frozen=True):
    """A finding of the roll-up, the code of the organ it is about, and its workbook as told to the user."""

    code: str
    path: str
    finding: Finding


def judge(rollup: RollUp, compared: tuple[Comparison, ...]) -> tuple[Judged, ...]:
    """Every finding of the roll-up: about organs in the order of the roster, then the comparisons."""
    return (*_standings(rollup), *(one for each in compared for one in _comparison(rollup, each)))


def _standings(rollup: RollUp) -> Iterator[Judged]:
    form = rollup.form
    with_superior: dict[str, int] = {}
    for row in rollup.rows:
        if row.standing is Standing.WITH_SUPERIOR:
            with_superior[row.into[-1]] = with_superior.get(row.into[-1], 0) + 1
    for row in rollup.rows:
        code, name = row.organ.code, row.organ.name
        path = row.returned.source.shown if row.returned else ""
        found = None
        if row.standing is Standing.UNCLEAR:
            found = catalogue.finding("R606", superior=name, own=form.scopes[0], whole=form.scopes[-1])
        elif code in with_superior:
            found = catalogue.finding("R607", superior=name, found=with_superior[code])
        elif row.organ.kind in load_rollup(form).areas and row.added:
            if code in rollup.totals and code not in rollup.whole:
                found = catalogue.finding(
                    "R604", superior=name, found=form.scopes[0], expected=form.scopes[-1]
                )
            elif code in rollup.whole and code not in rollup.totals and len(rollup.rows) > 1:
                found = catalogue.finding("R609", superior=name, found=row.organ.kind)
        if found:
            yield Judged(code, path, found)


def _comparison(rollup: RollUp, one: Comparison) -> Iterator[Judged]:
    path = one.returned.source.shown
    wrong = list(one.wrong)
    waiting = [line for line in wrong if _waiting(rollup, one, line)]
    if waiting:
        yield Judged(one.code, path, _early(rollup, one, waiting))
    for line in wrong:
        if line not in waiting:
            yield Judged(one.code, path, _disagreement(rollup, one, line))
    if one.left_out:
        why = _why_left_out(rollup, one)
        note = catalogue.finding(
            "R605",
            superior=one.name,
            compared=len(one.lines),
            same=len(one.lines) - len(wrong),
            found=len(one.left_out),
            why=why,
        )
        yield Judged(one.code, path, note)


def _waiting(rollup: RollUp, one: Comparison, line: Compared) -> bool:
    """Say whether nothing but the organs that are still missing would explain a difference."""
    return bool(one.missing) and not (one.cause or line.lacking or one.certain(line, rollup.form))


def _early(rollup: RollUp, one: Comparison, lines: list[Compared]) -> Finding:
    """All these differences at once: they say no more than that organs are missing."""
    fields = rollup.form.fields
    return catalogue.finding(
        "R631",
        found=len(lines),
        superior=one.name,
        offices=rollup.totals[one.code].filings,
        missing=len(one.missing),
        names=_named(one.missing),
        items=_named([fields[line.field].alias for line in lines]),
    )


def _disagreement(rollup: RollUp, one: Comparison, line: Compared) -> Finding:
    form, item = rollup.form, rollup.form.fields[line.field]
    certain = one.certain(line, form)
    where = places(form, with_previous=False)
    code = "R603" if not one.exact else "R601" if certain else "R602"
    finding = catalogue.finding(
        code,
        sheet=where.sheet(item.id),
        cell=a1(*where.cells[item.id]),
        field=item.id,
        found=plain(line.stated),
        expected=plain(line.total),
        superior=one.name,
        item=item.alias,
        offices=rollup.totals[one.code].filings,
        difference=plain(abs(line.difference)),
        cause=_causes(one, line, certain=certain),
        own=form.scopes[0],
    )
    return replace(finding, found=line.stated, expected=line.total, difference=line.difference)


def _causes(one: Comparison, line: Compared, *, certain: bool) -> str:
    """What may be behind a difference; of one that is certain it is not what is still missing."""
    causes = []
    if one.cause:
        causes.append(one.cause)
    if one.missing and not certain:
        causes.append(f"还缺 {len(one.missing)} 家单位（{_named(one.missing)}）")
    if line.lacking and not certain:
        causes.append(f"有 {line.lacking} 家没有填这一项")
    return f"{'；'.join(causes)}。" if causes else ""


def _why_left_out(rollup: RollUp, one: Comparison) -> str:
    form = rollup.form
    apart = [name for name in one.left_out if not form.fields[name].additive]
    others = len(one.left_out) - len(apart)
    parts = []
    if apart:
        parts.append(f"{_named([form.fields[name].alias for name in apart])}不直接相加")
    if others:
        parts.append(f"{others} 项上级没有填，或者所属单位都没有填")
    return "，".join(parts)


def _named(names: list[str] | tuple[str, ...]) -> str:
    return "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")
