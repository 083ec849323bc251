"""A valid filing in one line, changed as an office would spoil it, and findings as short lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import builders
from msgspec.structs import replace

from toolkit.check.paragraphs import read_texts
from toolkit.check.prose import Comparison, check_prose
from toolkit.check.run import check_filing
from toolkit.filing import Entry, Filing, Mode, Paragraph, Place, entered
from toolkit.form.model import Blanks, FieldRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.finding import Finding

    Raw = str | float | bool | Entry | None
    Pairs = list[tuple[str, str | None]]


FORM = builders.form()
CHOSEN = tuple(table.id for table in FORM.tables if table.blanks is Blanks.CHOSEN)
CHOSEN_INPUTS = tuple(item.id for item in FORM.inputs if item.table in CHOSEN)
REQUESTS = tuple(item for item in FORM.inputs if item.table == "requests")
TOTALS = tuple(item.id for item in FORM.fields.values() if item.role is FieldRole.COMPUTED)

LEDGER = {f"ledger.{row}": figure for row, figure in builders.LEDGER.items()}
PREVIOUS = {
    **{
        f"requests.carried_out.{column}": 0 for column in ("business", "research", "social", "legal", "other")
    },
    "requests.carried_out.natural": 1,
    "disclosure.normative.in_force": 31,
    "disclosure.regulations.in_force": 0,
}


def filed(  # noqa: PLR0913 - one parameter for each part of a filing that a test may change
    figures: Mapping[str, Raw] | None = None,
    *,
    mode: str | None = Mode.EACH,
    modes: Mapping[str, Raw] | None = None,
    stated: Mapping[str, Raw] | None = None,
    profile: Mapping[str, Raw] | None = None,
    texts: Mapping[str, str] | None = None,
    compose: Mapping[str, Raw] | None = None,
    previous: Mapping[str, float] | None = None,
) -> Filing:
    """Make the example's filing with these changes; `|` parts paragraphs, and None leaves a cell blank."""
    base: dict[str, Raw] = dict.fromkeys(CHOSEN_INPUTS, 0)
    return Filing(
        form_id=FORM.id,
        year=2023,
        profile=_entries({**builders.PROFILE, **(profile or {})}),
        modes=_entries({**dict.fromkeys(CHOSEN, mode), **(modes or {})}),
        figures=_entries({**base, **builders.SEED, **(figures or {})}),
        stated=_entries(stated or {}),
        texts={
            section: tuple(Paragraph(line) for line in lines if line)
            for section, lines in {**builders.TEXTS, **_lines(texts or {})}.items()
        },
        compose=_entries(compose or {}),
        previous=previous or {},
    )


def in_a_workbook(filing: Filing) -> Filing:
    """The same with a cell for everything: figures in D, balances in K, other input in B, modes in C3."""
    fields = {name: Place(FORM.table(item.table).sheet, f"D{number}") for number, (name, item) in _numbered()}
    items = {item.id: Place("基本信息", f"B{number}") for number, item in enumerate(FORM.profile, 1)}
    sections = {
        section.id: Place("文字材料", f"B{number}0") for number, section in enumerate(FORM.sections, 1)
    }

    def placed(entries: Mapping[str, Entry], places: Mapping[str, Place]) -> dict[str, Entry]:
        return {name: replace(entries.get(name, Entry()), place=place) for name, place in places.items()}

    return replace(
        filing,
        profile=placed(filing.profile, items),
        modes=placed(filing.modes, {table: Place(FORM.table(table).sheet, "C3") for table in CHOSEN}),
        figures=placed(filing.figures, {item.id: fields[item.id] for item in FORM.inputs}),
        stated={name: replace(entry, place=fields[name]) for name, entry in filing.stated.items()},
        texts={
            section: tuple(replace(paragraph, place=sections[section]) for paragraph in paragraphs)
            for section, paragraphs in filing.texts.items()
        },
        compose={name: replace(entry, place=sections[name]) for name, entry in filing.compose.items()},
        cells=fields | {f"text:{section}": place for section, place in sections.items()},
        balances={
            (rule.code, name): Place(FORM.table(item.table).sheet, f"K{number}")
            for number, (name, item) in _numbered()
            for rule in FORM.rules
        },
    )


def check_after(figures: Mapping[str, Raw], **changes: object) -> Pairs:
    """The findings of the example after these figures were typed into it."""
    return pairs(check_filing(FORM, filed(figures, **changes)))  # type: ignore[arg-type]


def prose(filing: Filing, last: Filing | None = None) -> list[Finding]:
    """The findings about the numbers in a filing's texts."""
    return list(check_prose(Comparison(FORM, filing, last), read_texts(FORM, filing)))


def pairs(findings: Iterable[Finding]) -> Pairs:
    """Findings as (code, field)."""
    return [(finding.code, finding.field) for finding in findings]


def cells(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Findings as (code, sheet!cell)."""
    return [(finding.code, f"{finding.sheet}!{finding.cell}") for finding in findings]


def messages(findings: Iterable[Finding]) -> list[str]:
    """What the findings say."""
    return [finding.message for finding in findings]


def _lines(texts: Mapping[str, str]) -> dict[str, list[str]]:
    return {section: text.split("|") for section, text in texts.items()}


def _numbered() -> list[tuple[int, tuple[str, object]]]:
    return list(enumerate(FORM.fields.items(), start=1))


def _entries(raw: Mapping[str, Raw]) -> dict[str, Entry]:
    return {name: value if isinstance(value, Entry) else entered(value) for name, value in raw.items()}
