"""Reading the rows or the columns of a block, and what each is the sum of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.form.model import Blanks, Due, FieldType, Line
from toolkit.form.names import alias_of, id_of
from toolkit.form.source import suggestion

if TYPE_CHECKING:
    from toolkit.form.source import Node

_VALUE_COLUMN: Final = Line(id="", alias="", heading=("数量",))


def due_of(node: Node, kinds: tuple[str, ...]) -> Due | None:
    """Read `due`: true, false or the kinds of organ it is due for; None where it is left out."""
    value = node.any_of("due")
    if value is None:
        return None
    if isinstance(value, bool):
        return Due(always=value)
    if isinstance(value, list) and value and all(item in kinds for item in value):
        return Due(kinds=tuple(value))
    return node.fail(
        "due", f"不认识的值 {value!r}", f"可写 true、false 或单位类别的数组（{'、'.join(kinds)}）。"
    )


class DeclaredLines:
    """The rows or the columns of one block, in order, each with its place in the file."""

    def __init__(self, block: Node, key: str, kinds: tuple[str, ...], blanks: Blanks) -> None:
        self.nodes: dict[str, Node] = {}
        lines = []
        for node in block.tables(key, required=key == "rows"):
            line = _line(node, kinds, blanks)
            if line.id in self.nodes:
                node.fail("id", f"重复的 id {line.id!r}", "同一块里每行、每列的 id 只能用一次。")
            self.nodes[line.id] = node
            lines.append(line)
        self.lines = tuple(lines) or (_VALUE_COLUMN,)
        self.by_id = {line.id: line for line in self.lines}
        self.sums = {line.id: self._leaves(line, ()) for line in self.lines}

    def leaves(self, line: Line) -> tuple[Line, ...]:
        """The input lines that a line is the sum of, itself if it is one."""
        return self.sums[line.id]

    def _leaves(self, line: Line, above: tuple[str, ...]) -> tuple[Line, ...]:
        if not line.sum:
            return (line,)
        node = self.nodes[line.id]
        if line.id in above:
            node.fail("sum", f"{' → '.join((*above, line.id))}，绕回了自己", "请去掉循环。")
        leaves: list[Line] = []
        for name in line.sum:
            if name not in self.by_id:
                node.fail("sum", f"没有 id 为 {name!r} 的行或列", suggestion(name, self.by_id, "同一块里有"))
            for leaf in self._leaves(self.by_id[name], (*above, line.id)):
                if leaf in leaves:
                    node.fail("sum", f"{leaf.id} 加了两次", "请去掉重复的：合计里已含它的，不要再单独加。")
                leaves.append(leaf)
        return tuple(leaves)


def _line(node: Node, kinds: tuple[str, ...], blanks: Blanks) -> Line:
    declared = node.line("type", "")
    line = Line(
        id=id_of(node, of="line"),
        alias=alias_of(node),
        heading=node.texts("heading", required=False),
        sum=node.texts("sum", required=False),
        group=node.flag("group", default=False),
        type=FieldType(node.choice("type", tuple(FieldType))) if declared else None,
        unit=node.line("unit", "") or None,
        due=due_of(node, kinds),
        note=node.line("note", ""),
        additive=node.flag("additive", default=True),
        prints_unit=node.flag("prints_unit", default=False),
    )
    if line.group and not line.sum:
        node.fail("sum", "group 一行没有写明由哪些行相加", "请写 sum = [...]。")
    if line.group and line.heading:
        node.fail("heading", "group 没有单元格，标题印不出来", "请去掉 heading，或去掉 group。")
    if not line.group and not line.heading:
        node.fail("heading", "缺少标题", "请写 heading = [...]；没有单元格的合计请写 group = true。")
    if line.prints_unit and (line.group or line.unit is None):
        node.fail("prints_unit", "没有写明印什么单位", '请写 unit = "…"；group 不印，不能写 prints_unit。')
    if line.due is not None and line.sum:
        node.fail("due", "合计由公式计算，不用填", "请去掉 due。")
    if line.due is not None and blanks is Blanks.CHOSEN:
        node.fail("due", 'blanks = "chosen" 的表由填报方式定哪些必填', "请去掉 due。")
    node.done()
    return line
