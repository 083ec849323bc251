"""Work in chunks: so many pieces travel together, so many are under way, and one bad piece never stops the rest."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, wait
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from toolkit.collect.crew import Crew

T = TypeVar("T")
R = TypeVar("R")

CHUNK: Final = 32
HEAVIEST: Final = 8 * 2**20  # bytes that travel together, unless a single piece is larger
_AHEAD: Final = 2  # chunks for each worker that are under way, so that none has to wait


class Died(Struct, frozen=True):
    """What comes of a piece that killed its worker, alone as well as among others."""

    reason: str


def worked(
    crew: Crew,
    work: Callable[[Sequence[T]], Sequence[R]],
    pieces: Iterable[T],
    *,
    weight: Callable[[T], int] = lambda _: 0,
) -> Iterator[tuple[T, R | Died]]:
    """Yield each piece with its result, as they come in; pieces are taken in as workers get free.

    `work` gives a result for each piece of a chunk and raises nothing; `weight` is a piece's size in bytes.
    When a worker dies, its chunk and those that went down with it are done again piece by piece, so that the
    one to blame is found.
    """
    waiting: dict[Future[Sequence[R]], list[T]] = {}
    lost: deque[T] = deque()
    chunks = _chunks(pieces, weight)
    more = True
    while more or waiting:
        while more and len(waiting) < _AHEAD * crew.size:
            chunk = next(chunks, None)
            if chunk is None:
                more = False
            else:
                waiting[crew.submit(work, chunk)] = chunk
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        if any(future.exception() for future in done):
            done, _ = wait(waiting)  # whatever else was under way is done, or lost with it
        for future in done:
            chunk = waiting.pop(future)
            error = future.exception()
            if error is None:
                yield from zip(chunk, future.result(), strict=True)
            else:
                lost.extend(chunk)
                failure = error
        if lost:
            if not crew.lost(failure):
                raise failure
            yield from _one_by_one(crew, work, lost)


def _one_by_one(
    crew: Crew, work: Callable[[Sequence[T]], Sequence[R]], lost: deque[T]
) -> Iterator[tuple[T, R | Died]]:
    while lost:
        piece = lost.popleft()
        future = crew.submit(work, [piece])
        error = future.exception()
        if error is None:
            yield piece, future.result()[0]
        elif crew.lost(error):
            yield piece, Died(type(error).__name__)
        else:
            raise error


def _chunks(pieces: Iterable[T], weight: Callable[[T], int]) -> Iterator[list[T]]:
    chunk: list[T] = []
    heavy = 0
    for piece in pieces:
        heavy += weight(piece)
        if chunk and (len(chunk) == CHUNK or heavy > HEAVIEST):
            yield chunk
            chunk, heavy = [], weight(piece)
        chunk.append(piece)
    if chunk:
        yield chunk
