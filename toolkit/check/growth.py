"""Growth against last year as texts state it: 同比增长 x%, 比上年减少 3 件."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from toolkit import catalogue
from toolkit.check.numerals import share_of
from toolkit.check.where import at
from toolkit.form.instance import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.check.claims import Claim
    from toolkit.check.lexicon import Tokens
    from toolkit.check.prose import Comparison, Read
    from toolkit.finding import Finding

_PASSED: Final = frozenset(("glue", "all", "comma", "open", "than", "last_year", "yoy", "sep"))
_NOISE: Final = 1e-9


def check_growth(comparison: Comparison, read: Read, refuted: set[int]) -> Iterator[Finding]:
    """Yield every growth of a claim that last year's figures do not bear out; none where they are not known."""
    tokens = read.statement.tokens
    for claim in read.statement.claims:
        if (
            claim.written is None
            or claim.written.bound
            or claim.mark in refuted
            or not comparison.compares(claim)
        ):
            continue
        growth = _growth(tokens, claim.last)
        if growth is None:
            continue
        sign, mark, stated = growth
        before = (
            [stated]
            if stated is not None
            else [
                figure
                for reading in claim.subject.readings[claim.domain]
                if (figure := comparison.value_before(reading)) is not None
            ]
        )
        if before and not any(_holds(tokens, claim, sign, mark, figure) for figure in before):
            yield _finding(read, claim, mark, before[0])


def _growth(tokens: Tokens, start: int) -> tuple[int, int, float | None] | None:
    """The direction, the token of the amount, and last year's number if it is named, behind a claim."""
    compared = False
    named: float | None = None
    sign = 0
    for index in range(start, len(tokens.tokens)):
        token = tokens.tokens[index]
        compared = compared or bool(token.classes & {"yoy", "last_year"})
        if token.classes & {"more", "less"}:
            sign = 1 if "more" in token.classes else -1
        elif token.number or "%" in token.classes:
            if sign:
                return (sign, index, named) if compared else None
            if not compared or token.number is None:
                return None
            named = token.number.value
        elif not token.classes & _PASSED:
            return None
    return None


def _holds(tokens: Tokens, claim: Claim, sign: int, mark: int, before: float) -> bool:
    value = claim.written.value if claim.written else 0.0
    number = tokens.tokens[mark].number
    if number:
        return number.fits(sign * (value - before))
    share = share_of(tokens.words(mark))
    if share is None or before == 0:
        return True
    return abs(sign * (value - before) / before * 100 - share[0]) <= share[1] + _NOISE


def _finding(read: Read, claim: Claim, mark: int, before: float) -> Finding:
    tokens = read.statement.tokens
    token = tokens.tokens[mark]
    value = claim.written.value if claim.written else 0.0
    place = at(read.paragraph.place)
    change = value - before
    share = f"，{'增长' if change >= 0 else '下降'} {abs(change) / before * 100:.2f}%" if before else ""
    finding = catalogue.finding(
        "T423",
        sheet=place.sheet,
        cell=place.cell,
        field=read.section,
        found=tokens.words(mark),
        expected=f"{plain(change)}{share}",
        words=tokens.words(mark),
        before=plain(before),
        value=plain(value),
        change=f"{'增加' if change >= 0 else '减少'} {plain(abs(change))}{share}",
    )
    return replace(finding, quote=tokens.plain.quote(token.start, token.end))
