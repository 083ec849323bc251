"""What a command is given to read: a form, files that are named whenever they are refused."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from toolkit.form.error import FormError
from toolkit.form.installed import installed_forms
from toolkit.form.load import form_for_year, installed_form, load_form
from toolkit.jsonfile import ExchangeError
from toolkit.package.refusal import FileRefused
from toolkit.stopped import Stopped
from toolkit.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.form.model import Form


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Put the path before whatever is refused inside, one line for each mistake; raises Stopped."""
    try:
        yield
    except FileRefused as refused:
        mistakes = [f"{refused.finding.message}{refused.finding.remedy}"]
    except (ExchangeError, FormError) as error:
        mistakes = str(error).splitlines()
    else:
        return
    raise Stopped("\n".join(f"{visible(str(path))}：{mistake}" for mistake in mistakes))


def chosen_form(folder: Path | None, year: int | None = None) -> Form:
    """Return the form in a folder (or the installed one of that name), or failing that the one for the year.

    Without either it is the latest installed. Raises Stopped where there is none or the folder's has a mistake,
    in its narrative too, FormError where an installed one has.
    """
    if folder is not None:
        with naming(folder):
            form: Form | None = _named_form(folder)
    elif year is not None:
        form = form_for_year(year)
    else:
        form = load_form(installed_forms()[-1])
    if form is None or (year is not None and not form.covers(year)):
        raise Stopped(
            f"没有适用于 {year} 年度的表样。用 gktool forms 查看已安装的表样，外部表样用 --form 指明。"
        )
    return form


def _named_form(folder: Path) -> Form:
    if not folder.exists() and (installed := installed_form(str(folder))):
        return installed
    from toolkit.report.verify import verify_narrative  # noqa: PLC0415 - the template engine, for these forms only

    form = load_form(folder)
    verify_narrative(form)
    return form
