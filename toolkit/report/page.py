"""What every web page of gktool's is made with: templates that escape what they are given, and data for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

_UNSAFE: Final = {"&": r"\u0026", "<": r"\u003c", ">": r"\u003e", "\u2028": r"\u2028", "\u2029": r"\u2029"}


def page_templates(read: Callable[[str], str]) -> Environment:
    """The templates of a page, by the names under which `read` gives their text; a name that is not known is an error."""
    return ImmutableSandboxedEnvironment(
        loader=FunctionLoader(read),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def script_json(text: str) -> Markup:
    """JSON for a script element: nothing in it can end the element, and it reads as the same data."""
    for char, escape in _UNSAFE.items():
        text = text.replace(char, escape)
    return Markup(text)  # noqa: S704 - what HTML would read as markup has just been taken out
