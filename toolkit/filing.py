"""Filing: one organ's figures and texts for one year, each with the place it came from.

Readers make filings; checks and reports take them. What figures mean there is for `toolkit.values` to say.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mode(StrEnum):
    """填报方式: what a blank in a table means. Nobody chooses AS_PRINTED: it is that of published reports."""

    EACH = "逐格填写"
    BLANK_IS_ZERO = "空白即为0"
    ZERO_REPORT = "零报告"
    AS_PRINTED = "照印本"


MODE_CHOICES: Final = (Mode.EACH, Mode.BLANK_IS_ZERO, Mode.ZERO_REPORT)
"""The modes that an office chooses from."""
_MODES: Final = {mode.value: mode for mode in Mode}


PREDECESSORS: Final = "predecessors"
"""An optional item of 基本信息: the codes of the organs that this one came from, whose figures of last year are added up."""


class Kind(StrEnum):
    """What stands in a cell. A date is a number to a spreadsheet and to every rule."""

    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    BOOLEAN = "boolean"
    ERROR = "error"
    BLANK = "blank"


class Place(Struct, frozen=True):
    """Where something stands: a cell of a sheet, in the user's own words."""

    sheet: str
    cell: str


class Entry(Struct, frozen=True):
    """What was entered: `raw` as it stands, `value` the figure if it is one, and where.

    `formula` is the text of a formula that someone typed into an input cell.
    """

    raw: str | float | bool | None = None
    value: float | None = None
    kind: Kind = Kind.BLANK
    place: Place | None = None
    formula: str | None = None

    @property
    def text(self) -> str:
        """The entry as text without spaces around it; empty if blank."""
        if self.raw is None:
            return ""
        if isinstance(self.raw, float) and self.raw.is_integer():
            return str(int(self.raw))
        return str(self.raw).strip()

    @property
    def stands(self) -> bool:
        """Whether anything stands in the cell; a formula that was never calculated is something, though no figure."""
        return self.kind is not Kind.BLANK or self.formula is not None


BLANK = Entry()


def entered(raw: str | float | bool | None, place: Place | None = None) -> Entry:  # noqa: FBT001 - a cell's value
    """Make the entry for a plain value: number, text, boolean or None."""
    if raw is None or raw == "":
        return Entry(place=place)
    if isinstance(raw, bool):
        return Entry(raw, None, Kind.BOOLEAN, place)
    if isinstance(raw, str):
        return Entry(raw, None, Kind.TEXT, place)
    return Entry(raw, raw, Kind.NUMBER, place)


class Paragraph(Struct, frozen=True):
    """One paragraph the office typed, and the cell it stands in."""

    text: str
    place: Place | None = None


class Filing(Struct, frozen=True):
    """One organ's annual figures and texts.

    `profile` holds 基本信息 by item id, `modes` the 填报方式 by table id, `figures` the input fields by id,
    `stated` the totals that someone wrote himself (typed over a formula, or printed), `texts` the office's
    paragraphs by section id, `compose` whether gktool writes its sentences in a section, `previous` last
    year's input figures where they are known, `headings` the headings as printed, in their order (of a
    published report; a workbook prints none). `cells` says where each field with a cell stands and `balances`
    where each rule's instance (code, anchor field) shows its outcome; both are empty for a filing that came
    from no workbook.
    """

    form_id: str
    year: int | None
    profile: Mapping[str, Entry] = field(default_factory=dict)
    modes: Mapping[str, Entry] = field(default_factory=dict)
    figures: Mapping[str, Entry] = field(default_factory=dict)
    stated: Mapping[str, Entry] = field(default_factory=dict)
    texts: Mapping[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    compose: Mapping[str, Entry] = field(default_factory=dict)
    previous: Mapping[str, float] = field(default_factory=dict)
    headings: tuple[Paragraph, ...] = ()
    cells: Mapping[str, Place] = field(default_factory=dict)
    balances: Mapping[tuple[str, str], Place] = field(default_factory=dict)

    def about(self, item: str) -> str:
        """One item of 基本信息 as text; empty if not filled in."""
        return self.profile.get(item, BLANK).text

    def profile_given(self, item: str) -> bool:
        """Say whether anything stands in an item of 基本信息."""
        return self.profile.get(item, BLANK).stands

    def has(self, field_id: str) -> bool:
        """Say whether anything stands in an input field."""
        return self.figures.get(field_id, BLANK).stands

    @property
    def organ(self) -> str:
        """The organ's name; empty if not filled in."""
        return self.about("name")

    @property
    def kind(self) -> str | None:
        """The kind of organ (政府, 部门, …) to the letter, as formulas compare it, or None if not filled in."""
        raw = self.profile.get("kind", BLANK).raw
        return raw if isinstance(raw, str) else None

    def mode(self, table_id: str) -> Mode | None:
        """The table's 填报方式, or None if not chosen or not one of the three to the letter.

        AS_PRINTED comes from a reader and stands nowhere: the word in a cell is no choice.
        """
        entry = self.modes.get(table_id, BLANK)
        mode = _MODES.get(entry.raw) if isinstance(entry.raw, str) else None
        return None if mode is Mode.AS_PRINTED and entry.place else mode

    @property
    def printed(self) -> bool:
        """Say whether this was read from a published report."""
        return any(self.mode(table_id) is Mode.AS_PRINTED for table_id in self.modes)

    def composes(self, section_id: str) -> bool:
        """Say whether gktool's sentences are wanted in a section: yes unless 否 was chosen."""
        return self.compose.get(section_id, BLANK).text != "否"
