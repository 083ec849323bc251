"""What 汇总.xlsx tells: the results of a collection, and the words that several sheets use."""

from __future__ import annotations

import os
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit.collect.conclusion import conclusion_of
from toolkit.collect.rollup import ALL, Standing
from toolkit.form.rollup import load_rollup
from toolkit.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from toolkit.collect.compare import Comparison
    from toolkit.collect.judge import Judged
    from toolkit.collect.model import Collected, Returned
    from toolkit.collect.rollup import OrganRow, RollUp
    from toolkit.finding import Finding
    from toolkit.form.model import Form
    from toolkit.form.rollup import RollUpForm

OVERVIEW: Final = "概览"
OFFICES: Final = "报送情况"
OFFICIAL: Final = "汇总表"
DETAIL: Final = "明细"
FINDINGS: Final = "问题清单"
COMPARED: Final = "上下核对"
YEARS: Final = "同比"
RATIOS: Final = "指标"
OTHERS: Final = "其他文件"

COUNTED, ONLY_BELOW, NOT_COUNTED = "是", "仅下级", "否"
EVERYBODY: Final = "全部单位"
ALL_KEY: Final = "/0/"
"""The superior of all, as formulas look for it."""
_WHY: Final = {
    Standing.COMPARED: "区域自己的报告，只与所属单位合计核对，不再相加",
    Standing.UNCLEAR: "有下级单位而没有填统计口径，暂不相加",
    Standing.UNFILLED: "尚未填写",
}


class Listed(Struct, frozen=True):
    """A finding with the organ and the file that it is about."""

    code: str
    name: str
    file: str
    finding: Finding


class Story(Struct, frozen=True, dict=True):
    """The results of a collection; `folder` is where the workbook will lie, for its links to the files.

    `area` is the area's report that was given apart, `refused` why the one that was given could not be used.
    """

    collected: Collected
    rollup: RollUp
    compared: tuple[Comparison, ...]
    judged: tuple[Judged, ...]
    folder: Path
    area: Returned | None = None
    refused: Judged | None = None

    @property
    def form(self) -> Form:
        """The form that was filled in."""
        return self.collected.form

    @property
    def year(self) -> int:
        """The year of the reports."""
        return self.collected.year

    @cached_property
    def overview(self) -> RollUpForm:
        """What the form says about overviews."""
        return load_rollup(self.form)

    @cached_property
    def keys(self) -> Mapping[str, int]:
        """A number for each superior that has sums, 0 for that of all: what formulas look for."""
        return {code: number for number, code in enumerate(self.rollup.superiors)}

    def name(self, code: str) -> str:
        """The name of an organ of the roster; of ALL what stands for it."""
        organ = self.collected.roster.by_code.get(code)
        return organ.name if organ else EVERYBODY if code == ALL else code

    def sum_name(self, code: str) -> str:
        """What the sum of a superior is called: of whoever reports for itself, its own figures are in it."""
        if code == self.rollup.area:
            return EVERYBODY
        return f"{self.name(code)}{'及所属' if self.rollup.holds_own(code) else '所属'}"

    @property
    def title(self) -> str:
        """Whose year it is, e.g. 某某区 2023 年."""
        area = self.rollup.area
        return f"{'' if area == ALL else self.name(area) + ' '}{self.year} 年"

    def into(self, row: OrganRow) -> str:
        """The superiors that a row counts for, as formulas look for them: /3/0/."""
        return "".join(f"/{self.keys[code]}" for code in row.into) + "/" if row.into else ""

    @cached_property
    def listed_codes(self) -> Counter[str]:
        """How many findings there are about each organ, by its code."""
        return Counter(one.code for one in self.findings())

    def verdict(self, row: OrganRow) -> str:
        """How an organ stands, in a word or two."""
        return conclusion_of(self.collected, row)

    def counted(self, row: OrganRow) -> str:
        """Whether a row is in the sums of all, only in those of a superior, or in none."""
        if not row.added:
            return NOT_COUNTED
        return ONLY_BELOW if row.standing is Standing.WITH_SUPERIOR else COUNTED

    def why(self, row: OrganRow) -> str:
        """Why a row is not, or not everywhere, in the sums; empty if it is."""
        if self.area and row.organ.code == self.rollup.area and not row.added:
            shown = self.area.source.shown
            unused = "，这一份没有采用" if row.returned else "，不再相加"
            return f"区域自己的报告另给了 {shown}，只与所属单位合计核对{unused}"
        if row.standing is Standing.WITH_SUPERIOR:
            return f"{self.name(row.into[-1])}含下属，已含本单位，不再向上重复相加"
        if row.standing is Standing.MISSING:
            return self._why_missing(row)
        if row.returned and row.returned.verdict is Verdict.ERRORS and row.added:
            return f"已计入，但有 {row.returned.errors} 个错误未改正"
        return _WHY.get(row.standing, "")

    def _why_missing(self, row: OrganRow) -> str:
        other = self.collected.unusable.get(row.organ.code)
        if other:
            return f"收到 {other.source.shown}，{self.verdict(row)}"
        return "" if row.into else "没有报；所属单位的合计就是它的数，不影响汇总"

    def file(self, row: OrganRow) -> Returned | None:
        """The file to look at for a row: the one that counts, else what came or was given instead."""
        apart = self.area if row.organ.code == self.rollup.area else None
        return row.returned or apart or self.collected.unusable.get(row.organ.code)

    def findings(self) -> Iterator[Listed]:
        """Every finding: organs in the order of the roster, then files of nobody's that cannot be read."""
        judged: dict[str, list[Judged]] = {}
        for one in self.judged:
            judged.setdefault(one.code, []).append(one)
        unreadable: dict[str, list[Returned]] = {}
        for other in self.collected.unreadable:
            unreadable.setdefault(other.organ or other.likely, []).append(other)
        for row in self.rollup.rows:
            code, name = row.organ.code, row.organ.name
            file = row.returned.source.shown if row.returned else ""
            if row.returned:
                yield from (Listed(code, name, file, one) for one in row.returned.report().findings)
            if code in self.collected.ties:
                yield Listed(code, name, file, self.collected.ties[code])
            for one in judged.pop(code, ()):
                yield Listed(code, name, one.path or file, one.finding)
            yield from self._refused(code, name, unreadable.pop(code, ()))
        for code, more in judged.items():
            yield from (Listed(code, self.name(code), one.path, one.finding) for one in more)
        for code, files in unreadable.items():
            yield from self._refused(code, "", files)
        if self.area:
            yield from self._refused(self.rollup.area, self.area.name, (self.area,))

    @staticmethod
    def _refused(code: str, name: str, files: Iterable[Returned]) -> Iterator[Listed]:
        for file in files:
            yield from (Listed(code, name, file.source.shown, one) for one in file.report().findings)

    def path_to(self, returned: Returned) -> str:
        """The way from the folder of the workbook to a file, with / between; empty if there is none."""
        try:
            way = os.path.relpath(returned.source.path, self.folder)
        except ValueError:  # on another drive
            return ""
        return way.replace(os.sep, "/")
