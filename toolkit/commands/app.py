"""The program itself: its name, its help, its version."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from toolkit import __version__
from toolkit.chinese_help import ChineseGroup
from toolkit.terminal import say

_ORDER: Final = (
    *("template", "check", "report", "import"),
    *("roster", "distribute", "collect"),
    *("fill", "export", "rules", "forms"),
)
"""The commands as the help lists them: in the order of the year's work."""


class _InOrder(ChineseGroup):
    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - as its base
        """The names of the commands in the order of the work."""
        return sorted(super().list_commands(ctx), key=_ORDER.index)


app = typer.Typer(
    name="gktool",
    cls=_InOrder,
    help="公开工作年度报告工具包：生成锁定的填报工作簿，报送前核对，生成年度报告。",
    epilog="先看：gktool template --help；填好之后：gktool check 文件.xlsx",
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        say(f"gktool {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本后退出。")
    ] = False,
) -> None:
    """公开工作年度报告工具包：生成锁定的填报工作簿，报送前核对，生成年度报告。"""  # noqa: D400, D415 - 中文句号
