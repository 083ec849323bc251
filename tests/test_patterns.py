from __future__ import annotations

import re

import pytest

from toolkit.patterns import when_used


def test_it_is_an_expression_like_any_other() -> None:
    number = when_used(r"(?P<n>\d+)件", re.ASCII)
    assert number.pattern == r"(?P<n>\d+)件"
    found = number.search("收到12件")
    assert found is not None
    assert found["n"] == "12"
    assert [match[0] for match in number.finditer("1件，2件")] == ["1件", "2件"]
    assert when_used(rb"\s+").sub(b" ", b"a  b") == b"a b"


def test_it_is_compiled_when_it_is_used() -> None:
    broken = when_used("(")
    with pytest.raises(re.error):
        broken.match("")
