"""Take pictures of a page on a desktop and on a telephone: `python pages.py PAGE FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

import browser


def main(page: Path, folder: Path) -> None:
    """Write `desktop.png` (the top of the page) and `telephone.png` (a table scrolled to its totals)."""
    with browser.started() as chromium:
        with browser.opened(chromium, page) as shown:
            shown.page.set_viewport_size({"width": browser.DESKTOP, "height": 1266})
            shown.screenshot(folder / "desktop.png")
        with browser.opened(chromium, page, width=browser.TELEPHONE, scale=1.5) as shown:
            shown.page.locator("#table-requests").evaluate("heading => heading.scrollIntoView()")
            shown.page.locator("#table-requests + .table").evaluate("table => { table.scrollLeft = 1000 }")
            shown.screenshot(folder / "telephone.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
