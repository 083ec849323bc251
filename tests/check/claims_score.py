"""How well claims are read: `python -m tests.check.claims_score` prints precision and recall over claims/*.toml.

Every case holds a text of our own, the numbers that must be read in it (right: they agree with the figures;
wrong: with the code of the finding), and what differs from the base figures. Whatever else is read is a false
alarm. What is counted by kind: texts that are true, texts with something wrong, and traps, in which nothing is
to be read.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent)]

from check.examples import FORM, filed, prose  # noqa: E402 - a checkout works without installing

from toolkit.check.paragraphs import read_texts  # noqa: E402
from toolkit.check.prose import Comparison  # noqa: E402

if TYPE_CHECKING:
    from toolkit.filing import Filing

BASE = {
    "requests.new.natural": 28, "requests.new.business": 6, "requests.carried_in.natural": 2,
    "requests.granted.natural": 8, "requests.granted.business": 1, "requests.partial.natural": 3,
    "requests.denied_internal.natural": 1, "requests.denied_process.natural": 1,
    "requests.denied_enforcement.natural": 2, "requests.unavailable_not_held.natural": 5,
    "requests.unavailable_to_be_made.natural": 2, "requests.unavailable_unclear.natural": 1,
    "requests.rejected_petition.natural": 2, "requests.rejected_repeat.natural": 1,
    "requests.other_uncorrected.natural": 3, "requests.other_rest.business": 2, "requests.carried_out.natural": 4,
    "disputes.reconsideration.upheld": 3, "disputes.reconsideration.corrected": 1,
    "disputes.reconsideration.other": 2, "disputes.reconsideration.pending": 1,
    "disputes.litigation_direct.upheld": 1, "disputes.litigation_direct.pending": 1,
    "disputes.litigation_after.upheld": 2, "disputes.litigation_after.other": 1,
    "disclosure.normative.issued": 12, "disclosure.normative.repealed": 5, "disclosure.normative.in_force": 86,
    "disclosure.regulations.issued": 1, "disclosure.regulations.repealed": 2, "disclosure.regulations.in_force": 14,
    "disclosure.permits.decisions": 1520, "disclosure.penalties.decisions": 236,
    "disclosure.coercion.decisions": 18, "disclosure.charges.amount": 345.67,
    "supplement.published": 14260, "supplement.fee_items": 0, "supplement.fee_amount": 0,
    "requests.unavailable_not_held.business": 0, "requests.denied_internal.business": 0,
}  # fmt: skip


class Case(Struct, frozen=True):
    """One text, what must be read in it, and the filing it stands in."""

    name: str
    text: str
    filing: Filing
    expected: Counter[str]

    @property
    def kind(self) -> str:
        """The file that it stands in, and what is expected of it."""
        wrong = any(not words.startswith("right:") for words in self.expected)
        return f"{self.name.rpartition('-')[0]}, {'wrong' if wrong else 'true' if self.expected else 'trap'}"


class Tally(Struct):
    """Of texts of one kind: how many, and of their numbers, read as expected, missed, and read besides."""

    texts: int = 0
    hits: int = 0
    missed: int = 0
    extra: int = 0

    def add(self, case: Case, found: Counter[str]) -> None:
        """Count one text."""
        self.texts += 1
        self.hits += (case.expected & found).total()
        self.missed += (case.expected - found).total()
        self.extra += (found - case.expected).total()

    def line(self, kind: str) -> str:
        """One line of the table."""
        precision, recall = (
            f"{self.hits / of:.3f}" if of else "–" for of in (self.hits + self.extra, self.hits + self.missed)
        )
        return (
            f"| {kind} | {self.texts} | {self.hits + self.missed} | {self.extra} | {precision} | {recall} |"
        )


def cases() -> list[Case]:
    """Every case of every file, in order."""
    found = []
    for path in sorted((HERE / "claims").glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, entry in enumerate(data["case"], start=1):
            found.append(_case(f"{path.stem}-{number}", entry, data["section"]))
    return found


def _case(name: str, entry: dict[str, Any], section: str) -> Case:
    filing = filed(
        {**BASE, **entry.get("figures", {})},
        profile={"scope": entry.get("scope", "本机关"), "name": entry.get("organ", "大通区人民政府办公室")},
        texts={entry.get("section", section): entry["text"]},
        previous=entry.get("previous"),
    )
    expected = Counter([*entry.get("wrong", []), *(f"right:{words}" for words in entry.get("right", []))])
    return Case(name, entry["text"], filing, expected)


def outcome(case: Case) -> Counter[str]:
    """What was read: `right:` or the finding's code, with the words that are marked."""
    findings = [one for one in prose(case.filing) if one.quote]
    said = Counter(
        f"{one.code}:{one.quote.text[one.quote.start : one.quote.end]}" for one in findings if one.quote
    )
    wrong = Counter(words.partition(":")[2] for words in said.elements())
    comparison = Comparison(FORM, case.filing)
    for read in read_texts(FORM, case.filing):
        if read.paragraph.text not in case.text:
            continue
        tokens = read.statement.tokens
        for claim in read.statement.claims:
            if not comparison.compares(claim):
                continue
            first, last = (claim.mark, claim.mark) if claim.written else (claim.first, claim.last - 1)
            start, end = tokens.plain.span(tokens.tokens[first].start, tokens.tokens[last].end)
            words = tokens.plain.source[start:end]
            if wrong[words]:
                wrong[words] -= 1
            else:
                said[f"right:{words}"] += 1
    return said


def main() -> None:
    """Print what differs, then precision and recall by kind and over all numbers."""
    kinds: defaultdict[str, Tally] = defaultdict(Tally)
    lines = []
    for case in cases():
        found = outcome(case)
        missed, more = case.expected - found, found - case.expected
        for kind in (case.kind, "all"):
            kinds[kind].add(case, found)
        if missed or more:
            lines += [
                f"{case.name}  {case.text}",
                f"    missed {sorted(missed)}",
                f"    extra  {sorted(more)}",
            ]
    lines += ["| texts | how many | numbers to read | read besides | precision | recall |", f"|{'---|' * 6}"]
    every = kinds.pop("all")
    lines += [tally.line(kind) for kind, tally in (*sorted(kinds.items()), ("all", every))]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
