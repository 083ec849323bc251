"""Made-up tables three that balance, and slips as people make them when they type one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.form.model import FieldRole

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from toolkit.form.model import Form

Figures = dict[str, int]

TABLE: Final = "requests"
_CARRIED: Final = ("carried_in", "carried_out")
_NATURAL: Final = 0.8  # of applications come from natural persons
_ROUNDS: Final = 200  # tries to make a slip that changes something


class Sheet(Struct, frozen=True):
    """Table three as printed: rows and columns by id, and which of its figures are totals."""

    form: Form
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    totals: tuple[str, ...]

    @classmethod
    def of(cls, form: Form) -> Sheet:
        """The sheet of a form."""
        block = form.table(TABLE).blocks[0]
        return cls(
            form,
            tuple(row.id for row in block.printed_rows),
            tuple(column.id for column in block.printed_columns),
            tuple(
                item.id
                for item in form.fields.values()
                if item.table == TABLE and item.role is FieldRole.COMPUTED
            ),
        )

    @property
    def inputs(self) -> tuple[str, ...]:
        """The input fields."""
        return tuple(item.id for item in self.form.inputs if item.table == TABLE)

    def with_totals(self, inputs: Figures) -> Figures:
        """The same figures with every total."""
        sums = {total: sum(inputs[name] for name in self.form.fields[total].inputs) for total in self.totals}
        return {**inputs, **sums}


def balanced(sheet: Sheet, random: Random) -> Figures:
    """A table that balances, from an office with few applications or one with thousands."""
    figures = dict.fromkeys(sheet.inputs, 0)
    outcomes = [row for row in sheet.rows if row not in {"new", "total", *_CARRIED}]
    common = {row: random.paretovariate(0.8) for row in random.sample(outcomes, random.randint(4, 14))}
    size = min(int(random.lognormvariate(4.5, 1.5)) + 3, 30_000)
    shares = {"natural": _NATURAL * size, "business": 0.14 * size}
    for column in sheet.columns[:-1]:
        expected = shares.get(column, 0.015 * size)
        received = int(random.uniform(0.6, 1.4) * expected)
        figures[f"{TABLE}.carried_in.{column}"] = carried = int(random.uniform(0, 0.12) * received)
        figures[f"{TABLE}.new.{column}"] = received
        figures[f"{TABLE}.carried_out.{column}"] = left = int(random.uniform(0, 0.12) * (received + carried))
        rest = received + carried - left
        weights = list(common.values())
        for row, weight in common.items():
            portion = sum(weights[list(common).index(row) :])
            given = rest if weight >= portion else min(rest, round(rest * weight / portion))
            figures[f"{TABLE}.{row}.{column}"] = given
            rest -= given
    return sheet.with_totals(figures)


def mistyped(figure: int, random: Random) -> int:
    """One figure as somebody types it who is in a hurry; it may come out the same."""
    digits = str(figure)
    at = random.randrange(len(digits))
    other = random.choice("0123456789")
    kinds: tuple[Callable[[], str], ...] = (
        lambda: digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :],
        lambda: digits[:at] + other + digits[at + 1 :],
        lambda: digits[:at] + digits[at + 1 :] or "0",
        lambda: digits[:at] + other + digits[at:],
        lambda: digits + "0",
        lambda: digits.rstrip("0") or "0",
        lambda: "0",
        lambda: str(max(figure + random.choice((-1, 1)), 0)),
        lambda: f"-{digits}",
    )
    shares = (16, 24, 14, 12, 5, 3, 14, 10, 2)
    return int(random.choices(kinds, shares)[0]())


def one_cell(_: Sheet, figures: Figures, cells: list[str], random: Random) -> Figures:
    """A slip in one cell: three times in four in one that is not 0."""
    filled = [cell for cell in cells if figures[cell]]
    chosen = random.choice(filled if filled and random.random() < 0.75 else cells)  # noqa: PLR2004
    return {chosen: mistyped(figures[chosen], random)}


def several_cells(sheet: Sheet, figures: Figures, cells: list[str], random: Random) -> Figures:
    """A slip of several cells: neighbours, the next column, a run of rows, or a carry-over left blank."""
    kinds = (_swapped, _next_column, _shifted, _left_blank)
    return random.choices(kinds, (3, 4, 2, 2))[0](sheet, figures, cells, random)


def _swapped(sheet: Sheet, figures: Figures, cells: list[str], random: Random) -> Figures:
    rows, columns = sheet.rows, sheet.columns
    at, column = random.randrange(len(rows) - 1), random.choice(columns)
    one, two = f"{TABLE}.{rows[at]}.{column}", f"{TABLE}.{rows[at + 1]}.{column}"
    return {one: figures[two], two: figures[one]} if {one, two} <= set(cells) else {}


def _next_column(sheet: Sheet, figures: Figures, cells: list[str], random: Random) -> Figures:
    at, row = random.randrange(len(sheet.columns) - 1), random.choice(sheet.rows)
    one, two = (f"{TABLE}.{row}.{column}" for column in sheet.columns[at : at + 2])
    if figures[one] == 0:
        one, two = two, one
    if figures[two] or not {one, two} <= set(cells):
        return {}
    return {one: 0, two: figures[one]}


def _shifted(sheet: Sheet, figures: Figures, cells: list[str], random: Random) -> Figures:
    """A run of figures typed one row too low, up to a row that was 0."""
    column = random.choice(sheet.columns)
    rows = [row for row in sheet.rows if row != "total"]
    start = random.randrange(len(rows) - 2)
    run = [f"{TABLE}.{row}.{column}" for row in rows[start:]]
    end = next((at for at in range(2, len(run)) if figures[run[at]] == 0), None)
    if end is None or not set(run) <= set(cells) or not all(figures[cell] for cell in run[:2]):
        return {}
    return {run[0]: 0, **{run[at]: figures[run[at - 1]] for at in range(1, end + 1)}}


def _left_blank(sheet: Sheet, _: Figures, cells: list[str], random: Random) -> Figures:
    row = random.choice(_CARRIED)
    whole = random.random() < 0.5  # noqa: PLR2004 - in half of the cases the total is typed all the same
    names = [f"{TABLE}.{row}.{column}" for column in sheet.columns[: None if whole else -1]]
    return {name: 0 for name in names if name in cells}


def spoiled(  # noqa: PLR0913 - the table, and what is to happen to it
    sheet: Sheet, truth: Figures, cells: list[str], slips: int, *, several: bool, random: Random
) -> Figures:
    """The table after so many slips in different cells, the first of several cells if that is asked for."""
    changed: Figures = {}
    made = 0
    for _ in range(_ROUNDS):
        kind = several_cells if several and made == 0 else one_cell
        slip = {name: v for name, v in kind(sheet, truth, cells, random).items() if v != truth[name]}
        if slip and changed.keys().isdisjoint(slip) and (len(slip) > 1 or kind is one_cell):
            changed |= slip
            made += 1
        if made == slips:
            break
    return {**truth, **changed}
