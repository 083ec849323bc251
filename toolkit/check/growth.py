"""Growth against last year as texts state it: 34件，同比增长 x%；申请量比上年减少 3 件."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from toolkit import catalogue
from toolkit.check.numerals import share_of
from toolkit.check.where import at
from toolkit.form.instance import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.check.claims import Claim, Read
    from toolkit.check.lexicon import Token, Tokens
    from toolkit.check.prose import Comparison
    from toolkit.finding import Finding

_PASSED: Final = frozenset(("glue", "all", "comma", "open", "close", "than", "last_year", "yoy", "sep"))
_CHANGES: Final = frozenset(("more", "less"))
_COMPARED: Final = frozenset(("yoy", "last_year"))


class _Growth(Struct, frozen=True):
    """A growth (sign 1) or a decline (-1), the token of its amount, and last year's number if it is named."""

    sign: int
    mark: int
    named: float | None


def check_growth(comparison: Comparison, read: Read, refuted: set[int]) -> Iterator[Finding]:
    """Yield every growth that last year's figures do not bear out; none where they are not known."""
    tokens = read.statement.tokens
    if not tokens.of(_CHANGES):
        return
    for claim in (*read.statement.claims, *read.statement.changes):
        if (
            claim.mark in refuted
            or (claim.written and claim.written.bound)
            or not comparison.compares(claim)
            or comparison.other_scope(claim)
            or claim.doubtful
            or claim.subject.at_most
        ):
            continue
        growth = _growth(tokens, claim)
        if growth is None:
            continue
        pairs = list(_pairs(comparison, claim, growth))
        if pairs and not any(_holds(tokens, growth, *pair) for pair in pairs):
            yield _finding(read, growth, *pairs[0])


def _pairs(comparison: Comparison, claim: Claim, growth: _Growth) -> Iterator[tuple[float, float]]:
    """The figures of this year and of last, for every reading of which both are known."""
    for reading in claim.subject.readings[claim.domain]:
        now = claim.written.value if claim.written else comparison.value(reading)
        before = comparison.value_before(reading) if growth.named is None else growth.named
        if now is not None and before is not None:
            yield now, before


def _growth(tokens: Tokens, claim: Claim) -> _Growth | None:
    """What stands behind a claim, if it is a growth against last year."""
    compared = claim.written is None and _compared_before(tokens, claim.first)
    named: float | None = None
    sign = 0
    for index in _past_brackets(tokens, claim.last):
        token = tokens.tokens[index]
        compared = compared or not token.classes.isdisjoint(_COMPARED)
        if token.classes & _CHANGES:
            sign = 1 if "more" in token.classes else -1
        elif token.number or "%" in token.classes:
            if sign:
                return _Growth(sign, index, named) if compared else None
            if not compared or token.number is None:
                return None
            named = token.number.value
        elif not token.classes & _PASSED:
            return None
    return None


def _past_brackets(tokens: Tokens, first: int) -> Iterator[int]:
    """The tokens from one on, but for a bracket that follows at once and says nothing of a growth."""
    closing = first
    if first < len(tokens.tokens) and tokens.has(first, "open"):
        inside = range(first, len(tokens.tokens))
        closing = next((index for index in inside if tokens.has(index, "close")), first - 1) + 1
        if any(tokens.tokens[index].classes & {"more", "less"} for index in range(first, closing)):
            closing = first
    yield from range(closing, len(tokens.tokens))


def _compared_before(tokens: Tokens, first: int) -> bool:
    """Say whether the sentence set out with a comparison: 与上年相比，申请量增加 3 件."""
    for index in range(first - 1, -1, -1):
        token = tokens.tokens[index]
        if "end" in token.classes or token.number:
            return False
        if "yoy" in token.classes or _besides(tokens.tokens, index):
            return True
    return False


def _besides(tokens: tuple[Token, ...], index: int) -> bool:
    """Say whether a last year stands beside a word of comparison."""
    near = tokens[max(index - 1, 0) : index + 2]
    return "last_year" in tokens[index].classes and any("than" in token.classes for token in near)


def _holds(tokens: Tokens, growth: _Growth, now: float, before: float) -> bool:
    number = tokens.tokens[growth.mark].number
    if number:
        return number.fits(growth.sign * (now - before))
    share = share_of(tokens.words(growth.mark))
    return share is None or before == 0 or share.fits(growth.sign * (now - before) / before * 100)


def _finding(read: Read, growth: _Growth, now: float, before: float) -> Finding:
    tokens = read.statement.tokens
    token = tokens.tokens[growth.mark]
    place = at(read.paragraph.place)
    change = now - before
    share = f"，{'增长' if change >= 0 else '下降'} {abs(change) / before * 100:.2f}%" if before else ""
    finding = catalogue.finding(
        "T423",
        sheet=place.sheet,
        cell=place.cell,
        field=read.section,
        found=tokens.words(growth.mark),
        expected=f"{plain(change)}{share}",
        words=tokens.words(growth.mark),
        before=plain(before),
        value=plain(now),
        change=f"{'增加' if change >= 0 else '减少'} {plain(abs(change))}{share}",
    )
    return replace(finding, quote=tokens.plain.quote(token.start, token.end))
