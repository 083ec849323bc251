"""The commands of the coordinator: `distribute` hands out to many organs, `collect` takes in what they return."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.chinese_help import ChineseCommand
from toolkit.commands.app import app
from toolkit.commands.roster import usable_roster
from toolkit.options import (
    Contact,
    Force,
    FormFolder,
    PasswordPrompt,
    RosterFile,
    Strict,
    Year,
    path_argument,
    path_option,
)
from toolkit.output import OutputFolder
from toolkit.stopped import Stopped
from toolkit.terminal import note, say

if TYPE_CHECKING:
    from toolkit.collect.distribute import Handed
    from toolkit.collect.model import Collected
    from toolkit.collect.run import Request

_SHOWN = 20  # organs that are named in a list

Jobs = Annotated[
    int,
    typer.Option("--jobs", min=0, metavar="个", help="同时用几个进程；0 为每个处理器一个，1 为不另开进程。"),
]


@app.command(cls=ChineseCommand, help="按单位名录给每个单位生成一份锁定的填报工作簿。")
def distribute(
    roster: RosterFile,
    output: Annotated[
        Path,
        path_option("-o", "--output", metavar="文件夹", help="工作簿写到哪个文件夹。"),
    ],
    year: Year,
    previous: Annotated[
        Path | None,
        path_option(
            "--previous",
            metavar="文件夹",
            help="上年收齐的工作簿：按代码带入各单位的上年数和联系方式，合并的单位相加。",
        ),
    ] = None,
    contact: Contact = "",
    password_prompt: PasswordPrompt = False,
    jobs: Jobs = 0,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.collect import manifest
    from toolkit.collect.cache import Cache
    from toolkit.collect.crew import crew, processes
    from toolkit.collect.distribute import Order, distributed
    from toolkit.collect.passes import Tools
    from toolkit.collect.progress import shown_progress
    from toolkit.collect.run import read_last_year
    from toolkit.inputs import chosen_form
    from toolkit.password import ask_password
    from toolkit.presets import verify_year

    verify_year(year)
    form = chosen_form(form_folder, year)
    folder = OutputFolder(output, inputs=[roster, *([previous] if previous else [])], force=force)
    organs = usable_roster(roster, form)
    if organs is None:
        return 1
    password = ask_password() if password_prompt else ""
    order = Order(form.folder, year, contact.strip(), password)
    with (
        shown_progress() as progress,
        crew(processes(jobs)) as workers,
        Cache(None) as none,
    ):
        tools = Tools(workers, none, progress)
        last = read_last_year(previous, organs, tools, checked=True) if previous else None
        with folder as files:
            handed = distributed(organs, order, last, tools, files.write)
            compared = last is not None
            files.write(manifest.LIST_FILE, manifest.manifest_book(handed, form, year, compared=compared))
            files.write(manifest.JSON_FILE, manifest.manifest_json(handed, form, year, compared=compared))
    made = sum(not one.fault for one in handed)
    say(f"已在 {output} 生成 {made} 个单位 {year} 年的工作簿，清单见 {manifest.LIST_FILE}。")
    if last:
        _tell_last_year(handed, last.unread)
    return _tell_faults(handed)


@app.command(cls=ChineseCommand, help="收回各单位的工作簿：逐份核对，谁没报、谁有错，汇总成一份。")
def collect(
    inbox: Annotated[
        Path,
        path_argument(metavar="文件夹", help="收回的工作簿，含子文件夹和 .zip 里的。"),
    ],
    roster: Annotated[Path, path_option("--roster", metavar="名录", help="单位名录：.xlsx 或 .csv。")],
    output: Annotated[
        Path,
        path_option("-o", "--output", metavar="文件", help="汇总写到哪个文件（.xlsx）。"),
    ],
    year: Annotated[
        int | None, typer.Option("--year", metavar="年", help="报告年度；不给则以多数工作簿的为准。")
    ] = None,
    previous: Annotated[
        Path | None,
        path_option(
            "--previous",
            metavar="文件夹",
            help="上年收齐的工作簿：按代码、前身或名称逐个比较。",
        ),
    ] = None,
    area: Annotated[
        Path | None,
        path_option(
            "--area",
            metavar="文件",
            help="区域自己的工作簿（如区政府的）：与各单位的合计逐项核对。",
        ),
    ] = None,
    area_workbook: Annotated[
        Path | None,
        path_option(
            "--area-workbook",
            metavar="文件",
            help="另用合计生成一份区域自己的工作簿（.xlsx），供核对后写报告。",
        ),
    ] = None,
    notices: Annotated[
        Path | None,
        path_option(
            "--notices",
            metavar="文件夹",
            help="给有问题的、没报的单位各写一份通知和标注副本，没有问题的不写。",
        ),
    ] = None,
    deadline: Annotated[
        str, typer.Option("--deadline", metavar="文字", help="通知里写的期限，如 2024年1月20日。")
    ] = "",
    to: Annotated[
        Path | None,
        path_option(
            "--to",
            metavar="文件",
            help="另把明细写成 .csv、.json 或 .parquet，供其他工具用。",
        ),
    ] = None,
    html: Annotated[
        Path | None,
        path_option(
            "--html",
            metavar="文件",
            help="另写一个网页（.html）：谁没报、谁有错，汇总数和图；不联网，一个文件。",
        ),
    ] = None,
    strict: Strict = False,
    jobs: Jobs = 0,
    dask: Annotated[
        str, typer.Option("--dask", metavar="地址", help="交给 Dask 集群做，如 tcp://10.0.0.1:8786。")
    ] = "",
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="接着上次中断的做：核对过的文件，只要文件、表样和 gktool 的版本都没有变，就不再读（不加也是这样）；"
            "没有上次的结果时会说明。",
        ),
    ] = False,
    form_folder: FormFolder = None,
    force: Force = False,
) -> int:
    from toolkit.collect.account import account, exit_code
    from toolkit.collect.crew import Crew, crew, processes
    from toolkit.collect.results import Wanted, outcome, write_results
    from toolkit.collect.run import Request
    from toolkit.collect.work import Task
    from toolkit.inputs import chosen_form

    if not inbox.exists():
        raise Stopped(f"{inbox} 不存在。")
    wanted = Wanted(output, notices, deadline.strip(), area_workbook, to, force, html)
    wanted.verify(inbox, [roster, *([area] if area else [])])
    organs = usable_roster(roster, chosen_form(form_folder, year))
    if organs is None:
        return 1
    results = output.with_name(f"{output.name}.cache")
    if resume and not results.is_dir():
        note("没有上次的结果可以接着做，从头开始。")
    form = form_folder.resolve() if form_folder else None
    own = tuple(path for path in (output, results, roster, to, html, area_workbook) if path)
    request = Request(inbox, organs, form, year, previous, strict, skip=own)
    collected = _collected(request, results, jobs, dask)
    made = outcome(collected, area, task=Task(form, strict))
    say(account(made.collected), end="")
    with crew(processes(jobs), dask) if notices else nullcontext(Crew()) as workers:
        for line in write_results(made, wanted, workers):
            say(line)
    return exit_code(made.collected) or int(made.faulty)


def _collected(request: Request, results: Path, jobs: int, dask: str) -> Collected:
    from toolkit.collect.cache import Cache
    from toolkit.collect.crew import crew, processes
    from toolkit.collect.passes import Tools
    from toolkit.collect.progress import shown_progress
    from toolkit.collect.run import collected

    try:
        with shown_progress() as progress, Cache(results) as cache, crew(processes(jobs), dask) as workers:
            return collected(request, Tools(workers, cache, progress))
    except KeyboardInterrupt:
        raise Stopped("已中止。核对过的都留着，再运行一次（加 --resume）就接着做。") from None


def _tell_last_year(handed: list[Handed], unread: list[tuple[str, str]]) -> None:
    found = [one for one in handed if one.found]
    say(f"带入上年数：{len(found)} 个单位。")
    for said, some in (
        ("没有找到上年工作簿（新设的不用管；机构改革的，请在名录里写上前身单位代码）",
         [one for one in handed if not one.found]),
        ("的上年工作簿还有错误，请先核对改正，再重新下发", [one for one in found if one.errors]),
    ):  # fmt: skip
        if some:
            note(f"{len(some)} 个单位{said}：{_named([one.organ.name for one in some])}。")
    for file, reason in unread:
        note(f"上年文件 {file} 读不出来：{reason}")


def _tell_faults(handed: list[Handed]) -> int:
    faults = [one for one in handed if one.fault]
    for one in faults:
        say(f"错误：{one.organ.name}的没有生成：{one.fault}。", err=True)
    return int(bool(faults))


def _named(names: list[str]) -> str:
    """The names, the first few of many."""
    return "、".join(names[:_SHOWN]) + " 等" * (len(names) > _SHOWN)
