"""The findings of the dashboard as columns: of each organ the weightiest, as many as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.finding import Severity
from toolkit.present import problem
from toolkit.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.collect.rollup import OrganRow
    from toolkit.collect.summary.story import Story
    from toolkit.finding import Finding

_CAPS: Final = (30, 10, 5, 2, 1)  # findings of one organ, fewer where there are very many
_ROOM: Final = 2_500_000  # characters of all findings
_LONGEST: Final = 600  # characters of one
_WEIGHT: Final = {severity: number for number, severity in enumerate(Severity)}

Row = tuple[str, int, str, str, str]


def problem_columns(story: Story, rows: Sequence[OrganRow]) -> dict[str, object]:
    """The findings of the given organs.

    `start` says where each organ's findings begin in the other lists (and where the last one's end), `more` how
    many of its findings are left out, `errors` and `warnings` how many it has; `remedy` counts into `remedies`, since many are the same.
    """
    places = {row.organ.code: number for number, row in enumerate(rows)}
    found: list[list[Row]] = [[] for _ in rows]
    told = [[0] * len(_WEIGHT) for _ in rows]
    for listed in story.findings():
        number = places.get(listed.code)
        if number is None:
            continue
        weight = _WEIGHT[listed.finding.severity]
        told[number][weight] += 1
        if sum(row[1] == weight for row in found[number]) < _CAPS[0]:
            found[number].append(_row(listed.finding))
    found = [sorted(organ, key=lambda row: row[1])[: _CAPS[0]] for organ in found]
    cap = next((cap for cap in _CAPS if _size(found, cap) <= _ROOM), _CAPS[-1])
    kept = [organ[:cap] for organ in found]
    flat = [row for organ in kept for row in organ]
    remedies = list(dict.fromkeys(row[4] for row in flat))
    numbers = {text: number for number, text in enumerate(remedies)}
    starts = [0]
    for organ in kept:
        starts.append(starts[-1] + len(organ))
    return {
        "start": starts,
        "more": [sum(counts) - len(organ) for counts, organ in zip(told, kept, strict=True)],
        "errors": [counts[_WEIGHT[Severity.ERROR]] for counts in told],
        "warnings": [counts[_WEIGHT[Severity.WARNING]] for counts in told],
        "code": [row[0] for row in flat],
        "severity": [row[1] for row in flat],
        "where": [row[2] for row in flat],
        "problem": [row[3] for row in flat],
        "remedy": [numbers[row[4]] for row in flat],
        "remedies": remedies,
    }


def _row(finding: Finding) -> Row:
    where = "!".join(part for part in (finding.sheet, finding.cell) if part)
    return (
        finding.code,
        _WEIGHT[finding.severity],
        visible(where),
        _clipped(problem(finding)),
        visible(finding.remedy),
    )


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _size(found: Sequence[Sequence[Row]], cap: int) -> int:
    return sum(len(row[3]) for organ in found for row in organ[:cap])
