"""What the search for the wrong cells found, put with the broken balances as candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from toolkit.check.meant import shown
from toolkit.check.suspects import MOST_SLIPS, SEARCHED, diagnose
from toolkit.check.where import of_figure
from toolkit.filing import BLANK, Kind
from toolkit.finding import Candidate
from toolkit.form.bind import table_lines
from toolkit.form.expression import Aspect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.check.suspects import Diagnosis, Explanation, Suspect
    from toolkit.check.violated import Claims
    from toolkit.filing import Filing
    from toolkit.finding import Finding
    from toolkit.form.instance import Instance
    from toolkit.form.model import Form

_ORDINALS: Final = "一二三"
_CELLS: Final = 8  # of the most likely explanation that are listed; a longer run is named by its first cells
_FEW: Final = 4  # of one among several, and of those that are named together with a cell


def with_candidates(
    form: Form, filing: Filing, findings: Sequence[Finding], claims: Claims | None = None
) -> tuple[Finding, ...]:
    """Put with the findings about broken balances which cells are probably wrong.

    The cells of a single explanation are each put with the first balance that they are part of, those of several
    with the first finding of the group. Where no explanation with few slips was found, the first one's
    remedy says why and lists the broken rows and columns; what stands apart even so is only where to look first.
    """
    result = list(findings)
    if not result:
        return ()
    numbers = {(finding.code, finding.field): number for number, finding in reversed([*enumerate(result)])}
    for diagnosis in diagnose(form, filing, claims):
        own = {numbers[one.key]: one for one in diagnosis.broken if one.key in numbers}
        if not own:
            continue
        first = min(own)
        if diagnosis.beyond_guessing:
            remedy = f"{result[first].remedy}{_unguessed(form, diagnosis)}"
            result[first] = replace(result[first], remedy=remedy)
        worth_saying = _worth_saying(diagnosis)
        for suspect, candidate in _candidates(form, filing, diagnosis, worth_saying):
            of_cell = (number for number, one in sorted(own.items()) if suspect.term in one.terms)
            number = next(of_cell, first) if len(worth_saying) == 1 else first
            candidates = (*result[number].candidates, candidate)
            result[number] = replace(result[number], candidates=candidates)
    return tuple(result)


def _worth_saying(diagnosis: Diagnosis) -> list[Explanation]:
    """The one explanation that stands apart, or all; none where there are too many slips to guess."""
    if diagnosis.apart:
        return [one for one in diagnosis.explanations[:1] if one.suspects]
    return [] if diagnosis.beyond_guessing else [one for one in diagnosis.explanations if one.suspects]


def _candidates(
    form: Form, filing: Filing, diagnosis: Diagnosis, explanations: Sequence[Explanation]
) -> Iterator[tuple[Suspect, Candidate]]:
    for number, explanation in enumerate(explanations):
        if diagnosis.apart:
            rank = "最可能" if diagnosis.clear else "可先查"
        else:
            rank = f"第{_ORDINALS[number]}种可能" if len(explanations) > 1 else "可能"
        for suspect in explanation.suspects[: _CELLS if diagnosis.apart else _FEW]:
            field = suspect.term.field
            where = of_figure(form, filing, field)
            others = [
                _called(form, filing, one, where.sheet) for one in explanation.suspects if one != suspect
            ]
            why = "，".join(filter(None, _why(filing, suspect, others)))
            said = "，也与文中的数一致" if explanation.as_said else ""
            yield (
                suspect,
                Candidate(where.sheet, where.cell, field, suspect.proposed, f"{rank}：{why}{said}"),
            )


def _why(filing: Filing, suspect: Suspect, others: Sequence[str]) -> Iterator[str]:
    """What is to be said of one cell: what is in it, how that came about, with which others it is to be changed."""
    entries = filing.stated if suspect.term.aspect is Aspect.STATED else filing.figures
    blank = entries.get(suspect.term.field, BLANK).kind is Kind.BLANK
    yield f"现为{'空白' if blank else f' {shown(suspect.present)}'}"
    yield suspect.why
    more = f" 等 {len(others)} 格" if len(others) > _FEW else " "
    yield f"连同 {'、'.join(others[:_FEW])}{more}改后相符" if others else "改后相符"


def _called(form: Form, filing: Filing, suspect: Suspect, sheet: str | None) -> str:
    """How a cell is called in words about one on a sheet: by its address, without one by row and column."""
    name = suspect.term.field
    where = of_figure(form, filing, name)
    if filing.printed or where.cell is None:
        return form.fields[name].name
    return where.cell if where.sheet == sheet else f"{where.sheet}!{where.cell}"


def _unguessed(form: Form, diagnosis: Diagnosis) -> str:
    """Why no cell can be named for certain, and where to look."""
    if diagnosis.explanations:
        fault = f"填错的像是多于 {MOST_SLIPS} 处"
    elif diagnosis.complete:
        fault = f"改动 {SEARCHED} 处以内不能使各项都相符"
    else:
        fault = "可能的改法太多，没有试完"
    guess = "不能断定是哪几格，可先查所列各格，再" if diagnosis.apart else "推断不出是哪几格，请"
    said = [f"{fault}，{guess}逐格核对。"]
    broken = sorted(diagnosis.broken, key=lambda one: _order(form, one))
    for axis, words in (("row", "不平的行（组）"), ("column", "不平的列"), (None, "不平的项")):
        if named := dict.fromkeys(one.label for one in broken if one.axis == axis):
            said.append(f"{words}：{'、'.join(named)}")
    return f"{said[0]}{'；'.join(said[1:])}。"


def _order(form: Form, instance: Instance) -> int:
    """Where the row or column of a balance stands in its table."""
    lines = table_lines(form.table(instance.table), instance.axis) if instance.axis else ()
    return next((number for number, line in enumerate(lines) if line.id == instance.line), 0)
