"""The commands of the roster: `roster template` gives an empty one, `roster check` looks at a filled-in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from toolkit.chinese_help import ChineseCommand, ChineseGroup
from toolkit.commands.app import app
from toolkit.options import Force, FormFolder, Output, RosterFile  # noqa: TC001 - typer reads the annotations
from toolkit.output import verify_outputs, write_outputs
from toolkit.terminal import say

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.collect.model import Roster
    from toolkit.collect.roster import RosterReading
    from toolkit.form.model import Form

roster_app = typer.Typer(cls=ChineseGroup, no_args_is_help=True, rich_markup_mode=None)
app.add_typer(roster_app, name="roster", help="单位名录：生成空白名录，检查填好的名录。")


@roster_app.command(cls=ChineseCommand, help="生成一份空白的单位名录来填。")
def template(output: Output, form_folder: FormFolder = None, force: Force = False) -> int:
    from toolkit.collect.roster_template import roster_template
    from toolkit.inputs import chosen_form

    verify_outputs([output], suffixes=[".xlsx"], force=force)
    write_outputs({output: roster_template(chosen_form(form_folder))}, force=force)
    say(f"已生成 {output}。填好后用 gktool roster check 检查。")
    return 0


@roster_app.command(cls=ChineseCommand, help="检查填好的单位名录：代码、名称、上级有没有错。")
def check(roster: RosterFile, form_folder: FormFolder = None) -> int:
    from toolkit.inputs import chosen_form

    reading, said = _read(roster, chosen_form(form_folder))
    say(said, end="")
    return int(reading.faulty)


def usable_roster(path: Path, form: Form) -> Roster | None:
    """Read the roster of a command; None, with the list printed, if there is an error in it."""
    reading, said = _read(path, form)
    if reading.faulty:
        say(said, end="")
        return None
    if reading.findings:
        say(said, end="", err=True)
    return reading.roster


def _read(path: Path, form: Form) -> tuple[RosterReading, str]:
    """A roster, and what is to be said of it."""
    from toolkit.collect.roster import read_roster
    from toolkit.inputs import naming

    with naming(path):
        reading = read_roster(path, form)
    return reading, _listed(path, reading)


def _listed(path: Path, reading: RosterReading) -> str:
    """The findings of a roster, and what they come to."""
    from toolkit.finding import Severity
    from toolkit.present import finding_lines
    from toolkit.terminal import visible

    counted = [sum(one.severity is severity for one in reading.findings) for severity in Severity]
    errors, warnings, _ = counted
    end = (
        f"共 {errors} 个错误，名录要先改正才能用。"
        if errors
        else f"{len(reading.roster.organs)} 个单位，可以用"
        + (f"；有 {warnings} 个警告，请核实。" if warnings else "。")
    )
    return "".join(f"{line}\n" for line in (visible(str(path)), *finding_lines(reading.findings), end))
