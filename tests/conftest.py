"""What holds for every test."""

from __future__ import annotations

import pytest
from commandline import Gktool
from hypothesis import settings

settings.register_profile("gktool", deadline=None)  # no test asserts on time: a slow machine is no fault
settings.load_profile("gktool")


@pytest.fixture
def gktool(capsys: pytest.CaptureFixture[str]) -> Gktool:
    """The command line."""
    return Gktool(capsys)
