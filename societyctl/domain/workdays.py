"""Chinese working days: weekends, public holidays and make-up days.

The table of a year comes out late in the year before. Until then its working days are an
estimate: weekends and the days off by law, without the days that are moved around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
_MOON_DAYS = {
    2027: "0206 0609 0915", 2028: "0126 0528 1003", 2029: "0213 0616 0922",
    2030: "0203 0605 0912", 2031: "0123 0624 1001", 2032: "0211 0612 0919",
    2033: "0131 0601 0908", 2034: "0219 0620 0927", 2035: "0208 0610 0916",
    2036: "0128 0530 1004", 2037: "0215 0618 0924", 2038: "0204 0607 0913",
    2039: "0124 0527 1002", 2040: "0212 0614 0920",
}  # fmt: skip
"""By year 春节, 端午 and 中秋: month and day."""


@dataclass(frozen=True, slots=True)
class OwnDays:
    """The days off, and the make-up days, that somebody wrote down from the notice of a year."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def knows(self, year: int) -> bool:
        """Tell whether the days of a year are written down."""
        return any(day.year == year for day in self.off)


OWN_DAYS: ContextVar[Callable[[], OwnDays]] = ContextVar("OWN_DAYS", default=OwnDays)
"""Reads them where a year has no table; set by whoever opens a workspace."""


def is_workday(day: date) -> bool:
    """Tell whether offices work on ``day``: by the table of its year, as written down, or likely.

    >>> [is_workday(date(2035, 2, day)) for day in (6, 7, 8, 12)]
    [True, False, False, True]
    """
    known = _by_table(day)
    if known is not None:
        return known
    own = OWN_DAYS.get()()
    if own.knows(day.year):
        return day in own.work or (day.weekday() < _SATURDAY and day not in own.off)
    return day.weekday() < _SATURDAY and day not in statutory_days(day.year)


def _by_table(day: date) -> bool | None:
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def is_estimated(year: int) -> bool:
    """Tell whether the working days of a year are known neither by table nor as written down."""
    return _by_table(date(year, 1, 1)) is None and not OWN_DAYS.get()().knows(year)


def statutory_days(year: int) -> frozenset[date]:
    """Return the days off by law, as it stands since 2025; of far years those by the sun alone.

    >>> len(statutory_days(2029)), len(statutory_days(2041))
    (13, 7)
    """
    qingming = int(year % 100 * 0.2422 + 4.81) - year % 100 // 4
    days = {date(year, 1, 1), date(year, 4, qingming), date(year, 5, 1), date(year, 5, 2)}
    days |= {date(year, 10, day) for day in (1, 2, 3)}
    moons = [date(year, int(one[:2]), int(one[2:])) for one in _MOON_DAYS.get(year, "").split()]
    if moons:
        days |= {moons[0] + timedelta(days=shift) for shift in (-1, 0, 1, 2)}
    return frozenset([*days, *moons[1:]])


def on_estimates(years: Iterable[int]) -> str:
    """Return what to say of working days reckoned in years that are estimated; empty for none."""
    named = "、".join(f"{year}年" for year in sorted(set(years)))
    advice = "放假通知公布后可写进 settings.json 的 holidays"
    return f"{named}的放假安排还没有公布，工作日按周末和法定节假日估算；{advice}" if named else ""


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
