"""The texts on their own (family T): placeholders, years left from last year's copy, names, numbering."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from toolkit import catalogue
from toolkit.check.numbering import misnumbered, misnumbered_headings
from toolkit.check.personal import personal_data
from toolkit.check.plaintext import plain
from toolkit.check.self_names import foreign_names
from toolkit.check.stale_years import stale_years
from toolkit.check.where import at, clipped, of_section
from toolkit.patterns import when_used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.check.plaintext import Plain
    from toolkit.filing import Filing, Paragraph
    from toolkit.finding import Finding
    from toolkit.form.model import Form, Section

_FORMS: Final = 16
_REFERENCE: Final = when_used(r"【[^【】]*】")
_SHORTEST: Final = 16  # characters; less is no section that could hold both problems and improvements
_PROMPT_SENTENCE: Final = 8  # characters of a prompt that cannot stand in a text by chance
# Signs for what is still to come: ××, XX, 某某, ＿＿, 〔待填〕, （此处填写…）.
_SIGN: Final = r"(?<![A-Za-z0-9/._-])[xX×＊*]{2,}(?![A-Za-z0-9/._-])|_{2,}|(?<![A-Za-z])[XＸ×](?=[年月日件条份个元次])|[〔\[{](?:待|请)[^〕\]}]{0,20}[〕\]}]"
_SIGNS: Final = when_used(_SIGN)
_SIGN_STARTS: Final = (*"xX×＊*_Ｘ", *(f"{bracket}{word}" for bracket in "〔[{" for word in "待请"))


class _Mark(Struct, frozen=True):
    """What is wrong with some characters of a paragraph."""

    code: str
    start: int
    end: int
    expected: str | None = None
    what: str = ""


def check_wording(form: Form, filing: Filing) -> Iterator[Finding]:
    """Check the words of every section; nothing where the form says nothing about wording."""
    if form.claims is None:
        return
    placeholders = _Placeholders.of(form)
    for section in form.sections:
        read = [(paragraph, plain(paragraph.text)) for paragraph in filing.texts.get(section.id, ())]
        if not read:
            continue
        for paragraph, text in read:
            for mark in _marks(text.text, placeholders, filing):
                yield _finding(section, paragraph, text, mark)
        own = section.heading.partition("、")[0]
        texts, imported = [text.text for _, text in read], bool(filing.headings)
        for number, start, end, expected in misnumbered(texts, own, goes_on=imported):
            yield _finding(section, *read[number], _Mark("T433", start, end, expected))
        if section.id in form.claims.wording.both_in:
            yield from _both(form, filing, section)
    yield from _headings(filing)


def _headings(filing: Filing) -> Iterator[Finding]:
    """The numbers of the headings as a published report prints them."""
    read = [(heading, plain(heading.text)) for heading in filing.headings]
    points = (plain(one.text).text for typed in filing.texts.values() for one in typed) if read else ()
    for fault in misnumbered_headings([text.text for _, text in read], points):
        code = "T438" if fault.mixed else "T433"
        yield _finding(None, *read[fault.heading], _Mark(code, fault.start, fault.end, fault.expected))


def _marks(text: str, placeholders: _Placeholders, filing: Filing) -> Iterator[_Mark]:
    for start, end in placeholders.found_in(text):
        yield _Mark("T430", start, end)
    for start, end in stale_years(text, filing.year):
        yield _Mark("T431", start, end, str(filing.year))
    for start, end in foreign_names(text, filing.organ):
        yield _Mark("T432", start, end, filing.organ)
    for start, end, what in personal_data(text):
        yield _Mark("T434", start, end, what=what)


def _finding(section: Section | None, paragraph: Paragraph, text: Plain, mark: _Mark) -> Finding:
    place = at(paragraph.place)
    start, end = text.span(mark.start, mark.end)
    said = text.source[start:end]
    finding = catalogue.finding(
        mark.code,
        sheet=place.sheet,
        cell=place.cell,
        field=section.id if section else None,
        found=said,
        expected=mark.expected,
        words=clipped(said),
        what=mark.what,
    )
    return replace(finding, quote=text.quote(mark.start, mark.end))


class _Placeholders(Struct, frozen=True):
    """The form's placeholders and its prompts, and all of them with the usual signs for what is still to come.

    Hardly any text holds one of these many words: the expression is made only for a text that does.
    """

    words: tuple[str, ...]
    whole: re.Pattern[str]

    @staticmethod
    @lru_cache(maxsize=_FORMS)
    def of(form: Form) -> _Placeholders:
        """Make those of a form, once."""
        given = form.claims.wording.placeholders if form.claims else ()
        words = [read for word in sorted(given, key=len, reverse=True) if (read := plain(word).text)]
        prompts = [
            read
            for section in form.sections
            for sentence in section.prompt.replace("；", "。").replace("？", "。").split("。")
            if len(read := plain(sentence).text) >= _PROMPT_SENTENCE
        ]
        whole = "|".join(map(re.escape, prompts))
        return _Placeholders(
            (*words, *prompts),
            when_used(
                "|".join([*map(re.escape, words), rf"(?:^|(?<=[。；\n]))(?:{whole})(?=[。；\n]|$)", _SIGN])
            ),
        )

    def found_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each in a text."""
        if [word for word in self.words if word in text]:
            pattern = self.whole
        elif [sign for sign in _SIGN_STARTS if sign in text]:
            pattern = _SIGNS
        else:
            return
        yield from (match.span() for match in pattern.finditer(text))


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
                "T435",
                sheet=place.sheet,
                cell=place.cell,
                field=section.id,
                heading=section.heading,
                what=what,
            )
