"""Names of organs as names of files that every system takes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.collect.model import Organ

_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|]')
_RESERVED: Final = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\..*)?", re.IGNORECASE
)
_LONGEST: Final = 150  # bytes of a name in UTF-8: with a code and an ending below the 255 of most systems
_HIDDEN: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # categories of characters that nobody sees


def stem_of(name: str) -> str:
    """A file's name, without ending, for an organ's: what a system forbids becomes `_`, what is too long is cut."""
    plain = unicodedata.normalize("NFC", name)
    plain = "".join("_" if unicodedata.category(char) in _HIDDEN else char for char in plain)
    plain = _FORBIDDEN.sub("_", plain).strip(" .~$\u3000")  # no hidden file, no lock file, no lost ending
    plain = plain.encode()[:_LONGEST].decode(errors="ignore").rstrip(" .\u3000")
    return f"_{plain}" if not plain or _RESERVED.fullmatch(plain) else plain


def stems_of(organs: Iterable[Organ]) -> dict[str, str]:
    """The stem of each organ by its code; where several would be the same to some system, each has its code."""
    stems = {organ.code: stem_of(organ.name) for organ in organs}
    shared = Counter(stem.casefold() for stem in stems.values())
    return {code: f"{stem}_{code}" if shared[stem.casefold()] > 1 else stem for code, stem in stems.items()}
