"""One pass over many workbooks: what is known of them is taken from the cache, the rest is given to workers."""

from __future__ import annotations

import hashlib
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from toolkit import __version__, catalogue
from toolkit.collect.chunks import Died, worked
from toolkit.collect.inbox import Contents
from toolkit.collect.work import Piece, last_digest, unreadable
from toolkit.form.installed import installed_forms
from toolkit.package.refusal import FileRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from toolkit.collect.cache import Cache
    from toolkit.collect.crew import Crew
    from toolkit.collect.last import LastYear
    from toolkit.collect.model import Source
    from toolkit.collect.work import Answer, Identity, Task

_DIGEST: Final = 32  # hexadecimal digits
_OURS: Final = "F016"  # gktool itself failed: next time it may not


class Progress(Protocol):
    """Is told how far the work is."""

    def begin(self, what: str, total: int) -> None:
        """Say what is done from now on, and to how many."""

    def advance(self) -> None:
        """Say that one more is done."""


class Tools(Struct, frozen=True):
    """With what the work is done."""

    crew: Crew
    cache: Cache
    progress: Progress


class Pass(Struct, frozen=True, dict=True):
    """The same work on many workbooks; `take` gets each one's digest and answer, in no particular order.

    `kind` tells the results of this work from others in the cache.
    """

    kind: str
    tools: Tools
    work: Callable[[Task, Sequence[Piece]], Sequence[Answer]]
    task: Task
    take: Callable[[Source, str, Answer], None]
    last: LastYear | None = None

    def over(
        self, sources: Iterable[Source], organ: Callable[[Source], Identity | None] = lambda _: None
    ) -> dict[Source, Identity]:
        """Work on these; `organ` says whose each probably is.

        Return those that turned out to be of another organ than that, whose last year is another.
        """
        again: dict[Source, Identity] = {}
        pieces = self._pieces(sources, organ)
        for piece, answer in worked(
            self.tools.crew, partial(self.work, self.task), pieces, weight=lambda piece: len(piece.content)
        ):
            if isinstance(answer, Died):
                fault = catalogue.finding(_OURS, found=f"处理它的进程中途退出（{answer.reason}）")
                self._finish(piece.source, piece.digest, unreadable(fault))
            elif answer.packed:
                if answer.summary.contents != _OURS:
                    self.tools.cache.put(piece.digest, self._context, last_digest(piece.last), answer)
                self._finish(piece.source, piece.digest, answer)
            else:
                again[piece.source] = answer.summary.identity
        return again

    def _pieces(
        self, sources: Iterable[Source], organ: Callable[[Source], Identity | None]
    ) -> Iterator[Piece]:
        """The workbooks that have to be worked on; what is known of the others is taken on the way."""
        with Contents() as contents:
            for source in sources:
                try:
                    content = contents(source)
                except FileRefused as refused:
                    self._finish(source, "", unreadable(refused.finding))
                    continue
                digest = hashlib.sha256(content).hexdigest()
                kept = self.tools.cache.get(digest, self._context)
                if kept and kept.last == last_digest(self._last_of(kept.answer.summary.identity)):
                    self._finish(source, digest, kept.answer)
                    continue
                identity = kept.answer.summary.identity if kept else organ(source)
                yield Piece(source, digest, content, identity, self._last_of(identity))

    def _last_of(self, identity: Identity | None) -> tuple[bytes, ...]:
        return tuple(bytes(one.packed) for one in self.last.of(identity)) if self.last and identity else ()

    def _finish(self, source: Source, digest: str, answer: Answer) -> None:
        self.take(source, digest, answer)
        self.tools.progress.advance()

    @cached_property
    def _context(self) -> str:
        """A digest of all that a result depends on besides the workbook and last year."""
        total = hashlib.sha256(f"{__version__} {self.kind} {self.task}".encode())
        for folder in (self.task.form,) if self.task.form else installed_forms():
            for file in sorted(folder.glob("*.toml")):
                total.update(file.name.encode() + b"\0" + file.read_bytes())
        return total.hexdigest()[:_DIGEST]
