"""Reading the rules of a form, and verifying them against its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.form.bind import bind_expression
from toolkit.form.error import FormError
from toolkit.form.expression import ExpressionError
from toolkit.form.model import Rule
from toolkit.form.names import BALANCES, YEARS, rule_code_of, unique
from toolkit.form.parse import parse
from toolkit.form.source import read_toml

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.form.expression import Expression
    from toolkit.form.instance import Instance
    from toolkit.form.model import Form
    from toolkit.form.source import Node

RULES_FILE: Final = "rules.toml"
SEVERITIES: Final = ("error", "warning", "note")


def read_rules(folder: Path) -> tuple[Rule, ...]:
    """Read rules.toml; a form may have no rules at all."""
    root = read_toml(folder, RULES_FILE)
    nodes = root.tables("rule", required=False)
    rules = tuple(_rule(node) for node in nodes)
    root.done()
    unique(root, "rule", (rule.code for rule in rules))
    return rules


def bound_rules(form: Form) -> tuple[Instance, ...]:
    """Bind every rule to the form, each instance to a cell of its own; raises FormError."""
    bound: list[Instance] = []
    for number, rule in enumerate(form.rules, start=1):
        place = f"rule 第 {number} 项（{rule.code}）"
        anchors: set[str] = set()
        for index, expression in enumerate(rule.expressions):
            try:
                instances = bind_expression(rule, expression, form)
            except ExpressionError as error:
                raise _mistake(place, error, index, len(rule.expressions)) from None
            for instance in instances:
                years = instance.needs_previous
                if years != rule.code.startswith(YEARS):
                    raise FormError(
                        RULES_FILE,
                        f"{place}.code",
                        "用了 last()，却不是与上年比的编号" if years else "没有用 last()，却是与上年比的编号",
                        f"请改用 {YEARS if years else BALANCES}01 一类的编号。",
                    )
                if instance.anchor.field in anchors:
                    raise FormError(
                        RULES_FILE,
                        f"{place}.expression",
                        f"有两个式子都落在 {instance.anchor.field}",
                        "一条规则在同一格只能有一个式子：请把另一个写成另一条规则，或把别的项写在前面。",
                    )
                anchors.add(instance.anchor.field)
            bound.extend(instances)
    return tuple(bound)


def _rule(node: Node) -> Rule:
    rule = Rule(
        code=rule_code_of(node),
        name=node.line("name"),
        severity=node.choice("severity", SEVERITIES),
        expressions=_expressions(node),
        explanation=node.text("explanation"),
        source=node.line("source"),
        example=node.text("example"),
        remedy=node.text("remedy"),
    )
    node.done()
    return rule


def _expressions(node: Node) -> tuple[Expression, ...]:
    sources = node.texts("expression")
    parsed = []
    for index, source in enumerate(sources):
        try:
            parsed.append(parse(source))
        except ExpressionError as error:
            raise _mistake(node.place, error, index, len(sources)) from None
    return tuple(parsed)


def _mistake(place: str, error: ExpressionError, index: int, count: int) -> FormError:
    which = f" 第 {index + 1} 项" if count > 1 else ""
    return FormError(
        RULES_FILE,
        f"{place}.expression{which} 第 {error.position} 个字符",
        error.problem,
        "请对照 form.toml 里的表、行、列 id 改正。",
    )
