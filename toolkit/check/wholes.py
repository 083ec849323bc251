"""Sums inside a text: parts and their whole, and totals of what was named before."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from toolkit import catalogue
from toolkit.check.lists import distributed
from toolkit.check.numbers import Numbers
from toolkit.check.where import at
from toolkit.form.instance import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.check.claims import Claim, Read
    from toolkit.finding import Finding
    from toolkit.form.claims import Claims, Partition

_BORDERS: Final = frozenset(("comma", "stop", "end", "close", "open"))
_BEGINNINGS: Final = frozenset(("comma", "stop", "end", "sep", "colon", "open", "this_year"))
_ENDS: Final = frozenset(("end", "of_which", "more", "less", "share", "%", "open", "include"))
_OPENERS: Final = frozenset(("of_which", "open", "include"))
_STOPS: Final = frozenset(("stop", "end"))
_CHANGES: Final = frozenset(("more", "less"))
_FEWEST: Final = 2


class Sum(Struct, frozen=True):
    """A whole and the parts that were named for it, as tokens."""

    whole: int
    parts: tuple[int, ...]
    partition: Partition | None


def check_wholes(claims: Claims, read: Read, refuted: set[int]) -> Iterator[Finding]:
    """Yield what does not add up in a paragraph; numbers that the tables refute were pointed out already."""
    numbers = Numbers(read.statement)
    if len(numbers.all) < _FEWEST:
        return
    reckoning = _Reckoning(claims, numbers)
    for found in reckoning.breakdowns():
        if not refuted & {found.whole, *found.parts} and (code := reckoning.fault(found)):
            yield _finding(code, read, found.whole, found.parts)
    for total, parts in reckoning.totals():
        if not refuted & {total, *parts}:
            yield _finding("T421", read, total, parts)


def _finding(code: str, read: Read, mark: int, others: tuple[int, ...]) -> Finding:
    tokens = read.statement.tokens
    token = tokens.tokens[mark]
    place = at(read.paragraph.place)
    figures = [number.value for index in others if (number := tokens.tokens[index].number)]
    added = " + ".join(plain(figure) for figure in figures)
    total = round(sum(figures), 6)
    finding = catalogue.finding(
        code,
        sheet=place.sheet,
        cell=place.cell,
        field=read.section,
        found=token.number.value if token.number else tokens.words(mark),
        expected=total,
        words=tokens.words(mark),
        sum=f"{added} = {plain(total)}" if len(figures) > 1 else added,
    )
    return replace(finding, quote=tokens.plain.quote(token.start, token.end))


class _Reckoning:
    def __init__(self, claims: Claims, numbers: Numbers) -> None:
        self.claims = claims
        self.numbers = numbers
        self.tokens = numbers.tokens

    # ── 其中 and brackets ──

    def breakdowns(self) -> Iterator[Sum]:
        """Every whole with the parts behind 其中, 包括 or in brackets."""
        openers, ends = self.tokens.of(_OPENERS), self.tokens.of(_STOPS)
        for whole, following in pairwise([*self.numbers.all, len(self.tokens.tokens)]):
            between = _between(openers, whole, following)
            opener = next((i for i in between if self._opens(whole, i)), None)
            if opener is None or _between(ends, whole, following) or self._changed(whole):
                continue
            for partition, parts in self._parts(whole, opener):
                if parts:
                    yield Sum(whole, parts, partition)

    def _changed(self, index: int) -> bool:
        """Say whether a number only says by how much something grew or fell (增加12件，其中…)."""
        before = index - 1
        while before >= 0 and "glue" in self.tokens.tokens[before].classes:
            before -= 1
        return before >= 0 and not self.tokens.tokens[before].classes.isdisjoint(_CHANGES)

    def _opens(self, whole: int, index: int) -> bool:
        """Say whether parts of the whole follow: behind 其中 and (, and behind 包括 where nothing else is named."""
        classes = self.tokens.tokens[index].classes
        if classes & {"of_which", "open"}:
            return True
        passed = (self.tokens.tokens[one].classes for one in range(whole + 1, index))
        return "include" in classes and all(one & {"comma", "glue"} for one in passed)

    def _parts(self, whole: int, opener: int) -> Iterator[tuple[Partition | None, tuple[int, ...]]]:
        """The numbers that follow and are parts of the whole: claims that divide it, or numbers of its kind."""
        claim = self.numbers.claims.get(whole)
        dividing = [
            partition
            for partition in self.claims.partitions
            if claim and claim.subject.id in partition.wholes
        ]
        if not dividing:
            yield None, tuple(self._alike(whole, opener, unread=claim is None or claim.domain != ""))
        parts = list(self._following(whole, opener))
        read = [self.numbers.claims.get(index) for index in parts]
        for partition in dividing:
            yield partition, _run(parts, read, partition)

    def _alike(self, whole: int, opener: int, *, unread: bool) -> Iterator[int]:
        """Numbers in one list: in brackets, behind a colon, or with 、 between them.

        Behind a comma another statement may begin (其中图解5条，微博推送300条).
        """
        bracket = self.tokens.has(opener, "open")
        through = bracket or "：" in self.tokens.words(opener) or self._colon(opener)
        last = opener
        for index in self._following(whole, opener):
            between = range(last + 1, index)
            apart = any(self.tokens.has(one, "comma") or self.tokens.has(one, "stop") for one in between)
            if (last != opener and apart and not through) or (unread and index in self.numbers.claims):
                return
            yield index
            last = index

    def _following(self, whole: int, opener: int) -> Iterator[int]:
        """The numbers of the whole's unit behind 其中, up to where something else begins."""
        bracket = self.tokens.has(opener, "open")
        colon = "：" in self.tokens.words(opener) or self._colon(opener)
        for index in range(opener + 1, len(self.tokens.tokens)):
            token = self.tokens.tokens[index]
            if token.classes & _ENDS or self._adds_up(index) or (bracket and "close" in token.classes):
                return
            if "stop" in token.classes and not colon:
                return
            if token.number:
                if self.numbers.unit(index) != self.numbers.unit(whole) or token.number.bound:
                    return
                yield index

    def _colon(self, index: int) -> bool:
        return self.tokens.plain.text[self.tokens.tokens[index].end :].startswith("：")

    def fault(self, found: Sum) -> str | None:
        """What is wrong with a breakdown: T420 if its parts are more than the whole, T421 if not just as many."""
        whole = self.numbers.value(found.whole)
        total = round(sum(self.numbers.value(part) for part in found.parts), 6)
        if not self.numbers.exact(found.whole):
            return None
        if total > whole:
            return None if total <= self._jointly(found) else "T420"
        if found.partition and found.partition.complete and total < whole:
            named = {self.numbers.claims[part].subject.id for part in found.parts}
            if named == set(found.partition.parts):
                return "T421"
        return None

    def _jointly(self, found: Sum) -> float:
        """The whole with the numbers right before it that may be meant too: 建议12件、提案18件，其中主办20件.

        Where a claim is divided, only another claim of its subject is (行政复议3件、行政诉讼2件，其中维持4件).
        """
        claim = self.numbers.claims.get(found.whole)
        total, last = self.numbers.value(found.whole), found.whole
        for index in reversed(self.numbers.before(found.whole)):
            other = self.numbers.claims.get(index)
            alike = self.numbers.unit(index) == self.numbers.unit(found.whole)
            if found.partition and claim:
                alike = alike and other is not None and other.subject is claim.subject
            if not alike or _between(self.tokens.of(_STOPS), index, last) or self._changed(index):
                break
            total, last = total + self.numbers.value(index), index
        return round(total, 6)

    # ── 合计, and 分别为 after a whole ──

    def totals(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Every number behind 合计, or bare behind 共, that is no sum of numbers before it in its sentence."""
        for index in self.numbers.all:
            if index in self.numbers.claims or not self._is_total(index):
                continue
            unit = self.numbers.unit(index)
            before = [one for one in self.numbers.before(index) if self.numbers.unit(one) == unit]
            if len(before) >= _FEWEST and not self._some_sum(before, self.numbers.value(index)):
                yield index, tuple(before)
        yield from self._lists()

    def _is_total(self, index: int) -> bool:
        after = index + 1
        bare = after >= len(self.tokens.tokens) or bool(self.tokens.tokens[after].classes & _BORDERS)
        return bare and index > 0 and self._adds_up(index - 1) and self.numbers.exact(index)

    def _adds_up(self, index: int) -> bool:
        """Say whether 合计 sums up what stands before it, and is not how many of one thing there are (信息共计9条)."""
        if not self.tokens.has(index, "sum"):
            return False
        parted = index == 0 or not self.tokens.tokens[index - 1].classes.isdisjoint(_BEGINNINGS)
        return parted or self.tokens.words(index)[0] in "，两"

    def _some_sum(self, numbers: list[int], total: float) -> bool:
        """Say whether numbers next to each other add up to the total."""
        for start in range(len(numbers)):
            added = 0.0
            for end in range(start, len(numbers)):
                added = round(added + self.numbers.value(numbers[end]), 6)
                if added == total and end > start:
                    return True
        return any(self.numbers.value(one) == total for one in numbers)

    def _lists(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """甲、乙分别为…: just as many as the whole named right before, where none of them is a claim."""
        numbers = tuple(mark for _, _, mark, shared in distributed(self.tokens) if not shared)
        if len(numbers) < _FEWEST or any(number in self.numbers.claims for number in numbers):
            return
        before = self.numbers.before(numbers[0])
        if (
            len(before) != 1
            or before[0] in self.numbers.claims
            or self.numbers.unit(before[0]) != self.numbers.unit(numbers[0])
        ):
            return
        between = range(before[0], numbers[0])
        named = any(self.tokens.has(index, "of_which") for index in between)
        if not named and sum(map(self.numbers.value, numbers)) != self.numbers.value(before[0]):
            yield before[0], numbers


def _between(places: list[int], first: int, last: int) -> list[int]:
    """Those of the places that lie between two tokens."""
    return places[bisect_left(places, first + 1) : bisect_left(places, last)]


def _run(parts: list[int], read: list[Claim | None], partition: Partition) -> tuple[int, ...]:
    """The parts from the first on that are subjects of one partition, each once."""
    run: list[int] = []
    seen: set[str] = set()
    for part, claim in zip(parts, read, strict=True):
        if claim is None or claim.subject.id not in partition.parts or claim.subject.id in seen:
            break
        seen.add(claim.subject.id)
        run.append(part)
    return tuple(run)
