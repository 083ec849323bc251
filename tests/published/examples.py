"""The seed's report in print, and what comes of it when it is read: figures and findings as short lists."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import builders
from published import writers

from toolkit.filing import Kind
from toolkit.form.load import installed_form
from toolkit.published.read import read_published
from toolkit.report.compose import compose
from toolkit.report.document import TableGrid

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.filing import Filing
    from toolkit.finding import Finding
    from toolkit.form.model import Form
    from toolkit.reading import Reading

FORM = builders.form()
SEED = {
    **{name: value for name, value in builders.SEED.items() if not name.startswith("supplement")},
    "requests.new.total": 2,
    "requests.carried_in.total": 1,
    "requests.denied_internal.total": 1,
    "requests.unavailable_not_held.total": 2,
    "requests.total.natural": 3,
    "requests.total.total": 3,
    "disputes.reconsideration.total": 1,
}
"""The figures of the seed that are not 0, totals with them."""
PRINTED = 200  # figures and totals in the three tables


@cache
def _parts() -> tuple[writers.Part, ...]:
    return tuple(writers.parts_of(compose(builders.seed_filing(), FORM)))


def parts(change: Callable[[TableGrid], TableGrid] | None = None) -> list[writers.Part]:
    """The seed's report as paragraphs and tables, each table changed."""
    return writers.tables(_parts(), change) if change else list(_parts())


def table(title: str, of: Filing | None = None, form: Form = FORM) -> TableGrid:
    """One printed table, by a word of its title."""
    report = compose(of or builders.seed_filing(), form)
    return next(one for section in report.sections for one in section.tables if title in one.caption)


def with_table(title: str, *instead: writers.Part) -> list[writers.Part]:
    """The seed's report with something else in the place of one table."""
    return [
        one
        for part in parts()
        for one in (instead if isinstance(part, TableGrid) and title in part.caption else (part,))
    ]


def read(
    content: bytes | str, suffix: str = ".html", *, form: Form | None = None, year: int | None = None
) -> Reading:
    """Read a file with this content."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report{suffix}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_published(path, form=form, year=year)


def figures(reading: Reading) -> dict[str, float]:
    """The figures and printed totals that were read and are not 0."""
    entries = {**reading.filing.figures, **reading.filing.stated}
    return {name: entry.value for name, entry in entries.items() if entry.value}


def count(reading: Reading) -> int:
    """How many figures and totals were read."""
    entries = (*reading.filing.figures.values(), *reading.filing.stated.values())
    return sum(entry.kind is Kind.NUMBER for entry in entries)


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str | None, str | None]]:
    """Code, sheet and cell of each finding."""
    return builders.anchors(findings)


def older() -> Form:
    """The form of 2019 and 2020."""
    found = installed_form("annual_report_2019")
    assert found is not None
    return found
