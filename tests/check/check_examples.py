"""A valid filing in one line, changed as an office would spoil it, and findings as short lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.check.run import check_filing
from toolkit.filing import Entry, Filing, Mode, Paragraph, Place, entered
from toolkit.form.load import installed_form
from toolkit.form.model import Blanks, FieldRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.finding import Finding
    from toolkit.form.model import Form

    Raw = str | float | bool | Entry | None
    Pairs = list[tuple[str, str | None]]


def _form() -> Form:
    form = installed_form("annual_report_2021")
    assert form is not None
    return form


FORM = _form()
CHOSEN = tuple(table.id for table in FORM.tables if table.blanks is Blanks.CHOSEN)
CHOSEN_INPUTS = tuple(item.id for item in FORM.inputs if item.table in CHOSEN)
REQUESTS = tuple(item for item in FORM.inputs if item.table == "requests")
TOTALS = tuple(item.id for item in FORM.fields.values() if item.role is FieldRole.COMPUTED)

FIGURES = {
    "disclosure.normative.issued": 2,
    "disclosure.normative.repealed": 6,
    "disclosure.normative.in_force": 27,
    "requests.new.natural": 2,
    "requests.carried_in.natural": 1,
    "requests.denied_internal.natural": 1,
    "requests.unavailable_not_held.natural": 2,
    "disputes.reconsideration.corrected": 1,
    "supplement.published": 1994,
    "supplement.published_normative": 2,
    "supplement.published_key": 432,
    "supplement.published_interpretation": 41,
    "supplement.published_response": 67,
    "supplement.published_oversight": 53,
    "supplement.fee_items": 0,
    "supplement.fee_amount": 0,
}
LEDGER = {
    "ledger.received": 2,
    "ledger.carried_in": 1,
    "ledger.granted": 0,
    "ledger.partial": 0,
    "ledger.denied": 1,
    "ledger.unavailable": 2,
    "ledger.rejected": 0,
    "ledger.other_handling": 0,
    "ledger.carried_out": 0,
    "ledger.reconsideration": 1,
    "ledger.litigation": 0,
}
PREVIOUS = {
    **{
        f"requests.carried_out.{column}": 0 for column in ("business", "research", "social", "legal", "other")
    },
    "requests.carried_out.natural": 1,
    "disclosure.normative.in_force": 31,
    "disclosure.regulations.in_force": 0,
}
PROFILE = {
    "name": "大通区人民政府办公室",
    "code": "123502001549897397",
    "kind": "部门",
    "scope": "本机关",
    "year": 2023,
    "version": 1,
    "address": "大通区民主东路5号",
    "telephone": "0554-2519375",
    "postcode": "232000",
    "website": "http://www.hndt.gov.cn/",
    "date": "2024-01-15",
}
TEXTS = {
    "overview.disclosure": "做好政府公文备案和集中规范公开。",
    "overview.platform": "优化调整平台栏目和功能。",
    "problems": "公开不够及时。|下一步加强培训。",
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
        profile=_entries({**PROFILE, **(profile or {})}),
        modes=_entries({**dict.fromkeys(CHOSEN, mode), **(modes or {})}),
        figures=_entries({**base, **FIGURES, **(figures or {})}),
        stated=_entries(stated or {}),
        texts={
            section: tuple(Paragraph(line) for line in text.split("|") if line)
            for section, text in {**TEXTS, **(texts or {})}.items()
        },
        compose=_entries(compose or {}),
        previous=previous or {},
    )


def in_a_workbook(filing: Filing) -> Filing:
    """The same with a cell for everything: figures in D, balances in K, profile and texts in B, modes in C3."""
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


def pairs(findings: Iterable[Finding]) -> Pairs:
    """Findings as (code, field)."""
    return [(finding.code, finding.field) for finding in findings]


def cells(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Findings as (code, sheet!cell)."""
    return [(finding.code, f"{finding.sheet}!{finding.cell}") for finding in findings]


def messages(findings: Iterable[Finding]) -> list[str]:
    """What the findings say."""
    return [finding.message for finding in findings]


def _numbered() -> list[tuple[int, tuple[str, object]]]:
    return list(enumerate(FORM.fields.items(), start=1))


def _entries(raw: Mapping[str, Raw]) -> dict[str, Entry]:
    return {name: value if isinstance(value, Entry) else entered(value) for name, value in raw.items()}
