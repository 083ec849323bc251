"""The words that typer itself says, in Chinese: headings of the help and complaints about the command line.

Ctrl-C too, of which typer would only make an exit code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from typer.core import TyperCommand, TyperGroup

from toolkit.stopped import Stopped
from toolkit.terminal import padded, width

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_HELP: tuple[tuple[str, str], ...] = (
    (r"^Usage:", "用法："),
    (r"^Options:", "选项："),
    (r"^Arguments:", "参数："),
    (r"^Commands:", "命令："),
    (r"\[OPTIONS\]", "[选项]"),
    (r" <[A-Za-z]+(?:\[[A-Za-z]+\])?>", ""),
    (r"\{([^{}\s]+)\}(?:\.\.\.)?", r"\1"),
    (r"\[(\[[^\[\]\s]+\])\]", r"\1"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]…"),
    (r"Show this message and exit\.", "显示帮助后退出。"),
    (r"\[required\]", "[必填]"),
    (r"\[default: ([^\]]*)\]", r"[默认：\1]"),
    (r"; x>=(-?\d+)\]", r"；不小于 \1]"),
    (r"; required\]", "；必填]"),
    (r"\b(FILE|PATH|DIRECTORY)\b", "路径"),
    (r"\bTEXT\b", "文字"),
    (r"\bINTEGER(?: RANGE)?\b", "整数"),
)
_COMPLAINTS: tuple[tuple[str, str], ...] = (
    (r"No such option:? '?([^\s']+?)'?\.?(?: Did you mean .*| \(Possible options: .*)?$", r"没有选项 \1。"),
    (r"No such command '(.*)'\..*", r"没有命令“\1”。"),
    (r"Missing argument '(.*)'\.(?s:.*)", r"缺少参数 \1。"),
    (r"Missing option '([^']*)'(?: / '[^']*')?\.(?s:.*)", r"缺少选项 \1。"),
    (r"Missing command\.", "请给出命令。"),
    (r"Option '(.*)' requires an argument\.", r"选项 \1 后面要跟一个值。"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", r"多出了参数：\1。"),
    (r"Invalid value for '([^']*)'(?: / '[^']*')?: (?s:(.*))", r"\1 的值不对：\2"),
    (r"'(.*)' is not a valid int(?:eger)?(?: range)?\.", r"“\1”不是整数。"),
    (r"Input should be a valid integer.*", "应是整数。"),
    (
        r"(?:\S+ is not in the range x>=|Input should be greater than or equal to )(-?\d+)\.?",
        r"应不小于 \1。",
    ),
    (r"Option '(.*)' does not take a value\.", r"选项 \1 后面不跟值。"),
)

_ROW = re.compile(r"  (\S.*?) {2,}(\S.*)")
_ROW_GOES_ON = re.compile(r" {8,}(\S.*)")


def _translated(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    for pattern, words in pairs:
        text = re.sub(pattern, words, text, flags=re.MULTILINE)
    return text


def _aligned(text: str) -> str:
    """Put the second column of each list of the help under one another, Chinese characters counting two."""
    lines = text.split("\n")
    rows = [_ROW.match(line) for line in lines]
    widest = max((width(row[1]) for row in rows if row), default=0)
    return "\n".join(
        f"  {padded(row[1], widest)}  {row[2]}" if row else _ROW_GOES_ON.sub(rf"{' ' * (widest + 4)}\1", line)
        for row, line in zip(rows, lines, strict=True)
    )


def _help(text: str) -> str:
    return _aligned(_translated(text, _HELP))


def complaint(message: str) -> str:
    """A complaint about the command line, in Chinese; one that is not known stays as it is."""
    return _translated(message, _COMPLAINTS)


class ChineseCommand(TyperCommand):
    """A command whose help has Chinese headings, and that says so when it is stopped."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as below
        """Run the command; raises Stopped on Ctrl-C."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Stopped("已中止。") from None

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - typer carries a click of its own, or not
        """Return the help text."""
        return _help(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """The group of all commands, likewise."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - typer carries a click of its own, or not
        """Return the help text."""
        return _help(super().get_help(ctx))
