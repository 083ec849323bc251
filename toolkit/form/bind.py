"""Binding a rule to the fields of a form: one instance for each row or column the rule speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.form.expression import (
    Aspect,
    Comparison,
    Expression,
    ExpressionError,
    Given,
    LineSum,
    Number,
    Reference,
)
from toolkit.form.instance import Equation, Instance, Part, Term, plain
from toolkit.form.model import FieldRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.form.expression import Side
    from toolkit.form.model import Field, Form, Line, Rule, Table


def bind(rule: Rule, form: Form) -> tuple[Instance, ...]:
    """Bind every expression of a rule to the form; raises ExpressionError where it names no field."""
    return tuple(instance for expression in rule.expressions for instance in _bind(rule, expression, form))


def _bind(rule: Rule, expression: Expression, form: Form) -> Iterable[Instance]:
    scope = expression.scope
    if scope is None:
        yield _Binder(rule, form, None, None).instance(expression)
        return
    table = next((table for table in form.tables if table.id == scope.table), None)
    if table is None:
        raise ExpressionError(f"没有名为 {scope.table} 的表", scope.position)
    for line in table_lines(table, scope.axis):
        if not line.group and not (scope.inputs_only and line.sum):
            yield _Binder(rule, form, table, (scope.axis, line)).instance(expression)


def table_lines(table: Table, axis: str) -> tuple[Line, ...]:
    """The rows or the columns of a table, each once, in order."""
    lines: dict[str, Line] = {}
    for block in table.blocks:
        for line in block.rows if axis == "row" else block.columns:
            lines.setdefault(line.id, line)
    return tuple(lines.values())


@dataclass(frozen=True, slots=True)
class _Binder:
    rule: Rule
    form: Form
    table: Table | None
    bound: tuple[str, Line] | None

    def instance(self, expression: Expression) -> Instance:
        comparison = expression.comparison
        equation = self.equation(comparison)
        anchor = self.anchor(comparison)
        condition: Equation | tuple[Term, ...] | None = None
        if isinstance(expression.condition, Given):
            condition = tuple(
                Term(name) for ref in expression.condition.references for name in self.field(ref).inputs
            )
        elif isinstance(expression.condition, Comparison):
            condition = self.equation(expression.condition)
        field = self.form.fields[anchor.field]
        axis, line = self.bound or (None, None)
        return Instance(
            rule=self.rule,
            table=field.table,
            axis=axis,
            line=line.id if line else None,
            label=line.alias if line else field.alias,
            anchor=anchor,
            equation=equation,
            condition=condition,
        )

    def equation(self, comparison: Comparison) -> Equation:
        return Equation(self.side(comparison.left), comparison.operator, self.side(comparison.right))

    def anchor(self, comparison: Comparison) -> Term:
        references = [
            item.operand
            for item in (*comparison.left, *comparison.right)
            if isinstance(item.operand, Reference) and item.operand.aspect is not Aspect.LAST
        ]
        if not references:
            raise ExpressionError("规则没有提到任何字段", 1)
        chosen = next((ref for ref in references if ref.aspect is Aspect.STATED), references[0])
        return Term(self.field(chosen).id, chosen.aspect)

    def side(self, side: Side) -> tuple[Part, ...]:
        return tuple(part for item in side for part in self.parts(item.coefficient, item.operand))

    def parts(self, coefficient: float, operand: Reference | Number | LineSum) -> Iterable[Part]:
        if isinstance(operand, Number):
            yield Part(coefficient, plain(operand.value), (), operand.value)
        elif isinstance(operand, LineSum):
            table = next((table for table in self.form.tables if table.id == operand.table), None)
            if table is None or self.bound is None or self.bound[0] == operand.axis:
                raise ExpressionError(
                    f"sum({operand.axis}s of …) 要写在另一方向的 each 之内", operand.position
                )
            for line in table_lines(table, operand.axis):
                if not line.sum:
                    yield from self.parts(coefficient, Reference(line.id, Aspect.VALUE, operand.position))
        else:
            field = self.field(operand)
            if operand.aspect is Aspect.STATED:
                if field.role is not FieldRole.COMPUTED:
                    raise ExpressionError(
                        f"stated() 里应是有单元格的合计，{field.alias} 不是", operand.position
                    )
                terms: tuple[Term, ...] = (Term(field.id, Aspect.STATED),)
            else:
                terms = tuple(Term(name, operand.aspect) for name in field.inputs)
            yield Part(coefficient, self.label(operand, field), terms)

    def label(self, operand: Reference, field: Field) -> str:
        word = field.alias
        if self.bound and "." not in operand.path and self.table:
            other = "column" if self.bound[0] == "row" else "row"
            word = next(line.alias for line in table_lines(self.table, other) if line.id == operand.path)
        return {Aspect.LAST: "上年", Aspect.STATED: "表上的", Aspect.VALUE: ""}[operand.aspect] + word

    def field(self, reference: Reference) -> Field:
        path = reference.path
        if "." not in path and self.table and self.bound:
            axis, line = self.bound
            path = (
                f"{self.table.id}.{path}.{line.id}"
                if axis == "column"
                else f"{self.table.id}.{line.id}.{path}"
            )
        try:
            return self.form.fields[path]
        except KeyError:
            raise ExpressionError(f"没有字段 {path}", reference.position) from None
