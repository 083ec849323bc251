"""`gktool rules`: the list of every rule, and the explanation of one, as text for the terminal.

The toolkit's own rules come from its catalogue, the balances and comparisons of years from the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.catalogue import Entry, entries
from toolkit.finding import SEVERITY_WORDS, Severity
from toolkit.terminal import padded, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.form.model import Form, Rule

_HEAD: Final = ("编号", "程度", "名称")


def rules_table(form: Form, others: Sequence[Form] = ()) -> str:
    """Return the list of all rules by code: code, severity, name; before it whose they are, and how to see others'."""
    rules = sorted(_rules(form).values(), key=lambda rule: rule.code)
    rows = [_HEAD, *((rule.code, _severity(rule), rule.name) for rule in rules)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(_HEAD))]
    heads = [f"以下是{form.name}的规则。"]
    heads += [f"{other.name}的，用 gktool rules --form {other.id} 列出。" for other in others]
    return "".join(f"{head}\n" for head in heads) + "".join(
        "  ".join(padded(word, columns) for word, columns in zip(row, widths, strict=True)).rstrip() + "\n"
        for row in rows
    )


def rule_text(code: str, form: Form) -> str | None:
    """Return the explanation of one rule, or None if there is no such code (b301 is B301)."""
    rule = _rules(form).get(code.strip().upper())
    if rule is None:
        return None
    sentences = _sentences(rule, form)
    parts = [
        ("说明", [rule.explanation]),
        ("勾稽", sentences),
        ("依据", [rule.source]),
        ("例", [rule.example]),
        ("怎么办", [rule.advice if isinstance(rule, Entry) else rule.remedy]),
    ]
    lines = [f"{rule.code}  {rule.name}（{_severity(rule)}）"]
    column = max(width(label) for label, _ in parts)
    for label, texts in parts:
        labels = (label, *[""] * len(texts))
        lines += [
            f"{padded(name, column)}  {text}" for name, text in zip(labels, texts, strict=False) if text
        ]
    return "\n".join(lines) + "\n"


def _rules(form: Form) -> dict[str, Entry | Rule]:
    return {**entries(), **{rule.code: rule for rule in form.rules}}


def _severity(rule: Entry | Rule) -> str:
    return SEVERITY_WORDS[Severity(rule.severity)]


def _sentences(rule: Entry | Rule, form: Form) -> list[str]:
    """The 勾稽 sentences of a form's rule, each once; none for a rule of the catalogue."""
    if isinstance(rule, Entry):
        return []
    return list(dict.fromkeys(one.when(form) + one.sentence for one in form.instances if one.rule is rule))
