"""A made-up county, city or province: its organs, what they sent, and the mistakes that offices make.

Figures are made by `benchmarks.synthetic` and checked as `gktool check` checks them; nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from benchmarks.synthetic import Sheet, balanced, spoiled
from toolkit import catalogue
from toolkit.check.run import check_filing
from toolkit.collect.filed import filed
from toolkit.collect.model import Collected, Organ, Returned, Roster, Source
from toolkit.collect.packing import filed_row, packed, report_row
from toolkit.filing import Filing, Mode, Paragraph, Place, entered
from toolkit.finding import Severity
from toolkit.form.load import installed_form
from toolkit.identifiers import credit_code_check_character
from toolkit.verdict import FileReport, Verdict, verdict_of
from toolkit.workbook.places import places
from toolkit.workbook.plan import a1

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.collect.filed import Filed
    from toolkit.finding import Finding
    from toolkit.form.model import Form

FORM: Final = "annual_report_2021"
YEAR: Final = 2023
# fmt: off
_OFFICES: Final = (
    "发展和改革委员会", "教育局", "科学技术局", "工业和信息化局", "公安局", "民政局", "司法局", "财政局",
    "人力资源和社会保障局", "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局",
    "文化和旅游局", "卫生健康委员会", "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局",
    "信访局", "城市管理局", "林业局", "数据资源管理局", "机关事务管理中心", "地方金融监督管理局", "乡村振兴局",
    "人民防空办公室", "行政审批局", "投资促进局", "民族宗教事务局", "国有资产监督管理局", "档案馆",
)
# fmt: on
_SYLLABLES: Final = (
    "安宁平康和顺兴隆清泉青山白云金河银湖东岭西塘南浦北渡永丰长乐新桥古城石门双溪大桥高塔柳林桃园松岗竹溪"
)
_PLACES: Final = [_SYLLABLES[at : at + 2] for at in range(0, len(_SYLLABLES), 2)]
_TEXTS: Final = {
    "overview.disclosure": "围绕办事和政策执行更新栏目，逐条核对后发布。",
    "overview.platform": "合并内容相近的栏目，更正失效的链接。",
    "overview.oversight": "考核和评议的结果见本部门网站，全年没有追究责任的情形。",
    "problems": "主要问题是个别栏目更新慢。下一步把更新时限落实到人。",
}
_COLUMNS: Final = ("natural", "business", "research", "social", "legal", "other")
_STEPS: Final = (100, 1000)  # organs: up to so many a county, then a city, then a province


def made_up(organs: int, *, seed: int = 1) -> Collected:
    """Make so many organs and what was collected from them: a few sent nothing, a few sent what is wrong."""
    form = installed_form(FORM)
    if form is None:
        raise LookupError(FORM)
    random = Random(seed)  # noqa: S311 - nothing secret
    roster = Roster(tuple(_tree(organs, form, random)))
    made = _Made(form, Sheet.of(form), random)
    for organ in reversed(roster.organs):  # those below come first: an area reports their sum
        made.collect(organ)
    order = [organ.code for organ in roster.organs]
    return Collected(
        form,
        YEAR,
        roster,
        {code: made.counting[code] for code in order if code in made.counting},
        {code: made.others[code] for code in order if code in made.others},
        missing=tuple(organ for organ in roster.organs if organ.code not in made.counting),
        unknown=(
            made.returned(replace(roster.organs[0], code="", name="供销合作社联合社"), Filing(FORM, YEAR)),
        ),
        unreadable=tuple(reversed(made.unreadable)),
        overlooked=("通知.docx", "往年/报表.et"),
    )


def _tree(organs: int, form: Form, random: Random) -> Iterator[Organ]:
    """The governments, each with its offices, a county with its towns too, a larger one with those below it."""
    level = sum(organs > step for step in _STEPS)
    governments, made, named = [("", "云川" + "县市省"[level], level)], 0, 0
    area, office, town, _ = form.kinds
    while governments and made < organs:
        superior, place, level = governments.pop(0)
        top = _organ(made, f"{place}人民政府", superior, area, form.scopes[1])
        offices = [(f"{place}{name}", office) for name in ("人民政府办公室", *_OFFICES)]
        towns = random.sample(_PLACES, len(_PLACES)) if level == 0 else []
        offices += [(f"{place}{name}{'镇' if n % 3 else '街道办事处'}", town) for n, name in enumerate(towns)]
        yield top
        for number, (name, kind) in enumerate(offices[: organs - made - 1], start=1):
            yield _organ(made + number, name, top.code, kind, form.scopes[0])
        made += 1 + len(offices)
        for _ in range(12 if level else 0):
            governments.append((top.code, f"{_place(named)}{'县市省'[level - 1]}", level - 1))
            named += 1


def _place(number: int) -> str:
    around, at = divmod(number, len(_PLACES))
    return _PLACES[at] + _PLACES[(at + around) % len(_PLACES)][0] * bool(around)


def _organ(number: int, name: str, superior: str, kind: str, scope: str) -> Organ:
    first = f"11340402{number:09}"
    code = first + credit_code_check_character(first)
    return Organ(code, name, superior, kind, scope, "王老师", f"0554-{2_000_000 + number}", row=number + 2)


@dataclass
class _Made:
    """What was made so far; `sums` are the figures of the organs below each superior."""

    form: Form
    sheet: Sheet
    random: Random
    counting: dict[str, Returned] = field(default_factory=dict)
    others: dict[str, tuple[Returned, ...]] = field(default_factory=dict)
    unreadable: list[Returned] = field(default_factory=list)
    sums: dict[str, tuple[dict[str, float], dict[str, float]]] = field(default_factory=dict)

    def collect(self, organ: Organ) -> None:
        """Make what one organ sent; whether it is right or wrong is drawn by lot."""
        lot = 1.0 if organ.code in self.sums else self.random.random()
        this, last = self.sums.get(organ.code) or self._two_years()
        if lot < 0.05:  # noqa: PLR2004 - one in twenty sends nothing of use
            self.unreadable += [self._unreadable(organ)] if lot < 0.01 else []  # noqa: PLR2004
            return
        filing = self._filing(organ, this, last)
        if organ.superior:
            above = self.sums.setdefault(organ.superior, ({}, {}))
            for sums, figures in zip(above, (this, last), strict=True):
                sums.update({name: sums.get(name, 0) + value for name, value in figures.items()})
        if lot > 0.95:  # noqa: PLR2004 - it was wrong at first
            self.others[organ.code] = (self.returned(organ, self._mistyped(filing)),)
            filing = replace(filing, profile={**filing.profile, "version": entered(2)})
        elif lot < 0.07:  # noqa: PLR2004
            filing = Filing(FORM, YEAR, {name: filing.profile[name] for name in ("name", "code", "version")})
        elif lot < 0.14:  # noqa: PLR2004
            filing = self._mistyped(filing)
        elif lot < 0.2:  # noqa: PLR2004
            filing = replace(filing, texts={})
        elif lot < 0.26:  # noqa: PLR2004
            fewer = {"disclosure.normative.in_force": entered(3)}
            filing = replace(filing, figures={**filing.figures, **fewer})
        self.counting[organ.code] = self.returned(organ, filing)

    def returned(self, organ: Organ, filing: Filing) -> Returned:
        """A workbook as it came back and was checked."""
        unfilled = not filing.figures
        findings: tuple[Finding, ...] = () if unfilled else check_filing(self.form, filing)
        verdict = verdict_of(findings, unfilled=unfilled, unreadable=False, strict=False)
        report = FileReport("", organ.name, organ.code, YEAR, FORM, verdict, findings)
        what = filed(self.form, filing, filing.previous)
        name = f"{organ.name}{f'（第{what.version}次）' if what.version > 1 else ''}.xlsx"
        return _returned(report, what, name, organ=organ.code)

    def _unreadable(self, organ: Organ) -> Returned:
        found = catalogue.finding("F003", found=".xls")
        report = FileReport("", "", "", None, None, Verdict.UNREADABLE, (found,))
        return _returned(report, None, f"{organ.name}.xls", likely=organ.code)

    def _filing(self, organ: Organ, this: dict[str, float], last: dict[str, float]) -> Filing:
        where = places(self.form, with_previous=True)
        profile: dict[str, str | int] = {
            "name": organ.name,
            "code": organ.code,
            "kind": organ.kind,
            "scope": organ.scope,
            "year": YEAR,
            "version": 1,
            "address": "人民路1号",
            "telephone": organ.telephone,
            "website": "http://www.example.gov.cn/",
            "date": f"{YEAR + 1}-01-{self.random.randint(5, 28):02}",
        }
        due = {item.id: 0 for item in self.form.inputs if item.due.holds(organ.kind)}
        return Filing(
            FORM,
            YEAR,
            {name: entered(value) for name, value in profile.items()},
            {table.id: entered(Mode.EACH) for table in self.form.tables},
            {name: entered(value) for name, value in {**due, **this}.items()},
            texts={name: (Paragraph(text),) for name, text in _TEXTS.items()},
            previous=last,
            cells={name: Place(where.sheet(name), a1(*cell)) for name, cell in where.cells.items()},
        )

    def _two_years(self) -> tuple[dict[str, float], dict[str, float]]:
        """Figures of this year and last that balance and follow each other."""
        names = [item.id for item in self.form.inputs if self.form.table(item.table).printed]
        made, random = balanced(self.sheet, self.random), self.random
        this: dict[str, float] = dict.fromkeys(names, 0)
        this |= {name: value // 8 for name, value in made.items() if name in this}
        for column in _COLUMNS:  # what is asked for most is what is there
            granted = f"requests.granted.{column}"
            most = max(self.form.fields[f"requests.total.{column}"].inputs, key=this.__getitem__)
            if random.random() < 0.8:  # noqa: PLR2004
                this[granted], this[most] = this[most], this[granted]
        disputes = [name for name in names if name.startswith("disputes.")]
        this |= {name: int(random.paretovariate(1.5)) - 1 for name in random.sample(disputes, 3)}
        this["disclosure.normative.issued"] = issued = random.randint(0, 4)
        this["disclosure.normative.repealed"] = repealed = random.randint(0, 2)
        this["disclosure.normative.in_force"] = in_force = random.randint(10, 40)
        this["disclosure.permits.decisions"] = int(random.lognormvariate(4, 2))
        this["disclosure.penalties.decisions"] = int(random.lognormvariate(3, 2))
        last: dict[str, float] = {name: int(value * random.uniform(0.6, 1.2)) for name, value in this.items()}
        last |= {
            f"requests.carried_out.{column}": this[f"requests.carried_in.{column}"] for column in _COLUMNS
        }
        last["disclosure.normative.in_force"] = in_force - issued + repealed
        return self._balanced(this), self._balanced(last)

    def _balanced(self, figures: dict[str, float]) -> dict[str, float]:
        """Receive as many applications as were dealt with."""
        for column in _COLUMNS:
            total = self.form.fields[f"requests.total.{column}"].inputs
            dealt = sum(figures[name] for name in (*total, f"requests.carried_out.{column}"))
            carried = min(figures[f"requests.carried_in.{column}"], dealt)
            figures |= {f"requests.carried_in.{column}": carried, f"requests.new.{column}": dealt - carried}
        return figures

    def _mistyped(self, filing: Filing) -> Filing:
        figures = {name: int(filing.figures[name].value or 0) for name in self.sheet.inputs}
        wrong = spoiled(self.sheet, figures, list(figures), 2, several=False, random=self.random)
        return replace(filing, figures={**filing.figures, **{name: entered(v) for name, v in wrong.items()}})


def _returned(
    report: FileReport, what: Filed | None, name: str, *, organ: str = "", likely: str = ""
) -> Returned:
    counts = report.counts
    return Returned(
        source=Source(Path("inbox") / name, name),
        digest=name,
        verdict=report.verdict,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        name=report.organ,
        code=report.code,
        year=report.year,
        form=report.form,
        version=what.version if what else 0,
        contents=name,
        packed=packed([report_row(report), what and filed_row(what)]),
        organ=organ,
        likely=likely,
    )
