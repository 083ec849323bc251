"""A form's narrative template gone through before anything is filled in, so that its mistakes show at once.

What is written out (names, field ids) is looked up wherever it stands; ids that are put together only while the
template runs are found by running it over made-up filings: with nothing, with 0, with one and with many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from jinja2 import nodes

from toolkit.filing import Filing, Mode, entered
from toolkit.form.error import FormError
from toolkit.form.sections import NARRATIVE_FILE
from toolkit.report.narrative import (
    REMEDY,
    Narrative,
    environment,
    template_source,
    unknown_field,
    unknown_item,
)
from toolkit.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.form.model import Form

_FIGURES: Final = (0, 1, 2)
_GIVEN: Final = ("loop", "caller", "varargs", "kwargs")  # by the engine, in loops and macros
_LOOKED_UP: Final = {"figure": unknown_field, "about": unknown_item}


def verify_narrative(form: Form) -> None:
    """Raise FormError for the first mistake in a form's narrative template, with its place."""
    if not any(section.composed for section in form.sections):
        return
    narratives = [
        Narrative(Values(form, filing), draft=draft) for filing in _filings(form) for draft in (False, True)
    ]
    _verify_names(form, narratives[0])
    for narrative in narratives:
        for section in form.sections:
            narrative.paragraphs(section)


def _verify_names(form: Form, narrative: Narrative) -> None:
    engine = environment()
    tree = engine.parse(template_source(form.folder))
    names = list(tree.find_all(nodes.Name))
    known = {
        *narrative.names(),
        *engine.globals,
        *_GIVEN,
        *(macro.name for macro in tree.find_all(nodes.Macro)),
    }
    known |= {name.name for name in names if name.ctx != "load"}
    for name in names:
        if name.name not in known:
            _fail(name, f"没有名称 {name.name}")
    for call in tree.find_all(nodes.Call):
        look_up = _LOOKED_UP.get(call.node.name) if isinstance(call.node, nodes.Name) else None
        for argument in call.args if look_up else ():
            if look_up and isinstance(argument, nodes.Const) and (problem := look_up(form, argument.value)):
                _fail(argument, problem)


def _fail(node: nodes.Node, problem: str) -> NoReturn:
    raise FormError(NARRATIVE_FILE, f"第 {node.lineno} 行", problem, REMEDY)


def _filings(form: Form) -> Iterator[Filing]:
    yield Filing(form.id, None)
    for kind in form.kinds:
        profile = {item.id: entered(kind if item.id == "kind" else "某") for item in form.profile}
        for figure in _FIGURES:
            yield Filing(
                form.id,
                form.first_year,
                profile=profile,
                modes={table.id: entered(Mode.EACH.value) for table in form.tables},
                figures={item.id: entered(figure) for item in form.inputs},
            )
