"""The texts on their own (family T): sections that are due and empty, and references that mean nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from toolkit import catalogue
from toolkit.check.meant import only_spaces
from toolkit.check.where import at, clipped, of_section
from toolkit.filing import BLANK, Kind, Values
from toolkit.finding import Quote
from toolkit.form.model import Blanks
from toolkit.number import is_nil
from toolkit.references import find_references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.filing import Filing, Paragraph
    from toolkit.finding import Finding
    from toolkit.form.model import Form, Section

_COMPOSE: Final = ("是", "否")
_BARE: Final = frozenset(("略", "从略", "同上", "同前", "见上"))


def check_texts(form: Form, filing: Filing) -> Iterator[Finding]:
    """Check every text section, in the order of the form."""
    values = Values(form, filing)
    for section in form.sections:
        yield from _compose(filing, section)
        typed = [one for one in filing.texts.get(section.id, ()) if not only_spaces(one.text)]
        if section.due.holds(filing.kind) and all(_bare(one.text) for one in typed):
            yield _missing(filing, section, typed)
        for paragraph in typed:
            yield from _references(paragraph, section, values)


def _compose(filing: Filing, section: Section) -> Iterator[Finding]:
    """自动成句 is chosen from a list; whatever else stands there would silently count as 是."""
    entry = filing.compose.get(section.id, BLANK)
    if entry.kind is Kind.BLANK or entry.raw in _COMPOSE:
        return
    where = at(entry.place or filing.cells.get(f"compose:{section.id}"))
    yield catalogue.finding(
        "V215",
        sheet=where.sheet,
        cell=where.cell,
        field=section.id,
        found=str(entry.raw),
        expected="、".join(_COMPOSE),
        label=f"“{section.heading}”的自动成句",
        text=clipped(str(entry.raw)),
    )


def _bare(text: str) -> bool:
    """Say whether a paragraph only says that there is nothing to say."""
    return is_nil(text) or text.strip(" 　（）()。.") in _BARE


def _missing(filing: Filing, section: Section, typed: list[Paragraph]) -> Finding:
    where = of_section(filing, section)
    found = "".join(one.text.strip() for one in typed) or None
    what = f"只写了“{clipped(found)}”" if found else "必须写，还没有写"
    return catalogue.finding(
        "T401",
        sheet=where.sheet,
        cell=where.cell,
        field=section.id,
        found=found,
        heading=section.heading,
        what=what,
    )


def _references(paragraph: Paragraph, section: Section, values: Values) -> Iterator[Finding]:
    where = at(paragraph.place)
    for mention in find_references(paragraph.text, values.form):
        if mention.field is None:
            code = "T402"
        elif _unknown(values, mention.field):
            code = "T403"
        else:
            continue
        near = "、".join(f"【{name}】" for name in mention.near)
        finding = catalogue.finding(
            code,
            sheet=where.sheet,
            cell=where.cell,
            field=section.id,
            name=mention.name,
            near=f"，相近的有{near}" if near else "",
        )
        yield replace(finding, quote=Quote(paragraph.text, mention.start, mention.end))


def _unknown(values: Values, field_id: str) -> bool:
    """Say whether the report has no figure to put there: in an optional table a blank is none, not 0."""
    item = values.form.fields[field_id]
    optional = values.form.table(item.table).blanks is Blanks.OPTIONAL
    given = any(values.filing.has(name) for name in item.inputs)
    return values.total(field_id) is None or (optional and not given)
