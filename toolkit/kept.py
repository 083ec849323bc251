"""What takes long to make from files that come with gktool, kept between runs as Python keeps compiled modules.

It lies in `__pycache__` beside those files, or below PYTHONPYCACHEPREFIX, one file for each version of Python. It is
made anew as soon as one of the files is another, and left unwritten with PYTHONDONTWRITEBYTECODE or where the
folder cannot be written; nothing needs it. It is trusted as compiled code is: whoever can write there can change
the code itself.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
import time
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from toolkit import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

_PROTOCOL: Final = 5
_SUFFIXES: Final = (".py", ".toml", ".j2")  # of the files that something is made from
_BEGAN: Final = time.time_ns()

_Stamp: TypeAlias = tuple[str, tuple[tuple[str, int, int, int], ...]]


def kept(folder: Path, name: str, sources: Iterable[Path], make: Callable[[], T], most: int = 1) -> T:
    """Return what `make` makes, as it was kept under this name if no file of the sources (folders) changed since.

    Of names that are alike up to a hyphen the `most` last written are kept. Raises what `make` raises.
    """
    if sys.implementation.cache_tag is None:  # such a Python keeps no compiled modules either
        return make()
    place = Path(cache_from_source(str(folder / f"{name}.py"))).with_suffix(".pickle")
    try:
        stamps = tuple(map(_stamp, sources))
    except OSError:  # they are being changed
        return make()
    stamp = (__version__, str(folder), name, stamps)
    # A broken file can fail in any way, as could one of another version of a library: it is made anew.
    with contextlib.suppress(Exception), place.open("rb") as file:
        if pickle.load(file) == stamp:  # noqa: S301 - as trusted as the code beside it
            found: T = pickle.load(file)  # noqa: S301
            return found
    made = make()
    # What changed since this run began may not be what it was made from: an upgrade may be going on.
    if not sys.dont_write_bytecode and _latest(stamps) < _BEGAN:
        _keep(place, stamp, made)
        _sweep(place, name, most)
    return made


def _stamp(folder: Path) -> _Stamp:
    """The folder and its files as they are now: name, length, time of the last change of contents and of any change."""
    with os.scandir(folder) as entries:
        files = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(_SUFFIXES)]
    return str(folder), tuple(
        sorted((name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) for name, stat in files)
    )


def _latest(stamps: Iterable[_Stamp]) -> int:
    return max((max(file[2:]) for _, files in stamps for file in files), default=0)


def _keep(place: Path, stamp: object, made: object) -> None:
    """Write beside and move into place: another run may be reading. What cannot be written is made anew every time."""
    beside = place.with_suffix(f".{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            pickle.dump(stamp, file, _PROTOCOL)
            pickle.dump(made, file, _PROTOCOL)
        beside.replace(place)
    except Exception:  # noqa: BLE001, S110 - nothing needs it
        pass
    finally:  # after Ctrl-C too
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _sweep(place: Path, name: str, most: int) -> None:
    """Of names alike up to the hyphen, leave the last ones written for this version of Python."""
    begin, hyphen, _ = name.partition("-")
    with contextlib.suppress(OSError):
        alike = place.parent.glob(f"{begin}-*{place.name.removeprefix(name)}") if hyphen else ()
        for oldest in sorted(alike, key=os.path.getmtime)[:-most]:
            oldest.unlink(missing_ok=True)
