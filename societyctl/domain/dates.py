"""Dates of which only the month, or the year, is known.

As a date such a one is its first day, so it sorts and prints anywhere; yet it equals no day, and
whoever holds it against another asks for the days it may be.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

_NO_MONTH = "-00"
"""Stands for the month where a year is kept: a bare year would be a number to a database."""
_WHOLE = len("2022-06-05")
_DECEMBER = 12


class PartialDate(date):
    """A month, or a year, of which nobody has said the day.

    >>> PartialDate(2022, 6), PartialDate(2022)
    (PartialDate(2022, 6), PartialDate(2022))
    >>> PartialDate(2022, 6) == date(2022, 6, 1), PartialDate(2022, 6) < date(2022, 6, 15)
    (False, True)
    """

    __slots__ = ("is_month",)
    is_month: bool

    def __new__(cls, year: int, month: int = 0) -> Self:
        """Return the month; without one, the year."""
        made = super().__new__(cls, year, month or 1, 1)
        made.is_month = bool(month)
        return made

    @property
    def last(self) -> date:
        """The last of the days it may be."""
        if not self.is_month or self.month == _DECEMBER:
            return date(self.year, _DECEMBER, 31)
        return date(self.year, self.month + 1, 1) - timedelta(days=1)

    def isoformat(self) -> str:
        """Return year and month, or the year alone."""
        return f"{self.year:04}-{self.month:02}" if self.is_month else f"{self.year:04}"

    __str__ = isoformat

    def __repr__(self) -> str:
        return f"PartialDate({self.year}{f', {self.month}' if self.is_month else ''})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and self.isoformat() == other.isoformat()

    def __hash__(self) -> int:
        return hash(self.isoformat())

    def __reduce__(self) -> tuple[type[Self], tuple[int, int]]:
        return type(self), (self.year, self.month * self.is_month)


def first_day(day: date) -> date:
    """Return the first of the days that a date may be: of a whole one, itself."""
    return date(day.year, day.month, 1) if isinstance(day, PartialDate) else day


def last_day(day: date) -> date:
    """Return the last of the days that a date may be.

    >>> last_day(PartialDate(2024, 2)), last_day(date(2024, 2, 3))
    (datetime.date(2024, 2, 29), datetime.date(2024, 2, 3))
    """
    return day.last if isinstance(day, PartialDate) else day


def is_before(one: date, other: date) -> bool:
    """Tell whether a date surely lies before another.

    >>> (
    ...     is_before(PartialDate(2022, 6), date(2022, 6, 15)),
    ...     is_before(PartialDate(2022, 5), date(2022, 6, 15)),
    ... )
    (False, True)
    """
    return last_day(one) < first_day(other)


def may_be(one: date, other: date) -> bool:
    """Tell whether two dates may be the same day.

    >>> may_be(PartialDate(2022, 6), date(2022, 6, 15)), may_be(PartialDate(2022), date(2023, 1, 1))
    (True, False)
    """
    return not is_before(one, other) and not is_before(other, one)


def kept_text(day: date) -> str:
    """Return a date as stores and keys hold it: in these texts the earlier sorts first.

    >>> kept_text(date(2022, 6, 5)), kept_text(PartialDate(2022, 6)), kept_text(PartialDate(2022))
    ('2022-06-05', '2022-06', '2022-00')
    """
    text = day.isoformat()
    return text if "-" in text else text + _NO_MONTH


def read_kept(text: str) -> date:
    """Return the date that :func:`kept_text` wrote; raises ValueError."""
    if len(text) == _WHOLE:
        return date.fromisoformat(text)
    year, _, month = text.partition("-")
    return PartialDate(int(year), int(month or 0))


def coarser(day: date) -> tuple[PartialDate, PartialDate]:
    """Return the month and the year that a day lies in."""
    return PartialDate(day.year, day.month), PartialDate(day.year)
