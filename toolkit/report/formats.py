"""The formats of a report by file suffix; each imports what it needs when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.form.model import Form
    from toolkit.report.document import Report


def _markdown(report: Report, _form: Form) -> bytes:
    from toolkit.report.markdown import render_markdown  # noqa: PLC0415 - only the format that is wanted

    return render_markdown(report).encode()


def _text(report: Report, _form: Form) -> bytes:
    from toolkit.report.text import render_text  # noqa: PLC0415 - likewise

    return render_text(report).encode()


def _html(report: Report, form: Form) -> bytes:
    from toolkit.report.web import render_html  # noqa: PLC0415 - likewise

    return render_html(report, form).encode()


def _word(report: Report, form: Form) -> bytes:
    from toolkit.report.word.render import render_word  # noqa: PLC0415 - likewise

    return render_word(report, form)


RENDERERS: Final[Mapping[str, Callable[[Report, Form], bytes]]] = {
    ".docx": _word,
    ".html": _html,
    ".htm": _html,
    ".md": _markdown,
    ".txt": _text,
}
"""By suffix: the file of a composed report; the form is there for what its folder adds to a format."""

CHARTED: Final = (".docx", ".html", ".htm")
"""The formats that show charts."""
