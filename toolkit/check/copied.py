"""Sentences that stand in last year's report too, once years and numbers are masked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from toolkit import catalogue
from toolkit.check.where import at, clipped, of_section
from toolkit.finding import Quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.filing import Filing, Paragraph
    from toolkit.finding import Finding
    from toolkit.form.model import Form

_SENTENCE: Final = re.compile(r"[^。！？\n]+[。！？]?")
_NUMBERS: Final = re.compile(
    r"\d+(?:[.,，]\d+)*|[零〇一二三四五六七八九十百千万两]{1,12}(?=[件条份个次年项期篇])"
)
_UNSPOKEN: Final = re.compile(r"[^\w\u4e00-\u9fff#]+")
_HEADING: Final = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十\d]+[)）、.]).{0,20}")
_LISTED: Final = 5
_FEW: Final = 60  # characters; one fixed phrase that fills a section is no copied section
_WHOLE: Final = 100


class _Sentence(NamedTuple):
    paragraph: Paragraph
    start: int
    end: int
    masked: str


def check_copied(form: Form, filing: Filing, last: Filing) -> Iterator[Finding]:
    """Yield, for each section, the sentences it shares with last year's, and a warning if they are most of it."""
    if form.claims is None:
        return
    wording = form.claims.wording
    before = {
        sentence.masked
        for section in form.sections
        for sentence in _sentences(last.texts.get(section.id, ()), wording.copied_shortest)
    }
    for section in form.sections:
        if section.id in wording.copied_skip:
            continue
        sentences = list(_sentences(filing.texts.get(section.id, ()), wording.copied_shortest))
        same = [sentence for sentence in sentences if sentence.masked in before]
        if not same:
            continue
        length = sum(len(sentence.masked) for sentence in sentences)
        copied = sum(len(sentence.masked) for sentence in same)
        share = round(copied / length * _WHOLE)
        code = "T436" if share >= wording.copied_share and copied >= _FEW else "T437"
        first = same[0]
        place = at(first.paragraph.place) if first.paragraph.place else of_section(filing, section)
        listed = "".join(f"“{clipped(one.paragraph.text[one.start : one.end])}”" for one in same[:_LISTED])
        finding = catalogue.finding(
            code,
            sheet=place.sheet,
            cell=place.cell,
            field=section.id,
            found=share,
            expected=f"低于 {wording.copied_share}%" if code == "T436" else None,
            heading=section.heading,
            count=len(same),
            listed=listed + ("等" if len(same) > _LISTED else ""),
        )
        yield replace(finding, quote=Quote(first.paragraph.text, first.start, first.end))


def _sentences(paragraphs: tuple[Paragraph, ...], shortest: int) -> Iterator[_Sentence]:
    for paragraph in paragraphs:
        for match in _SENTENCE.finditer(paragraph.text):
            masked = _UNSPOKEN.sub("", _NUMBERS.sub("#", match[0]))
            if len(masked) >= shortest and not _HEADING.fullmatch(match[0].rstrip("。")):
                start = match.start() + len(match[0]) - len(match[0].lstrip())
                yield _Sentence(paragraph, start, match.end(), masked)
