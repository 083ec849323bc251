"""Reading the declared tables of a form, and the fields that their rows and columns make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.form.lines import DeclaredLines
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
from toolkit.form.names import alias_of, id_of, sheet_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.form.source import Node

_LARGEST: Final = 999_999_999_999_999  # the last figure that a spreadsheet holds exactly


class DeclaredTable:
    """One declared table, and the fields that its blocks make."""

    def __init__(self, node: Node, kinds: tuple[str, ...]) -> None:
        self.node = node
        self.unit = node.line("unit")
        self.limit = node.whole("limit", most=_LARGEST)
        blanks = Blanks(node.choice("blanks", tuple(Blanks)))
        self.blocks = tuple(_DeclaredBlock(block, kinds, blanks) for block in node.tables("block"))
        self.table = Table(
            id=id_of(node, of="table"),
            alias=alias_of(node, of="table"),
            sheet=sheet_of(node),
            title=node.line("title"),
            blanks=blanks,
            orientation=Orientation(node.choice("orientation", tuple(Orientation), Orientation.DOWN)),
            blocks=tuple(declared.block for declared in self.blocks),
            hint=node.text("hint", ""),
            printed=node.flag("printed", default=True),
            after_texts=node.flag("after_texts", default=False),
            source=node.line("source", ""),
        )
        if self.table.orientation is Orientation.ACROSS:
            self._verify_across()
        node.done()

    def _verify_across(self) -> None:
        if len(self.blocks) > 1:
            self.node.fail("block", 'orientation = "across" 的表有几个块', "请合成一块，或分成几张表。")
        for declared in self.blocks:
            for key in ("banner", "corner", "columns_heading"):
                if declared.node.text(key, ""):
                    declared.node.fail(key, 'orientation = "across" 的表不印这一项', "请去掉。")

    def fields(self) -> Mapping[str, Field]:
        """The fields by id, in the order of the table."""
        made: dict[str, Field] = {}
        aliases: set[str] = set()
        for declared in self.blocks:
            for row in declared.rows.lines:
                for column in declared.columns.lines:
                    field = self._field(declared, row, column)
                    if field.id in made:
                        declared.node.fail(
                            "", f"字段 {field.id} 出现两次", "不同的块里，行和列的组合不能相同。"
                        )
                    if field.alias in aliases:
                        declared.node.fail("", f"别名 {field.alias} 出现两次", "请给行或列换一个 alias。")
                    made[field.id] = field
                    aliases.add(field.alias)
        return made

    def _field(self, declared: _DeclaredBlock, row: Line, column: Line) -> Field:
        table = self.table
        inputs = tuple(
            field_id(table.id, one.id, other.id)
            for one in declared.rows.leaves(row)
            for other in declared.columns.leaves(column)
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
            id=field_id(table.id, row.id, column.id),
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
            note=row.note + column.note,
            prints_unit=row.prints_unit or column.prints_unit,
        )


class _DeclaredBlock:
    """One block with the places of its rows and columns; without columns it has one, of figures."""

    def __init__(self, node: Node, kinds: tuple[str, ...], blanks: Blanks) -> None:
        self.node = node
        self.columns = DeclaredLines(node, "columns", kinds, blanks)
        self.rows = DeclaredLines(node, "rows", kinds, blanks)
        self.block = Block(
            rows=self.rows.lines,
            columns=self.columns.lines,
            banner=node.line("banner", ""),
            corner=node.line("corner", ""),
            columns_heading=node.line("columns_heading", ""),
        )
        node.done()
