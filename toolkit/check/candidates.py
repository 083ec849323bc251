"""What the search for the wrong cells found, put with the broken balances as candidates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from toolkit.check.meant import shown
from toolkit.check.suspects import MOST_SLIPS, diagnose
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
_FEW: Final = 4  # of one among several


def with_candidates(
    form: Form, filing: Filing, findings: Sequence[Finding], claims: Claims | None = None
) -> tuple[Finding, ...]:
    """Put with the first finding of every group of broken balances which cells are probably wrong.

    Where there are too many slips to guess, its remedy says so and lists the broken rows and columns; the one
    explanation that stands apart even so is only where to look first.
    """
    result = list(findings)
    if not result:
        return ()
    numbers = {(finding.code, finding.field): number for number, finding in reversed([*enumerate(result)])}
    for diagnosis in diagnose(form, filing, claims):
        own = [numbers[instance.key] for instance in diagnosis.broken if instance.key in numbers]
        if own:
            first = result[min(own)]
            remedy = f"{first.remedy}{_too_many(form, diagnosis)}" if diagnosis.too_many else first.remedy
            candidates = tuple(_candidates(form, filing, diagnosis))
            result[min(own)] = replace(first, remedy=remedy, candidates=candidates)
    return tuple(result)


def _candidates(form: Form, filing: Filing, diagnosis: Diagnosis) -> Iterator[Candidate]:
    shown_ones = [one for one in diagnosis.explanations if one.suspects]
    if diagnosis.apart:
        shown_ones = shown_ones[:1] if diagnosis.explanations[0].suspects else []
    elif diagnosis.too_many:
        shown_ones = []
    for number, explanation in enumerate(shown_ones):
        if diagnosis.apart:
            rank = "最可能" if diagnosis.clear else "可先查"
        else:
            rank = f"可能之{_ORDINALS[number]}" if len(shown_ones) > 1 else "可能"
        for suspect in explanation.suspects[: _CELLS if diagnosis.apart else _FEW]:
            where = of_figure(form, filing, suspect.term.field)
            why = "，".join(filter(None, _why(filing, rank, explanation, suspect)))
            yield Candidate(where.sheet, where.cell, suspect.term.field, suspect.proposed, why)


def _why(filing: Filing, rank: str, explanation: Explanation, suspect: Suspect) -> Iterator[str]:
    cells = len(explanation.suspects)
    yield rank + (f"，{cells} 格一起改" if cells > 1 else "")
    entries = filing.stated if suspect.term.aspect is Aspect.STATED else filing.figures
    blank = entries.get(suspect.term.field, BLANK).kind is Kind.BLANK
    yield f"现为{'空白' if blank else f' {shown(suspect.present)}'}"
    yield explanation.why
    yield "改后相符" + ("，也与文中的数一致" if explanation.as_said else "")


def _too_many(form: Form, diagnosis: Diagnosis) -> str:
    guess = "不能断定是哪几格，可先查所列各格，再" if diagnosis.apart else "推断不出是哪几格，请"
    said = [f"填错的格太多（多于 {MOST_SLIPS} 处），{guess}逐格核对。"]
    broken = sorted(diagnosis.broken, key=lambda one: _order(form, one))
    for axis, words in (("row", "不平的行（组）"), ("column", "不平的列"), (None, "不平的项")):
        if named := dict.fromkeys(one.label for one in broken if one.axis == axis):
            said.append(f"{words}：{'、'.join(named)}")
    return f"{said[0]}{'；'.join(said[1:])}。"


def _order(form: Form, instance: Instance) -> int:
    """Where the row or column of a balance stands in its table."""
    lines = table_lines(form.table(instance.table), instance.axis) if instance.axis else ()
    return next((number for number, line in enumerate(lines) if line.id == instance.line), 0)
