"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def named_path(text: str) -> Path:
    """Make a path of a word of the command line; raises BadParameter for an empty one."""
    if not text:  # an empty path would be the current folder
        raise typer.BadParameter("路径是空的。")
    return Path(text)


def path_option(*names: str, metavar: str, help: str) -> Any:  # noqa: A002, ANN401 - as typer's
    """Declare an option that takes a path."""
    return typer.Option(*names, metavar=metavar, parser=named_path, help=help)


def path_argument(*, metavar: str, help: str) -> Any:  # noqa: A002, ANN401 - as typer's
    """Declare an argument that is a path, or several."""
    return typer.Argument(metavar=metavar, parser=named_path, help=help)


Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件。")]
FormFolder = Annotated[
    Path | None,
    path_option(
        "--form",
        metavar="文件夹或编号",
        help="使用安装包以外的表样（表样文件夹），或指明已安装的（编号见 gktool forms）。",
    ),
]
Output = Annotated[Path, path_option("-o", "--output", metavar="文件", help="写到哪个文件（.xlsx）。")]
Workbook = Annotated[Path, path_argument(metavar="文件", help="填好的工作簿。")]
RosterFile = Annotated[Path, path_argument(metavar="名录", help="单位名录：.xlsx 或 .csv。")]
Year = Annotated[int, typer.Option("--year", metavar="年", help="报告年度，如 2023。")]
Contact = Annotated[str, typer.Option("--contact", metavar="文字", help="填报中有疑问找谁，写在填报说明上。")]
PasswordPrompt = Annotated[
    bool, typer.Option("--password-prompt", help="询问一个解除保护的密码（只防误改，不是保密措施）。")
]
Strict = Annotated[bool, typer.Option("--strict", help="警告也按错误算。")]
