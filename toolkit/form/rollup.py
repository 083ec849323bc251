"""What an overview of many filings of a form shows: headline figures, charts, ratios; read from rollup.toml.

The file may be left out, and it does not change the workbook, so it is no part of the form's digest. Only who
adds filings up reads it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.form.names import id_of, unique
from toolkit.form.source import read_toml, suggestion

if TYPE_CHECKING:
    from toolkit.form.model import Form
    from toolkit.form.source import Node

ROLLUP_FILE: Final = "rollup.toml"
_MOST_CASES: Final = 1_000_000


class Item(Struct, frozen=True):
    """One figure of an overview: the id of a field, and what it is called there."""

    field: str
    name: str


class Chart(Struct, frozen=True):
    """Figures of one kind that are shown side by side."""

    title: str
    items: tuple[Item, ...]


class Ratio(Struct, frozen=True):
    """The sum of some fields divided by that of others; not rated where the divisor is below `least`."""

    id: str
    name: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    least: int
    explanation: str

    def of(self, numerator: float | None, denominator: float | None) -> float | None:
        """The ratio (1.0 is all); None where it is not known or not rated."""
        if numerator is None or denominator is None or denominator < self.least:
            return None
        return numerator / denominator


class RollUpForm(Struct, frozen=True):
    """`areas` are the kinds of organ whose report is that of their area: the sum of the organs below, no more.

    An organ of another kind that reports with what is below it adds figures of its own.
    """

    areas: tuple[str, ...] = ()
    headlines: tuple[Item, ...] = ()
    charts: tuple[Chart, ...] = ()
    ratios: tuple[Ratio, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that is shown or reckoned with, each once, in order."""
        shown = [item.field for item in self.headlines]
        shown += [item.field for chart in self.charts for item in chart.items]
        shown += [name for ratio in self.ratios for name in (*ratio.numerator, *ratio.denominator)]
        return tuple(dict.fromkeys(shown))


@lru_cache(maxsize=16)
def load_rollup(form: Form) -> RollUpForm:
    """Read a form's rollup.toml, or return an empty overview where it has none; raises FormError."""
    if not (form.folder / ROLLUP_FILE).is_file():
        return RollUpForm()
    root = read_toml(form.folder, ROLLUP_FILE)
    areas = root.texts("areas", required=False)
    for kind in areas:
        if kind not in form.kinds:
            root.fail("areas", f"没有单位类别 {kind!r}", suggestion(kind, form.kinds, "单位类别有"))
    headlines = tuple(_item(node, form) for node in root.tables("headline", required=False))
    charts = tuple(_chart(node, form) for node in root.tables("chart", required=False))
    ratios = tuple(_ratio(node, form) for node in root.tables("ratio", required=False))
    unique(root, "headline", (item.name for item in headlines))
    unique(root, "chart", (chart.title for chart in charts))
    unique(root, "ratio", (ratio.id for ratio in ratios))
    unique(root, "ratio", (ratio.name for ratio in ratios))
    root.done()
    return RollUpForm(areas, headlines, charts, ratios)


def _item(node: Node, form: Form) -> Item:
    field = node.line("field")
    _known(node, "field", (field,), form)
    item = Item(field, node.line("name", form.fields[field].alias))
    node.done()
    return item


def _chart(node: Node, form: Form) -> Chart:
    chart = Chart(node.line("title"), tuple(_item(item, form) for item in node.tables("items")))
    unique(node, "items", (item.name for item in chart.items))
    node.done()
    return chart


def _ratio(node: Node, form: Form) -> Ratio:
    ratio = Ratio(
        id=id_of(node),
        name=node.line("name"),
        numerator=node.texts("numerator"),
        denominator=node.texts("denominator"),
        least=node.whole("least", 1, most=_MOST_CASES),
        explanation=node.line("explanation", ""),
    )
    for key in ("numerator", "denominator"):
        _known(node, key, getattr(ratio, key), form)
    node.done()
    return ratio


def _known(node: Node, key: str, names: tuple[str, ...], form: Form) -> None:
    """Refuse a name that is no field's, and fields that share an input: it would be counted twice."""
    inputs: set[str] = set()
    for name in names:
        if name not in form.fields:
            node.fail(key, f"没有 id 为 {name!r} 的项", suggestion(name, form.fields, "可用的项"))
        both = inputs.intersection(form.fields[name].inputs)
        if both:
            node.fail(key, f"{name} 里的 {min(both)} 加了两次", "合计里已含它的，不要再单独加。")
        inputs.update(form.fields[name].inputs)
