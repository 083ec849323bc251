"""The organs of the dashboard as columns: who they are, how they stand, what they sent, their figures of two years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.collect.sums import figure
from toolkit.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.collect.dashboard.branches import Branches
    from toolkit.collect.model import Returned
    from toolkit.collect.rollup import OrganRow
    from toolkit.collect.summary.story import Story


def office_columns(
    story: Story, tree: Branches, rows: Sequence[OrganRow], states: Sequence[int]
) -> dict[str, list[object]]:
    """One list for each thing there is to say of organs.

    `branch` is the branch that an organ stands in and `head` the one it is the head of, or -1; `first` and
    `top` are the lowest and highest branch whose sums its figures are in, `added` whether they are there;
    `whole` says that its figures include those of the organs below it.
    """
    made: dict[str, list[object]] = {
        "name": [visible(row.organ.name) for row in rows],
        "code": [visible(row.organ.code) for row in rows],
        "kind": [visible(row.organ.kind) for row in rows],
        "contact": [visible(f"{row.organ.contact} {row.organ.telephone}".strip()) for row in rows],
        "superior": [tree.numbers.get(row.organ.superior, -1) for row in rows],
        "branch": [tree.of(row.organ) for row in rows],
        "head": [tree.own(row.organ) for row in rows],
        "first": [tree.into(row)[0] for row in rows],
        "top": [tree.into(row)[1] for row in rows],
        "added": [int(row.added) for row in rows],
        "whole": [int(row.organ.code in story.rollup.whole) for row in rows],
        "lacking": [int(row.lacking) for row in rows],
        "state": list(states),
        "why": [visible(story.why(row)) for row in rows],
        "file": [_shown(row.returned) for row in rows],
    }
    for name in ("version", "errors", "warnings", "notes"):
        made[name] = [getattr(row.returned, name, 0) for row in rows]
    made["older"] = [_versions(story, row) for row in rows]
    return made


def figure_columns(story: Story, rows: Sequence[OrganRow]) -> dict[str, list[list[float | None]]]:
    """The figures of each organ, a list for each field of the overview: of this year, and of last."""
    form, fields = story.form, story.overview.fields
    this: list[list[float | None]] = [[] for _ in fields]
    last: list[list[float | None]] = [[] for _ in fields]
    for row in rows:
        filed = row.returned.filed() if row.returned else None
        now = filed.figures if filed else {}
        before = _last_year(story, row, filed.previous if filed else {})
        for column, earlier, name in zip(this, last, fields, strict=True):
            column.append(figure(form, now, name))
            earlier.append(figure(form, before, name))
    return {"this": this, "last": last}


def _last_year(story: Story, row: OrganRow, carried: Mapping[str, float]) -> Mapping[str, float]:
    """Last year's figures: of last year's workbook, else as this year's carries them."""
    last = story.collected.last.get(row.organ.code)
    return last.figures if last else carried


def _shown(returned: Returned | None) -> str:
    return visible(returned.source.shown) if returned else ""


def _versions(story: Story, row: OrganRow) -> list[list[object]]:
    """The versions that another takes the place of, or what came instead of a workbook: 报送次数 and file."""
    code = row.organ.code
    other = story.unusable.get(code)
    files = (*story.collected.superseded.get(code, ()), *((other,) if other else ()))
    return [[one.version, _shown(one)] for one in files]
