"""What a workbook records of itself, so that a change made elsewhere is told from a change of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.workbook.plan import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.workbook.plan import SheetPlan


def plan_digest(sheets: Iterable[SheetPlan]) -> str:
    """A short digest of what is locked on the visible sheets, whatever is filled in.

    A workbook records it, so that one made by another version of gktool is not taken for one tampered with.
    """
    import hashlib  # noqa: PLC0415 - only for a workbook that another version made, or to make one

    total = hashlib.sha256()
    for plan in sheets:
        if not plan.hidden:
            total.update(plan.name.encode())
            for slot in plan.slots:
                words = slot.formula or slot.value if slot.role in (Role.FORMULA, Role.TEXT) else ""
                total.update(f"{slot.address}{slot.role}{words}\n".encode())
    return total.hexdigest()[:16]


def previous_digest(previous: Mapping[str, float]) -> str:
    """A short digest of last year's figures, empty if there are none."""
    if not previous:
        return ""
    import hashlib  # noqa: PLC0415 - only where there are some
    import json  # noqa: PLC0415 - likewise

    text = json.dumps({name: float(value) for name, value in sorted(previous.items())})
    return hashlib.sha256(text.encode()).hexdigest()[:16]
