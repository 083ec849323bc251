"""The texts on their own (family T): placeholders, years left from last year's copy, names, numbering."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from toolkit import catalogue
from toolkit.check.numbering import misnumbered
from toolkit.check.personal import personal_data
from toolkit.check.plaintext import plain
from toolkit.check.self_names import foreign_names
from toolkit.check.stale_years import stale_years
from toolkit.check.where import at, clipped, of_section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.check.plaintext import Plain
    from toolkit.filing import Filing, Paragraph
    from toolkit.finding import Finding
    from toolkit.form.model import Form, Section

_FORMS: Final = 16
_REFERENCE: Final = re.compile(r"【[^【】]*】")
_SHORTEST: Final = 16  # characters; less is no section that could hold both problems and improvements
_PROMPT_SENTENCE: Final = 8  # characters of a prompt that cannot stand in a text by chance
# Signs for what is still to come: ××, XX, 某某, ＿＿, 〔待填〕, （此处填写…）.
_SIGNS: Final = (
    r"(?<![A-Za-z0-9])[xX×＊*]{2,}(?![A-Za-z0-9])|_{2,}|(?<![A-Za-z])[XＸ×](?=[年月日件条份个元次])|[〔\[{](?:待|请)[^〕\]}]{0,20}[〕\]}]"
)


def check_wording(form: Form, filing: Filing) -> Iterator[Finding]:
    """Check the words of every section; nothing where the form says nothing about wording."""
    if form.claims is None:
        return
    placeholder = _placeholders(form)
    for section in form.sections:
        paragraphs = filing.texts.get(section.id, ())
        read = [(paragraph, plain(paragraph.text)) for paragraph in paragraphs]
        for paragraph, text in read:
            for match in placeholder.finditer(text.text):
                yield _finding("T430", section, paragraph, text, match.span())
            for start, end, year in stale_years(text.text, filing.year):
                yield _finding("T431", section, paragraph, text, (start, end), year=year, report=filing.year)
            for start, end, why in foreign_names(text.text, filing.organ):
                yield _finding("T432", section, paragraph, text, (start, end), organ=filing.organ, why=why)
            for start, end, what in personal_data(text.text):
                yield _finding("T434", section, paragraph, text, (start, end), what=what)
        for number, start, end, expected in misnumbered([text.text for _, text in read]):
            yield _finding("T433", section, *read[number], (start, end), expected=expected)
        if section.id in form.claims.wording.both_in:
            yield from _both(form, filing, section)


def _finding(
    code: str,
    section: Section,
    paragraph: Paragraph,
    text: Plain,
    span: tuple[int, int],
    expected: str | None = None,
    **words: object,
) -> Finding:
    place = at(paragraph.place)
    start, end = text.span(*span)
    said = text.source[start:end]
    finding = catalogue.finding(
        code,
        sheet=place.sheet,
        cell=place.cell,
        field=section.id,
        found=said,
        expected=expected,
        words=clipped(said),
        **words,
    )
    return replace(finding, quote=text.quote(*span))


@lru_cache(maxsize=_FORMS)
def _placeholders(form: Form) -> re.Pattern[str]:
    """The form's placeholders, its prompts, and the usual signs for what is still to come."""
    words = list(form.claims.wording.placeholders) if form.claims else []
    for section in form.sections:
        for sentence in re.split("[。；？]", section.prompt):
            read = plain(sentence).text
            if len(read) >= _PROMPT_SENTENCE:
                words.append(read)
    escaped = [re.escape(plain(word).text) for word in sorted(words, key=len, reverse=True)]
    return re.compile("|".join([*escaped, _SIGNS]))


def _both(form: Form, filing: Filing, section: Section) -> Iterator[Finding]:
    """Problems and what is done about them: both are due."""
    if form.claims is None:
        return
    text = _REFERENCE.sub("", "".join(paragraph.text for paragraph in filing.texts.get(section.id, ())))
    if len(text) < _SHORTEST:
        return
    wording = form.claims.wording
    for words, what in ((wording.problems, "存在的问题"), (wording.improvements, "改进的情况")):
        if not any(word in text for word in words):
            place = of_section(filing, section)
            yield catalogue.finding(
                "T435", sheet=place.sheet, cell=place.cell, field=section.id, heading=section.heading, what=what
            )
