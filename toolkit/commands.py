"""The commands: call the rooms, print, return the exit code.

Each command imports what it uses when it runs, so that a start stays quick.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit import __version__
from toolkit.chinese_help import ChineseCommand, ChineseGroup
from toolkit.output import verify_free, write_output

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.filing import Filing
    from toolkit.form.model import Form
    from toolkit.verdict import FileReport

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

Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件。")]
FormFolder = Annotated[
    Path | None, typer.Option("--form", metavar="文件夹", help="使用安装包以外的表样（表样文件夹）。")
]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件。")]


ORGAN_LENGTH = 100  # characters of an organ's name


class Stopped(Exception):  # noqa: N818 - what happened, as with FileRefused
    """The work cannot be done; the message says why, in Chinese."""


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
        typer.Option("--previous", metavar="文件", help="上年填好的工作簿：带入结转数、上年数据和联系方式。"),
    ] = None,
    password_prompt: Annotated[
        bool, typer.Option("--password-prompt", help="询问一个解除保护的密码（只防误改，不是保密措施）。")
    ] = False,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.workbook.template import template_book
    from toolkit.workbook.write import workbook_bytes

    form = _form(form_folder, year)
    preset = {"name": organ.strip(), "code": code.strip(), "kind": kind, "scope": scope, "year": str(year)}
    _verify_preset(form, preset, year)
    last = _previous_filing(previous, form, year, organ) if previous else None
    preset = {item: text for item, text in preset.items() if text}
    book = template_book(form, preset, contact=contact.strip(), previous=last)
    password = (
        typer.prompt("密码", hide_input=True, confirmation_prompt="再输一次") if password_prompt else ""
    )
    write_output(output, workbook_bytes(book, password=password), force=force)
    typer.echo(f"已生成 {output}：{organ} {year} 年，{form.name}。")
    return 0


def _form(folder: Path | None, year: int | None = None) -> Form:
    from toolkit.form.load import form_for_year, installed_forms, load_form

    if folder is not None:
        form: Form | None = load_form(folder)
    elif year is not None:
        form = form_for_year(year)
    else:
        form = load_form(installed_forms()[-1])
    if form is None or (year is not None and not form.covers(year)):
        raise Stopped(
            f"没有适用于 {year} 年度的表样。用 gktool forms 查看已安装的表样，外部表样用 --form 指明。"
        )
    return form


def _verify_preset(form: Form, preset: dict[str, str], year: int) -> None:
    from toolkit.identifiers import credit_code_fault

    if not 1990 <= year <= 2100:  # noqa: PLR2004 - years that a report can be of
        raise Stopped(f"年度 {year} 不对，请写四位年份，如 2023。")
    if not preset["name"] or not preset["name"].isprintable() or len(preset["name"]) > ORGAN_LENGTH:
        raise Stopped(f"--organ 请写单位全称，一行，不超过 {ORGAN_LENGTH} 字。")
    if preset["code"] and (fault := credit_code_fault(preset["code"])):
        raise Stopped(f"统一社会信用代码 {preset['code']} 不对：{fault}。")
    for item, allowed, option in (("kind", form.kinds, "--kind"), ("scope", form.scopes, "--scope")):
        if preset[item] and preset[item] not in allowed:
            raise Stopped(f"{option} 不能是“{preset[item]}”，可用的有：{'、'.join(allowed)}。")


def _previous_filing(path: Path, form: Form, year: int, organ: str) -> Filing:
    from toolkit.workbook.read import FileRefused, read_workbook

    try:
        reading = read_workbook(path, form=form)
    except FileRefused:  # last year's form may have been another one
        reading = read_workbook(path)
    filing = reading.filing
    if filing.year != year - 1:
        raise Stopped(f"{path} 是 {filing.year} 年的工作簿，--previous 应给 {year - 1} 年的。")
    if filing.organ != organ:
        typer.echo(
            f"注意：{path} 的单位是“{filing.organ}”，与“{organ}”不同，请确认是更名或机构改革。", err=True
        )
    if reading.form.id != form.id:
        typer.echo(f"注意：{path} 用的是 {reading.form.name}，只带入两种表样都有的数。", err=True)
    return filing


@app.command(cls=ChineseCommand, help="核对填好的工作簿，报送前把问题一次说清。")
def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar="文件或文件夹…", help="填好的工作簿；文件夹则核对其中所有工作簿。")
    ],
    output_format: Annotated[str, typer.Option("--format", metavar="text|json", help="输出格式。")] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="警告也按错误算。")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="每个文件只写结论。")] = False,
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous", metavar="文件或文件夹", help="上年的工作簿；给文件夹则按代码、名称找各单位的。"
        ),
    ] = None,
    annotate: Annotated[
        Path | None,
        typer.Option("--annotate", metavar="文件", help="另写一份标注副本：批注、边框和问题清单。"),
    ] = None,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.checking import check_file, workbooks_in
    from toolkit.present import as_json, as_text
    from toolkit.verdict import exit_code

    if output_format not in ("text", "json"):
        raise Stopped(f"--format 不能是“{output_format}”，可用的有：text、json。")
    form = _form(form_folder) if form_folder else None
    files = [file for path in paths for file in workbooks_in(path)]
    if not files:
        raise Stopped(f"{'、'.join(map(str, paths))} 里没有工作簿（.xlsx）。")
    if annotate:
        _verify_copy(files, annotate, force=force)
    last_of = _last_year(previous, form) if previous else None
    reports = [check_file(file, form=form, strict=strict, last_of=last_of) for file in files]
    if output_format == "json":
        typer.echo(as_json(reports), nl=False)
    else:
        typer.echo(as_text(reports, quiet=quiet), nl=False)
    if annotate:
        _write_copy(files[0], annotate, reports[0], force=force)
    return exit_code(reports)


def _verify_copy(files: Sequence[Path], copy: Path, *, force: bool) -> None:
    """Say before any work why there can be no marked copy."""
    if len(files) > 1:
        raise Stopped(f"--annotate 一次只标注一个文件，这里有 {len(files)} 个，请逐个标注。")
    if copy.exists() and files[0].exists() and copy.samefile(files[0]):
        raise Stopped("标注副本不能写到原文件上，请换一个文件名。")
    if copy.suffix.lower() != files[0].suffix.lower() in (".xlsx", ".xlsm"):  # else Excel does not open it
        raise Stopped(f"标注副本的扩展名要和原文件一样，是 {files[0].suffix}。")
    verify_free(copy, force=force)


def _write_copy(file: Path, copy: Path, report: FileReport, *, force: bool) -> None:
    """Write the marked copy of a file and say so beside the report, which may be JSON."""
    from toolkit.present import conclusion, problem
    from toolkit.verdict import Verdict
    from toolkit.workbook.annotate import annotated

    if report.verdict is Verdict.UNREADABLE:
        typer.echo("读不出来的文件不能标注，没有写出标注副本。", err=True)
        return
    content = annotated(file, report.findings, verdict=conclusion(report), problem=problem)
    write_output(copy, content, force=force)
    typer.echo(f"已写出标注副本 {copy}。", err=True)


def _last_year(path: Path, form: Form | None) -> Callable[[Filing], Sequence[Filing]]:
    from toolkit.checking import workbooks_in
    from toolkit.lastyear import read_last_year

    found = read_last_year(workbooks_in(path), single=not path.is_dir(), form=form)
    for file, reason in found.unread:
        typer.echo(f"注意：上年文件 {file} 读不出来：{reason}", err=True)
    return found.of


@app.command(cls=ChineseCommand, help="列出核对规则；给出编号则说明这一条。")
def rules(
    code: Annotated[str, typer.Argument(metavar="[编号]", help="规则编号，如 B301。")] = "",
    form_folder: FormFolder = None,
) -> int:
    from toolkit.rulebook import rule_text, rules_table

    form = _form(form_folder)
    if not code:
        typer.echo(rules_table(form), nl=False)
        return 0
    text = rule_text(code.upper(), form)
    if text is None:
        raise Stopped(f"没有编号为 {code} 的规则。用 gktool rules 列出全部规则。")
    typer.echo(text, nl=False)
    return 0


@app.command(cls=ChineseCommand, help="列出已安装的表样。")
def forms() -> int:
    from toolkit.form.load import installed_forms, load_form

    for folder in installed_forms():
        form = load_form(folder)
        span = (
            f"{form.first_year} 年起" if form.last_year is None else f"{form.first_year}—{form.last_year} 年"
        )
        typer.echo(f"{form.id}  {form.name}  第 {form.version} 版  {span}  依据：{form.source}")
    return 0


@app.command(cls=ChineseCommand, help="用 JSON 数据生成填好的工作簿（供有办件系统的单位导出数据）。")
def fill(
    data: Annotated[Path, typer.Argument(metavar="数据.json", help="gktool export 那样的 JSON 数据。")],
    output: Output,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.exchange import read_filing
    from toolkit.form.load import installed_form
    from toolkit.workbook.template import filled_book
    from toolkit.workbook.write import workbook_bytes

    external = _form(form_folder) if form_folder else None

    def form_named(name: str) -> Form | None:
        return installed_form(name) if external is None else external if external.id == name else None

    filing = read_filing(data, form_named)
    form = form_named(filing.form_id)
    if form is None:
        raise Stopped(f"没有表样 {filing.form_id}。")
    write_output(output, workbook_bytes(filled_book(form, filing)), force=force)
    typer.echo(f"已生成 {output}。")
    return 0


@app.command(cls=ChineseCommand, help="把工作簿里的数和文字导出为 JSON；有错误没改完也能导出。")
def export(
    workbook: Annotated[Path, typer.Argument(metavar="文件", help="填好的工作簿。")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件；不给则打印。")
    ] = None,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.exchange import export_text
    from toolkit.workbook.read import read_workbook

    reading = read_workbook(workbook, form=_form(form_folder) if form_folder else None)
    text = export_text(reading.filing, reading.form)
    if output is None:
        typer.echo(text, nl=False)
    else:
        write_output(output, text.encode(), force=force)
        typer.echo(f"已导出 {output}。")
    return 0


@app.command(
    cls=ChineseCommand, help="由填好的工作簿生成年度报告全文；有错误时先要改正，或用 --draft 出草稿。"
)
def report(
    workbook: Annotated[Path, typer.Argument(metavar="文件", help="填好的工作簿。")],
    outputs: Annotated[
        list[Path], typer.Option("-o", "--output", metavar="文件", help="报告文件，.md 或 .txt，可给几个。")
    ],
    draft: Annotated[bool, typer.Option("--draft", help="有错误也生成，通篇标明草稿。")] = False,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.checking import check_reading, report_of
    from toolkit.finding import Severity
    from toolkit.present import as_text
    from toolkit.report.compose import compose
    from toolkit.report.formats import RENDERERS
    from toolkit.verdict import exit_code
    from toolkit.workbook.read import read_workbook

    for path in outputs:
        if path.suffix.lower() not in RENDERERS:
            raise Stopped(f"{path}：不认识的报告格式，可用的扩展名：{'、'.join(RENDERERS)}。")
        verify_free(path, force=force)  # all or none
    reading = read_workbook(workbook, form=_form(form_folder) if form_folder else None)
    checked = report_of(workbook, reading, check_reading(reading), strict=False)
    code = exit_code([checked])
    if code and not draft:
        typer.echo(as_text([checked]), nl=False)
        typer.echo("错误：还有错误没有改正，没有生成报告。改正后再来，或加 --draft 生成草稿。", err=True)
        return code
    notes = [finding.message for finding in checked.findings if finding.severity is Severity.ERROR]
    composed = compose(reading.filing, reading.form, draft=draft, notes=notes if draft else ())
    for path in outputs:
        write_output(path, RENDERERS[path.suffix.lower()](composed).encode(), force=force)
        typer.echo(f"已生成 {path}{'（草稿）' if draft else ''}。")
    return 0
