"""What a report says, as data: the form's sections and printed tables in order, with one filing's figures.

In each section gktool's own sentences come first (unless the office said 否), then what the office typed.
"""

from __future__ import annotations

import math
import re
from operator import itemgetter
from typing import TYPE_CHECKING

from toolkit.form import model
from toolkit.form.headings import NUMERAL
from toolkit.number import read_number
from toolkit.report.charts import charts_of
from toolkit.report.document import Paragraph, Report, Section, Span, tidy
from toolkit.report.figures import PENDING, TO_FILL_IN, ToldValues
from toolkit.report.narrative import Narrative
from toolkit.report.references import resolve
from toolkit.report.tables import table_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.filing import Filing
    from toolkit.report.charts import Chart

DRAFT_NOTE = f"本稿为草稿，数据或文字尚有错误、缺漏，不得报送和公布；标有“{TO_FILL_IN}”的地方请补充完整。"
NOTHING = "无。"
_LINE_ENDS = re.compile(r"[\n\r\v\f\x85\u2028\u2029]+")


def compose(
    filing: Filing,
    form: model.Form,
    *,
    draft: bool = False,
    notes: Sequence[str] = (),
    charts: bool = False,
) -> Report:
    """Compose the report of one filing; raises FormError for a mistake in the form's narrative template.

    Sections and printed tables stand in the order of their numerals (一、 … 六、). A section without one
    stays behind the one that the form declares before it, a table too, but behind everything if it is the
    first. A figure that is not known is never printed as 0: its sentence is left out and its cell blank, or
    both show 待填 in a draft. A draft begins with `notes`, one a line. With `charts` the charts that the form
    declares are there too.
    """
    composer = _Composer(filing, form, draft=draft, charts=charts)
    sections = tuple(composer.parts())
    return Report(
        title=composer.title(),
        organ=tidy(filing.organ),
        year=filing.year,
        draft=draft,
        sections=sections,
        notes=(DRAFT_NOTE, *(tidy(note) for note in notes)) if draft else (),
        told=frozenset(composer.values.told),
        about=frozenset(composer.narrative.asked),
    )


class _Composer:
    def __init__(self, filing: Filing, form: model.Form, *, draft: bool, charts: bool) -> None:
        self.filing = filing
        self.form = form
        self.draft = draft
        self.charts = charts
        self.values = ToldValues(form, filing)
        self.narrative = Narrative(self.values, draft=draft)

    def title(self) -> str:
        blank = PENDING if self.draft else ""
        year = self.filing.year or blank
        return f"{tidy(self.filing.organ) or blank}{f'{year}年' if year else ''}{self.form.title}"

    def parts(self) -> Iterator[Section]:
        sections = [section for section in self.form.sections if not section.parent]
        tables = [table for table in self.form.tables if table.printed]
        parts: list[tuple[float, model.Section | model.Table]] = [
            *zip(_order((section.heading for section in sections), 0), sections, strict=True),
            *zip(_order((table.title for table in tables), math.inf), tables, strict=True),
        ]
        for _, part in sorted(parts, key=itemgetter(0)):
            if isinstance(part, model.Table):
                yield self._table(part)
            else:
                yield from self._section(part, 1)

    def _table(self, table: model.Table) -> Section:
        caption = NUMERAL.sub("", table.title, count=1)
        grid = table_grid(table, self.values, caption, draft=self.draft)
        return Section(table.id, 1, table.title, tables=(grid,), charts=self._charts(table.id))

    def _section(self, section: model.Section, level: int) -> Iterator[Section]:
        children = [child for child in self.form.sections if child.parent == section.id]
        paragraphs = (*self._composed(section), *self._typed(section))
        titled = section.titled
        if not paragraphs:
            paragraphs = self._nothing(section, may_be_nil=titled and level == 1 and not children)
        named_alike = any(table.printed and table.id == section.id for table in self.form.tables)
        charts = () if named_alike else self._charts(section.id)
        if titled or paragraphs or charts:
            heading = section.heading if titled else ""
            yield Section(section.id, level if titled else 0, heading, paragraphs, charts=charts)
        for child in children:
            yield from self._section(child, level + 1)

    def _charts(self, part: str) -> tuple[Chart, ...]:
        return tuple(charts_of(part, self.values)) if self.charts else ()

    def _composed(self, section: model.Section) -> Iterator[Paragraph]:
        if self.filing.composes(section.id):
            for text in self.narrative.paragraphs(section):
                yield (Span(text, "composed"),)

    def _typed(self, section: model.Section) -> Iterator[Paragraph]:
        """The office's paragraphs; a line break inside a cell begins a new one."""
        for paragraph in self.filing.texts.get(section.id, ()):
            for line in _LINE_ENDS.split(paragraph.text):
                if text := tidy(line):
                    yield resolve(text, self.values)

    def _nothing(self, section: model.Section, *, may_be_nil: bool) -> tuple[Paragraph, ...]:
        """What an empty section says: a draft asks for what is due; a part that may be empty says 无.

        Where gktool has something to say, silence is not 无: a figure is not known, or it was told not to.
        """
        if section.due.holds(self.filing.kind):
            return ((Span(f"〔{TO_FILL_IN}：{section.prompt}〕", "composed"),),) if self.draft else ()
        return ((Span(NOTHING, "composed"),),) if may_be_nil and not section.composed else ()


def _order(headings: Iterable[str], first: float) -> Iterator[float]:
    """The places of headings in the report: their numerals, without one that of the heading before."""
    place = first
    for heading in headings:
        numeral = NUMERAL.match(heading)
        meaning = read_number(numeral[1]) if numeral else None
        place = place if meaning is None else meaning.value
        yield place
