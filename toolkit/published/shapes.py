"""The ways in which a table of the form may be printed: what labels lead to which figure.

A `Shape` is one block with its rows and columns as paths of label keys. A table whose groups lie side by side
has two shapes: all groups in one row, as the form has it, or each group in a row of its own. Whether rows and
columns have changed places is for the reader of a grid to try.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from toolkit.form.headings import merged_headings
from toolkit.form.installed import installed_forms
from toolkit.form.load import load_form
from toolkit.form.model import Orientation, field_id
from toolkit.published.labels import key_of, likeness
from toolkit.written import MONEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.form.model import Block, Form, Line, Table

_INSIDE: Final = 0.8  # how like a text must be to a group to count as it
_PARENT: Final = 0.03  # what a group that fits adds
_OUTER: Final = 0.02  # what each label between a heading and its figures takes away
_APART: Final = 0.015  # two headings that are nearer than this are not told apart


class Heading(Struct, frozen=True):
    """One row or column of a shape: its id (of a row and a column if groups lie side by side) and its labels."""

    row: str | None
    column: str | None
    keys: tuple[str, ...]
    alias: str


class OverColumns(Struct, frozen=True):
    """A label of the form over columns: its words, the columns under it, whether it is the heading of one itself."""

    key: str
    columns: tuple[Heading, ...]
    own: bool


class Shape(Struct, frozen=True, eq=False, dict=True):
    """One block as it may be printed; `rows` is a single nameless one where all labels are of columns.

    `foreign` are the keys of labels that only other forms have: what one of them says is no heading of this one.
    `money` are the fields that count money, whose unit may be printed over or beside them.
    """

    table: str
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    foreign: frozenset[str] = frozenset()
    money: frozenset[str] = frozenset()

    def field(self, row: Heading, column: Heading) -> str:
        """The id of the figure at a row and a column."""
        return field_id(self.table, row.row or column.row or "", column.column or "")

    @property
    def nameless(self) -> bool:
        """Whether the rows have no labels."""
        return not self.rows[0].keys

    @cached_property
    def row_groups(self) -> frozenset[str]:
        """The labels that rows share."""
        return _groups(self.rows)

    @cached_property
    def column_groups(self) -> frozenset[str]:
        """The labels that columns share."""
        return _groups(self.columns)

    @cached_property
    def reading_order(self) -> tuple[OverColumns, ...]:
        """The labels over the columns as they follow each other when the heading is read line by line."""
        paths = [heading.keys for heading in self.columns]
        depth = max(map(len, paths))
        return tuple(
            OverColumns(
                cell.text,
                self.columns[cell.start : cell.start + cell.lines],
                own=cell.level + cell.levels == depth,
            )
            for cell in sorted(merged_headings(paths, depth), key=lambda cell: (cell.level, cell.start))
        )


class Match(Struct, frozen=True):
    """The row or column that some labels lead to, and how sure that is, up to a little over 1."""

    heading: Heading
    sure: float


def printed_tables(form: Form) -> Iterator[Table]:
    """The tables that a published report has."""
    return (table for table in form.tables if table.printed)


@lru_cache(maxsize=64)
def shapes_of(form: Form, table_id: str) -> tuple[tuple[Shape, ...], ...]:
    """The ways in which a table may be printed, each with a shape for every block."""
    table = form.table(table_id)
    foreign = _foreign(form)
    money = frozenset(
        item.id for item in form.fields.values() if item.table == table_id and item.unit in MONEY
    )
    ways = [_down] if table.orientation is Orientation.DOWN else [_across, _down]
    return tuple(
        tuple(replace(way(table, block), foreign=foreign, money=money) for block in table.blocks)
        for way in ways
    )


@lru_cache(maxsize=64)
def words_of(form: Form, table_id: str) -> frozenset[str]:
    """The keys of every label that a table prints, its banners and corners among them."""
    table = form.table(table_id)
    found = set()
    for block in table.blocks:
        found |= {block.banner, block.corner, block.columns_heading}
        for line in (*block.printed_rows, *block.printed_columns):
            found |= set(line.heading)
    return frozenset(key for text in found if text and (key := key_of(text)))


@lru_cache(maxsize=16)
def words_of_all(form: Form) -> frozenset[str]:
    """The keys of every label that a printed table of the form has."""
    return frozenset().union(*(words_of(form, table.id) for table in printed_tables(form)))


def match(
    path: tuple[str, ...], headings: Sequence[Heading], groups: frozenset[str], *, last: bool = False
) -> Match | None:
    """The heading that a path of printed keys (outermost first) leads to; None for none, or several alike.

    `last` says that the last key must be the heading itself, and no word between it and the figures.
    """
    places = range(len(path) - 1, len(path)) if last else range(len(path))
    scored = sorted(
        (
            (sure, number)
            for number, heading in enumerate(headings)
            if (sure := _sure(path, places, heading, groups))
        ),
        reverse=True,
    )
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < _APART):
        return None
    return Match(headings[scored[0][1]], scored[0][0])


def _sure(path: tuple[str, ...], places: range, heading: Heading, groups: frozenset[str]) -> float:
    """How sure it is that a path leads to a heading at one of its places; 0 if a group in it says another."""
    best = 0.0
    for place in places:
        if path[place] in groups and path[place] != heading.keys[-1]:
            continue
        for outer in range(len(heading.keys) - 1):  # a heading and its groups in one cell
            if path[place] == "".join(heading.keys[outer:]):
                best = max(best, 1.0 + _PARENT * (len(heading.keys) - 1 - outer))
        like = likeness(path[place], heading.keys[-1])
        if like and like > best:
            inside = _inside(path[:place], heading.keys[:-1], groups)
            if inside is not None:
                best = max(best, like + _PARENT * inside - _OUTER * (len(path) - 1 - place))
    return best


def _inside(outer: tuple[str, ...], parents: tuple[str, ...], groups: frozenset[str]) -> int | None:
    """How many of the groups a heading belongs to are named; None if another one is."""
    named = 0
    for key in outer:
        like = {group: likeness(key, group) for group in groups}
        group = max(like, key=lambda one: (like[one], one), default=None)
        if group is None or like[group] < _INSIDE:
            continue
        if max((likeness(key, parent) for parent in parents), default=0.0) < like[group]:
            return None
        named += 1
    return named


@lru_cache(maxsize=16)
def _foreign(form: Form) -> frozenset[str]:
    """The keys of labels that other installed forms have and this one does not."""
    others = [other for folder in installed_forms() if (other := load_form(folder)).id != form.id]
    return frozenset().union(*map(words_of_all, others)) - words_of_all(form)


def _groups(headings: Sequence[Heading]) -> frozenset[str]:
    return frozenset(key for heading in headings for key in heading.keys[:-1])


def _keys(*lines: Line) -> tuple[str, ...]:
    return tuple(key_of(text) for line in lines for text in line.heading)


def _down(table: Table, block: Block) -> Shape:
    rows = tuple(Heading(line.id, None, _keys(line), line.alias) for line in block.printed_rows)
    columns = tuple(Heading(None, line.id, _keys(line), line.alias) for line in block.printed_columns)
    return Shape(table.id, rows, columns)


def _across(table: Table, block: Block) -> Shape:
    columns = tuple(
        Heading(row.id, column.id, _keys(row, column), f"{row.alias}·{column.alias}")
        for row in block.printed_rows
        for column in block.printed_columns
    )
    return Shape(table.id, (Heading(None, None, (), ""),), columns)
