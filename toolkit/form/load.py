"""A form by its folder, by its id or by a year; the installed ones are kept between runs as they were read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from toolkit.form.installed import installed_forms
from toolkit.kept import kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.form.model import Form

T = TypeVar("T")


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

    return _kept(folder, "form", (), read)


def kept_with(form: Form, name: str, room: Path, make: Callable[[], T], most: int = 1) -> T:
    """Return what `make` makes of a form, kept with it between runs if it is an installed one, as `kept` does.

    `room` is the folder of the code that makes it.
    """
    return _kept(form.folder, name, (room, room.parent), make, most)


def _kept(folder: Path, name: str, rooms: tuple[Path, ...], make: Callable[[], T], most: int = 1) -> T:
    forms = installed_forms()
    if folder not in forms:
        return make()  # a folder of someone's own holds his files alone
    # of every form, as one may extend another
    return kept(folder, name, (*forms, Path(__file__).parent, *rooms), make, most)
