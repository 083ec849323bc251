"""Reports of made-up organs, of two years that join up.

Sentences are invented; figures are drawn so that they look like those of real offices (most have few applications,
some have hundreds). The same seed gives the same reports.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from toolkit.filing import Filing, Mode, Paragraph, entered
from toolkit.form.load import form_for_year
from toolkit.form.model import Blanks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.county import Office
    from toolkit.form.model import Form

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
