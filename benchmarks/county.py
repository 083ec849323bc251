"""Made-up counties, cities and provinces: their organs, and each organ's reports of two years that join up.

Nothing in it is anybody's: names, codes and sentences are invented, figures are drawn so that they look like
those of real offices (most have few applications, some have hundreds). The same seed gives the same counties.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from itertools import count, islice
from random import Random
from typing import TYPE_CHECKING, Final

from toolkit.filing import Filing, Mode, Paragraph, entered
from toolkit.form.load import form_for_year
from toolkit.form.model import Blanks
from toolkit.identifiers import credit_code_check_character, organisation_code_check_character

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.form.model import Form

OFFICES_OF_A_COUNTY: Final = 64
_BRANCHES: Final = 12  # counties of a city
_MOST: Final = (OFFICES_OF_A_COUNTY, 800)  # organs of a county; of a city
_FIRST: Final = "云清安永新临平广宁望"
_SECOND: Final = "岭溪和泽丰源屏川阳湖"
_DEPARTMENTS: Final = (
    *("人民政府办公室", "发展和改革委员会", "教育局", "科学技术局", "工业和信息化局", "公安局", "民政局"),
    *("司法局", "财政局", "人力资源和社会保障局", "自然资源和规划局", "生态环境分局", "住房和城乡建设局"),
    *("交通运输局", "水利局", "农业农村局", "商务局", "文化和旅游局", "卫生健康委员会", "退役军人事务局"),
    *("应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局", "林业局", "城市管理局", "信访局"),
    *("数据资源管理局", "乡村振兴局", "地方金融监督管理局", "机关事务管理局", "国有资产监督管理委员会"),
)
_TOWNS: Final = (
    *("城关镇", "东河镇", "西坪镇", "南湾镇", "北桥镇", "大营镇", "石门镇", "双塔镇", "白果镇", "龙泉镇"),
    *("柳林镇", "青石镇", "三岔镇", "太和镇", "高庙镇", "长岗乡", "黄柏乡", "沙河乡", "竹园乡", "梅岭乡"),
)
_STREETS: Final = ("朝阳街道办事处", "建设街道办事处", "胜利街道办事处", "新城街道办事处")
_BELOW_EDUCATION: Final = ("第一中学", "实验小学", "职业技术学校")
_BELOW_HEALTH: Final = ("人民医院", "中医医院", "疾病预防控制中心")
_COLUMNS: Final = ("natural", "business", "research", "social", "legal", "other")
_OUTCOMES: Final = {
    "granted": 40, "partial": 8, "denied_internal": 3, "denied_process": 3, "denied_enforcement": 2, "denied_inquiry": 3,
    "unavailable_not_held": 22, "unavailable_to_be_made": 3, "unavailable_unclear": 2, "rejected_petition": 6,
    "rejected_repeat": 2, "other_uncorrected": 3, "other_rest": 1,
}  # fmt: skip
_TOPICS: Final = ("惠企政策", "教育招生", "公共卫生", "养老服务", "项目建设", "财政资金", "食品安全")
_SENTENCES: Final = {
    "overview.disclosure": (
        (
            "围绕{topic}编制办事指南和问答，更新栏目{many}个。",
            "修订公开事项目录，写明{few}个科室各自要公开什么。",
        ),
        (
            "把{topic}列为重点，发布解读和图表{many}篇。",
            "新进文件在印发前先定公开属性，由{few}名审核员把关。",
        ),
        ("以{topic}为切口开设专栏，集中发布材料{many}份。", "每季抽查{few}个栏目，过期内容当月清理。"),
    ),
    "overview.requests": (
        (
            "本年新收政府信息公开申请{received}件，上年结转{carried}件，其中予以公开{granted}件；答复前先由法制机构审核。",
        ),
        (
            "全年收到政府信息公开申请{received}件，结转上年{carried}件，予以公开{granted}件；疑难件一律先与申请人当面沟通。",
        ),
        ("新收申请{received}件，另有上年结转{carried}件。收到后当天登记，专人跟踪到答复寄出为止。",),
    ),
    "overview.platform": (
        ("改进网站检索，更换失效链接{many}处，公开专区每周巡查一次。",),
        ("网站改用新版目录，旧地址自动转到新页；专区添置查询机{few}台。",),
        ("政务新媒体与网站同时发布，读者留言在{few}个工作日内回复。",),
    ),
    "overview.oversight": (
        ("把公开工作列入科室年度目标，每季通报一次进度。",),
        ("年底由分管负责人逐科室听取情况，问题列单限期办结。",),
        ("请外单位同行互查一次，指出的毛病都已改过。",),
    ),
    "problems": (
        (
            "存在的主要问题：一是{topic}解读形式单一；二是个别科室报送迟缓。",
            "改进情况：一是配图表和短视频；二是按月列单，专人催办。",
        ),
        (
            "主要问题是栏目之间内容交叉，群众不易找到{topic}信息。",
            "已合并重复栏目{few}个，并加了站内导航，今后每半年复查。",
        ),
        ("问题：基层人员更换频繁，对公开范围把握不准。", "改进：编写案例手册，新到岗的先培训再上手。"),
    ),
}


@dataclass(frozen=True, slots=True)
class Office:
    """One organ of a county; `size` is how many applications it may expect in a year."""

    code: str
    name: str
    superior: str
    kind: str
    scope: str
    address: str
    telephone: str
    size: float

    @property
    def roster_row(self) -> tuple[str, ...]:
        """Its row of a 单位名录: 代码, 名称, 上级单位代码, 单位类别, 统计口径, 联系人, 联系电话, 前身单位代码."""
        return (self.code, self.name, self.superior, self.kind, self.scope, "", self.telephone, "")


ROSTER_HEAD: Final = (
    "单位代码",
    "单位名称",
    "上级单位代码",
    "单位类别",
    "统计口径",
    "联系人",
    "联系电话",
    "前身单位代码",
)


def counties(offices: int, seed: int) -> Iterator[Office]:
    """So many organs, 64 to a county; the first of each county is its government, whose figures cover it all."""
    random = Random(seed)  # noqa: S311 - figures, no secrets
    county = 0
    while offices > 0:
        here = _seat(county, random)
        yield from here[:offices]
        offices -= len(here)
        county += 1


def tree(offices: int, seed: int) -> Iterator[Office]:
    """So many organs under one government: of a county, else of a city and its counties, else of a province."""
    rank = sum(offices > most for most in _MOST)
    return islice(_under("", rank, count(), Random(seed), None), offices)  # noqa: S311 - likewise


def _under(
    superior: str, rank: int, numbers: Iterator[int], random: Random, most: int | None = _BRANCHES
) -> Iterator[Office]:
    """A seat of government and at most so many of the next lower rank below it, each with what is below that."""
    top, *others = _seat(next(numbers), random, rank)
    yield replace(top, superior=superior)
    yield from others
    for _ in range(most or sys.maxsize) if rank else ():
        yield from _under(top.code, rank - 1, numbers, random)


def _seat(number: int, random: Random, rank: int = 0) -> list[Office]:
    """A government and its departments, of a county with its towns too."""
    more, which = divmod(number, len(_FIRST) * len(_SECOND))
    county = f"{_FIRST[which % len(_FIRST)]}{_SECOND[which // len(_FIRST)]}{more or ''}{'县市省'[rank]}"
    region = 340_100 + number % 500
    made: list[Office] = []

    def add(name: str, kind: str, superior: str, *, scope: str = "本机关", busy: float = 1.0) -> str:
        code = credit_code("11" if kind != "其他组织" else "12", region, number * 1_000 + len(made))
        address = f"{county}{random.choice(('人民', '建设', '文化', '解放'))}路{random.randint(1, 300)}号"
        telephone = f"0{random.randint(551, 559)}-{random.randint(2_000_000, 8_999_999)}"
        size = busy * min(random.paretovariate(1.1), 120)
        made.append(Office(code, county + name, superior, kind, scope, address, telephone, size))
        return code

    top = add("人民政府", "政府", "", scope="含下属")
    below = {"教育局": _BELOW_EDUCATION, "卫生健康委员会": _BELOW_HEALTH}
    for name in _DEPARTMENTS:
        code = add(name, "部门", top, busy=4.0)
        for child in below.get(name, ()):
            add(child, "其他组织", code, busy=0.5)
    for name in () if rank else _TOWNS:
        add(f"{name}人民政府", "政府", top)
    for name in () if rank else _STREETS:
        add(name, "派出机关", top, busy=2.0)
    return made


def credit_code(kind: str, region: int, number: int) -> str:
    """The 统一社会信用代码 of an organ that there is none of, with both its check characters."""
    organisation = f"{number:08}"
    first17 = f"{kind}{region}{organisation}{organisation_code_check_character(organisation)}"
    return first17 + credit_code_check_character(first17)


def form_of(year: int) -> Form:
    """The installed form of a year; raises LookupError if there is none."""
    form = form_for_year(year)
    if form is None:
        raise LookupError(year)
    return form


def report(office: Office, year: int, seed: int, *, last: Filing | None = None) -> Filing:
    """One organ's report of a year; it joins up with last year's if that is given. It has no fault."""
    form = form_of(year)
    random = Random(f"{seed} {office.code} {year}")  # noqa: S311 - likewise
    figures = _figures(form, office, random, last)
    return Filing(
        form.id,
        year,
        profile={
            "name": entered(office.name), "code": entered(office.code), "kind": entered(office.kind),
            "scope": entered(office.scope), "year": entered(year), "version": entered(1),
            "address": entered(office.address), "telephone": entered(office.telephone),
            "website": entered("http://www.example.gov.cn/"), "date": entered(f"{year + 1}-01-{random.randint(5, 28):02}"),
        },
        modes={table.id: entered(Mode.EACH.value) for table in form.tables if table.blanks is Blanks.CHOSEN},
        figures={name: entered(value) for name, value in figures.items()},
        texts={name: tuple(map(Paragraph, texts)) for name, texts in _texts(form, office, year, figures, random).items()},
        compose={section.id: entered("是") for section in form.sections if section.composed},
    )  # fmt: skip


def report_of_area(area: Office, filings: Iterable[Filing], year: int, seed: int) -> Filing:
    """The report of an area, whose figures are the sums of those of its offices."""
    own = report(area, year, seed)
    figures = dict.fromkeys(own.figures, 0.0)
    for filing in filings:
        for name, entry in filing.figures.items():
            if name in figures:
                figures[name] += entry.value or 0
    random, form = Random(seed), form_of(year)  # noqa: S311 - likewise
    return replace(
        own,
        figures={name: entered(value) for name, value in figures.items()},
        texts={
            name: tuple(map(Paragraph, texts))
            for name, texts in _texts(form, area, year, figures, random).items()
        },
    )


def _figures(form: Form, office: Office, random: Random, last: Filing | None) -> dict[str, float]:
    figures: dict[str, float] = {item.id: 0 for item in form.inputs if form.table(item.table).printed}
    figures |= _disclosure(office, random, last)
    for column, share in zip(_COLUMNS, (0.8, 0.14, 0.01, 0.01, 0.03, 0.01), strict=True):
        figures |= _column(office, random, last, column, share)
    if office.size > 8:  # noqa: PLR2004 - who has many applications has disputes
        for group, chance in (
            ("reconsideration", 0.6),
            ("litigation_direct", 0.2),
            ("litigation_after", 0.3),
        ):
            for result in ("upheld", "upheld", "corrected", "other", "pending"):
                figures[f"disputes.{group}.{result}"] += random.random() < chance
    published, sessions = random.randint(50, 3_000), random.randint(0, 4)
    normative = int(figures["disclosure.normative.issued"])
    figures |= {
        "supplement.published": published,
        "supplement.published_normative": normative,
        "supplement.accounts": random.randint(0, 4),
        "supplement.training_sessions": sessions,
        "supplement.training_people": sessions * random.randint(5, 60),
        "supplement.fee_items": 0,
        "supplement.fee_amount": 0,
    }
    if office.kind == "政府":
        figures |= {
            "supplement.assessments": random.randint(1, 4),
            "supplement.evaluations": 1,
            "supplement.accountability": 0,
        }
    return figures


def _disclosure(office: Office, random: Random, last: Filing | None) -> dict[str, float]:
    issued, repealed = random.choice((0, 0, 1, 2, 3)), random.choice((0, 0, 0, 1))
    before = _last(last, "disclosure.normative.in_force", random.randint(1, 20))
    repealed = min(repealed, int(before))
    busy = office.kind != "其他组织"
    return {
        "disclosure.normative.issued": issued,
        "disclosure.normative.repealed": repealed,
        "disclosure.normative.in_force": before + issued - repealed,
        "disclosure.permits.decisions": random.randint(0, 900) if busy else 0,
        "disclosure.penalties.decisions": random.randint(0, 300) if busy else 0,
        "disclosure.coercion.decisions": random.choice((0, 0, 0, 5, 12)) if busy else 0,
        "disclosure.charges.amount": random.choice((0, 0, 0, round(random.uniform(1, 400), 2))),
    }


def _column(
    office: Office, random: Random, last: Filing | None, column: str, share: float
) -> dict[str, float]:
    expected = office.size * share
    new = int(random.uniform(0.6, 1.4) * expected + random.random())
    carried_in = int(_last(last, f"requests.carried_out.{column}", random.random() < expected / 20))
    carried_out = min(int(expected / 20 + random.random() * (expected > 1)), new + carried_in)
    left = new + carried_in - carried_out
    found: dict[str, float] = {
        f"requests.new.{column}": new,
        f"requests.carried_in.{column}": carried_in,
        f"requests.carried_out.{column}": carried_out,
    }
    for outcome in random.choices(list(_OUTCOMES), list(_OUTCOMES.values()), k=left):
        name = f"requests.{outcome}.{column}"
        found[name] = found.get(name, 0) + 1
    return found


def _last(last: Filing | None, field: str, otherwise: float) -> float:
    if last is None:
        return otherwise
    entry = last.figures.get(field)
    return entry.value or 0 if entry else 0


def _texts(
    form: Form, office: Office, year: int, figures: dict[str, float], random: Random
) -> dict[str, list[str]]:
    def total(field: str) -> int:
        return int(sum(figures[name] for name in form.fields[field].inputs))

    received, carried = total("requests.new.total"), total("requests.carried_in.total")
    figure = {
        "topic": random.choice(_TOPICS), "many": random.randint(3, 60), "few": random.randint(2, 9), "received": received,
        "carried": carried, "granted": total("requests.granted.total"),
    }  # fmt: skip
    # Other sentences than the year before: nobody copies here.
    variant = year + int(office.code[9:17], 36)
    return {
        section: [words.format(**figure) for words in variants[variant % len(variants)]]
        for section, variants in _SENTENCES.items()
    }
