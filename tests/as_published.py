"""What of a filing print can carry: the filing that its published report reads back as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.filing import Filing, Mode, Paragraph, entered
from toolkit.form.model import Blanks, FieldRole
from toolkit.published.front import contact_of
from toolkit.report.compose import compose
from toolkit.report.document import tidy, words
from toolkit.report.figures import figure_of, figure_text
from toolkit.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.filing import Entry
    from toolkit.form.model import Form


def as_published(filing: Filing, form: Form) -> Filing:
    """Return what a reader of the published report can know of a filing; nothing in it has a place.

    That is the organ, the year and how it is reached; the figures and totals of the printed tables, an unknown
    one blank; the texts with gktool's sentences and the figures put for references, as if typed; the headings.
    """
    report = compose(filing, form)
    texts = {
        section.id: tuple(Paragraph(words(paragraph)) for paragraph in section.paragraphs)
        for section in report.sections
        if section.paragraphs
    }
    preface = next((section.id for section in form.sections if not section.titled), "")
    profile = contact_of("\n".join(paragraph.text for paragraph in texts.get(preface, ())), form)
    if organ := tidy(filing.organ):
        profile["name"] = entered(organ)
    if filing.year is not None:
        profile["year"] = entered(filing.year)
    printed = dict(_printed(filing, form))
    return Filing(
        form_id=form.id,
        year=filing.year,
        profile=profile,
        modes={
            table.id: entered(Mode.AS_PRINTED.value)
            for table in form.tables
            if table.printed and table.blanks is Blanks.CHOSEN
        },
        figures={name: entry for name, entry in printed.items() if _is_input(form, name)},
        stated={name: entry for name, entry in printed.items() if not _is_input(form, name)},
        texts=texts,
        compose={
            section.id: entered("否") for section in form.sections if section.composed and section.id in texts
        },
        headings=tuple(
            Paragraph(report.heading(section)) for section in report.sections if report.heading(section)
        ),
    )


def _printed(filing: Filing, form: Form) -> Iterator[tuple[str, Entry]]:
    """The figures that stand in the printed tables, by field id."""
    values = Values(form, filing)
    for item in form.fields.values():
        if item.role is not FieldRole.GROUP and form.table(item.table).printed:
            figure = figure_of(values, item.id)
            if figure.value is not None:
                yield item.id, entered(float(figure_text(figure.value)))


def _is_input(form: Form, name: str) -> bool:
    return form.fields[name].role is FieldRole.INPUT
