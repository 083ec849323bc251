"""From a folder of plain data to a Form: form.toml, sections.toml, rules.toml, claims.toml, narrative.md.j2.

Every mistake in the folder is a FormError that names the file, the place in it and the remedy.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from toolkit.form.bind import bind
from toolkit.form.expression import ExpressionError, parse
from toolkit.form.load_claims import load_claims
from toolkit.form.model import (
    Due,
    Field,
    Form,
    ProfileItem,
    Rule,
    Section,
)
from toolkit.form.source import FormError, Node, read_toml
from toolkit.form.tables import DeclaredTable, due_of, unique

DIGESTED_FILES = ("form.toml", "sections.toml", "rules.toml")  # what a workbook is made from
PROFILE_TYPES = (
    "text", "organ", "code", "kind", "scope", "year", "version", "telephone", "postcode", "website", "date",
)  # fmt: skip
PROFILE_NEEDED = ("name", "code", "kind", "scope", "year", "version")


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
    tables_read = [DeclaredTable(node, kinds) for node in head_file.tables("table")]
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
    unique(head_file, "table", (table.id for table in form.tables))
    unique(head_file, "table", (table.sheet for table in form.tables))
    unique(head_file, "table", (item.alias for item in fields.values()))
    unique(head_file, "profile", (item.id for item in form.profile))
    for needed in PROFILE_NEEDED:
        if needed not in {item.id for item in form.profile}:
            head_file.fail(
                "profile", f"缺少 id = {needed!r} 的一项", "请补上：没有它就认不出报送单位和年度。"
            )
    head_file.done()
    _verify_rules(form)
    return replace(form, claims=load_claims(folder, form.fields, form.aliases, form.sections))


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


def _profile(node: Node, kinds: tuple[str, ...]) -> ProfileItem:
    item = ProfileItem(
        id=node.text("id"),
        label=node.text("label"),
        type=node.choice("type", PROFILE_TYPES),
        prompt=node.text("prompt"),
        due=due_of(node, kinds) or Due(),
        length=node.whole("length", 100),
    )
    node.done()
    return item


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
                due=due_of(node, kinds) or Due(),
                rows=node.whole("rows"),
                composed=node.text("composed", ""),
                source=node.text("source", ""),
            )
        )
        if sections[-1].parent and sections[-1].parent not in {section.id for section in sections}:
            node.fail("parent", f"没有 id 为 {sections[-1].parent!r} 的上级部分", "上级部分要写在前面。")
        node.done()
    root.done()
    unique(root, "section", (section.id for section in sections))
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
    unique(root, "rule", (rule.code for rule in rules))
    return tuple(rules)
