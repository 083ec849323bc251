"""The organs of the dashboard as columns: who they are, how they stand, what they sent, their figures of two years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.collect.sums import figure
from toolkit.finding import Severity
from toolkit.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.collect.dashboard.branches import Branches
    from toolkit.collect.filed import Filed
    from toolkit.collect.model import Organ, Returned
    from toolkit.collect.rollup import OrganRow
    from toolkit.collect.summary.story import Story


def office_columns(
    story: Story, tree: Branches, rows: Sequence[OrganRow], states: Sequence[int]
) -> dict[str, list[object]]:
    """One list for each thing there is to say of organs.

    `branch` is the branch that an organ stands in and `head` the one it is the head of, or -1; `first` and
    `top` are the lowest and highest branch whose sums its figures are in, `added` whether they are there;
    `whole` says that its figures include those of the organs below it, `judged` that the roll-up found fault.
    `file` is the file as it is shown, and behind `folder` the way to it from where the page lies.
    """
    disagreeing = {one.code for one in story.judged if one.finding.severity is not Severity.NOTE}
    return {
        "name": [visible(row.organ.name) for row in rows],
        "code": [visible(row.organ.code) for row in rows],
        "kind": [visible(row.organ.kind) for row in rows],
        "contact": [visible(f"{row.organ.contact} {row.organ.telephone}".strip()) for row in rows],
        "superior": [tree.superior(row.organ) for row in rows],
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
        "folder": [_folder(story, row.returned) for row in rows],
        "version": [row.returned.version if row.returned else 0 for row in rows],
        "others": [_others(story, row) for row in rows],
        "judged": [int(row.organ.code in disagreeing) for row in rows],
    }


def figure_columns(story: Story, rows: Sequence[OrganRow]) -> dict[str, list[list[float | None]]]:
    """The figures of each organ, a list for each field of the overview: of this year, and of last."""
    form, fields = story.form, story.overview.fields
    this: list[list[float | None]] = [[] for _ in fields]
    last: list[list[float | None]] = [[] for _ in fields]
    for row in rows:
        filed = row.returned.filed() if row.returned else None
        now = filed.figures if filed else {}
        before = _last_year(story, row.organ, filed)
        for column, earlier, name in zip(this, last, fields, strict=True):
            column.append(figure(form, now, name))
            earlier.append(figure(form, before, name))
    return {"this": this, "last": last}


def _last_year(story: Story, organ: Organ, filed: Filed | None) -> Mapping[str, float]:
    """Last year's figures, as the sums use them: of last year's workbook, else as this year's carries them.

    Where the 统计口径 has changed they are not to be compared, and left out.
    """
    last = story.collected.last.get(organ.code)
    if last is None:
        return filed.previous if filed else {}
    if filed is None:
        return last.figures
    before, now = (story.form.covers_below(one.about("scope") or organ.scope) for one in (last, filed))
    return last.figures if before == now else {}


def _shown(returned: Returned | None) -> str:
    return visible(returned.source.shown) if returned else ""


def _folder(story: Story, returned: Returned | None) -> str | None:
    """What stands before a file's name in the way to it from this page; None if a link cannot lead there."""
    if returned is None:
        return None
    way, shown = story.path_to(returned), returned.source.shown
    return way.removesuffix(shown) if way.endswith(shown) and visible(way) == way else None


def _others(story: Story, row: OrganRow) -> list[list[object]]:
    """The workbooks that do not count, or what came instead of one that does: 报送次数, file, and why it does not."""
    code = row.organ.code
    other = story.collected.unusable.get(code)
    instead = [(other, story.verdict(row))] if other else []
    return [[one.version, _shown(one), why] for one, why in (*story.collected.unused(code), *instead)]
