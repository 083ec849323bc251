"""The dashboard as one HTML page: styles, scripts, chart library and data inside it, nothing fetched.

The page's own policy lets run and look only what is put in here, by its hash, connects to nothing, and lets
no script make markup of text.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from msgspec import Struct

from toolkit import __version__
from toolkit.collect.dashboard.data import Data
from toolkit.collect.dashboard.states import STATES
from toolkit.collect.rollup import ALL
from toolkit.report.page import page_templates, script_json
from toolkit.terminal import visible

if TYPE_CHECKING:
    from jinja2 import Template

    from toolkit.collect.summary.story import Story

_LIBRARY: Final = ("vendor/d3.min.js", "vendor/plot.umd.min.js")
_SCRIPTS: Final = (
    *("dom", "data", "view", "progress", "figures", "plot", "charts", "ratios", "tree", "choices", "offices"),
    *("detail", "files", "start"),
)
_PLOT_STYLE: Final = "'sha256-jSYQUrW7J0b3jPqhZP9C2Xh1PyJKHKXd4s0fpGGKrww='"
"""The hash of the one style sheet that the chart library puts into each chart."""


def dashboard_html(story: Story) -> bytes:
    """Return the page (UTF-8); the same results make the same bytes."""
    data = Data(story)
    content = script_json(
        json.dumps(data.columns(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    )
    scripts = [*(Inline(_text(name)) for name in _LIBRARY), Inline(_script())]
    style = Inline(_text("page/dashboard.css"))
    area = story.rollup.area
    page = _template().render(
        data=data,
        json=content,
        size=len(content.encode()),
        scripts=scripts,
        style=style,
        policy=_policy(style, scripts),
        area="" if area == ALL else visible(story.name(area)),
        form=story.form,
        states=[(state, count) for state, count in zip(STATES, data.counts, strict=True) if count],
        version=__version__,
    )
    return page.encode()


class Inline(Struct, frozen=True):
    """A script or a style sheet that stands in the page, and its hash for the policy."""

    text: str

    @property
    def markup(self) -> Markup:
        """The text as it stands in its element; ours and the library's, never a stranger's."""
        return Markup(self.text)  # noqa: S704

    @property
    def source(self) -> str:
        """The hash as a policy names it."""
        return f"'sha256-{b64encode(sha256(self.text.encode()).digest()).decode()}'"


def _policy(style: Inline, scripts: list[Inline]) -> str:
    """What the page may do (Content Security Policy)."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(script.source for script in scripts)}",
            f"style-src {style.source} {_PLOT_STYLE}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


@cache
def _script() -> str:
    """The page's own scripts, one after the other, in a scope of their own."""
    parts = "\n".join(_text(f"page/{name}.js") for name in _SCRIPTS)
    return f'"use strict";\n{{\n{parts}}}\n'


@cache
def _text(name: str) -> str:
    return files("toolkit.collect.dashboard").joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    return page_templates(lambda name: _text(f"page/{name}")).get_template("dashboard.html.j2")
