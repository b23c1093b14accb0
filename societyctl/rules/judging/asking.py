"""From the words of a program file to selections: conditions, periods, fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from societyctl.domain.catalog import RECORD_KINDS, field_at
from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.periods import Period
from societyctl.domain.selection import (
    AnyOf,
    Condition,
    Criterion,
    Evidenced,
    FieldsCompared,
    Linked,
    Operator,
    Record,
    Selection,
    Take,
)
from societyctl.rules.judging.context import Context, Unresolved, literal_day
from societyctl.rules.language.words import Measure, Test, Where, Window

RECORDS_AT_HAND = ("society", "application", "this")
"""What a path may start with: the society, the application, the record of ``each_record``."""

_OPERATORS = {
    "at_least": Operator.AT_LEAST,
    "at_most": Operator.AT_MOST,
    "above": Operator.ABOVE,
    "below": Operator.BELOW,
    "equals": Operator.IN,
    "one_of": Operator.IN,
    "not": Operator.NOT_IN,
    "all_of": Operator.ALL_IN,
    "contains": Operator.CONTAINS,
    "unended": Operator.UNENDED,
}


@dataclass(frozen=True, slots=True)
class Source:
    """The records a measure speaks of, with a named set already merged in."""

    kind: RecordKind
    scope: tuple[Where, ...]
    where: tuple[Where, ...]
    window: Window | None
    on: str | None
    none_is_zero: bool = False
    """That nothing of the kind is recorded means that there is none."""


def source_of(measure: Measure, context: Context) -> Source:
    """Return the records of a measure that counts, adds up or takes a value."""
    each = measure.each_record if isinstance(measure, Test) else None
    name = measure.count or measure.every or measure.over or each or _kind_in(measure)
    window = context.window(measure.during)
    record_set = context.program.sets.get(name)
    zero = measure.if_none == "zero"
    if record_set is None:
        kind = RECORD_KINDS[name]
        return Source(kind, (measure.of,), (measure.where,), window, measure.on, zero)
    return Source(
        RECORD_KINDS[record_set.record],
        (record_set.of, measure.of),
        (record_set.where, measure.where),
        window or context.window(record_set.during),
        measure.on or record_set.on,
        zero,
    )


def _kind_in(measure: Measure) -> str:
    return measure.value.partition(".")[0] if measure.value else "figure"


def selection_of(source: Source, context: Context, period: Period | None = None) -> Selection:
    """Return the question for the records of a source.

    ``period`` replaces the window's own (one part of it). Raises Unresolved.
    """
    window = source.window
    if window is not None and period is None:
        period = context.period(window)
    held_by = _held_by(source, context, period)
    return Selection(
        record=source.kind.name,
        scope=_all_conditions(source.scope, source.kind, context),
        where=_all_conditions(source.where, source.kind, context),
        period=period,
        on=source.on,
        whole=bool(window and window.whole),
        held_by=held_by,
    )


def _all_conditions(
    parts: Sequence[Where], kind: RecordKind, context: Context
) -> tuple[Condition, ...]:
    return tuple(item for part in parts for item in conditions(part, kind, context))


def _held_by(source: Source, context: Context, period: Period | None) -> date | None:
    """Return the day after which records are only planned.

    Records without a window are not placed in time, except those that have a status.
    """
    if source.window is not None and source.window.planned:
        return None
    if source.window is not None and source.window.open_after_decision:
        return context.as_of
    if period is None and not _says_if_held(source.kind):
        return None
    return context.decision if source.kind.date or source.on else None


def _says_if_held(kind: RecordKind) -> bool:
    return kind.has("status") and kind.field("status").vocabulary == "activity_status"


def take(selection: Selection, what: Take, field: str | None = None) -> Selection:
    """Return the same question with another figure asked for."""
    return replace(selection, take=what, field=field)


def conditions(where: Mapping[str, Any], kind: RecordKind, context: Context) -> Iterator[Condition]:
    """Yield the conditions that a ``where`` stands for; raises Unresolved."""
    for key, wanted in where.items():
        if key == "any":
            yield AnyOf(tuple(_all_of(option, kind, context) for option in wanted))
        elif key == "evidenced":
            yield _evidenced(wanted)
        elif key in ("linked", "not_linked"):
            linked = RECORD_KINDS[wanted["record"]]
            criteria = _all_of(wanted.get("where", {}), linked, context)
            yield Linked(linked.name, wanted["through"], criteria, absent=key == "not_linked")
        elif key == "this":
            yield Criterion("id", Operator.IN, (_this(kind, context),))
        else:
            yield from _field_conditions(key, wanted, kind, context)


def _evidenced(wanted: Any) -> Evidenced:
    """Return the condition of any evidence, of some kinds, or of any kind but some."""
    if isinstance(wanted, Mapping):
        return Evidenced(tuple(wanted["not"]), others=True)
    return Evidenced(tuple(wanted) if isinstance(wanted, (list, tuple)) else ())


def _this(kind: RecordKind, context: Context) -> int:
    """Return the number of the record at hand of a kind: of ``each_record``, or the application."""
    record = context.application
    if context.this is not None and context.this["record"] == kind.name:
        record = context.this
    if record is None:
        raise Unresolved("申报项目", "application")
    return cast("int", record["id"])


def _all_of(where: Mapping[str, Any], kind: RecordKind, context: Context) -> tuple[Condition, ...]:
    return tuple(conditions(where, kind, context))


def _field_conditions(
    path: str, wanted: Any, kind: RecordKind, context: Context
) -> Iterator[Condition]:
    field = field_at(kind, path)
    if not isinstance(wanted, Mapping):
        yield Criterion(path, Operator.IN, values(field, wanted, context))
        return
    for word, value in wanted.items():
        if word == "present":
            yield Criterion(path, Operator.PRESENT if value else Operator.ABSENT)
        elif isinstance(value, Mapping) and "field" in value:
            months, days = value.get("months", 0), value.get("days", 0)
            yield FieldsCompared(path, _OPERATORS[word], value["field"], months, days)
        else:
            yield Criterion(path, _OPERATORS[word], values(field, value, context))


def values(field: Field, wanted: Any, context: Context) -> tuple[Value, ...]:
    """Return what a program file writes as values of the field's type; raises Unresolved."""
    listed: Sequence[Any] = wanted if isinstance(wanted, (list, tuple)) else (wanted,)
    found: list[Value] = []
    for item in listed:
        value = _value(field, item, context)
        if isinstance(value, tuple):
            found.extend(value)
        else:
            found.append(value)
    return tuple(found)


def _value(field: Field, item: Any, context: Context) -> Value:
    if item == "this" and context.this is not None:
        return _names_of(context.this)
    if isinstance(item, str) and item.partition(".")[0] in RECORDS_AT_HAND and "." in item:
        return context.need(item)
    if field.type is FieldType.DATE:
        return context.day(literal_day(item))
    if field.type is FieldType.MONEY:
        return int(Decimal(str(item)) * 100)
    if field.type is FieldType.DECIMAL:
        return Decimal(str(item))
    if field.type in (FieldType.INTEGER, FieldType.FLAG):
        return cast("int", item)
    return str(item)


def _names_of(record: Record) -> tuple[str, ...]:
    """Return by what other records may refer to a record: its key, its title."""
    title = record.get(RECORD_KINDS[str(record["record"])].label)
    return (str(record["key"]), *([str(title)] if title is not None else []))
