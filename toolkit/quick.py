"""A plain `gktool check` without typer, whose loading takes longer than the check of a workbook itself.

Whatever is not plain (no file, an unknown option, a value that is missing or written with =, help) is left to
typer, which then says what is wrong. A test holds both to the same options.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FLAGS: Final[Mapping[str, str]] = {"--strict": "strict", "--quiet": "quiet", "--force": "force"}
PATHS: Final[Mapping[str, str]] = {
    "--previous": "previous",
    "--annotate": "annotate",
    "--form": "form_folder",
}
WORDS: Final[Mapping[str, str]] = {"--format": "output_format"}


def quick_check(arguments: Sequence[str]) -> int | None:
    """Run `check` if the command line is a plain one and return the exit code; None if typer is to see it.

    Raises what `toolkit.checkup.check_files` raises.
    """
    if not arguments or arguments[0] != "check":
        return None
    paths: list[Path] = []
    options: dict[str, object] = {}
    rest = iter(arguments[1:])
    for word in rest:
        if word in FLAGS:
            options[FLAGS[word]] = True
        elif word in PATHS or word in WORDS:
            value = next(rest, "")
            if not value or value.startswith("-"):
                return None
            name = PATHS.get(word) or WORDS[word]
            options[name] = Path(value) if word in PATHS else value
        elif not word or word.startswith("-"):
            return None
        else:
            paths.append(Path(word))
    if not paths:
        return None
    from toolkit.checkup import check_files  # noqa: PLC0415 - only if it is to run

    return check_files(paths, **options)  # type: ignore[arg-type]  # the names are those of its parameters
