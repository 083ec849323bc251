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
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from toolkit import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

_PROTOCOL: Final = 5
_SUFFIXES: Final = (".py", ".toml", ".j2")  # of the files that something is made from


def kept(folder: Path, name: str, sources: Iterable[Path], make: Callable[[], T], most: int = 1) -> T:
    """Return what `make` makes, as it was kept under this name if no file of the sources (folders) changed since.

    Of names that are alike up to a hyphen the `most` last written are kept. Raises what `make` raises.
    """
    if sys.implementation.cache_tag is None:  # such a Python keeps no compiled modules either
        return make()
    stamp = (__version__, *map(_stamp, sources))
    place = Path(cache_from_source(str(folder / f"{name}.py"))).with_suffix(".pickle")
    # A broken file can fail in any way, as could one of another version of a library: it is made anew.
    with contextlib.suppress(Exception), place.open("rb") as file:
        if pickle.load(file) == stamp:  # noqa: S301 - as trusted as the code beside it
            found: T = pickle.load(file)  # noqa: S301
            return found
    made = make()
    if not sys.dont_write_bytecode:
        _keep(place, stamp, made, most)
    return made


def _stamp(folder: Path) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """The folder and its files as they are now: name, length, time of the last change."""
    with os.scandir(folder) as entries:
        files = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(_SUFFIXES)]
    return str(folder), tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in files))


def _keep(place: Path, stamp: object, made: object, most: int) -> None:
    """Write beside and move into place: another run may be reading."""
    beside = place.with_suffix(f".{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            pickle.dump(stamp, file, _PROTOCOL)
            pickle.dump(made, file, _PROTOCOL)
        beside.replace(place)
        alike = place.parent.glob(f"{place.name.partition('-')[0]}-*{place.suffix}")
        for oldest in sorted(alike, key=os.path.getmtime)[:-most]:
            oldest.unlink(missing_ok=True)
    except OSError:  # not ours to write: then it is made anew every time
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
