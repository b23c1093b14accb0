"""Conditions of a selection as SQL, three-valued: NULL is unknown."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.dates import coarser
from societyctl.domain.fields import Field, FieldType, Grain, RecordKind, Value
from societyctl.domain.keys import as_read, normal_text
from societyctl.domain.selection import (
    ID,
    AnyOf,
    Condition,
    Criterion,
    Evidenced,
    FieldsCompared,
    Linked,
    Operator,
    ranked_terms,
)
from societyctl.store.asking.days import compared_day, compared_days, earliest, unless
from societyctl.store.codec import encode, list_term
from societyctl.store.schema.columns import is_twinned
from societyctl.store.schema.dialects import Dialect
from societyctl.store.schema.sql import (
    FALSE,
    Sql,
    all_true,
    any_true,
    compared,
    contained,
    inverted,
    one_of,
    quoted,
    sql,
)

_SIGNS = {Operator.AT_LEAST: ">=", Operator.AT_MOST: "<=", Operator.ABOVE: ">", Operator.BELOW: "<"}
_NUMBERS = (FieldType.INTEGER, FieldType.MONEY, FieldType.DECIMAL)


@dataclass(frozen=True)
class KindRows:
    """The rows of one record kind that conditions speak about."""

    kind: RecordKind
    dialect: Dialect
    depth: int = 0
    """How many queries lie around the one over these rows."""

    @property
    def table(self) -> Sql:
        """The table, under a name of its own inside another query."""
        family = quoted(self.kind.family)
        return Sql(f"{family} AS {quoted(self._name)}" if self.depth else family)

    @property
    def _name(self) -> str:
        return f"{self.kind.family}_{self.depth}" if self.depth else self.kind.family

    @property
    def are_of_kind(self) -> Sql:
        """Whether a row of the table, which several kinds may share, is one of these."""
        return compared(self.column("record"), "=", self.kind.name)

    def column(self, name: str) -> Sql:
        """Return a column of the table."""
        return Sql(quoted(self._name, name))

    def inside(self, kind: str) -> KindRows:
        """Return the rows of a kind for a query inside the one over these rows."""
        return rows_of(kind, self.dialect, self.depth + 1)

    def resolve(self, name: str) -> tuple[Field, Sql]:
        """Return the field that ``name`` or ``reference.name`` means, and its value."""
        if name == ID.name:
            return ID, self.column(name)
        first, _, rest = name.partition(".")
        field = self._field(first)
        if not rest:
            return field, self.column(first)
        if field.refers_to is None:
            raise ValueError(f"{self.kind.name}.{first} is no reference")
        target = self.inside(field.refers_to)
        last, value = target.resolve(rest)
        return last, self._follow(first, target, value)

    def _field(self, name: str) -> Field:
        """Return a field of the kind; a name that is none is a programming error."""
        try:
            return self.kind.field(name)
        except KeyError:
            raise ValueError(f"{self.kind.name} has no field {name}") from None

    def _follow(self, reference: str, target: KindRows, value: Sql) -> Sql:
        """Return a value of the record referred to: by its key before its title, then newest."""
        twin, number = self.column(f"{reference}_key"), target.column("id")
        query = "(SELECT {} FROM {} WHERE {} AND {} = {} ORDER BY {} DESC LIMIT 1)"
        by_key, by_name = (
            sql(query, value, target.table, target.are_of_kind, target.column(name), twin, number)
            for name in ("key", "name_key")
        )
        return sql("coalesce({}, {})", by_key, by_name)

    def comparable(self, name: str) -> Sql:
        """Return what tells two values of a field apart: names and texts as people read them."""
        field, value = self.resolve(name)
        if is_twinned(field) and "." not in name:
            return self.column(f"{name}_key")
        if not is_free_text(field):
            return value
        return self.column("name_key") if name == self.kind.label else self.dialect.plain(value)

    def proved(self, kinds: Iterable[str] = (), *, others: bool = False) -> Sql:
        """Return whether evidence is on file (of one of ``kinds``, or of any but these)."""
        mine = sql(
            "evidence_link.record = {} AND evidence_link.record_id = {}",
            self.column("record"),
            self.column("id"),
        )
        named = tuple(kinds)
        if not named:
            return sql("EXISTS (SELECT 1 FROM evidence_link WHERE {})", mine)
        fits = one_of(Sql("proof.kind"), named)
        if others:
            fits = sql("coalesce(NOT ({}), TRUE)", fits)
        return sql(
            "EXISTS (SELECT 1 FROM evidence_link JOIN evidence AS proof"
            " ON proof.id = evidence_link.evidence_id WHERE {} AND {})",
            mine,
            fits,
        )


@cache
def rows_of(kind: str, dialect: Dialect, depth: int = 0) -> KindRows:
    """Return the rows of a record kind, under a name of their own inside another query."""
    if kind not in RECORD_KINDS:
        raise ValueError(f"no record kind {kind}")
    return KindRows(RECORD_KINDS[kind], dialect, depth)


def claim(rows: KindRows, condition: Condition) -> Sql:
    """Return the SQL of one condition: true, false, or NULL for unknown."""
    match condition:
        case Criterion(field=name):
            met = _criterion(rows, condition)
            return sql("coalesce({}, FALSE)", met) if _is_label(rows, name) else met
        case AnyOf(options):
            return any_true(all_of(rows, option) for option in options)
        case FieldsCompared():
            return _fields_compared(rows, condition)
        case Evidenced(kinds, others):
            return rows.proved(kinds, others=others)
        case Linked():
            return _linked(rows, condition)


def is_free_text(field: Field) -> bool:
    """Tell whether a field holds words of its own, in which width, case and blanks say nothing."""
    return field.type is FieldType.TEXT and field.vocabulary is None


def _is_label(rows: KindRows, name: str) -> bool:
    """Tell whether an empty field says that there is none; asked for the record itself only."""
    return rows.kind.has(name) and rows.kind.field(name).optional


def all_of(rows: KindRows, conditions: Iterable[Condition]) -> Sql:
    """Return the SQL of conditions that must all be true."""
    return all_true(claim(rows, condition) for condition in conditions)


def _criterion(rows: KindRows, criterion: Criterion) -> Sql:
    field, column = rows.resolve(criterion.field)
    operator, values = criterion.operator, criterion.values
    if operator is Operator.PRESENT:
        return _present(field, column)
    if operator is Operator.ABSENT:
        return inverted(_present(field, column))
    if operator is Operator.UNENDED:
        return _unended(field, column, values)
    if operator in _SIGNS:
        return _ordered(field, column, operator, values[0])
    if operator is Operator.CONTAINS:
        plain = rows.dialect.plain(column)
        return any_true(contained(plain, as_read(str(value))) for value in values)
    if field.type is FieldType.TERMS:
        return _list_claim(column, operator, values)
    if is_free_text(field) or (field.type is FieldType.REFERENCE and "." not in criterion.field):
        is_filed = not is_free_text(field) or criterion.field == rows.kind.label
        names = [normal_text(value) if is_filed else as_read(str(value)) for value in values]
        return _equality(rows.comparable(criterion.field), operator, names)
    return _equality(_told(field, column, values), operator, _exact_values(field, values))


def _told(field: Field, column: Sql, values: tuple[Value, ...]) -> Sql:
    """Return a column, empty where it is a month or year in which one of the days lies."""
    days = [value for value in values if isinstance(value, date)]
    return unless(_day(field, column), (one for day in days for one in coarser(day)))


def _day(field: Field, column: Sql) -> Sql:
    """Return a column of dates; what names a month as such is the month's first day."""
    return earliest(column) if field.grain is Grain.MONTH else column


_NOTHING = {FieldType.TERMS: "|", FieldType.TEXT: "无", FieldType.REFERENCE: "无"}
"""What a cell holds that was filled in to say that there is none."""


def _present(field: Field, column: Sql) -> Sql:
    """Return whether a field is filled; one that says there is none is as good as empty."""
    filled = sql("{} IS NOT NULL", column)
    nothing = _NOTHING.get(field.type)
    return filled if nothing is None else all_true((filled, compared(column, "<>", nothing)))


def _unended(field: Field, column: Sql, values: tuple[Value, ...]) -> Sql:
    """Return whether the end lies on or after a day, or is open."""
    lasts = on_side(field, column, ">=", values[0])
    return any_true((sql("{} IS NULL", column), lasts))


def _ordered(field: Field, column: Sql, operator: Operator, value: Value) -> Sql:
    """Return a comparison of more and less."""
    if field.vocabulary is not None:
        terms = ranked_terms(field, operator, value)
        if field.type is FieldType.TERMS:
            return _list_claim(column, Operator.IN, terms)
        return one_of(column, terms)
    if field.type is FieldType.DATE:
        return on_side(field, column, _SIGNS[operator], value)
    if field.type in _NUMBERS:
        return compared(column, _SIGNS[operator], _threshold(field, operator, value))
    raise ValueError(f"{field.name} has no order")


def on_side(field: Field, column: Sql, sign: str, value: Value) -> Sql:
    """Return a comparison of a column of dates with a day."""
    if not isinstance(value, date):
        raise TypeError(f"not a date: {value!r}")
    return compared_day(_day(field, column), sign, value)


def _threshold(field: Field, operator: Operator, value: Value) -> int | Decimal:
    """Return a threshold that fits the column, moved to the next whole number if need be."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"not a number: {value!r}")
    if field.type is FieldType.DECIMAL:
        return Decimal(value)
    up = operator in (Operator.AT_LEAST, Operator.BELOW)
    return math.ceil(value) if up else math.floor(value)


def _exact_values(field: Field, values: tuple[Value, ...]) -> list[object]:
    """Return the values a column may equal; a broken number equals no whole one."""
    whole = field.type in (FieldType.INTEGER, FieldType.MONEY)
    fitting = (v for v in values if not (whole and isinstance(v, Decimal) and v != v.to_integral()))
    return [encode(field, value) for value in fitting]


def _equality(column: Sql, operator: Operator, values: list[object] | list[str]) -> Sql:
    """Return whether a single value is among those given (for all: equals each)."""
    if operator is Operator.NOT_IN:
        # Every value differs from none, yet of an empty field nothing is known.
        return inverted(one_of(column, values)) if values else sql("{} = {}", column, column)
    if operator is Operator.ALL_IN and len(set(values)) > 1:
        return FALSE
    return one_of(column, values)


def _list_claim(column: Sql, operator: Operator, values: tuple[Value, ...]) -> Sql:
    """Return whether a list shares terms with those given."""
    held = [contained(column, f"|{list_term(str(value))}|") for value in values]
    # A list that is filled in is never an empty text, so this is false or unknown.
    nothing = compared(column, "=", "")
    if operator is Operator.ALL_IN:
        return all_true((inverted(nothing), *held))
    shares = any_true((nothing, *held))
    return inverted(shares) if operator is Operator.NOT_IN else shares


def _fields_compared(rows: KindRows, condition: FieldsCompared) -> Sql:
    """Return a comparison of two fields of one record."""
    left, right = rows.resolve(condition.left)[0], rows.resolve(condition.right)[0]
    if left.type is not right.type:
        raise ValueError(f"{left.name} and {right.name} are of different types")
    one, other = rows.comparable(condition.left), rows.comparable(condition.right)
    if left.type is FieldType.DATE:
        return _days_compared(rows, condition, _day(left, one), _day(right, other))
    if condition.operator in (Operator.IN, Operator.NOT_IN):
        return sql("{} = {}" if condition.operator is Operator.IN else "{} <> {}", one, other)
    if left.type not in _NUMBERS:
        raise ValueError(f"{left.name} has no order")
    return sql(f"{{}} {_SIGNS[condition.operator]} {{}}", one, other)


def _days_compared(rows: KindRows, condition: FieldsCompared, one: Sql, other: Sql) -> Sql:
    """Return a comparison of two dates, that on the right moved."""
    sign = _SIGNS.get(condition.operator, "=")
    met = compared_days(rows.dialect, one, sign, other, condition.months, condition.days)
    return inverted(met) if condition.operator is Operator.NOT_IN else met


def _linked(rows: KindRows, linked: Linked) -> Sql:
    """Return whether some record points here; unknown when one perhaps does."""
    other = rows.inside(linked.record)
    points = all_true((other.are_of_kind, _points_here(rows, other, linked.through)))
    pointing = sql("SELECT 1 FROM {} WHERE {}", other.table, points)
    if not linked.criteria:
        return sql("NOT EXISTS ({})" if linked.absent else "EXISTS ({})", pointing)
    criteria = all_of(other, linked.criteria)
    linked_claim = sql(
        "CASE WHEN EXISTS ({} AND {}) THEN TRUE WHEN EXISTS ({} AND ({}) IS NULL) THEN NULL "
        "ELSE FALSE END",
        pointing,
        criteria,
        pointing,
        criteria,
    )
    return inverted(linked_claim) if linked.absent else linked_claim


def _points_here(rows: KindRows, other: KindRows, through: str) -> Sql:
    """Return whether a record of ``other`` names one of ``rows``."""
    if not is_twinned(other.resolve(through)[0]):
        return sql("{} = {}", other.comparable(through), rows.column("name_key"))
    twin = other.column(f"{through}_key")
    return any_true(sql("{} = {}", twin, rows.column(name)) for name in ("name_key", "key"))
