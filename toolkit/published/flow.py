"""A table read from flowing text: cells one after the other, of which only the order is known.

A row is told by its label; its figures are those up to the next label, and are taken only where there are just
as many as columns. What was printed of the columns' headings must agree with the order of the form.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from toolkit.published.blocks import Row, Text
from toolkit.published.grids import Read, TableRead, Told
from toolkit.published.labels import key_of, likeness
from toolkit.published.lattice import is_figure
from toolkit.published.shapes import Match, match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.published.shapes import Shape

_PIECES: Final = 4  # lines that one label may be broken into
_LONGEST: Final = 60  # characters of a line that may be a label
_ALIKE: Final = 0.84  # how like a text must be to a heading to count as it without its surroundings
_ENOUGH: Final = 0.5  # the share of the columns' headings that must have been printed
_ASSUMED: Final = 0.5  # how sure figures are whose columns had no headings


@dataclass(frozen=True, slots=True)
class Word:
    """A text that is no figure, and the line it stands in."""

    text: str
    line: int

    @property
    def key(self) -> str:
        """Its words alone."""
        return key_of(self.text)


@dataclass(slots=True)
class _Row:
    """A row whose figures are being collected."""

    shape: Shape
    told: Match
    line: int
    head: tuple[Word, ...]
    figures: list[str] = field(default_factory=list)


def read_flow(items: Sequence[Text | Row], shapes: Sequence[Shape], words: frozenset[str]) -> TableRead:
    """Read lines and rows of cells as these blocks of a table; `words` are the keys of all its labels."""
    return _Flow(shapes, words).read(items)


def _parted(item: Text | Row) -> tuple[list[str], list[str]]:
    """The words and the figures of a line: figures begin behind the last word before the first of them."""
    cells = [cell.strip() for cell in item.cells] if isinstance(item, Row) else item.text.split()
    first = next((at for at, cell in enumerate(cells) if cell and is_figure(cell)), len(cells))
    last = max((at for at, cell in enumerate(cells[:first]) if cell), default=-1)
    return [cell for cell in cells[: last + 1] if cell], cells[last + 1 :]


class _Flow:
    def __init__(self, shapes: Sequence[Shape], words: frozenset[str]) -> None:
        self.shapes = shapes
        self.over_columns = {key for shape in shapes for column in shape.columns for key in column.keys}
        self.elsewhere = words - self.over_columns
        self.found = TableRead()
        self.words: list[Word] = []  # since the last figure
        self.head: tuple[Word, ...] = ()  # the words last printed over columns
        self.groups: tuple[str, ...] = ()  # those of the last row
        self.row: _Row | None = None

    def read(self, items: Sequence[Text | Row]) -> TableRead:
        """Go through the lines once."""
        for item in items:
            if isinstance(item, Text) and len(item.text) > _LONGEST:
                self._close()
                self.words.clear()
                continue
            words, figures = _parted(item)
            if words:
                self._close()
                self.words += [Word(word, item.line) for word in words]
            if any(figures) or (figures and words and self._named()):
                self._add(figures, item.line)
        self._close()
        return self.found

    def _add(self, figures: list[str], line: int) -> None:
        if self.row is None:
            named = self._named()
            if named is None:
                if self.words and not self.shapes[0].nameless:
                    self.found.strange.append(Told(self.words[-1].text, self.words[-1].line))
                self.words.clear()
                return
            shape, told, pieces = named
            self._take_head(self.words[: len(self.words) - pieces], shape)
            self.row = _Row(shape, told, line, self.head)
            self.groups = told.heading.keys[:-1]
            self.words.clear()
        self.row.figures += figures

    def _take_head(self, words: Sequence[Word], shape: Shape) -> None:
        """Take words that are no other label of the table for those over the columns, if they may be."""
        head = tuple(word for word in words if word.key and word.key not in self.elsewhere)
        told = any(word.key in shape.reading_order for word in head)
        if head and (told or _order(self.head, shape)[0] < _ENOUGH):
            self.head = head

    def _named(self) -> tuple[Shape, Match, int] | None:
        """The row that the words before a figure name, by the last of them, or by some that are one label."""
        if self.shapes[0].nameless:
            return (self.shapes[0], Match(self.shapes[0].rows[0], 1.0), 0) if self.words else None
        best: tuple[Shape, Match, int] | None = None
        for shape in self.shapes:
            for pieces in range(1, min(_PIECES, len(self.words)) + 1):
                label = key_of("".join(word.text for word in self.words[-pieces:]))
                told = self._told(shape, self._groups(shape, self.words[:-pieces]), label)
                if told and (best is None or told.sure > best[1].sure):
                    best = shape, told, pieces
        return best

    def _told(self, shape: Shape, own: tuple[str, ...], label: str) -> Match | None:
        """The row of a label: by its groups or those of the row before, else by itself if that is plain."""
        told = match((*(own or self.groups), label), shape.rows, shape.row_groups, last=True)
        if told is None and (own or self.groups):
            told = match((label,), shape.rows, shape.row_groups, last=True)
            return told if told and told.sure >= _ALIKE else None
        return told

    def _groups(self, shape: Shape, words: Sequence[Word]) -> tuple[str, ...]:
        """The groups of rows that some words name, outermost first."""
        columns = {column.keys[-1] for column in shape.columns}
        return tuple(
            word.key
            for word in words
            if word.key not in columns
            and any(likeness(word.key, group) >= _ALIKE for group in shape.row_groups)
        )

    def _close(self) -> None:
        """Give the figures collected to the columns, if there are just as many."""
        row, self.row = self.row, None
        if row is None:
            return
        columns = row.shape.columns
        figures = row.figures
        if len(figures) != len(columns):
            figures = [figure for figure in figures if figure]
        printed, moved = _order(row.head, row.shape)
        if row.shape.nameless and printed < _ENOUGH:
            return
        names = [row.shape.field(row.told.heading, column) for column in columns]
        told = printed >= _ENOUGH or len(columns) == 1
        placed = not told and self._in_place(row)
        if len(figures) != len(columns) or moved or not (told or placed or not row.head):
            self.found.unclear |= set(names)
            return
        sure = row.told.sure * (1.0 if told else _ASSUMED)
        self.found.assumed |= not told and not placed
        over = row.head[-1].text if row.head and len(columns) == 1 else ""
        for name, column, text in zip(names, columns, figures, strict=True):
            self.found.reads.append(Read(name, text, row.line, row.told.heading, column, sure, over))

    def _in_place(self, row: _Row) -> bool:
        """Whether just as many words stand over the columns as there are, each known one in its place."""
        columns = row.shape.columns
        if len(row.head) != len(columns) or any(word.key in row.shape.foreign for word in row.head):
            return False
        known = {word.key: place for place, word in enumerate(row.head) if word.key in self.over_columns}
        if not known or any(columns[place].keys[-1] != key for key, place in known.items()):
            return False
        for word, column in zip(row.head, columns, strict=True):
            told = Told(word.text, word.line, column.alias)
            if word.key not in known and told not in self.found.strange:
                self.found.strange.append(told)
        return True


def _order(head: tuple[Word, ...], shape: Shape) -> tuple[float, bool]:
    """How much of the columns' headings stands in some words in the form's order, and whether some are moved."""
    keys = [word.key for word in head]
    keys += [""]
    at, found = 0, Counter[str]()
    for key in shape.reading_order:
        for place in range(at, len(keys) - 1):
            if likeness(keys[place], key) >= _ALIKE or keys[place] + keys[place + 1] == key:
                found[key] += 1
                at = place + 1
                break
    wanted = Counter(shape.reading_order)
    moved = any(keys.count(key) > found[key] < wanted[key] for key in wanted)
    return found.total() / len(shape.reading_order), moved
