"""What was found out once is not found out again, and whatever happens to the cache costs time only."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from toolkit import catalogue
from toolkit.collect.cache import Cache, Kept
from toolkit.collect.packing import packed
from toolkit.collect.work import Answer, Identity, Summary, unreadable

if TYPE_CHECKING:
    from pathlib import Path

SUMMARY = Summary(Identity(2023, "代码", "甲局", ""), "form", 2, "ok", 0, 1, 2, "abc")
ANSWER = Answer(SUMMARY, packed([["report"], ["figures"]]))


def file_of(folder: Path) -> Path:
    (file,) = folder.glob("*.sqlite")
    return file


def kept(folder: Path, content: str = "content", context: str = "context") -> Kept | None:
    with Cache(folder) as cache:
        return cache.get(content, context)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "汇总.xlsx.cache"
    with Cache(folder) as cache:
        cache.put("content", "context", "last", ANSWER)
    return folder


def test_kept(folder: Path) -> None:
    assert kept(folder) == Kept("last", ANSWER)
    assert kept(folder, context="another") is None
    assert kept(folder, content="another") is None


def test_the_latest_counts(folder: Path) -> None:
    answer = unreadable(catalogue.finding("F001"))
    with Cache(folder) as cache:
        cache.put("content", "context", "", answer)
    assert kept(folder) == Kept("", answer)


def test_nothing_is_kept_without_a_folder() -> None:
    with Cache(None) as cache:
        cache.put("content", "context", "", ANSWER)
        assert cache.get("content", "context") is None


def test_two_runs_share_it(folder: Path) -> None:
    with Cache(folder) as one, Cache(folder) as other:
        for number in range(100):
            one.put(f"one {number}", "context", "", ANSWER)
            other.put(f"other {number}", "context", "", ANSWER)
    assert kept(folder, "one 99") == kept(folder, "other 0") == Kept("", ANSWER)


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + bytes(2000)], ids=repr)
def test_a_damaged_file_is_begun_anew(folder: Path, damage: bytes) -> None:
    file_of(folder).write_bytes(damage)
    assert kept(folder) is None
    with Cache(folder) as cache:
        cache.put("content", "context", "", ANSWER)
    assert kept(folder) == Kept("", ANSWER)


def test_a_file_that_is_damaged_in_the_middle(folder: Path) -> None:
    with Cache(folder) as cache:
        for number in range(500):
            cache.put(f"{number}", "context", "", ANSWER)
    data = bytearray(file_of(folder).read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    file_of(folder).write_bytes(data)
    with Cache(folder) as cache:
        for number in range(500):
            assert cache.get(f"{number}", "context") in (None, Kept("", ANSWER))
        cache.put("new", "context", "", ANSWER)
    assert kept(folder, "new") == Kept("", ANSWER)


@pytest.mark.parametrize("column", ["summary", "packed"])
@pytest.mark.parametrize("value", [None, 5, "junk", "[]", b"\x00\xff"], ids=repr)
def test_a_damaged_entry_is_no_entry(folder: Path, column: str, value: object) -> None:
    database = sqlite3.connect(file_of(folder))
    with database:
        database.execute(f"UPDATE results SET {column} = ?", (value,))  # noqa: S608 - one of two names
    database.close()
    assert kept(folder) is None


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert kept(tmp_path / "file") is None
    assert kept(tmp_path / "no" / "such" / "folder") is None


def test_it_may_be_deleted_at_any_time(folder: Path) -> None:
    with Cache(folder) as cache:
        file_of(folder).unlink()
        folder.rmdir() if not any(folder.iterdir()) else None
        for number in range(200):
            cache.put(f"{number}", "context", "", ANSWER)
