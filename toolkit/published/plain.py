"""Plain text and Markdown as blocks: paragraphs, drawn tables, tables with | and rows of cells."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from toolkit.package.refusal import refuse
from toolkit.published.blocks import MOST_BLOCKS, MOST_CELLS, WIDEST, Block, Cell, Document, Grid, Row, Text
from toolkit.published.frames import frame_at, read_frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINE_ENDS: Final = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_INVISIBLE: Final = re.compile(r"[\0\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_BARS: Final = re.compile(r"[\s|]*\|[\s|]*")
_BOOKMARK: Final = re.compile(r"\[bookmark:[^\]]*\]\s?")  # left by programs that turn Word into text
_SENTENCE: Final = re.compile(r"[。；;！!？?]\s*$")
_RULE: Final = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?")
_BOLD: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_QUOTED: Final = re.compile(r"(?:>\s?)+")
_HTML_TABLE: Final = re.compile(r"\s*<table\b", re.IGNORECASE)
_PARAGRAPH_IN_CELL: Final = 60  # characters; a line that a tab only indents is no row
_LONGEST_CELL: Final = 300  # characters of one that a bar closes: some offices explain a row in its label
_CONTINUED: Final = 20  # characters of the second line of a cell


def read_plain(text: str, *, markdown: bool) -> Document:
    """Return the blocks of a text; raises FileRefused (F006) for one of too many lines."""
    lines = _LINE_ENDS.split(_INVISIBLE.sub("", text))
    if len(lines) > MOST_BLOCKS:
        raise refuse("F006", "文字的行数", f"{MOST_BLOCKS:,} 行")
    return Document(tuple(_blocks(lines, markdown=markdown)))


def _blocks(lines: Sequence[str], *, markdown: bool) -> Iterator[Block]:
    at = 0
    open_cell = False  # whether the text before ends with a cell that no bar has closed yet
    while at < len(lines):
        line = lines[at]
        if (end := frame_at(lines, at)) > at and (grid := read_frame(lines[at:end], at + 1)):
            yield grid
        elif (end := _piped(lines, at)) > at:
            yield _pipe_table(lines[at:end], at + 1, markdown=markdown)
        elif _HTML_TABLE.match(line) and (end := _html_end(lines, at)) > at:
            yield from _html(lines[at:end])
        elif _is_tabbed(line) and line.strip() and len(line) <= _PARAGRAPH_IN_CELL:
            end = _tabbed_end(lines, at)
            yield from _tabbed(lines[at:end], at + 1)
        elif _BARS.fullmatch(line):
            end = at + 1
            if blank := min(line.count("|") - open_cell, WIDEST):
                yield Row(("",) * blank, end)
        else:
            end = at + 1
            closed = end < len(lines) and _BARS.fullmatch(lines[end]) is not None
            yield from _line(line, end, markdown=markdown, closed=closed)
        if any(one.strip() for one in lines[at:end]):
            open_cell = not lines[end - 1].rstrip().endswith("|")
        at = end


def _line(line: str, number: int, *, markdown: bool, closed: bool) -> Iterator[Block]:
    """A line on its own: a row if there are cells in it, else a paragraph; `closed` says that a bar follows."""
    text = _BOOKMARK.sub("", line)
    if markdown:
        text = _QUOTED.sub("", text, count=1) if text.startswith(">") else text
    closed = closed and not _SENTENCE.search(text)
    barred = closed or "|" in text
    parts = text.split("\t") if "\t" in text.lstrip() else _cells(text) if barred else []
    if parts and not any(part.strip() for part in parts):
        return
    longest = max((len(part.strip()) for part in parts), default=0)
    closed = (closed or text.rstrip().endswith("|")) and "\t" not in text.lstrip()
    fitting = longest <= (_LONGEST_CELL if closed else _PARAGRAPH_IN_CELL)
    if fitting and (len(parts) > 1 or closed):
        yield Row(tuple(_inline(part, markdown=markdown) for part in parts), number)
        return
    if len(parts) == 1:
        text = parts[0]
    heading = _HEADING.fullmatch(text.strip()) if markdown else None
    words = _inline(heading[2] if heading else text, markdown=markdown)
    if words and not (markdown and re.fullmatch(r"(?:[-*_]\s*){3,}", words)):
        yield Text(words, number, heading=heading is not None)


def _inline(text: str, *, markdown: bool) -> str:
    """A text without the marks of Markdown, and with the characters that they hide."""
    words = text.strip()
    if markdown:
        bare = _BOLD.sub(r"\2", words)
        words = unescape(_ESCAPED.sub(r"\1", bare.replace("<br>", "\n")))
    return words.strip()


# ── tables with | ─────────────────────────────────────────────────────────────


def _cells(line: str) -> list[str]:
    """The cells between the bars of a line; the outermost bars only close it."""
    parts = [part.replace("\\|", "|") for part in _PIPE.split(line.strip())]
    if len(parts) > 1 and not parts[0].strip() and line.lstrip().startswith("|"):
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1].strip():
        parts = parts[:-1]
    return parts


def _piped(lines: Sequence[str], start: int) -> int:
    """Where a Markdown table that begins at a line ends; `start` itself if there is none."""
    if (
        "|" not in lines[start]
        or start + 1 >= len(lines)
        or "-" not in lines[start + 1]
        or not _RULE.fullmatch(lines[start + 1].strip())
    ):
        return start
    end = start + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    return end


def _pipe_table(lines: Sequence[str], first: int, *, markdown: bool) -> Grid:
    cells = [
        Cell(_inline(part, markdown=markdown), row, column, line=first + number)
        for row, number in enumerate(number for number in range(len(lines)) if number != 1)
        for column, part in enumerate(_cells(lines[number]))
    ]
    if len(cells) > MOST_CELLS:
        raise refuse("F006", "表格的格数", f"{MOST_CELLS:,} 个")
    return Grid(tuple(cells))


def _html_end(lines: Sequence[str], start: int) -> int:
    """Where an HTML table in a text ends; `start` itself if it is never closed."""
    depth = 0
    for number in range(start, len(lines)):
        low = lines[number].lower()
        depth += low.count("<table") - low.count("</table")
        if depth <= 0:
            return number + 1
    return start


def _html(lines: Sequence[str]) -> tuple[Block, ...]:
    from toolkit.published.html import read_html  # noqa: PLC0415 - few texts have HTML in them

    return read_html("\n".join(lines)).blocks


# ── one cell a line, each behind a tab; rows parted by blank lines ────────────


def _is_tabbed(line: str) -> bool:
    """Say whether a line is one cell behind a tab; more tabs part the cells of a row."""
    return line.startswith("\t") and "\t" not in line[1:]


def _tabbed_end(lines: Sequence[str], start: int) -> int:
    """Where lines with a tab before each cell end; a cell's second line has none, and is short."""
    end, blank = start + 1, False
    while end < len(lines):
        line = lines[end]
        if not line.strip():
            blank = blank or not line.startswith("\t")
        elif len(line) > _PARAGRAPH_IN_CELL or not (
            _is_tabbed(line) or (not blank and len(line.strip()) <= _CONTINUED)
        ):
            break
        else:
            blank = False
        end += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end


def _tabbed(lines: Sequence[str], first: int) -> Iterator[Block]:
    cells: list[str] = []
    begun = first
    for number, line in enumerate(lines, start=first):
        if not line:
            if cells:
                yield Row(tuple(cells), begun)
            cells = []
        elif line.startswith("\t") or not cells:
            begun = begun if cells else number
            cells.append(line.strip())
        else:
            cells[-1] += line.strip()
    if cells:
        yield Row(tuple(cells), begun)
