"""One command line: run it, turn whatever goes wrong into a sentence, choose the exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TYPE_CHECKING

from toolkit.quick import quick_check
from toolkit.terminal import say

if TYPE_CHECKING:
    from collections.abc import Sequence

COULD_NOT_WORK = 2
_INTERRUPTED = 130  # what typer makes of Ctrl-C
_FULL = (errno.ENOSPC, errno.EDQUOT)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing escapes as a traceback."""
    try:
        code: object = quick_check(arguments)
        if code is None:
            from toolkit.commands import app  # noqa: PLC0415 - a plain check does without typer

            code = app(list(arguments), standalone_mode=False)
            if code == _INTERRUPTED:
                return _refuse("已中止。")
    except KeyboardInterrupt:
        return _refuse("已中止。")
    except BrokenPipeError:
        sys.stdout = None  # the reader is gone: nothing more can be said
        return COULD_NOT_WORK
    except SystemExit:
        if type(sys.stdout).__name__ != "PacifyFlushWrapper":
            raise
        sys.stdout = None  # typer found the reader gone, and left with 1, which says something else here
        return COULD_NOT_WORK
    except Exception as error:
        said = _said(error)
        if said is None and os.environ.get("GKTOOL_DEBUG"):
            raise
        return _refuse(said) if said else _last_resort(error)
    return code if isinstance(code, int) else 0


def _said(error: Exception) -> str | None:
    """What an error of a room says of itself, in Chinese; None for any other."""
    # Imported only when something went wrong: a start should not wait for them.
    from toolkit.form.error import FormError  # noqa: PLC0415
    from toolkit.jsonfile import ExchangeError  # noqa: PLC0415
    from toolkit.output import OutputRefused  # noqa: PLC0415
    from toolkit.package.refusal import FileRefused  # noqa: PLC0415
    from toolkit.stopped import Stopped  # noqa: PLC0415
    from toolkit.workbook.spans import CannotMark  # noqa: PLC0415

    match error:
        case Stopped() | FormError() | OutputRefused() | ExchangeError():
            return str(error)
        case CannotMark():
            return f"这份工作簿不能标注：{error}。"
        case FileRefused():
            return f"{error.finding.message}{error.finding.remedy}"
        case _ if type(error).__name__ == "Abort":  # typer's
            return "已中止。"
    return None


def _last_resort(error: Exception) -> int:
    """Say what no room has a word for: a full disk, a wrong command line, a fault of ours."""
    if isinstance(error, OSError) and error.errno in _FULL:
        sys.stdout = None  # nor can what is left in it be written
        return _refuse("结果写不出去：磁盘满了。请腾出空间后再试。")
    if type(error).__name__ == "NoArgsIsHelpError":
        say(str(error), err=True)  # the help itself
        return COULD_NOT_WORK
    if hasattr(error, "format_message"):
        from toolkit.chinese_help import complaint  # noqa: PLC0415 - of typer, which is loaded already

        return _refuse(f"{complaint(error.format_message())}\n用 --help 查看用法。")
    return _refuse(
        f"gktool 内部出错（{type(error).__name__}: {error}）。请把所用的文件和命令发给维护者；"
        "设环境变量 GKTOOL_DEBUG=1 可看到详情。"
    )


def _refuse(message: str) -> int:
    with contextlib.suppress(OSError):  # nobody can be told
        say(f"错误：{message}", err=True)
    return COULD_NOT_WORK
