"""The commands: call the rooms, print, return the exit code.

Each command imports what it uses when it runs, so that a start stays quick.
"""

from toolkit.commands import data, offices, reference, reports, roster, workbooks  # noqa: F401 - each adds its own
from toolkit.commands.app import app

__all__ = ["app"]
