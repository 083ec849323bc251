"""What `gktool check` does, free of the command line: files in, findings printed, the exit code out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.checking import check_file
from toolkit.present import as_text, closing_line
from toolkit.stopped import Stopped
from toolkit.submissions import notes_on, overlooked_in, reports_in, workbooks_of
from toolkit.terminal import note, say
from toolkit.verdict import exit_code

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from toolkit.filing import Filing
    from toolkit.form.model import Form


def check_files(  # noqa: PLR0913 - one for each option
    paths: Sequence[Path],
    *,
    output_format: str = "text",
    strict: bool = False,
    quiet: bool = False,
    previous: Path | None = None,
    annotate: Path | None = None,
    form_folder: Path | None = None,
    force: bool = False,
) -> int:
    """Check files and folders of workbooks, print what was found, and return the exit code.

    Raises Stopped, OutputRefused and FormError where the work cannot be done.
    """
    if output_format not in ("text", "json"):
        raise Stopped(f"--format 不能是“{output_format}”，可用的有：text、json。")
    form = None
    if form_folder:
        from toolkit.inputs import chosen_form  # noqa: PLC0415 - only where one is chosen

        form = chosen_form(form_folder)
    files, overlooked = workbooks_of(paths), overlooked_in(paths)
    if not files:
        for said in notes_on((), overlooked):
            note(said)
        raise Stopped(f"{'、'.join(map(str, paths))} 里没有工作簿（.xlsx）。")
    if annotate:
        from toolkit.marked_copy import verify_copy, write_copy  # noqa: PLC0415 - only where it is wanted

        verify_copy(files, annotate, force=force)
    last_of = _last_year(previous, form) if previous else None
    reports = [check_file(file, form=form, strict=strict, last_of=last_of) for file in files]
    if output_format == "json":
        from toolkit.output import print_json  # noqa: PLC0415 - only for this format
        from toolkit.present_json import as_json  # noqa: PLC0415 - likewise

        print_json(as_json(reports))
    else:
        text = as_text(reports, quiet=quiet)
        if quiet and len(reports) > 1:
            text += closing_line(reports)
        say(text, end="")
    for said in notes_on(reports, overlooked):
        note(said)
    if annotate:
        write_copy(files[0], annotate, reports[0], force=force)
    return exit_code(reports)


def _last_year(path: Path, form: Form | None) -> Callable[[Filing], Sequence[Filing]]:
    from toolkit.inputs import naming  # noqa: PLC0415 - only where last year is given
    from toolkit.lastyear import read_last_year  # noqa: PLC0415 - likewise

    with naming(path):
        found = read_last_year(reports_in(path), single=not path.is_dir(), form=form)
    for file, reason in found.unread:
        note(f"上年文件 {file} 读不出来：{reason}")
    return found.of
