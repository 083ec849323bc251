"""From charts.toml to the charts of a form; a mistake in it is a FormError that names its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.form.charts import DeclaredBar, DeclaredChart
from toolkit.form.model import FieldType
from toolkit.form.names import id_of, unique
from toolkit.form.source import read_toml, suggestion

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.form.model import Form
    from toolkit.form.source import Node

CHARTS_FILE: Final = "charts.toml"
_MOST_BARS: Final = 20  # that can still be told apart


def load_charts(folder: Path, form: Form) -> tuple[DeclaredChart, ...]:
    """Load and verify charts.toml; none where the form has no such file. Raises FormError."""
    if not (folder / CHARTS_FILE).exists():
        return ()
    root = read_toml(folder, CHARTS_FILE)
    charts = tuple(_chart(node, form) for node in root.tables("chart"))
    unique(root, "chart", (chart.id for chart in charts))
    root.done()
    return charts


def _chart(node: Node, form: Form) -> DeclaredChart:
    nodes = node.tables("bars")
    bars = tuple(_bar(bar, form) for bar in nodes)
    unique(node, "bars", (bar.label for bar in bars))
    if len(bars) > _MOST_BARS:
        node.fail("bars", f"有 {len(bars)} 条", f"一张图最多 {_MOST_BARS} 条，请分成几张图。")
    units = list(dict.fromkeys(form.fields[name].unit for bar in bars for name in bar.fields))
    if len(units) > 1:
        node.fail("bars", f"单位不一样：{'、'.join(units)}", "一张图里的数要用同一个单位，请分成几张图。")
    parts = (
        *(section.id for section in form.sections),
        *(table.id for table in form.tables if table.printed),
    )
    chart = DeclaredChart(
        id=id_of(node),
        title=node.line("title"),
        part=node.choice("part", tuple(dict.fromkeys(parts))),
        bars=bars,
        unit=units[0],
        last_year=node.flag("last_year", default=False),
        note=node.line("note", ""),
    )
    node.done()
    return chart


def _bar(node: Node, form: Form) -> DeclaredBar:
    names = [form.aliases.get(name, name) for name in node.texts("fields")]
    for name in names:
        if name not in form.fields:
            node.fail("fields", f"没有字段 {name!r}", suggestion(name, form.fields, "可用的字段"))
        if form.fields[name].type is FieldType.SIGNED:
            problem = f"{form.fields[name].alias} 可以是负数"
            node.fail("fields", problem, "条形只能画不小于 0 的数，请换一个字段。")
    inputs = [field for name in names for field in form.fields[name].inputs]
    if len(set(inputs)) < len(inputs):
        node.fail("fields", "有一项加了两次", "请去掉重复的：合计里已含它的，不要再单独加。")
    bar = DeclaredBar(node.line("label"), tuple(names))
    node.done()
    return bar
