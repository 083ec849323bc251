"""Whatever an office is called, its file can be made on every system, and no two offices share one."""

from __future__ import annotations

import unicodedata
from pathlib import PureWindowsPath

import pytest
from collect.county import code
from hypothesis import given
from hypothesis import strategies as st

from toolkit.collect.model import Organ
from toolkit.collect.names import stem_of, stems_of


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("安平县教育局", "安平县教育局"),
        ("安平县教育局（体育局）", "安平县教育局（体育局）"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("甲/乙\\丙:丁*?", "甲_乙_丙_丁__"),
        ("CON", "_CON"),
        ("com1.局", "_com1.局"),
        ("Lpt9", "_Lpt9"),
        ("局. ", "局"),
        (".局", "局"),
        ("~$局", "局"),
        ("甲\u202e局\n", "甲_局_"),
        ("…", "…"),
        ("", "_"),
        ("。" * 90, "。" * 50),
    ],
)
def test_stems(name: str, stem: str) -> None:
    assert stem_of(name) == stem


def test_names_that_become_the_same_have_their_codes() -> None:
    organs = [Organ(code(n), name) for n, name in enumerate(("甲/局", "甲:局", "乙局", "ABC", "abc"))]
    assert list(stems_of(organs).values()) == [
        f"甲_局_{code(0)}",
        f"甲_局_{code(1)}",
        "乙局",
        f"ABC_{code(3)}",
        f"abc_{code(4)}",
    ]


@given(st.lists(st.text(), unique=True, min_size=1))
def test_every_name_makes_a_file_of_its_own(names: list[str]) -> None:
    stems = stems_of([Organ(f"{number:018}", name) for number, name in enumerate(names)])
    files = [f"{stem}.xlsx" for stem in stems.values()]
    assert len({file.casefold() for file in files}) == len(names)
    for file in files:
        assert PureWindowsPath(file).name == file == unicodedata.normalize("NFC", file)
        assert not PureWindowsPath(file).is_reserved()
        assert len(file.encode()) <= 255
        assert not set(file) & set('<>:"/\\|?*')
        assert all(unicodedata.category(char) not in ("Cc", "Cf", "Zl", "Zp") for char in file)
        assert file[0] not in ". ~"
