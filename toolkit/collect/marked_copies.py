"""Marked copies of the workbooks that notices are about, made by many workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from toolkit.collect.chunks import worked
from toolkit.collect.inbox import Contents
from toolkit.package.refusal import FileRefused
from toolkit.present import conclusion, problem
from toolkit.workbook.annotate import CannotMark, annotated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.collect.crew import Crew
    from toolkit.collect.notices import Notice
    from toolkit.finding import Finding


def marked_copies(wanted: Iterable[Notice], crew: Crew) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each copy, in no particular order; nothing where there can be none."""
    for piece, content in worked(crew, _mark, _pieces(wanted), weight=lambda piece: len(piece.content)):
        yield piece.name, content if isinstance(content, bytes) else b""


class _Piece(Struct, frozen=True):
    """A workbook to be marked, with everything that a worker needs."""

    name: str
    content: bytes
    findings: tuple[Finding, ...]
    verdict: str


def _pieces(wanted: Iterable[Notice]) -> Iterator[_Piece]:
    with Contents() as contents:
        for one in wanted:
            if one.markable and one.file and one.report:
                try:
                    content = contents(one.file.source)
                except FileRefused:  # gone since it was read
                    content = b""
                verdict = conclusion(replace(one.report, findings=one.findings))
                yield _Piece(one.copy, content, one.findings, verdict)


def _mark(pieces: Sequence[_Piece]) -> list[bytes]:
    return [_marked(piece) for piece in pieces]


def _marked(piece: _Piece) -> bytes:
    """The marked copy; nothing where there can be none."""
    try:
        return annotated(piece.content, piece.findings, verdict=piece.verdict, problem=problem)
    except (CannotMark, FileRefused):
        return b""
