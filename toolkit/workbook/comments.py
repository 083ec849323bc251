"""Cell comments: the part with their texts, and the old drawing part that Excel shows their boxes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.patterns import when_used
from toolkit.terminal import visible
from toolkit.workbook.look import FONT
from toolkit.workbook.plan import a1, lines_needed
from toolkit.workbook.spans import CannotMark, Edits, escaped, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.workbook.spans import Element

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
AUTHOR = "gktool"
_LONGEST = 30_000  # characters of a cell or comment; Excel stops at 32,767
_NO_TEXT = when_used("[\ufffe\uffff]")  # in no XML
_LOOKS_ESCAPED = when_used(r"_(?=x[0-9A-Fa-f]{4}_)")
_BOX_ID = when_used(rb"_x0000_s([0-9]{1,9})\b")
_ID_BLOCK = when_used(rb"idmap\b[^<>]{0,200}\bdata=[\"']([0-9,]{1,200})[\"']")
_BLOCK = 1024  # ids of boxes come in blocks
_LETTERS = 44  # Latin letters on a line of a box
_BOX_WIDTH, _LINE, _LEAST, _TALLEST = 300, 16, 60, 480  # pixels
_PIXEL = 0.75  # points
_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout></xml>'
)
_BOX_TYPE = (
    '<v:shapetype {names} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape {names} id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
    'margin-top:2pt;width:{width:g}pt;height:{height:g}pt;z-index:{order};visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" '
    'obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
    "<x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
    "<x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)

Cell = tuple[int, int]


def sheet_text(text: str) -> str:
    """Text as a sheet may hold it: line by line, nothing unprintable, nothing that Excel would take for a code."""
    lines = "\n".join(visible(_NO_TEXT.sub("", line)) for line in text.split("\n"))
    lines = lines if len(lines) <= _LONGEST else lines[:_LONGEST] + "…"
    return escaped(_LOOKS_ESCAPED.sub("_x005F_", lines)).replace("&#10;", "\n")


def with_comments(existing: bytes | None, texts: Mapping[Cell, str]) -> tuple[bytes, frozenset[Cell]]:
    """Return the part of the texts, and the cells whose comment has no box yet.

    What the office wrote on a cell stays, and ours follows it; only a conversation of the new kind
    (a "threaded comment"), whose old form nobody sees, is left alone.
    """
    if existing is None:
        existing = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
        ).encode()
    elements = scan(
        existing,
        ("authors", "author", "commentList", "comment", "text", "r", "t", "rPh", "phoneticPr"),
        "批注",
    )
    prefix, edits = elements[0].prefix, Edits(existing)
    authors = next((one for one in elements if one.name == "authors"), None)
    listed = next((one for one in elements if one.name == "commentList"), None)
    if authors is None or listed is None:
        raise CannotMark("它的批注不完整")
    names = [existing[one.inner : one.close] for one in elements if one.name == "author"]
    edits.append(authors, f"<{prefix}author>{AUTHOR}</{prefix}author>")
    theirs = {one.attributes.get("ref", ""): one for one in elements if one.name == "comment"}
    new = []
    for (row, column), text in sorted(texts.items()):
        run = _run(prefix, text)
        comment = theirs.get(a1(row, column))
        if comment is None:
            new.append((row, column))
            edits.append(
                listed,
                f'<{prefix}comment ref="{a1(row, column)}" authorId="{len(names)}"><{prefix}text>{run}'
                f"</{prefix}text></{prefix}comment>",
            )
            continue
        author = int(comment.attributes.get("authorId", "0"))
        if not (author < len(names) and names[author].startswith(b"tc=")):
            inside = [one for one in elements if comment.start < one.start < comment.end]
            _continue(edits, inside, _run(prefix, "\n\n" + text))
    return edits.result(), frozenset(new)


def with_boxes(
    existing: bytes | None,
    texts: Mapping[Cell, str],
    anchor: Callable[[Cell, int, int], str],
    first_block: int,
) -> bytes:
    """Return the drawing with a box for each text; `anchor` says where a box of this size stands."""
    if existing is None:
        blocks = ",".join(str(first_block + number) for number in range(len(texts) // _BLOCK + 1))
        existing = _DRAWING.format(blocks=blocks).encode()
        first = first_block * _BLOCK + 1
    else:
        first = max((int(number) for number in _BOX_ID.findall(existing)), default=_BLOCK) + 1
    end = existing.rfind(b"</xml>")
    if end < 0:
        raise CannotMark("它的批注图形不完整")
    boxes = [] if b'"_x0000_t202"' in existing else [_BOX_TYPE.format(names=_NAMES)]
    for order, (cell, text) in enumerate(sorted(texts.items())):
        height = min(_TALLEST, max(_LEAST, _LINE * (lines_needed(text, _LETTERS) + 1)))
        boxes.append(
            _BOX.format(
                names=_NAMES,
                id=first + order,
                width=_BOX_WIDTH * _PIXEL,
                height=height * _PIXEL,
                order=order + 1,
                anchor=anchor(cell, _BOX_WIDTH, height),
                row=cell[0] - 1,
                column=cell[1] - 1,
            )
        )
    return existing[:end] + "".join(boxes).encode("ascii") + existing[end:]


def last_block(drawing: bytes) -> int:
    """The highest block of ids that a drawing uses."""
    blocks = [int(one) for found in _ID_BLOCK.findall(drawing) for one in found.split(b",") if one]
    return max([*blocks, *(int(number) // _BLOCK for number in _BOX_ID.findall(drawing))], default=0)


def _run(prefix: str, text: str) -> str:
    p = prefix
    return (
        f'<{p}r><{p}rPr><{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="{FONT}"/><{p}family val="2"/>'
        f'</{p}rPr><{p}t xml:space="preserve">{sheet_text(text)}</{p}t></{p}r>'
    )


def _continue(edits: Edits, inside: list[Element], run: str) -> None:
    """Put a run after what a comment says; plain text becomes a run of its own."""
    text = next((one for one in inside if one.name == "text"), None)
    if text is None:
        return
    children = [one for one in inside if one.depth == text.depth + 1]
    for child in children:
        if child.name == "t":
            edits.insert(child.start, f"<{child.prefix}r>")
            edits.insert(child.end, f"</{child.prefix}r>")
    after = next((one for one in children if one.name in ("rPh", "phoneticPr")), None)
    if after:
        edits.insert(after.start, run)
    else:
        edits.append(text, run)
