"""What a dashboard is made of, in one call; the page that comes out, and what is in it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.collect.adding_up import roll_up
from toolkit.collect.compare import comparisons
from toolkit.collect.dashboard.page import dashboard_html
from toolkit.collect.judge import judge
from toolkit.collect.summary.story import Story

if TYPE_CHECKING:
    from toolkit.collect.model import Collected


def story_of(collected: Collected) -> Story:
    rollup = roll_up(collected)
    compared = comparisons(rollup)
    return Story(collected, rollup, compared, judge(rollup, compared), Path())


def page_of(collected: Collected) -> bytes:
    return dashboard_html(story_of(collected))


class Parts(HTMLParser):
    """The elements of a page with their attributes, and the text of its scripts and style sheets."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[tuple[str, str, str]] = []  # element, type, text
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self.inline.append((tag, dict(attrs).get("type") or "", ""))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == self.inline[-1][0] if self.inline else False:
            tag, kind, text = self.inline[-1]
            self.inline[-1] = (tag, kind, text + data)

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}", {}))


def data_of(page: bytes) -> Any:  # noqa: ANN401 - JSON
    """The data that the page's script reads, as a browser would find it."""
    found = re.search(rb'<script type="application/json" id="data">(.*?)</script', page, re.DOTALL)
    assert found
    return json.loads(found[1])
