"""The page in Chromium: nobody is shut out, nothing goes wrong, and a telephone need not scroll it sideways."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import browser
import pytest
from builders import form, last_year, seed_filing
from forms.fillings import FOLDERS, form_of, good
from msgspec.structs import replace

from toolkit.publishing import published_report
from toolkit.report.formats import RENDERERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Literal

    from playwright.sync_api import Browser

    from toolkit.form.model import Form
    from toolkit.report.document import Report

pytestmark = pytest.mark.skipif(bool(browser.missing()), reason=browser.missing() or "all is there")

BIGGEST = {item.id: item.limit for item in form().inputs}


def other(name: str) -> tuple[Report, Form]:
    """The good filing of one of the tests' forms, with charts."""
    folder = next(folder for folder in FOLDERS if folder.name == name)
    form = form_of(folder)
    filing = replace(good(folder), previous=dict.fromkeys(form.fields, 5.0))
    return published_report(filing, form, charts=True), form


PAGES: dict[str, Callable[[], tuple[Report, Form]]] = {
    "good": lambda: (published_report(seed_filing(), form()), form()),
    "draft": lambda: (
        published_report(
            replace(seed_filing(), modes={}), form(), draft=True, notes=["依申请公开!D33：不平。"]
        ),
        form(),
    ),
    "charts": lambda: (
        published_report(replace(seed_filing(), previous=last_year()), form(), charts=True),
        form(),
    ),
    "big": lambda: (
        published_report(
            seed_filing(**{name.replace(".", "__"): value for name, value in BIGGEST.items()}), form()
        ),
        form(),
    ),
    "annual_report_2019": lambda: other("annual_report_2019"),
    "hotline_quarterly": lambda: other("hotline_quarterly"),
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.started() as started:
        yield started


def written(folder: Path, name: str) -> Path:
    report, its_form = PAGES[name]()
    page = folder / f"{name}.html"
    page.write_bytes(RENDERERS[".html"](report, its_form))
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [browser.DESKTOP, browser.TELEPHONE])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_shut_out(
    chromium: Browser, tmp_path: Path, name: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    with browser.opened(chromium, written(tmp_path, name), width=width, scheme=scheme) as shown:
        assert (shown.violations(), shown.errors, shown.beyond) == ([], [], 0)


def test_at_four_times_the_size_only_tables_scroll(chromium: Browser, tmp_path: Path) -> None:
    """WCAG 1.4.10: a window of 1280 pixels enlarged to 400 % has room for 320."""
    for name in PAGES:
        with browser.opened(chromium, written(tmp_path, name), width=320) as shown:
            assert (name, shown.beyond) == (name, 0)


def test_a_wide_table_is_scrolled_by_itself_and_its_labels_stay(chromium: Browser, tmp_path: Path) -> None:
    with browser.opened(chromium, written(tmp_path, "good"), width=browser.TELEPHONE) as shown:
        region = shown.page.locator("#table-requests + .table")
        label = region.get_by_role("rowheader", name="1.属于国家秘密")
        figure = region.locator("tbody tr").last.locator("td").last
        corner = region.get_by_role("columnheader").first
        region.focus()
        before, corner_before = label.bounding_box(), corner.bounding_box()
        region.evaluate("region => { region.scrollLeft = region.scrollWidth }")
        after, seen = label.bounding_box(), figure.bounding_box()
        assert before
        assert seen
        assert (after, corner.bounding_box()) == (before, corner_before)
        assert seen["x"] + seen["width"] <= browser.TELEPHONE


def test_every_head_of_a_row_or_a_column_is_one_for_screen_readers(chromium: Browser, tmp_path: Path) -> None:
    with browser.opened(chromium, written(tmp_path, "good")) as shown:
        tables = [
            shown.page.get_by_role("table", name=name, exact=True)
            for name in ("主动公开政府信息情况", "收到和处理政府信息公开申请情况")
        ]
        assert [table.get_by_role("rowheader").count() for table in tables] == [10, 30]
        assert [table.get_by_role("columnheader").count() for table in tables] == [10, 10]


def test_the_keyboard_reaches_the_text_past_the_contents(chromium: Browser, tmp_path: Path) -> None:
    with browser.opened(chromium, written(tmp_path, "good")) as shown:
        shown.page.keyboard.press("Tab")
        focused = shown.page.locator(":focus")
        assert focused.text_content() == "跳到正文"
        assert (focused.bounding_box() or {"y": -1})["y"] >= 0
        shown.page.keyboard.press("Enter")
        assert shown.page.url.endswith("#report")
        shown.page.keyboard.press("Tab")
        assert shown.page.locator(":focus").get_attribute("role") == "region"


def test_printed_on_a4_with_the_head_of_a_long_table_on_each_page(chromium: Browser, tmp_path: Path) -> None:
    """All is there on paper, and nothing that only helps on a screen."""
    with browser.opened(chromium, written(tmp_path, "draft")) as shown:
        shown.page.emulate_media(media="print")
        hidden = [
            name for name in ("nav", ".skip", ".draft-bar") if not shown.page.locator(name).first.is_visible()
        ]
        head = shown.page.locator("#table-requests + .table thead")
        style = "element => getComputedStyle(element).display"
        mark = "getComputedStyle(document.body, '::after').content"
        assert hidden == ["nav", ".skip", ".draft-bar"]
        assert head.evaluate(style) == "table-header-group"
        assert shown.page.evaluate(mark) == '"草稿"'
        shown.printed(tmp_path / "draft.pdf")
        (box,) = set(
            re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", (tmp_path / "draft.pdf").read_bytes())
        )
        assert [round(float(size) / 72 * 25.4) for size in box] == [210, 297]
