"""A claims.toml that takes over what an installed form's says, and states only where it differs.

    extends = "annual_report_2021"        the installed form
    without = ["repealed", …]             subjects of it that this form has no figures for

Words by class, domains and subjects by id replace those of the other form or come in addition, and so do the
keys of `borders` and `wording`. A partition loses the subjects that are left out, and is then not complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from toolkit.form.installed import installed_forms
from toolkit.form.source import Node, read_toml, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLAIMS_FILE: Final = "claims.toml"
_PARTS: Final = ("wholes", "parts")


def read_claims(folder: Path) -> Node:
    """Read a form's claims.toml together with what it extends; raises FormError."""
    own = read_toml(folder, CLAIMS_FILE)
    name = own.line("extends", "")
    if not name:
        return own
    folders = {installed.name: installed for installed in installed_forms()}
    if name not in folders:
        own.fail("extends", f"没有安装表样 {name!r}", suggestion(name, folders, "已安装的有"))
    base = read_toml(folders[name], CLAIMS_FILE)
    if "extends" in base.data:
        own.fail("extends", f"{name} 自己也取自别的表样", "请写它所取的那一个。")
    return _Extended(own, base, name)


class _Extended(Node):
    """The two files as one, every entry with the place it stands at."""

    def __init__(self, own: Node, base: Node, name: str) -> None:
        super().__init__(own.file, own.place, own.data)
        self.own = own
        self.base = base
        self.name = name
        self.without = own.texts("without", required=False)
        known = {node.data.get("id") for node in base.tables("subject")}
        for left_out in self.without:
            if left_out not in known:
                own.fail(
                    "without", f"没有 id 为 {left_out!r} 的 subject", f"请对照 {name} 的 {CLAIMS_FILE}。"
                )

    def table(self, key: str) -> Node:
        """The other form's table with this form's keys in it."""
        own = self.own.table(key).data if key in self.own.data else {}
        return Node(self.file, key, {**self.base.table(key).data, **own})

    def tables(self, key: str, *, required: bool = True) -> tuple[Node, ...]:
        """The other form's entries, those that this form has too in their places, then the rest of this form's."""
        own = self.own.tables(key, required=False)
        mine = {node.data["id"]: node for node in own if "id" in node.data}
        taken = [
            mine.get(node.data.get("id")) or _Inherited(node, self.name)
            for node in self._kept(key, self.base.tables(key, required=required))
        ]
        return (*taken, *(node for node in own if node not in taken))

    def _kept(self, key: str, nodes: tuple[Node, ...]) -> Iterator[Node]:
        for node in nodes:
            if key == "partition":
                left = {name: [one for one in node.texts(name) if one not in self.without] for name in _PARTS}
                if all(left.values()):
                    whole = all(len(left[name]) == len(node.texts(name)) for name in _PARTS)
                    complete = whole and node.flag("complete", default=False)
                    yield Node(node.file, node.place, {**left, "complete": complete})
            elif key != "subject" or node.data.get("id") not in self.without:
                after = [one for one in node.texts("unsure_after", required=False) if one not in self.without]
                stated = node.data.get("unsure_after")
                yield Node(node.file, node.place, {**node.data, "unsure_after": after}) if stated else node

    def done(self) -> None:
        """Refuse keys of this form's file that nobody asked for."""
        self.own.done()


class _Inherited(Node):
    """An entry of the other form; what is wrong with it here is put right in this form's file."""

    def __init__(self, node: Node, name: str) -> None:
        super().__init__(node.file, node.place, node.data)
        self.name = name

    def fail(self, key: str, problem: str, remedy: str) -> NoReturn:  # noqa: ARG002 - written for the other form
        """Raise the FormError, with what to do in this form's file."""
        super().fail(
            key,
            f"取自 {self.name} 的这一项在这里不能用：{problem}",
            "请在 without 里写上它的 id，或在这里另写同 id 的一项。",
        )
