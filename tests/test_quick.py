"""A plain `gktool check` is run without typer, and means the same."""

from __future__ import annotations

import itertools
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from toolkit import checkup
from toolkit.cli import run
from toolkit.commands import app
from toolkit.quick import FLAGS, PATHS, WORDS, quick_check

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VALUES = {"--format": "json", "--previous": "last.xlsx", "--annotate": "marked.xlsx", "--form": "folder"}
UNUSUAL = (
    (), ("check",), ("check", "--strict"), ("check", "a.xlsx", "--help"), ("check", "a.xlsx", "-h"), ("check", ""),
    ("check", "a.xlsx", "--format"), ("check", "a.xlsx", "--format=json"), ("check", "a.xlsx", "--unknown"),
    ("check", "a.xlsx", "--form", "--strict"), ("check", "--", "a.xlsx"), ("check", "-"), ("rules",), ("--version",),
)  # fmt: skip


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What `check_files` was called with."""
    made: list[dict[str, Any]] = []

    def noted(paths: Sequence[object], **options: object) -> int:
        made.append({"paths": paths, **{name: value for name, value in options.items() if value}})
        return 0

    monkeypatch.setattr(checkup, "check_files", noted)
    return made


def lines() -> Iterator[tuple[str, ...]]:
    every = [*((flag,) for flag in FLAGS), *((name, VALUES[name]) for name in (*PATHS, *WORDS))]
    for count in (0, 1, 2):
        for chosen in itertools.permutations(every, count):
            words = tuple(itertools.chain(*chosen))
            yield ("check", "a.xlsx", *words)
            yield ("check", *words, "a.xlsx", "文件夹")


class TestQuick:
    def test_means_what_typer_makes_of_it(self, calls: list[dict[str, Any]]) -> None:
        command = get_command(app)
        for line in lines():
            calls.clear()
            assert quick_check(line) == 0
            command.main(list(line), standalone_mode=False)
            quick, typer = calls
            assert quick | {"output_format": quick.get("output_format", "text")} == typer

    def test_knows_every_option(self) -> None:
        command: Any = get_command(app)
        options = {name for parameter in command.commands["check"].params for name in parameter.opts}
        assert options - {"paths", "--help", "-h"} == {*FLAGS, *PATHS, *WORDS}

    @pytest.mark.parametrize("line", UNUSUAL)
    def test_leaves_the_rest_to_typer(self, line: tuple[str, ...], calls: list[dict[str, Any]]) -> None:
        assert quick_check(line) is None
        assert calls == []

    def test_an_error_is_said_alike(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["check", "a.xlsx", "--format", "yaml"]) == 2
        quick = capsys.readouterr()
        assert run(["check", "a.xlsx", "--format=yaml"]) == 2
        assert capsys.readouterr() == quick


class TestStart:
    def test_imports_only_what_it_uses(self) -> None:
        """What a check of a workbook must not wait for; the names are of what takes longest to load."""
        program = (
            "import sys; from toolkit.cli import run; run(['check', '--quiet', 'examples/good/filled.xlsx']); "
            "print(sorted({name.partition('.')[0] for name in sys.modules} & set(sys.argv[1:])))"
        )
        heavy = [
            "typer",
            "click",
            "rich",
            "pydantic",
            "openpyxl",
            "xlsxwriter",
            "jinja2",
            "docx",
            "lxml",
            "asyncio",
        ]
        out = subprocess.run(
            [sys.executable, "-c", program, *heavy], check=True, capture_output=True, text=True
        ).stdout
        assert out.splitlines()[-1] == "[]"
