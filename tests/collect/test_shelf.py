"""What is put away comes back as it was, from the disk or, where there is no room, from memory."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import IO

import pytest

from toolkit.collect.shelf import Shelf

_THINGS = (b"one", b"", b"\0" * 5000, "三".encode())


def test_comes_back_in_any_order() -> None:
    shelf = Shelf()
    kept = [shelf.put(thing) for thing in _THINGS]
    assert [bytes(one) for one in reversed(kept)] == list(reversed(_THINGS))
    more = shelf.put(b"more")
    assert [bytes(one) for one in (*kept, more)] == [*_THINGS, b"more"]


def test_is_equal_to_the_same_bytes() -> None:
    one, same, other = Shelf().put(b"one"), Shelf().put(b"one"), Shelf().put(b"two")
    assert one == same == b"one"
    assert hash(one) == hash(same)
    assert one not in (other, b"two", "one")


def test_outlives_the_shelf() -> None:
    kept = Shelf().put(b"one")
    gc.collect()
    assert bytes(kept) == b"one"


def test_is_kept_in_memory_without_a_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> IO[bytes]:
        raise PermissionError

    monkeypatch.setattr("toolkit.collect.shelf.tempfile.TemporaryFile", refuse)
    shelf = Shelf()
    assert [bytes(shelf.put(thing)) for thing in _THINGS] == list(_THINGS)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is of Linux")
def test_is_kept_in_memory_on_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "toolkit.collect.shelf.tempfile.TemporaryFile",
        lambda **_: os.fdopen(os.open("/dev/full", os.O_RDWR), "r+b", 0),
    )
    shelf = Shelf()
    assert [bytes(shelf.put(thing)) for thing in _THINGS] == list(_THINGS)
