"""How long a command takes from nothing: `python -m benchmarks.start [--rounds N] [--instructions]`.

`gktool check` of one workbook beside `import openpyxl`, and `gktool --help` beside the help of a hello-world typer
program with rich. Install gktool without -e first: an editable install adds a finder of its own to every start.
With --instructions valgrind counts what each process executes, which is the same whatever else the machine does.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import processes_in_turn, table

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "good" / "filled.xlsx"
HELLO = "import typer\napp = typer.Typer()\n@app.command()\ndef hello(name: str) -> None:\n    print(name)\napp()\n"
RIVALS = {"gktool check one.xlsx": "import openpyxl", "gktool --help": "typer hello --help"}
_COUNTED = re.compile(r"Collected : (\d+)")


def main() -> None:
    """Measure, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--instructions", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        commands = _commands(Path(folder))
        print(starts(commands, arguments.rounds, folder), end="")  # noqa: T201 - a command prints
        if arguments.instructions:
            print(instructions(commands, folder), end="")  # noqa: T201


def _commands(folder: Path) -> dict[str, list[str]]:
    hello = folder / "hello.py"
    hello.write_text(HELLO, encoding="utf-8")
    gktool = [sys.executable, "-m", "toolkit"]
    return {
        "import openpyxl": [sys.executable, "-c", "import openpyxl"],
        "gktool check one.xlsx": [*gktool, "check", "--quiet", str(EXAMPLE)],
        "typer hello --help": [sys.executable, str(hello), "--help"],
        "gktool --help": [*gktool, "--help"],
    }


def starts(commands: Mapping[str, list[str]], rounds: int, folder: str) -> str:
    """Return the table: each command, its seconds, its memory, and its time over that of the rival."""
    measured = processes_in_turn(commands, rounds, folder)
    seconds = {name: taken for name, (taken, _) in measured.items()}
    rows = [
        [name, f"{taken * 1000:.0f} ms", f"{memory:.0f} MB", _ratio(name, seconds)]
        for name, (taken, memory) in measured.items()
    ]
    return table(["whole process", "time", "memory", "ratio"], rows)


def instructions(commands: Mapping[str, list[str]], folder: str) -> str:
    """Return the table: each command, how many million instructions it takes, and that over the rival's."""
    counted = {name: float(_instructions(command, folder)) for name, command in commands.items()}
    rows = [[name, f"{count / 1e6:,.0f} million", _ratio(name, counted)] for name, count in counted.items()]
    return table(["whole process", "instructions", "ratio"], rows)


def _instructions(command: list[str], folder: str) -> int:
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(  # noqa: S603 - programs of this project and of Python
        valgrind, capture_output=True, text=True, cwd=folder, env=environment, check=True
    )
    found = _COUNTED.search(done.stderr)
    if found is None:
        raise RuntimeError(done.stderr)
    return int(found[1])


def _ratio(name: str, measured: Mapping[str, float]) -> str:
    return f"{measured[name] / measured[RIVALS[name]]:.2f} x {RIVALS[name]}" if name in RIVALS else ""


if __name__ == "__main__":
    main()
