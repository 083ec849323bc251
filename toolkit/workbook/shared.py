"""Shared formulas: Excel writes the text once, and leaves the cells that repeat it empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.package.refusal import refuse

if TYPE_CHECKING:
    from openpyxl.formula.translate import Translator

# Expanding costs about a microsecond a character, and openpyxl's tokenizer copies the rest of the formula at
# each string and looks at all following brackets at each bracket: without bounds a small file could keep us
# busy for hours.
MAX_CHARACTERS = 2_000_000
_MAX_FORMULA = 8_192  # as in Excel
_MAX_BRACKETS = 100

LOST = "#REF!"


class SharedFormulas:
    """The shared formulas of a workbook's sheets, under one bound on what they expand to."""

    def __init__(self) -> None:
        self._masters: dict[str, tuple[int, int, str]] = {}
        self._translators: dict[str, Translator | None] = {}
        self._left = MAX_CHARACTERS

    def next_sheet(self) -> None:
        """Forget the formulas of the last sheet: their numbers hold within one sheet only."""
        self._masters.clear()
        self._translators.clear()

    def define(self, index: str, row: int, column: int, formula: str) -> None:
        """Take the text of shared formula `index`, as it reads in the cell at this row and column."""
        self._masters[index] = (row, column, formula)
        self._translators.pop(index, None)

    def expand(self, index: str, row: int, column: int) -> str:
        """Return shared formula `index` as it reads in another cell; `#REF!` where it cannot be told.

        Raises FileRefused: F006 when the formulas together are too long.
        """
        if index not in self._masters:
            return LOST
        from_row, from_column, text = self._masters[index]
        if index not in self._translators:
            self._spend(len(text))
            self._translators[index] = _translator(text)
        translator = self._translators[index]
        if translator is None:
            return LOST
        self._spend(len(text))
        from openpyxl.formula.translate import TranslatorError  # noqa: PLC0415  see _translator

        try:
            formula: str = translator.translate_formula(
                row_delta=row - from_row, col_delta=column - from_column
            )
        except TranslatorError:  # a reference beyond the edge of the sheet
            return LOST
        return formula.removeprefix("=")

    def _spend(self, characters: int) -> None:
        self._left -= characters
        if self._left < 0:
            raise refuse("F006", "共享公式的总长", f"{MAX_CHARACTERS:,} 字")


def _translator(text: str) -> Translator | None:
    if len(text) > _MAX_FORMULA or text.count("[") > _MAX_BRACKETS:
        return None
    # openpyxl takes longer to import than a whole workbook to read, and most files hold no shared formula.
    from openpyxl.formula.tokenizer import TokenizerError  # noqa: PLC0415
    from openpyxl.formula.translate import Translator  # noqa: PLC0415

    try:
        return Translator("=" + text, origin="A1")
    except (TokenizerError, LookupError, AssertionError):  # its tokenizer's ways to meet what is no formula
        return None
