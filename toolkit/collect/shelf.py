"""Where what was found out of many workbooks is put away: a file without a name, gone with the last who asks for it."""

from __future__ import annotations

import tempfile
import weakref
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from typing import SupportsBytes


class Shelf:
    """Takes bytes and gives something small that `bytes` makes them of again; without room on the disk, themselves."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, data: bytes) -> SupportsBytes:
        """Put away."""
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the shelf
                weakref.finalize(self, self._file.close)
            self._file.seek(self._end)
            if self._file.write(data) != len(data):
                return data
        except OSError:
            return data
        kept = _Kept(self, self._end, len(data))
        self._end += len(data)
        return kept

    def get(self, start: int, size: int) -> bytes:
        """Return what was put away."""
        if self._file is None:
            return b""
        self._file.seek(start)
        return self._file.read(size)


class _Kept:
    """Some bytes on a shelf; equal to those that are the same."""

    __slots__ = ("shelf", "size", "start")

    def __init__(self, shelf: Shelf, start: int, size: int) -> None:
        self.shelf, self.start, self.size = shelf, start, size

    def __bytes__(self) -> bytes:
        return self.shelf.get(self.start, self.size)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept | bytes) and bytes(self) == bytes(other)

    def __hash__(self) -> int:
        return hash(bytes(self))
