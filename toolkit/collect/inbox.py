"""What lies in a folder: workbooks, those in .zip packages too, and what is not looked at.

A member of a package is read into memory and never becomes a file, so that its name can do no harm.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from toolkit.collect.model import Source
from toolkit.package.archive import bounded_bytes
from toolkit.package.pack import Pack, is_pack
from toolkit.package.refusal import FileRefused
from toolkit.submissions import DOCUMENTS, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from toolkit.finding import Finding

_PACKED_BY_MACOS = "__MACOSX"


class Inbox(Struct, frozen=True):
    """The workbooks of a folder in the order of their paths, the packages that cannot be opened, the rest."""

    workbooks: tuple[Source, ...]
    refused: tuple[tuple[Source, Finding], ...]
    overlooked: tuple[str, ...]


class Contents:
    """Reads sources; of a package it keeps the last one open, until it is closed or the `with` statement ends."""

    def __init__(self) -> None:
        self._at: tuple[Path, tuple[int, ...]] | None = None
        self._packs: list[Pack] = []

    def __enter__(self) -> Self:
        """Return the reader itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close what is open."""
        self.close()

    def close(self) -> None:
        """Close what is open."""
        for pack in self._packs:
            pack.close()
        self._packs, self._at = [], None

    def __call__(self, source: Source) -> bytes:
        """Return the bytes of a source; raises FileRefused for what cannot be read."""
        if not source.inside:
            return bounded_bytes(source.path)
        *outer, number = source.inside
        if self._at != (source.path, tuple(outer)):
            self.close()
            self._packs.append(Pack(source.path))
            for inner in outer:
                self._packs.append(Pack(self._packs[-1].read(inner)))
            self._at = source.path, tuple(outer)
        return self._packs[-1].read(number)


def content(source: Source) -> bytes:
    """Return the bytes of one source; raises FileRefused for what cannot be read."""
    with Contents() as contents:
        return contents(source)


def inbox_of(folder: Path, *, skip: Iterable[Path] = ()) -> Inbox:
    """List what lies in a folder, or in one .zip or workbook; `skip` are files and folders to leave out."""
    workbooks: list[Source] = []
    refused: list[tuple[Source, Finding]] = []
    overlooked: list[str] = []
    for source in _files(folder, tuple(path.resolve() for path in skip)):
        if not is_pack(source.shown):
            _sort(source, workbooks, overlooked)
            continue
        try:
            with Pack(source.path) as pack:
                for inner in _members(pack, source):
                    if is_pack(inner.shown):
                        _inner(pack, inner, workbooks, refused, overlooked)
                    else:
                        _sort(inner, workbooks, overlooked)
        except FileRefused as error:
            refused.append((source, error.finding))
    return Inbox(tuple(workbooks), tuple(refused), tuple(overlooked))


def _files(folder: Path, skip: tuple[Path, ...]) -> Iterator[Source]:
    if not folder.is_dir():
        yield Source(folder, folder.name)
        return
    for path in sorted(folder.rglob("*")):
        if path.name.startswith(("~$", ".")) or not path.is_file():
            continue
        if skip and any(path.resolve().is_relative_to(left_out) for left_out in skip):
            continue
        yield Source(path, path.relative_to(folder).as_posix())


def _members(pack: Pack, source: Source) -> Iterator[Source]:
    for number, name in pack.members():
        parts = PurePosixPath(name).parts
        if parts and not parts[-1].startswith(("~$", ".")) and parts[0] != _PACKED_BY_MACOS:
            yield Source(source.path, f"{source.shown}/{name}", (*source.inside, number))


def _inner(
    pack: Pack,
    source: Source,
    workbooks: list[Source],
    refused: list[tuple[Source, Finding]],
    overlooked: list[str],
) -> None:
    """Look into a package inside a package; one that is inside that is not looked at."""
    try:
        with Pack(pack.read(source.inside[-1])) as inner:
            for member in _members(inner, source):
                _sort(member, workbooks, overlooked)
    except FileRefused as error:
        refused.append((source, error.finding))


def _sort(source: Source, workbooks: list[Source], overlooked: list[str]) -> None:
    suffix = PurePosixPath(source.shown).suffix.lower()
    if suffix in SUFFIXES:
        workbooks.append(source)
    elif suffix in DOCUMENTS:
        overlooked.append(source.shown)
