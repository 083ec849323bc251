"""The words printed over the columns of a table in a text: which column each of them stands over.

Only their order is known. They are held to the form's labels read line by line; what is not told by its words
is told by its place where one possibility is left, and said so.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from toolkit.published.grids import Told
from toolkit.published.labels import key_of, likeness
from toolkit.published.units import names_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.published.shapes import Heading, OverColumns, Shape

ALIKE: Final = 0.84  # how like a text must be to a heading to count as it without its surroundings
_PIECES: Final = 4  # words that one label may be broken into
_REACH: Final = 4  # words for each label that are looked at: what stands further before is something else


class Word(Struct, frozen=True):
    """A text that is no figure, and the line it stands in."""

    text: str
    line: int

    @property
    def key(self) -> str:
        """Its words alone."""
        return key_of(self.text)


class Columns(Struct):
    """What the words over the columns come to.

    `order` are the columns as they follow each other in print, None for one that the form does not have; `bare`
    those over which nothing is printed, which are not among them. `words` are those over each column, `others`
    those over none. `placed` are words that only their place told, `strange` those that say something else.
    `share` is how many of the form's labels were found, `clear` whether figures can be told by them at all.
    """

    order: list[Heading | None] = field(default_factory=list)
    bare: list[Heading] = field(default_factory=list)
    words: dict[Heading, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    placed: dict[Heading, Told] = field(default_factory=dict)
    strange: list[Told] = field(default_factory=list)
    share: float = 0.0
    clear: bool = True

    def under(self, shape: Shape, figures: Sequence[Word]) -> Mapping[Heading, Word] | None:
        """The figure of each column; None where it is not clear which is whose."""
        if not self.clear or not figures:
            return None
        in_turn = [column for column in shape.columns if column in self.order] == self.order
        given = shape.columns if in_turn and len(self.order) + len(self.bare) == len(shape.columns) else ()
        filled = [figure for figure in figures if figure.text]
        if not filled and len(figures) >= len(shape.columns):  # whatever else is blank behind them
            return dict(zip(shape.columns, figures, strict=False))
        if len(figures) == len(self.order):
            return {column: cell for column, cell in zip(self.order, figures, strict=True) if column}
        if len(figures) == len(given) and figures[-1].text:  # none of them is left behind by merged cells
            return dict(zip(given, figures, strict=True))
        own = [column for column in self.order if column is not None]
        if len(own) < len(self.order) or (self.bare and len(filled) < len(given)):
            return None  # a blank may stand under a column that the form does not have, or that nothing names
        order = next((order for order in (own, given) if filled and len(filled) == len(order)), None)
        return None if order is None else dict(zip(order, filled, strict=True))


@lru_cache(maxsize=256)
def columns_of(words: tuple[Word, ...], shape: Shape) -> Columns:
    """Hold the words over columns to the labels of a block."""
    return _Reading(words, shape).columns()


class _Gap(Struct, frozen=True):
    """What stands between two labels that were told: the form's labels there, and the words."""

    labels: tuple[OverColumns, ...]
    words: tuple[tuple[int, Word], ...]
    first: bool
    last: bool


class _Reading:
    def __init__(self, words: tuple[Word, ...], shape: Shape) -> None:
        self.shape = shape
        self.labels = shape.reading_order
        self.near = words[-_REACH * len(self.labels) :]
        self.flat = all(label.own for label in self.labels)
        self.keys = {label.key for label in self.labels}
        self.begins: list[
            tuple[int, Heading | None]
        ] = []  # where the words of a column, or strange ones, begin
        self.made = Columns()

    def columns(self) -> Columns:
        made = self.made
        found = _aligned(self.near, self.labels)
        made.share = len(found) / len(self.labels)
        made.clear = bool(found) or not self.near or len(self.shape.columns) == 1
        for place, (start, end) in found.items():
            self._name(self.labels[place], start, "".join(word.text for word in self.near[start:end]))
        for gap in self._gaps(found):
            self._fill(gap)
        if self.flat:
            made.order = [column for _, column in sorted(self.begins, key=lambda item: item[0])]
        else:
            made.order = [column for column in self.shape.columns if column not in made.bare]
            made.clear = made.clear and not made.strange
        return made

    def _gaps(self, found: Mapping[int, tuple[int, int]]) -> Iterator[_Gap]:
        """The gaps between the labels that were told."""
        known = [(-1, 0, 0), *((place, *found[place]) for place in sorted(found))]
        known.append((len(self.labels), len(self.near), len(self.near)))
        missing = [list(self.labels[before[0] + 1 : after[0]]) for before, after in pairwise(known)]
        loose = [
            [(at, self.near[at]) for at in range(before[2], after[1])] for before, after in pairwise(known)
        ]
        self._moved(missing, loose)
        for number, (labels, words) in enumerate(zip(missing, loose, strict=True)):
            yield _Gap(tuple(labels), tuple(words), number == 0, number == len(missing) - 1)

    def _moved(self, missing: list[list[OverColumns]], loose: list[list[tuple[int, Word]]]) -> None:
        """Name the columns whose words stand elsewhere than in the form: only a heading of one line is clear then."""
        for labels in missing:
            for label in [one for one in labels if one.own]:
                where = [
                    (words, item)
                    for words in loose
                    for item in words
                    if likeness(item[1].key, label.key) >= ALIKE
                ]
                if where:
                    words, (at, word) = where[-1]
                    labels.remove(label)
                    words.remove((at, word))
                    self._name(label, at, word.text)
                    self.made.clear = self.made.clear and self.flat

    def _fill(self, gap: _Gap) -> None:
        """Give the words of a gap to its labels by their place if there are as many; else say what is wrong."""
        self.made.others += [word.text for _, word in gap.words if names_unit(word.text)]
        named = [(at, word) for at, word in gap.words if word.key and not names_unit(word.text)]
        labels = gap.labels
        if gap.first:  # before the heading anything may stand, but no heading of another form
            cut = max(len(named) - len(labels), 0)
            self._strange((at, word) for at, word in named[:cut] if word.key in self.shape.foreign)
            named = named[cut:]
        elif gap.last and not self.flat:  # behind it the groups of the rows
            named = named[: len(labels)]
        whole = [(at, word) for at, word in named if not self._is_piece(word)]
        own = tuple(label for label in labels if label.own)
        for words, wanted in ((named, labels), (whole, labels), (whole, own)):
            if wanted and len(words) == len(wanted):
                self._place(words, wanted)
                return
        if own and whole:
            self.made.clear = False
        self._bare(labels)
        self._strange(whole)

    def _strange(self, words: Iterable[tuple[int, Word]]) -> None:
        for at, word in words:
            self.made.strange.append(Told(word.text, word.line))
            self.begins.append((at, None))

    def _is_piece(self, word: Word) -> bool:
        """Whether a word is part of a label that was broken into lines."""
        return any(word.key in key and word.key != key for key in self.keys)

    def _place(self, words: Sequence[tuple[int, Word]], labels: Sequence[OverColumns]) -> None:
        for (at, word), label in zip(words, labels, strict=True):
            if word.key in self.shape.foreign:
                self.made.clear = False
                self.made.strange.append(Told(word.text, word.line))
                continue
            self._name(label, at, word.text)
            if label.own and not label.key.startswith(word.key):
                (column,) = label.columns
                self.made.placed[column] = Told(word.text, word.line, column.alias)

    def _name(self, label: OverColumns, at: int, words: str) -> None:
        if label.own:
            (column,) = label.columns
            self.made.words[column] = words
            self.begins.append((at, column))

    def _bare(self, labels: Sequence[OverColumns]) -> None:
        """Take note of the columns that nothing names: a group may be left out where its columns have names of their own."""
        own = [column.keys[-1] for column in self.shape.columns]
        for label in labels:
            for column in label.columns:
                if (label.own or own.count(column.keys[-1]) > 1) and column not in self.made.bare:
                    self.made.bare.append(column)


def _aligned(words: Sequence[Word], labels: Sequence[OverColumns]) -> dict[int, tuple[int, int]]:
    """The longest run of labels that some words name in the same order: which words (from, to) name each.

    Of several as long the surer, then the one whose words stand nearest before the figures.
    """
    keys = [word.key for word in words]
    best = [[(0, 0.0)] * (len(labels) + 1) for _ in range(len(words) + 1)]
    taken: dict[tuple[int, int], int] = {}
    for at in range(len(words) - 1, -1, -1):
        for place in range(len(labels) - 1, -1, -1):
            best[at][place] = max(best[at + 1][place], best[at][place + 1])
            for pieces in range(1, min(_PIECES, len(words) - at) + 1):
                like = _like(keys[at : at + pieces], labels[place].key)
                count, sure = best[at + pieces][place + 1]
                if like and (count + 1, sure + like) > best[at][place]:
                    best[at][place] = count + 1, sure + like
                    taken[at, place] = pieces
    found: dict[int, tuple[int, int]] = {}
    at = place = 0
    while at < len(words) and place < len(labels):
        if best[at + 1][place] == best[at][place]:
            at += 1
        elif best[at][place + 1] == best[at][place]:
            place += 1
        else:
            found[place] = (at, at + taken[at, place])
            at, place = at + taken[at, place], place + 1
    return found


def _like(keys: Sequence[str], label: str) -> float:
    if len(keys) > 1:
        return float("".join(keys) == label)
    like = likeness(keys[0], label)
    return like if like >= ALIKE else 0.0
