"""The command line as tests run it: in this process, with what is printed and the exit code together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.cli import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class Ran(NamedTuple):
    """What one command line came to."""

    code: int
    out: str
    err: str


class Gktool:
    """Runs gktool with the words it is called with; a fault of gktool's own fails the test."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *words: str | Path) -> Ran:
        code = run([str(word) for word in words])
        ran = Ran(code, *self.capsys.readouterr())
        assert "Traceback" not in ran.out + ran.err
        assert "内部出错" not in ran.out + ran.err
        return ran
