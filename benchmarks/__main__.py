"""Every measurement in one run: `python -m benchmarks [--quick]`. What each prints is said in its own module."""

from __future__ import annotations

import argparse
import subprocess
import sys

_PARTS = (
    ("start", (), ("--rounds", "5")),
    ("reading", (), ("--files", "8", "--rounds", "1")),
    ("texts", (), ("--rounds", "3")),
    ("collect", ("100", "1000", "10000"), ("100",)),
    ("dashboard", ("--organs", "64", "1000", "8000"), ("--organs", "64")),
)


def main() -> int:
    """Run every measurement, a table after another; 1 if one of them fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds and small sizes")
    quick = parser.parse_args().quick
    failed = 0
    for name, usual, small in _PARTS:
        sys.stdout.write(f"\n# {name}\n")
        sys.stdout.flush()
        command = [sys.executable, "-m", f"benchmarks.{name}", *(small if quick else usual)]
        failed += subprocess.run(command, check=False).returncode != 0  # noqa: S603 - of this project
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
