"""How far the work is: a bar with rate and remaining time on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.collect.passes import Progress

_MANY: Final = 200  # where there are fewer, nothing is said in between
_TENTHS: Final = 10


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Show progress on standard error until the `with` statement ends."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    try:
        from rich import console, progress  # noqa: PLC0415 - slow to import
    except ImportError:
        yield _Lines()
        return
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}"),
        progress.TextColumn("还需"),
        progress.TimeRemainingColumn(compact=True),
    )
    with progress.Progress(*columns, console=console.Console(stderr=True), transient=True) as bar:
        yield _Bar(bar)


class _Lines:
    def __init__(self) -> None:
        self._what, self._total, self._done = "", 0, 0

    def begin(self, what: str, total: int) -> None:
        self._what, self._total, self._done = what, total, 0

    def advance(self) -> None:
        self._done += 1
        if (
            self._total >= _MANY
            and self._done * _TENTHS // self._total > (self._done - 1) * _TENTHS // self._total
        ):
            print(f"{self._what}：{self._done}/{self._total}", file=sys.stderr, flush=True)  # noqa: T201


class _Bar:
    def __init__(self, bar: Any) -> None:  # noqa: ANN401 - rich is imported only where it is used
        self._bar = bar
        self._task: Any = None
        self._done, self._since = 0, 0.0

    def begin(self, what: str, total: int) -> None:
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._done, self._since = 0, time.monotonic()
        self._task = self._bar.add_task(what, total=total, rate="")

    def advance(self) -> None:
        self._done += 1
        rate = self._done / max(time.monotonic() - self._since, 0.001)
        self._bar.update(self._task, advance=1, rate=f"{rate:.0f} 份/秒")
