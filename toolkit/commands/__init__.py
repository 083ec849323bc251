"""The commands: call the rooms, print, return the exit code.

Each command imports what it uses when it runs, so that a start stays quick.
"""

from toolkit.commands import data, reference, reports, roster, workbooks  # noqa: F401 - each adds its commands
from toolkit.commands.app import app

__all__ = ["app"]
