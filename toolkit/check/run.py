"""All checks of one filing, and whether anybody filled it in at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from toolkit.carryover import previous_figures
from toolkit.check.balance import check_balances
from toolkit.check.evidence import said_figures
from toolkit.check.paragraphs import read_texts
from toolkit.check.prose import Comparison, check_prose
from toolkit.check.texts import check_texts
from toolkit.check.values import check_values
from toolkit.check.wording import check_wording
from toolkit.check.years import check_years, year_before
from toolkit.filing import PREDECESSORS, Kind
from toolkit.form.model import Blanks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.filing import Entry, Filing
    from toolkit.finding import Finding
    from toolkit.form.model import Form

_PRESET: Final = ("name", "code", "kind", "scope", "year", PREDECESSORS)


def check_filing(form: Form, filing: Filing, last: Sequence[Filing] = ()) -> tuple[Finding, ...]:
    """Return every finding about a filing, by family, each in the order of the form.

    `last` is last year's filing, or those of the predecessors; its figures take the place of those that came
    with the workbook. Nothing is taken from a filing of another year.
    """
    before = year_before(filing, last)
    if before:
        filing = replace(filing, previous=previous_figures(form, *before))
    reads = read_texts(form, filing)
    comparison = Comparison(form, filing, before[0] if len(before) == 1 else None)
    balances = tuple(check_balances(form, filing))
    if balances:
        from toolkit.check.candidates import with_candidates  # noqa: PLC0415 - only where sums fail

        balances = with_candidates(form, filing, balances, said_figures(comparison, reads))
    return (
        *check_values(form, filing),
        *balances,
        *check_texts(form, filing),
        *check_prose(comparison, reads),
        *check_wording(form, filing),
        *_copied(form, filing, before),
        *check_years(form, filing, last),
    )


def _copied(form: Form, filing: Filing, last: Sequence[Filing]) -> Iterator[Finding]:
    if last:
        from toolkit.check.copied import check_copied  # noqa: PLC0415 - only where last year's is given

        for before in last:
            yield from check_copied(form, filing, before)


def is_unfilled(form: Form, filing: Filing) -> bool:
    """Say whether the workbook is as it was handed out.

    What the coordinating office presets is no sign of filling in; with last year's figures come proposals for
    上年结转 in tables whose 填报方式 is not chosen yet, and the contact data.
    """
    carried = [item.id for item in form.profile if item.carried and filing.previous]
    first = [item.id for item in form.profile if item.type == "version" and filing.about(item.id) == "1"]
    preset = (*_PRESET, *carried, *first)
    proposed = {
        item.id for item in form.inputs if form.table(item.table).blanks is Blanks.CHOSEN and filing.previous
    }
    return not (
        any(map(_given, filing.modes.values()))
        or any(_given(entry) for item, entry in filing.profile.items() if item not in preset)
        or any(_given(entry) for field, entry in filing.figures.items() if field not in proposed)
        or any(map(_given, filing.stated.values()))
        or any(_given(entry) and entry.text != "是" for entry in filing.compose.values())
        or any(paragraph.text.strip() for typed in filing.texts.values() for paragraph in typed)
    )


def _given(entry: Entry) -> bool:
    return entry.kind is not Kind.BLANK or entry.formula is not None
