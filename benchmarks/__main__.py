"""Every measurement in one run: `python -m benchmarks [--quick]`. What each prints is said in its own module."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from benchmarks import collecting, dashboard, reading, start
from benchmarks.measure import table

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Measure everything, a table after another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds and small sizes")
    quick = parser.parse_args().quick
    parts: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Starting", lambda: start.starts(5 if quick else 15)),
        ("Reading, checking, writing", lambda: reading.readings(*((8, 1) if quick else (30, 3)))),
        (
            "Collecting",
            lambda: table(collecting.HEAD, collecting.growth([100] if quick else [100, 1_000, 10_000])),
        ),
        (
            "Dashboard",
            lambda: "".join(f"{dashboard.line(n, 5)}\n" for n in ([64] if quick else [64, 1_000, 8_000])),
        ),
    )
    for title, text in parts:
        print(f"{title}\n{text()}", flush=True)  # noqa: T201 - a command prints


if __name__ == "__main__":
    main()
