"""A whole form in one literal, and the same with one thing in it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.form.bind import bind_expression
from toolkit.form.load import load_form
from toolkit.form.model import Rule
from toolkit.form.parse import parse

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.form.instance import Instance
    from toolkit.form.model import Form

FILES = {
    "form.toml": """\
profile = [
  { id = "name", label = "单位", type = "organ", prompt = "全称。", due = true },
  { id = "code", label = "代码", type = "code", prompt = "18 位。" },
  { id = "kind", label = "类别", type = "kind", prompt = "选一个。", due = true },
  { id = "scope", label = "口径", type = "scope", prompt = "选一个。" },
  { id = "year", label = "年度", type = "year", prompt = "四位。", due = true },
  { id = "version", label = "次数", type = "version", prompt = "第几次。" },
  { id = "fax", label = "传真", type = "telephone", prompt = "带区号。", due = ["政府"], length = 40 },
]

[form]
id = "small"
name = "小表样"
title = "小报告"
version = 2
first_year = 2020
last_year = 2025
source = "某文件"
kinds = ["政府", "部门"]
scopes = ["本机关", "含下属"]

[[table]]
id = "work"
alias = "办件"
sheet = "办件"
title = "二、办件"
blanks = "chosen"
unit = "件"
limit = 1000

[[table.block]]
columns = [
  { id = "paper", alias = "书面", heading = ["来源", "书面"] },
  { id = "net", alias = "网上", heading = ["来源", "网上"] },
  { id = "total", alias = "合计", heading = ["合计"], sum = ["paper", "net"] },
]
rows = [
  { id = "new", alias = "新收", heading = ["新收"] },
  { id = "old", alias = "结转", heading = ["结转"] },
  { id = "done", alias = "办结", heading = ["办结"] },
  { id = "left", alias = "未办", heading = ["未办"] },
  { id = "all", alias = "总数", heading = ["总数"], sum = ["came"] },
  { id = "came", alias = "来件", group = true, sum = ["new", "old"] },
]

[[table]]
id = "extra"
alias = "补充"
sheet = "补充"
title = "补充"
blanks = "optional"
printed = false
unit = "个"
limit = 1000

[[table.block]]
rows = [
  { id = "change", alias = "增减", heading = ["增减"], type = "signed" },
  { id = "money", alias = "金额", heading = ["金额"], type = "amount", unit = "元", due = ["政府"] },
]
""",
    "sections.toml": """\
[[section]]
id = "preamble"
heading = "引言"
prompt = "随意。"
rows = 2
composed = "年度"

[[section]]
id = "work"
heading = "一、工作"
prompt = "写工作。"
rows = 3
due = true

[[section]]
id = "work.more"
heading = "（一）细节"
parent = "work"
prompt = "写细节。"
rows = 1
""",
    "rules.toml": """\
[[rule]]
code = "B301"
name = "收办平衡"
severity = "error"
expression = "each column of work: new + old = done + left"
explanation = "每列都平。"
source = "某文件"
example = "1 + 0 = 1 + 0。"
remedy = "核对。"

[[rule]]
code = "Y501"
name = "衔接"
severity = "warning"
expression = ["work.old.paper = last(work.left.paper)", "work.old.net = last(work.left.net)"]
explanation = "与上年衔接。"
source = "某文件"
example = "0 = 0。"
remedy = "核对。"
""",
    "narrative.md.j2": "{% macro preamble() %}{{ year }}年。{% endmacro %}\n",
}


def write(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """Write the form's folder; a changed file is written as given, None leaves it out."""
    folder.mkdir(exist_ok=True)
    for name, content in {**FILES, **(changes or {})}.items():
        if content is not None:
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def replaced(name: str, old: str, new: str) -> dict[str, str | bytes | None]:
    """One file of the form with the first of these words replaced."""
    assert old in FILES[name], f"{old!r} is not in {name}"
    return {name: FILES[name].replace(old, new, 1)}


def small_form(folder: Path) -> Form:
    """Load the form as it is."""
    return load_form(write(folder / "small"))


def bound(source: str, form: Form) -> tuple[Instance, ...]:
    """Bind one expression to a form."""
    expression = parse(source)
    rule = Rule("B399", "试", "error", (expression,), "说明", "依据", "例", "怎么办")
    return bind_expression(rule, expression, form)
