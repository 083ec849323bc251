"""The tables of a published report: which grid or run of text is which table of the form, and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from toolkit.published.blocks import Grid, Row, Text
from toolkit.published.flow import read_flow
from toolkit.published.grids import Read, TableRead, read_grid
from toolkit.published.heads import Heads
from toolkit.published.lattice import Lattice
from toolkit.published.shapes import printed_tables, shapes_of, words_of, words_of_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.form.model import Form, Table
    from toolkit.published.blocks import Block
    from toolkit.published.grids import Unclear

_LEAST: Final = 0.6  # how sure at least one figure must be for a grid to be a table of the form
_MOST_OF: Final = 0.5  # the share of a table that a grid must hold for being a second one in it
_PLAIN: Final = 0.84  # how sure a figure must be to count as printed again
_FEW: Final = 3  # figures that stand there without being clear: the table is there all the same
_CAPTION: Final = 30  # characters of a line over a grid that may say its unit
_LINE: Final = 60  # characters of a line that may be part of a table outside its own part


class Found(Struct):
    """What was found of one table: every figure once, and `differing` those printed twice with different texts."""

    reads: dict[str, Read] = field(default_factory=dict)
    differing: list[tuple[Read, Read]] = field(default_factory=list)
    parts: list[TableRead] = field(default_factory=list)

    def add(self, part: TableRead) -> None:
        """Add what one grid, or one run of text, came to."""
        self.parts.append(part)
        for read in part.reads:
            before = self.reads.get(read.field)
            if before is None or not before.text.strip():
                self.reads[read.field] = read
            elif read.text.strip() and read.text.split() != before.text.split():
                self.differing.append((before, read))

    @property
    def unclear(self) -> dict[str, Unclear]:
        """The fields for which there are cells, but it is not clear which, and why."""
        return {
            name: why for part in self.parts for name, why in part.unclear.items() if name not in self.reads
        }

    @property
    def sure(self) -> float:
        """How much was found."""
        return sum(read.sure for read in self.reads.values())


class Tables(Struct):
    """The tables found, by id, and the grids that are none of the form."""

    found: dict[str, Found]
    others: list[Grid]

    @property
    def sure(self) -> float:
        """How much was found in all."""
        return sum(found.sure for found in self.found.values())


def read_tables(blocks: Sequence[Block], own_parts: Mapping[str, Sequence[Block]], form: Form) -> Tables:
    """Read every table of the form; `own_parts` are the blocks under the title of each (by id).

    A table of which no grid holds anything is looked for in the text: under its title, else everywhere.
    """
    tables = Tables({}, [])
    before: dict[tuple[str, int, bool], Heads] = {}
    over = ""
    for block in blocks:
        if isinstance(block, Grid) and not _take(block, over, form, tables, before):
            tables.others.append(block)
        over = block.text if isinstance(block, Text) and len(block.text) <= _CAPTION else ""
    for table in printed_tables(form):
        if table.id not in tables.found:
            parts = list(_parts_in_text(blocks, own_parts.get(table.id, ()), form, table))
            if parts:
                tables.found[table.id] = Found()
            for part in parts:
                tables.found[table.id].add(part)
    return tables


def _parts_in_text(
    blocks: Sequence[Block], own: Sequence[Block], form: Form, table: Table
) -> Iterator[TableRead]:
    """What text holds of a table: under its title, or else anywhere; and further copies of it, where they are plain."""
    titled = _from_text(own, form, table)
    if titled.sure >= _LEAST:
        yield titled
        inside = {id(block) for block in own}
        rest = _from_text([block for block in blocks if id(block) not in inside], form, table)
        yield TableRead([read for read in rest.reads if read.sure >= _PLAIN])
        return
    anywhere = _from_text(blocks, form, table)
    lines = [read.line for read in anywhere.reads] or [0]
    anywhere.strange = [told for told in anywhere.strange if min(lines) <= told.line <= max(lines)]
    best = anywhere if anywhere.sure >= _LEAST else titled
    if best.sure >= _LEAST or len(best.unclear) >= _FEW:
        yield best


def _take(
    grid: Grid, caption: str, form: Form, tables: Tables, before: dict[tuple[str, int, bool], Heads]
) -> bool:
    """Read a grid as the tables that it holds; False if it holds none."""
    lattice = Lattice(grid)
    keys = set(lattice.keys.values())
    likely = sorted(
        ((len(keys & words_of(form, table.id)), table) for table in printed_tables(form)),
        key=lambda pair: -pair[0],
    )
    best: list[tuple[float, Table, TableRead]] = []
    for shared, table in likely:
        if not shared and (best or len(grid.cells) <= 1):
            continue
        read = _best(lattice, caption, form, table, before)
        if read.sure >= _LEAST:
            best.append((read.sure, table, read))
    best.sort(key=lambda item: -item[0])
    for number, (_, table, read) in enumerate(best):
        fields = sum(item.table == table.id for item in form.fields.values())
        if number == 0 or len(read.reads) >= _MOST_OF * fields:
            tables.found.setdefault(table.id, Found()).add(read)
    return bool(best)


def _best(
    lattice: Lattice, caption: str, form: Form, table: Table, before: dict[tuple[str, int, bool], Heads]
) -> TableRead:
    """The best of the ways in which a grid can be read as a table."""
    best = TableRead()
    chosen = None
    for number, shapes in enumerate(shapes_of(form, table.id)):
        figures = sum(len(shape.rows) * len(shape.columns) for shape in shapes)
        for turned in (False, True):
            way = (table.id, number, turned)
            read = read_grid(lattice.turned if turned else lattice, shapes, before.get(way, Heads()), caption)
            if read.sure > best.sure:
                best, chosen = read, way
            if best.sure >= figures:
                break
        if best.sure >= figures:
            break
    if chosen is not None:
        before[chosen] = best.heads
    return best


def _from_text(blocks: Iterable[Block], form: Form, table: Table) -> TableRead:
    lines = [
        block
        for block in blocks
        if isinstance(block, Row) or (isinstance(block, Text) and len(block.text) <= _LINE)
    ]
    words, everywhere = words_of(form, table.id), words_of_all(form)
    reads = [read_flow(lines, shapes, words, everywhere) for shapes in shapes_of(form, table.id)]
    return max(reads, key=lambda read: (read.sure, len(read.unclear)))
