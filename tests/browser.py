"""Chromium as the reader's browser: opens pages at a width, looks at them, and lets axe-core judge them.

Playwright drives the Chromium that is installed on the machine. axe-core comes from npm, at the version that
`tests/web/package-lock.json` says, and is fetched once for a checkout.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

DESKTOP, TELEPHONE = 1280, 390  # widths in CSS pixels
_HEIGHTS = {DESKTOP: 900, TELEPHONE: 844}
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_WEB = Path(__file__).parent / "web"
_AXE = Path("node_modules", "axe-core", "axe.min.js")
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def missing() -> str:
    """Say what is not installed here; empty if pages can be opened and judged."""
    return (
        "Chromium is not installed"
        if not _CHROMIUM
        else ""
        if shutil.which("npm")
        else "npm is not installed"
    )


@contextmanager
def started() -> Iterator[Browser]:
    """Start Chromium, without access to anything but local files."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


class Shown(Struct):
    """A page that is open; `errors` are what it wrote to the console and what it failed at or tried to load."""

    page: Page
    errors: list[str] = field(default_factory=list)

    @property
    def beyond(self) -> int:
        """How many pixels the page is wider than the window, and so scrolls sideways."""
        return int(self.page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))

    def violations(self) -> list[str]:
        """What axe-core finds, by WCAG 2.2 AA and good practice: the rule, and the first element that breaks it."""
        self.page.evaluate(_axe())
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", _STANDARDS
        )
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]

    def screenshot(self, path: Path, *, whole: bool = False) -> None:
        """Take a picture (PNG) of what is in the window, or of the whole page."""
        self.page.screenshot(path=path, full_page=whole)

    def printed(self, path: Path) -> None:
        """Print the page (PDF) in the size that its style asks for."""
        self.page.pdf(path=path, prefer_css_page_size=True)


@contextmanager
def opened(
    browser: Browser,
    file: Path,
    *,
    width: int = DESKTOP,
    scheme: Literal["light", "dark"] = "light",
    scale: float = 1,
) -> Iterator[Shown]:
    """Open a local page in a window of this width; the telephone's is touched, and scaled as telephones do."""
    context = browser.new_context(
        viewport={"width": width, "height": _HEIGHTS.get(width, _HEIGHTS[DESKTOP])},
        is_mobile=width == TELEPHONE,
        has_touch=width == TELEPHONE,
        color_scheme=scheme,
        device_scale_factor=scale,
        offline=True,
    )
    shown = Shown(context.new_page())
    shown.page.on("console", lambda message: shown.errors.append(f"{message.type}: {message.text}"))
    shown.page.on("pageerror", lambda error: shown.errors.append(str(error)))
    shown.page.on("requestfailed", lambda request: shown.errors.append(f"not loaded: {request.url}"))
    try:
        shown.page.goto(file.resolve().as_uri())
        yield shown
    finally:
        context.close()


@cache
def _axe() -> str:
    if not (_WEB / _AXE).exists():
        _install()
    return (_WEB / _AXE).read_text(encoding="utf-8")


def _install() -> None:
    """Install what the lock file says, beside and then in place: several processes may do so at once."""
    with tempfile.TemporaryDirectory(dir=_WEB, prefix=".npm-") as beside:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(_WEB / name, beside)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=beside,
            check=True,
            capture_output=True,
        )
        with contextlib.suppress(OSError):  # another process was first
            Path(beside, "node_modules").rename(_WEB / "node_modules")
