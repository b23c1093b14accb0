"""The types of columns that no database has by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect, Numeric, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator, TypeEngine

from societyctl.store.schema.dialects import DECIMAL_PLACES, DECIMAL_SCALE, plain_decimal


class ExactDecimal(TypeDecorator[Decimal]):
    """A number with four places. SQLite knows only floats, so it keeps ten-thousandths."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column of the database at hand."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Numeric(18, DECIMAL_PLACES))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | int | None:
        """Turn a number into what the column holds."""
        if value is None or dialect.name != "sqlite":
            return value
        return int(Decimal(value) * DECIMAL_SCALE)

    def process_result_value(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | None:
        """Turn what the column holds into a number."""
        if value is None:
            return None
        return plain_decimal(Decimal(value) / (DECIMAL_SCALE if dialect.name == "sqlite" else 1))


class DayText(Text):
    """A date as text, so that a month stays a month; the text is that of ``kept_text``."""


@compiles(DayText, "sqlite")
def _in_sqlite(type_: DayText, compiler: object, **options: object) -> str:
    """Return the name of the type, which SQLite takes for no more than a name."""
    return "DATE"
