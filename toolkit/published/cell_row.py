"""A row of a table in flowing text: its label, the cells behind it, and which of them are figures.

Merged cells leave blank ones behind: a row has then more cells than the table has columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from toolkit.published.columns import Word
    from toolkit.published.shapes import Match, Shape


class CellRow(Struct):
    """A row as it is collected: `head` are the words over the columns, `caption` what stands over the table."""

    shape: Shape
    told: Match
    label: str
    line: int
    head: tuple[Word, ...]
    caption: tuple[str, ...]
    figures: list[Word] = field(default_factory=list)

    @property
    def kind(self) -> tuple[int, int]:
        """How many columns there are, and how many labels lead to the row: rows alike have as many cells."""
        return len(self.shape.columns), len(self.told.heading.keys)

    @property
    def surplus(self) -> int:
        """How many more cells than columns there are."""
        return len(self.figures) - len(self.shape.columns)

    @property
    def is_whole(self) -> bool:
        """Whether every column has a figure, and what stands behind them is blank."""
        columns = len(self.shape.columns)
        own, behind = self.figures[:columns], self.figures[columns:]
        return (
            self.surplus >= 0
            and all(figure.text for figure in own)
            and not any(figure.text for figure in behind)
        )


def surpluses(alike: Sequence[CellRow]) -> frozenset[int]:
    """How many blank cells merged ones leave behind the figures of rows of one kind; none if that is not clear.

    Whole rows tell; without any, rows that all have as many cells.
    """
    whole = [row.surplus for row in alike if row.is_whole]
    if len(whole) > 1 and alike[-1].is_whole:
        whole.pop()  # the last row of a table ends otherwise: no bar of a next one follows
    found = frozenset(whole or (row.surplus for row in alike))
    return found if whole or len(found) == 1 else frozenset()


def own_figures(row: CellRow, behind: Container[int]) -> Sequence[Word]:
    """The figures of a row without the blanks behind them, which are as many as one of `behind`.

    Where some are blank and a row has another number of cells, any may be missing: none are given then.
    """
    texts = [figure.text for figure in row.figures]
    if all(texts) or not any(texts) or row.is_whole:
        return row.figures
    columns = len(row.shape.columns)
    if row.surplus not in behind:
        return ()
    return row.figures if any(texts[columns:]) else row.figures[:columns]
