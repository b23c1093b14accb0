"""What SQLite and PostgreSQL take differently: marks of values, the values, and moved days."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from societyctl.domain.dates import kept_text
from societyctl.domain.keys import as_read
from societyctl.domain.periods import months_from
from societyctl.store.schema.sql import Sql, bound, sql

DECIMAL_PLACES = 4
DECIMAL_SCALE = 10**DECIMAL_PLACES
"""SQLite knows only floats: a number with decimal places is kept there in ten-thousandths."""


def plain_decimal(number: Decimal) -> Decimal:
    """Return a number with the places it needs and no more, never with an exponent."""
    rounded = number.quantize(Decimal(1).scaleb(-DECIMAL_PLACES))
    whole = rounded.to_integral_value()
    return whole if whole == rounded else rounded.normalize()


_SHIFTED = "societyctl_shifted_day"
_PLAIN = "societyctl_plain_text"


class Sqlite:
    """SQLite: numbers with decimal places are whole ones."""

    name = "sqlite"

    @staticmethod
    def text(query: Sql) -> str:
        """Return a query as the driver takes it."""
        return query.text

    @staticmethod
    def values(values: Iterable[object]) -> tuple[object, ...]:
        """Return values as the driver takes them."""
        return tuple(_as_kept(value) for value in values)

    @staticmethod
    def shifted(day: Sql, months: int, days: int) -> Sql:
        """Return a date moved by calendar months, then by days; empty stays empty."""
        return sql(f"{_SHIFTED}({{}}, {{}}, {{}})", day, bound(months), bound(days))

    @staticmethod
    def plain(text: Sql) -> Sql:
        """Return a text as it is compared: one width, no blanks, no case; empty stays empty."""
        return sql(f"{_PLAIN}({{}})", text)


class Postgres:
    """PostgreSQL: everything but days, which are texts here too, has its type."""

    name = "postgresql"

    @staticmethod
    def text(query: Sql) -> str:
        """Return a query as the driver takes it."""
        return query.text.replace("%", "%%").replace("?", "%s")

    @staticmethod
    def values(values: Iterable[object]) -> tuple[object, ...]:
        """Return values as the driver takes them."""
        return tuple(kept_text(one) if isinstance(one, date) else one for one in values)

    @staticmethod
    def shifted(day: Sql, months: int, days: int) -> Sql:
        """Return a date moved by calendar months, then by days; empty stays empty."""
        interval = "make_interval(months => {}, days => {})"
        moved = sql(f"CAST({{}} AS date) + {interval}", day, bound(months), bound(0))
        if months < 0:
            next_day = sql("CAST({} AS date) + 1", day)
            moved = sql(
                "CASE WHEN extract(day FROM {}) = 1 THEN"
                " date_trunc('month', {}) + make_interval(months => 1, days => -1) ELSE {} END",
                next_day,
                moved,
                moved,
            )
        return sql(
            "to_char({} + make_interval(days => {}), 'YYYY-MM-DD')", sql("({})", moved), bound(days)
        )

    @staticmethod
    def plain(text: Sql) -> Sql:
        """Return a text as it is compared: one width, no blanks, no case; empty stays empty."""
        whole = r"lower(regexp_replace(normalize({}, NFKC), '\s', '', 'g'))"
        return sql(f"replace({whole}, '|', '¦')", text)


Dialect = Sqlite | Postgres
SQLITE, POSTGRES = Sqlite(), Postgres()


def _as_kept(value: object) -> object:
    if isinstance(value, date):
        return kept_text(value)
    return int(value * DECIMAL_SCALE) if isinstance(value, Decimal) else value


def _shift(text: str | None, months: int, days: int) -> str | None:
    if text is None:
        return None
    return (months_from(date.fromisoformat(text), months) + timedelta(days=days)).isoformat()


def _plain_text(text: str | None) -> str | None:
    return None if text is None else as_read(text)


def teach_sqlite(connection: sqlite3.Connection) -> None:
    """Give SQLite what it lacks: months that clamp instead of overflowing, texts in one width."""
    connection.create_function(_SHIFTED, 3, _shift, deterministic=True)
    connection.create_function(_PLAIN, 1, _plain_text, deterministic=True)
