"""Time and memory, measured so that two ways of doing one thing can be compared: in turn, in one run, by medians."""

from __future__ import annotations

import os
import statistics
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def in_turn(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Run every way once in each round, after one that does not count; return the median seconds of each."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            if number:
                taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def process(command: list[str], folder: str = ".") -> tuple[float, float]:
    """Run a command in a folder, its output thrown away; return its seconds on the clock and its peak memory in MB.

    Raises RuntimeError if it fails in any other way than by finding faults.
    """
    start = time.perf_counter()
    child = os.fork()
    if not child:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.chdir(folder)
        os.execvp(command[0], command)  # noqa: S606 - programs of this project and of Python
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        message = f"{' '.join(command)} failed"
        raise RuntimeError(message)
    return seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 2**20)


def processes_in_turn(
    commands: Mapping[str, list[str]], rounds: int, folder: str = "."
) -> dict[str, tuple[float, float]]:
    """Run every command once in each round, after one that does not count; medians of seconds and of MB."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            measured = process(command, folder)
            if number:
                taken[name].append(measured)
    return {
        name: (statistics.median(s for s, _ in runs), statistics.median(m for _, m in runs))
        for name, runs in taken.items()
    }


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table of text, the first column to the left and the others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(size) if not column else cell.rjust(size)
            for column, (cell, size) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    ]
    return "\n".join(lines) + "\n"
