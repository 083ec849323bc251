"""The cells next to a table that say in words whether its balances hold, as soon as a figure is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.form.instance import Outcome, plain
from toolkit.workbook.book import NOT_COMPARED
from toolkit.workbook.plan import SELF_CHECK_SHEET, Role, Slot, Style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.form.instance import Instance
    from toolkit.workbook.book import Book
    from toolkit.workbook.places import BlockPlace, TablePlace


def has_checks(book: Book, place: TablePlace, block: BlockPlace) -> bool:
    """Say whether any balance shows beside the rows of a block."""
    return any(
        instance.table == place.table.id
        and column == place.check_column
        and block.first_row <= row <= block.last_row
        for instance in book.places.instances
        for row, column in [book.places.checks[instance.key]]
    )


def check_slots(book: Book, place: TablePlace) -> Iterable[Slot]:
    """Every check cell of a table, and the labels of the rows of checks below it."""
    by_cell: dict[tuple[int, int], list[Instance]] = {}
    for instance in book.places.instances:
        if instance.table == place.table.id:
            by_cell.setdefault(book.places.checks[instance.key], []).append(instance)
    for block in place.blocks:
        for number, code in enumerate(block.check_rows):
            rule = next(rule for rule in book.form.rules if rule.code == code)
            row = block.last_row + 1 + number
            yield Slot(
                row, 1, Role.TEXT, Style.LABEL, f"核对：{rule.name}（{code}）",
                last_column=place.label_columns,
            )  # fmt: skip
    for (row, column), instances in by_cell.items():
        yield _check_slot(book, row, column, instances)


def _check_slot(book: Book, row: int, column: int, instances: list[Instance]) -> Slot:
    """A cell that says in words whether the balances shown there hold: 相符, 相差 2, 待定; blank if not compared."""
    rows = [(book.rule_rows[one.key], *book.results[one.key]) for one in instances]
    compared = "+".join(f'IF({SELF_CHECK_SHEET}!$E${at}="{NOT_COMPARED}",0,1)' for at, _, _ in rows)
    formula = f'IF({compared}=0,"","相符")'
    words = "" if all(difference == NOT_COMPARED for _, _, difference in rows) else "相符"
    for at, outcome, _ in rows:
        formula = f'IF({SELF_CHECK_SHEET}!$D${at}="待定","待定",{formula})'
        words = "待定" if outcome is Outcome.PENDING else words
    for at, outcome, difference in reversed(rows):
        formula = f'IF({SELF_CHECK_SHEET}!$D${at}="不成立","相差 "&ABS({SELF_CHECK_SHEET}!$E${at}),{formula})'
        if outcome is Outcome.FAILS and isinstance(difference, int | float):
            words = f"相差 {plain(abs(difference))}"
    return Slot(row, column, Role.FORMULA, Style.CHECK, words, formula)
