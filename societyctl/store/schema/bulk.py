"""Many rows at once, past the layers that make one row comfortable and many slow.

Days are given as ISO texts: every database takes them, and turning them to and fro takes long.
Only numbers with decimal places are kept differently by each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Compiled, Connection, Dialect, Table, bindparam, insert, text, update

from societyctl.store.schema.column_types import ExactDecimal

_T = TypeVar("_T")

CHUNK = 2_000
"""Rows written or looked up at once; a driver may bind no more than some ten thousand values."""


def in_chunks(values: Iterable[_T]) -> Iterator[list[_T]]:
    """Yield values, each once, as many at a time as one statement takes."""
    listed = list(dict.fromkeys(values))
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def new_numbers(connection: Connection, table: Table, count: int) -> list[int]:
    """Return numbers for new rows of a table, none of which was ever given before."""
    if connection.dialect.name == "sqlite":
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        last = int(connection.execute(query, {"name": table.name}).scalar() or 0)
        return list(range(last + 1, last + 1 + count))
    query = text(
        "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"
    )
    return list(connection.execute(query, {"name": table.name, "count": count}).scalars())


def insert_rows(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows given as the values of some columns, in the table's order."""
    _execute(connection, _inserting(table, tuple(names), connection.dialect), table, names, rows)


def update_rows(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write columns over rows; each row ends with the number of the one to change."""
    _execute(connection, _updating(table, tuple(names), connection.dialect), table, names, rows)


@lru_cache(maxsize=100)
def _inserting(table: Table, names: Sequence[str], dialect: Dialect) -> Compiled:
    """Return an insertion ready for the driver; an import needs the same for every chunk."""
    values = {name: bindparam(name, type_=table.c[name].type) for name in names}
    return insert(table).inline().values(values).compile(dialect=dialect)


@lru_cache(maxsize=100)
def _updating(table: Table, names: Sequence[str], dialect: Dialect) -> Compiled:
    """Return a change ready for the driver."""
    values = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    statement = update(table).where(table.c.id == bindparam("id_")).values(values)
    return statement.compile(dialect=dialect)


def _execute(
    connection: Connection,
    compiled: Compiled,
    table: Table,
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> None:
    """Hand rows to the driver; they hold the values in the order of the statement."""
    dialect = connection.dialect
    values: list[Any] = [tuple(row) for row in rows]
    decimals = [at for at, name in enumerate(names) if isinstance(table.c[name].type, ExactDecimal)]
    if decimals and values:
        columns = list(zip(*values, strict=True))
        for at in decimals:
            bind = ExactDecimal().process_bind_param
            columns[at] = tuple(bind(value, dialect) for value in columns[at])
        values = list(zip(*columns, strict=True))
    if not dialect.positional:
        binds = list(compiled.params)
        values = [dict(zip(binds, row, strict=True)) for row in values]
    if values:
        connection.exec_driver_sql(str(compiled), values)
