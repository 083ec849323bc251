"""The report of a filing with its data for machines: what the page says, and no more, as `gktool export` writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from toolkit.exchange import export_text
from toolkit.filing import Entry, Filing, Kind, Mode, Paragraph
from toolkit.report.compose import compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.form.model import Form
    from toolkit.report.document import Report

_ALWAYS: Final = ("name", "code", "kind", "scope", "year")
"""Items of 基本信息 without which figures cannot be told apart or added up, printed or not."""


def published_report(
    filing: Filing, form: Form, *, draft: bool = False, notes: Sequence[str] = (), charts: bool = False
) -> Report:
    """Compose a report and put its data in; a draft has none, since nothing in data says that it is a draft.

    Raises FormError for a mistake in the form's narrative template.
    """
    report = compose(filing, form, draft=draft, notes=notes, charts=charts)
    return report if draft else replace(report, data=export_text(published_part(filing, form, report), form))


def published_part(filing: Filing, form: Form, report: Report) -> Filing:
    """What a report publishes of its filing: a filing that the same report comes of, with nothing else in it.

    Left out are the items of 基本信息 and the figures that the report does not speak of, last year's figures,
    stated totals, and the formulas that someone typed.
    """
    tables = {form.fields[name].table for name in report.told}
    return Filing(
        filing.form_id,
        filing.year,
        profile=_bare(filing.profile, (*_ALWAYS, *report.about)),
        modes=_bare(filing.modes, tables),
        figures=_bare(
            filing.figures,
            (name for name in report.told if filing.mode(form.fields[name].table) is not Mode.ZERO_REPORT),
        ),
        texts={
            section.id: tuple(Paragraph(paragraph.text) for paragraph in filing.texts[section.id])
            for section in form.sections
            if section.id in filing.texts
        },
        compose=_bare(filing.compose, (section.id for section in form.sections)),
    )


def _bare(entries: Mapping[str, Entry], names: Iterable[str]) -> dict[str, Entry]:
    """These entries with nothing but the value."""
    return {
        name: Entry(entry.raw, entry.value, entry.kind)
        for name in names
        if (entry := entries.get(name)) and entry.kind is not Kind.BLANK
    }
