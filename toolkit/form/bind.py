"""Binding a rule to the fields of a form: one instance for each row or column the rule speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.form.expression import (
    Aspect,
    Comparison,
    ExpressionError,
    Given,
    LineSum,
    Number,
    Reference,
    references_in,
)
from toolkit.form.instance import Equation, Instance, Part, Term, plain
from toolkit.form.model import FieldRole, field_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.form.expression import Expression, Side
    from toolkit.form.model import Field, Form, Line, Rule, Table


def bind_expression(rule: Rule, expression: Expression, form: Form) -> tuple[Instance, ...]:
    """Bind one expression of a rule; raises ExpressionError where it names no field.

    `each` leaves out the rows (columns) of blocks that lack a column (row) which the expression names.
    """
    scope = expression.scope
    if scope is None:
        return (_Binder(rule, form, None, None).instance(expression),)
    table = next((table for table in form.tables if table.id == scope.table), None)
    if table is None:
        raise ExpressionError(f"没有名为 {scope.table} 的表", scope.position)
    binders = [
        _Binder(rule, form, table, (scope.axis, line))
        for line in table_lines(table, scope.axis)
        if not line.group and not (scope.inputs_only and line.sum)
    ]
    fitting = [binder for binder in binders if binder.fits(expression)]
    return tuple(binder.instance(expression) for binder in fitting or binders[:1])


def table_lines(table: Table, axis: str) -> tuple[Line, ...]:
    """The rows or the columns of a table, each once, in order."""
    lines: dict[str, Line] = {}
    for block in table.blocks:
        for line in block.rows if axis == "row" else block.columns:
            lines.setdefault(line.id, line)
    return tuple(lines.values())


class _Binder(Struct, frozen=True):
    """Binds inside one scope; `bound` is its axis and the row or column it stands at."""

    rule: Rule
    form: Form
    table: Table | None
    bound: tuple[str, Line] | None

    def fits(self, expression: Expression) -> bool:
        """Say whether every row or column that the expression names has a field here."""
        names = (self.full_id(one.path) for one in references_in(expression) if "." not in one.path)
        return all(name in self.form.fields for name in names)

    def instance(self, expression: Expression) -> Instance:
        comparison = expression.comparison
        equation = self.equation(comparison)
        self.verify_stated(expression, equation)
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
            label=(line.alias if line else "") or field.alias,
            anchor=anchor,
            equation=equation,
            condition=condition,
        )

    def equation(self, comparison: Comparison) -> Equation:
        return Equation(self.side(comparison.left), comparison.operator, self.side(comparison.right))

    def verify_stated(self, expression: Expression, equation: Equation) -> None:
        """See that a stated total is only compared with the sum of its parts, all of them."""
        stated = [one for one in references_in(expression) if one.aspect is Aspect.STATED]
        if not stated:
            return
        total = self.field(stated[0])
        wanted = {Term(total.id, Aspect.STATED): 1.0, **{Term(name): -1.0 for name in total.inputs}}
        alone = len(equation.left) == 1 and equation.left[0].terms == (Term(total.id, Aspect.STATED),)
        more = len(stated) > 1 or equation.operator != "=" or any(part.constant for part in equation.right)
        if not alone or more or equation.coefficients != wanted:
            raise ExpressionError(
                "stated(合计) 只能与它的各项之和比：左边写 stated(合计)，右边写全各项", stated[0].position
            )

    def anchor(self, comparison: Comparison) -> Term:
        """The cell that shows the rule: a stated total, else the first item that has a cell, else an input."""
        references = [
            item.operand
            for item in (*comparison.left, *comparison.right)
            if isinstance(item.operand, Reference) and item.operand.aspect is not Aspect.LAST
        ]
        if not references:
            raise ExpressionError("规则没有提到本年的任何一项", 1)
        chosen = next((ref for ref in references if ref.aspect is Aspect.STATED), None)
        if chosen:
            return Term(self.field(chosen).id, Aspect.STATED)
        fields = [self.field(ref) for ref in references]
        with_cell = next((field for field in fields if field.role is not FieldRole.GROUP), None)
        return Term(with_cell.id if with_cell else fields[0].inputs[0])

    def side(self, side: Side) -> tuple[Part, ...]:
        return tuple(part for item in side for part in self.parts(item.coefficient, item.operand))

    def parts(self, coefficient: float, operand: Reference | Number | LineSum) -> Iterable[Part]:
        if isinstance(operand, Number):
            yield Part(coefficient, plain(operand.value), (), operand.value)
        elif isinstance(operand, LineSum):
            for field in self.summed(operand):
                yield self.part(coefficient, field, Aspect.VALUE, short=True)
        else:
            field = self.field(operand)
            if operand.aspect is Aspect.STATED and field.role is not FieldRole.COMPUTED:
                raise ExpressionError(f"stated() 里应是有单元格的合计，{field.alias} 不是", operand.position)
            yield self.part(coefficient, field, operand.aspect, short="." not in operand.path)

    def part(self, coefficient: float, field: Field, aspect: Aspect, *, short: bool) -> Part:
        """One item: `short` names it by its row or column alone, the other being that of the scope."""
        names = (field.id,) if aspect is Aspect.STATED else field.inputs
        word = (self.short_name(field) if short else "") or field.alias
        prefix = {Aspect.LAST: "上年的", Aspect.STATED: "表上的", Aspect.VALUE: ""}[aspect]
        return Part(coefficient, prefix + word, tuple(Term(name, aspect) for name in names))

    def summed(self, operand: LineSum) -> Iterable[Field]:
        """The input fields of `sum(rows of T)` in the column of the scope, or the other way round."""
        if all(table.id != operand.table for table in self.form.tables):
            raise ExpressionError(f"没有名为 {operand.table} 的表", operand.position)
        other = "column" if operand.axis == "row" else "row"
        if self.bound is None or self.bound[0] != other or not self.table or self.table.id != operand.table:
            raise ExpressionError(
                f"sum({operand.axis}s of {operand.table}) 要写在 each {other} of {operand.table} 之内",
                operand.position,
            )
        for line in table_lines(self.table, operand.axis):
            field = self.form.fields.get(self.full_id(line.id))
            if field and not line.sum:
                yield field

    def short_name(self, field: Field) -> str:
        """The alias of a field's row in a scope over columns, or of its column in one over rows."""
        if self.table is None or self.bound is None:
            return ""
        axis, name = ("row", field.row) if self.bound[0] == "column" else ("column", field.column)
        return next(line.alias for line in table_lines(self.table, axis) if line.id == name)

    def full_id(self, name: str) -> str:
        """The field id of a name in a rule: a whole id as it is, a row or column completed by the scope."""
        if "." in name or not (self.table and self.bound):
            return name
        axis, line = self.bound
        row, column = (line.id, name) if axis == "row" else (name, line.id)
        return field_id(self.table.id, row, column)

    def field(self, reference: Reference) -> Field:
        path = self.full_id(reference.path)
        try:
            return self.form.fields[path]
        except KeyError:
            raise ExpressionError(f"没有字段 {path}", reference.position) from None
