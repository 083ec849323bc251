"""Whatever file somebody names: a workbook or a published report, told by what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.package import sniff
from toolkit.package.archive import bounded_bytes, package_of
from toolkit.stopped import Stopped
from toolkit.submissions import PUBLISHED, SUFFIXES
from toolkit.terminal import visible

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


def verify_workbook(path: Path) -> None:
    """Raise Stopped, saying what to do first, where a published report is named in the place of a workbook."""
    if path.suffix.lower() in PUBLISHED and not _is_workbook(path):
        name = visible(str(path))
        raise Stopped(
            f"{name}：这不是填报工作簿。公布的报告请先用 gktool import {name} -o 工作簿.xlsx 读成工作簿，核对后再用。"
        )


def _is_workbook(path: Path) -> bool:
    if path.suffix.lower() in SUFFIXES or not path.is_file():
        return True
    with path.open("rb") as stream:
        if not stream.read(4).startswith(sniff.ZIPS):
            return False
    return "xl/workbook.xml" in package_of(bounded_bytes(path))
