"""The organs of made-up counties, cities and provinces; `benchmarks.reports` has what they report.

Nothing in it is anybody's: names and codes are invented. The same seed gives the same organs.
"""

from __future__ import annotations

import sys
from itertools import count, islice
from random import Random
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from toolkit.identifiers import credit_code_check_character, organisation_code_check_character

if TYPE_CHECKING:
    from collections.abc import Iterator

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


class Office(Struct, frozen=True):
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
