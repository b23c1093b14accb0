"""Periods of time and the calendar arithmetic that notices use."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included; an open end is None.

    >>> Period(date(2022, 1, 1), date(2022, 12, 31)).contains(date(2022, 12, 31))
    True
    """

    start: date | None = None
    end: date | None = None

    def contains(self, day: date) -> bool:
        """Tell whether ``day`` lies in the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def until(self, day: date | None) -> Period:
        """Return the part of the period that is over by ``day`` (all of it for None)."""
        if day is None or (self.end is not None and self.end <= day):
            return self
        return Period(self.start, day)


def year_period(year: int) -> Period:
    """Return the calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def add_months(day: date, months: int) -> date:
    """Return the day ``months`` calendar months later (earlier when negative).

    Where the month has no such day, its last day is taken.

    >>> add_months(date(2023, 10, 31), -8)
    datetime.date(2023, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _last_of_month(year, month + 1)))


def _last_of_month(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def months_from(day: date, months: int) -> date:
    """Return the day on which so many months end that begin on ``day`` (Civil Code, art. 202).

    Backwards it is the latest day from which they end on ``day``: before the last day of a month
    the last of the other.

    >>> months_from(date(2020, 2, 29), 24), months_from(date(2022, 6, 30), -6)
    (datetime.date(2022, 2, 28), datetime.date(2021, 12, 31))
    """
    moved = add_months(day, months)
    if months < 0 and day.day == _last_of_month(day.year, day.month):
        return moved.replace(day=_last_of_month(moved.year, moved.month))
    return moved


def rolling_months(end: date, months: int) -> Period:
    """Return the ``months`` months that end on ``end``: left end open, right end closed.

    >>> rolling_months(date(2022, 11, 10), 24).start
    datetime.date(2020, 11, 11)
    """
    return Period(add_months(end, -months) + timedelta(days=1), end)


def split_period(period: Period, months: int) -> tuple[Period, ...]:
    """Cut a period with both ends into consecutive parts of ``months`` months.

    Raises ValueError for a period that is open at an end.
    """
    if period.start is None or period.end is None:
        raise ValueError("an open period cannot be split")
    parts: list[Period] = []
    start = period.start
    while start <= period.end:
        following = add_months(start, months)
        parts.append(Period(start, min(following - timedelta(days=1), period.end)))
        start = following
    return tuple(parts)
