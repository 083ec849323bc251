"""The plain formats of a report by file suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.report.markdown import render_markdown
from toolkit.report.text import render_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.report.document import Report

RENDERERS: Final[Mapping[str, Callable[[Report], str]]] = {".md": render_markdown, ".txt": render_text}
