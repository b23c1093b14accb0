"""Comparisons of days as SQL, where of some only the month or the year is known.

Such a comparison is true or false when it is so for every day that the date may be, and else
unknown. The texts in which days are kept sort as the days do, so most of it is one comparison.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from societyctl.domain.dates import coarser, first_day, kept_text, last_day
from societyctl.store.schema.dialects import Dialect
from societyctl.store.schema.sql import FALSE, Sql, any_true, compared, sql

_A_DAY = timedelta(days=1)
_WHOLE = "length({}) = 10"
_SHORT = "length({}) = 7"


def compared_day(column: Sql, sign: str, day: date) -> Sql:
    """Return a comparison of a column of dates with a day."""
    if sign == ">":
        return compared_day(column, ">=", day + _A_DAY)
    if sign == "<":
        return compared_day(column, "<=", day - _A_DAY)
    edge = first_day if sign == ">=" else last_day
    left_open = [one for one in coarser(day) if edge(one) != day]
    # A month that begins on the day lies behind it as a whole, and sorts before it.
    whole = [one for one in coarser(day) if edge(one) == day and sign == ">="]
    return compared(unless(column, left_open), sign, kept_text(whole[-1] if whole else day))


def unless(column: Sql, dates: Iterable[date]) -> Sql:
    """Return a column, empty where it says no more than one of the dates."""
    for one in dict.fromkeys(dates):
        column = sql("nullif({}, {})", column, Sql("?", (kept_text(one),)))
    return column


def compared_days(
    dialect: Dialect, left: Sql, sign: str, right: Sql, months: int, days: int
) -> Sql:
    """Return a comparison of two columns of dates, that on the right moved."""

    def moved(day: Sql) -> Sql:
        return dialect.shifted(day, months, days) if months or days else day

    low, high = earliest(left), latest(dialect, left)
    early, late = moved(earliest(right)), moved(latest(dialect, right))
    surely, never = {
        ">=": (_claim(low, ">=", late), _claim(high, "<", early)),
        ">": (_claim(low, ">", late), _claim(high, "<=", early)),
        "<=": (_claim(high, "<=", early), _claim(low, ">", late)),
        "<": (_claim(high, "<", early), _claim(low, ">=", late)),
        "=": (FALSE, any_true((_claim(high, "<", early), _claim(low, ">", late)))),
    }[sign]
    return sql(
        f"CASE WHEN {_WHOLE} AND {_WHOLE} THEN {{}} WHEN {{}} THEN TRUE WHEN {{}} THEN FALSE END",
        left,
        right,
        _claim(left, sign, moved(right)),
        surely,
        never,
    )


def _claim(one: Sql, sign: str, other: Sql) -> Sql:
    return sql(f"{{}} {sign} {{}}", one, other)


def earliest(column: Sql) -> Sql:
    """Return the first day that a date may be."""
    first = "replace({}, '-00', '-01') || '-01'"
    return sql(f"CASE WHEN {_SHORT} THEN {first} ELSE {{}} END", column, column, column)


def latest(dialect: Dialect, column: Sql) -> Sql:
    """Return the last day that a date may be."""
    of_month = dialect.shifted(sql("{} || '-01'", column), 1, -1)
    return sql(
        f"CASE WHEN {_WHOLE} THEN {{}} WHEN {{}} LIKE '%-00'"
        " THEN replace({}, '-00', '-12-31') ELSE {} END",
        column,
        column,
        column,
        column,
        of_month,
    )
