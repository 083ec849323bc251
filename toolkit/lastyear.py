"""Last year's workbooks, found by organ: one file, or a folder in which each organ's is looked up."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct, field

from toolkit.files import read_file
from toolkit.filing import PREDECESSORS
from toolkit.form.installed import installed_forms
from toolkit.identifiers import codes_in
from toolkit.package.refusal import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from toolkit.filing import Filing
    from toolkit.form.model import Form
    from toolkit.reading import Reading

T = TypeVar("T")


class ByOrgan(Struct, Generic[T], frozen=True):
    """Filings of several organs, or whatever stands for them, found by year and by code, or else by name."""

    by_code: dict[tuple[int | None, str], tuple[int, T]] = field(default_factory=dict)
    by_name: dict[tuple[int | None, str], tuple[int, T]] = field(default_factory=dict)

    def add(self, year: int | None, code: str, name: str, version: int, item: T) -> None:
        """Take one in; of several versions of one organ the highest 报送次数 counts."""
        for index, key in ((self.by_code, code), (self.by_name, name)):
            other = index.get((year, key))
            if key and (other is None or version > other[0]):
                index[year, key] = (version, item)

    def find(self, year: int | None, code: str, name: str, predecessors: Iterable[str] = ()) -> tuple[T, ...]:
        """The one of an organ, or after a 机构改革 those of all its predecessors; empty if not found."""
        codes = tuple(predecessors)
        if codes:
            found = [self.by_code.get((year, one)) for one in codes]
            return tuple(one[1] for one in found if one) if None not in found else ()
        same = (self.by_code.get((year, code)) if code else None) or self.by_name.get((year, name))
        return (same[1],) if same else ()


class LastYear(Struct, frozen=True):
    """Last year's filings: the one of a single file, or many by code and by name.

    `unread` names files that could not be read, with the reason.
    """

    only: Filing | None = None
    organs: ByOrgan[Filing] = field(default_factory=ByOrgan)
    unread: tuple[tuple[Path, str], ...] = ()

    def of(self, filing: Filing) -> tuple[Filing, ...]:
        """Last year's filing of an organ, or those of its predecessors after a 机构改革; empty if not found.

        In a folder it is the one of the year before with the same code, else with the same name.
        """
        if self.only:
            return (self.only,)
        year = None if filing.year is None else filing.year - 1
        codes = codes_in(filing.about(PREDECESSORS))
        return self.organs.find(year, filing.about("code"), filing.organ, codes)


def read_last_year(files: Iterable[Path], *, single: bool, form: Form | None) -> LastYear:
    """Read last year's workbooks; of several versions of one organ the highest 报送次数 counts.

    `single` means the one file is last year's of whatever is checked. Raises FileRefused for a single file
    that cannot be read; in a folder such files are listed in `unread`.
    """
    organs: ByOrgan[Filing] = ByOrgan()
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
        organs.add(filing.year, filing.about("code"), filing.organ, version_of(filing), filing)
    return LastYear(None, organs, tuple(unread))


def read_under_own_form(path: Path, form: Form | None) -> Reading:
    """Read last year's workbook: under this year's form if that is not an installed one, else under its own.

    Raises FileRefused where it is a workbook of neither.
    """
    if form and form.folder not in installed_forms():
        with suppress(FileRefused):
            return read_file(path, form=form)
    return read_file(path)


def version_of(filing: Filing) -> int:
    """The 报送次数 of a filing; 0 if it is not known."""
    text = filing.about("version")
    return int(text) if text.isascii() and text.isdecimal() else 0
