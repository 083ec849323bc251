"""The commands of the workbook: `template` hands it out, `check` looks at what came back."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from toolkit.chinese_help import ChineseCommand
from toolkit.commands.app import app
from toolkit.options import (
    Contact,
    Force,
    FormFolder,
    Output,
    PasswordPrompt,
    Strict,
    Year,
    path_argument,
    path_option,
)
from toolkit.output import verify_outputs, write_outputs
from toolkit.terminal import note, say


@app.command(cls=ChineseCommand, help="生成一份锁定的填报工作簿，发给单位填写。")
def template(
    output: Output,
    year: Year,
    organ: Annotated[str, typer.Option("--organ", metavar="名称", help="单位全称，写进工作簿并锁定。")],
    code: Annotated[str, typer.Option("--code", metavar="代码", help="统一社会信用代码（18 位）。")] = "",
    kind: Annotated[
        str, typer.Option("--kind", metavar="类别", help="单位类别，如政府、部门（可用的词以表样为准）。")
    ] = "",
    scope: Annotated[
        str, typer.Option("--scope", metavar="口径", help="统计口径，如本机关、含下属（以表样为准）。")
    ] = "",
    contact: Contact = "",
    previous: Annotated[
        Path | None,
        path_option(
            "--previous",
            metavar="文件",
            help="上年填好的工作簿：带入结转数、上年数据和联系方式。",
        ),
    ] = None,
    password_prompt: PasswordPrompt = False,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.inputs import chosen_form
    from toolkit.password import ask_password
    from toolkit.presets import take_previous, verify_preset, verify_year
    from toolkit.workbook.template import template_book
    from toolkit.workbook.write import workbook_bytes

    verify_year(year)
    verify_outputs([output], inputs=[previous] if previous else [], suffixes=[".xlsx"], force=force)
    form = chosen_form(form_folder, year)
    preset = {"name": organ.strip(), "code": code.strip(), "kind": kind, "scope": scope, "year": str(year)}
    verify_preset(form, preset)
    last = take_previous(previous, form, year, preset["name"]) if previous else None
    for said in last.notes if last else ():
        note(said)
    book = template_book(
        form,
        {item: text for item, text in preset.items() if text},
        contact=contact.strip(),
        previous=last.filing if last else None,
    )
    password = ask_password() if password_prompt else ""
    write_outputs({output: workbook_bytes(book, password=password)}, force=force)
    say(f"已生成 {output}：{preset['name']} {year} 年，{form.name}。")
    if last:
        say(f"从 {previous} 带入：{last.summary}。")
    return 0


@app.command(cls=ChineseCommand, help="核对填好的工作簿（报送之前）或公布的报告，把问题一次说清。")
def check(
    paths: Annotated[
        list[Path],
        path_argument(
            metavar="文件或文件夹…",
            help="填好的工作簿或公布的报告（.docx、.html、.txt、.md、.pdf）；文件夹则只看工作簿。",
        ),
    ],
    output_format: Annotated[str, typer.Option("--format", metavar="text|json", help="输出格式。")] = "text",
    strict: Strict = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="每个文件只写结论。")] = False,
    previous: Annotated[
        Path | None,
        path_option(
            "--previous",
            metavar="文件或文件夹",
            help="上年的工作簿或公布的报告；给文件夹则按代码、名称找各单位的。",
        ),
    ] = None,
    annotate: Annotated[
        Path | None,
        typer.Option("--annotate", metavar="文件", help="另写一份标注副本：批注、边框和问题清单。"),
    ] = None,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.checkup import check_files

    return check_files(
        paths,
        output_format=output_format,
        strict=strict,
        quiet=quiet,
        previous=previous,
        annotate=annotate,
        form_folder=form_folder,
        force=force,
    )
