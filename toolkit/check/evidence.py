"""Figures that the office typed into its texts, as evidence for which cell of a table is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.check.claims import Claim, Read
    from toolkit.check.prose import Comparison
    from toolkit.check.violated import Claims


def said_figures(comparison: Comparison, reads: Iterable[Read]) -> Claims:
    """What the texts say that sums of fields come to, by the fields' ids.

    Only exact counts of the filing's own year and scope, each with one possible meaning, are evidence; where a
    text says two different numbers of one thing, neither is.
    """
    found: dict[tuple[str, ...], set[float]] = {}
    for read in reads:
        for claim in read.statement.claims:
            if (fields := _fields(comparison, claim)) and claim.written:
                found.setdefault(fields, set()).add(claim.written.value)
    return {fields: values.pop() for fields, values in found.items() if len(values) == 1}


def _fields(comparison: Comparison, claim: Claim) -> tuple[str, ...]:
    """The fields whose sum the claim states; empty where it is no evidence."""
    if (
        claim.written is None
        or claim.written.bound
        or claim.doubtful
        or claim.subject.at_most
        or len(claim.domains) > 1
    ):
        return ()
    readings = claim.subject.readings[claim.domain]
    if len(readings) != 1 or comparison.is_money(readings[0]):
        return ()
    if not comparison.compares(claim) or comparison.other_scope(claim):
        return ()
    items = readings[0].items
    return tuple(field_id for _, field_id in items) if all(sign > 0 for sign, _ in items) else ()
