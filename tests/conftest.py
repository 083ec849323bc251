"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("gktool", deadline=None)  # no test asserts on time: a slow machine is no fault
settings.load_profile("gktool")
