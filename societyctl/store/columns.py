"""How columns are declared, and the columns that every table of records has."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from societyctl.store.column_types import ExactDecimal


def text_column() -> str | None:
    """Declare words; a term of a vocabulary and a reference are words too."""
    column: str | None = Field(default=None, sa_type=Text)
    return column


def terms_column() -> str | None:
    """Declare a list of words, kept as ``|a|b|``; ``|`` alone says that there are none."""
    return text_column()


def integer_column() -> int | None:
    """Declare a whole number, or money in 分."""
    column: int | None = Field(default=None, sa_type=BigInteger)
    return column


def decimal_column() -> Decimal | None:
    """Declare a number with decimal places."""
    column: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    return column


class Row(SQLModel):
    """What the tables of all families have in common."""

    id: int | None = Field(default=None, primary_key=True)
    record: str = Field(sa_type=Text)
    """The name of the record kind."""
    key: str = Field(sa_type=Text)
    """The natural key, normalised."""
    name_key: str | None = text_column()
    """The title, normalised: what others write to refer to this record."""
    source: str = Field(default="", sa_type=Text)
    """Where it came from: ``file!sheet!row``."""
    entered: str | None = text_column()
    """JSON: field to the text as typed, for hedged or converted numbers."""


def indexes(table: str, columns: str) -> tuple[Any, ...]:
    """Return the constraints of a record table: its natural key, and an index per column."""
    names = ("name_key", *columns.split())
    found = (Index(f"ix_{table}_{name}", "record", name) for name in names)
    # A number is never given twice, or history could take one row for another.
    options = {"sqlite_autoincrement": True}
    return (UniqueConstraint("record", "key", name=f"uq_{table}_key"), *found, options)
