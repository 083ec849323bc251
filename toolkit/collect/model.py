"""The organs of a roster, and what came back from each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.filing import Filing
    from toolkit.verdict import FileReport


@dataclass(frozen=True, slots=True)
class Organ:
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


@dataclass(frozen=True)
class Roster:
    """The organs in the order of the roster; codes are unique, and superiors form trees."""

    organs: tuple[Organ, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """One file that came back: its report, and its filing unless it could not be read.

    `digest` is the SHA-256 of its bytes in hexadecimal, `version` the 报送次数 (0 if not known).
    """

    report: FileReport
    filing: Filing | None
    digest: str
    version: int = 0
