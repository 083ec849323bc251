"""References in the office's own words, 【依申请.新收.总计】: where they stand and which field they mean.

The report puts the figure in their place, the checks point out those that name nothing; both read them here.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.form.model import Form


@dataclass(frozen=True, slots=True)
class Mention:
    """One reference as it stands in a text: text[start:end] is 【…】, `name` the alias meant by it.

    `field` is the id of the field it means, or None if the form has no such alias; `near` are then the
    aliases that were probably meant, best first.
    """

    name: str
    start: int
    end: int
    field: str | None
    near: tuple[str, ...] = ()


_BRACKETS = re.compile(r"【([^【】\n]{1,60})】")
_DOT = re.compile(r"\s*[.．]\s*")
_DOT_MAYBE = re.compile(r"\s*[.．·・•‧。｡﹒]\s*")
_NAME = re.compile(r".*[\u3400-\u9fff].*(?<![0-9])")
_SUGGESTIONS = 3


def find_references(text: str, form: Form) -> tuple[Mention, ...]:
    """Return every reference in a text, in order.

    【…】 is a reference if it is made of Chinese names with dots between them (a dot after a digit belongs to
    a number, as in 【附件1.申请表】). Full-width dots and spaces are allowed. A · or 。 counts as a dot only
    where a table's name (or nearly one) stands before it, because people's names and sentences hold these
    too. Any other 【…】, like 【重要】, is the office's own words.
    """
    return tuple(_mentions(text, form))


def unknown_references(text: str, form: Form) -> tuple[Mention, ...]:
    """Return the references that name no field of the form, with the names that were probably meant."""
    return tuple(mention for mention in find_references(text, form) if mention.field is None)


def _mentions(text: str, form: Form) -> Iterator[Mention]:
    for match in _BRACKETS.finditer(text):
        inner = match[1].strip()
        names = _DOT.split(inner)
        loose = _DOT_MAYBE.split(inner)
        if loose != names and _names_table(loose[0], form):
            names = loose
        name = ".".join(names)
        field = form.aliases.get(name)
        if len(names) == 1 or not (field or all(_NAME.fullmatch(name) for name in names)):
            continue
        yield Mention(name, *match.span(), field, () if field else _near(name, form))


def _names_table(name: str, form: Form) -> bool:
    return bool(difflib.get_close_matches(name, [table.alias for table in form.tables], n=1, cutoff=0.6))


def _near(name: str, form: Form) -> tuple[str, ...]:
    """Aliases that look alike; failing that, those with the same last name: the table's name was wrong."""
    close = difflib.get_close_matches(name, form.aliases, n=_SUGGESTIONS, cutoff=0.6)
    if not close:
        tail = "." + name.rpartition(".")[2]
        close = [alias for alias in form.aliases if alias.endswith(tail)][:_SUGGESTIONS]
    return tuple(close)
