"""The commands: call the rooms, print, return the exit code.

Each command imports what it uses when it runs, so that a start stays quick.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit import __version__
from toolkit.chinese_help import ChineseCommand, ChineseGroup
from toolkit.options import Force, FormFolder, Output, Workbook, named_path
from toolkit.output import print_json, verify_outputs, write_outputs
from toolkit.stopped import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.filing import Filing
    from toolkit.form.model import Form

app = typer.Typer(
    name="gktool",
    cls=ChineseGroup,
    help="公开工作年度报告工具包：生成锁定的填报工作簿，报送前核对，生成年度报告。",
    epilog="先看：gktool template --help；填好之后：gktool check 文件.xlsx",
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"gktool {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本后退出。")
    ] = False,
) -> None:
    """公开工作年度报告工具包：生成锁定的填报工作簿，报送前核对，生成年度报告。"""  # noqa: D400, D415 - 中文句号


@app.command(cls=ChineseCommand, help="生成一份锁定的填报工作簿，发给单位填写。")
def template(
    output: Output,
    year: Annotated[int, typer.Option("--year", metavar="年", help="报告年度，如 2023。")],
    organ: Annotated[str, typer.Option("--organ", metavar="名称", help="单位全称，写进工作簿并锁定。")],
    code: Annotated[str, typer.Option("--code", metavar="代码", help="统一社会信用代码（18 位）。")] = "",
    kind: Annotated[
        str, typer.Option("--kind", metavar="类别", help="单位类别，如政府、部门（可用的词以表样为准）。")
    ] = "",
    scope: Annotated[
        str, typer.Option("--scope", metavar="口径", help="统计口径，如本机关、含下属（以表样为准）。")
    ] = "",
    contact: Annotated[
        str, typer.Option("--contact", metavar="文字", help="填报中有疑问找谁，写在填报说明上。")
    ] = "",
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous",
            metavar="文件",
            parser=named_path,
            help="上年填好的工作簿：带入结转数、上年数据和联系方式。",
        ),
    ] = None,
    password_prompt: Annotated[
        bool, typer.Option("--password-prompt", help="询问一个解除保护的密码（只防误改，不是保密措施）。")
    ] = False,
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
    for note in last.notes if last else ():
        _note(note)
    book = template_book(
        form,
        {item: text for item, text in preset.items() if text},
        contact=contact.strip(),
        previous=last.filing if last else None,
    )
    password = ask_password() if password_prompt else ""
    write_outputs({output: workbook_bytes(book, password=password)}, force=force)
    typer.echo(f"已生成 {output}：{preset['name']} {year} 年，{form.name}。")
    if last:
        typer.echo(f"从 {previous} 带入：{last.summary}。")
    return 0


def _note(text: str) -> None:
    typer.echo(f"注意：{text}", err=True)


@app.command(cls=ChineseCommand, help="核对填好的工作簿，报送前把问题一次说清。")
def check(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="文件或文件夹…", parser=named_path, help="填好的工作簿；文件夹则核对其中所有工作簿。"
        ),
    ],
    output_format: Annotated[str, typer.Option("--format", metavar="text|json", help="输出格式。")] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="警告也按错误算。")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="每个文件只写结论。")] = False,
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous",
            metavar="文件或文件夹",
            parser=named_path,
            help="上年的工作簿；给文件夹则按代码、名称找各单位的。",
        ),
    ] = None,
    annotate: Annotated[
        Path | None,
        typer.Option("--annotate", metavar="文件", help="另写一份标注副本：批注、边框和问题清单。"),
    ] = None,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.checking import check_file
    from toolkit.inputs import chosen_form
    from toolkit.marked_copy import verify_copy, write_copy
    from toolkit.present import as_json, as_text, closing_line
    from toolkit.submissions import notes_on, overlooked_in, workbooks_of
    from toolkit.verdict import exit_code

    if output_format not in ("text", "json"):
        raise Stopped(f"--format 不能是“{output_format}”，可用的有：text、json。")
    form = chosen_form(form_folder) if form_folder else None
    files, overlooked = workbooks_of(paths), overlooked_in(paths)
    if not files:
        for note in notes_on((), overlooked):
            _note(note)
        raise Stopped(f"{'、'.join(map(str, paths))} 里没有工作簿（.xlsx）。")
    if annotate:
        verify_copy(files, annotate, force=force)
    last_of = _last_year(previous, form) if previous else None
    reports = [check_file(file, form=form, strict=strict, last_of=last_of) for file in files]
    if output_format == "json":
        print_json(as_json(reports))
    else:
        text = as_text(reports, quiet=quiet)
        if quiet and len(reports) > 1:
            text += closing_line(reports)
        typer.echo(text, nl=False)
    for note in notes_on(reports, overlooked):
        _note(note)
    if annotate:
        write_copy(files[0], annotate, reports[0], force=force)
    return exit_code(reports)


def _last_year(path: Path, form: Form | None) -> Callable[[Filing], Sequence[Filing]]:
    from toolkit.inputs import naming
    from toolkit.lastyear import read_last_year
    from toolkit.submissions import workbooks_in

    with naming(path):
        found = read_last_year(workbooks_in(path), single=not path.is_dir(), form=form)
    for file, reason in found.unread:
        _note(f"上年文件 {file} 读不出来：{reason}")
    return found.of


@app.command(cls=ChineseCommand, help="列出核对规则；给出编号则说明这一条。")
def rules(
    code: Annotated[str, typer.Argument(metavar="[编号]", help="规则编号，如 B301。")] = "",
    form_folder: FormFolder = None,
) -> int:
    from toolkit.form.installed import installed_forms
    from toolkit.form.load import load_form
    from toolkit.inputs import chosen_form
    from toolkit.rulebook import rule_text, rules_table

    if not code:
        typer.echo(rules_table(chosen_form(form_folder)), nl=False)
        return 0
    latest_first = map(load_form, reversed(installed_forms()))
    for number, form in enumerate([chosen_form(form_folder)] if form_folder else latest_first):
        if text := rule_text(code, form):
            typer.echo(text + (f"这一条是{form.name}的。\n" if number else ""), nl=False)
            return 0
    raise Stopped(f"没有编号为 {code} 的规则。用 gktool rules 列出全部规则。")


@app.command(cls=ChineseCommand, help="列出已安装的表样。")
def forms() -> int:
    from toolkit.form.installed import installed_forms
    from toolkit.form.load import load_form

    for folder in installed_forms():
        form = load_form(folder)
        span = (
            f"{form.first_year} 年起" if form.last_year is None else f"{form.first_year}—{form.last_year} 年"
        )
        typer.echo(f"{form.id}  {form.name}  第 {form.version} 版  {span}  依据：{form.source}")
    return 0


@app.command(cls=ChineseCommand, help="用 JSON 数据生成填好的工作簿（供有办件系统的单位导出数据）。")
def fill(
    data: Annotated[
        Path, typer.Argument(metavar="数据.json", parser=named_path, help="gktool export 那样的 JSON 数据。")
    ],
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
    typer.echo(f"已生成 {output}。")
    return 0


@app.command(cls=ChineseCommand, help="把工作簿里的数和文字导出为 JSON；有错误没改完也能导出。")
def export(
    workbook: Workbook,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            parser=named_path,
            help="写到哪个文件（.json）；不给则打印。",
        ),
    ] = None,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.exchange import export_text
    from toolkit.inputs import chosen_form, naming
    from toolkit.workbook.read import read_workbook

    if output:
        verify_outputs([output], inputs=[workbook], suffixes=[".json"], force=force)
    form = chosen_form(form_folder) if form_folder else None
    with naming(workbook):
        reading = read_workbook(workbook, form=form)
    text = export_text(reading.filing, reading.form)
    if output is None:
        print_json(text)
    else:
        write_outputs({output: text.encode()}, force=force)
        typer.echo(f"已导出 {output}。")
    return 0


@app.command(
    cls=ChineseCommand, help="由填好的工作簿生成年度报告全文；有错误时先要改正，或用 --draft 出草稿。"
)
def report(
    workbook: Workbook,
    outputs: Annotated[
        list[Path],
        typer.Option(
            "-o", "--output", metavar="文件", parser=named_path, help="报告文件，.md 或 .txt，可给几个。"
        ),
    ],
    draft: Annotated[bool, typer.Option("--draft", help="有错误也生成，通篇标明草稿。")] = False,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.checking import check_reading, report_of
    from toolkit.finding import Severity
    from toolkit.inputs import chosen_form, naming
    from toolkit.present import as_text
    from toolkit.report.compose import compose
    from toolkit.report.formats import RENDERERS
    from toolkit.verdict import exit_code
    from toolkit.workbook.read import read_workbook

    verify_outputs(outputs, inputs=[workbook], suffixes=list(RENDERERS), force=force)
    form = chosen_form(form_folder) if form_folder else None
    with naming(workbook):
        reading = read_workbook(workbook, form=form)
    checked = report_of(workbook, reading, check_reading(reading), strict=False)
    code = exit_code([checked])
    if code and not draft:
        typer.echo(as_text([checked]), nl=False)
        typer.echo("错误：还有错误没有改正，没有生成报告。改正后再来，或加 --draft 生成草稿。", err=True)
        return code
    if checked.counts[Severity.WARNING]:
        typer.echo(as_text([checked]), nl=False, err=True)
    notes = [finding.message for finding in checked.findings if finding.severity is Severity.ERROR]
    composed = compose(reading.filing, reading.form, draft=draft, notes=notes if draft else ())
    write_outputs({path: RENDERERS[path.suffix.lower()](composed).encode() for path in outputs}, force=force)
    for path in outputs:
        typer.echo(f"已生成 {path}{'（草稿）' if draft else ''}。")
    return 0
