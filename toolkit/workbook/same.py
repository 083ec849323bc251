"""When two formulas are the same: what programs rewrite by merely saving makes no difference."""

from __future__ import annotations

import re

from toolkit.patterns import when_used

_PLAIN = when_used(r'"[^"]*(?:""[^"]*)*"|[^"]+')


def normal_formula(formula: str) -> str:
    """A formula as its meaning: outside quoted text no spaces, no sheet quotes, capitals."""
    return "".join(
        part if part.startswith('"') else re.sub(r"[\s']", "", part).upper().replace("_XLFN.", "")
        for part in _PLAIN.findall(formula.removeprefix("="))
    )


def same_formula(found: str, expected: str) -> bool:
    """Say whether two formulas are the same but for the way programs write them."""
    return found == expected or normal_formula(found) == normal_formula(expected)
