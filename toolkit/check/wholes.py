"""Arithmetic inside a text: parts and their whole, sums, shares of a whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from toolkit import catalogue
from toolkit.check.lists import distributed
from toolkit.check.numerals import share_of
from toolkit.check.where import at
from toolkit.form.instance import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.check.claims import Claim, Statement
    from toolkit.check.prose import Read
    from toolkit.finding import Finding
    from toolkit.form.claims import Claims, Partition

_BORDERS: Final = frozenset(("comma", "stop", "end", "close", "open"))
_COUNTS: Final = frozenset("件条份宗起个次期篇则部")
_FEWEST: Final = 2


class Sum(NamedTuple):
    """A whole and the parts that were named for it, as tokens."""

    whole: int
    parts: tuple[int, ...]
    partition: Partition | None


def check_wholes(claims: Claims, read: Read, refuted: set[int]) -> Iterator[Finding]:
    """Yield what does not add up in a paragraph; numbers that the tables refute were pointed out already."""
    reckoning = _Reckoning(claims, read.statement)
    for found in reckoning.breakdowns():
        if not refuted & {found.whole, *found.parts} and (code := reckoning.fault(found)):
            yield _finding(code, read, found.whole, found.parts)
    for total, parts in reckoning.totals():
        if not refuted & {total, *parts}:
            yield _finding("T421", read, total, parts)
    for mark, part, whole in reckoning.shares():
        if not refuted & {part, whole}:
            yield _finding("T422", read, mark, (part, whole))


def _finding(code: str, read: Read, mark: int, others: tuple[int, ...]) -> Finding:
    tokens = read.statement.tokens
    token = tokens.tokens[mark]
    place = at(read.paragraph.place)
    figures = [number.value for index in others if (number := tokens.tokens[index].number)]
    added = " + ".join(plain(figure) for figure in figures)
    total = round(sum(figures), 6)
    share = figures[0] / figures[1] * 100 if code == "T422" else 0.0
    finding = catalogue.finding(
        code,
        sheet=place.sheet,
        cell=place.cell,
        field=read.section,
        found=token.number.value if token.number else tokens.words(mark),
        expected=f"{share:.2f}%" if code == "T422" else total,
        words=tokens.words(mark),
        sum=f"{added} = {plain(total)}" if len(figures) > 1 else added,
        ratio=" ÷ ".join(plain(figure) for figure in figures),
    )
    return replace(finding, quote=tokens.plain.quote(token.start, token.end))


class _Reckoning:
    def __init__(self, claims: Claims, statement: Statement) -> None:
        self.claims = claims
        self.tokens = statement.tokens
        self.by_number = {claim.mark: claim for claim in statement.claims if claim.written}
        self.numbers = [index for index, token in enumerate(self.tokens.tokens) if token.number]
        self.sentence = self._sentences()

    def _sentences(self) -> list[int]:
        """The number of the sentence that each token stands in."""
        found, number = [], 0
        for token in self.tokens.tokens:
            found.append(number)
            number += "end" in token.classes
        return found

    # ── 其中 and brackets ──

    def breakdowns(self) -> Iterator[Sum]:
        """Every whole with the parts behind 其中, 包括 or in brackets."""
        for whole, following in pairwise([*self.numbers, len(self.tokens.tokens)]):
            between = range(whole + 1, min(following, len(self.tokens.tokens)))
            opener = next((i for i in between if self._opens(i)), None)
            if opener is None or any(self.tokens.has(i, "stop") or self.tokens.has(i, "end") for i in between):
                continue
            for partition, parts in self._parts(whole, opener):
                if parts:
                    yield Sum(whole, parts, partition)

    def _opens(self, index: int) -> bool:
        return self.tokens.has(index, "of_which") or self.tokens.has(index, "open")

    def _parts(self, whole: int, opener: int) -> Iterator[tuple[Partition | None, tuple[int, ...]]]:
        """The numbers that follow and are parts of the whole: claims that divide it, or numbers alike unread."""
        bracket = self.tokens.has(opener, "open")
        through = "：" in self.tokens.words(opener) or self._colon(opener)
        claim = self.by_number.get(whole)
        unit = self._unit(whole)
        parts: list[int] = []
        for index in range(opener + 1, len(self.tokens.tokens)):
            token = self.tokens.tokens[index]
            if "end" in token.classes or ("close" in token.classes and bracket):
                break
            if token.classes & {"of_which", "sum", "more", "less", "share", "%", "open", "include"} or (
                "stop" in token.classes and not through
            ):
                break
            if token.number:
                if self._unit(index) != unit or token.number.bound:
                    break
                parts.append(index)
        read = [self.by_number.get(index) for index in parts]
        if claim is None:
            unread = next((n for n, one in enumerate(read) if one), len(parts))
            yield None, tuple(parts[:unread])
            return
        for partition in self.claims.partitions:
            if claim.subject.id in partition.wholes:
                run = _run(parts, read, partition)
                yield partition, run

    def _colon(self, index: int) -> bool:
        return self.tokens.plain.text[self.tokens.tokens[index].end :].startswith("：")

    def _unit(self, index: int) -> str:
        """The unit of a number; all that simply count are one."""
        number = self.tokens.tokens[index].number
        unit = (number.unit if number else None) or ""
        return "件" if unit in _COUNTS else unit

    def fault(self, found: Sum) -> str | None:
        """What is wrong with a breakdown: T420 if its parts are more than the whole, T421 if not just as many."""
        whole = self._value(found.whole)
        total = round(sum(self._value(part) for part in found.parts), 6)
        number = self.tokens.tokens[found.whole].number
        if number and number.bound:
            return None
        if total > whole:
            return "T420"
        if found.partition and found.partition.complete and total < whole:
            named = {self.by_number[part].subject.id for part in found.parts}
            if named == set(found.partition.parts):
                return "T421"
        return None

    def _value(self, index: int) -> float:
        number = self.tokens.tokens[index].number
        return number.value if number else 0.0

    # ── 合计, and 分别为 after a whole ──

    def totals(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Every number behind 合计, or bare behind 共, that is no sum of numbers before it in its sentence."""
        for position, index in enumerate(self.numbers):
            if index in self.by_number or not self._is_total(index):
                continue
            before = [
                one
                for one in self.numbers[:position]
                if self.sentence[one] == self.sentence[index] and self._unit(one) == self._unit(index)
            ]
            if len(before) >= _FEWEST and not self._some_sum(before, self._value(index)):
                yield index, tuple(before)
        yield from self._lists()

    def _is_total(self, index: int) -> bool:
        words = self.tokens.words(index - 1) if index else ""
        after = index + 1
        bare = after >= len(self.tokens.tokens) or bool(self.tokens.tokens[after].classes & _BORDERS)
        said = index > 0 and (self.tokens.has(index - 1, "sum") or words in {"共计", "，共计", "，共", "总计", "，总计"})
        number = self.tokens.tokens[index].number
        return bare and said and number is not None and not number.bound

    def _some_sum(self, numbers: list[int], total: float) -> bool:
        """Say whether numbers next to each other add up to the total."""
        for start in range(len(numbers)):
            added = 0.0
            for end in range(start, len(numbers)):
                added = round(added + self._value(numbers[end]), 6)
                if added == total and end > start:
                    return True
        return any(self._value(one) == total for one in numbers)

    def _lists(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """甲、乙分别为…: just as many as the whole named right before, where none of them is a claim."""
        numbers = tuple(mark for _, _, mark, shared in distributed(self.tokens) if not shared)
        if len(numbers) < _FEWEST or any(number in self.by_number for number in numbers):
            return
        before = [one for one in self.numbers if one < numbers[0] and self.sentence[one] == self.sentence[numbers[0]]]
        if len(before) != 1 or before[0] in self.by_number or self._unit(before[0]) != self._unit(numbers[0]):
            return
        between = range(before[0], numbers[0])
        named = any(self.tokens.has(index, "of_which") for index in between)
        if not named and sum(map(self._value, numbers)) != self._value(before[0]):
            yield before[0], numbers

    # ── 占…% ──

    def shares(self) -> Iterator[tuple[int, int, int]]:
        """Every share of a whole in its sentence that no whole named there bears out: share, part, whole."""
        for index, token in enumerate(self.tokens.tokens):
            if "%" not in token.classes or not self._is_share(index):
                continue
            share = share_of(self.tokens.words(index))
            before = [one for one in self.numbers if one < index and self.sentence[one] == self.sentence[index]]
            if share is None or len(before) < _FEWEST:
                continue
            part = before[-1]
            wholes = [one for one in before[:-1] if self._unit(one) == self._unit(part) and self._value(one) > 0]
            wholes = [one for one in wholes if self._value(one) >= self._value(part)]
            fits = any(
                abs(self._value(part) / self._value(one) * 100 - share[0]) <= share[1] + 1e-9 for one in wholes
            )
            if wholes and not fits and not self._others_fit(part, share):
                yield index, part, wholes[0]

    def _is_share(self, index: int) -> bool:
        """Say whether 占 stands before the percentage, in its clause and without another list."""
        for before in range(index - 1, -1, -1):
            classes = self.tokens.tokens[before].classes
            if "share" in classes:
                return "%" not in self.tokens.tokens[before - 1].classes if before else False
            if classes & (_BORDERS | {"#", "%", "respectively", "sep", "than"}):
                return False
        return False

    def _others_fit(self, part: int, share: tuple[float, float]) -> bool:
        """Say whether a whole named in another sentence, or the sum of parts named, bears the share out."""
        value = self._value(part)
        same = [one for one in self.numbers if self._unit(one) == self._unit(part)]
        sums = [sum(map(self._value, same[start:end])) for start in range(len(same)) for end in range(start + 1, min(start + 8, len(same)) + 1)]
        return any(total > 0 and abs(value / total * 100 - share[0]) <= share[1] + 1e-9 for total in sums)


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
