"""What a form's texts may claim about its figures: words, domains, and subjects with their phrases.

A form may have a file claims.toml; without it nothing in its texts is compared with its tables. It may extend an
installed form's (see `toolkit.form.extend`). The file does not change the workbook, so it is no part of the
form's digest.

A phrase is a row of word classes that stand next to each other, e.g. `receive request? #`: `#` is the number
(or the place of an amount), `a|b` one of two classes, `x?` one that may be missing, `~` a few words of any
kind, `^` and `$` the border of a statement before and behind. A phrase without `#` says that there is none.

Some classes mean something to the toolkit beyond phrases; a form that has no words for one does without it:
glue (may stand anywhere inside a phrase), all, of_which (其中), include, cause (因), sum (合计), respectively (分别为), each
(各), nil (未), foreign (other things that are counted), topic, publish and proactive (what is only published),
wider, narrower, others and represents (the scope), fraction and channel (only a part is counted), etc (all of
the channels), dated (2022年印发的), than, yoy, more, less (growth), share (占).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMBER: Final = "#"
PERCENT: Final = "%"
# Classes that the toolkit makes itself, from numbers, years and punctuation.
MADE: Final = (NUMBER, PERCENT, "this_year", "last_year", "next_year", "other_year", "part_year", "sep", "comma", "colon",
               "stop", "end", "open", "close")  # fmt: skip
SOFT: Final = ("glue", "all", "this_year", "colon")  # may stand anywhere inside a phrase
CODES: Final = ("T410", "T413", "T414")
MARKS: Final = ("^", "$", "~")


class Domain(Struct, frozen=True):
    """What a statement is about. `words` are the classes that name it, `joins` two domains named together.

    `sections` are those where it is understood without being named.
    """

    id: str
    words: tuple[str, ...]
    rows: tuple[str, ...]
    sections: tuple[str, ...]
    joins: tuple[str, ...]


class Reading(Struct, frozen=True):
    """One sum of fields that a claim may mean, e.g. 新收 + 上年结转, with a label for messages."""

    items: tuple[tuple[int, str], ...]
    label: str


class Subject(Struct, frozen=True):
    """Something that texts count, and which figures it is.

    `readings` by domain id ("" if it has none): a claim that fits one of them is right. A claim that fits one
    of `others`, or lies between the two of `within`, is only asked about. `at_most` ones count a part of their
    readings: they are right if not more. `doubtful` subjects are only asked about, others where one of
    `unsure_after` (ids of subjects) was claimed before in the sentence. `near` are classes of which one must have been named before, outside `sections`.
    """

    id: str
    name: str
    domains: tuple[str, ...]
    phrases: tuple[str, ...]
    readings: Mapping[str, tuple[Reading, ...]]
    others: Mapping[str, tuple[Reading, ...]]
    within: Mapping[str, tuple[Reading, ...]]
    units: tuple[str, ...]
    code: str
    at_most: bool
    doubtful: bool
    weak: bool
    unsure_after: tuple[str, ...]
    near: tuple[str, ...]
    sections: tuple[str, ...]


class Partition(Struct, frozen=True):
    """Subjects that divide another: their numbers add up to at most its number, if all are named to just it."""

    wholes: tuple[str, ...]
    parts: tuple[str, ...]
    complete: bool


class Wording(Struct, frozen=True):
    """What is looked for in the texts on their own.

    `copied_fixed` are phrases that every report of every year has: they do not make a text a copied one.
    """

    placeholders: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    improvements: tuple[str, ...] = ()
    both_in: tuple[str, ...] = ()
    copied_share: int = 60
    copied_shortest: int = 12
    copied_skip: tuple[str, ...] = ()
    copied_fixed: tuple[str, ...] = ()


class Claims(Struct, frozen=True, eq=False):
    """Everything in claims.toml.

    `before` are the classes that may stand before a statement without changing what it counts, `between` those
    that may stand in a list of things of which there is none.
    """

    words: Mapping[str, tuple[str, ...]]
    before: frozenset[str]
    between: frozenset[str]
    domains: Mapping[str, Domain]
    subjects: tuple[Subject, ...]
    partitions: tuple[Partition, ...] = ()
    wording: Wording = field(default_factory=Wording)
