from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import asdict

from toolkit.form.declaration import read_form
from toolkit.form.installed import installed_forms
from toolkit.form.load import load_form
from toolkit.kept import kept

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.form.model import Form


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where things are kept for once."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(
        "toolkit.kept._BEGAN", time.time_ns() + 10**12
    )  # as if the sources had been there before
    return tmp_path / "kept"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with one file to make things from."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "form.toml").write_text("a = 1", encoding="utf-8")
    return folder


class Maker:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> list[int]:
        self.count += 1
        return [self.count]


def files(place: Path) -> list[str]:
    return sorted(file.name for file in place.rglob("*") if file.is_file() and file.suffix != ".pyc")


def test_it_is_made_once(place: Path, source: Path) -> None:
    make = Maker()
    assert [kept(source, "thing", [source], make) for _ in range(3)] == [[1], [1], [1]]
    assert files(place) == [f"thing.{sys.implementation.cache_tag}.pickle"]


@pytest.mark.parametrize("change", ["a = 2", "a = 1 # more"])
def test_it_is_made_anew_when_a_source_changes(place: Path, source: Path, change: str) -> None:
    make, file = Maker(), source / "form.toml"
    kept(source, "thing", [source], make)
    file.write_text(change, encoding="utf-8")
    os.utime(file, ns=(0, 0))
    assert [kept(source, "thing", [source], make) for _ in range(2)] == [[2], [2]]
    (source / "rules.toml").touch()
    assert kept(source, "thing", [source], make) == [3]
    (source / "README").touch()  # nothing is made from it
    assert kept(source, "thing", [source], make) == [3]
    assert len(files(place)) == 1


@pytest.mark.parametrize("broken", [b"", b"rubbish", b"\x80\x05K\x01.", None])
def test_what_is_broken_is_made_anew(place: Path, source: Path, broken: bytes | None) -> None:
    make = Maker()
    kept(source, "thing", [source], make)
    (file,) = (file for file in place.rglob("*") if file.is_file())
    file.write_bytes(file.read_bytes()[:-3] if broken is None else broken)
    assert [kept(source, "thing", [source], make) for _ in range(2)] == [[2], [2]]


def test_nothing_is_written_where_python_writes_nothing(
    place: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    make = Maker()
    assert [kept(source, "thing", [source], make) for _ in range(2)] == [[1], [2]]
    assert not place.exists()


def test_nothing_is_written_where_nothing_can_be(place: Path, source: Path) -> None:
    place.write_text("a file where the folder would be", encoding="utf-8")
    make = Maker()
    assert [kept(source, "thing", [source], make) for _ in range(2)] == [[1], [2]]
    assert place.is_file()


def test_of_things_alike_the_last_few_are_kept(place: Path, source: Path) -> None:
    make = Maker()
    kept(source, "form", [source], make)
    for number in range(9):
        kept(source, f"plans-{number}", [source], make, most=4)
        newest = next(file for file in place.rglob(f"plans-{number}.*"))
        os.utime(newest, ns=(number, number))
    tag = sys.implementation.cache_tag
    assert files(place) == [f"form.{tag}.pickle", *(f"plans-{number}.{tag}.pickle" for number in range(5, 9))]


def test_what_another_python_keeps_is_left_alone(
    place: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for tag in ("cpython-311", "cpython-312"):
        monkeypatch.setattr(sys.implementation, "cache_tag", tag)
        for name in ("thing", "plans-1", "plans-2"):
            kept(source, name, [source], Maker())
    assert files(place) == [
        "plans-2.cpython-311.pickle",
        "plans-2.cpython-312.pickle",
        "thing.cpython-311.pickle",
        "thing.cpython-312.pickle",
    ]


def test_one_thing_is_not_taken_for_another(place: Path, source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for folder, name in ((source, "one"), (source, "two"), (other, "one")):
        kept(folder, name, [source], lambda told=(folder.name, name): told)
    paths = sorted(place.rglob("*.pickle"))
    contents = [file.read_bytes() for file in paths]
    assert len(contents) == 3
    for file, content in zip(paths, [*contents[1:], contents[0]], strict=True):
        file.write_bytes(content)
    assert kept(source, "one", [source], lambda: ("made",)) == ("made",)
    assert kept(source, "two", [source], lambda: ("made",)) == ("made",)
    assert kept(other, "one", [source], lambda: ("made",)) == ("made",)


def test_nothing_is_kept_while_the_sources_change(
    place: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.kept._BEGAN", time.time_ns() - 10**12)
    make = Maker()
    assert [kept(source, "thing", [source], make) for _ in range(2)] == [[1], [2]]
    (source / ".#form.toml").symlink_to("nobody@nowhere.1:1")  # as an editor locks a file
    monkeypatch.setattr("toolkit.kept._BEGAN", time.time_ns() + 10**12)
    assert kept(source, "thing", [source], make) == [3]
    assert files(place) == []


def test_nothing_half_written_is_left(place: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("toolkit.kept.pickle.dump", interrupt)
    with pytest.raises(KeyboardInterrupt):
        kept(source, "thing", [source], Maker())
    assert files(place) == []


def test_what_cannot_be_kept_is_made_every_time(place: Path, source: Path) -> None:
    made = [kept(source, "thing", [source], lambda: lambda: 1) for _ in range(2)]
    assert [one() for one in made] == [1, 1]
    assert files(place) == []


def test_what_raises_is_not_kept(place: Path, source: Path) -> None:
    def fail() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        kept(source, "thing", [source], fail)
    assert not place.exists()


def _values(form: Form) -> dict[str, object]:
    return {**asdict(form), "claims": form.claims and asdict(form.claims)}


@pytest.mark.parametrize("folder", installed_forms(), ids=lambda folder: folder.name)
def test_a_form_is_kept_as_it_was_read(folder: Path, place: Path) -> None:
    forms = [load_form.__wrapped__(folder) for _ in range(2)]
    assert files(place) == [f"form.{sys.implementation.cache_tag}.pickle"]
    assert [_values(one) for one in forms] == [_values(read_form(folder))] * 2


def test_nothing_is_kept_of_the_forms_of_others(place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    for file in installed_forms()[-1].iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    assert load_form(folder).id == installed_forms()[-1].name
    assert not place.exists()
    assert not [one for one in folder.iterdir() if one.is_dir()]


def test_a_command_says_the_same_whatever_was_kept(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path / "kept")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def check() -> tuple[int, str, str]:
        command = [sys.executable, "-m", "toolkit", "check", "examples/broken/typed_over_total/filled.xlsx"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
        return done.returncode, done.stdout, done.stderr

    first = check()
    pickles = sorted((tmp_path / "kept").rglob("*.pickle"))
    assert [file.name.partition(".")[0].partition("-")[0] for file in pickles] == [
        "catalogue",
        "form",
        "phrases",
        "plans",
    ]
    second = check()
    for file in pickles:
        file.write_bytes(file.read_bytes()[:-100])
    assert first[0] == 1
    assert first == second == check()
