"""Reading the text sections of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.form.lines import due_of
from toolkit.form.model import Due, Section
from toolkit.form.names import id_of, unique
from toolkit.form.source import read_text, read_toml, suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.form.source import Node

SECTIONS_FILE: Final = "sections.toml"
NARRATIVE_FILE: Final = "narrative.md.j2"
UNTITLED: Final = "preamble"
"""The section that prints no heading unless it says `titled = true`."""
_MOST_ROWS: Final = 200


def read_sections(folder: Path, kinds: tuple[str, ...], tables: Sequence[str]) -> tuple[Section, ...]:
    """Read sections.toml, and see that the narrative template is there where sections are composed.

    `tables` are the ids of the form's tables.
    """
    root = read_toml(folder, SECTIONS_FILE)
    sections: list[Section] = []
    for node in root.tables("section"):
        section = _section(node, kinds)
        unknown = next((name for name in section.tables if name not in tables), None)
        if unknown is not None:
            node.fail("tables", f"没有 id 为 {unknown!r} 的表", suggestion(unknown, tables, "有的表"))
        known = [one.id for one in sections]
        if section.parent and section.parent not in known:
            remedy = suggestion(section.parent, known, "写在前面的有") if known else "上级部分要写在前面。"
            node.fail("parent", f"前面没有 id 为 {section.parent!r} 的上级部分", remedy)
        sections.append(section)
    root.done()
    unique(root, "section", (section.id for section in sections))
    unique(root, "tables", (name for section in sections for name in section.tables))
    composed = [section.id for section in sections if section.composed]
    unique(root, "section", (macro_name(name) for name in composed))
    if composed:
        read_text(folder, NARRATIVE_FILE)
    return tuple(sections)


def macro_name(section_id: str) -> str:
    """The name of the macro of the narrative template that composes a section."""
    return section_id.replace(".", "_")


def _section(node: Node, kinds: tuple[str, ...]) -> Section:
    section = Section(
        id=(name := id_of(node, of="section")),
        heading=node.line("heading"),
        parent=node.line("parent", ""),
        prompt=node.text("prompt"),
        due=due_of(node, kinds) or Due(),
        rows=node.whole("rows", most=_MOST_ROWS),
        composed=node.line("composed", ""),
        source=node.line("source", ""),
        titled=node.flag("titled", default=name != UNTITLED),
        tables=node.texts("tables", required=False),
    )
    node.done()
    return section
