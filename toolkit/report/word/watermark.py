"""The watermark of a draft: 草稿 across every page, in the headers, drawn as Word itself draws one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from toolkit.report.document import DRAFT_MARK
from toolkit.report.word.markup import w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document
    from docx.section import _Header

_WORDS: Final = DRAFT_MARK.strip("（）")
_NAMESPACES: Final = (
    f'{nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
_PICTURE: Final = f"""<w:r {_NAMESPACES}><w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
<v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
 o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>
<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/>
</v:shapetype>
<v:shape id="PowerPlusWaterMarkObject%d" o:spid="_x0000_s%d" type="#_x0000_t136" alt="{_WORDS}"
 style="position:absolute;margin-left:0;margin-top:0;width:360pt;height:180pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"
 o:allowincell="f" fillcolor="silver" stroked="f"><v:fill opacity=".5"/>
<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="{_WORDS}"/>
<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>"""
_FIRST_SHAPE: Final = 2049  # where Word begins to count the shapes of headers


def add_watermark(document: Document) -> None:
    """Put the watermark into every header that a page may show; one that the base document lacks is added."""
    for number, header in enumerate(_headers(document)):
        header.is_linked_to_previous = False
        element = header.part.element
        first = element.find(qn("w:p"))
        if first is None:  # nothing but a table
            first = w("p")
            element.append(first)
        first.append(parse_xml(_PICTURE % (number + 1, _FIRST_SHAPE + number)))


def _headers(document: Document) -> Iterator[_Header]:
    section = document.sections[-1]
    yield section.header
    if document.settings.odd_and_even_pages_header_footer:
        yield section.even_page_header
    if section.different_first_page_header_footer:
        yield section.first_page_header
