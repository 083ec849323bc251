"""The items of 基本信息: what is due and blank, and what cannot be so."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit import catalogue
from toolkit.check.dates import date_of, is_date, words_of
from toolkit.check.meant import only_spaces, shown
from toolkit.check.where import clipped, formula_words, of_item
from toolkit.filing import BLANK, PREDECESSORS, Kind
from toolkit.identifiers import (
    codes_in,
    credit_code_doubt,
    credit_code_fault,
    postcode_fault,
    telephone_fault,
)
from toolkit.patterns import when_used

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from toolkit.filing import Entry, Filing
    from toolkit.finding import Finding
    from toolkit.form.model import Form, ProfileItem

_WEBSITE: Final = when_used(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)

_MOBILE: Final = when_used(r"(?<![\d-])1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_NO_TEXT: Final = {Kind.BOOLEAN: "是逻辑值 {}", Kind.DATE: "是日期 {}", Kind.NUMBER: "是数值 {}"}
_OTHER_KINDS: Final = {  # types whose own check says what is wrong with a value of another kind, if anything
    Kind.NUMBER: ("code", "telephone", "postcode", "version", "date", "website"),
    Kind.DATE: ("date", "version"),
    Kind.BOOLEAN: ("version",),
}


class Fault(Struct, frozen=True):
    """What is wrong with an item: a code, the phrase its message needs, what would be right."""

    code: str
    phrase: str = ""
    expected: str | None = None


def check_profile(form: Form, filing: Filing) -> Iterator[Finding]:
    """Check every item of 基本信息, in the order of the form."""
    for item in form.profile:
        entry = filing.profile.get(item.id, BLANK)
        fault = _fault(form, filing, item, entry)
        if fault is None:
            continue
        where = of_item(filing, item.id)
        found = shown(entry.value) if entry.value is not None else str("" if entry.raw is None else entry.raw)
        formula = formula_words(entry.formula or "")
        yield catalogue.finding(
            fault.code,
            sheet=where.sheet,
            cell=where.cell,
            field=item.id,
            found=(formula if fault.code == "V221" else found) or None,
            expected=fault.expected,
            label=item.label,
            name=item.label,
            text=clipped(found),
            fault=fault.phrase,
            formula=clipped(formula),
        )


def _fault(form: Form, filing: Filing, item: ProfileItem, entry: Entry) -> Fault | None:
    if entry.kind is Kind.BLANK and entry.formula is not None:
        return Fault("V221")
    if entry.kind is Kind.BLANK or (entry.kind is Kind.TEXT and only_spaces(str(entry.raw))):
        return Fault("V216") if item.due.holds(filing.kind) and not filing.printed else None
    if entry.kind is Kind.ERROR:
        return Fault("V211")
    fault = _proper_fault(form, filing, item, entry)
    if fault is None and entry.formula is not None:
        return Fault("V220", f"是公式 {clipped(formula_words(entry.formula))}")
    return fault


def _proper_fault(form: Form, filing: Filing, item: ProfileItem, entry: Entry) -> Fault | None:
    """What is wrong with what stands there, as an item of its type."""
    choices = {"kind": form.kinds, "scope": form.scopes}.get(item.type)
    if choices is not None:
        return None if entry.raw in choices else Fault("V215", expected="、".join(choices))
    if item.type == "year":
        return None if filing.year is not None else Fault("V218", expected="四位年份，如 2023")
    wrong = _NO_TEXT.get(entry.kind)
    if wrong and item.type not in _OTHER_KINDS.get(entry.kind, ()):
        return Fault("V220", wrong.format(_raw(entry)))
    check = _predecessors if item.id == PREDECESSORS else _CHECKS.get(item.type)
    return check(entry) if check else None


def _raw(entry: Entry) -> str:
    if entry.kind is Kind.DATE and entry.value is not None:
        return words_of(entry.value)[0]
    return shown(entry.value) if entry.value is not None else str(entry.raw).upper()


def _code(entry: Entry) -> Fault | None:
    if entry.kind is not Kind.TEXT:
        return Fault("V213", "存成了数值，末几位可能已经变成 0，应按文本填写")
    phrase = credit_code_fault(entry.text)
    if phrase:
        return Fault("V213", phrase)
    doubt = credit_code_doubt(entry.text)
    return Fault("V223", doubt) if doubt else None


def _predecessors(entry: Entry) -> Fault | None:
    """The first of the codes that is none or looks odd: only asked, for an organ that is gone is hard to ask."""
    for code in codes_in(entry.text):
        if phrase := credit_code_fault(code) or credit_code_doubt(code):
            return Fault("V223", f"里的“{clipped(code)}”{phrase}")
    return None


def _contact(phrase_of: Callable[[str], str | None]) -> Callable[[Entry], Fault | None]:
    def check(entry: Entry) -> Fault | None:
        phrase = phrase_of(entry.text)
        return Fault("V214", phrase) if phrase else None

    return check


def _telephone(entry: Entry) -> Fault | None:
    phrase = telephone_fault(entry.text)
    if phrase:
        return Fault("V214", phrase)
    mobile = _MOBILE.search(unicodedata.normalize("NFKC", entry.text))
    return Fault("V222", mobile[0]) if mobile else None


def _version(entry: Entry) -> Fault | None:
    value = entry.value if entry.kind is Kind.NUMBER else None
    proper = value is not None and value >= 1 and value % 1 == 0
    return None if proper else Fault("V218", expected="不小于 1 的整数（数值，不是文字）")


def _date(entry: Entry) -> Fault | None:
    if entry.kind is Kind.DATE and entry.value is not None:
        proper = date_of(entry.value) is not None
    else:
        proper = entry.kind is Kind.TEXT and is_date(entry.text)
    return None if proper else Fault("V219", "不是实际的日期，应写成 2024-01-15 或 2024年1月15日")


def _website(entry: Entry) -> Fault | None:
    proper = _WEBSITE.fullmatch(entry.text) is not None and entry.text.strip("0123456789.") != ""
    return None if proper else Fault("V219", "不是网址，应写成 http://www.example.gov.cn/ 的样子")


_CHECKS: Final[Mapping[str, Callable[[Entry], Fault | None]]] = {
    "code": _code,
    "telephone": _telephone,
    "postcode": _contact(postcode_fault),
    "version": _version,
    "date": _date,
    "website": _website,
}
