"""How long a command takes from nothing: `python -m benchmarks.start [--rounds N]`.

`gktool check` of one workbook beside `import openpyxl`, and `gktool --help` beside the help of a hello-world typer
program with rich. Install gktool without -e first: an editable install adds a finder of its own to every start.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import processes_in_turn, table

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "good" / "filled.xlsx"
HELLO = "import typer\napp = typer.Typer()\n@app.command()\ndef hello(name: str) -> None:\n    print(name)\napp()\n"


def main() -> None:
    """Measure, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    print(starts(parser.parse_args().rounds), end="")  # noqa: T201 - a command prints


def starts(rounds: int) -> str:
    """Return the table: each command, its seconds, its memory, and its time over that of the rival."""
    with tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "hello.py"
        hello.write_text(HELLO, encoding="utf-8")
        gktool = [sys.executable, "-m", "toolkit"]
        commands = {
            "import openpyxl": [sys.executable, "-c", "import openpyxl"],
            "gktool check one.xlsx": [*gktool, "check", "--quiet", str(EXAMPLE)],
            "typer hello --help": [sys.executable, str(hello), "--help"],
            "gktool --help": [*gktool, "--help"],
        }
        measured = processes_in_turn(commands, rounds, folder)
    rivals = {"gktool check one.xlsx": "import openpyxl", "gktool --help": "typer hello --help"}
    rows = [
        [
            name,
            f"{seconds * 1000:.0f} ms",
            f"{memory:.0f} MB",
            f"{seconds / measured[rivals[name]][0]:.2f} x {rivals[name]}" if name in rivals else "",
        ]
        for name, (seconds, memory) in measured.items()
    ]
    return table(["whole process", "time", "memory", "ratio"], rows)


if __name__ == "__main__":
    main()
