"""A table read from flowing text: cells one after the other, of which only the order is known.

A row is told by its label; its figures are those up to the next label, and are taken only where there are just
as many as columns. What was printed of the columns' headings must agree with the order of the form.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from toolkit.published.blocks import Row, Text
from toolkit.published.cell_row import CellRow, own_figures, surpluses
from toolkit.published.columns import ALIKE, Word, columns_of
from toolkit.published.grids import Doubt, Read, TableRead, Told, Unclear
from toolkit.published.heads import BY_PLACE
from toolkit.published.labels import key_of, label_of, likeness
from toolkit.published.lattice import is_figure
from toolkit.published.shapes import Match, match
from toolkit.published.units import is_unit, names_unit, units_in

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from toolkit.published.columns import Columns
    from toolkit.published.shapes import Heading, Shape

_PIECES: Final = 4  # lines that one label may be broken into
_MOST_WORDS: Final = 80  # before a figure that are looked at
_NEAREST: Final = 12  # words before a figure among which the groups of its row are
_LONGEST: Final = 60  # characters of a line that may be a label
_ENOUGH: Final = 0.5  # the share of the columns' headings that show a heading to be that of a block
_IN_BRACKETS: Final = re.compile(r"[(（][^()（）]*[)）]")
_ASSUMED: Final = 0.5  # how sure figures are whose columns had no headings


def read_flow(
    items: Sequence[Text | Row], shapes: Sequence[Shape], words: frozenset[str], others: frozenset[str]
) -> TableRead:
    """Read lines and rows of cells as these blocks of a table.

    `words` are the keys of all its labels, `others` those of the form's other tables.
    """
    return _Flow(shapes, words, others).read(items)


def _parted(item: Text | Row) -> tuple[list[str], list[str]]:
    """The words and the figures of a line: figures begin behind the last word before the first of them."""
    cells = [cell.strip() for cell in item.cells] if isinstance(item, Row) else _words(item.text)
    first = next((at for at, cell in enumerate(cells) if cell and is_figure(cell)), len(cells))
    last = max((at for at, cell in enumerate(cells[:first]) if cell), default=-1)
    return [cell for cell in cells[: last + 1] if cell], cells[last + 1 :]


def _words(line: str) -> list[str]:
    """The words of a line; what stands in brackets behind one belongs to it."""
    found: list[str] = []
    for word in line.split():
        if found and not is_figure(found[-1]) and _IN_BRACKETS.fullmatch(word):
            found[-1] += word
        else:
            found.append(word)
    return found


def _with_units(figures: Sequence[str]) -> list[str]:
    """The figures, each with the unit of money that stands behind it in a cell of its own."""
    found: list[str] = []
    for figure in figures:
        if found and found[-1] and is_unit(figure):
            found[-1] += figure
        else:
            found.append(figure)
    return found


class _Flow:
    def __init__(self, shapes: Sequence[Shape], words: frozenset[str], others: frozenset[str]) -> None:
        self.shapes = shapes
        self.strange = others - words
        over_columns = {key for shape in shapes for column in shape.columns for key in column.keys}
        self.elsewhere = words - over_columns
        self.found = TableRead()
        self.words: list[Word] = []  # since the last figure
        self.passed: Word | None = None  # the last behind which blanks were found to be no figures
        self.head: tuple[Word, ...] = ()  # the words last printed over columns
        self.headed: Shape | None = None  # the block they stand in
        self.caption: tuple[str, ...] = ()  # what stands over the table and may name a unit
        self.groups: tuple[str, ...] = ()  # those of the last row
        self.row: CellRow | None = None
        self.closed: list[CellRow] = []
        self.told: set[Told] = set()  # of the words over columns

    def read(self, items: Sequence[Text | Row]) -> TableRead:
        """Go through the lines once."""
        for item in items:
            if isinstance(item, Text) and len(item.text) > _LONGEST:
                self._close()
                self.words.clear()
                self.caption = ()
                continue
            words, figures = _parted(item)
            if words and self.row and is_unit(words[0]):  # of the figure before
                self.row.figures[-1] = replace(
                    self.row.figures[-1], text=self.row.figures[-1].text + words.pop(0)
                )
            if words:
                self._close()
                if not self.closed and names_unit(words[0]):
                    self.caption = (words[0],)
                self.words = [*self.words, *(Word(word, item.line) for word in words)][-_MOST_WORDS:]
            if any(figures) or (figures and (self.row or self._names_blanks())):
                self._add([Word(figure, item.line) for figure in _with_units(figures)])
        self._close()
        alike: dict[tuple[int, int], list[CellRow]] = {}
        for row in self.closed:
            alike.setdefault(row.kind, []).append(row)
        behind = {kind: surpluses(rows) for kind, rows in alike.items()}
        for row in self.closed:
            self._settle(row, behind[row.kind])
        self.found.strange.sort(key=lambda told: told.line)
        return self.found

    def _names_blanks(self) -> bool:
        """Whether the last words name a row, so that the blank cells behind them are its figures."""
        if self.shapes[0].nameless or not self.words or self.words[-1] is self.passed:
            return False
        self.passed = self.words[-1]
        return self._named() is not None

    def _add(self, figures: list[Word]) -> None:
        if self.row is None:
            named = self._named()
            if named is None:
                if self.words and not self.shapes[0].nameless:
                    word = self.words.pop()
                    self.found.strange.append(Told(word.text, word.line))
                return
            shape, told, pieces = named
            before = len(self.words) - pieces
            self._take_head(self.words[:before], shape)
            label = "".join(word.text for word in self.words[before:])
            self.row = CellRow(shape, told, label, figures[0].line, self.head, self.caption)
            self.groups = told.heading.keys[:-1]
            self.words.clear()
        self.row.figures += figures

    def _take_head(self, words: Sequence[Word], shape: Shape) -> None:
        """Take words that are no other label of the table for those over the columns, if they may be."""
        own = [word for word in words if word.key and word.key not in self.elsewhere]
        title = max((at for at, word in enumerate(own) if label_of(word.text).level), default=-1)
        head = tuple(
            own[title + 1 :]
        )  # what is numbered is no heading of a column, and what comes before none
        before = columns_of(self.head, shape).share
        known = {label.key for label in shape.reading_order} | shape.foreign
        if shape is not self.headed:
            taken = bool(head) or not before
        else:
            taken = bool(head) and (before < _ENOUGH or any(word.key in known for word in head))
        if taken:
            self.head = head
        self.headed = shape

    def _named(self) -> tuple[Shape, Match, int] | None:
        """The row that the words before a figure name, by the last of them, or by some that are one label."""
        if self.shapes[0].nameless:
            return (self.shapes[0], Match(self.shapes[0].rows[0], 1.0), 0) if self.words else None
        best: tuple[Shape, Match, int] | None = None
        if self.words and self.words[-1].key in self.strange:
            return None
        for shape in self.shapes:
            if self._is_head(shape):
                continue
            groups = [self._group(shape, word) for word in self.words[-_NEAREST:]]
            for pieces in range(1, min(_PIECES, len(self.words)) + 1):
                label = key_of("".join(word.text for word in self.words[-pieces:]))
                told = self._told(shape, tuple(filter(None, groups[:-pieces])), label)
                if told and pieces > 1 and len(label) > len(told.heading.keys[-1]):
                    continue  # the last of several labels, not one in several lines
                if told and (best is None or told.sure > best[1].sure):
                    best = shape, told, pieces
        return best

    def _is_head(self, shape: Shape) -> bool:
        """Whether the last word is a heading of a column that follows others, though some row is called the same."""
        keys = {label.key for label in shape.reading_order}
        *before, last = self.words or [Word("", 0)]
        return last.key in keys and not label_of(last.text).level and any(word.key in keys for word in before)

    def _told(self, shape: Shape, own: tuple[str, ...], label: str) -> Match | None:
        """The row of a label: by its groups or those of the row before, else by itself if that is plain."""
        told = match((*(own or self.groups), label), shape.rows, shape.row_groups, last=True)
        if told is None and (own or self.groups):
            told = match((label,), shape.rows, shape.row_groups, last=True)
            return told if told and told.sure >= ALIKE else None
        return told

    def _group(self, shape: Shape, word: Word) -> str:
        """The group of rows that a word names; empty for none."""
        key = word.key
        if not shape.row_groups or any(key == column.keys[-1] for column in shape.columns):
            return ""
        return key if any(likeness(key, group) >= ALIKE for group in shape.row_groups) else ""

    def _close(self) -> None:
        """End the row whose figures are being collected."""
        if self.row is not None:
            self.closed.append(self.row)
        self.row = None

    def _settle(self, row: CellRow, behind: Container[int]) -> None:
        """Give the figures of a row to the columns, if it is clear which is whose; see `own_figures`."""
        over = columns_of(row.head, row.shape)
        if row.shape.nameless and over.share < _ENOUGH:
            return
        self._tell_columns(over)
        under = over.under(row.shape, own_figures(row, behind))
        names = {column: row.shape.field(row.told.heading, column) for column in row.shape.columns}
        if under is None:
            doubt = Doubt.COUNT if over.clear else Doubt.COLUMNS
            self.found.unclear |= dict.fromkeys(names.values(), Unclear(row.line, doubt))
            return
        for column, figure in under.items():
            self.found.reads.append(self._figure(row, column, figure, over))
            if column in over.bare:
                self.found.bare.setdefault(column.alias, row.line)

    def _figure(self, row: CellRow, column: Heading, figure: Word, over: Columns) -> Read:
        name = row.shape.field(row.told.heading, column)
        how = BY_PLACE if column in over.placed else _ASSUMED if column in over.bare else 1.0
        labels: tuple[str, ...] = ()
        if name in row.shape.money:
            labels = (row.label, over.words.get(column, ""))
            labels = labels if units_in(labels) else (*over.others, *row.caption)
        return Read(name, figure.text, figure.line, row.told.heading, column, row.told.sure * how, labels)

    def _tell_columns(self, over: Columns) -> None:
        """Tell once what was printed over the columns and is no label of the form, or was told by its place alone.

        Where the columns are not clear, nothing is taken for anything.
        """
        placed = (told if over.clear else Told(told.text, told.line) for told in over.placed.values())
        new = [told for told in (*over.strange, *placed) if told not in self.told]
        self.told.update(new)
        self.found.strange += new
