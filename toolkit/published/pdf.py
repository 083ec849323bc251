"""A PDF with a text layer as blocks: its ruled tables as grids, the lines between them as paragraphs.

This needs the extra `gktool[pdf]` (pdfplumber, MIT). A PDF of pictures has no text to read and is refused.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from toolkit.package.refusal import refuse
from toolkit.published.blocks import Block, Document, Grid, Text
from toolkit.published.pdf_page import Line, Page, Piece, grid_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_PAGES: Final = 100
_MOST_UNZIPPED: Final = 128 * 2**20  # of all streams; whole Chinese fonts are among them
_MOST_CONTENT: Final = 8 * 2**20  # of what draws one page
_MOST_STREAMS: Final = 20_000
_LAYERS: Final = 3  # compressions one around the other
_CHUNK: Final = 2**16
_FEWEST: Final = 50  # characters of a document that is no picture
_NEAR: Final = 6.0  # points between the outlines of two pieces of one table
_SHORT: Final = 1.6  # character widths by which the last line of a paragraph is shorter than the others
_MANY_PAGES: Final = 2  # on which a running head stands
_STREAM: Final = re.compile(rb"stream\r?\n")
_DIGITS: Final = re.compile(r"\d+")
_NUMBERED: Final = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]")
_LATIN: Final = "\u2e80"  # characters before it are no Chinese ones


def read_pdf(data: bytes) -> Document:
    """Return the blocks of a PDF.

    Raises FileRefused: F004 for one with a password, F005 for damage, F006 for one too large, F018 for one
    without text, F020 where pdfplumber is not installed.
    """
    try:
        import pdfplumber  # noqa: PLC0415 - an extra
        from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415 - likewise
        from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415 - likewise
    except ImportError:
        raise refuse("F020") from None
    _verify_size(data)
    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                raise refuse("F006", "页数", f"{_MOST_PAGES} 页")
            pages = [Page.of(page) for page in pdf.pages if _is_drawn(page)]
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise refuse("F004", "打开密码") from error
        raise refuse("F005", "PDF 的内容有误") from error
    except (LookupError, OverflowError, TypeError, ValueError, AttributeError, AssertionError) as error:
        raise refuse("F005", "PDF 的内容有误") from error
    if sum(len(page.chars) for page in pages) < _FEWEST:
        raise refuse("F018")
    return Document(tuple(_blocks(pages)))


def _verify_size(data: bytes) -> None:
    """Raise FileRefused (F006) where streams unpack to more than any report needs, before anybody unpacks them."""
    left = _MOST_UNZIPPED
    if b"LZWDecode" in data:
        raise refuse("F005", "PDF 用了无法识别的压缩方式")
    for number, found in enumerate(_STREAM.finditer(data)):
        if number == _MOST_STREAMS:
            raise refuse("F006", "PDF 里的部件", f"{_MOST_STREAMS:,} 个")
        piece = memoryview(data)[found.end() :]
        for _ in range(_LAYERS):
            unpacked = _unpacked(piece, left + 1)
            left -= len(unpacked)
            if left < 0:
                raise refuse("F006", "解压后的内容", f"{_MOST_UNZIPPED // 2**20} MB")
            if not unpacked:
                break
            piece = memoryview(unpacked)


def _unpacked(piece: memoryview, most: int) -> bytes:
    """What a stream unpacks to, up to this many bytes; nothing for one that is not compressed.

    Where it ends is known only from unpacking, so it is given bit by bit.
    """
    stream = zlib.decompressobj()
    unpacked = bytearray()
    try:
        for start in range(0, len(piece), _CHUNK):
            unpacked += stream.decompress(piece[start : start + _CHUNK], most - len(unpacked))
            if stream.eof or len(unpacked) >= most:
                break
    except zlib.error:
        pass
    return bytes(unpacked)


def _is_drawn(page: Any) -> bool:  # noqa: ANN401 - pdfplumber's types say nothing
    """Say whether anything is drawn on a page; raises FileRefused (F006) where it is too much."""
    size = sum(len(stream.get_data()) for stream in page.page_obj.contents if hasattr(stream, "get_data"))
    if size > _MOST_CONTENT:
        raise refuse("F006", "一页的内容", f"{_MOST_CONTENT // 2**20} MB")
    return bool(size)


def _blocks(pages: Sequence[Page]) -> Iterator[Block]:
    """Everything in its order; a table that goes on at the top of the next page is one with it."""
    running = _running(pages)
    margin = max((line.right for page in pages for line in page.lines if line.text > _LATIN), default=0.0)
    table: list[Piece] = []  # the pieces of one that may go on
    paragraph = ""
    for page in pages:
        lines = [line for line in page.lines if _masked(line) not in running]
        things: list[Line | Piece] = [*lines, *page.pieces]
        for thing in sorted(things, key=lambda one: one.top):
            if isinstance(thing, Line):
                yield from _grids(table)
                done, paragraph = _joined(paragraph, thing, margin)
                yield from map(Text, done)
                continue
            yield from map(Text, filter(None, [paragraph]))
            paragraph = ""
            if table and abs(table[-1].left - thing.left) + abs(table[-1].right - thing.right) > _NEAR:
                yield from _grids(table)
            table.append(thing)
    yield from _grids(table)
    yield from map(Text, filter(None, [paragraph]))


def _grids(table: list[Piece]) -> Iterator[Grid]:
    """The table that is open, as a grid; none is open then."""
    if table:
        yield grid_of(table)
    table.clear()


def _masked(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _running(pages: Sequence[Page]) -> set[str]:
    """What stands at the head or the foot of several pages, its numbers masked: page numbers, addresses."""
    edges = Counter(
        text for page in pages for text in {_masked(line) for line in (*page.lines[:2], *page.lines[-2:])}
    )
    return {text for text, pages_with in edges.items() if pages_with >= max(_MANY_PAGES, len(pages) // 2)}


def _joined(paragraph: str, line: Line, margin: float) -> tuple[list[str], str]:
    """Add a line to the paragraph that is open: the paragraphs complete by it, and the one left open."""
    done = []
    if paragraph and _NUMBERED.match(line.text):
        done.append(paragraph)
        paragraph = ""
    paragraph += line.text
    if line.right < margin - _SHORT * line.size:
        done.append(paragraph)
        paragraph = ""
    return done, paragraph
