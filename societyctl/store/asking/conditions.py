"""Conditions of a selection as SQL expressions, three-valued: NULL is unknown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.keys import normal_text
from societyctl.domain.selection import (
    AnyOf,
    Condition,
    Criterion,
    Evidenced,
    FieldsCompared,
    Linked,
    Operator,
)
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.store.asking.shifting import shifted
from societyctl.store.codec import encode, list_term
from societyctl.store.schema.tables import LINKS, TABLES, is_twinned, table_of

Claim = ColumnElement[bool]
"""True, false, or NULL for unknown."""

_ORDERING: dict[Operator, Callable[[Any, Any], Any]] = {
    Operator.AT_LEAST: lambda left, right: left >= right,
    Operator.AT_MOST: lambda left, right: left <= right,
    Operator.ABOVE: lambda left, right: left > right,
    Operator.BELOW: lambda left, right: left < right,
}
_ID = Field("id", "序号", FieldType.INTEGER)
"""Stands for the number of the record itself, by which one record is picked."""
_NUMBERS = (FieldType.INTEGER, FieldType.MONEY, FieldType.DECIMAL)


@dataclass(frozen=True)
class Rows:
    """The rows of one record kind that conditions speak about."""

    kind: RecordKind
    table: FromClause
    depth: int = 0
    """How many queries lie around the one over these rows."""

    def inside(self, kind: str) -> Rows:
        """Return the rows of a kind for a query inside the one over these rows."""
        return rows_of(kind, self.depth + 1)

    def resolve(self, name: str) -> tuple[Field, ColumnElement[Any]]:
        """Return the field that ``name`` or ``reference.name`` means, and its value."""
        if name == "id":
            return _ID, self.table.c.id
        first, _, rest = name.partition(".")
        field = self._field(first)
        if not rest:
            return field, self.table.c[first]
        if field.refers_to is None:
            raise ValueError(f"{self.kind.name}.{first} is no reference")
        target = self.inside(field.refers_to)
        found, value = target.resolve(rest)
        return found, self._follow(first, target, value)

    def _field(self, name: str) -> Field:
        """Return a field of the kind; a name that is none is a programming error."""
        try:
            return self.kind.field(name)
        except KeyError:
            raise ValueError(f"{self.kind.name} has no field {name}") from None

    def _follow(
        self, reference: str, target: Rows, value: ColumnElement[Any]
    ) -> ColumnElement[Any]:
        """Return a value of the record referred to: by its key before its title, then newest."""
        twin = self.table.c[f"{reference}_key"]
        found = [
            select(value)
            .where(target.table.c.record == target.kind.name, column == twin)
            .order_by(target.table.c.id.desc())
            .limit(1)
            .correlate(self.table)
            .scalar_subquery()
            for column in (target.table.c.key, target.table.c.name_key)
        ]
        return func.coalesce(*found)

    def comparable(self, name: str) -> ColumnElement[Any]:
        """Return what tells two values of a field apart: the normalised text of references."""
        field, value = self.resolve(name)
        return self.table.c[f"{name}_key"] if is_twinned(field) and "." not in name else value

    def proved(self, kinds: Iterable[str] = (), *, others: bool = False) -> Claim:
        """Return whether evidence is on file (of one of ``kinds``, or of any but these)."""
        mine = and_(LINKS.c.record == self.table.c.record, LINKS.c.record_id == self.table.c.id)
        query = select(literal(1)).select_from(LINKS).where(mine).correlate(self.table)
        wanted = tuple(kinds)
        if wanted:
            evidence = TABLES["evidence"].alias()
            query = query.join(evidence, evidence.c.id == LINKS.c.evidence_id)
            fits = evidence.c.kind.in_(wanted)
            query = query.where(func.coalesce(~fits, true()) if others else fits)
        return exists(query)


@cache
def rows_of(kind: str, depth: int = 0) -> Rows:
    """Return the rows of a record kind, under a name of their own inside another query."""
    if kind not in RECORD_KINDS:
        raise ValueError(f"no record kind {kind}")
    table = table_of(kind)
    named = table.alias(f"{table.name}_{depth}") if depth else table
    return Rows(RECORD_KINDS[kind], named, depth)


def claim(rows: Rows, condition: Condition) -> Claim:
    """Return the SQL of one condition."""
    match condition:
        case Criterion(field=name):
            said = _criterion(rows, condition)
            return func.coalesce(said, false()) if _is_label(rows, name) else said
        case AnyOf(options):
            return or_(false(), *(all_of(rows, option) for option in options))
        case FieldsCompared():
            return _fields_compared(rows, condition)
        case Evidenced(kinds, others):
            return rows.proved(kinds, others=others)
        case Linked():
            return _linked(rows, condition)


def _is_label(rows: Rows, name: str) -> bool:
    """Tell whether an empty field says that there is none; asked for the record itself only."""
    return rows.kind.has(name) and rows.kind.field(name).optional


def all_of(rows: Rows, conditions: Iterable[Condition]) -> Claim:
    """Return the SQL of conditions that must all be true."""
    return and_(true(), *(claim(rows, condition) for condition in conditions))


def _criterion(rows: Rows, criterion: Criterion) -> Claim:
    field, column = rows.resolve(criterion.field)
    operator, values = criterion.operator, criterion.values
    if operator is Operator.PRESENT:
        return _present(field, column)
    if operator is Operator.ABSENT:
        return ~_present(field, column)
    if operator is Operator.UNENDED:
        return _unended(field, column, values)
    if operator in _ORDERING:
        return _ordered(field, column, operator, values[0])
    if operator is Operator.CONTAINS:
        return or_(*(column.contains(str(value), autoescape=True) for value in values))
    if field.type is FieldType.TERMS:
        return _list_claim(column, operator, values)
    if field.type is FieldType.REFERENCE and "." not in criterion.field:
        names = [normal_text(value) for value in values]
        return _equality(rows.comparable(criterion.field), operator, names)
    return _equality(column, operator, _exact_values(field, values))


_NOTHING = {FieldType.TERMS: "|", FieldType.TEXT: "无", FieldType.REFERENCE: "无"}
"""What a cell holds that was filled in to say that there is none."""


def _present(field: Field, column: ColumnElement[Any]) -> Claim:
    """Return whether a field is filled; one that says there is none is as good as empty."""
    known = column.is_not(None)
    nothing = _NOTHING.get(field.type)
    return known if nothing is None else and_(known, column != nothing)


def _unended(field: Field, column: ColumnElement[Any], values: tuple[Value, ...]) -> Claim:
    """Return whether the end lies on or after a day, or is open."""
    return or_(column.is_(None), column >= encode(field, values[0]))


def _ordered(field: Field, column: ColumnElement[Any], operator: Operator, value: Value) -> Claim:
    """Return a comparison of more and less."""
    if field.vocabulary is not None:
        terms = tuple(ranked_terms(field, operator, value))
        if field.type is FieldType.TERMS:
            return _list_claim(column, Operator.IN, terms)
        return column.in_(terms)
    if field.type is FieldType.DATE:
        return _claim(_ORDERING[operator](column, encode(field, value)))
    if field.type in _NUMBERS:
        return _claim(_ORDERING[operator](column, _bound(field, operator, value)))
    raise ValueError(f"{field.name} has no order")


def ranked_terms(field: Field, operator: Operator, value: Value) -> tuple[str, ...]:
    """Return the terms on one side of ``value``; raises ValueError without an order."""
    vocabulary = VOCABULARIES[field.vocabulary or ""]
    if not vocabulary.ordered:
        raise ValueError(f"{vocabulary.name} has no order")
    rank = vocabulary.rank(str(value))
    compare = _ORDERING[operator]
    return tuple(term for term in vocabulary.terms if compare(vocabulary.rank(term), rank))


def _bound(field: Field, operator: Operator, value: Value) -> int | Decimal:
    """Return a threshold that fits the column, moved to the next whole number if need be."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"not a number: {value!r}")
    if field.type is FieldType.DECIMAL:
        return Decimal(value)
    up = operator in (Operator.AT_LEAST, Operator.BELOW)
    return math.ceil(value) if up else math.floor(value)


def _exact_values(field: Field, values: tuple[Value, ...]) -> list[Any]:
    """Return the values a column may equal; a broken number equals no whole one."""
    whole = field.type in (FieldType.INTEGER, FieldType.MONEY)
    fitting = (v for v in values if not (whole and isinstance(v, Decimal) and v != v.to_integral()))
    return [encode(field, value) for value in fitting]


def _equality(column: ColumnElement[Any], operator: Operator, values: list[Any]) -> Claim:
    """Return whether a single value is among those given (for all: equals each)."""
    if operator is Operator.NOT_IN:
        return and_(or_(column.is_not(None), null()), column.not_in(values))
    if operator is Operator.ALL_IN and len(set(values)) > 1:
        return false()
    return _claim(column == values[0]) if len(values) == 1 else column.in_(values)


def _list_claim(column: ColumnElement[Any], operator: Operator, values: tuple[Value, ...]) -> Claim:
    """Return whether a list shares terms with those given."""
    words = [list_term(str(value)) for value in values]
    held = [column.contains(f"|{word}|", autoescape=True) for word in words]
    # A known list is never an empty text, so this is false or unknown.
    nothing = _claim(column == "")
    if operator is Operator.ALL_IN:
        return and_(~nothing, *held)
    shares = or_(nothing, *held)
    return ~shares if operator is Operator.NOT_IN else shares


def _fields_compared(rows: Rows, compared: FieldsCompared) -> Claim:
    """Return a comparison of two fields of one record."""
    left, right = rows.resolve(compared.left)[0], rows.resolve(compared.right)[0]
    if left.type is not right.type:
        raise ValueError(f"{left.name} and {right.name} are of different types")
    one, other = rows.comparable(compared.left), rows.comparable(compared.right)
    if left.type is FieldType.DATE:
        other = shifted(other, compared.months, compared.days)
    if compared.operator is Operator.IN:
        return _claim(one == other)
    if compared.operator is Operator.NOT_IN:
        return _claim(one != other)
    if left.type is not FieldType.DATE and left.type not in _NUMBERS:
        raise ValueError(f"{left.name} has no order")
    return _claim(_ORDERING[compared.operator](one, other))


def _linked(rows: Rows, linked: Linked) -> Claim:
    """Return whether some record points here; unknown when one perhaps does."""
    other = rows.inside(linked.record)
    points = and_(other.table.c.record == linked.record, _points_here(rows, other, linked.through))
    pointing = select(literal(1)).select_from(other.table).where(points).correlate(rows.table)
    found: Claim = exists(pointing)
    if linked.criteria:
        criteria = all_of(other, linked.criteria)
        perhaps = pointing.where(criteria.is_(None))
        sure = pointing.where(criteria)
        found = case((exists(sure), true()), (exists(perhaps), null()), else_=false())
    return ~found if linked.absent else found


def _points_here(rows: Rows, other: Rows, through: str) -> Claim:
    """Return whether a record of ``other`` names one of ``rows``."""
    field, column = other.resolve(through)
    if is_twinned(field):
        twin = other.table.c[f"{through}_key"]
        return or_(twin == rows.table.c.name_key, twin == rows.table.c.key)
    return _claim(column == rows.table.c[rows.kind.label])


def _claim(expression: Any) -> Claim:
    """Give a comparison its type."""
    typed: Claim = expression
    return typed
