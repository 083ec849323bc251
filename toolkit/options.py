"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def named_path(text: str) -> Path:
    """Make a path of a word of the command line; raises BadParameter for an empty one."""
    if not text:  # an empty path would be the current folder
        raise typer.BadParameter("路径是空的。")
    return Path(text)


Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件。")]
FormFolder = Annotated[
    Path | None,
    typer.Option(
        "--form",
        metavar="文件夹或编号",
        parser=named_path,
        help="使用安装包以外的表样（表样文件夹），或指明已安装的（编号见 gktool forms）。",
    ),
]
Output = Annotated[
    Path, typer.Option("-o", "--output", metavar="文件", parser=named_path, help="写到哪个文件（.xlsx）。")
]
Workbook = Annotated[Path, typer.Argument(metavar="文件", parser=named_path, help="填好的工作簿。")]
