"""A chart as Word's own: a picture that stays sharp, with the workbook of its figures inside, to be edited.

The newest series is solid, the ones before are hatched, so that they are told apart in black and white. All that
a program might assume in its own way is written out.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

import xlsxwriter
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from toolkit.report.bars import spoken
from toolkit.report.figures import figure_text
from toolkit.report.word.markup import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

    from toolkit.report.charts import Chart

_SHEET: Final = "数据"
_LONG_AGO: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_FIRST_ID: Final = 1001  # beyond the pictures that the headers of a base document may hold
_TITLE, _LEGEND, _EDGE = 30.0, 20.0, 12.0  # heights in points
_BAR, _BETWEEN = 15.0, 10.0

_SOLID: Final = '<a:solidFill><a:srgbClr val="404040"/></a:solidFill>'
_LINE: Final = '<a:ln w="9525"><a:solidFill><a:srgbClr val="404040"/></a:solidFill></a:ln>'
_HATCHED: Final = (
    '<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="404040"/></a:fgClr>'
    '<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
)
_NONE: Final = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
_FONTS: Final = '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/>'
_CHART: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>
<c:chart>
<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/>{title}</c:rich></c:tx><c:overlay val="0"/></c:title>
<c:autoTitleDeleted val="0"/>
<c:plotArea><c:layout/>
<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}
<c:gapWidth val="60"/><c:overlap val="0"/><c:axId val="1"/><c:axId val="2"/></c:barChart>
<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>
<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>
<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr>{line}</c:spPr><c:crossAx val="2"/>
<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>
<c:noMultiLvlLbl val="1"/></c:catAx>
<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="1"/>
<c:axPos val="t"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>
<c:minorTickMark val="none"/><c:tickLblPos val="none"/><c:crossAx val="1"/><c:crosses val="autoZero"/>
<c:crossBetween val="between"/></c:valAx>
{none}</c:plotArea>
{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>
</c:chart>
{none}
<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1050">{fonts}</a:defRPr></a:pPr>
<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>
<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>
</c:chartSpace>"""
_SERIES: Final = """
<c:ser><c:idx val="{number}"/><c:order val="{number}"/>
<c:tx><c:strRef><c:f>{name_at}</c:f>{name}</c:strRef></c:tx>
<c:spPr>{fill}{line}</c:spPr><c:invertIfNegative val="0"/>
<c:dLbls><c:numFmt formatCode="General" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>
<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>
<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>
<c:cat><c:strRef><c:f>{labels_at}</c:f>{labels}</c:strRef></c:cat>
<c:val><c:numRef><c:f>{values_at}</c:f>{values}</c:numRef></c:val></c:ser>"""
_LEGEND_AT_TOP: Final = '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>'
_TITLE_LINE: Final = (
    '<a:p><a:pPr><a:defRPr sz="{size}" b="0">{fonts}</a:defRPr></a:pPr>'
    '<a:r><a:rPr lang="zh-CN" sz="{size}" b="0">{fonts}</a:rPr><a:t>{text}</a:t></a:r></a:p>'
)
_INLINE: Final = """<w:r {namespaces}><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{id}" name="图 {number}" descr="{spoken}" title="{title}"/>
<wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{relation}"/>
</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"""


def chart_run(chart: Chart, number: int, width: float, document: Document) -> BaseOxmlElement:
    """Add a chart to the document and return the run that shows it, `width` points wide; `number` counts from 1."""
    package = document.part.package
    workbook = Part(
        package.next_partname("/word/embeddings/chart%d.xlsx"), CT.SML_SHEET, _workbook(chart), package
    )
    drawn = Part(package.next_partname("/word/charts/chart%d.xml"), CT.DML_CHART, _xml(chart), package)
    drawn.relate_to(workbook, RT.PACKAGE)
    xml = _INLINE.format(
        namespaces=nsdecls("w", "wp", "a", "r"),
        width=Pt(width),
        height=Pt(_height(chart)),
        id=_FIRST_ID + number,
        number=number,
        spoken=_quoted(spoken(chart)),
        title=_quoted(chart.title),
        relation=document.part.relate_to(drawn, RT.CHART),
    )
    return parse_xml(xml)


def _height(chart: Chart) -> float:
    legend = _LEGEND if len(chart.series) > 1 else 0
    note = _LEGEND if chart.note else 0
    return _TITLE + note + legend + _EDGE + len(chart.bars) * (len(chart.series) * _BAR + _BETWEEN)


def _xml(chart: Chart) -> bytes:
    lines = [(f"{chart.title}（单位：{chart.unit}）", 1200), *([(chart.note, 900)] if chart.note else [])]
    return _CHART.format(
        title="".join(
            _TITLE_LINE.format(size=size, fonts=_FONTS, text=_quoted(text)) for text, size in lines
        ),
        series="".join(_series(chart, number) for number in range(len(chart.series))),
        legend=_LEGEND_AT_TOP if len(chart.series) > 1 else "",
        fonts=_FONTS,
        line=_LINE,
        none=_NONE,
    ).encode()


def _series(chart: Chart, number: int) -> str:
    column = chr(ord("B") + number)
    last = len(chart.bars) + 1
    newest = number == len(chart.series) - 1
    return _SERIES.format(
        number=number,
        name_at=f"{_SHEET}!${column}$1",
        name=_cache("str", [chart.series[number]]),
        fill=_SOLID if newest else _HATCHED,
        line=_LINE,
        labels_at=f"{_SHEET}!$A$2:$A${last}",
        labels=_cache("str", [bar.label for bar in chart.bars]),
        values_at=f"{_SHEET}!${column}$2:${column}${last}",
        values=_cache("num", [figure_text(bar.values[number]) for bar in chart.bars]),
    )


def _cache(kind: str, texts: Sequence[str]) -> str:
    """What the cells of the workbook hold, for programs that do not open it."""
    points = "".join(f'<c:pt idx="{at}"><c:v>{_quoted(text)}</c:v></c:pt>' for at, text in enumerate(texts))
    code = "<c:formatCode>General</c:formatCode>" if kind == "num" else ""
    return f'<c:{kind}Cache>{code}<c:ptCount val="{len(texts)}"/>{points}</c:{kind}Cache>'


def _workbook(chart: Chart) -> bytes:
    """The workbook that opens when somebody edits the chart."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    workbook.set_properties({"title": chart.title, "created": _LONG_AGO})
    sheet = workbook.add_worksheet(_SHEET)
    for number, name in enumerate(chart.series, start=1):
        sheet.write_string(0, number, name)
    for row, bar in enumerate(chart.bars, start=1):
        sheet.write_string(row, 0, bar.label)
        for number, value in enumerate(bar.values, start=1):
            sheet.write_number(row, number, value)
    workbook.close()
    return stream.getvalue()


def _quoted(text: str) -> str:
    return escape(clean(text), {'"': "&quot;"})
