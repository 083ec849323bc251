"""Shares of a whole as texts state them: 其中9件，占28.1%."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from toolkit import catalogue
from toolkit.check.lexicon import UNKNOWN
from toolkit.check.numbers import Numbers
from toolkit.check.numerals import share_of
from toolkit.check.where import at
from toolkit.form.claims import PERCENT
from toolkit.form.instance import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.check.claims import Read
    from toolkit.check.numerals import Share
    from toolkit.finding import Finding
    from toolkit.form.claims import Claims

_BREAKS: Final = frozenset(("comma", "stop", "end", "close", "open", "sep", "#", "%", "respectively", "than"))
_SHARE: Final = frozenset((PERCENT,))
_PASSED: Final = frozenset(("glue", "comma", "open", "close", "all", "share", "yoy", UNKNOWN))
_LONGEST: Final = 8  # numbers next to each other whose sum may be the whole


def check_shares(claims: Claims, read: Read, refuted: set[int]) -> Iterator[Finding]:
    """Yield every share that no whole named in the text bears out.

    A whole is named before in its sentence, or anywhere before in its paragraph if it is known to have this part.
    """
    tokens = read.statement.tokens
    if not (shares := tokens.of(_SHARE)):
        return
    numbers = Numbers(read.statement)
    for index in shares:
        share = share_of(tokens.words(index))
        before = numbers.before(index)
        if share is None or not before or not _is_share(read, index):
            continue
        part = before[-1]
        if not _stands_alone(numbers, part, index):
            continue
        wholes = [*_unshared(read, numbers, before[:-1]), *_divided(claims, numbers, part)]
        whole = next((one for one in wholes if _holds_more(numbers, one, part)), None)
        if whole is not None and not refuted & {part, whole} and not _fits(numbers, part, share):
            yield _finding(read, index, numbers.value(part), numbers.value(whole))


def _unshared(read: Read, numbers: Numbers, before: list[int]) -> list[int]:
    """Those numbers that have no share of their own: one that has is a part too (甲20件，占36%；乙10件，占18%)."""
    shares = read.statement.tokens.of(_SHARE)
    own = {numbers.before(share)[-1] for share in shares if numbers.before(share) and _is_share(read, share)}
    return [index for index in before if index not in own]


def _divided(claims: Claims, numbers: Numbers, part: int) -> Iterator[int]:
    """The numbers before of what a part is a part of, as the form's partitions say."""
    claim = numbers.claims.get(part)
    if claim is None:
        return
    wholes = {whole for one in claims.partitions if claim.subject.id in one.parts for whole in one.wholes}
    for index, other in numbers.claims.items():
        if index < part and other.subject.id in wholes and other.domain == claim.domain:
            yield index


def _holds_more(numbers: Numbers, whole: int, part: int) -> bool:
    return numbers.unit(whole) == numbers.unit(part) and numbers.value(whole) >= max(numbers.value(part), 1)


def _is_share(read: Read, index: int) -> bool:
    """Say whether 占 stands before the percentage, in its clause and without a list between."""
    tokens = read.statement.tokens.tokens
    for before in range(index - 1, -1, -1):
        classes = tokens[before].classes
        if "share" in classes:
            return before == 0 or "%" not in tokens[before - 1].classes
        if classes & _BREAKS:
            return False
    return False


def _stands_alone(numbers: Numbers, part: int, share: int) -> bool:
    """Say whether the share is that of the number before it, and not of something named between (9件，其中甲占3%)."""
    claim = numbers.claims.get(part)
    first = max(part + 1, claim.last) if claim else part + 1
    return all(numbers.tokens.tokens[index].classes & _PASSED for index in range(first, share))


def _fits(numbers: Numbers, part: int, share: Share) -> bool:
    """Say whether any number of the paragraph, or the sum of several in a row, bears the share out."""
    value = numbers.value(part)
    same = [numbers.value(one) for one in numbers.all if numbers.unit(one) == numbers.unit(part)]
    for start in range(len(same)):
        total = 0.0
        for one in same[start : start + _LONGEST]:
            total += one
            if total and share.fits(value / total * 100):
                return True
    return False


def _finding(read: Read, mark: int, part: float, whole: float) -> Finding:
    tokens = read.statement.tokens
    token = tokens.tokens[mark]
    place = at(read.paragraph.place)
    finding = catalogue.finding(
        "T422",
        sheet=place.sheet,
        cell=place.cell,
        field=read.section,
        found=tokens.words(mark),
        expected=f"{part / whole * 100:.2f}%",
        words=tokens.words(mark),
        ratio=f"{plain(part)} ÷ {plain(whole)}",
    )
    return replace(finding, quote=tokens.plain.quote(token.start, token.end))
