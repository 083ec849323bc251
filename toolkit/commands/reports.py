"""The commands of the report: `report` writes it."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.chinese_help import ChineseCommand
from toolkit.commands.app import app
from toolkit.options import Force, FormFolder, Workbook, path_option
from toolkit.output import verify_outputs, write_outputs
from toolkit.terminal import note, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.document import Report


@app.command(
    cls=ChineseCommand, help="由填好的工作簿生成年度报告全文；有错误时先要改正，或用 --draft 出草稿。"
)
def report(
    workbook: Workbook,
    outputs: Annotated[
        list[Path],
        path_option(
            "-o",
            "--output",
            metavar="文件",
            help="报告文件，.docx、.html、.md 或 .txt，可给几个。",
        ),
    ],
    draft: Annotated[bool, typer.Option("--draft", help="有错误也生成，通篇标明草稿。")] = False,
    charts: Annotated[
        bool,
        typer.Option(
            "--charts", help="画图：办理结果、与上年相比（上年数在工作簿里的），画在 .docx 和 .html 里。"
        ),
    ] = False,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.checking import check_reading, report_of
    from toolkit.files import verify_workbook
    from toolkit.finding import Severity
    from toolkit.inputs import chosen_form, naming
    from toolkit.present import as_text
    from toolkit.publishing import published_report
    from toolkit.report.formats import RENDERERS
    from toolkit.verdict import exit_code
    from toolkit.workbook.read import read_workbook

    verify_outputs(outputs, inputs=[workbook], suffixes=list(RENDERERS), force=force)
    verify_workbook(workbook)
    form = chosen_form(form_folder) if form_folder else None
    with naming(workbook):
        reading = read_workbook(workbook, form=form)
    checked = report_of(workbook, reading, check_reading(reading), strict=False)
    code = exit_code([checked])
    if code and not draft:
        say(as_text([checked]), end="")
        say("错误：还有错误没有改正，没有生成报告。改正后再来，或加 --draft 生成草稿。", err=True)
        return code
    if checked.counts[Severity.WARNING]:
        say(as_text([checked]), end="", err=True)
    notes = [finding.message for finding in checked.findings if finding.severity is Severity.ERROR]
    composed = published_report(
        reading.filing, reading.form, draft=draft, notes=notes if draft else (), charts=charts
    )
    if charts:
        _note_charts(composed, outputs)
    write_outputs(
        {path: RENDERERS[path.suffix.lower()](composed, reading.form) for path in outputs}, force=force
    )
    for path in outputs:
        say(f"已生成 {path}{'（草稿）' if draft else ''}。")
    return 0


def _note_charts(composed: Report, outputs: Sequence[Path]) -> None:
    """Say so where charts were asked for and none can be drawn."""
    from toolkit.report.formats import CHARTED

    plain = [str(path) for path in outputs if path.suffix.lower() not in CHARTED]
    if plain:
        note(f"{'、'.join(plain)} 里不能画图，图只画在 {'、'.join(CHARTED)} 文件里。")
    elif not any(section.charts for section in composed.sections):
        note("没有画图：表样没有规定画什么，或要画的数都是 0、都不详。")
