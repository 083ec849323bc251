"""The parts of a published report: which paragraph is a heading, and of which section or table of the form.

Headings are told by their words, whatever their numbering; a heading may begin a paragraph and the text follow
it in the same line. A table of contents, where headings follow each other with nothing between, is none. A point
inside a section that bears a table's title (1.主动公开政府信息情况) is the subsection that has the table's subject.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from toolkit.published.blocks import Grid, Row, Text
from toolkit.published.labels import label_of, likeness, without_tail
from toolkit.published.lattice import is_row
from toolkit.published.shapes import printed_tables, words_of_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.form.model import Form
    from toolkit.published.blocks import Block

_LONGEST: Final = 50  # characters of a heading
_SURE: Final = 0.62  # how like a numbered line must be to a heading
_PLAIN: Final = 0.84  # how like one without a number must be
_LEVEL: Final = 0.15  # what a numbering of another level than the form's takes away
_APART: Final = 0.02
_MOST_WORDS: Final = 14  # characters that a line without a number may have beyond the heading's
_LEAST_SHARE: Final = 0.7  # of a heading that a line without a number must hold
_YEAR: Final = re.compile(r"^(?:20\d\d|二[〇○零]..)年度?")
_APPENDIX: Final = re.compile(r"\s*附[件表录]\s*[一二三四五六七八九十\d]{0,3}\s*(?:[:：、.．]|$)")
_ENDED: Final = re.compile(r"[。；;！!？?]\s*$")
_INLINE: Final = re.compile(r"[。：:；;]|[\s\u3000]{2,}|(?<=[情况作面开障设理])[\s\u3000]")


class Entry(Struct, frozen=True):
    """A heading of the form: the id of its section or table, its words, its level, the section that it is in.

    `key` are its words without 情况 at their end.
    """

    id: str
    words: str
    key: str
    level: int
    parent: str = ""
    is_table: bool = False


class Part(Struct):
    """A part as printed: what it is of the form (None before the first heading), its heading, what is in it.

    `appended` ones stand behind a line that begins an appendix (附件).
    """

    entry: Entry | None
    heading: Text | None = None
    blocks: list[Block] = field(default_factory=list)
    appended: bool = False


class Outline(Struct, frozen=True):
    """The parts in their order, the first without a heading; `unknown` are headings that the form does not have."""

    parts: tuple[Part, ...]
    unknown: tuple[Text, ...]


@lru_cache(maxsize=16)
def entries_of(form: Form) -> tuple[Entry, ...]:
    """The headings of the form's sections and printed tables."""
    sections = (
        Entry(section.id, *_key_level(section.heading), section.parent)
        for section in form.sections
        if section.titled
    )
    tables = (Entry(table.id, *_key_level(table.title), is_table=True) for table in printed_tables(form))
    return (*sections, *tables)


def _key_level(heading: str) -> tuple[str, str, int]:
    label = label_of(heading)
    return label.key, without_tail(label.key), label.level


def outline(blocks: Sequence[Block], form: Form) -> Outline:
    """Part the blocks of a report by its headings."""
    parts = [Part(None)]
    unknown: list[Text] = []
    table_words = words_of_all(form)
    top = ""
    seen: set[str] = set()
    appended = False
    for block, following in zip_longest(blocks, blocks[1:]):
        line = _line(block)
        found = _heading(line, form, table_words) if line else None
        if found and found.entry.is_table and (found.rest or not _is_of_table(following, table_words)):
            found = replace(found, entry=_subsection(found, top, form) or found.entry)
        if line is None or found is None or not _fits(found, top, seen):
            if line is not None and _is_unknown(line, table_words):
                unknown.append(line)
            appended = appended or (bool(seen) and line is not None and _begins_appendix(line))
            parts[-1].blocks.append(block)
            continue
        if found.entry == parts[-1].entry and not parts[-1].blocks and not found.rest:
            continue  # a table's caption that repeats its title
        again = found.entry.id in seen and found.entry != parts[-1].entry
        if again and not any(part.blocks for part in parts[1:-1]):
            parts[0].blocks += parts[-1].blocks  # a table of contents came before
            del parts[1:]
            seen.clear()
            appended = False
        top = found.entry.parent or found.entry.id
        seen.add(found.entry.id)
        parts.append(Part(found.entry, Text(found.words, line.line, heading=True), appended=appended))
        if found.rest:
            parts[-1].blocks.append(Text(found.rest, line.line))
    return Outline(tuple(parts), tuple(unknown))


def _is_of_table(block: Block | None, table_words: frozenset[str]) -> bool:
    """Say whether a block is a table, or a line of one."""
    if isinstance(block, Text):
        return label_of(block.text).key in table_words or is_row(block.text, table_words)
    return isinstance(block, Row | Grid)


def _subsection(found: _Found, top: str, form: Form) -> Entry | None:
    """The subsection of the section `top` that has the subject of a table whose title a point of it bears."""
    if label_of(found.words).level <= found.entry.level:
        return None
    section = form.section_about(found.entry.id)
    if section is None or section.parent != top:
        return None
    return next((entry for entry in entries_of(form) if entry.id == section.id), None)


def _begins_appendix(line: Text) -> bool:
    return (
        len(line.text) <= _LONGEST and _APPENDIX.match(line.text) is not None and not _ENDED.search(line.text)
    )


def _line(block: Block) -> Text | None:
    """A block as a line that may be a heading."""
    if isinstance(block, Text):
        return block
    if isinstance(block, Row):
        filled = [cell for cell in block.cells if cell.strip()]
        return Text(filled[0], block.line) if len(filled) == 1 else None
    return None


class _Found(Struct, frozen=True):
    entry: Entry
    words: str
    rest: str


def _fits(found: _Found, top: str, seen: set[str]) -> bool:
    """Say whether a heading can stand here: that of a subsection inside its section, or where that has none.

    Inside a section a point that repeats its words is none.
    """
    entry = found.entry
    if entry.parent:
        return top == entry.parent or entry.parent not in seen
    return entry.id != top or label_of(found.words).level <= entry.level


def _heading(line: Text, form: Form, table_words: frozenset[str]) -> _Found | None:
    text = line.text.strip()
    cut = _INLINE.search(text, 0, _LONGEST)
    rest = text[cut.end() :].strip() if cut else ""
    if cut and rest and label_of(text[: cut.start()]).level:
        entry = _entry(text[: cut.start()], form, table_words, marked=False)
        if entry:
            return _Found(entry, text[: cut.start()].strip(), rest)
    entry = _entry(text, form, table_words, marked=line.heading) if len(text) <= _LONGEST else None
    return _Found(entry, text, "") if entry else None


def _entry(text: str, form: Form, table_words: frozenset[str], *, marked: bool) -> Entry | None:
    """The form's heading that a line is; None if it is none, or may be several."""
    label = label_of(text)
    words = _YEAR.sub("", label.key)
    key = without_tail(words)
    if not key or label.key in table_words:
        return None
    scored = sorted(
        ((_likely(words, key, label.level, entry), number) for number, entry in enumerate(entries_of(form))),
        reverse=True,
    )
    best, number = scored[0]
    entry = entries_of(form)[number]
    if len(scored) > 1 and best - scored[1][0] < _APART:
        return None
    if key == entry.key:
        return entry
    if any(char.isdigit() for char in key) or _ENDED.search(text):
        return None
    if label.level or marked:
        return entry if best >= _SURE else None
    near = len(entry.key) * _LEAST_SHARE <= len(key) <= len(entry.key) + _MOST_WORDS
    return entry if best >= _PLAIN and near else None


def _likely(words: str, key: str, level: int, entry: Entry) -> float:
    """How like a line is to a heading, its numbering considered."""
    like = max(likeness(key, entry.key), likeness(words, entry.words))
    return like - _LEVEL * bool(like and level and level != entry.level)


def _is_unknown(line: Text, table_words: frozenset[str]) -> bool:
    """Say whether a line looks like a heading of the first level that the form does not have."""
    text = line.text.strip()
    label = label_of(text)
    return (
        label.level == 1
        and len(text) <= _LONGEST // 2
        and label.key not in table_words
        and not is_row(text, table_words)
        and _ENDED.search(text) is None
        and re.search("[，,：:]", text) is None
    )


def paragraphs(part: Part) -> Iterator[Text]:
    """The text of a part, paragraph by paragraph; rows of cells count as lines."""
    for block in part.blocks:
        if isinstance(block, Text):
            yield block
        elif isinstance(block, Row):
            words = " ".join(cell.strip() for cell in block.cells if cell.strip())
            if words:
                yield Text(words, block.line)
