"""The commands: call the rooms, print, return the exit code.

Each command imports what it uses when it runs, so that a start stays quick.
"""

# Each adds its commands to the app.
from toolkit.commands import data, offices, published, reference, reports, roster, workbooks  # noqa: F401
from toolkit.commands.app import app

__all__ = ["app"]
