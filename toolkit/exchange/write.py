"""From a filing to JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from toolkit.exchange.shape import MODES, VERSIONS, YEARS, YES_NO, Shape
from toolkit.exchange.values import checked_value, value_of
from toolkit.filing import BLANK, Entry, Kind
from toolkit.jsonfile import json_number, json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from toolkit.exchange.values import Words
    from toolkit.filing import Filing
    from toolkit.form.model import Form

T = TypeVar("T")


def to_json(filing: Filing, form: Form) -> dict[str, object]:
    """Return the filing as JSON data: every key, in a fixed order; fields in the order of the form.

    Only what is filled in is written. A total that someone deleted is null under `stated`.
    """
    shape = Shape(form)

    def figures(names: Mapping[str, str]) -> dict[str, object]:
        return _filled(((key, filing.figures.get(name, BLANK)) for key, name in names.items()), value_of)

    organ = _filled(_entries(filing.profile, shape.organ), lambda entry: entry)
    return {
        "form": filing.form_id,
        "organ": {item: _organ_value(entry, shape.organ[item]) for item, entry in organ.items()},
        "year": _year_value(filing),
        "version": _version_value(filing),
        "modes": _filled(_entries(filing.modes, shape.modes), lambda entry: checked_value(entry, MODES)),
        "figures": figures(shape.figures),
        "stated": {name: value_of(filing.stated[name]) for name in shape.stated if name in filing.stated},
        "texts": {
            section: [paragraph.text for paragraph in filing.texts[section]]
            for section in shape.sections
            if filing.texts.get(section)
        },
        "compose": _filled(_entries(filing.compose, shape.sections), _compose_value),
        **{table: figures(names) for table, names in shape.optional.items()},
        "previous": {
            name: json_number(filing.previous[name]) for name in shape.previous if name in filing.previous
        },
    }


def export_text(filing: Filing, form: Form) -> str:
    """Return the filing as the text of a JSON file."""
    return json_text(to_json(filing, form))


def _entries(entries: Mapping[str, Entry], keys: Iterable[str]) -> Iterable[tuple[str, Entry]]:
    return ((key, entries.get(key, BLANK)) for key in keys)


def _is_filled(entry: Entry) -> bool:
    return entry.kind is not Kind.BLANK or entry.formula is not None


def _filled(entries: Iterable[tuple[str, Entry]], value: Callable[[Entry], T]) -> dict[str, T]:
    return {key: value(entry) for key, entry in entries if _is_filled(entry)}


def _organ_value(entry: Entry, allowed: Words | None) -> object:
    return checked_value(entry, allowed) if allowed else value_of(entry)


def _year_value(filing: Filing) -> object:
    entry = filing.profile.get("year", BLANK)
    if not _is_filled(entry):
        return filing.year
    if YEARS.holds(entry):
        return value_of(entry)
    return {"raw": value_of(entry)} | ({} if filing.year is None else {"value": filing.year})


def _version_value(filing: Filing) -> object:
    entry = filing.profile.get("version", BLANK)
    return checked_value(entry, VERSIONS) if _is_filled(entry) else None


def _compose_value(entry: Entry) -> object:
    return entry.raw == "是" if YES_NO.holds(entry) else checked_value(entry, YES_NO)
