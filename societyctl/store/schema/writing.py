"""Writing: an engine over the connection at hand, and its transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, text

from societyctl.store.schema.connecting import Database
from societyctl.store.schema.dialects import POSTGRES, SQLITE

_WRITING = "societyctl_writing"
_SCHEMA_LOCK = 7_362_815
"""Any number, as long as every version of the program takes the same."""


def engine_over(database: Database) -> Engine:
    """Return an engine that works through the one connection that is open."""
    address = "sqlite://" if database.dialect is SQLITE else "postgresql+psycopg://"
    engine = create_engine(address, creator=lambda: database.driver, poolclass=StaticPool)
    if database.dialect is SQLITE:
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def database_under(connection: Connection) -> Database:
    """Return what lies under a connection, to ask in the midst of its transaction."""
    dialect = SQLITE if connection.dialect.name == SQLITE.name else POSTGRES
    return Database(connection.connection.dbapi_connection, dialect)


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once when writing: two writers wait instead of failing midway."""
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction of a change; others who want to write wait."""
    with _locked(engine, "LOCK TABLE batch IN EXCLUSIVE MODE") as connection:
        yield connection


@contextmanager
def changing_schema(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction of a change of tables; others who open the store wait."""
    with _locked(engine, f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})") as connection:
        yield connection


@contextmanager
def _locked(engine: Engine, locking: str) -> Iterator[Connection]:
    """Open a transaction that writes; a server has to be told what to lock."""
    with engine.connect() as plain:
        connection = plain.execution_options(**{_WRITING: True})
        with connection.begin():
            if connection.dialect.name == POSTGRES.name:
                connection.execute(text(locking))
            yield connection
