"""From the tables found to the figures of a filing, and what is to be said of them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from toolkit import catalogue
from toolkit.filing import BLANK, Entry, Mode, Place, entered
from toolkit.form.instance import plain
from toolkit.form.model import Blanks, FieldRole, Orientation
from toolkit.published.entries import entry_of
from toolkit.published.grids import Doubt, Unclear
from toolkit.published.shapes import printed_tables

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from toolkit.finding import Finding
    from toolkit.form.model import Field, Form, Table
    from toolkit.published.entries import Printed
    from toolkit.published.grids import Read, Told
    from toolkit.published.tables import Found, Tables

_QUOTED: Final = 30
_LISTED: Final = 7  # columns or lines that are named one by one
_WHY: Final = {
    None: "没有找到对应的格",
    Doubt.COUNT: "格数与栏目对不上，或有合并、重复的格，分不清哪一格是哪一栏",
    Doubt.COLUMNS: "栏名的写法或次序与表样不同，分不清哪一格是哪一栏",
    Doubt.UNITS: "表里写了几种金额单位，分不清是哪一种",
}
"""Why figures were not read, in the user's words; None where there is nothing to read."""


class Figures(Struct):
    """The figures of the tables, by field id: inputs, printed totals, 填报方式, and findings about the reading."""

    inputs: dict[str, Entry] = field(default_factory=dict)
    stated: dict[str, Entry] = field(default_factory=dict)
    modes: dict[str, Entry] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def figures_of(tables: Tables, titles: Mapping[str, str], form: Form) -> Figures:
    """Make the figures; `titles` are the titles of the tables as printed, by id."""
    made = Figures()
    for table in printed_tables(form):
        title = titles.get(table.id, table.title)
        found = tables.found.get(table.id)
        if table.blanks is Blanks.CHOSEN:
            made.modes[table.id] = entered(Mode.AS_PRINTED.value)
        if found is None:
            made.findings.append(catalogue.finding("S132", sheet=title, field=table.id, expected=table.title))
            continue
        _Filler(form, table, title, made).fill(found)
    return made


class _Unread(Struct, frozen=True):
    """The figures of a row that were not read, and the line where they stand, if they do."""

    left: Sequence[Field]
    line: int | None


class _Filler(Struct, frozen=True):
    """Fills in the figures of one table."""

    form: Form
    table: Table
    title: str
    made: Figures

    def fill(self, found: Found) -> None:
        unclear = found.unclear
        for item in self.form.fields.values():
            read = found.reads.get(item.id)
            if read is None or item.table != self.table.id:
                continue
            place = self._place(item, read.line)
            printed = entry_of(read.text, item, place, read.labels)
            if printed.units:
                unclear[item.id] = Unclear(read.line, Doubt.UNITS)
            else:
                self._figure(item, read, place, printed)
        self._strange([told for part in found.parts for told in part.strange])
        self._bare({name: line for part in found.parts for name, line in part.bare.items()})
        for first, second in found.differing:
            item = self.form.fields[first.field]
            place = self._place(item, second.line)
            self._say("S138", place.cell, item.id, second.text.strip(), first.text.strip(), name=item.name)
        self.made.findings += self._unread(set(found.reads) - set(unclear), unclear)
        self._totals_alone()

    def _totals_alone(self) -> None:
        """Say of how many rows only the total is printed, and nothing of what it is the total of."""
        alone = [
            item
            for item in self.form.fields.values()
            if item.table == self.table.id
            and (entry := self.made.stated.get(item.id))
            and entry.value
            and len({self.form.fields[name].row for name in item.inputs}) == 1
            and all(self.made.inputs.get(name, BLANK).raw is None for name in item.inputs)
        ]
        if alone:
            self._say("S137", count=str(len(alone)))

    def _figure(self, item: Field, read: Read, place: Place, printed: Printed) -> None:
        if item.role is FieldRole.INPUT:
            self.made.inputs[item.id] = printed.entry
        elif printed.entry.raw is not None:
            self.made.stated[item.id] = printed.entry
        value = printed.entry.value
        if value is not None and (printed.converted or printed.remark):
            code = "S140" if printed.converted else "S139"
            text = " ".join(read.text.split())
            self._say(
                code,
                place.cell,
                item.id,
                text,
                value,
                name=item.name,
                text=_clipped(text),
                figure=plain(value),
                unit=item.unit,
                given=printed.converted,
            )

    def _place(self, item: Field, line: int) -> Place:
        """Where a figure stands, as a reader looks for it: the row by its number, the column by its name."""
        column = item.name if self.table.orientation is Orientation.ACROSS else item.alias.rpartition(".")[2]
        return Place(self.title, f"第 {line} 行“{column}”")

    def _bare(self, lines: Mapping[str, int]) -> None:
        """Say over which columns no heading stands; `lines` are where the figures of each begin."""
        if lines:
            columns = "各栏" if len(lines) > _LISTED else f"“{'、'.join(lines)}”"
            self._say("S136", f"第 {min(lines.values())} 行", columns=columns)

    def _strange(self, strange: Sequence[Told]) -> None:
        """Say which labels are none of the form, all in one, and which were told by their place, each for itself."""
        unknown = [told for told in strange if told.taken_for is None]
        if unknown:
            labels = list(dict.fromkeys(_clipped(" ".join(told.text.split())) for told in unknown))
            more = f"等 {len(labels)} 个" if len(labels) > _LISTED else ""
            cell = _lines(told.line for told in unknown)
            self._say("S134", cell, None, labels[0], label=f"“{'、'.join(labels[:_LISTED])}”{more}")
        for told in strange:
            if told.taken_for is not None:
                label = _clipped(" ".join(told.text.split()))
                self._say("S135", _lines([told.line]), None, label, told.taken_for, label=label)

    def _unread(self, known: Container[str], unclear: Mapping[str, Unclear]) -> Iterator[Finding]:
        """One finding for all rows (or groups) of which the same is not read for the same reason."""
        due = [
            item
            for item in self.form.fields.values()
            if item.table == self.table.id and item.role is not FieldRole.GROUP
        ]
        alike: dict[tuple[Doubt | None, tuple[str, ...]], list[_Unread]] = {}
        for _, row in groupby(due, key=lambda item: item.row):
            items = list(row)
            left = [item for item in items if item.id not in known]
            if not left:
                continue
            why = next((unclear[item.id] for item in left if item.id in unclear), None)
            names = () if len(left) == len(items) else tuple(item.alias.rpartition(".")[2] for item in left)
            key = why.why if why else None, names
            alike.setdefault(key, []).append(_Unread(left, why.line if why else None))
        for (doubt, names), rows in sorted(alike.items(), key=lambda item: item[0][0] is None):
            yield self._not_read(rows, names, doubt)

    def _not_read(self, rows: Sequence[_Unread], names: Sequence[str], why: Doubt | None) -> Finding:
        return catalogue.finding(
            "S133",
            sheet=self.title,
            cell=_lines(row.line for row in rows if row.line),
            field=rows[0].left[0].id,
            what=_what(rows, names),
            why=_WHY[why],
        )

    def _say(
        self,
        code: str,
        cell: str | None = None,
        field_id: str | None = None,
        found: float | str | None = None,
        expected: float | str | None = None,
        **words: str,
    ) -> None:
        self.made.findings.append(
            catalogue.finding(
                code,
                sheet=self.title,
                cell=cell,
                field=field_id,
                found=found,
                expected=expected,
                related=(),
                **words,
            )
        )


def _lines(numbers: Iterable[int]) -> str | None:
    """Where something stands, by the numbers of its lines; None for nowhere."""
    lines = list(dict.fromkeys(map(str, numbers)))
    more = "等" if len(lines) > _LISTED else ""
    return f"第 {'、'.join(lines[:_LISTED])} {more}行" if lines else None


def _what(rows: Sequence[_Unread], names: Sequence[str]) -> str:
    """The figures that were not read, in words; `names` are their columns where a row has others that were."""
    cells = sum(len(row.left) for row in rows)
    aliases = "、".join(row.left[0].alias.split(".")[1] for row in rows)
    if names:
        return f"“{aliases}”的{'、'.join(names)}"
    if len(rows) > 1:
        return f"“{aliases}”{len(rows)} 行（{cells} 格）"
    return f"“{aliases}”{cells} 格" if cells > 1 else f"“{rows[0].left[0].name}”"


def _clipped(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
