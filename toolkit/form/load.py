"""A form by its folder, by its id or by a year; the installed ones are kept between runs as they were read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.form.installed import installed_forms
from toolkit.kept import kept

if TYPE_CHECKING:
    from toolkit.form.model import Form


def form_for_year(year: int) -> Form | None:
    """Return the installed form that reports of this year use, or None."""
    latest_first = reversed(installed_forms())
    return next((form for folder in latest_first if (form := load_form(folder)).covers(year)), None)


def installed_form(form_id: str) -> Form | None:
    """Return the installed form with this id (its folder has the same name), or None."""
    return next((load_form(folder) for folder in installed_forms() if folder.name == form_id), None)


@cache
def load_form(folder: Path) -> Form:
    """Load and verify a form; raises FormError."""

    def read() -> Form:
        from toolkit.form.declaration import read_form  # noqa: PLC0415 - seldom: what was read is kept

        return read_form(folder)

    if folder not in installed_forms():
        return read()  # a folder of someone's own holds his files alone
    return kept(folder, "form", made_from(), read)


def made_from() -> tuple[Path, ...]:
    """The folders from whose files an installed form is made: of every form, as one may extend another, and this."""
    return (*installed_forms(), Path(__file__).parent)
