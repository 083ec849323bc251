"""汇总.xlsx put together: the sheets in their order, each written by its own module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.collect.pages import Pages
from toolkit.collect.summary.compared import compared_page
from toolkit.collect.summary.detail import Detail
from toolkit.collect.summary.detail_page import detail_page, note_figures
from toolkit.collect.summary.findings import findings_page
from toolkit.collect.summary.offices import offices_page, other_files, others_page
from toolkit.collect.summary.official import OfficialPage
from toolkit.collect.summary.overview import OverviewPage
from toolkit.collect.summary.ratios import ratios_page
from toolkit.collect.summary.story import (
    COMPARED,
    DETAIL,
    FINDINGS,
    OFFICES,
    OFFICIAL,
    OTHERS,
    OVERVIEW,
    RATIOS,
    YEARS,
)
from toolkit.collect.summary.years import years_page

if TYPE_CHECKING:
    from typing import BinaryIO

    from toolkit.collect.summary.story import Story


def write_summary(story: Story, stream: BinaryIO) -> None:
    """Write 汇总.xlsx into a stream: the same story gives the same bytes."""
    pages = Pages(f"{story.title}{story.form.title}汇总", story.year)
    detail = Detail(story)
    official = OfficialPage(detail)
    overview = pages.page(OVERVIEW, tab="#2E75B6")
    offices = pages.page(OFFICES, long=True, tab="#70AD47")
    table = pages.page(OFFICIAL, tab="#2E75B6")
    rows = pages.page(DETAIL, long=True, tab="#2E75B6") if detail.traced else None
    listed = pages.page(FINDINGS, long=True, tab="#C00000")
    OverviewPage(pages, overview, detail).write()
    offices_page(offices, story)
    official.write(table)
    if rows:
        detail_page(rows, detail, official.scope_cell)
    else:
        note_figures(detail)
    findings_page(listed, story)
    if story.compared:
        compared_page(pages.page(COMPARED, long=True, tab="#C00000"), story)
    if story.rollup.years:
        years_page(pages.page(YEARS, tab="#7F7F7F"), story)
    if story.overview.ratios:
        ratios_page(pages.page(RATIOS, long=True, tab="#7F7F7F"), detail)
    if any(other_files(story)):
        others_page(pages.page(OTHERS, long=True, tab="#A5A5A5"), story)
    pages.write(stream)
