"""From a folder of plain data to a Form: form.toml, sections.toml, rules.toml, claims.toml, charts.toml, narrative.md.j2.

Every mistake in the folder is a FormError that names the file, the place in it and the remedy.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from toolkit.form.error import FormError
from toolkit.form.installed import FORM_FILE
from toolkit.form.load_charts import load_charts
from toolkit.form.load_claims import load_claims
from toolkit.form.model import Form
from toolkit.form.names import choices_of, id_of, unique
from toolkit.form.profile import read_profile
from toolkit.form.rules import RULES_FILE, bound_rules, read_rules
from toolkit.form.sections import SECTIONS_FILE, read_sections
from toolkit.form.source import Node, read_toml
from toolkit.form.tables import DeclaredTable

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.form.model import Field

DIGESTED_FILES: Final = (FORM_FILE, SECTIONS_FILE, RULES_FILE)  # what a workbook is made from
FIRST_YEAR, LAST_YEAR = 1990, 2100  # that a report can be of
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_MOST_VERSIONS: Final = 9999


def read_form(folder: Path) -> Form:
    """Read and verify a form; raises FormError."""
    root = read_toml(folder, FORM_FILE)
    head = root.table("form")
    kinds = choices_of(head, "kinds")
    declared = tuple(DeclaredTable(node, kinds) for node in root.tables("table"))
    form = Form(
        id=id_of(head),
        name=head.line("name"),
        title=head.line("title"),
        version=head.whole("version", most=_MOST_VERSIONS),
        first_year=(first := head.whole("first_year", least=FIRST_YEAR, most=LAST_YEAR)),
        last_year=head.whole_or_none("last_year", least=first, most=LAST_YEAR),
        source=head.line("source"),
        kinds=kinds,
        scopes=choices_of(head, "scopes"),
        profile=read_profile(root, kinds),
        tables=tuple(one.table for one in declared),
        fields=_fields(root, declared),
        sections=read_sections(folder, kinds, [one.table.id for one in declared]),
        rules=read_rules(folder),
        digest=_digest(folder),
        folder=folder,
    )
    head.done()
    root.done()
    form = replace(form, instances=bound_rules(form))
    return replace(form, claims=load_claims(folder, form), charts=load_charts(folder, form))


def _fields(root: Node, declared: tuple[DeclaredTable, ...]) -> dict[str, Field]:
    """The fields of all tables, whose ids, aliases and sheets are each of one table."""
    for names in (
        (one.table.id for one in declared),
        (one.table.alias for one in declared),
        (one.table.sheet for one in declared),
    ):
        unique(root, "table", names)
    return {name: field for one in declared for name, field in one.fields().items()}


def _digest(folder: Path) -> str:
    """A short digest of the files; how their lines end makes no difference."""
    total = hashlib.sha256()
    for name in DIGESTED_FILES:
        try:
            content = (folder / name).read_bytes()
        except OSError:
            raise FormError(name, "", "文件不存在或读不出来", f"请在 {folder} 中补上这个文件。") from None
        total.update(content.removeprefix(_BYTE_ORDER_MARK).replace(b"\r\n", b"\n"))
    return total.hexdigest()[:16]
