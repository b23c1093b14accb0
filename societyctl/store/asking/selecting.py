"""The parts of a selection as SQL: scope, conditions, place in time, having taken place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.periods import Period
from societyctl.domain.selection import HELD, Selection
from societyctl.store.asking.conditions import KindRows, all_of, claim, on_side
from societyctl.store.schema.sql import TRUE, Sql, all_true, any_true, compared, joined, sql


@dataclass(frozen=True)
class Parts:
    """What a selection asks of each row; each part may be true, false or unknown."""

    scope: Sql
    placed: Sql
    """Lies in the period."""
    held: Sql
    """Took place by the day asked about."""
    where: tuple[Sql, ...]

    @property
    def counted(self) -> Sql:
        """All of it."""
        return all_true((self.scope, self.placed, self.held, *self.where))


def parts_of(rows: KindRows, selection: Selection) -> Parts:
    """Return the parts of ``selection`` over ``rows``."""
    return Parts(
        all_of(rows, selection.scope),
        placed(rows, selection),
        held(rows, selection),
        tuple(claim(rows, condition) for condition in selection.where),
    )


def placed(rows: KindRows, selection: Selection) -> Sql:
    """Return whether a row lies in the period; timeless kinds lie in every period."""
    name, period = selection.dated_by, selection.period
    if period is None or name is None:
        return TRUE
    field, column = rows.resolve(name)
    begins = _within(field, column, period)
    if selection.ended_by is None:
        return begins
    end = sql("coalesce({}, {})", rows.column(selection.ended_by), column)
    return all_true((begins, _within(rows.kind.field(selection.ended_by), end, period)))


def _within(field: Field, column: Sql, period: Period) -> Sql:
    """Return whether a date, or a year as a whole number, lies in a period."""
    bounds = ((">=", period.start), ("<=", period.end))
    return all_true(_counted(field, column, sign, day) for sign, day in bounds if day is not None)


def held(rows: KindRows, selection: Selection) -> Sql:
    """Return whether a row took place by ``held_by``."""
    if selection.held_by is None:
        return TRUE
    claims: list[Sql] = []
    if selection.dated_by is not None:
        field, column = rows.resolve(selection.dated_by)
        claims.append(_counted(field, column, "<=", selection.held_by))
    if rows.kind.follows_status:
        status = rows.column("status")
        claims.append(any_true((sql("{} IS NULL", status), compared(status, "=", HELD))))
    return all_true(claims)


def _counted(field: Field, column: Sql, sign: str, day: date) -> Sql:
    """Return a comparison with a day, in days or years as the field counts time."""
    if field.type is FieldType.DATE:
        return on_side(field, column, sign, day)
    if field.type is FieldType.INTEGER:
        return compared(column, sign, day.year)
    raise ValueError(f"{field.name} places nothing in time")


def latest_by(kind: RecordKind, selection: Selection) -> tuple[str, ...]:
    """Return the fields that tell which record is the latest, the first one deciding."""
    year = "year" if kind.has("year") else None
    return tuple(name for name in dict.fromkeys((selection.dated_by, year)) if name is not None)


def latest_first(rows: KindRows, selection: Selection) -> Sql:
    """Return the order in which the latest record comes first; undated ones come last."""
    return joined(", ", _order(rows, selection))


def _order(rows: KindRows, selection: Selection) -> Iterator[Sql]:
    for name in latest_by(rows.kind, selection):
        column = rows.resolve(name)[1]
        yield sql("{} IS NULL", column)
        yield sql("{} DESC", column)
    yield sql("{} DESC", rows.column("id"))
