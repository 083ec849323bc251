"""Run every check of the project in turn and stop at the first that fails: `python tests`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

CHECKS = ("ruff check", "ruff format --check", "mypy", "lint-imports", "pytest -q -n 2")


def main() -> None:
    """Leave with the exit code of the first check that fails, else 0."""
    beside = Path(sys.executable).parent  # the checks' programs, of this environment and of no other
    for check in CHECKS:
        print("$", check, flush=True)  # noqa: T201 - which one fails
        name, *options = check.split()
        program = shutil.which(name, path=str(beside))
        if program is None:
            sys.exit(f"{name} is not installed here: run pip install -e '.[dev]'")
        code = subprocess.run([program, *options], cwd=Path(__file__).parents[1], check=False).returncode
        if code:
            sys.exit(code)


if __name__ == "__main__":
    main()
