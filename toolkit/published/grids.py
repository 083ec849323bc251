"""A grid read as one table of the form: by its labels alone, whatever the order of rows, columns and blocks.

What the labels do not settle is settled by place only where one possibility is left, and is then told; where
more are left, the figure is not read.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from msgspec import Struct, field

from toolkit.published.heads import BY_PLACE, Heads, Labelled
from toolkit.published.labels import key_of
from toolkit.published.units import units_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.published.blocks import Cell
    from toolkit.published.heads import Columns
    from toolkit.published.lattice import Lattice
    from toolkit.published.shapes import Heading, Shape


class Read(Struct, frozen=True):
    """One figure as found: the text and line of its cell, the row and column it was told by, how sure that is.

    `labels` are the words printed over and before an amount of money: they may name a unit of their own.
    """

    field: str
    text: str
    line: int
    row: Heading
    column: Heading
    sure: float
    labels: tuple[str, ...] = ()


class Doubt(Enum):
    """What is not clear: which cell is whose (by their number, by the words over the columns), or an amount's unit."""

    COUNT = auto()
    COLUMNS = auto()
    UNITS = auto()


class Unclear(Struct, frozen=True):
    """The line of a row whose figures are not clear, and why."""

    line: int
    why: Doubt


class Told(Struct, frozen=True):
    """A printed label, where it stands, and what it was taken for by its place; None if for nothing."""

    text: str
    line: int
    taken_for: str | None = None


class TableRead(Struct):
    """What reading a table came to.

    `strange` are labels that the form does not have, or that only their place told; `unclear` are fields for
    which there are cells, but it is not clear which; `bare` are columns over which nothing is printed, which
    were told by the form's order, each with the first line of its figures.
    """

    reads: list[Read] = field(default_factory=list)
    strange: list[Told] = field(default_factory=list)
    unclear: dict[str, Unclear] = field(default_factory=dict)
    bare: dict[str, int] = field(default_factory=dict)
    heads: Heads = field(default_factory=Heads)

    @property
    def sure(self) -> float:
        """How much was found, each figure counting as far as it is sure."""
        return sum(read.sure for read in self.reads)


def read_grid(lattice: Lattice, shapes: Sequence[Shape], before: Heads, caption: str = "") -> TableRead:
    """Read a grid as these blocks; `before` are the heads of the grid that it may continue.

    `caption` is what stands over the grid: a unit that it names is that of all amounts whose labels name none.
    """
    labelled = Labelled(lattice, shapes, before)
    found = TableRead()
    for row in labelled.rows:
        _read_row(labelled, row, caption, found)
    for row in range(lattice.grid.rows):
        if (label := labelled.label(row)) is None:
            continue
        if row in labelled.placed_rows:
            found.strange.append(Told(label.text, label.line, labelled.placed_rows[row].alias))
        elif row not in labelled.rows and labelled.has_figures(row):
            found.strange.append(Told(label.text, label.line))
    found.heads = labelled.heads
    return found


def _read_row(labelled: Labelled, row: int, caption: str, found: TableRead) -> None:
    """Read one row of figures."""
    own = labelled.rows[row]
    shape = labelled.shapes[own.shape]
    columns = labelled.columns(row)
    cells = [cell for cell in labelled.lattice.cells(row, labelled.first) if cell.row == row]
    names = {heading: shape.field(own.told.heading, heading) for heading in shape.columns}
    sure = {told.heading: told.sure for told in columns.values()}
    chosen, unclear = _chosen(cells, columns)
    doubt = Doubt.COUNT
    if labelled.strays(row):  # a figure among the labels: the columns do not stand where their headings do
        chosen, unclear = {}, set(shape.columns)
    placed = _by_order(shape, chosen, cells, columns)
    foreign = [
        Told(words, cell.line)
        for cell in placed.values()
        if key_of(words := labelled.words_above(row, cell.column)) in shape.foreign
    ]
    if foreign:
        found.strange += [told for told in foreign if told.text not in {one.text for one in found.strange}]
        placed, doubt = {}, Doubt.COLUMNS
    for heading, cell in placed.items():
        sure[heading] = BY_PLACE
        told = Told(labelled.words_above(row, cell.column), cell.line, heading.alias)
        if not told.text:
            found.bare.setdefault(heading.alias, cell.line)
        elif told.taken_for not in {one.taken_for for one in found.strange}:
            found.strange.append(told)
    if not placed and any(cell.text.strip() and not _over(cell, columns) for cell in cells):
        chosen, unclear = {}, set(shape.columns)  # more figures than headings: which are whose?
    line = next(cell.line for cell in labelled.lattice.cells(row, 0))
    found.unclear |= {names[heading]: Unclear(line, doubt) for heading in unclear}
    for heading, cell in (chosen | placed).items():
        labels: tuple[str, ...] = ()
        if names[heading] in shape.money:
            labels = labelled.labels_of(row, cell.column)
            labels = labels if units_in(labels) else (caption,)
        told_by = own.told.sure * sure[heading]
        found.reads.append(
            Read(names[heading], cell.text, cell.line, own.told.heading, heading, told_by, labels)
        )


def _chosen(cells: Sequence[Cell], columns: Columns) -> tuple[dict[Heading, Cell], set[Heading]]:
    """The cell under each heading, and the headings of which it is not clear which cell is theirs."""
    in_order = list(dict.fromkeys(told.heading for _, told in sorted(columns.items())))
    if len(cells) == len(in_order):
        pairs = dict(zip(in_order, cells, strict=True))
        apart = any(heading not in _over(cell, columns) for heading, cell in pairs.items())
        return ({}, set(in_order)) if apart else (pairs, set())
    under: dict[Heading, list[Cell]] = {}
    for cell in cells:
        for heading in _over(cell, columns)[:1]:
            under.setdefault(heading, []).append(cell)
    filled = {heading: [cell for cell in those if cell.text.strip()] for heading, those in under.items()}
    if any(len(those) > 1 for those in filled.values()):
        return {}, set(in_order)
    chosen: dict[Heading, Cell] = {}
    unclear: set[Heading] = set()
    for heading, several in under.items():
        one = (filled[heading] or several)[0]
        over = _over(one, columns)
        if any(other not in under for other in over):  # one cell under several headings: whose is it?
            unclear.update(over)
        else:
            chosen[heading] = one
    return chosen, unclear


def _over(cell: Cell, columns: Columns) -> list[Heading]:
    """The headings over a cell, from the left, each once."""
    over = (columns.get(at) for at in range(cell.column, cell.column + cell.colspan))
    return list(dict.fromkeys(told.heading for told in over if told))


def _by_order(
    shape: Shape, chosen: dict[Heading, Cell], cells: Sequence[Cell], columns: Columns
) -> dict[Heading, Cell]:
    """The cells without a heading for the headings without a cell, where order leaves no choice."""
    missing = [heading for heading in shape.columns if heading not in chosen]
    loose = [cell for cell in cells if not _over(cell, columns)]
    if not missing or len(cells) != len(shape.columns) or len(loose) != len(missing):
        return {}
    in_order = dict(zip(shape.columns, cells, strict=True))
    if any(in_order[heading] is not cell for heading, cell in chosen.items()):
        return {}
    return {heading: in_order[heading] for heading in missing}
