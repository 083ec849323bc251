"""A refusal: the one way in which reading a file ends early."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit import catalogue

if TYPE_CHECKING:
    from toolkit.finding import Finding


class FileRefused(Exception):  # noqa: N818  what happened, as `Finding` is: the file is refused, the tool works
    """A file that cannot be read as what it should be."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)  # the only argument, so that a worker process can hand it back pickled
        self.finding = finding


def refuse(
    code: str, found: str | None = None, bound: str | None = None, *, sheet: str | None = None
) -> FileRefused:
    """Make the refusal `code` of family F, ready to be raised."""
    return FileRefused(catalogue.finding(code, found=found, expected=bound, sheet=sheet))
