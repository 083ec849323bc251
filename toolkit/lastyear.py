"""Last year's workbooks, found by organ: one file, or a folder in which each organ's is looked up."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.files import read_file
from toolkit.form.installed import installed_forms
from toolkit.form.profile import PREDECESSORS
from toolkit.identifiers import codes_in
from toolkit.package.refusal import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from toolkit.filing import Filing
    from toolkit.form.model import Form
    from toolkit.reading import Reading


@dataclass(frozen=True)
class LastYear:
    """Last year's filings: the one of a single file, or many by code and by name.

    `unread` names files that could not be read, with the reason.
    """

    only: Filing | None = None
    by_code: Mapping[tuple[int | None, str], Filing] = field(default_factory=dict)
    by_name: Mapping[tuple[int | None, str], Filing] = field(default_factory=dict)
    unread: tuple[tuple[Path, str], ...] = ()

    def of(self, filing: Filing) -> tuple[Filing, ...]:
        """Last year's filing of an organ, or those of its predecessors after a 机构改革; empty if not found.

        In a folder it is the one of the year before with the same code, else with the same name.
        """
        if self.only:
            return (self.only,)
        year = None if filing.year is None else filing.year - 1
        codes = codes_in(filing.about(PREDECESSORS))
        if codes:
            found = [self.by_code.get((year, code)) for code in codes]
            return tuple(one for one in found if one) if None not in found else ()
        same = self.by_code.get((year, filing.about("code"))) if filing.about("code") else None
        same = same or self.by_name.get((year, filing.organ))
        return (same,) if same else ()


def read_last_year(files: Iterable[Path], *, single: bool, form: Form | None) -> LastYear:
    """Read last year's workbooks; of several versions of one organ the highest 报送次数 counts.

    `single` means the one file is last year's of whatever is checked. Raises FileRefused for a single file
    that cannot be read; in a folder such files are listed in `unread`.
    """
    by_code: dict[tuple[int | None, str], Filing] = {}
    by_name: dict[tuple[int | None, str], Filing] = {}
    unread = []
    for path in files:
        try:
            filing = read_under_own_form(path, form).filing
        except FileRefused as refused:
            if single:
                raise
            unread.append((path, refused.finding.message))
            continue
        if single:
            return LastYear(only=filing)
        for index, key in ((by_code, filing.about("code")), (by_name, filing.organ)):
            other = index.get((filing.year, key))
            if key and (other is None or _version(filing) > _version(other)):
                index[filing.year, key] = filing
    return LastYear(None, by_code, by_name, tuple(unread))


def read_under_own_form(path: Path, form: Form | None) -> Reading:
    """Read last year's workbook: under this year's form if that is not an installed one, else under its own.

    Raises FileRefused where it is a workbook of neither.
    """
    if form and form.folder not in installed_forms():
        with suppress(FileRefused):
            return read_file(path, form=form)
    return read_file(path)


def _version(filing: Filing) -> int:
    text = filing.about("version")
    return int(text) if text.isdecimal() else 0
