"""Stopped: the one way in which a command gives up on what it was asked for."""

from __future__ import annotations


class Stopped(Exception):  # noqa: N818 - what happened, as with FileRefused
    """The work cannot be done; the message says why, in Chinese."""
