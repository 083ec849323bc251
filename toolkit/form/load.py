"""From a folder of plain data to a Form: form.toml, sections.toml, rules.toml, narrative.md.j2.

Every mistake in the folder is a FormError that names the file, the place in it and the remedy.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.form.expression import ExpressionError, parse
from toolkit.form.instance import bind
from toolkit.form.model import (
    Blanks,
    Block,
    Due,
    Field,
    FieldRole,
    FieldType,
    Form,
    Line,
    Orientation,
    ProfileItem,
    Rule,
    Section,
    Table,
    field_id,
)
from toolkit.form.source import FormError, Node, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DIGESTED_FILES = ("form.toml", "sections.toml", "rules.toml")  # what a workbook is made from
PROFILE_TYPES = (
    "text", "organ", "code", "kind", "scope", "year", "version", "telephone", "postcode", "website", "date",
)  # fmt: skip
PROFILE_NEEDED = ("name", "code", "kind", "scope", "year", "version")
_VALUE_COLUMN = Line(id="", alias="", heading=("数量",))


def installed_forms() -> tuple[Path, ...]:
    """Folders of the forms that come with gktool, in the order of their names."""
    root = Path(str(files("workbook_templates")))
    return tuple(sorted(folder for folder in root.iterdir() if (folder / "form.toml").is_file()))


def form_for_year(year: int) -> Form | None:
    """Return the installed form that reports of this year use, or None."""
    return next((form for folder in installed_forms() if (form := load_form(folder)).covers(year)), None)


def installed_form(form_id: str) -> Form | None:
    """Return the installed form with this id (its folder has the same name), or None."""
    return next((load_form(folder) for folder in installed_forms() if folder.name == form_id), None)


@cache
def load_form(folder: Path) -> Form:
    """Load and verify a form; raises FormError."""
    head_file = read_toml(folder, "form.toml")
    head = head_file.table("form")
    kinds = head.texts("kinds")
    tables_read = [_Tables(node, kinds) for node in head_file.tables("table")]
    fields: dict[str, Field] = {}
    for read in tables_read:
        fields.update(read.fields())
    form = Form(
        id=head.text("id"),
        name=head.text("name"),
        title=head.text("title"),
        version=head.whole("version"),
        first_year=head.whole("first_year"),
        last_year=head.whole_or_none("last_year"),
        source=head.text("source"),
        kinds=kinds,
        scopes=head.texts("scopes"),
        profile=tuple(_profile(node, kinds) for node in head_file.tables("profile")),
        tables=tuple(read.table for read in tables_read),
        fields=fields,
        sections=_sections(folder, kinds),
        rules=_rules(folder),
        digest=_digest(folder),
        folder=folder,
    )
    head.done()
    _unique(head_file, "table", (table.id for table in form.tables))
    _unique(head_file, "table", (table.sheet for table in form.tables))
    _unique(head_file, "table", (item.alias for item in fields.values()))
    _unique(head_file, "profile", (item.id for item in form.profile))
    for needed in PROFILE_NEEDED:
        if needed not in {item.id for item in form.profile}:
            head_file.fail(
                "profile", f"缺少 id = {needed!r} 的一项", "请补上：没有它就认不出报送单位和年度。"
            )
    head_file.done()
    _verify_rules(form)
    return form


def _verify_rules(form: Form) -> None:
    for number, rule in enumerate(form.rules, start=1):
        try:
            bind(rule, form)
        except ExpressionError as error:
            raise _expression_error(number, rule.code, error) from None


def _expression_error(number: int, code: str, error: ExpressionError) -> FormError:
    return FormError(
        "rules.toml",
        f"rule 第 {number} 项（{code}）.expression 第 {error.position} 个字符",
        error.problem,
        "请对照 form.toml 里的表、行、列 id 改正。",
    )


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for name in DIGESTED_FILES:
        try:
            total.update((folder / name).read_bytes().replace(b"\r\n", b"\n"))
        except OSError:
            raise FormError(name, "", "文件不存在或读不出来", f"请在 {folder} 中补上这个文件。") from None
    return total.hexdigest()[:16]


def _unique(node: Node, key: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            node.fail(key, f"重复的名称 {name!r}", "每个 id、工作表名和字段别名只能用一次。")
        seen.add(name)


def _due(node: Node, kinds: tuple[str, ...]) -> Due | None:
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


def _profile(node: Node, kinds: tuple[str, ...]) -> ProfileItem:
    item = ProfileItem(
        id=node.text("id"),
        label=node.text("label"),
        type=node.choice("type", PROFILE_TYPES),
        prompt=node.text("prompt"),
        due=_due(node, kinds) or Due(),
        length=node.whole("length", 100),
    )
    node.done()
    return item


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
        due=_due(node, kinds),
        note=node.text("note", ""),
        additive=node.flag("additive", default=True),
    )
    if line.group and not line.sum:
        node.fail("sum", "group 一行没有写明由哪些行相加", "请写 sum = [...]。")
    if not line.group and not line.heading:
        node.fail("heading", "缺少标题", "请写 heading = [...]；没有单元格的合计请写 group = true。")
    node.done()
    return line


class _Tables:
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
        made: dict[str, Field] = {}
        for block in self.table.blocks:
            for axis, lines in (("rows", block.rows), ("columns", block.columns)):
                _unique(self.node, f"block.{axis}", (line.id for line in lines))
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


def _sections(folder: Path, kinds: tuple[str, ...]) -> tuple[Section, ...]:
    root = read_toml(folder, "sections.toml")
    sections = []
    for node in root.tables("section"):
        sections.append(
            Section(
                id=node.text("id"),
                heading=node.text("heading"),
                parent=node.text("parent", ""),
                prompt=node.text("prompt"),
                due=_due(node, kinds) or Due(),
                rows=node.whole("rows"),
                composed=node.text("composed", ""),
                source=node.text("source", ""),
            )
        )
        if sections[-1].parent and sections[-1].parent not in {section.id for section in sections}:
            node.fail("parent", f"没有 id 为 {sections[-1].parent!r} 的上级部分", "上级部分要写在前面。")
        node.done()
    root.done()
    _unique(root, "section", (section.id for section in sections))
    return tuple(sections)


def _rules(folder: Path) -> tuple[Rule, ...]:
    root = read_toml(folder, "rules.toml")
    rules = []
    for number, node in enumerate(root.tables("rule"), start=1):
        code = node.text("code")
        try:
            expressions = tuple(parse(source) for source in node.texts("expression"))
        except ExpressionError as error:
            raise _expression_error(number, code, error) from None
        rules.append(
            Rule(
                code=code,
                name=node.text("name"),
                severity=node.choice("severity", ("error", "warning", "note")),
                expressions=expressions,
                explanation=node.text("explanation"),
                source=node.text("source"),
                example=node.text("example"),
                remedy=node.text("remedy"),
            )
        )
        node.done()
    root.done()
    _unique(root, "rule", (rule.code for rule in rules))
    return tuple(rules)
