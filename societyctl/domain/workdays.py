"""Chinese working days: weekends, public holidays and make-up days."""

from __future__ import annotations

from datetime import date, timedelta


def is_workday(day: date) -> bool:
    """Tell whether offices work on ``day``.

    Years whose holiday notice is not known to the calendar fall back to Monday to Friday.
    """
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5  # noqa: PLR2004  # Monday to Friday


def add_workdays(day: date, count: int) -> date:
    """Return the day ``count`` working days later (earlier when negative).

    >>> add_workdays(date(2022, 6, 5), -1)
    datetime.date(2022, 6, 2)
    """
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day
