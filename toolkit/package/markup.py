"""One bounded pass over the XML of a part.

Expat keeps in memory every open element, every tag as a whole and every name it has met: all three are
bounded here. A DOCTYPE is refused as soon as it begins, whatever the encoding, so that no entity that the
file declares ever exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from xml.parsers import expat

from toolkit.package.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Starts = Mapping[str, Callable[[dict[str, str]], None]]
    Ends = Mapping[str, Callable[[str], None]]

TRUE = frozenset({"1", "true", "on"})  # the values of a boolean attribute that say yes

# A part is fed in pieces of this size, and no single tag may be longer.
_PIECE = 2**20
_MAX_DEPTH = 100
_MAX_NAMES = 5_000

Handler = TypeVar("Handler")


def parse(data: bytes, start: Starts, end: Ends, called: str, sheet: str | None = None) -> None:
    """Run over the XML once and call the handlers of the elements named, without their namespace.

    A `start` handler gets the attributes, an `end` handler the whole text of an element that has no children.
    `called` is what a refusal calls the part.

    Raises FileRefused: F005 for damage, F006 for what is too large, F007 for a DOCTYPE, and whatever a
    handler raises; a LookupError, OverflowError or ValueError of a handler counts as damage.
    """
    try:
        _feed(_parser(start, end, called), data, called)
    except expat.ExpatError as error:
        place = f"第 {error.lineno} 行第 {error.offset + 1} 列"
        raise refuse("F005", f"{called}的内容在{place}处中断或有误", sheet=sheet) from error
    except (LookupError, OverflowError, ValueError) as error:
        raise refuse("F005", f"{called}的内容有误", sheet=sheet) from error


def _parser(start: Starts, end: Ends, called: str) -> expat.XMLParserType:
    starts, ends = _ByLocalName(start), _ByLocalName(end)
    text: list[str] = []
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise refuse("F006", f"{called}的嵌套层数", f"{_MAX_DEPTH} 层")
        text.clear()
        handler = starts[name]
        if handler:
            handler(attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler = ends[name]
        if handler:
            handler("".join(text))

    def on_doctype(*_: object) -> None:
        raise refuse("F007", called)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = text.append
    return parser


def _feed(parser: expat.XMLParserType, data: bytes, called: str) -> None:
    for begin in range(0, len(data), _PIECE):
        parser.Parse(data[begin : begin + _PIECE], False)  # noqa: FBT003  pyexpat takes no keywords
        if parser.CurrentByteIndex < begin:  # a whole piece is still waiting for the end of its tag
            raise refuse("F006", f"{called}的单个标记", "1 MB")
        if len(parser.intern) > _MAX_NAMES:  # expat remembers every name it has met
            raise refuse("F006", f"{called}的标记名", f"{_MAX_NAMES:,} 个")
    parser.Parse(b"", True)  # noqa: FBT003


class _ByLocalName(dict[str, "Handler | None"]):
    """Handlers by the name as written, with or without a prefix; a name is taken apart only once."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        super().__init__()
        self._handlers = handlers

    def __missing__(self, name: str) -> Handler | None:
        handler = self._handlers.get(name.rpartition(":")[2])
        self[name] = handler
        return handler
