"""What a roll-up needs of one filing: plain words and known figures, without texts and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from toolkit.form.model import Blanks
from toolkit.values import Values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.filing import Filing
    from toolkit.form.model import Form


class Filed(Struct, frozen=True):
    """One organ's figures for one year.

    `profile` holds 基本信息 by item id and `modes` the 填报方式 by table id, each as it was written and only
    where something was. `figures` are the input figures that are known, by field id: a blank is 0 where the
    填报方式 says so, and a field is left out where it is due and blank, no number, or not given in a table of
    optional figures. `previous` are last year's figures in the same way, those of predecessors added up;
    empty where last year is not known.
    """

    form: str
    year: int | None
    profile: Mapping[str, str] = field(default_factory=dict)
    modes: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    previous: Mapping[str, float] = field(default_factory=dict)

    def about(self, item: str) -> str:
        """One item of 基本信息; empty if not filled in."""
        return self.profile.get(item, "")

    @property
    def organ(self) -> str:
        """The organ's name; empty if not filled in."""
        return self.about("name")

    @property
    def version(self) -> int:
        """The 报送次数; 0 if it is not filled in or no number."""
        text = self.about("version")
        return int(text) if text.isascii() and text.isdecimal() else 0


def filed(form: Form, filing: Filing, previous: Mapping[str, float]) -> Filed:
    """Keep of a filing what a roll-up needs; `previous` are last year's figures."""
    values = Values(form, filing)
    figures = {
        item.id: value
        for item in form.inputs
        if (form.table(item.table).blanks is not Blanks.OPTIONAL or filing.has(item.id))
        and (value := values.figure(item.id)) is not None
    }
    return Filed(
        form.id,
        filing.year,
        {item: entry.text for item, entry in filing.profile.items() if entry.text},
        {table: entry.text for table, entry in filing.modes.items() if entry.text},
        figures,
        previous,
    )
