"""A report as the bytes of a .docx: same report and same base document, same bytes."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Final

from toolkit.form.declaration import FIRST_YEAR, LAST_YEAR
from toolkit.package.zipped import unzipped, zipped
from toolkit.report.word.base import open_base
from toolkit.report.word.looks import BODY, FIGURE, GRID, HEAD, HEADINGS, LABEL, NOTE, TITLE
from toolkit.report.word.markup import clean, paragraph, w
from toolkit.report.word.table import table_element
from toolkit.report.word.watermark import add_watermark
from toolkit.report.word.words import runs_of, title_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

    from toolkit.form.model import Form
    from toolkit.report.charts import Chart
    from toolkit.report.document import Report, Section
    from toolkit.report.word.base import Base

_GAP: Final = 160  # twentieths of a point
_LONGEST_PROPERTY: Final = 255


def render_word(report: Report, form: Form) -> bytes:
    """Return the report as a Word document, on the base document of the form's folder.

    Raises FormError for a base document that cannot be used.
    """
    base = open_base(form.folder, list(_styles_of(report)))
    setup = base.document.element.body[-1]
    for element in _Writer(report, base).elements():
        setup.addprevious(element)
    if report.draft:
        add_watermark(base.document)
    _describe(base.document, report, form)
    return _same_bytes(base.document)


def _styles_of(report: Report) -> Iterator[str]:
    """The styles that the report needs, in the order in which it meets them."""
    yield TITLE
    if report.notes:
        yield NOTE
    yield BODY
    yield from sorted({_heading_style(section.level) for section in report.sections if section.level})
    if any(section.tables for section in report.sections):
        yield from (GRID, HEAD, LABEL, FIGURE)


def _heading_style(level: int) -> str:
    return HEADINGS[min(level, len(HEADINGS)) - 1]


class _Writer:
    """Writes a report as the elements of the document's body."""

    def __init__(self, report: Report, base: Base) -> None:
        self.report = report
        self.base = base
        self.after_table = False
        self.charts = 0

    def elements(self) -> Iterator[BaseOxmlElement]:
        """The paragraphs and tables in order, and a last paragraph if there is none behind the last table."""
        yield self._title()
        for note in self.report.notes:
            yield paragraph(self.base.looks[NOTE].id, runs_of(note))
        for section in self.report.sections:
            yield from self._section(section)
        if self.after_table:
            yield self._gap()

    def _title(self) -> BaseOxmlElement:
        look = self.base.looks[TITLE]
        room = int(self.base.width / look.size * 2)
        first, *others = title_lines(self.report.headline, self.report.organ, room)
        runs = list(runs_of(first))
        for line in others:
            runs += [w("r", w("br")), *runs_of(line)]
        return paragraph(look.id, runs)

    def _section(self, section: Section) -> Iterator[BaseOxmlElement]:
        if section.level:
            yield self._heading(section)
        for spans in section.paragraphs:
            yield self._paragraph(BODY, (part for span in spans for part in runs_of(span.text)))
        for table in section.tables:
            if self.after_table:  # two tables in a row would become one
                yield self._gap()
            yield table_element(table, self.base)
            self.after_table = True
        for chart in section.charts:
            yield self._chart(chart)

    def _chart(self, chart: Chart) -> BaseOxmlElement:
        """A paragraph of its own, as high as the chart."""
        from toolkit.report.word.chart import chart_run  # noqa: PLC0415 - few reports have charts

        self.charts += 1
        self.after_table = False
        line = w("spacing", before=_GAP, after=_GAP, line=240, lineRule="auto")
        centred = w("ind", firstLineChars=0, firstLine=0), w("jc", val="center")
        drawn = chart_run(chart, self.charts, self.base.width, self.base.document)
        return paragraph(self.base.looks[BODY].id, [drawn], w("keepLines"), line, *centred)

    def _heading(self, section: Section) -> BaseOxmlElement:
        """A heading, whose numeral is part of its text: the numbering of its style, if it has one, is put off."""
        style = _heading_style(section.level)
        off = [w("numPr", w("ilvl", val=0), w("numId", val=0))] if self.base.looks[style].numbered else []
        return self._paragraph(style, runs_of(self.report.heading(section)), *off)

    def _paragraph(
        self, style: str, runs: Iterable[BaseOxmlElement], *properties: BaseOxmlElement
    ) -> BaseOxmlElement:
        """A paragraph, set off from the table before it, if there is one."""
        before = [w("spacing", before=_GAP)] if self.after_table else []
        self.after_table = False
        return paragraph(self.base.looks[style].id, runs, *properties, *before)

    def _gap(self) -> BaseOxmlElement:
        line = w("spacing", before=0, after=0, line=_GAP, lineRule="exact")
        return paragraph(self.base.looks[BODY].id, (), line, w("ind", firstLineChars=0, firstLine=0))


def _describe(document: Document, report: Report, form: Form) -> None:
    """Set the properties of the document; its dates are the end of the report's year, not the hour of writing."""
    properties = document.core_properties
    properties.title = clean(report.headline)[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = clean(report.organ)[:_LONGEST_PROPERTY]
    properties.subject = clean(form.title)[:_LONGEST_PROPERTY]
    properties.language = "zh-CN"
    properties.revision = 1
    known = report.year is not None and FIRST_YEAR <= report.year <= LAST_YEAR
    year = report.year if report.year and known else form.first_year
    properties.created = properties.modified = dt.datetime(year, 12, 31, tzinfo=dt.UTC)


def _same_bytes(document: Document) -> bytes:
    """The document as a zip whose entries carry no hour."""
    written = io.BytesIO()
    document.save(written)
    return zipped(unzipped(written.getvalue()))
