"""The office's words with each reference replaced by the figure it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.references import find_references
from toolkit.report.document import Span
from toolkit.report.figures import PENDING, figure_of

if TYPE_CHECKING:
    from toolkit.values import Values


def resolve(text: str, values: Values) -> tuple[Span, ...]:
    """Return a typed paragraph as spans; a figure that is not known reads 〔待填〕, an unknown name stays."""
    spans = []
    at = 0
    for mention in find_references(text, values.form):
        if mention.field is None:
            continue
        figure = figure_of(values, mention.field)
        spans.append(Span(text[at : mention.start], "typed"))
        spans.append(Span(str(figure) if figure.known else PENDING, "reference"))
        at = mention.end
    spans.append(Span(text[at:], "typed"))
    return tuple(span for span in spans if span.text)
