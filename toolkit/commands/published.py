"""The command of published reports: `import` reads one into a workbook."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from toolkit.chinese_help import ChineseCommand
from toolkit.commands.app import app
from toolkit.options import Force, FormFolder, Output, path_argument
from toolkit.output import verify_outputs, write_outputs


@app.command(
    "import",
    cls=ChineseCommand,
    help="把公布的年度报告（.docx、.html、.txt、.md、.pdf）读成填好的工作簿；读不出的逐格说明。",
)
def import_report(
    report: Annotated[Path, path_argument(metavar="报告", help="公布的年度报告，不是工作簿。")],
    output: Output,
    year: Annotated[
        int | None, typer.Option("--year", metavar="年", help="报告年度；报告里没有写明时给出。")
    ] = None,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.imported import lines_about
    from toolkit.inputs import chosen_form, naming
    from toolkit.presets import verify_year
    from toolkit.published.read import read_published
    from toolkit.settling import settled
    from toolkit.terminal import say
    from toolkit.workbook.template import filled_book
    from toolkit.workbook.write import workbook_bytes

    if year is not None:
        verify_year(year)
    verify_outputs([output], inputs=[report], suffixes=[".xlsx"], force=force)
    form = chosen_form(form_folder) if form_folder else None
    with naming(report):
        reading = read_published(report, form=form, year=year)
    ready = settled(reading.form, reading.filing)
    content = workbook_bytes(filled_book(reading.form, ready.filing))
    write_outputs({output: content}, force=force)
    lines, code = lines_about(report, reading, ready)
    say("\n".join(lines))
    say(f"已生成 {output}。")
    return code
