"""The shared strings of a workbook, and the escapes that every text of a workbook may hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from toolkit.package.plain import NotPlain, attributes_in, plain_text, unquoted, without_prolog
from toolkit.package.refusal import refuse
from toolkit.patterns import when_used

if TYPE_CHECKING:
    from toolkit.package.archive import Package

MAX_CHARACTERS = 20_000_000
MAX_STRINGS = 1_000_000
_LONGEST = 1_000_000  # Excel stops at 32,767 characters

_STRINGS: Final = when_used(r'<sst((?: [A-Za-z:]+="[^"<&]*")*)>(.*)</sst>\s*', re.ASCII | re.DOTALL)
_STRING: Final = when_used(
    r'(<si><t(?: xml:space="preserve")?>([^<]*)</t>'
    r'(?:<phoneticPr fontId="[0-9]+"(?: type="[A-Za-z]+")?(?: alignment="[A-Za-z]+")?/>)?</si>)',
    re.ASCII,
)
_LARGEST: Final = 2**20  # bytes of a part; a larger one may break bounds that the parser watches
_ESCAPE = when_used(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = when_used(r"[\ud800-\udfff]")


def unescape(text: str) -> str:
    """Return the text with escapes such as `_x000D_` turned into the characters they stand for.

    A text far longer than any cell can hold is returned as it is: decoding would cost more than it is worth.
    """
    if "_x" not in text or len(text) > _LONGEST:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATE.search(text):  # two escapes may spell one character; a lone half is no text
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _quickly(data: bytes) -> list[str] | None:
    """Return the shared strings of a part; None if it takes the parser to read them."""
    if len(data) > _LARGEST:
        return None
    try:
        whole = _STRINGS.fullmatch(plain_text(without_prolog(data)))
        if whole is None:
            return None
        attributes, strings = whole.groups()
        attributes_in(attributes)
        found = _STRING.findall(strings)
        if sum(len(text) for text, _ in found) != len(strings):
            return None
        return [unescape(unquoted(text)) for _, text in found]
    except NotPlain:
        return None


def read_strings(package: Package, part: str) -> list[str]:
    """Return the shared strings in their order: runs of rich text joined, phonetic readings left out.

    Raises FileRefused as `Package.parse` does, and F006 for too many of them.
    """
    strings: list[str] = []
    runs: list[str] = []
    characters = 0
    phonetic = False

    def start_string(_: dict[str, str]) -> None:
        runs.clear()

    def start_phonetic(_: dict[str, str]) -> None:
        nonlocal phonetic
        phonetic = True

    def end_phonetic(_: str) -> None:
        nonlocal phonetic
        phonetic = False

    def end_text(text: str) -> None:
        nonlocal characters
        if phonetic:
            return
        characters += len(text)
        if characters > MAX_CHARACTERS:
            raise refuse("F006", "共享字符串的总长", f"{MAX_CHARACTERS:,} 字")
        runs.append(text)

    def end_string(_: str) -> None:
        strings.append(unescape("".join(runs)))
        if len(strings) > MAX_STRINGS:
            raise refuse("F006", "共享字符串", f"{MAX_STRINGS:,} 个")

    data = package.read(part)
    plain = _quickly(data)
    if plain is not None:
        return plain
    package.parse(
        part,
        {"si": start_string, "rPh": start_phonetic},
        {"t": end_text, "rPh": end_phonetic, "si": end_string},
        data=data,
    )
    return strings
