"""The figures of a filing as rules and sentences see them.

What a blank means depends on the table's 填报方式 and is decided here, in one place, for every rule and every
sentence; so is what the totals of a published report stand for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.filing import BLANK, Mode
from toolkit.form.expression import Aspect
from toolkit.form.instance import Figures, Term
from toolkit.form.model import Blanks, FieldRole

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from toolkit.filing import Filing
    from toolkit.form.model import Field, Form


class Values(Figures):
    """The figures of a filing as rules see them."""

    __slots__ = ("_memo", "filing", "form")

    def __init__(self, form: Form, filing: Filing) -> None:
        self.form = form
        self.filing = filing
        self._memo: dict[str, frozenset[str]] = {}

    def __call__(self, term: Term) -> float | None:
        """The figure of a term, or None while it is not known: due and blank, or not a number."""
        if term.aspect is Aspect.LAST:
            return self.filing.previous.get(term.field)
        if term.aspect is Aspect.STATED:
            return self._stated(self.form.fields[term.field])
        return self.figure(term.field)

    def whole(self, terms: tuple[Term, ...]) -> float | None:
        """The sum of several figures of this year, with a printed total for parts that are all blank.

        None while it is not known all the same.
        """
        if any(term.aspect is not Aspect.VALUE for term in terms):
            return None
        left = dict.fromkeys(term.field for term in terms)
        total = 0.0
        for item, printed in self._standing_in(left):
            if all(name in left for name in item.inputs):
                total += printed
                for name in item.inputs:
                    del left[name]
        figures = [self.figure(name) for name in left]
        return None if None in figures else total + sum(one for one in figures if one is not None)

    def given(self, term: Term) -> bool:
        """Say whether anything at all stands in the field."""
        return self.filing.has(term.field)

    def figure(self, field_id: str) -> float | None:
        """An input figure under the table's 填报方式; None while it is not known."""
        blank, alone = self._blank(self.form.fields[field_id])
        entry = self.filing.figures.get(field_id)
        return blank if alone or entry is None or not entry.stands else entry.value

    def total(self, field_id: str) -> float | None:
        """A field or a sum for use in sentences: None while any figure in it is not known."""
        item = self.form.fields[field_id]
        known = self._sum(item)
        if known is None and self.filing.printed and self.filing.stated:
            return self.whole(tuple(Term(name) for name in item.inputs))
        return known

    def _sum(self, item: Field) -> float | None:
        """The sum of the inputs of a field; what a blank means is asked once for a whole table."""
        if self.form.table(item.table).blanks is Blanks.OPTIONAL:
            known = [self.figure(name) for name in item.inputs]
            return None if None in known else sum(figure for figure in known if figure is not None)
        blank, alone = self._blank(item)
        if alone:
            return blank
        agreed = self.agreed_blanks if self.filing.mode(item.table) is Mode.AS_PRINTED else ()
        figures, total = self.filing.figures, 0.0
        for name in item.inputs:
            entry = figures.get(name)
            unsaid = 0 if name in agreed else blank
            figure = unsaid if entry is None or not entry.stands else entry.value
            if figure is None:
                return None
            total += figure
        return total

    def _blank(self, item: Field) -> tuple[float | None, bool]:
        """What a blank of this field means, and whether that holds whatever stands there."""
        if self.form.table(item.table).blanks is Blanks.OPTIONAL:
            return (None if item.due.holds(self.filing.kind) else 0), False
        match self.filing.mode(item.table):
            case Mode.ZERO_REPORT:
                return 0, True
            case Mode.BLANK_IS_ZERO:
                return 0, False
            case Mode.AS_PRINTED:
                return (0 if item.id in self.agreed_blanks else None), False
            case mode:
                return None, mode is None

    def shown(self, field_id: str) -> float:
        """What the total's cell shows: the sum of the numbers that are there, whatever the 填报方式."""
        entries = (self.filing.figures.get(name, BLANK) for name in self.form.fields[field_id].inputs)
        return sum(entry.value for entry in entries if entry.value is not None)

    @property
    def agreed_blanks(self) -> frozenset[str]:
        """The blanks of printed tables that count as 0: some printed total agrees with what stands beside them."""
        if "agreed" not in self._memo:
            self._memo["agreed"] = frozenset(self._agreed())
        return self._memo["agreed"]

    @property
    def stood_for(self) -> frozenset[str]:
        """The blanks of printed tables whose total stands in for them: nothing else is printed of its parts."""
        if "stood for" not in self._memo:
            everywhere = self.form.fields
            stood = (name for item, _ in self._standing_in(everywhere) for name in item.inputs)
            self._memo["stood for"] = frozenset(stood)
        return self._memo["stood for"]

    def _agreed(self) -> Iterator[str]:
        for item, printed in self._printed_totals():
            entries = {name: self.filing.figures.get(name, BLANK) for name in item.inputs}
            blank = [name for name, entry in entries.items() if not entry.stands]
            figures = [entry.value for name, entry in entries.items() if name not in blank]
            if None not in figures and round(sum(one or 0 for one in figures) - printed, 6) == 0:
                yield from blank

    def _standing_in(self, among: Container[str]) -> Iterator[tuple[Field, float]]:
        """The printed totals whose parts are all among these and blank, those of most parts first."""
        for item, printed in self._printed_totals():
            if all(name in among and not self.filing.has(name) for name in item.inputs):
                yield item, printed

    def _printed_totals(self) -> list[tuple[Field, float]]:
        """The totals of published tables and what is printed in them, those of most parts first."""
        found = [
            (item, printed)
            for name, entry in self.filing.stated.items()
            if (item := self.form.fields[name]).role is FieldRole.COMPUTED
            and self.filing.mode(item.table) is Mode.AS_PRINTED
            and (printed := entry.value) is not None
        ]
        return sorted(found, key=lambda pair: -len(pair[0].inputs))

    def _stated(self, item: Field) -> float | None:
        if self.form.table(item.table).blanks is Blanks.CHOSEN:
            mode = self.filing.mode(item.table)
            if mode is None:
                return None
            if mode is Mode.ZERO_REPORT:
                return 0
        entry = self.filing.stated.get(item.id)
        return self.shown(item.id) if entry is None else entry.value
