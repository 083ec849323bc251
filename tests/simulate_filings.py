"""Random filings that are right: every balance holds by construction, and nothing is left to complain about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import builders

from toolkit.filing import MODE_CHOICES, Filing, Mode, Paragraph, entered
from toolkit.form.model import Blanks
from toolkit.identifiers import credit_code_check_character

if TYPE_CHECKING:
    from random import Random

FORM = builders.form()
CHOSEN = tuple(table.id for table in FORM.tables if table.blanks is Blanks.CHOSEN)
COLUMNS = ("natural", "business", "research", "social", "legal", "other")
OUTCOMES = tuple(
    dict.fromkeys(
        item.row
        for item in FORM.inputs
        if item.table == "requests" and item.row not in ("new", "carried_in", "carried_out")
    )
)
GROUPS = {
    row: FORM.fields[f"requests.{row}.total"].inputs
    for row in ("denied", "unavailable", "rejected", "other_handling")
}
BREAKDOWN = ("normative", "key", "interpretation", "response", "oversight", "rest")
PROBLEMS = "主要问题是部分栏目更新不够及时。下一步将逐栏目明确时限和责任人。"  # both are due in one section
SENTENCES = (
    "围绕群众关心的事项更新栏目内容。",
    "完善网站专栏，方便查找；信息发布前逐条审核。",
    PROBLEMS,
    "全年新收申请【依申请.新收.总计】件，均在期限内答复。",
    "制发的规范性文件均附解读，见【主动公开.规范性文件.本年制发】。",
    'a<b>&"c"，“引号”与　空格。',
)  # fmt: skip
Figures = dict[str, float]


def random_filing(random: Random, *, mode: Mode | None = None) -> Filing:
    """Make a filing that has no finding; `mode` is the 填报方式 of every table, else each has its own."""
    kind = random.choice(FORM.kinds)
    modes = {table: mode or random.choice(MODE_CHOICES) for table in CHOSEN}
    figures: Figures = {}
    for table, fill in (("disclosure", _disclosure), ("requests", _requests), ("disputes", _disputes)):
        made = fill(random) if modes[table] is not Mode.ZERO_REPORT else {}
        figures |= dict.fromkeys((item.id for item in FORM.inputs if item.table == table), 0) | made
    previous = _previous(random, figures) if random.random() < 0.4 else {}
    figures |= _supplement(random, kind, figures) | _ledger(random, figures)
    kept = {name: value for name, value in figures.items() if _is_written(random, modes, name, value)}
    texts = _texts(random, kind)
    answers = {section.id: random.choice("是是否") for section in FORM.sections if section.composed}
    return Filing(
        FORM.id,
        2023,
        profile={item: entered(value) for item, value in _profile(random, kind).items()},
        modes={table: entered(chosen.value) for table, chosen in modes.items()},
        figures={name: entered(value) for name, value in kept.items()},
        texts=texts,
        compose={name: entered(answer if name in texts else "是") for name, answer in answers.items()},
        previous=previous,
    )


def with_entry(filing: Filing, field: str, raw: object) -> Filing:
    """The filing with something else in one field; None leaves it blank."""
    figures = {name: entry for name, entry in filing.figures.items() if name != field}
    return replace(filing, figures=figures if raw is None else figures | {field: entered(raw)})  # type: ignore[arg-type]


def _is_written(random: Random, modes: dict[str, Mode], name: str, value: float) -> bool:
    """Where a blank counts as 0, a 0 may be left out; a 零报告 stays empty."""
    match modes.get(FORM.fields[name].table):
        case Mode.ZERO_REPORT:
            return False
        case Mode.BLANK_IS_ZERO:
            return bool(value) or random.random() < 0.3
    return True


def _count(random: Random) -> int:
    """Mostly 0 or small, now and then large."""
    return random.choice((0, 0, 0, random.randint(1, 9), random.randint(0, 60), random.randint(0, 4000)))


def _amount(random: Random) -> float:
    return random.choice((0, _count(random), round(random.uniform(0, 5000), random.randint(1, 6))))


def _profile(random: Random, kind: str) -> dict[str, str | int]:
    first17 = f"11{random.randint(110000, 659999)}{random.randint(0, 999999999):09}"
    profile: dict[str, str | int] = {
        "name": f"{random.choice(('大通区', '某某县', '未央区'))}{random.choice(('教育局', '人民政府办公室', '财政局'))}",
        "code": first17 + credit_code_check_character(first17),
        "kind": kind,
        "scope": random.choice(FORM.scopes),
        "year": 2023,
        "version": random.randint(1, 9),
        "address": f"民主东路{random.randint(1, 300)}号",
        "telephone": random.choice(("0554-", "029-8")) + str(random.randint(2000000, 8999999)),
        "website": "http://www.example.gov.cn/",
    }
    more: dict[str, str | int] = {
        "postcode": f"0{random.randint(10000, 99999)}",
        "website_name": "人民政府网站",
        "filler": "张三",
        "date": f"2024-01-{random.randint(1, 31):02}",
    }
    return profile | {item: value for item, value in more.items() if random.random() < 0.7}


def _disclosure(random: Random) -> Figures:
    figures: Figures = {"disclosure.charges.amount": _amount(random)}
    for row in ("regulations", "normative"):
        issued, repealed = _count(random), _count(random)
        before = 2 * repealed + issued + _count(random)  # no jump from one year to the next
        figures |= {
            f"disclosure.{row}.issued": issued,
            f"disclosure.{row}.repealed": repealed,
            f"disclosure.{row}.in_force": before + issued - repealed,
        }
    return figures | {
        f"disclosure.{row}.decisions": _count(random) for row in ("permits", "penalties", "coercion")
    }


def _requests(random: Random) -> Figures:
    figures: Figures = {}
    for column in COLUMNS:
        handled = {row: _count(random) for row in OUTCOMES}
        carried_out = _count(random)
        all_of_them = sum(handled.values()) + carried_out
        carried_in = random.randint(0, all_of_them)
        rows = handled | {
            "carried_out": carried_out,
            "carried_in": carried_in,
            "new": all_of_them - carried_in,
        }
        figures |= {f"requests.{row}.{column}": value for row, value in rows.items()}
    return figures


def _disputes(random: Random) -> Figures:
    return {item.id: _count(random) for item in FORM.inputs if item.table == "disputes"}


def _previous(random: Random, figures: Figures) -> Figures:
    """Last year's figures that this year's agree with; what they are not compared with may be unknown."""
    previous: Figures = {
        item.id: figures.get(item.id, 0) + random.randint(0, 2)
        for item in FORM.inputs
        if FORM.table(item.table).printed and (item.id.endswith("in_force") or random.random() < 0.9)
    }
    previous |= {
        f"requests.carried_out.{column}": figures[f"requests.carried_in.{column}"] for column in COLUMNS
    }
    for row in ("regulations", "normative"):
        now = {word: figures[f"disclosure.{row}.{word}"] for word in ("in_force", "issued", "repealed")}
        previous[f"disclosure.{row}.in_force"] = now["in_force"] - now["issued"] + now["repealed"]
    return previous


def _supplement(random: Random, kind: str, figures: Figures) -> Figures:
    received = sum(figures[f"requests.{row}.{column}"] for row in ("new", "carried_in") for column in COLUMNS)
    fee_items = random.randint(0, int(min(received, 5)))
    found: Figures = {"fee_items": fee_items, "fee_amount": _amount(random) if fee_items else 0}
    if random.random() < 0.7:
        parts = {
            f"published_{part}": _count(random) for part in random.sample(BREAKDOWN, random.randint(0, 6))
        }
        found |= parts | {"published": sum(parts.values()) + _count(random)}
    if random.random() < 0.5:
        sessions = random.randint(0, 9)
        found |= {"training_sessions": sessions, "training_people": sessions + _count(random)}
    if kind == "政府" or random.random() < 0.3:
        found |= {row: random.randint(0, 9) for row in ("assessments", "evaluations", "accountability")}
    if random.random() < 0.5:
        found["accounts"] = random.randint(0, 30)
    return {f"supplement.{row}": value for row, value in found.items()}


def _ledger(random: Random, figures: Figures) -> Figures:
    def total(*fields: str) -> float:
        return sum(figures[name] for field in fields for name in FORM.fields[field].inputs)

    known = {
        "received": total("requests.new.total"),
        "litigation": total("disputes.litigation.total"),
        "reconsideration": total("disputes.reconsideration.total"),
        **{
            row: total(f"requests.{row}.total")
            for row in ("carried_in", "granted", "partial", *GROUPS, "carried_out")
        },
    }
    if random.random() < 0.5:
        return {}
    return {f"ledger.{row}": value for row, value in known.items() if random.random() < 0.8}


def _texts(random: Random, kind: str) -> dict[str, tuple[Paragraph, ...]]:
    texts = {
        section.id: tuple(Paragraph(random.choice(SENTENCES)) for _ in range(random.randint(1, section.rows)))
        for section in FORM.sections
        if section.due.holds(kind) or random.random() < 0.4
    }
    return texts | {"problems": (Paragraph(PROBLEMS), *texts["problems"][1:])}
