"""A report as one HTML page: readable on a screen, a telephone, on paper and aloud, with its data for machines.

It needs no script and loads nothing. Every word of the report is escaped by the template; what is not passes
through `script_json`, or is SVG that was escaped where it was made.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from toolkit.report.bars import chart_svg
from toolkit.report.document import words
from toolkit.report.figures import figure_text
from toolkit.report.heads import html_table
from toolkit.report.page import page_templates, script_json

if TYPE_CHECKING:
    from jinja2 import Template

    from toolkit.form.model import Form
    from toolkit.report.charts import Chart
    from toolkit.report.document import Report, Section, TableGrid

_NARROWEST: Final = 4  # digits that a column of figures has room for


def render_html(report: Report, form: Form) -> str:
    """Return the report as an HTML page, ending with a newline."""
    return _template().render(
        report=report,
        title=_title_parts(report),
        about=script_json(_about(report, form)),
        outline=_outline(report),
        label_columns=sorted({grid.label_columns for part in report.sections for grid in part.tables}),
        widths=_label_widths,
    )


def anchor(section: Section) -> str:
    """The id of a section's heading; text sections and tables may have the same id in the form."""
    return f"{'table' if section.tables else 'section'}-{section.id.replace('.', '-')}"


def _about(report: Report, form: Form) -> str:
    """What the page is, in the words of schema.org."""
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": report.title,
        "about": form.title,
        "inLanguage": "zh-CN",
        "publisher": {"@type": "GovernmentOrganization", "name": report.organ},
    }
    if report.year:
        said["temporalCoverage"] = str(report.year)
    return json.dumps(said, ensure_ascii=False)


def _title_parts(report: Report) -> list[str]:
    """The title in the parts between which it may be broken into lines: the organ, and the rest."""
    rest = report.headline.removeprefix(report.organ)
    return [part for part in (report.headline.removesuffix(rest), rest) if part]


def _outline(report: Report) -> list[tuple[Section, list[Section]]]:
    """The headings of the first level, each with those below it."""
    outline: list[tuple[Section, list[Section]]] = []
    for section in report.sections:
        if section.level == 1:
            outline.append((section, []))
        elif section.level and outline:
            outline[-1][1].append(section)
    return outline


def _label_widths(columns: int) -> list[str]:
    """The widths of so many columns of labels, as the style sheet names them: the innermost is the widest."""
    if columns == 1:
        return ["var(--only)"]
    widths = ["var(--first)", *["var(--middle)"] * (columns - 2), "var(--last)"]
    return widths[-columns:] if columns else []


def _svg(chart: Chart) -> Markup:
    return Markup(chart_svg(chart))  # noqa: S704 - escaped where it was made


def _digits(grid: TableGrid) -> int:
    """The characters of the longest figure in a table."""
    figures = (len(cell.text) for row in grid.rows for cell in row if not cell.header)
    return max(_NARROWEST, *figures)


@cache
def _template() -> Template:
    folder = files("toolkit.report")
    environment = page_templates(lambda name: (folder / name).read_text(encoding="utf-8"))
    environment.filters |= {
        "words": words,
        "figure": figure_text,
        "anchor": anchor,
        "json": script_json,
        "svg": _svg,
        "heads": html_table,
        "digits": _digits,
    }
    return environment.get_template("web.html.j2")
