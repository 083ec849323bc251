"""From JSON to a filing, strictly: what is not known is refused, and mistakes are named together."""

from __future__ import annotations

import difflib
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from toolkit.exchange.shape import MODES, VERSIONS, YEARS, YES_NO, Shape
from toolkit.exchange.values import checked_entry, entry_of, number_of, shown, text_of
from toolkit.filing import BLANK, Entry, Filing, Paragraph, entered
from toolkit.form.model import FieldRole
from toolkit.jsonfile import ExchangeError, Mistake, read_json, refused
from toolkit.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from toolkit.form.model import Form

T = TypeVar("T")

_MOST_MISTAKES: Final = 50  # named at once
_LONGEST_KEY: Final = 60  # that is printed, and looked up as a misspelling
_FEW: Final = 20  # keys that can be listed in a message


def form_of(data: object) -> str:
    """Return the id of the form that JSON data is for; raises ExchangeError."""
    if not isinstance(data, dict):
        raise refused("", f"应是对象 {{…}}，却是{shown(data)}", "请用 gktool export 导出的数据。")
    if "form" not in data:
        raise refused("form", "缺少这一项", '请写明表样，如 "annual_report_2021"。')
    return text_of("form", data["form"])


def read_filing(path: Path, load: Callable[[str], Form | None]) -> Filing:
    """Read a filing from a JSON file; `load` gives the form of an id, or None where there is none.

    Raises ExchangeError for a file that is no JSON or whose data cannot be used.
    """
    data = read_json(path)
    name = form_of(data)
    form = load(name)
    if form is None:
        raise refused("form", f"没有表样{shown(name)}", "请核对；表样较新的，请先更新 gktool。")
    return from_json(data, form)


def from_json(data: object, form: Form) -> Filing:
    """Return the filing that JSON data describes; nothing in it has a place.

    Every key but `form` may be left out. The year goes into the filing and into its profile. Raises
    ExchangeError with all mistakes (at most 50): unknown keys and fields, wrong types, words and years that
    are not allowed.
    """
    name = form_of(data)
    if name != form.id:
        raise refused("form", f"这份数据用的表样是{shown(name)}", f"这里应是 {form.id}。")
    reading = _Reading(form)
    filing = reading.filing(data)
    if reading.mistakes:
        raise ExchangeError(*reading.mistakes)
    return filing


class _Reading:
    """One reading under a form, with the mistakes found so far."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.mistakes: list[Mistake] = []

    def filing(self, data: object) -> Filing:
        shape = Shape(self.form)
        top = self._each("", data, dict.fromkeys(shape.keys, _as_it_is))

        def section(key: str, readers: Mapping[str, Callable[[str, object], T]]) -> dict[str, T]:
            return self._each(key, top.get(key, {}), readers)

        figures = section("figures", dict.fromkeys(shape.figures, entry_of))
        for table, names in shape.optional.items():
            given = section(table, dict.fromkeys(names, entry_of))
            figures |= {names[key]: entry for key, entry in given.items()}
        profile = section(
            "organ",
            {
                item: partial(checked_entry, rule=words) if words else entry_of
                for item, words in shape.organ.items()
            },
        )
        year, year_entry = self._read(_year, "year", top.get("year")) or (None, BLANK)
        version = self._read(_version, "version", top.get("version")) or BLANK
        profile |= {
            item: entry for item, entry in (("year", year_entry), ("version", version)) if entry is not BLANK
        }
        texts = section("texts", dict.fromkeys(shape.sections, _paragraphs))
        return Filing(
            form_id=self.form.id,
            year=year,
            profile=profile,
            modes=section("modes", dict.fromkeys(shape.modes, partial(checked_entry, rule=MODES))),
            figures=figures,
            stated=section("stated", dict.fromkeys(shape.stated, _stated)),
            texts={key: paragraphs for key, paragraphs in texts.items() if paragraphs},
            compose=section("compose", dict.fromkeys(shape.sections, _compose)),
            previous=section("previous", dict.fromkeys(shape.previous, number_of)),
        )

    def _each(
        self, path: str, data: object, readers: Mapping[str, Callable[[str, object], T]]
    ) -> dict[str, T]:
        """Read the members of an object, each as its key says; what is mistaken is noted and left out."""
        if not isinstance(data, dict):
            self._note(
                Mistake(path, f"应是对象 {{…}}，却是{shown(data)}", "请对照 gktool export 导出的数据。")
            )
            return {}
        made: dict[str, T] = {}
        for key, value in data.items():
            place = f"{path}{'.' if path else ''}{visible(key[:_LONGEST_KEY])}"
            if key not in readers:
                self._note(Mistake(place, "不认识的键", self._advice(key, path, readers)))
                continue
            entry = self._read(readers[key], place, value)
            if entry is not None:
                made[key] = entry
        return made

    def _advice(self, key: str, path: str, known: Mapping[str, object]) -> str:
        field = self.form.fields.get(self.form.aliases.get(key, key))
        if field and field.id in known:
            return f"请写 {field.id}。"
        if field and field.role is not FieldRole.INPUT:
            return "这是合计，由各项相加得出，请去掉；表上自己写的合计放在 stated 里。"
        if field and path == "stated":
            return "这一格不是合计，由单位填写，请放到填写的数里。"
        if field and path == "figures":
            return f"请放到 {field.table} 里，写作 {field.id.removeprefix(f'{field.table}.')}。"
        near = difflib.get_close_matches(key, known, n=1) if len(key) <= _LONGEST_KEY else ()
        if near:
            return f"是不是 {near[0]}？"
        few = len(known) <= _FEW
        return f"可用的键：{'、'.join(known)}。" if few else "请对照 gktool export 导出的数据改正。"

    def _read(self, read: Callable[[str, object], T], path: str, value: object) -> T | None:
        """Read one value; None where it is mistaken."""
        try:
            return read(path, value)
        except ExchangeError as error:
            self._note(*error.mistakes)
            return None

    def _note(self, *mistakes: Mistake) -> None:
        self.mistakes += mistakes
        if len(self.mistakes) >= _MOST_MISTAKES:
            raise ExchangeError(*self.mistakes[:_MOST_MISTAKES])


def _as_it_is(_path: str, value: object) -> object:
    return value


def _year(path: str, value: object) -> tuple[int | None, Entry]:
    """The year, and the entry it was read from: they differ where the entry is no plain year."""
    if value is None:
        return None, BLANK
    if isinstance(value, dict) and "value" in value:
        year = int(checked_entry(f"{path}.value", value["value"], YEARS).value or 0)
        rest = {key: inner for key, inner in value.items() if key != "value"}
        return year, checked_entry(path, rest, YEARS)
    entry = checked_entry(path, value, YEARS)
    return int(entry.value) if YEARS.holds(entry) and entry.value else None, entry


def _version(path: str, value: object) -> Entry:
    return BLANK if value is None else checked_entry(path, value, VERSIONS)


def _stated(path: str, value: object) -> Entry:
    return BLANK if value is None else entry_of(path, value)


def _compose(path: str, value: object) -> Entry:
    if isinstance(value, bool):
        return entered("是" if value else "否")
    if isinstance(value, dict):
        return checked_entry(path, value, YES_NO)
    raise refused(path, f"不能是{shown(value)}", "应是 true 或 false。")


def _paragraphs(path: str, value: object) -> tuple[Paragraph, ...]:
    if not isinstance(value, list):
        raise refused(path, f"应是数组，却是{shown(value)}", '请写成 ["第一段", "第二段"]。')
    return tuple(
        Paragraph(text_of(f"{path} 第 {number} 段", text)) for number, text in enumerate(value, start=1)
    )
