"""``Selection``: a question about records, asked by rules and answered by the store.

A selection is a value. Rules build every selection a program asks for and hand them over at
once; the store compiles them to SQL. Every criterion is three-valued: true, false, or
unknown because a field is empty. A record counts when all criteria are true; it *may* count
when none is false. The gap between the two numbers is missing data, never zero.
"""

from __future__ import annotations

import operator as signs
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.dates import PartialDate, first_day
from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.periods import Period
from societyctl.domain.vocabularies import VOCABULARIES


class Operator(StrEnum):
    """How a field is compared with the values of a criterion."""

    IN = "in"
    """Equals one of the values; for a list field, shares a term with them."""
    ALL_IN = "all_in"
    """A list field holds every one of the values."""
    NOT_IN = "not_in"
    """Known, and equal to none of the values (a list field shares none)."""
    AT_LEAST = "at_least"
    """Greater or equal; for an ordered vocabulary, of that rank or above."""
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"
    PRESENT = "present"
    """Not empty. Never unknown."""
    ABSENT = "absent"
    """Empty. Never unknown."""
    CONTAINS = "contains"
    """Free text in which one of the values occurs."""
    UNENDED = "unended"
    """Empty, or a date on or after the value: the last day counts."""


_RANKED = {
    Operator.AT_LEAST: signs.ge,
    Operator.AT_MOST: signs.le,
    Operator.ABOVE: signs.gt,
    Operator.BELOW: signs.lt,
}


def ranked_terms(field: Field, operator: Operator, value: Value) -> tuple[str, ...]:
    """Return the terms on one side of ``value``; raises ValueError without an order."""
    vocabulary = VOCABULARIES[field.vocabulary or ""]
    if not vocabulary.ordered:
        raise ValueError(f"{vocabulary.name} has no order")
    rank, is_fitting = vocabulary.rank(str(value)), _RANKED[operator]
    return tuple(term for term in vocabulary.terms if is_fitting(vocabulary.rank(term), rank))


HELD, CANCELLED = "已举办", "取消"
"""The states of what took place, and of what never will."""

ID = Field("id", "序号", FieldType.INTEGER)
"""Stands for the number of the record itself, by which one record is picked."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One comparison: a field of the record, or ``reference.field`` of a record it points to."""

    field: str
    operator: Operator
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when at least one of the options is true (each option: all its criteria)."""

    options: tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True, slots=True)
class FieldsCompared:
    """Compare two fields of the same record, e.g. ``submitted_on`` at most ``due_on``.

    ``months`` and ``days`` move the date on the right: reported 15 days before the activity.
    """

    left: str
    operator: Operator
    right: str
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Evidenced:
    """True when evidence is on file for the record (of one of ``kinds``, when given)."""

    kinds: tuple[str, ...] = ()
    others: bool = False
    """Of any kind but these."""


@dataclass(frozen=True, slots=True)
class Linked:
    """True when some record of kind ``record`` points here and meets the criteria.

    ``through`` is the field of that record which holds this record's natural key.
    ``absent`` turns it round: no such record.
    """

    record: str
    through: str
    criteria: tuple[Condition, ...] = ()
    absent: bool = False


Condition = Criterion | AnyOf | FieldsCompared | Evidenced | Linked


class Take(StrEnum):
    """What is made of the records that count."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"
    VALUE = "value"
    """The value of one field of the latest record."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records, which of them count, and what to make of those."""

    record: str
    scope: tuple[Condition, ...] = ()
    """What the question is about; records outside it are not mentioned."""
    where: tuple[Condition, ...] = ()
    """What a record in scope must meet to count."""
    period: Period | None = None
    on: str | None = None
    """The date field that places a record in the period; default: the kind's date."""
    whole: bool = False
    """The record's end must lie in the period too (the kind's ``end_on``, when it has one)."""
    held_by: date | None = None
    """Records dated later are planned, not held; a ``status`` field must not contradict."""
    take: Take = Take.COUNT
    field: str | None = None
    """The field summed, counted as distinct, or taken; ``a|b`` counts pairs of fields."""

    @property
    def question(self) -> Selection:
        """The same records asked about, whatever is made of them."""
        return replace(self, take=Take.COUNT, field=None)

    @property
    def kind(self) -> RecordKind:
        """The kind of the records asked about."""
        return RECORD_KINDS[self.record]

    @property
    def dated_by(self) -> str | None:
        """The field that places a record in time; None for a kind that knows no time."""
        return self.on or self.kind.date or ("year" if self.kind.has("year") else None)

    @property
    def ended_by(self) -> str | None:
        """The field whose day must lie in the period too, if that is asked."""
        return "end_on" if self.whole and self.kind.has("end_on") else None


@dataclass(frozen=True, slots=True)
class Tally:
    """The answer to a selection. Sums are in the unit of the field (money in 分)."""

    measured: int | Decimal | Value | None
    """From records that surely count; None only for VALUE when no record was found."""
    possible: int | Decimal | None = None
    """From records that surely or perhaps count: ``measured`` plus those with empty fields."""
    held: int = 0
    """Records in scope that took place in the period."""
    evidenced: int = 0
    """Records of ``held`` with evidence on file."""
    countable: int = 0
    """Of what is measured, the part with evidence on file (same unit as ``measured``)."""
    recorded: int = 0
    """Records of this kind in the store at all; 0 means that nothing is known."""
    blank: int = 0
    """Records that count but whose summed field is empty."""


Record = Mapping[str, Value | int | None]
"""A stored record as plain values by field name, with ``id``, ``record`` and ``key``."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One record that a selection counts."""

    record: Record
    is_sure: bool
    """False where an empty field leaves it open whether the record counts."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One record in scope of a selection, and what became of each thing asked of it.

    True, false, or None where an empty field leaves it open.
    """

    ref: str
    """``kind:id``, as ``attach`` and ``show`` take it."""
    values: Mapping[str, Value | None]
    """The fields that name the record, place it in time or are asked about; also by
    ``reference.field`` what stands in the records it refers to."""
    in_scope: bool | None
    placed: bool | None
    """Lies in the period."""
    held: bool | None
    """Took place by the day asked about."""
    met: tuple[bool | None, ...]
    """For each condition of ``where``."""
    evidence: tuple[str, ...] = ()
    """Numbers of the evidence on file."""

    @property
    def counted(self) -> bool | None:
        """Whether the record counts."""
        claims = {self.in_scope, self.placed, self.held, *self.met}
        return False if False in claims else None if None in claims else True


@dataclass(frozen=True, slots=True)
class Explanation:
    """The records behind a tally, in date order."""

    selection: Selection
    records: tuple[Examined, ...]
    more: int = 0
    """So many more are in scope and not among the records."""


def fields_named(conditions: Iterable[Condition]) -> Iterator[str]:
    """Yield the fields of a record that conditions speak of."""
    for condition in conditions:
        match condition:
            case Criterion(field=name):
                yield name
            case FieldsCompared(left=left, right=right):
                yield from (left, right)
            case AnyOf(options=options):
                for option in options:
                    yield from fields_named(option)
            case _:  # speaks of other records
                pass


DAY_OF = ".day"
"""Stands behind the name of a date of which the month is known and the day wanted."""


def empty_fields(selection: Selection, record: Examined) -> tuple[str, ...]:
    """Return the empty fields, and the days, that leave it open whether a record counts."""
    undecided = list(selection.scope) if record.in_scope is None else []
    undecided += [
        condition
        for condition, is_met in zip(selection.where, record.met, strict=True)
        if is_met is None
    ]
    is_undated = record.placed is None or record.held is None
    names = [*(_undated(selection, record) if is_undated else ()), *fields_named(undecided)]
    wanted = (_wanted(name, record.values[name]) for name in names)
    return tuple(dict.fromkeys(filter(None, wanted)))


def _undated(selection: Selection, record: Examined) -> Iterator[str]:
    """Yield the dates on which hangs whether a record lies in the period and took place."""
    period = selection.period or Period()
    ends = [period.start - timedelta(days=1)] if period.start else []
    ends += [period.end] if period.end else []
    begins_by = [selection.held_by] if selection.held_by else []
    for name, edges in ((selection.dated_by, [*ends, *begins_by]), (selection.ended_by, ends)):
        day = record.values[name] if name else None
        if isinstance(day, PartialDate):
            hangs = any(first_day(day) <= edge < day.last for edge in edges)
        else:  # what has no end ends on the day it began
            hangs = day is None and name == selection.dated_by
        if name and hangs:
            yield name


def _wanted(name: str, value: Value | None) -> str:
    """Return what of a field is not known; nothing of one that is."""
    if value is None:
        return name
    return f"{name}{DAY_OF}" if isinstance(value, PartialDate) else ""


@dataclass(frozen=True, slots=True)
class RecordNote:
    """One record as a verdict shows it: counted or not, and why not."""

    ref: str
    """``kind:id``, as ``attach`` and ``show`` take it."""
    title: str
    counted: bool
    reason: str = ""
    evidence: tuple[str, ...] = ()
    """Numbers of the evidence on file."""
    missing: tuple[str, ...] = ()
    """Names of the empty fields that leave it open whether the record counts; ``.day`` behind
    that of a date says that only its day is wanting."""
    on: date | None = None
