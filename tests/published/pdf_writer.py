"""A PDF of paragraphs and ruled tables with a text layer, on one large page and without the shapes of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.report.document import TableGrid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from published.writers import Part

WIDTH, LINE, SIZE, MARGIN = 1400, 16, 8, 40  # points
LETTERS = (WIDTH - 2 * MARGIN) // SIZE


def pdf(parts: Iterable[Part]) -> bytes:
    """The parts below each other."""
    drawn: list[str] = []
    letters: set[str] = set()
    down = MARGIN

    def write(left: float, text: str) -> None:
        letters.update(text)
        code = text.encode("utf-16-be").hex()
        drawn.append(f"BT /F {SIZE} Tf {left:.2f} {-down - LINE + 4} Td <{code}> Tj ET")

    for part in parts:
        if isinstance(part, TableGrid):
            column = (WIDTH - 2 * MARGIN) / part.columns
            high = LINE * 4
            for place in part.placed():
                left, wide = MARGIN + place.column * column, place.cell.colspan * column
                top = down + place.row * high
                drawn.append(f"{left:.2f} {-top} {wide:.2f} {-place.cell.rowspan * high} re S")
                fits = max(1, int(wide / SIZE) - 1)
                top_of_table = down
                down = top
                for start in range(0, len(place.cell.text), fits):
                    write(left + 3, place.cell.text[start : start + fits])
                    down += LINE
                down = top_of_table
            down += len(part.rows) * high + LINE
        else:
            for start in range(0, len(part), LETTERS):
                write(MARGIN, part[start : start + LETTERS])
                down += LINE
    content = f"1 0 0 1 0 {down + MARGIN} cm\n" + "\n".join(drawn)
    codes = [letter.encode("utf-16-be").hex() for letter in sorted(letters)]
    maps = "\n".join(
        f"{len(codes[at : at + 100])} beginbfchar\n"
        + "\n".join(f"<{code}> <{code}>" for code in codes[at : at + 100])
        + "\nendbfchar"
        for at in range(0, len(codes), 100)
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{maps}\nendcmap end end"
    )
    return _file(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {down + MARGIN}]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>>>>>",
        _stream(content),
        "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 1000/FontDescriptor 8 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        _stream(cmap),
        "<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 -200 1000 800]/Ascent 800/Descent -200>>",
    )


def _stream(content: str) -> str:
    return f"<</Length {len(content)}>>stream\n{content}\nendstream"


def _file(*objects: str) -> bytes:
    made = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return (
        made + f"{head}trailer<</Size {len(objects) + 1}/Root 1 0 R>>startxref\n{len(made)}\n%%EOF".encode()
    )
