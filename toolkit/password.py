"""Asking for a password: twice, unseen, in Chinese; from two lines where standard input is no terminal."""

from __future__ import annotations

import sys
import warnings
from getpass import GetPassWarning, getpass
from typing import TYPE_CHECKING

from toolkit.stopped import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable

_UNLIKE = "两次输入的密码不一样"
_EMPTY = "密码是空的"


def ask_password() -> str:
    """Return the password that was given twice alike; a person may try again, a script may not.

    Raises Stopped.
    """
    if not sys.stdin.isatty():
        password, fault = _asked(_line)
        if fault:
            raise Stopped(f"{fault}。不在终端里运行时，请从标准输入给两行相同的密码。")
        return password
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GetPassWarning)  # in English, of a terminal that shows what is typed
        password, fault = _asked(getpass)
        while fault:
            print(f"{fault}，请重新输入。", file=sys.stderr)  # noqa: T201 - part of the asking
            password, fault = _asked(getpass)
    return password


def _asked(ask: Callable[[str], str]) -> tuple[str, str]:
    """The password and what is wrong with it."""
    try:
        first = ask("密码：")
        if not first:
            return "", _EMPTY
        return first, "" if ask("再输一次：") == first else _UNLIKE
    except EOFError:
        raise Stopped("没有读到密码。") from None
    except UnicodeDecodeError:
        raise Stopped("密码的编码和控制台的不一样，读不出来。") from None


def _line(_prompt: str) -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")
