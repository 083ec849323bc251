"""A chart as SVG: bars that lie, each with its figure printed at its end, told apart in black and white too.

The newest series is solid, the one before hatched. The picture scales with the page; its words are set in the
page's own font, for which a Chinese character is taken to be as wide as it is high.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from msgspec import Struct

from toolkit.report.columns import width, wrap
from toolkit.report.figures import figure_text

if TYPE_CHECKING:
    from toolkit.report.charts import Chart

WIDTH: Final = 360
_FONT: Final = 13
_LINE: Final = 17
_LONGEST_LABEL: Final = 16  # columns of text, two for a Chinese character
_GAP: Final = 8
_HEIGHTS: Final = (18, 15)  # of a bar, alone and beside another
_SHORTEST: Final = 1.5  # of a bar that is not 0


def chart_svg(chart: Chart) -> str:
    """Return the chart as an SVG element for HTML, with its title and what it shows in words."""
    return _Drawing(chart).svg()


def spoken(chart: Chart) -> str:
    """What the chart shows, in one sentence."""
    parts = []
    for bar in chart.bars:
        figures = [f"{figure_text(value)}{chart.unit}" for value in bar.values]
        if len(figures) > 1:
            figures = [f"{name}{figure}" for name, figure in zip(chart.series, figures, strict=True)]
        parts.append(f"{bar.label}{'，'.join(figures)}")
    return f"{'；'.join(parts)}。"


class _Row(Struct, frozen=True):
    """One item: its label in lines and where it begins, in pixels from the top."""

    lines: list[str]
    top: float
    height: float


class _Drawing:
    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.bar_height = _HEIGHTS[0] if len(chart.series) == 1 else _HEIGHTS[1]
        labels = [wrap(bar.label, _LONGEST_LABEL) for bar in chart.bars]
        self.left = max(_pixels(line) for lines in labels for line in lines) + _GAP
        room = max(_pixels(figure_text(value)) for bar in chart.bars for value in bar.values)
        self.scale = (WIDTH - self.left - room - _GAP) / max(
            value for bar in chart.bars for value in bar.values
        )
        self.legend = _LINE + _GAP if len(chart.series) > 1 else 0
        self.rows: list[_Row] = []
        top: float = self.legend + _GAP
        for lines in labels:
            height = max(len(lines) * _LINE, len(chart.series) * (self.bar_height + 2))
            self.rows.append(_Row(lines, top, height))
            top += height + _GAP + 2
        self.height = top

    def svg(self) -> str:
        name = f"chart-{self.chart.id}"
        svg = Element(
            "svg",
            {
                "viewBox": f"0 0 {WIDTH} {_number(self.height)}",
                "role": "img",
                "aria-labelledby": f"{name}-title {name}-desc",
                "font-size": str(_FONT),
            },
        )
        SubElement(svg, "title", {"id": f"{name}-title"}).text = self.chart.title
        SubElement(svg, "desc", {"id": f"{name}-desc"}).text = spoken(self.chart)
        if self.legend:
            self._hatch(svg, f"{name}-hatch")
            self._legend(svg, f"{name}-hatch")
        for row, bar in zip(self.rows, self.chart.bars, strict=True):
            self._label(svg, row)
            self._bars(svg, row, bar.values, f"{name}-hatch")
        base = {"x1": _number(self.left), "x2": _number(self.left), "class": "base", "stroke": "currentColor"}
        SubElement(svg, "line", {**base, "y1": _number(self.legend), "y2": _number(self.height)})
        return tostring(svg, encoding="unicode")

    def _hatch(self, svg: Element, name: str) -> None:
        size = {
            "width": "6",
            "height": "6",
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        }
        pattern = SubElement(SubElement(svg, "defs"), "pattern", {"id": name, **size})
        SubElement(
            pattern,
            "line",
            {"x1": "3", "y1": "0", "x2": "3", "y2": "6", "stroke": "currentColor", "stroke-width": "2"},
        )

    def _legend(self, svg: Element, hatch: str) -> None:
        x = self.left
        for number, name in enumerate(self.chart.series):
            self._bar(svg, (x, 4, 20, 11), number, hatch)
            self._text(svg, name, x + 26, 14)
            x += 26 + _pixels(name) + 3 * _GAP

    def _label(self, svg: Element, row: _Row) -> None:
        y = row.top + (row.height - len(row.lines) * _LINE) / 2 + _LINE - 4
        for number, line in enumerate(row.lines):
            self._text(svg, line, self.left - _GAP, y + number * _LINE, anchor="end")

    def _bars(self, svg: Element, row: _Row, values: tuple[float, ...], hatch: str) -> None:
        top = row.top + (row.height - len(values) * (self.bar_height + 2)) / 2 + 1
        for number, value in enumerate(values):
            length = max(value * self.scale, _SHORTEST) if value else 0
            if value:
                self._bar(svg, (self.left, top, length, self.bar_height), number, hatch)
            self._text(svg, figure_text(value), self.left + length + 5, top + self.bar_height / 2 + 4.5)
            top += self.bar_height + 2

    def _bar(self, svg: Element, box: tuple[float, float, float, float], series: int, hatch: str) -> None:
        names = ("x", "y", "width", "height")
        place = {name: _number(value) for name, value in zip(names, box, strict=True)}
        newest = series == len(self.chart.series) - 1
        look = {"fill": "currentColor"} if newest else {"fill": f"url(#{hatch})", "stroke": "currentColor"}
        SubElement(svg, "rect", {**place, **look})

    def _text(self, svg: Element, words: str, x: float, y: float, *, anchor: str = "start") -> None:
        SubElement(svg, "text", {"x": _number(x), "y": _number(y), "text-anchor": anchor}).text = words


def _pixels(text: str) -> float:
    return width(text) * _FONT / 2


def _number(value: float) -> str:
    return figure_text(round(value, 1))
