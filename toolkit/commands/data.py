"""The commands for other programs: `fill` makes a workbook of JSON, `export` JSON or CSV of a workbook."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

from toolkit.chinese_help import ChineseCommand
from toolkit.commands.app import app
from toolkit.options import Force, FormFolder, Output, Workbook, path_argument, path_option
from toolkit.output import print_json, verify_outputs, write_outputs
from toolkit.stopped import Stopped
from toolkit.terminal import say

if TYPE_CHECKING:
    from toolkit.form.model import Form


@app.command(cls=ChineseCommand, help="用 JSON 数据生成填好的工作簿（供有办件系统的单位导出数据）。")
def fill(
    data: Annotated[Path, path_argument(metavar="数据.json", help="gktool export 那样的 JSON 数据。")],
    output: Output,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.exchange import read_filing
    from toolkit.form.load import installed_form
    from toolkit.inputs import chosen_form, naming
    from toolkit.workbook.template import filled_book
    from toolkit.workbook.write import workbook_bytes

    verify_outputs([output], inputs=[data], suffixes=[".xlsx"], force=force)
    external = chosen_form(form_folder) if form_folder else None

    def form_named(name: str) -> Form | None:
        return installed_form(name) if external is None else external if external.id == name else None

    with naming(data):
        filing = read_filing(data, form_named)
    form = form_named(filing.form_id)
    if form is None:
        raise Stopped(f"没有表样 {filing.form_id}。")
    write_outputs({output: workbook_bytes(filled_book(form, filing))}, force=force)
    say(f"已生成 {output}。")
    return 0


@app.command(
    cls=ChineseCommand, help="把工作簿里的数和文字导出为 JSON，或把数导出为 CSV；有错误没改完也能导出。"
)
def export(
    workbook: Workbook,
    output: Annotated[
        Path | None,
        path_option(
            "-o",
            "--output",
            metavar="文件",
            help="写到哪个文件：.json 是数和文字，.csv 只有数（Excel 能打开）；不给则打印 JSON。",
        ),
    ] = None,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.exchange import export_text, figures_csv
    from toolkit.files import read_file
    from toolkit.inputs import chosen_form, naming

    if output:
        verify_outputs([output], inputs=[workbook], suffixes=[".json", ".csv"], force=force)
    form = chosen_form(form_folder) if form_folder else None
    with naming(workbook):
        reading = read_file(workbook, form=form)
    if output is None:
        print_json(export_text(reading.filing, reading.form))
        return 0
    if output.suffix.lower() == ".csv":
        content = figures_csv(reading.filing, reading.form)
    else:
        content = export_text(reading.filing, reading.form).encode()
    write_outputs({output: content}, force=force)
    say(f"已导出 {output}。")
    return 0
