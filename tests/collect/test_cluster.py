"""The same collection over a Dask cluster, also when one of its workers is killed on the way."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from collect.county import ROSTER, filing, send

from toolkit.collect.cache import Cache
from toolkit.collect.crew import Crew, crew
from toolkit.collect.passes import Tools
from toolkit.collect.run import Request, collected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

distributed = pytest.importorskip("distributed")


@pytest.fixture
def cluster() -> Iterator[distributed.LocalCluster]:
    """Two worker processes, which are replaced when they die."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster


class Progress:
    """Does something when so many workbooks were checked."""

    def __init__(self, at: int, do: Callable[[], object]) -> None:
        self.at, self.do, self.left = at, do, 0

    def begin(self, what: str, _: int) -> None:
        self.left = self.at if what == "核对" else 0

    def advance(self) -> None:
        self.left -= 1
        if self.left == 0:
            self.do()


def test_a_worker_that_is_killed_changes_nothing(
    tmp_path: Path, cluster: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.collect.chunks.CHUNK", 3)
    for number in range(12):
        send(tmp_path / "收", filing(number, requests__new__natural=2 + number % 3))
        send(tmp_path / "上年", filing(number, year=2022))
    request = Request(tmp_path / "收", ROSTER, previous=tmp_path / "上年")
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        workers_at_first = list(client.run(os.getpid).values())
    killed: list[int] = []

    def kill_one() -> None:
        killed.append(workers_at_first[0])
        os.kill(workers_at_first[0], signal.SIGKILL)

    with Cache(None) as none:
        alone = collected(request, Tools(Crew(), none, Progress(0, str)))
        with crew(1, cluster.scheduler_address) as workers:
            assert workers.size == 2
            assert collected(request, Tools(workers, none, Progress(3, kill_one))) == alone
    assert (len(killed), len(alone.counting)) == (1, 12)
