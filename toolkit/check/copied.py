"""Sentences that stand in last year's report too, or mostly do, once years and numbers are masked."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from toolkit import catalogue
from toolkit.check.where import at, clipped, of_section
from toolkit.finding import Quote
from toolkit.patterns import when_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.filing import Filing, Paragraph
    from toolkit.finding import Finding
    from toolkit.form.claims import Wording
    from toolkit.form.model import Form, Section

_SENTENCE: Final = when_used(r"[^。！？\n]+[。！？]?")
_CLAUSE: Final = when_used(r"[^，,；;：:]+")
_NUMBERS: Final = when_used(
    r"\d+(?:[.,，]\d+)*|[零〇一二三四五六七八九十百千万两]{1,12}(?=[件条份个次年项期篇])"
)
_UNSPOKEN: Final = when_used(r"[^\w\u4e00-\u9fff#]+")
_HEADING: Final = when_used(r"\s*(?:[(（]?[一二三四五六七八九十\d]+[)）、.]).{0,20}")
_TITLE: Final = when_used(r"《[^《》\n]{1,80}》(?:[（(][^（）()\n]{0,30}[）)])?")
_LISTED: Final = 5
_FEW: Final = 60  # characters; one fixed phrase that fills a section is no copied section
_WHOLE: Final = 100
_SHORTEST_CLAUSE: Final = 5  # characters; less stands in any text (“同时”“下一步”)
_MOST_OF: Final = 0.5  # of a sentence, from one sentence of last year's


class _Span(NamedTuple):
    """A stretch of a paragraph, as it is compared, and how many characters of it are the office's own."""

    start: int
    end: int
    masked: str
    length: int


class _Sentence(NamedTuple):
    paragraph: Paragraph
    whole: _Span
    clauses: tuple[_Span, ...]


class _Same(NamedTuple):
    """What a sentence has from last year's: all of it, or these clauses."""

    sentence: _Sentence
    spans: tuple[_Span, ...]

    @property
    def length(self) -> int:
        """How many characters of the office's own."""
        return sum(span.length for span in self.spans)

    @property
    def partly(self) -> bool:
        """Whether something in the sentence is new."""
        return self.spans != (self.sentence.whole,)

    def runs(self) -> Iterator[tuple[int, int]]:
        """Start and end of what stands together in the paragraph."""
        start = self.spans[0].start
        for span, following in pairwise((*self.spans, None)):
            if span and (following is None or following.start > span.end + 1):
                yield start, span.end
                start = following.start if following else 0


def check_copied(form: Form, filing: Filing, last: Filing) -> Iterator[Finding]:
    """Yield, for each section, the sentences it shares with last year's, and a warning if they are most of it.

    A sentence that is new in part counts by its clauses, where most of it stands in one sentence of last year's.
    Titles in 《》 and the phrases that the form calls fixed weigh nothing.
    """
    if form.claims is None:
        return
    wording = form.claims.wording
    reader = _Reader(wording)
    before = _Before(one for section in form.sections for one in reader.read(last, section))
    for section in form.sections:
        if section.id in wording.copied_skip:
            continue
        sentences = list(reader.read(filing, section))
        if same := [found for sentence in sentences if (found := before.same(sentence))]:
            length = sum(sentence.whole.length for sentence in sentences)
            yield _finding(filing, section, same, length, wording.copied_share)


def _finding(filing: Filing, section: Section, same: Sequence[_Same], length: int, most: int) -> Finding:
    copied = sum(one.length for one in same)
    share = round(copied / length * _WHOLE)
    code = "T436" if share >= most and copied >= _FEW else "T437"
    paragraph, (start, *_) = same[0].sentence.paragraph, same[0].spans[0]
    place = at(paragraph.place) if paragraph.place else of_section(filing, section)
    runs = [one.sentence.paragraph.text[first:end] for one in same for first, end in one.runs()]
    listed = "".join(f"“{clipped(run)}”" for run in runs[:_LISTED])
    finding = catalogue.finding(
        code,
        sheet=place.sheet,
        cell=place.cell,
        field=section.id,
        found=share,
        expected=f"低于 {most}%" if code == "T436" else None,
        heading=section.heading,
        count=_count(same),
        listed=listed + ("等" if len(runs) > _LISTED else ""),
    )
    return replace(finding, quote=Quote(paragraph.text, start, same[0].spans[-1].end))


def _count(same: Sequence[_Same]) -> str:
    partly = sum(one.partly for one in same)
    whole = len(same) - partly
    words = [f" {whole} 句"] if whole else []
    return "、另有".join([*words, f" {partly} 句的大半"] if partly else words)


class _Reader:
    """Cuts texts into sentences and clauses, as a form says what weighs nothing."""

    def __init__(self, wording: Wording) -> None:
        self.shortest = wording.copied_shortest
        fixed = map(re.escape, sorted(wording.copied_fixed, key=len, reverse=True))
        self.weightless = re.compile("|".join([_TITLE.pattern, *fixed]))

    def read(self, filing: Filing, section: Section) -> Iterator[_Sentence]:
        """The sentences of a section that are long enough to be anybody's own words."""
        for paragraph in filing.texts.get(section.id, ()):
            for match in _SENTENCE.finditer(paragraph.text):
                text = match[0]
                start = match.start() + len(text) - len(text.lstrip())
                whole = self._span(paragraph.text, start, match.end())
                if whole.length >= self.shortest and not _HEADING.fullmatch(text.rstrip("。")):
                    clauses = (
                        self._span(paragraph.text, *clause.span())
                        for clause in _CLAUSE.finditer(paragraph.text, start, match.end())
                    )
                    kept = (one for one in clauses if one.length >= _SHORTEST_CLAUSE)
                    yield _Sentence(paragraph, whole, tuple(kept))

    def _span(self, text: str, start: int, end: int) -> _Span:
        return _Span(
            start,
            end,
            masked := _masked(text[start:end]),
            len(_masked(self.weightless.sub("", text[start:end]))) if masked else 0,
        )


def _masked(text: str) -> str:
    return _UNSPOKEN.sub("", _NUMBERS.sub("#", text))


class _Before:
    """Last year's sentences, to be looked up."""

    def __init__(self, sentences: Iterable[_Sentence]) -> None:
        self.sentences: set[str] = set()
        self.clauses: defaultdict[str, set[int]] = defaultdict(set)
        for number, sentence in enumerate(sentences):
            self.sentences.add(sentence.whole.masked)
            for clause in sentence.clauses:
                self.clauses[clause.masked].add(number)

    def same(self, sentence: _Sentence) -> _Same | None:
        """What a sentence shares with one of last year's; None if that is not most of it."""
        if sentence.whole.masked in self.sentences:
            return _Same(sentence, (sentence.whole,))
        shared: defaultdict[int, list[_Span]] = defaultdict(list)
        for clause in sentence.clauses:
            for number in self.clauses.get(clause.masked, ()):
                shared[number].append(clause)
        found = [_Same(sentence, tuple(spans)) for spans in shared.values()]
        most = max(found, key=lambda one: one.length, default=None)
        return most if most and most.length >= _MOST_OF * sentence.whole.length else None
