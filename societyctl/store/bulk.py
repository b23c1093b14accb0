"""Many rows at once, past the layers that make one row comfortable and many slow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update

CHUNK = 2_000
"""Rows written or looked up at once; a driver may bind no more than some ten thousand values."""


def insert_rows(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows given as the values of some columns, in the table's order."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return
    dialect = connection.dialect
    for at, name in enumerate(names):
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if process is not None:
            columns[at] = tuple(map(process, columns[at]))
    plain = insert(table).inline().compile(dialect=dialect, column_keys=list(names))
    values: Any = list(zip(*columns, strict=True))
    if not dialect.positional:
        values = [dict(zip(names, row, strict=True)) for row in values]
    connection.exec_driver_sql(str(plain), values)


def update_rows(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write columns over rows; each row begins with the number of the one to change."""
    statement = (
        update(table)
        .where(table.c.id == bindparam("row_id"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )
    keys = ("row_id", *(f"new_{name}" for name in names))
    values = [dict(zip(keys, row, strict=True)) for row in rows]
    if values:
        connection.execute(statement, values)
