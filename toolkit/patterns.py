"""Regular expressions that are compiled when they are first used: all together that takes longer than a check."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, AnyStr, cast

if TYPE_CHECKING:
    from collections.abc import Callable


def when_used(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression that is not compiled before one of its methods is asked for."""
    return cast("re.Pattern[AnyStr]", _WhenUsed(partial(re.compile, source, flags)))


class _WhenUsed:
    def __init__(self, compiled: Callable[[], object]) -> None:
        self._compiled = compiled

    def __getattr__(self, name: str) -> object:
        """A method of the compiled expression, kept: the next use does not come here."""
        found: object = getattr(self._compiled(), name)
        setattr(self, name, found)
        return found
