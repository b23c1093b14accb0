"""The parts of a selection as SQL: scope, conditions, place in time, having taken place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_, true

from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.periods import Period
from societyctl.domain.selection import Selection
from societyctl.store.asking.conditions import Claim, Rows, all_of, claim

HELD = "已举办"


@dataclass(frozen=True)
class Parts:
    """What a selection asks of each row; each part may be true, false or unknown."""

    scope: Claim
    placed: Claim
    """Lies in the period."""
    held: Claim
    """Took place by the day asked about."""
    where: tuple[Claim, ...]

    @property
    def happened(self) -> Claim:
        """In scope, in the period, and held."""
        return and_(self.scope, self.placed, self.held)

    @property
    def counted(self) -> Claim:
        """All of it."""
        return and_(self.happened, *self.where)


def parts_of(rows: Rows, selection: Selection) -> Parts:
    """Return the parts of ``selection`` over ``rows``."""
    return Parts(
        and_(rows.table.c.record == rows.kind.name, all_of(rows, selection.scope)),
        placed(rows, selection),
        held(rows, selection),
        tuple(claim(rows, condition) for condition in selection.where),
    )


def dating_field(kind: RecordKind, selection: Selection) -> str | None:
    """Return the field that places a record in time; None for a kind that knows no time."""
    return selection.on or kind.date or ("year" if kind.has("year") else None)


def ending_field(kind: RecordKind, selection: Selection) -> str | None:
    """Return the field whose day must lie in the period too, if that is asked."""
    return "end_on" if selection.whole and kind.has("end_on") else None


def follows_status(kind: RecordKind) -> bool:
    """Tell whether records of the kind say themselves if they took place."""
    return kind.has("status") and kind.field("status").vocabulary == "activity_status"


def placed(rows: Rows, selection: Selection) -> Claim:
    """Return whether a row lies in the period; timeless kinds lie in every period."""
    name = dating_field(rows.kind, selection)
    period = selection.period
    if period is None or name is None:
        return true()
    field, column = rows.resolve(name)
    placed = _within(field, column, period)
    ending = ending_field(rows.kind, selection)
    if ending is None:
        return placed
    end = func.coalesce(rows.table.c[ending], column)
    return and_(placed, _within(rows.kind.field(ending), end, period))


def _within(field: Field, column: ColumnElement[date], period: Period) -> Claim:
    """Return whether a date, or a year as a whole number, lies in a period."""
    bounds: list[Claim] = []
    if period.start is not None:
        bounds.append(column >= _bound(field, period.start))
    if period.end is not None:
        bounds.append(column <= _bound(field, period.end))
    return and_(true(), *bounds)


def held(rows: Rows, selection: Selection) -> Claim:
    """Return whether a row took place by ``held_by``."""
    if selection.held_by is None:
        return true()
    claims: list[Claim] = []
    name = dating_field(rows.kind, selection)
    if name is not None:
        field, column = rows.resolve(name)
        claims.append(column <= _bound(field, selection.held_by))
    if follows_status(rows.kind):
        status = rows.table.c.status
        claims.append(or_(status.is_(None), status == HELD))
    return and_(true(), *claims)


def _bound(field: Field, day: date) -> date | int:
    """Return a day as the field counts time."""
    if field.type is FieldType.DATE:
        return day
    if field.type is FieldType.INTEGER:
        return day.year
    raise ValueError(f"{field.name} places nothing in time")


def latest_by(kind: RecordKind, selection: Selection) -> tuple[str, ...]:
    """Return the fields that tell which record is the latest, the first one deciding."""
    dating = dating_field(kind, selection)
    year = "year" if kind.has("year") else None
    return tuple(name for name in dict.fromkeys((dating, year)) if name is not None)


def latest_first(rows: Rows, selection: Selection) -> tuple[ColumnElement[object], ...]:
    """Return the order in which the latest record comes first; undated ones come last."""
    order: list[ColumnElement[object]] = []
    for name in latest_by(rows.kind, selection):
        column = rows.resolve(name)[1]
        order += [case((column.is_(None), 1), else_=0), column.desc()]
    return (*order, rows.table.c.id.desc())
