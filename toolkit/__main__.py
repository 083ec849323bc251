"""The console script `gktool`, also `python -m toolkit`."""

from __future__ import annotations

import gc
import sys

_THRESHOLD = 20_000  # objects made between two searches for cycles; Python's 700 suits a start badly


def main() -> None:
    """Run gktool and leave with its exit code: 0 no errors, 1 findings of severity error, 2 could not work."""
    gc.set_threshold(_THRESHOLD)
    for stream in (
        sys.stdout,
        sys.stderr,
    ):  # a Chinese Windows console speaks cp936: never fail on a character
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        from toolkit.cli import run  # noqa: PLC0415 - the streams come first

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before there was anything to stop
        sys.stderr.write("错误：已中止。\n")
        code = 2
    gc.freeze()  # or Python looks through all there is three times on its way out
    sys.exit(code)


if __name__ == "__main__":
    main()
