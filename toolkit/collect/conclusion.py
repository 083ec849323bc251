"""结论: how an organ stands, in a word or two that every list, sheet and page uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.present import VERDICT_WORDS
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from toolkit.collect.model import Collected
    from toolkit.collect.rollup import OrganRow

NOT_SENT: Final = "未报送"
NOT_NEEDED: Final = "可不报"
UNUSABLE: Final = VERDICT_WORDS[Verdict.UNREADABLE]
WRONG_YEAR: Final = "年度不符"
WRONG_FORM: Final = "表样不符"
TO_CONFIRM: Final = "待确认"
"""Of an organ whose workbook would do, but another of the same 报送次数 has other contents."""


def conclusion_of(collected: Collected, row: OrganRow) -> str:
    """How an organ stands: what its workbook that counts is worth, else what came instead of one."""
    code = row.organ.code
    if row.returned:
        return TO_CONFIRM if collected.to_confirm(code) else VERDICT_WORDS[row.returned.verdict]
    other = collected.unusable.get(code)
    if other is None:
        return NOT_SENT if row.into else NOT_NEEDED
    if other.verdict is Verdict.UNREADABLE:
        return UNUSABLE
    return WRONG_FORM if other.year == collected.year else WRONG_YEAR
