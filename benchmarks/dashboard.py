"""The dashboard's size and speed: `python -m benchmarks.dashboard [--organs N …] [--seed S] [--page FILE]`.

Prints for each number of organs how large the page is, how long it took to make, and (where Chromium is there)
how long a browser needs to show it, to filter, to sort and to draw it for another superior. Past eight thousand
organs the same ones come again under other codes. `--page` only writes the page of the first number of organs,
to look at or to take pictures of.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from benchmarks.collection import made_up
from toolkit.collect.adding_up import roll_up
from toolkit.collect.compare import comparisons
from toolkit.collect.dashboard.page import dashboard_html
from toolkit.collect.judge import judge
from toolkit.collect.model import Collected, Roster
from toolkit.collect.summary.story import Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.collect.model import Organ, Returned

_DIFFERENT: Final = 8_000
_MEASURE: Final = """() => {
  const told = {shown: performance.getEntriesByType('navigation')[0].loadEventEnd};
  const measure = (name, times, act) => {
    const spent = [];
    for (let time = 0; time < times; time += 1) {
      const start = performance.now();
      act(time);
      document.body.offsetHeight;
      spent.push(performance.now() - start);
    }
    told[name] = spent.sort((one, other) => one - other)[times >> 1];
  };
  const words = document.getElementById('text');
  const change = (control, event, value) => { control.value = value; control.dispatchEvent(new Event(event)); };
  measure('filter', 9, (time) => change(words, 'input', ['局', '财政', '县', '无此', '', '安宁', '055', '镇', '市'][time]));
  change(words, 'input', '');
  const keys = ['name', 'errors', 'metric', 'last', 'change', 'state', 'name', 'warnings', 'metric'];
  measure('sort', 9, (time) => document.querySelector(`[data-key="${keys[time]}"]`).click());
  const branch = document.getElementById('branch');
  measure('superior', 9, (time) => change(branch, 'change', branch.options[time % branch.options.length].value));
  return told;
}"""


def collection(organs: int, seed: int) -> Collected:
    """What so many organs sent."""
    made = made_up(min(organs, _DIFFERENT), seed=seed)
    return _repeated(made, -(-organs // _DIFFERENT)) if organs > _DIFFERENT else made


def _repeated(made: Collected, times: int) -> Collected:
    """The same organs several times over, each time under other codes."""
    organs: list[Organ] = []
    counting: dict[str, Returned] = {}
    for number in range(times):
        organs += [
            replace(
                organ, code=f"{number}-{organ.code}", superior=organ.superior and f"{number}-{organ.superior}"
            )
            for organ in made.roster.organs
        ]
        counting |= {
            f"{number}-{code}": replace(one, organ=f"{number}-{code}") for code, one in made.counting.items()
        }
    missing = tuple(organ for organ in organs if organ.code not in counting)
    return Collected(made.form, made.year, Roster(tuple(organs)), counting, missing=missing)


def story_of(collected: Collected) -> Story:
    """What the dashboard tells of a collection."""
    rollup = roll_up(collected)
    compared = comparisons(rollup)
    return Story(collected, rollup, compared, judge(rollup, compared), Path())


def page_of(organs: int, seed: int) -> bytes:
    """The dashboard of so many made-up organs."""
    return dashboard_html(story_of(collection(organs, seed)))


def in_browser(page: bytes) -> Mapping[str, float]:
    """Milliseconds that Chromium needs, by what it does; medians."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "dashboard.html"
        file.write_bytes(page)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        shown = browser.new_page()
        shown.goto(file.as_uri())
        told: Mapping[str, float] = shown.evaluate(_MEASURE)
        browser.close()
    return told


def line(organs: int, seed: int) -> str:
    """Measure one page, and say it in a line."""
    story = story_of(collection(organs, seed))
    start = time.perf_counter()
    page = dashboard_html(story)
    parts = [f"{organs:7} organs: {len(page) / 1e6:5.2f} MB, made in {time.perf_counter() - start:5.1f} s"]
    if shutil.which("chromium"):
        parts += [f"{name} {spent:.0f} ms" for name, spent in in_browser(page).items()]
    return ", ".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line, measure and print."""
    parser = argparse.ArgumentParser(description="Measure the dashboard.")
    parser.add_argument("--organs", type=int, nargs="+", default=[64, 1_000, 8_000])
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--page", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    if options.page:
        options.page.write_bytes(page_of(options.organs[0], options.seed))
        return 0
    for organs in options.organs:
        sys.stdout.write(line(organs, options.seed) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
