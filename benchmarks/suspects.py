"""How often the wrong cell is found: `python -m benchmarks.suspects [--tables N] [--seed S]`.

Tables three are made up, slips are put into them, and what `toolkit.check.suspects` says is compared with what
was done. Percentages are of the tables in which any equation is violated; `unseen` is of all.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from benchmarks.synthetic import TABLE, Sheet, balanced, spoiled
from toolkit.check.evidence import said_figures
from toolkit.check.paragraphs import read_texts
from toolkit.check.prose import Comparison
from toolkit.check.suspects import diagnose
from toolkit.filing import Filing, Mode, Paragraph, entered
from toolkit.form.load import installed_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.synthetic import Figures
    from toolkit.check.suspects import Diagnosis, Explanation

FORM: Final = "annual_report_2021"
YEAR: Final = 2023
TYPED: Final = "typed totals"
SCENARIOS: Final = {
    TYPED: (),
    "formula totals": (),
    "formula + last year": ("previous",),
    "formula + text": ("text",),
    "formula + text, half of it copied from the table": ("text", "copied"),
    "formula + ledger": ("ledger",),
    "formula + ledger + last year": ("ledger", "previous"),
    "formula + ledger + last year + text": ("ledger", "previous", "text"),
    "formula + a count of every row": ("rows",),
    "typed + ledger + last year + text": ("ledger", "previous", "text"),
}
_LEDGER: Final = {
    "received": "new",
    **{
        row: row
        for row in (
            *("carried_in", "granted", "partial", "denied", "unavailable", "rejected", "other_handling"),
            "carried_out",
        )
    },
}
# What a text usually says, against a count of every row (which no form asks for).
_SAID: Final = {
    "new": "本年新收政府信息公开申请{}件",
    "carried_in": "上年结转{}件",
    "total": "办结{}件",
    "carried_out": "结转下年度继续办理{}件",
}


class Tally(Struct):
    """What came out for one scenario."""

    tables: int = 0
    seen: int = 0
    first: int = 0
    three: int = 0
    exact: int = 0
    said: int = 0
    wrong: int = 0
    times: list[float] = field(default_factory=list)

    def cells(self) -> list[str]:
        """The figures of one line of the table."""

        def share(count: int, of: int) -> str:
            return f"{100 * count / of:.0f} %" if of else "–"

        return [
            share(self.tables - self.seen, self.tables),
            *(share(count, self.seen) for count in (self.first, self.three, self.exact, self.said)),
            share(self.wrong, self.seen),
            f"{statistics.median(self.times):.1f}" if self.times else "–",
            f"{max(self.times):.0f}" if self.times else "–",
        ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.suspects", description=__doc__)
    parser.add_argument("--tables", type=int, default=150, help="tables a line (150)")
    parser.add_argument("--seed", type=int, default=2023)
    options = parser.parse_args(arguments)
    heads = (
        "evidence",
        "slips",
        "kind",
        "unseen",
        "top-1",
        "top-3",
        "exact",
        "said",
        "said, wrong",
        "ms",
        "max",
    )
    sys.stdout.write(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n")
    for scenario in SCENARIOS:
        for slips in (1, 2, 3, 4):
            for several in (False, True):
                tally = measure(scenario, slips, options.tables, options.seed, several=several)
                kind = "one of several cells" if several else "single cells"
                sys.stdout.write(f"| {' | '.join([scenario, str(slips), kind, *tally.cells()])} |\n")
                sys.stdout.flush()


def measure(scenario: str, slips: int, tables: int, seed: int, *, several: bool) -> Tally:
    """Spoil so many tables and see what is said about them."""
    form = installed_form(FORM)
    if form is None:
        raise SystemExit(f"no form {FORM}")
    sheet, random, tally = Sheet.of(form), Random(f"{seed} {slips} {several}"), Tally()  # noqa: S311
    typed = scenario.startswith("typed")
    for _ in range(tables):
        truth = balanced(sheet, random)
        cells = list(truth) if typed else list(sheet.inputs)
        written = spoiled(sheet, truth, cells, slips, several=several, random=random)
        evidence = SCENARIOS[scenario]
        filing = _filing(sheet, truth, written, evidence, random=random, typed=typed)
        counted = _counts(sheet, truth, sheet.rows) if "rows" in evidence else {}
        start = time.process_time()
        claims = said_figures(Comparison(form, filing), read_texts(form, filing))
        found = diagnose(form, filing, {**claims, **counted})
        elapsed = 1000 * (time.process_time() - start)
        tally.tables += 1
        if found:
            tally.times.append(elapsed)
            _count(tally, found, {name: truth[name] for name in cells if written[name] != truth[name]})
    return tally


def _filing(  # noqa: PLR0913 - the table, and what is known besides
    sheet: Sheet,
    truth: Figures,
    written: Figures,
    evidence: tuple[str, ...],
    *,
    random: Random,
    typed: bool,
) -> Filing:
    figures = {name: written[name] for name in sheet.inputs}
    if "ledger" in evidence:
        rows = _counts(sheet, truth, tuple(_LEDGER.values()))
        figures |= {f"ledger.{name}": rows[f"{TABLE}.{row}.total",] for name, row in _LEDGER.items()}
    said = _counts(sheet, truth, tuple(_SAID)) if "text" in evidence else {}
    if "copied" in evidence:
        copied = _counts(sheet, written, tuple(_SAID))
        said = {row: random.choice((count, copied[row])) for row, count in said.items()}
    sentence = "，".join(
        words.format(count) for words, count in zip(_SAID.values(), said.values(), strict=bool(said))
    )
    return Filing(
        FORM,
        YEAR,
        modes={TABLE: entered(Mode.EACH)},
        figures={name: entered(value) for name, value in figures.items()},
        stated={name: entered(written[name]) for name in sheet.totals} if typed else {},
        texts={"overview.requests": (Paragraph(f"{sentence}。"),)} if said else {},
        previous={
            f"{TABLE}.carried_out.{column}": truth[f"{TABLE}.carried_in.{column}"]
            for column in sheet.columns[:-1]
        }
        if "previous" in evidence
        else {},
    )


def _counts(sheet: Sheet, figures: Figures, rows: tuple[str, ...]) -> dict[tuple[str, ...], int]:
    """What each of these rows comes to in a table."""
    return {
        (name,): sum(figures[one] for one in sheet.form.fields[name].inputs)
        for name in (f"{TABLE}.{row}.total" for row in rows)
    }


def _count(tally: Tally, found: tuple[Diagnosis, ...], meant: Figures) -> None:
    tally.seen += 1
    firsts = [one.explanations[:1] for one in found]
    ranked = [one.explanations for one in found]
    cells = [_cells(choice) for choice in product(*firsts)]
    tally.first += any(set(one) == set(meant) for one in cells)
    tally.exact += any(one == meant for one in cells)
    tally.three += any(set(_cells(choice)) == set(meant) for choice in product(*ranked))
    clear = [_cells(one.explanations[:1]) for one in found if one.clear]
    tally.said += bool(clear)
    tally.wrong += any(not one.items() <= meant.items() for one in clear)


def _cells(explanations: Sequence[Explanation]) -> dict[str, float]:
    return dict(_pairs(explanations))


def _pairs(explanations: Sequence[Explanation]) -> Iterator[tuple[str, float]]:
    for explanation in explanations:
        for suspect in explanation.suspects:
            yield suspect.term.field, suspect.proposed


if __name__ == "__main__":
    main()
