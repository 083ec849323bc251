"""The organs of a roster, and what came back from each."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from toolkit.collect.packing import filed_of_row, report_of_row, unpacked
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import SupportsBytes

    from toolkit.collect.filed import Filed
    from toolkit.finding import Finding
    from toolkit.form.model import Form
    from toolkit.verdict import FileReport


class Organ(Struct, frozen=True):
    """One row of the 单位名录; `row` is where it stands there, counted from 1 with the heading.

    `superior` is the code of the organ above, empty at the top; `predecessors` are the codes of the organs
    that it came from in a 机构改革. `kind` and `scope` may be empty: the office then chooses them.
    """

    code: str
    name: str
    superior: str = ""
    kind: str = ""
    scope: str = ""
    contact: str = ""
    telephone: str = ""
    predecessors: tuple[str, ...] = ()
    row: int = 0


class Roster(Struct, frozen=True, dict=True):
    """The organs in the order of the roster; codes and names are unique, and superiors form trees."""

    organs: tuple[Organ, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Organ]:
        """Each organ by its code."""
        return {organ.code: organ for organ in self.organs}

    @cached_property
    def by_name(self) -> Mapping[str, Organ]:
        """Each organ by its name."""
        return {organ.name: organ for organ in self.organs}

    @cached_property
    def below(self) -> Mapping[str, tuple[Organ, ...]]:
        """The organs right below each one, by its code; "" has those at the top. Without any: no key."""
        found: dict[str, list[Organ]] = {}
        for organ in self.organs:
            found.setdefault(organ.superior, []).append(organ)
        return {code: tuple(organs) for code, organs in found.items()}


class Source(Struct, frozen=True):
    """Where a returned workbook lies: a file, or a member of a .zip; `toolkit.collect.inbox.content` reads it.

    `shown` is how it is told to the user: the path from the folder that was collected. `inside` is the number
    of the member in the directory of the zip, then in that of a zip inside it; empty for a file.
    """

    path: Path
    shown: str
    inside: tuple[int, ...] = ()


class Unused(StrEnum):
    """Why one of several workbooks of an organ is not the one that counts, in the user's words."""

    SAME = "与采用的一份相同"
    EMPTY = "尚未填写"
    TIED = "报送次数相同而内容不同"
    LOWER = "报送次数较低"
    UNNUMBERED = "没有填报送次数"


class Returned(Struct, frozen=True):
    """One workbook that came back, kept small: the report and the figures are unpacked when asked for.

    `organ` is the code of the roster's organ that sent it, by the code in the workbook, else by its name;
    empty if it is none's. `likely` is the code of the organ whose name the file's name holds: what to go by
    for a file that cannot be read. `digest` is the SHA-256 of its bytes in hexadecimal, empty
    if they could not be read; `name`, `year`,
    `form` and `version` (报送次数, 0 if not known) are what the workbook says of itself; `contents` is a digest of
    what was filled in, the same however it was saved; `packed` is what was found out, or where on a shelf it lies.
    """

    source: Source
    digest: str
    verdict: Verdict
    errors: int
    warnings: int
    notes: int
    name: str
    code: str
    year: int | None
    form: str | None
    version: int
    contents: str
    packed: SupportsBytes
    organ: str = ""
    likely: str = ""

    def report(self) -> FileReport:
        """The report of its check, unpacked anew at each call."""
        report, _ = unpacked(bytes(self.packed))
        return report_of_row(self.source.shown, report)

    def filed(self) -> Filed | None:
        """Its figures, unpacked anew at each call; None if it could not be read."""
        _, filed = unpacked(bytes(self.packed))
        return None if filed is None else filed_of_row(filed)

    def why_unused(self, taken: Returned) -> Unused:
        """Why another workbook of the same organ counts and not this one."""
        if self.contents == taken.contents:
            return Unused.SAME
        if self.verdict is Verdict.UNFILLED and taken.verdict is not Verdict.UNFILLED:
            return Unused.EMPTY
        if self.version == taken.version:
            return Unused.TIED
        return Unused.LOWER if self.version else Unused.UNNUMBERED


class Collected(Struct, frozen=True, dict=True):
    """All that came back for one year, and what did not.

    `counting` holds, in the order of the roster, for each organ's code the workbook that counts (the highest
    报送次数), `others` those of that organ that do not, the newest first. Two of one 报送次数 with different contents
    are a finding R630 in `ties`, and the first of them (by path) counts; with the same contents they are one.
    Only readable workbooks of `year` and `form` are in these two; the others are in `unreadable`, `wrong_year`
    and `wrong_form`, those of no organ of the roster in `unknown`. `missing` are the organs of the roster
    without any that counts. `last` holds last year's figures by the roster's organ code, those of
    predecessors added up, `last_missing` the organs without any, and `last_unread` last year's files that could
    not be read, each with the reason; all are empty if last year was not asked for. `overlooked` are files
    that were not looked at, as told to the user.
    """

    form: Form
    year: int
    roster: Roster
    counting: Mapping[str, Returned]
    others: Mapping[str, tuple[Returned, ...]] = field(default_factory=dict)
    ties: Mapping[str, Finding] = field(default_factory=dict)
    missing: tuple[Organ, ...] = ()
    unknown: tuple[Returned, ...] = ()
    wrong_year: tuple[Returned, ...] = ()
    wrong_form: tuple[Returned, ...] = ()
    unreadable: tuple[Returned, ...] = ()
    last: Mapping[str, Filed] = field(default_factory=dict)
    last_missing: tuple[Organ, ...] = ()
    last_unread: tuple[tuple[str, str], ...] = ()
    overlooked: tuple[str, ...] = ()

    def unused(self, code: str) -> Iterator[tuple[Returned, Unused]]:
        """The workbooks of an organ that do not count, each with the reason."""
        return ((one, one.why_unused(self.counting[code])) for one in self.others.get(code, ()))

    def to_confirm(self, code: str) -> bool:
        """Say whether an organ has only to say which of its workbooks holds."""
        return code in self.ties and self.counting[code].verdict in {Verdict.OK, Verdict.WARNINGS}

    @cached_property
    def unusable(self) -> Mapping[str, Returned]:
        """A file that cannot be used, by the code of an organ of which none counts (of several the first)."""
        found: dict[str, Returned] = {}
        for one in (*self.unreadable, *self.wrong_year, *self.wrong_form):
            code = one.organ or one.likely
            if code and code not in self.counting:
                found.setdefault(code, one)
        return found
