"""Reading: what every reader of files makes of one, be it a workbook or a published report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from toolkit.filing import Filing
    from toolkit.finding import Finding
    from toolkit.form.model import Form


class Reading(Struct, frozen=True):
    """What was read: the form, the filing, what is wrong with the file itself, and the order of its parts.

    `findings` are of the families F (the file) and S (its structure, or what a published report did not
    yield); `sheets` is the order in which findings are told: sheets of a workbook, headings of a report.
    """

    form: Form
    filing: Filing
    findings: tuple[Finding, ...]
    sheets: tuple[str, ...]
