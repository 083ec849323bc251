"""What the READMEs say is so: commands run and print just that, options, rules and files are there."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import builders
import pytest

from toolkit import catalogue
from toolkit.cli import run
from toolkit.form.load import load_form

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
SHELLS = ("sh", "bat", "console")
ELIDED = "…"
RANGES = {"B399", "Y599"}  # ends of what a form may use, not rules


class Fence(NamedTuple):
    """A fenced block: where it stands, its language, what is in it."""

    readme: str
    line: int
    language: str
    text: str

    @property
    def commands(self) -> list[list[str]]:
        """The commands in it, in words; of a transcript the lines behind `$`."""
        lines = self.text.splitlines()
        if self.language == "console":
            lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        # a Windows path is no escape
        found = [shlex.split(part.replace("\\", "/")) for line in lines for part in line.split(" && ")]
        return [words for words in found if words and words[0] not in ("rem", "#")]


def text_of(readme: str) -> str:
    return (ROOT / readme).read_text(encoding="utf-8")


def fences(readme: str) -> list[Fence]:
    text = text_of(readme)
    return [
        Fence(readme, text[: match.start()].count("\n") + 1, match[1], match[2])
        for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    ]


def prose(readme: str) -> str:
    """A README without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", text_of(readme), flags=re.MULTILINE | re.DOTALL)


def help_of(*command: str) -> str:
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        run([*command, "--help"])
    return shown.getvalue().partition("\n")[2]  # without the usage, which names the program


def options_in(text: str) -> set[str]:
    return set(re.findall(r"(?<![-\w])--?[a-z][a-z-]*", text))


ALL = [fence for readme in READMES for fence in fences(readme)]
COMMANDS = re.findall(r"^  (\w+) ", help_of().partition("命令：\n")[2], flags=re.MULTILINE)
OPTIONS = {command: options_in(help_of(command)) for command in COMMANDS} | {"": options_in(help_of())}
each_readme = pytest.mark.parametrize("readme", READMES)


def told(language: str) -> pytest.MarkDecorator:
    found = [fence for fence in ALL if fence.language == language]
    return pytest.mark.parametrize("fence", found, ids=lambda fence: f"{fence.readme}:{fence.line}")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the examples as in a checkout."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestCommands:
    @pytest.mark.parametrize(
        "words",
        [
            words
            for fence in ALL
            if fence.language in SHELLS
            for words in fence.commands
            if Path(words[0]).name == "gktool"
        ],
        ids=" ".join,
    )
    def test_are_understood(self, words: list[str]) -> None:
        command = words[1] if len(words) > 1 and not words[1].startswith("-") else ""
        assert command in OPTIONS
        assert {word for word in words if word.startswith("-")} <= OPTIONS[command]

    @each_readme
    def test_are_understood_in_prose(self, readme: str) -> None:
        quoted = re.findall(r"`gktool ([a-z]+)([^`]*)`", prose(readme))
        assert quoted
        for command, rest in quoted:
            assert command in COMMANDS
            assert options_in(rest) <= OPTIONS[command]

    @each_readme
    def test_options_in_prose(self, readme: str) -> None:
        quoted = {
            option for code in re.findall(r"`(--[a-z][^`]*)`", prose(readme)) for option in options_in(code)
        }
        assert quoted
        assert quoted <= {option for options in OPTIONS.values() for option in options}

    @told("console")
    @pytest.mark.usefixtures("folder")
    def test_print_what_is_shown(self, fence: Fence) -> None:
        printed = io.StringIO()
        for line in (line for line in fence.text.splitlines() if line.startswith("$ ")):
            printed.write(line + "\n")
            program, *words = shlex.split(line.removeprefix("$ "))
            assert program == "gktool"
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                run(words)
        shown = ".*".join(re.escape(part) for part in fence.text.split(f"{ELIDED}\n"))
        if not re.fullmatch(shown, printed.getvalue(), flags=re.DOTALL):
            assert fence.text == printed.getvalue()  # fails, and shows where

    @pytest.mark.usefixtures("folder")
    @each_readme
    def test_the_first_one_does_the_main_job(self, readme: str, folder: Path) -> None:
        first = next(fence for fence in fences(readme) if fence.language in ("sh", "bat"))
        done = []
        for program, *words in first.commands:
            if program == "gktool":
                assert run(words) == 0
                done.append(words[0])
        assert done == ["template", "check", "report"]
        assert (folder / "report.md").read_bytes() == (folder / "examples/good/report.md").read_bytes()

    def test_the_tests_are_run_as_ci_runs_them(self) -> None:
        command = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1]
        assert command.endswith(" tests")
        assert [fence.text for fence in fences("README.md") if fence.language == "sh"][-1] == command + "\n"

    @pytest.mark.skipif(os.name == "nt", reason="no permissions to look at")
    def test_scripts_can_be_run(self) -> None:
        assert all(os.access(ROOT / script, os.X_OK) for script in (".ci/run", "examples/pictures/draw"))


class TestNames:
    @each_readme
    def test_files_are_there(self, readme: str) -> None:
        links = re.findall(r"\]\(([^)#:]+)\)", text_of(readme))
        paths = re.findall(
            r"(?<![\w./])(?:examples|toolkit|tests|workbook_templates)/[\w./-]*", text_of(readme)
        )
        assert links
        assert [name for name in (*links, *paths) if not (ROOT / name).exists()] == []

    @each_readme
    def test_pictures_are_small(self, readme: str) -> None:
        pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text_of(readme))
        assert pictures
        assert all((ROOT / picture).stat().st_size < 200_000 for picture in pictures)

    @each_readme
    def test_rules_are_there(self, readme: str) -> None:
        text = re.sub(r"^```toml\n.*?^```$", "", text_of(readme), flags=re.MULTILINE | re.DOTALL)
        known = {*catalogue.entries(), *(rule.code for rule in builders.form().rules)}
        named = set(re.findall(r"(?<!\w)[A-Z][0-9]{3}(?!\w)", text))
        assert named
        assert named <= known | RANGES

    def test_every_family_is_told(self) -> None:
        families = {
            code[0] for code in (*catalogue.entries(), *(rule.code for rule in builders.form().rules))
        }
        assert set(re.findall(r"^\| ([A-Z]) \|", text_of("README.md"), flags=re.MULTILINE)) == families

    @each_readme
    def test_fields_are_there(self, readme: str) -> None:
        aliases = set(re.findall(r"【([^】]*\.[^】]*)】", text_of(readme)))
        assert aliases
        assert {alias for alias in aliases if alias not in builders.form().aliases} <= {"表.行.列"}


class TestForms:
    @each_readme
    def test_what_is_added_makes_a_form(self, readme: str, tmp_path: Path) -> None:
        folder = tmp_path / "own"
        shutil.copytree(builders.form().folder, folder)
        added = [fence.text for fence in fences(readme) if fence.language == "toml"]
        for text in added:
            name = "rules.toml" if text.startswith("[[rule]]") else "form.toml"
            with (folder / name).open("a", encoding="utf-8") as file:
                file.write("\n" + text)
        form = load_form(folder)
        assert len(added) == len(form.tables) - len(builders.form().tables) + len(form.rules) - len(
            builders.form().rules
        )

    def test_the_expressions_are_rules(self, tmp_path: Path) -> None:
        folder = tmp_path / "own"
        shutil.copytree(builders.form().folder, folder)
        fence = next(fence for fence in fences("README.md") if fence.language == "text")
        with (folder / "rules.toml").open("a", encoding="utf-8") as file:
            for number, expression in enumerate(fence.text.splitlines()):
                code = f"{'Y' if 'last(' in expression else 'B'}{'5' if 'last(' in expression else '3'}{90 + number}"
                file.write(f'\n[[rule]]\ncode = "{code}"\nseverity = "error"\nexpression = "{expression}"\n')
                file.writelines(
                    f'{key} = "…"\n' for key in ("name", "explanation", "source", "example", "remedy")
                )
        assert len(load_form(folder).rules) == len(builders.form().rules) + len(fence.text.splitlines())
