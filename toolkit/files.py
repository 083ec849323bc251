"""Whatever file somebody names: a workbook or a published report, told by what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.package import sniff
from toolkit.package.archive import bounded_bytes, package_of
from toolkit.submissions import SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.form.model import Form
    from toolkit.reading import Reading


def read_file(path: Path, *, form: Form | None = None) -> Reading:
    """Read a workbook or a published report; raises FileRefused.

    What is called as workbooks are is read as one, that whatever else is sent under its name is told.
    """
    if _is_workbook(path):
        from toolkit.workbook.read import read_workbook  # noqa: PLC0415 - one of the two is enough

        return read_workbook(path, form=form)
    from toolkit.published.read import read_published  # noqa: PLC0415 - likewise

    return read_published(path, form=form)


def _is_workbook(path: Path) -> bool:
    if path.suffix.lower() in SUFFIXES or not path.is_file():
        return True
    with path.open("rb") as stream:
        if not stream.read(4).startswith(sniff.ZIPS):
            return False
    return "xl/workbook.xml" in package_of(bounded_bytes(path))
