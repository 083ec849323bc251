"""Work is done in chunks, by processes; a piece that kills its process is found, and the rest is done."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from toolkit.collect import chunks
from toolkit.collect.chunks import Died, worked
from toolkit.collect.crew import Crew, crew
from toolkit.stopped import Stopped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future


def squares(pieces: Sequence[int]) -> list[int]:
    """Square numbers; 13 ends the process as a crash of an extension does."""
    for piece in pieces:
        if piece == 13:
            os.kill(os.getpid(), signal.SIGKILL)
    return [piece * piece for piece in pieces]


def fails(_: Sequence[int]) -> list[int]:
    raise MemoryError


def fine(pieces: Sequence[int]) -> list[int]:
    return [piece * piece for piece in pieces]


class TestAlone:
    def test_results_belong_to_their_pieces(self) -> None:
        assert dict(worked(Crew(), fine, range(100), weight=lambda _: 0)) == {n: n * n for n in range(100)}

    def test_nothing_to_do(self) -> None:
        assert list(worked(Crew(), fine, ())) == []

    def test_what_the_work_raises_is_raised(self) -> None:
        with pytest.raises(MemoryError):
            list(worked(Crew(), fails, range(3)))

    def test_chunks_are_short_and_light(self) -> None:
        met: list[int] = []

        class Counting(Crew):
            def submit(self, work: object, *arguments: object) -> Future[object]:
                met.append(len(arguments[0]))  # type: ignore[arg-type]
                return super().submit(work, *arguments)  # type: ignore[arg-type]

        list(worked(Counting(), fine, range(70)))
        list(worked(Counting(), fine, range(4), weight=lambda _: chunks.HEAVIEST // 2))
        assert met == [32, 32, 6, 2, 2]

    def test_pieces_are_taken_in_as_they_are_worked_on(self) -> None:
        taken = 0

        def pieces() -> Iterator[int]:
            nonlocal taken
            for number in range(1000):
                taken += 1
                yield number

        next(worked(Crew(), fine, pieces()))
        assert taken < 200


class TestProcesses:
    def test_one_piece_that_kills(self) -> None:
        with crew(2) as workers:
            found = dict(worked(workers, squares, range(100)))
        assert {piece: result for piece, result in found.items() if isinstance(result, Died)} == {
            13: Died("BrokenProcessPool")
        }
        assert all(result == piece * piece for piece, result in found.items() if piece != 13)
        assert list(found.keys() ^ range(100)) == []

    def test_ctrl_c_lets_the_workers_go(self) -> None:
        def interrupted() -> Iterator[int]:
            yield from range(40)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt), crew(2) as workers:
            list(worked(workers, squares, (n + 100 for n in interrupted())))
        assert not [
            thread
            for thread in threading.enumerate()
            if "ExecutorManager" in thread.name and thread.is_alive()
        ]


def test_a_cluster_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("toolkit.collect.crew._PATIENCE", 0.2)
    with pytest.raises(Stopped, match="连不上集群"), crew(1, "tcp://127.0.0.1:1"):
        pass


def test_a_cluster_without_its_components(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(Stopped, match=r"gktool\[cluster\]"), crew(1, "tcp://127.0.0.1:1"):
        pass
