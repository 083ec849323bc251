"""Random filings that are right: every balance holds by construction, and nothing is left to complain about."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from toolkit.filing import MODE_CHOICES, Filing, Mode, Paragraph, entered
from toolkit.form.model import Blanks
from toolkit.identifiers import credit_code_check_character, organisation_code_check_character

if TYPE_CHECKING:
    from random import Random

    from toolkit.form.model import Form

COLUMNS = ("natural", "business", "research", "social", "legal", "other")
GROUPS = ("denied", "unavailable", "rejected", "other_handling")
BREAKDOWN = ("normative", "key", "interpretation", "response", "oversight", "rest")
PROBLEMS = "主要问题是部分栏目更新不够及时。下一步将逐栏目明确时限和责任人。"  # both are due in one section
SENTENCES = (
    "围绕群众关心的事项更新栏目内容。",
    "完善网站专栏，方便查找；信息发布前逐条审核。",
    PROBLEMS,
    "全年新收申请【依申请.新收.总计】件，均在期限内答复。",
    'a<b>&"c"，“引号”与　空格。',
)  # fmt: skip
Figures = dict[str, float]


def random_filing(random: Random, form: Form, *, mode: Mode | None = None) -> Filing:
    """Make a filing that has no finding; `mode` is the 填报方式 of every table, else each has its own."""
    return _Maker(random, form).filing(mode)


def outcomes_of(form: Form) -> tuple[str, ...]:
    """The rows of table three that are filled in with results."""
    around = ("new", "carried_in", "carried_out")
    rows = (item.row for item in form.inputs if item.table == "requests" and item.row not in around)
    return tuple(dict.fromkeys(rows))


def with_entry(filing: Filing, field: str, raw: object) -> Filing:
    """The filing with something else in one field; None leaves it blank."""
    figures = {name: entry for name, entry in filing.figures.items() if name != field}
    return replace(filing, figures=figures if raw is None else figures | {field: entered(raw)})  # type: ignore[arg-type]


class _Maker(Struct, frozen=True, dict=True):
    """Makes one filing; what a form does not have is left out."""

    random: Random
    form: Form

    @cached_property
    def year(self) -> int:
        return self.form.last_year or self.form.first_year + 2

    def filing(self, mode: Mode | None) -> Filing:
        random, form = self.random, self.form
        kind = random.choice(form.kinds)
        chosen = [table.id for table in form.tables if table.blanks is Blanks.CHOSEN]
        modes = {table: mode or random.choice(MODE_CHOICES) for table in chosen}
        figures: Figures = {}
        makers = {"disclosure": self.disclosure, "requests": self.requests, "disputes": self.disputes}
        for table in chosen:
            made = makers[table]() if modes[table] is not Mode.ZERO_REPORT else {}
            figures |= dict.fromkeys((item.id for item in form.inputs if item.table == table), 0) | made
        previous = self.previous(figures) if random.random() < 0.4 else {}
        figures |= self.supplement(kind, figures) | self.ledger(figures)
        kept = {name: value for name, value in figures.items() if self.is_written(modes, name, value)}
        texts = self.texts(kind)
        answers = {section.id: random.choice("是是否") for section in form.sections if section.composed}
        return Filing(
            form.id,
            self.year,
            profile={item: entered(value) for item, value in self.profile(kind).items()},
            modes={table: entered(one.value) for table, one in modes.items()},
            figures={name: entered(value) for name, value in kept.items()},
            texts=texts,
            compose={name: entered(answer if name in texts else "是") for name, answer in answers.items()},
            previous=previous,
        )

    def is_written(self, modes: dict[str, Mode], name: str, value: float) -> bool:
        """Where a blank counts as 0, a 0 may be left out; a 零报告 stays empty."""
        match modes.get(self.form.fields[name].table):
            case Mode.ZERO_REPORT:
                return False
            case Mode.BLANK_IS_ZERO:
                return bool(value) or self.random.random() < 0.3
        return True

    def count(self) -> int:
        """Mostly 0 or small, now and then large."""
        random = self.random
        return random.choice((0, 0, 0, random.randint(1, 9), random.randint(0, 60), random.randint(0, 4000)))

    def amount(self) -> float:
        random = self.random
        return random.choice((0, self.count(), round(random.uniform(0, 5000), random.randint(1, 6))))

    def profile(self, kind: str) -> dict[str, str | int]:
        random = self.random
        first8 = f"{random.randint(0, 99999999):08}"
        first17 = f"11{random.randint(110000, 659999)}{first8}{organisation_code_check_character(first8)}"
        profile: dict[str, str | int] = {
            "name": f"{random.choice(('大通区', '某某县', '未央区'))}{random.choice(('教育局', '人民政府办公室', '财政局'))}",
            "code": first17 + credit_code_check_character(first17),
            "kind": kind,
            "scope": random.choice(self.form.scopes),
            "year": self.year,
            "version": random.randint(1, 9),
            "address": f"民主东路{random.randint(1, 300)}号",
            "telephone": random.choice(("0554-", "029-8")) + str(random.randint(2000000, 8999999)),
            "website": "http://www.example.gov.cn/",
        }
        more: dict[str, str | int] = {
            "postcode": f"0{random.randint(10000, 99999)}",
            "website_name": "人民政府网站",
            "filler": "张三",
            "date": f"{self.year + 1}-01-{random.randint(1, 31):02}",
        }
        return profile | {item: value for item, value in more.items() if random.random() < 0.7}

    def disclosure(self) -> Figures:
        """Counts and amounts; documents, items and procurement so that they agree with each other."""
        figures: Figures = {
            item.id: self.count() if item.whole else self.amount()
            for item in self.form.inputs
            if item.table == "disclosure"
        }
        for row in sorted({self.form.fields[name].row for name in figures}):
            figures |= self.documents(f"disclosure.{row}", figures) | self.items(f"disclosure.{row}", figures)
        if "disclosure.procurement.items" in figures:
            projects = self.count()
            spent = self.amount() or 0.5
            figures |= {
                "disclosure.procurement.items": projects,
                "disclosure.procurement.amount": spent * bool(projects),
            }
        return figures

    def documents(self, row: str, figures: Figures) -> Figures:
        """What is in force, or published: more than what came this year, and no jump from last year."""
        if f"{row}.in_force" in figures:
            before = 2 * figures[f"{row}.repealed"] + figures[f"{row}.issued"] + self.count()
            return {f"{row}.in_force": before + figures[f"{row}.issued"] - figures[f"{row}.repealed"]}
        if f"{row}.published" in figures:
            return {f"{row}.published": 2 * figures[f"{row}.newly_published"] + self.count()}
        return {}

    def items(self, row: str, figures: Figures) -> Figures:
        """Items and their change; no decisions where there are no items."""
        if f"{row}.change" not in figures:
            return {}
        before = figures[f"{row}.last_items"]
        change = self.random.randint(-int(min(before, 9)), 9)
        made = {f"{row}.change": change}
        if f"{row}.decisions" in figures and before + change == 0:
            made[f"{row}.decisions"] = 0
        return made

    def requests(self) -> Figures:
        figures: Figures = {}
        for column in COLUMNS:
            handled = {row: self.count() for row in outcomes_of(self.form)}
            carried_out = self.count()
            all_of_them = sum(handled.values()) + carried_out
            carried_in = self.random.randint(0, all_of_them)
            rows = handled | {
                "carried_out": carried_out,
                "carried_in": carried_in,
                "new": all_of_them - carried_in,
            }
            figures |= {f"requests.{row}.{column}": value for row, value in rows.items()}
        return figures

    def disputes(self) -> Figures:
        return {item.id: self.count() for item in self.form.inputs if item.table == "disputes"}

    def previous(self, figures: Figures) -> Figures:
        """Last year's figures that this year's agree with; what they are not compared with may be unknown."""
        random = self.random
        previous: Figures = {
            item.id: figures.get(item.id, 0) + random.randint(0, 2)
            for item in self.form.inputs
            if self.form.table(item.table).printed and random.random() < 0.9
        }
        for name, now in figures.items():
            row, _, column = name.rpartition(".")
            if column == "in_force":
                previous[name] = now - figures[f"{row}.issued"] + figures[f"{row}.repealed"]
            elif column == "published":
                previous[name] = now - figures[f"{row}.newly_published"] + random.randint(0, 2)
            elif column == "last_items":
                changed = random.randint(-9, int(min(now, 9)))
                previous |= {name: now - changed, f"{row}.change": changed}
        return previous | {
            f"requests.carried_out.{column}": figures[f"requests.carried_in.{column}"] for column in COLUMNS
        }

    def supplement(self, kind: str, figures: Figures) -> Figures:
        random = self.random
        received = sum(
            figures[f"requests.{row}.{column}"] for row in ("new", "carried_in") for column in COLUMNS
        )
        fee_items = random.randint(0, int(min(received, 5)))
        found: Figures = {"fee_items": fee_items, "fee_amount": self.amount() if fee_items else 0}
        if random.random() < 0.7:
            parts = {
                f"published_{part}": self.count() for part in random.sample(BREAKDOWN, random.randint(0, 6))
            }
            found |= parts | {"published": sum(parts.values()) + self.count()}
        if random.random() < 0.5:
            sessions = random.randint(0, 9)
            found |= {"training_sessions": sessions, "training_people": sessions + self.count()}
        if kind == "政府" or random.random() < 0.3:
            found |= {row: random.randint(0, 9) for row in ("assessments", "evaluations", "accountability")}
        if random.random() < 0.5:
            found["accounts"] = random.randint(0, 30)
        return {f"supplement.{row}": value for row, value in found.items()}

    def ledger(self, figures: Figures) -> Figures:
        def total(field: str) -> float:
            return sum(figures[name] for name in self.form.fields[field].inputs)

        known = {
            "received": total("requests.new.total"),
            "litigation": total("disputes.litigation.total"),
            "reconsideration": total("disputes.reconsideration.total"),
            **{
                row: total(f"requests.{row}.total")
                for row in ("carried_in", "granted", "partial", *GROUPS, "carried_out")
            },
        }
        if self.random.random() < 0.5:
            return {}
        return {f"ledger.{row}": value for row, value in known.items() if self.random.random() < 0.8}

    def texts(self, kind: str) -> dict[str, tuple[Paragraph, ...]]:
        random = self.random
        first = next(item for item in self.form.inputs if item.row == "normative")
        sentences = (*SENTENCES, f"规范性文件均附解读，见【{first.alias}】。")
        texts = {
            section.id: tuple(
                Paragraph(random.choice(sentences)) for _ in range(random.randint(1, section.rows))
            )
            for section in self.form.sections
            if section.due.holds(kind) or random.random() < 0.4
        }
        return texts | {"problems": (Paragraph(PROBLEMS), *texts["problems"][1:])}
