"""Which keys the JSON of a filing has under a form, and what is allowed in them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.exchange.values import Whole, Words
from toolkit.filing import Mode
from toolkit.form.model import Blanks, FieldRole

if TYPE_CHECKING:
    from toolkit.form.model import Form

YEARS: Final = Whole(1990, 2100)
VERSIONS: Final = Whole(1, 9999)
MODES: Final = Words(tuple(Mode))
YES_NO: Final = Words(("是", "否"))
_APART: Final = ("year", "version")  # items of 基本信息 that stand at the top, beside organ


class Shape(Struct, frozen=True, dict=True):
    """The keys of a filing's JSON under one form, in their order."""

    form: Form

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys at the top."""
        return (
            *("form", "organ", "year", "version", "modes", "figures", "stated", "texts", "compose"),
            *self.optional,
            "previous",
        )

    @cached_property
    def organ(self) -> dict[str, Words | None]:
        """The items of 基本信息 under `organ`, with the words allowed for some."""
        words = {"kind": Words(self.form.kinds), "scope": Words(self.form.scopes)}
        return {item.id: words.get(item.id) for item in self.form.profile if item.id not in _APART}

    @cached_property
    def modes(self) -> tuple[str, ...]:
        """The tables whose 填报方式 is chosen."""
        return tuple(table.id for table in self.form.tables if table.blanks is Blanks.CHOSEN)

    @cached_property
    def figures(self) -> dict[str, str]:
        """The keys under `figures`, each with its field id (the same)."""
        return {item.id: item.id for item in self.form.inputs if item.table in self.modes}

    @cached_property
    def optional(self) -> dict[str, dict[str, str]]:
        """Each optional table's own key, with the keys under it (ids without the table) and field ids."""
        return {
            table.id: {
                item.id.removeprefix(f"{table.id}."): item.id
                for item in self.form.inputs
                if item.table == table.id
            }
            for table in self.form.tables
            if table.blanks is Blanks.OPTIONAL
        }

    @cached_property
    def stated(self) -> tuple[str, ...]:
        """The fields that a total can be stated for."""
        return tuple(item.id for item in self.form.fields.values() if item.role is FieldRole.COMPUTED)

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The text sections."""
        return tuple(section.id for section in self.form.sections)

    @cached_property
    def previous(self) -> tuple[str, ...]:
        """The fields that last year's figure can be given for."""
        return tuple(item.id for item in self.form.inputs)
