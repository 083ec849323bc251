"""The workbook of the area itself, filled in with the sums, so that its report can be written from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.carryover import previous_fields
from toolkit.collect.rollup import ALL
from toolkit.filing import Filing, Mode, entered
from toolkit.form.model import Blanks
from toolkit.form.rollup import load_rollup
from toolkit.stopped import Stopped
from toolkit.workbook.book import Book

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.collect.filed import Filed
    from toolkit.collect.model import Collected, Returned
    from toolkit.collect.rollup import RollUp
    from toolkit.form.model import Form

_NAMED: Final = 12  # organs or items in a note; of more their number


class AreaBook(Struct, frozen=True):
    """The workbook to be written, and what to say about it."""

    book: Book
    notes: tuple[str, ...]


def area_book(collected: Collected, rollup: RollUp, report: Returned | None = None) -> AreaBook:
    """Fill the area's workbook in with what every counted organ says; what some do not say is left blank.

    Who the area is comes from the roster, contact data from its report of this year (`report`, or the one that
    was collected) or of last year. Raises Stopped where nobody says who the area is.
    """
    form, total = collected.form, rollup.total
    profile = _profile(collected, rollup, report)
    figures = {
        item.id: entered(value)
        for item in form.inputs
        if item.additive and (value := total.complete(item.id)) is not None
    }
    notes = tuple(_notes(rollup, figures, str(profile["kind"])))
    last = collected.last.get(rollup.area)
    filing = Filing(
        form.id,
        collected.year,
        profile={name: entered(value) for name, value in profile.items()},
        modes={table.id: entered(Mode.EACH.value) for table in form.tables if table.blanks is Blanks.CHOSEN},
        figures=figures,
        previous=_previous(form, last) if last else {},
    )
    fixed = {
        name: str(profile[name]) for name in ("name", "code", "kind", "scope", "year") if profile.get(name)
    }
    return AreaBook(Book(form, filing, fixed, note="".join(notes)), notes)


def _profile(collected: Collected, rollup: RollUp, report: Returned | None) -> dict[str, str | int]:
    form, organ = collected.form, collected.roster.by_code.get(rollup.area)
    report = report or collected.counting.get(rollup.area)
    now = report.filed() if report else None
    if rollup.area == ALL and now is None:
        raise Stopped(
            "名录里没有一个全部单位的上级，不知道区域的名称，没有生成 --area-workbook。"
            "请把汇总的单位也写进名录、各单位的上级填它，或用 --area 给出它的工作簿。"
        )
    sources = [one for one in (now, collected.last.get(rollup.area)) if one]
    profile: dict[str, str | int] = {}
    for item in form.profile:
        text = next((text for one in sources if item.carried and (text := one.about(item.id))), "")
        if text:
            profile[item.id] = text
    if organ:
        told = {"name": organ.name, "code": organ.code, "kind": organ.kind, "telephone": organ.telephone}
        profile |= {
            name: text for name, text in told.items() if text and (name != "telephone" or name not in profile)
        }
    elif now:
        profile |= {"name": now.organ}
    areas = load_rollup(form).areas
    if not profile.get("kind"):
        profile["kind"] = areas[0] if areas else ""
    return profile | {"scope": form.scopes[-1], "year": collected.year, "version": 1}


def _previous(form: Form, last: Filed) -> Mapping[str, float]:
    if not form.covers_below(last.about("scope")):
        return {}  # last year the organ reported for itself
    return {name: last.figures[name] for name in previous_fields(form) if name in last.figures}


def _notes(rollup: RollUp, figures: Mapping[str, object], kind: str) -> Iterable[str]:
    form, total = rollup.form, rollup.total
    yield f"本表各数由 {total.filings} 家单位的数相加而成，报送前请核对。"
    missing = [row.organ.name for row in rollup.lacking(rollup.area)]
    if missing:
        yield f"还缺 {len(missing)} 家单位的数：{_named(missing)}。"
    apart = [item for item in form.inputs if not item.additive]
    if apart:
        yield f"不直接相加，请自行填写：{_named([item.alias for item in apart])}。"
    blank = [
        item for item in form.inputs if item.additive and item.id not in figures and item.due.holds(kind)
    ]
    own = [item for item in blank if total.value(item.id) is None]
    if own:
        yield f"所属单位都没有报，请自行填写：{_named([item.alias for item in own])}。"
    partly = [item for item in blank if item not in own]
    if partly:
        yield f"有单位没有填，所以没有相加：{_named([item.alias for item in partly])}。"


def _named(names: list[str]) -> str:
    return "、".join(names[:_NAMED]) + (f" 等 {len(names)} 个" if len(names) > _NAMED else "")
