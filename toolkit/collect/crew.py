"""Who does the work: this process alone, many processes of this machine, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from toolkit.stopped import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PRELOADED: Final = "toolkit.collect.work"
_MOST: Final = 60  # processes: Windows waits for no more
_PATIENCE: Final = 10  # seconds for a cluster to answer
_EXTRA: Final = "没有安装集群所需的组件。请先运行：pip install 'gktool[cluster]'"


class Crew:
    """Workers that take a call and give a future; this one has none: the work is done here and now."""

    size = 1

    def submit(self, work: Callable[..., Any], *arguments: object) -> Future[Any]:
        """Have a function called; the future has its result, or what it raised."""
        future: Future[Any] = Future()
        try:
            future.set_result(work(*arguments))
        except Exception as error:  # noqa: BLE001 - the future hands it on
            future.set_exception(error)
        return future

    def lost(self, error: BaseException) -> bool:
        """Say whether a failure means that a worker died; new ones are there when this returns."""
        return isinstance(error, BrokenExecutor)

    def close(self, *, at_once: bool) -> None:
        """Let the workers go, `at_once` without waiting for what they are at."""


class _Processes(Crew):
    def __init__(self, size: int) -> None:
        self.size = size
        ways = multiprocessing.get_all_start_methods()
        # A fork of this process could inherit a lock that a thread of the progress bar holds. A server that has
        # imported everything starts workers as quickly.
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
        if isinstance(self._context, multiprocessing.context.ForkServerContext):
            self._context.set_forkserver_preload([_PRELOADED])
        self._pool = self._new_pool()

    def submit(self, work: Callable[..., Any], *arguments: object) -> Future[Any]:
        try:
            return self._pool.submit(work, *arguments)
        except BrokenExecutor as error:  # it died since the last result came
            future: Future[Any] = Future()
            future.set_exception(error)
            return future

    def lost(self, error: BaseException) -> bool:
        if not super().lost(error):
            return False
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._new_pool()
        try:
            self._pool.submit(int).result()
        except BrokenExecutor:  # not the work's fault: no process starts at all
            raise Stopped("另开的进程都起不来。请加 --jobs 1 再运行。") from None
        return True

    def close(self, *, at_once: bool) -> None:
        if at_once:
            for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - there is no other way
                process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.size, mp_context=self._context, initializer=_ignore_interrupts)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which lets its workers go


class _Cluster(Crew):
    def __init__(self, address: str) -> None:
        try:
            from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
            from distributed.scheduler import KilledWorker  # noqa: PLC0415
        except ImportError:
            raise Stopped(_EXTRA) from None
        try:
            self._client = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise Stopped(f"连不上集群 {address}：{error}") from None
        self._killed = KilledWorker
        self._executor: Executor = self._client.get_executor()
        self.size = max(1, sum(self._client.nthreads().values()))

    def submit(self, work: Callable[..., Any], *arguments: object) -> Future[Any]:
        future: Future[Any] = self._executor.submit(work, *arguments)
        return future

    def lost(self, error: BaseException) -> bool:
        if isinstance(error, CancelledError):
            raise Stopped("集群断开了。已核对的都在，加 --resume 接着做。") from None
        return isinstance(error, self._killed)  # the cluster has tried several workers by then

    def close(self, *, at_once: bool) -> None:
        self._executor.shutdown(wait=not at_once)
        self._client.close()


def processes(jobs: int) -> int:
    """How many processes to use: as many as asked for, 0 meaning one for each processor there is."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(jobs or available, _MOST)


@contextmanager
def crew(jobs: int, address: str = "") -> Iterator[Crew]:
    """Hire workers: so many processes (1: none, the work is done here), or those of a cluster.

    They are let go in the end; at once where something was raised, e.g. by Ctrl-C. Raises Stopped where the
    cluster cannot be reached.
    """
    workers = _Cluster(address) if address else _Processes(jobs) if jobs > 1 else Crew()
    try:
        yield workers
    except BaseException:
        workers.close(at_once=True)
        raise
    workers.close(at_once=False)
