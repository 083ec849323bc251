"""The sentences that a form's narrative template composes from the figures of a filing.

The template is data of the form and may come from outside: it runs in Jinja2's sandbox. It has one macro for
each section with composed words, named like the section with `_` for `.`. It sees

    year, organ, kind, scope    of the filing (organ and year a mark if unknown)
    about(id)                   an item of 基本信息, empty if not given
    figure(id, …)               a Figure: the field, or the sum of the fields
    draft, blank                whether this is a draft; the mark for what is not known

What it asks for by `about` and `figure` is published with the report, as data (`toolkit.publishing`).

Line breaks and indents of the template do not count; ¶ begins a new paragraph. Wherever the mark of something
unknown comes out, a draft shows 〔待填〕 and a report leaves out the whole sentence.
"""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from toolkit.form.error import FormError
from toolkit.form.sections import NARRATIVE_FILE, macro_name
from toolkit.form.source import read_text
from toolkit.report.document import tidy
from toolkit.report.figures import PENDING, UNKNOWN, Figure, figure_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from jinja2.environment import TemplateModule

    from toolkit.form.model import Form, Section
    from toolkit.values import Values

REMEDY = "请对照 form.toml 改正模板。"
_NEW_PARAGRAPH = "¶"
_SENTENCE = re.compile(r"[^。]*。|[^。]+")
_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class _UnknownNameError(LookupError):
    """The template asked for a field or an item of 基本信息 that the form does not have."""


class Narrative:
    """The composed paragraphs for one filing; any mistake in the template raises FormError."""

    def __init__(self, values: Values, *, draft: bool) -> None:
        self.values = values
        self.draft = draft
        self.asked: set[str] = set()
        """The items of 基本信息 that the sentences have asked for."""
        self.module: TemplateModule | None = None
        if any(section.composed for section in values.form.sections):
            try:
                self.module = _template(values.form.folder, values.form.digest).make_module(self.names())
            except _FAULTS as error:
                self._fail(error)

    def paragraphs(self, section: Section) -> tuple[str, ...]:
        """The paragraphs composed for a section; none where there is nothing to say."""
        if not section.composed:
            return ()
        name = macro_name(section.id)
        macro = getattr(self.module, name, None)
        if not callable(macro):
            raise FormError(
                NARRATIVE_FILE,
                "",
                f"没有名为 {name} 的宏，而 sections.toml 的 {section.id} 写了 composed",
                "请补上这个宏，或删去那一项的 composed。",
            )
        try:
            text = str(macro())
        except _FAULTS as error:
            self._fail(error)
        joined = text.replace("\n", "")
        return tuple(words for part in joined.split(_NEW_PARAGRAPH) if (words := self._sentences(part)))

    def names(self) -> dict[str, object]:
        """What the template sees."""
        filing = self.values.filing
        return {
            "year": filing.year or UNKNOWN,
            "organ": self._about("name") or UNKNOWN,
            "kind": self._about("kind"),
            "scope": self._about("scope"),
            "about": self._about,
            "figure": self._figure,
            "draft": self.draft,
            "blank": UNKNOWN,
        }

    def _about(self, item: str) -> str:
        if problem := unknown_item(self.values.form, item):
            raise _UnknownNameError(problem)
        self.asked.add(item)
        return tidy(self.values.filing.about(item))

    def _figure(self, *field_ids: str) -> Figure:
        for field_id in field_ids:
            if problem := unknown_field(self.values.form, field_id):
                raise _UnknownNameError(problem)
        return figure_of(self.values, *field_ids)

    def _sentences(self, paragraph: str) -> str:
        """Keep the sentences in which all is known; in a draft keep all and show what is to be filled in."""
        if self.draft:
            return paragraph.replace(UNKNOWN, PENDING)
        return "".join(sentence for sentence in _SENTENCE.findall(paragraph) if UNKNOWN not in sentence)

    def _fail(self, error: Exception) -> NoReturn:
        raise FormError(
            NARRATIVE_FILE,
            f"第 {line} 行" if (line := _line(error)) else "",
            str(error) if isinstance(error, _UnknownNameError) else f"模板算不出来（{error}）",
            REMEDY,
        ) from None


def environment() -> ImmutableSandboxedEnvironment:
    """Where the templates run."""
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # plain text: every renderer escapes for its own format
        trim_blocks=True,
    )


def template_source(folder: Path) -> str:
    """The text of a form's template without the indents of its lines; raises FormError."""
    return "\n".join(line.strip() for line in read_text(folder, NARRATIVE_FILE).split("\n"))


@lru_cache(maxsize=16)
def _template(folder: Path, digest: str) -> Template:  # noqa: ARG001 - the digest makes a changed form a new one
    try:
        return environment().from_string(template_source(folder))
    except TemplateSyntaxError as error:
        raise FormError(
            NARRATIVE_FILE, f"第 {error.lineno} 行", f"模板语法有误（{error.message}）", "请改正模板。"
        ) from None


def unknown_field(form: Form, field_id: object) -> str:
    """What is wrong with a field that a template asks for; empty if the form has it."""
    return "" if field_id in form.fields else _unknown(f"没有字段 {field_id}", str(field_id), form.fields)


def unknown_item(form: Form, item: object) -> str:
    """What is wrong with an item of 基本信息 that a template asks for; empty if the form has it."""
    known = [one.id for one in form.profile]
    return "" if item in known else _unknown(f"没有基本信息 {item}", str(item), known)


def _unknown(problem: str, name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"{problem}，是不是 {near[0]}" if near else problem


def _line(error: Exception) -> int | None:
    """The innermost line of the template that the error passed through."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            line = template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line
