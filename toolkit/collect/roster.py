"""The 单位名录 read and checked: organs out, and what is wrong with each row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from toolkit import catalogue
from toolkit.collect.model import Organ, Roster
from toolkit.collect.roster_columns import COLUMNS, EXAMPLE, heading_of
from toolkit.collect.roster_file import RosterCell, UnknownEncoding, roster_sheets
from toolkit.finding import Severity
from toolkit.identifiers import codes_in, credit_code_fault, telephone_fault
from toolkit.presets import ORGAN_LENGTH
from toolkit.workbook.plan import a1

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from toolkit.collect.roster_columns import Heading
    from toolkit.collect.roster_file import RosterSheet
    from toolkit.finding import Finding
    from toolkit.form.model import Form

_HEADINGS: Final = {column.id: column.heading for column in COLUMNS}
_CODES: Final = ("code", "superior", "predecessors")
_BLANK: Final = RosterCell("")
_SHOWN: Final = 40  # characters of a cell in a message


class RosterReading(Struct, frozen=True):
    """What was read: the organs, and the findings R610 to R629 in the order of the rows.

    With an error among the findings the roster is not to be relied on.
    """

    roster: Roster
    findings: tuple[Finding, ...]

    @property
    def faulty(self) -> bool:
        """Say whether there is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def read_roster(path: Path, form: Form) -> RosterReading:
    """Read a roster from a workbook or a text; the form says which kinds and scopes there are.

    Raises FileRefused for a file that is neither.
    """
    try:
        sheets = roster_sheets(path)
    except UnknownEncoding:
        return RosterReading(Roster(()), (catalogue.finding("R627"),))
    headed = [(sheet, heading) for sheet in sheets if (heading := heading_of(sheet))]
    if not headed:
        return RosterReading(Roster(()), (_no_heading(sheets),))
    sheet, heading = headed[0]
    reader = _Reader(sheet, heading, form)
    for other, _ in headed[1:]:
        reader.say("R628", 0, "", found=other.name, expected=sheet.name)
    return reader.reading()


def _no_heading(sheets: tuple[RosterSheet, ...]) -> Finding:
    first = next((row for sheet in sheets for row in sheet.rows.values()), None)
    if first is None:
        return catalogue.finding("R624")
    words = "、".join(f"“{cell.text[:_SHOWN]}”" for cell in list(first.values())[: len(COLUMNS)])
    return catalogue.finding("R610", found=f"没有找到有“代码”和“名称”的表头，第一行是：{words}")


class _Reader(Struct):
    sheet: RosterSheet
    heading: Heading
    form: Form
    found: list[tuple[int, Finding]] = field(default_factory=list)

    def reading(self) -> RosterReading:
        for item, first, second in self.heading.doubles:
            self.say("R611", self.heading.row, "", found=first, expected=item, other=second)
        if self.heading.unknown:
            self.say("R625", self.heading.row, "", found="、".join(self.heading.unknown))
        organs = [organ for row in sorted(self.sheet.rows) if (organ := self.organ(row))]
        if not organs and not any(finding.severity is Severity.ERROR for _, finding in self.found):
            self.say("R624", 0, "")
        organs = self.unique(organs)
        organs = self.with_superiors(organs)
        self.predecessors(organs)
        ordered = sorted(self.found, key=lambda pair: pair[0])
        return RosterReading(Roster(tuple(organs)), tuple(finding for _, finding in ordered))

    def say(self, code: str, row: int, item: str, **words: object) -> None:
        """Note a finding about an item of a row (0: about the whole)."""
        column = self.heading.places.get(item)
        cell = a1(row, column) if row and column else None
        label = {"label": _HEADINGS[item]} if item else {}
        finding = catalogue.finding(code, sheet=self.sheet.name, cell=cell, **{"row": row, **label, **words})  # type: ignore[arg-type]
        self.found.append((row, finding))

    def organ(self, row: int) -> Organ | None:
        """The organ of a row, as far as it can be told; None for what is none."""
        if row <= self.heading.row:
            return None
        cells = self.sheet.rows[row]
        code = cells.get(self.heading.places["code"], _BLANK).text
        if code.startswith(EXAMPLE):
            self.say("R626", row, "code")
            return None
        over = [cell.text for column, cell in cells.items() if column > self.heading.last_column]
        if over and self.sheet.name is None:
            self.say("R629", row, "code", found=over[0][:_SHOWN])
        texts = {item: self.text(row, item) for item in _HEADINGS}
        if not any(texts.values()):
            return None
        self.code(row, texts["code"])
        self.name(row, texts["name"])
        for item, allowed in (("kind", self.form.kinds), ("scope", self.form.scopes)):
            if texts[item] and texts[item] not in allowed:
                self.say("R620", row, item, found=texts[item][:_SHOWN], expected="、".join(allowed))
        if texts["telephone"] and (fault := telephone_fault(texts["telephone"])):
            self.say("R621", row, "telephone", fault=fault)
        codes = tuple(dict.fromkeys(codes_in(texts["predecessors"])))
        for one in codes:
            if fault := credit_code_fault(one):
                self.say("R614", row, "predecessors", found=one[:_SHOWN], fault=fault)
        return Organ(**{**texts, "predecessors": codes}, row=row)  # type: ignore[arg-type]

    def text(self, row: int, item: str) -> str:
        """The text of an item; what is no text is told, and left out."""
        cell = self.sheet.rows[row].get(self.heading.places.get(item, 0), _BLANK)
        if cell.fault:
            self.say("R622", row, item, found=cell.fault)
        elif cell.number and item in _CODES:
            self.say("R613", row, item, found=cell.text)
        elif cell.number and item == "telephone":
            self.say("R621", row, item, fault=f"存成了数（{cell.text}），开头的 0 可能丢失，没有采用")
        else:
            return cell.text
        return ""

    def code(self, row: int, code: str) -> None:
        cell = self.sheet.rows[row].get(self.heading.places["code"], _BLANK)
        if not cell.text and not cell.fault:
            self.say("R612", row, "code")
        elif code and (fault := credit_code_fault(code)):
            self.say("R614", row, "code", found=code[:_SHOWN], fault=fault)

    def name(self, row: int, name: str) -> None:
        cell = self.sheet.rows[row].get(self.heading.places["name"], _BLANK)
        if cell.fault:
            return
        fault = (
            "没有填"
            if not name
            else f"有 {len(name)} 字，太长"
            if len(name) > ORGAN_LENGTH
            else "含有换行或看不见的字符"
            if not name.isprintable()
            else ""
        )
        if fault:
            self.say("R616", row, "name", fault=fault, expected=ORGAN_LENGTH)

    def unique(self, organs: list[Organ]) -> list[Organ]:
        """Tell codes and names that stand twice; of one code the first row is kept."""
        kept: dict[str, Organ] = {}
        names: dict[str, Organ] = {}
        for organ in organs:
            if organ.code in kept and organ.code:
                self.say("R615", organ.row, "code", found=organ.code, other=kept[organ.code].row)
                continue
            if organ.name in names and organ.name:
                self.say("R617", organ.row, "name", found=organ.name, other=names[organ.name].row)
            names.setdefault(organ.name, organ)
            if organ.code:
                kept[organ.code] = organ
        return list(kept.values())

    def with_superiors(self, organs: list[Organ]) -> list[Organ]:
        """The organs with the code of each superior, which may be written by its name; loops are told."""
        codes = {organ.code for organ in organs}
        by_name = {organ.name: organ.code for organ in reversed(organs) if organ.name}
        found = []
        for organ in organs:
            superior = organ.superior if organ.superior in codes else by_name.get(organ.superior, "")
            if organ.superior and not superior:
                self.say("R618", organ.row, "superior", found=organ.superior[:_SHOWN])
            found.append(replace(organ, superior=superior))
        for loop in _loops(found):
            names = " → ".join(
                f"{organ.name or organ.code}（第 {organ.row} 行）" for organ in (*loop, loop[0])
            )
            self.say("R619", loop[0].row, "superior", found=names)
        return found

    def predecessors(self, organs: list[Organ]) -> None:
        first: dict[str, Organ] = {}
        for organ in organs:
            for code in organ.predecessors:
                if code in first:
                    self.say("R623", organ.row, "predecessors", found=code, other=first[code].row)
                first.setdefault(code, organ)


def _loops(organs: list[Organ]) -> Iterator[tuple[Organ, ...]]:
    """Every loop of superiors once, from its first organ in the order of the roster."""
    by_code: Mapping[str, Organ] = {organ.code: organ for organ in organs}
    done: set[str] = set()
    for organ in organs:
        way: dict[str, Organ] = {}
        at: Organ | None = organ
        while at and at.code not in done and at.code not in way:
            way[at.code] = at
            at = by_code.get(at.superior)
        if at and at.code in way:
            members = list(way.values())
            yield tuple(members[members.index(at) :])
        done |= way.keys()
