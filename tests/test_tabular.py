from __future__ import annotations

import pytest

from toolkit.tabular import csv_bytes


@pytest.mark.parametrize("first", "=+-@＝＋－＠\t")
def test_no_text_is_a_formula(first: str) -> None:
    assert csv_bytes([(f"{first}1+1",)]) == f"\ufeff'{first}1+1\r\n".encode()


def test_numbers_and_blanks() -> None:
    assert csv_bytes([(1.0, 0.5, None, "", -1)]) == "\ufeff1,0.5,,,-1\r\n".encode()
