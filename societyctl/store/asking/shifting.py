"""A date moved by months and days inside a query, the same on every database."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Integer, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from societyctl.domain.periods import add_months

_NAME = "societyctl_shifted_day"


class ShiftedDay(FunctionElement[date]):
    """A date column moved by calendar months, then by days; empty stays empty."""

    type = Date()
    inherit_cache = True


def shifted(column: Any, months: int, days: int) -> Any:
    """Return the column as it is, or moved."""
    if not months and not days:
        return column
    return ShiftedDay(column, literal(months, Integer()), literal(days, Integer()))


@compiles(ShiftedDay)
def _with_interval(element: ShiftedDay, compiler: Any, **options: Any) -> str:
    column, months, days = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST({column} + make_interval(months => {months}, days => {days}) AS date)"


@compiles(ShiftedDay, "sqlite")
def _with_function(element: ShiftedDay, compiler: Any, **options: Any) -> str:
    return f"{_NAME}({compiler.process(element.clauses, **options)})"


def _shift(text: str | None, months: int, days: int) -> str | None:
    if text is None:
        return None
    return (add_months(date.fromisoformat(text), months) + timedelta(days=days)).isoformat()


def teach_sqlite(connection: sqlite3.Connection) -> None:
    """Give SQLite the function that it lacks: its own months overflow instead of clamping."""
    connection.create_function(_NAME, 3, _shift, deterministic=True)
