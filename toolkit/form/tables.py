"""Reading the declared tables of a form, and the fields that their rows and columns make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.form.model import (
    Blanks,
    Block,
    Due,
    Field,
    FieldRole,
    FieldType,
    Line,
    Orientation,
    Table,
    field_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.form.source import Node

_VALUE_COLUMN = Line(id="", alias="", heading=("数量",))


def unique(node: Node, key: str, names: Iterable[str]) -> None:
    """Refuse a name that is used twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            node.fail(key, f"重复的名称 {name!r}", "每个 id、工作表名和字段别名只能用一次。")
        seen.add(name)


def due_of(node: Node, kinds: tuple[str, ...]) -> Due | None:
    """Read `due`: true, false or the kinds of organ it is due for; None where it is left out."""
    value = node.any_of("due")
    if value is None:
        return None
    if isinstance(value, bool):
        return Due(always=value)
    if isinstance(value, list) and all(item in kinds for item in value):
        return Due(kinds=tuple(value))
    return node.fail(
        "due", f"不认识的值 {value!r}", f"可写 true、false 或单位类别的数组（{'、'.join(kinds)}）。"
    )


def _line(node: Node, kinds: tuple[str, ...]) -> Line:
    declared = node.text("type", "")
    line = Line(
        id=node.text("id"),
        alias=node.text("alias"),
        heading=node.texts("heading", required=False),
        sum=node.texts("sum", required=False),
        group=node.flag("group", default=False),
        type=FieldType(node.choice("type", tuple(FieldType))) if declared else None,
        unit=node.text("unit", "") or None,
        due=due_of(node, kinds),
        note=node.text("note", ""),
        additive=node.flag("additive", default=True),
    )
    if line.group and not line.sum:
        node.fail("sum", "group 一行没有写明由哪些行相加", "请写 sum = [...]。")
    if not line.group and not line.heading:
        node.fail("heading", "缺少标题", "请写 heading = [...]；没有单元格的合计请写 group = true。")
    node.done()
    return line


class DeclaredTable:
    """One declared table, and the fields that its blocks make."""

    def __init__(self, node: Node, kinds: tuple[str, ...]) -> None:
        self.node = node
        self.unit = node.text("unit")
        self.limit = node.whole("limit")
        blanks = Blanks(node.choice("blanks", tuple(Blanks)))
        self.table = Table(
            id=node.text("id"),
            alias=node.text("alias"),
            sheet=node.text("sheet"),
            title=node.text("title"),
            blanks=blanks,
            orientation=Orientation(node.choice("orientation", tuple(Orientation), Orientation.DOWN)),
            blocks=tuple(self._block(block, kinds) for block in node.tables("block")),
            hint=node.text("hint", ""),
            printed=node.flag("printed", default=True),
            after_texts=node.flag("after_texts", default=False),
            source=node.text("source", ""),
        )
        node.done()

    @staticmethod
    def _block(node: Node, kinds: tuple[str, ...]) -> Block:
        columns = tuple(_line(item, kinds) for item in node.tables("columns", required=False))
        block = Block(
            rows=tuple(_line(item, kinds) for item in node.tables("rows")),
            columns=columns or (_VALUE_COLUMN,),
            banner=node.text("banner", ""),
            corner=node.text("corner", ""),
            columns_heading=node.text("columns_heading", ""),
        )
        node.done()
        return block

    def fields(self) -> Mapping[str, Field]:
        """The fields by id, in the order of the table."""
        made: dict[str, Field] = {}
        for block in self.table.blocks:
            for axis, lines in (("rows", block.rows), ("columns", block.columns)):
                unique(self.node, f"block.{axis}", (line.id for line in lines))
            for row in block.rows:
                for column in block.columns:
                    field = self._field(block, row, column)
                    if field.id in made:
                        self.node.fail(
                            "block", f"字段 {field.id} 出现两次", "不同的块里，行和列的组合不能相同。"
                        )
                    made[field.id] = field
        return made

    def _field(self, block: Block, row: Line, column: Line) -> Field:
        table = self.table
        inputs = tuple(
            field_id(self.table.id, one.id, other.id)
            for one in self._leaves(row, block.rows)
            for other in self._leaves(column, block.columns)
        )
        computed = bool(row.sum or column.sum)
        role = (
            FieldRole.GROUP
            if row.group or column.group
            else FieldRole.COMPUTED
            if computed
            else FieldRole.INPUT
        )
        default_due = Due(always=table.blanks is Blanks.CHOSEN)
        return Field(
            id=field_id(self.table.id, row.id, column.id),
            alias=".".join(word for word in (table.alias, row.alias, column.alias) if word),
            table=table.id,
            row=row.id,
            column=column.id,
            role=role,
            type=row.type or column.type or FieldType.COUNT,
            unit=row.unit or column.unit or self.unit,
            limit=self.limit,
            due=row.due or column.due or default_due,
            inputs=inputs,
            additive=row.additive and column.additive,
        )

    def _leaves(self, line: Line, lines: tuple[Line, ...], above: tuple[str, ...] = ()) -> tuple[Line, ...]:
        """The input lines that a line is the sum of, itself if it is one."""
        if not line.sum:
            return (line,)
        if line.id in above:
            self.node.fail("block", f"{line.id} 的 sum 绕回了自己", "请去掉循环。")
        by_id = {item.id: item for item in lines}
        for name in line.sum:
            if name not in by_id:
                self.node.fail("block", f"{line.id} 的 sum 里没有 {name} 这一行或列", "请改成同一块里的 id。")
        return tuple(
            leaf for name in line.sum for leaf in self._leaves(by_id[name], lines, (*above, line.id))
        )
