"""The console script `gktool`, also `python -m toolkit`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run gktool and leave with its exit code: 0 no errors, 1 findings of severity error, 2 could not work."""
    for stream in (
        sys.stdout,
        sys.stderr,
    ):  # a Chinese Windows console speaks cp936: never fail on a character
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    from toolkit.cli import run  # noqa: PLC0415 - the streams come first

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
