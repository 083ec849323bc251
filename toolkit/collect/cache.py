"""What was found out before, by the digests of what it depends on: nothing is checked twice.

The folder may be deleted at any time and be shared by several runs. What is damaged in it is found out anew.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from toolkit.collect.packing import NotPacked, unpacked
from toolkit.collect.work import Answer, Identity, Summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_FILE: Final = "results-1.sqlite"  # the number changes with what is kept
_BATCH: Final = 64  # results that are written together
_PATIENCE: Final = 30.0  # seconds that another run may hold the file
_TABLE: Final = """CREATE TABLE IF NOT EXISTS results (
    content TEXT, context TEXT, last TEXT, summary TEXT, packed BLOB, PRIMARY KEY (content, context))"""

_FIND: Final = "SELECT last, summary, packed FROM results WHERE content = ? AND context = ?"


class Kept(NamedTuple):
    """A result, and the digests of last year's filings that it was found with."""

    last: str
    answer: Answer


class Cache:
    """The results of earlier runs; use it in a `with` statement. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / _FILE if folder else None
        self._database: sqlite3.Connection | None = None
        self._waiting: list[tuple[str, str, str, str, bytes]] = []

    def __enter__(self) -> Self:
        """Open the file, or begin a new one in the place of a damaged one."""
        if self._path:
            with suppress(OSError):
                self._path.parent.mkdir(exist_ok=True)
            self._open(self._path)
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is still to be written."""
        self._write()
        if self._database:
            self._database.close()

    def get(self, content: str, context: str) -> Kept | None:
        """Return what is known of a content under a context; None if nothing is, or it is damaged."""
        row = self._guarded(lambda database: database.execute(_FIND, (content, context)).fetchone())
        try:
            last, text, data = row
            identity, *others = json.loads(text)
            unpacked(data)
            return Kept(last, Answer(Summary(Identity(*identity), *others), data))
        except (TypeError, ValueError, NotPacked):  # TypeError: no row, or a damaged one
            return None

    def put(self, content: str, context: str, last: str, answer: Answer) -> None:
        """Keep a result."""
        summary = json.dumps(answer.summary, ensure_ascii=False)
        self._waiting.append((content, context, last, summary, answer.packed))
        if len(self._waiting) >= _BATCH:
            self._write()

    def _write(self) -> None:
        rows, self._waiting = self._waiting, []

        def insert(database: sqlite3.Connection) -> None:
            with database:
                database.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", rows)

        if rows:
            self._guarded(insert)

    def _guarded(self, use: Callable[[sqlite3.Connection], Any]) -> Any:  # noqa: ANN401 - rows of a database
        """Use the file; one that turns out to be damaged is begun anew, one that cannot be used is left alone."""
        try:
            return use(self._database) if self._database else None
        except sqlite3.OperationalError:  # another run holds it all the time, or there is no room: do without
            self._close()
        except sqlite3.DatabaseError:
            self._close()
            if self._path:
                self._begin_anew(self._path)
        return None

    def _open(self, path: Path) -> None:
        try:
            self._database = sqlite3.connect(path, timeout=_PATIENCE)
            self._database.execute("PRAGMA synchronous = OFF")  # damaged by a power cut, it is begun anew
            self._database.execute(_TABLE)
        except sqlite3.OperationalError:
            self._close()
        except sqlite3.DatabaseError:
            self._close()
            self._begin_anew(path)

    def _begin_anew(self, path: Path) -> None:
        with suppress(OSError, sqlite3.Error):
            path.unlink(missing_ok=True)
            self._database = sqlite3.connect(path, timeout=_PATIENCE)
            self._database.execute(_TABLE)

    def _close(self) -> None:
        if self._database:
            with suppress(sqlite3.Error):
                self._database.close()
        self._database = None
