"""Reading the claims of a text, paragraph by paragraph.

A number is a claim only where every word that ties it to its subject is known; what is not understood is not
compared. Where several phrases fit a number, the one that explains most words is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from toolkit.check.borders import begins, listed_alike, stops
from toolkit.check.claims import Claim, Read, Statement
from toolkit.check.context import before, surroundings
from toolkit.check.domains import domains_of
from toolkit.check.lists import changed, distributed
from toolkit.check.nearness import is_near
from toolkit.check.phrases import phrasebook
from toolkit.check.plaintext import plain
from toolkit.check.spots import last_spot
from toolkit.form.claims import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.check.lexicon import Tokens
    from toolkit.check.numerals import Written
    from toolkit.check.phrases import Pattern, Phrasebook
    from toolkit.filing import Filing
    from toolkit.form.claims import Subject
    from toolkit.form.model import Form

_WAY: Final = 3  # tokens before a number among which the way stands in which requests came in (网上申请9件)
_TRIMMED: Final = frozenset(("glue", "sep"))


def read_texts(form: Form, filing: Filing) -> tuple[Read, ...]:
    """Read every paragraph of the office's texts that can hold claims; none where the form has no claims."""
    return tuple(
        Read(section.id, paragraph, statement)
        for section in form.sections
        for paragraph in filing.texts.get(section.id, ())
        if (statement := read_paragraph(form, section.id, paragraph.text, filing.year)) is not None
    )


def read_paragraph(form: Form, section: str, text: str, year: int | None) -> Statement | None:
    """Read the claims of one paragraph, up to its last sentence that can hold any; None if there is no such."""
    if form.claims is None:
        return None
    read = plain(text)
    needed = last_spot(form.claims, read.text)
    book = phrasebook(form) if needed else None  # made ready only if there is anything to read
    if book is None:
        return None
    tokens = book.lexicon.read(read, year, needed)
    reader = _Reader(book, section, tokens)
    return Statement(tokens, tuple(reader.claims()), tuple(reader.changes()))


class _Match(Struct, frozen=True):
    pattern: Pattern
    first: int
    last: int
    mark: int
    domain: str
    item: int = -1  # of a list whose items share one number, this item's first token


class _Reader:
    def __init__(self, book: Phrasebook, section: str, tokens: Tokens) -> None:
        self.book = book
        self.section = section
        self.tokens = tokens
        self.domains = domains_of(book, section, tokens)

    def changes(self) -> Iterator[Claim]:
        """Claims without a number of their own; `last` is where the comparison begins, `mark` by how much."""
        for end, mark in changed(self.tokens):
            row = self.tokens.row[:end] + self.book.lexicon.marks((NUMBER,))
            found = [
                match
                for pattern, first, last in self.book.found_in(row)
                if last == len(row) and (match := self._match(pattern, first, end, mark))
            ]
            for match in self._chosen(found):
                if self._is_near(match) and not match.pattern.subject.doubtful:
                    yield self._claim(match, set(range(match.first, match.last)))

    def claims(self) -> Iterator[Claim]:
        if self.book.telling.isdisjoint(self.tokens.row):
            return
        chosen = self._chosen([*self._matches(), *self._distributed()])
        used = {index for match in chosen for index in range(match.first, match.last)}
        read = {match.mark for match in chosen}
        for match in chosen:
            near = self._is_near(match)
            if match.pattern.numbered and not near:
                continue
            if match.pattern.subject.weak and self._unsure(match, read):
                continue
            number = self.tokens.tokens[match.mark].number if match.pattern.numbered else None
            doubtful = match.pattern.subject.doubtful or not near or self._after(match, chosen)
            claim = self._claim(match, used, number, doubtful=doubtful)
            if self._repeated(match, chosen):
                claim = replace(claim, where=replace(claim.where, part=True))
            yield claim

    def _claim(
        self, match: _Match, used: set[int], number: Written | None = None, *, doubtful: bool = False
    ) -> Claim:
        return Claim(
            subject=match.pattern.subject,
            domain=match.domain,
            written=number,
            first=match.first,
            last=match.last,
            mark=match.mark,
            doubtful=doubtful,
            where=surroundings(self.tokens, match.first, match.mark, used),
            also=self._also(match),
        )

    def _matches(self) -> Iterator[_Match]:
        for pattern, first, last in self.book.found_in(self.tokens.row):
            if match := self._match(pattern, first, last):
                yield match

    def _match(self, pattern: Pattern, first: int, last: int, mark: int | None = None) -> _Match | None:
        tokens = self.tokens
        apart = mark is not None
        if mark is None:
            mark = first
            if pattern.numbered:
                mark = next(index for index in range(first, last) if tokens.tokens[index].number)
        number = tokens.tokens[mark].number
        if pattern.numbered and number and not _counts(number, pattern.subject.units):
            return None
        alike = bool(pattern.subject.domains)
        if pattern.strict and not (
            begins(self.book, tokens, first) and listed_alike(tokens, first, in_domain=alike)
        ):
            return None
        if pattern.ends and not apart and not stops(self.book, tokens, last, through=not pattern.numbered):
            return None
        while not pattern.numbered and tokens.tokens[last - 1].classes & _TRIMMED:
            last -= 1
        domain = self._domain(pattern.subject, first, last)
        return None if domain is None else _Match(pattern, first, last, mark, domain)

    def _domain(self, subject: Subject, first: int, last: int) -> str | None:
        """What the phrase is about: named in it, or spoken of before; None if it is another thing."""
        if not subject.domains:
            return ""
        names = {self.domains[index][1] for index in range(first, last)} - {None}
        for domain in subject.domains:
            if names and names == set(self.book.claims.domains[domain].joins):
                return domain
        for index in range(last - 1, first - 1, -1):
            named = self.domains[index][1]
            if named in subject.domains:
                return named
            if named and index != first and named != self.domains[first][0]:
                break
        before = self.domains[first][0]
        return before if before in subject.domains else None

    def _also(self, match: _Match) -> tuple[str, ...]:
        """Other domains of the subject that were named in the sentence, if the phrase itself names none."""
        subject = match.pattern.subject
        if len(subject.domains) < 2 or any(self.domains[i][1] for i in range(match.first, match.last)):  # noqa: PLR2004
            return ()
        named = set()
        for index in range(match.first - 1, -1, -1):
            if "end" in self.tokens.tokens[index].classes:
                break
            named.add(self.domains[index][1])
        joined = {
            one.id for one in self.book.claims.domains.values() if one.joins and named >= set(one.joins)
        }
        return tuple(one for one in subject.domains if one in named | joined and one != match.domain)

    def _chosen(self, matches: list[_Match]) -> list[_Match]:
        """One match a number: most words, then the one that stands before its number; nil claims as they come."""
        best: dict[tuple[int, str, int], _Match] = {}
        for match in matches:
            nil = "" if match.pattern.numbered else match.pattern.subject.id
            key = (match.mark, nil, match.item)
            if key not in best or _weight(match) > _weight(best[key]):
                best[key] = match
        return sorted(best.values(), key=lambda match: match.mark)

    def _repeated(self, match: _Match, chosen: list[_Match]) -> bool:
        """Say whether the match is a part, behind 其中, of what its sentence said before of the same subject."""
        behind = False
        for index in range(match.first - 1, -1, -1):
            classes = self.tokens.tokens[index].classes
            if "end" in classes:
                return False
            behind = behind or "of_which" in classes
            if behind and "#" in classes:
                same = (match.pattern.subject, match.domain)
                return any(one.mark == index and (one.pattern.subject, one.domain) == same for one in chosen)
        return False

    def _after(self, match: _Match, chosen: list[_Match]) -> bool:
        """Say whether the sentence claimed before what makes a further claim of this subject something else.

        Not where it names again what it speaks of: 上年结转3件，全部办结 are those three, 所有申请均已办结 are all.
        """
        names = match.pattern.subject.unsure_after
        said = {one.mark for one in chosen if one.pattern.subject.id in names}
        start = next((index for index in before(self.tokens, match.first) if index in said), None)
        return start is not None and all(
            self.domains[index][1] != match.domain for index in range(start + 1, match.last)
        )

    def _is_near(self, match: _Match) -> bool:
        return is_near(self.book, self.section, self.tokens, match.pattern.subject, match.last)

    def _unsure(self, match: _Match, read: set[int]) -> bool:
        """A loose verb says little where a number before it, in the same sentence, was not understood."""
        if any(self.domains[index][1] == match.domain for index in range(match.first, match.last)):
            return False
        for index in before(self.tokens, match.first):
            token = self.tokens.tokens[index]
            if self.domains[index][1] == match.domain:
                return False
            if token.number and index not in read and token.number.unit in match.pattern.subject.units:
                verb = self.tokens.tokens[index - 1].classes if index else frozenset()
                ways = (one.classes for one in self.tokens.tokens[max(index - _WAY, 0) : index])
                if not verb & {"more", "less", "sum"} and not any("channel" in one for one in ways):
                    return True
        return False

    def _distributed(self) -> Iterator[_Match]:
        """甲、乙分别为1件、2件: each item with its number, as if they stood together."""
        for first, last, mark, shared in distributed(self.tokens):
            row = self.tokens.row[first:last] + self.tokens.row[mark]
            for pattern, start, end in self.book.found_in(row):
                if pattern.numbered and end == len(row) and not pattern.ends:
                    found = self._match(pattern, first + start, last, mark)
                    if found:
                        yield replace(found, item=first) if shared else found


def _counts(number: Written, units: tuple[str, ...]) -> bool:
    return number.unit in units if number.unit else number.bound == "" and number.value % 1 == 0


def _weight(match: _Match) -> tuple[int, int, int]:
    return (match.pattern.words, match.mark - match.first, match.last - match.first)
