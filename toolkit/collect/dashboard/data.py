"""What the dashboard's script works with: columns of plain values, short enough to travel inside the page.

An unknown figure is null, never 0. Every text has passed `visible`, so that no mark in it turns others around.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.collect.conclusion import UNUSABLE, WRONG_FORM, WRONG_YEAR
from toolkit.collect.dashboard.branches import branches
from toolkit.collect.dashboard.offices import figure_columns, office_columns
from toolkit.collect.dashboard.problems import problem_columns
from toolkit.collect.dashboard.states import STATES, returned, state_of
from toolkit.collect.rollup import ALL
from toolkit.collect.summary.story import EVERYBODY
from toolkit.present import problem
from toolkit.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.collect.dashboard.branches import Branches
    from toolkit.collect.model import Returned
    from toolkit.collect.summary.story import Story

MOST_OFFICES: Final = 20_000
MOST_FILES: Final = 2_000


class Data(Struct, frozen=True, dict=True):
    """The data of one page."""

    story: Story

    @cached_property
    def states(self) -> list[int]:
        """The state of each organ of the roll-up, by its number in STATES."""
        return [state_of(self.story, row) for row in self.story.rollup.rows]

    @cached_property
    def tree(self) -> Branches:
        """The superiors."""
        return branches(self.story.rollup, self.states, len(STATES))

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many organs are in each state."""
        return tuple(self.states.count(number) for number in range(len(STATES)))

    @property
    def returned(self) -> int:
        """How many organs sent a workbook that counts."""
        return sum(count for state, count in zip(STATES, self.counts, strict=True) if returned(state))

    @cached_property
    def listed(self) -> list[int]:
        """The numbers of the organs that are listed one by one: all, or of very many those with something to do."""
        everybody = range(len(self.states))
        if len(self.states) <= MOST_OFFICES:
            return list(everybody)
        to_do = [number for number in everybody if STATES[self.states[number]].to_do]
        silent_last = sorted(to_do, key=lambda number: self.states[number] == 0)
        return sorted(silent_last[:MOST_OFFICES])

    @property
    def limits(self) -> dict[str, int]:
        """Up to how many organs all are listed, and how many other files."""
        return {"offices": MOST_OFFICES, "files": MOST_FILES}

    @property
    def complete(self) -> bool:
        """Say whether every organ is listed."""
        return len(self.listed) == len(self.states)

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """How many organs there is something to do about that are not listed all the same, by their state."""
        listed = Counter(self.states[number] for number in self.listed)
        left = [
            (state, count - listed[number])
            for number, (state, count) in enumerate(zip(STATES, self.counts, strict=True))
        ]
        return [(state.word, count) for state, count in left if state.to_do and count]

    def columns(self) -> dict[str, object]:
        """Everything, for JSON."""
        story, overview = self.story, self.story.overview
        numbers = {name: number for number, name in enumerate(overview.fields)}
        rows = [story.rollup.rows[number] for number in self.listed]
        return {
            "year": story.year,
            "complete": self.complete,
            "organs": len(self.states),
            "states": [[state.word, state.kind, state.to_do, returned(state)] for state in STATES],
            "fields": [self._field(name) for name in overview.fields],
            "headlines": [[item.name, numbers[item.field]] for item in overview.headlines],
            "charts": [
                [chart.title, [[item.name, numbers[item.field]] for item in chart.items]]
                for chart in overview.charts
            ],
            "ratios": [
                [
                    *(ratio.name, ratio.explanation, ratio.least),
                    [numbers[name] for name in ratio.numerator],
                    [numbers[name] for name in ratio.denominator],
                ]
                for ratio in overview.ratios
            ],
            "branches": self._branches(),
            "offices": office_columns(
                story, self.tree, rows, [self.states[number] for number in self.listed]
            ),
            "figures": figure_columns(story, rows),
            "problems": problem_columns(story, rows),
            "files": [*self._files()][:MOST_FILES],
        }

    @cached_property
    def file_count(self) -> int:
        """How many files came that are nobody's report of this year."""
        return sum(1 for _ in self._files())

    @property
    def notes(self) -> list[str]:
        """What the roll-up found about no organ of the roster: the report of the whole, where several are at the top."""
        known = self.story.collected.roster.by_code
        return [problem(one.finding) for one in self.story.judged if one.code not in known]

    def _field(self, name: str) -> list[object]:
        field = self.story.form.fields[name]
        return [field.alias, field.unit, field.additive]

    def _branches(self) -> dict[str, object]:
        story, rollup, every = self.story, self.story.rollup, self.tree.all
        codes = [branch.code for branch in every]
        totals = [rollup.totals[code] for code in codes]
        years = [rollup.years.get(code) for code in codes]
        fields = story.overview.fields
        compared = [[each.compared(name) if each else (None, None, 0) for each in years] for name in fields]
        return {
            "name": [visible(self.branch_name(code)) for code in codes],
            "label": [visible(story.sum_name(code)) for code in codes],
            "parent": [branch.parent for branch in every],
            "end": [branch.end for branch in every],
            "states": [list(branch.states) for branch in every],
            "filings": [one.filings for one in totals],
            "lacking": [rollup.missing.get(code, 0) for code in codes],
            "sums": [[one.value(name) for one in totals] for name in fields],
            "unsaid": [[one.lacking(name) for one in totals] for name in fields],
            "this": [[this for this, _, _ in column] for column in compared],
            "last": [[last for _, last, _ in column] for column in compared],
            "both": [[both for _, _, both in column] for column in compared],
        }

    def branch_name(self, code: str) -> str:
        """What a branch is called."""
        return EVERYBODY if code == ALL else self.story.name(code)

    def _files(self) -> Iterator[list[str]]:
        """The files that are not the report of an organ of the roster: why, which, what it says of itself, what to do."""
        collected = self.story.collected
        for why, files in (
            ("不在名录里", collected.unknown),
            (WRONG_YEAR, collected.wrong_year),
            (WRONG_FORM, collected.wrong_form),
            (UNUSABLE, collected.unreadable),
        ):
            yield from (self._file(why, one) for one in files)
        yield from (
            ["没有看", visible(path), "", "这种文件不是工作簿，没有打开看。"] for path in collected.overlooked
        )

    def _file(self, why: str, one: Returned) -> list[str]:
        story = self.story
        said = [one.name or (f"看文件名像是{story.name(one.likely)}的" if one.likely else "")]
        said += [f"{one.year} 年"] if one.year is not None and one.year != story.year else []
        findings = () if why == "不在名录里" else one.report().findings
        what = findings[0].message + findings[0].remedy if one.form is None and findings else ""
        return [why, visible(one.source.shown), visible("，".join(filter(None, said))), visible(what)]
