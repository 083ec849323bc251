"""The texts on their own (family T): sections that are due and empty, and references that mean nothing."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from toolkit import catalogue
from toolkit.check.meant import only_spaces
from toolkit.check.where import at, clipped, of_section
from toolkit.filing import BLANK, Kind
from toolkit.finding import Quote
from toolkit.form.model import Blanks
from toolkit.number import is_nil
from toolkit.patterns import when_used
from toolkit.references import find_references
from toolkit.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.filing import Filing, Paragraph
    from toolkit.finding import Finding
    from toolkit.form.model import Form, Section

_COMPOSE: Final = ("是", "否")
_LONGEST_BARE: Final = 40  # characters; more, and a paragraph says something
_BARE: Final = frozenset(("略", "从略", "同上", "同前", "见上"))

_NO_WORDS: Final = {
    "逻辑值": when_used("TRUE|FALSE", re.IGNORECASE),
    "错误值": when_used(
        r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE
    ),
    "数": when_used(r"[-+]?[\d,]*\d(?:\.\d+)?(?:E[-+]?\d+)?%?", re.IGNORECASE),
    "公式": when_used(r"=\S.*", re.DOTALL),
}
_NO_WORDS_START: Final = frozenset("TF#=+-,0123456789")


def check_texts(form: Form, filing: Filing) -> Iterator[Finding]:
    """Check every text section, in the order of the form."""
    values = Values(form, filing)
    for section in form.sections:
        yield from _compose(filing, section)
        typed = [one for one in filing.texts.get(section.id, ()) if not only_spaces(one.text)]
        if all(_bare(one.text) for one in typed) and not _within_its_parent(filing, section):
            if section.due.holds(filing.kind):
                yield _missing(
                    "T406" if filing.printed and section.parent else "T401", filing, section, typed
                )
            elif _left_to_nobody(filing, section):
                yield _missing("T404", filing, section, typed)
        for paragraph in typed:
            yield from _no_words(paragraph, section)
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
    if len(text) > _LONGEST_BARE:
        return False
    return is_nil(text) or text.strip(" 　（）()。.") in _BARE


def _within_its_parent(filing: Filing, section: Section) -> bool:
    """Say whether a published report may tell a subsection under the heading of its section."""
    return filing.printed and bool(section.parent) and bool(filing.texts.get(section.parent))


def _left_to_nobody(filing: Filing, section: Section) -> bool:
    """Say whether gktool was told not to write what it would have, in a section that every organ's report has.

    What is due for some kinds of organ only, the others may leave out.
    """
    return (
        bool(section.composed)
        and not filing.printed
        and not section.due.kinds
        and filing.compose.get(section.id, BLANK).raw == "否"
    )


def _missing(code: str, filing: Filing, section: Section, typed: list[Paragraph]) -> Finding:
    where = of_section(filing, section)
    found = "".join(one.text.strip() for one in typed) or None
    unwritten = "没有写" if filing.printed else "必须写，还没有写"
    what = f"只写了“{clipped(found)}”" if found else unwritten
    return catalogue.finding(
        code,
        sheet=where.sheet,
        cell=where.cell,
        field=section.id,
        found=found,
        heading=section.heading,
        what=what,
    )


def _no_words(paragraph: Paragraph, section: Section) -> Iterator[Finding]:
    """A cell that holds a value, a formula or an error instead of words is read as a paragraph, and printed so."""
    text = paragraph.text.strip()
    if unicodedata.normalize("NFKC", text[:1]).upper() not in _NO_WORDS_START:
        return
    text = unicodedata.normalize("NFKC", text)
    kind = next((kind for kind, pattern in _NO_WORDS.items() if pattern.fullmatch(text)), None)
    if kind is None:
        return
    where = at(paragraph.place)
    yield catalogue.finding(
        "T405",
        sheet=where.sheet,
        cell=where.cell,
        field=section.id,
        found=paragraph.text,
        heading=section.heading,
        text=clipped(paragraph.text),
        kind=kind,
    )


def _references(paragraph: Paragraph, section: Section, values: Values) -> Iterator[Finding]:
    where = at(paragraph.place)
    for mention in find_references(paragraph.text, values.form):
        near = "、".join(f"【{name}】" for name in mention.near)
        if mention.malformed:
            code = "T402"
            near = f"，应写成{near}"
            words = f"“{clipped(paragraph.text[mention.start : mention.end])}”不是引用的写法{near}"
        elif mention.field is None:
            code = "T402"
            words = f"没有名为【{mention.name}】的数{f'，相近的有{near}' if near else ''}"
        elif _unknown(values, mention.field):
            code, words = "T403", ""
        else:
            continue
        finding = catalogue.finding(
            code,
            sheet=where.sheet,
            cell=where.cell,
            field=section.id,
            name=mention.name,
            words=words,
        )
        yield replace(finding, quote=Quote(paragraph.text, mention.start, mention.end))


def _unknown(values: Values, field_id: str) -> bool:
    """Say whether the report has no figure to put there: in an optional table a blank is none, not 0."""
    item = values.form.fields[field_id]
    optional = values.form.table(item.table).blanks is Blanks.OPTIONAL
    given = any(values.filing.has(name) for name in item.inputs)
    return values.total(field_id) is None or (optional and not given)
