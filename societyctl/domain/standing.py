"""What standing a record has: held, present, in force, of the project, ours or merely joined.

Each is said once, as conditions or a whole ``Selection``, so that a verdict and a paper that
speak of the same thing ask the same question. All are three-valued, as every condition is:
where a day is blank that decides, the record may have the standing or not.
"""

from __future__ import annotations

from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind
from societyctl.domain.periods import Period
from societyctl.domain.selection import AnyOf, Condition, Criterion, Operator, Selection

OWN_ROLES = ("牵头", "主办", "联合主办", "承办")
"""In our own hands: we are answerable for what took place."""

JOINED_ROLES = ("协办", "支持", "参加")
"""Others held it, and we had a part in it."""

OURS: tuple[Condition, ...] = (
    AnyOf(((Criterion("role", Operator.IN, OWN_ROLES),), (Criterion("role", Operator.ABSENT),))),
)
"""In our own hands; a society that names no role writes down what it held itself."""

JOINED: tuple[Condition, ...] = (
    Criterion("role", Operator.PRESENT),
    Criterion("role", Operator.IN, JOINED_ROLES),
)
"""Merely joined: the rest of what has a role, so that none counts twice and none is lost."""


def held(kind: str, period: Period | None, by: date, *where: Condition) -> Selection:
    """Return what took place in the period, and by that day; what is planned later did not."""
    return Selection(kind, where=where, period=period, held_by=by)


def present(kind: str, day: date, *where: Condition) -> Selection:
    """Return who, or what, was there on that day.

    The last day in post counts. A blank first day lies long ago: nobody writes down somebody
    who has not come yet without the day.
    """
    shape = RECORD_KINDS[kind]
    conditions = list(where)
    if shape.date is not None:
        came = Criterion(shape.date, Operator.AT_MOST, (day,))
        conditions.append(AnyOf(((came,), (Criterion(shape.date, Operator.ABSENT),))))
    return Selection(kind, where=(*conditions, *_unended(shape, day)))


def in_force(kind: str, period: Period | None, *where: Condition) -> Selection:
    """Return what was in force on any day of the period: begun by its end, unended at its start.

    On a single day, that is a period of one day. What has no end takes place on its day.
    """
    shape = RECORD_KINDS[kind]
    if period is None:
        return Selection(kind, where=where)
    if shape.until is None:
        return begun(kind, period, *where)
    begun_by_then = begun(kind, Period(end=period.end)).where
    return Selection(kind, where=(*where, *begun_by_then, *_unended(shape, period.start)))


def begun(kind: str, period: Period | None, *where: Condition) -> Selection:
    """Return what began in the period; what bears no day may have, if it took effect then."""
    shape = RECORD_KINDS[kind]
    if period is None or shape.date is None:
        return Selection(kind, where=where)
    days = within(shape.date, period)
    if shape.date != "from_on" and shape.has("from_on"):
        in_effect = ((Criterion(shape.date, Operator.PRESENT),), within("from_on", period))
        days = (*days, AnyOf(in_effect))
    return Selection(kind, where=(*where, *days))


def of_project(title: str) -> tuple[Condition, ...]:
    """Return the conditions that a record names this project; a blank one names none."""
    return (Criterion("project", Operator.PRESENT), Criterion("project", Operator.IN, (title,)))


OF_NO_PROJECT: tuple[Condition, ...] = (Criterion("project", Operator.ABSENT),)
"""It names no project: of the society as a whole."""


def within(field: str, period: Period) -> tuple[Condition, ...]:
    """Return the conditions that the day in a field lies in a period."""
    bounds = ((Operator.AT_LEAST, period.start), (Operator.AT_MOST, period.end))
    return tuple(Criterion(field, how, (day,)) for how, day in bounds if day is not None)


def _unended(shape: RecordKind, day: date | None) -> tuple[Condition, ...]:
    if shape.until is None or day is None:
        return ()
    return (Criterion(shape.until, Operator.UNENDED, (day,)),)
