"""One command line: run it, turn whatever goes wrong into a sentence, choose the exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TYPE_CHECKING

import typer

from toolkit.chinese_help import complaint
from toolkit.commands import app
from toolkit.form.source import FormError
from toolkit.jsonfile import ExchangeError
from toolkit.output import REASONS, OutputRefused
from toolkit.package.refusal import FileRefused
from toolkit.stopped import Stopped
from toolkit.workbook.spans import CannotMark

if TYPE_CHECKING:
    from collections.abc import Sequence

COULD_NOT_WORK = 2
_FULL = (errno.ENOSPC, errno.EDQUOT)


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911 - one return for each way to fail
    """Run one command line and return its exit code; nothing escapes as a traceback."""
    try:
        code = app(list(arguments), standalone_mode=False)
    except (Stopped, FormError, OutputRefused, ExchangeError) as error:
        return _refuse(str(error))
    except CannotMark as error:
        return _refuse(f"这份工作簿不能标注：{error}。")
    except FileRefused as error:
        return _refuse(f"{error.finding.message}{error.finding.remedy}")
    except (KeyboardInterrupt, typer.Abort):
        return _refuse("已中止。")
    except BrokenPipeError:
        sys.stdout = None  # the reader is gone: nothing more can be said
        return COULD_NOT_WORK
    except Exception as error:
        if os.environ.get("GKTOOL_DEBUG"):
            raise
        return _last_resort(error)
    return code if isinstance(code, int) else 0


def _last_resort(error: Exception) -> int:
    """Say what no room has a word for: a full disk, a wrong command line, a fault of ours."""
    if isinstance(error, OSError) and error.errno in _FULL:
        sys.stdout = None  # nor can what is left in it be written
        return _refuse(f"结果写不出去：{REASONS[errno.ENOSPC]}。请腾出空间后再试。")
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error, err=True)  # the help itself
        return COULD_NOT_WORK
    if hasattr(error, "format_message"):
        return _refuse(f"{complaint(error.format_message())}\n用 --help 查看用法。")
    return _refuse(
        f"gktool 内部出错（{type(error).__name__}: {error}）。请把所用的文件和命令发给维护者；"
        "设环境变量 GKTOOL_DEBUG=1 可看到详情。"
    )


def _refuse(message: str) -> int:
    with contextlib.suppress(OSError):  # nobody can be told
        typer.echo(f"错误：{message}", err=True)
    return COULD_NOT_WORK
