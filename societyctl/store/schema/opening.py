"""The way to the database: one engine for SQLite and PostgreSQL, and the schema version."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from societyctl.errors import StoreError
from societyctl.store.asking.shifting import teach_sqlite

REVISIONS = ("0001", "0002", "0003")
"""Versions of the schema, oldest first; the names of the scripts in ``migrations/versions``."""

PRIVATE = 0o600
"""Records hold personal data: only the owner of a file may read it."""

_WRITING = "societyctl_writing"
_SCHEMA_LOCK = 7_362_815
"""Any number, as long as every version of the program takes the same."""


def make_engine(url: str) -> Engine:
    """Return an engine for ``url``; nothing is opened yet."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            "数据库地址写得不对", "例：sqlite:////home/…/society.db 或 postgresql+psycopg://…"
        ) from error
    if address.get_backend_name() != "sqlite":
        return create_engine(address)
    file = _file_of(address)
    if file is not None:
        _keep_private(file)
    engine = create_engine(address, **_sqlite_options(address))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _sqlite_options(address: URL) -> dict[str, Any]:
    """Keep one connection for a store in memory, which is gone with it."""
    if address.database in (None, "", ":memory:"):
        return {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    return {}


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Set what SQLite forgets between connections, and leave transactions to us."""
    connection.isolation_level = None
    teach_sqlite(connection)
    for pragma in (
        "busy_timeout = 5000",
        "foreign_keys = ON",
        "case_sensitive_like = ON",
        "journal_mode = WAL",
        "synchronous = NORMAL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once when writing: two writers wait instead of failing midway."""
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction of a change; others who want to write wait."""
    with engine.connect() as plain:
        connection = plain.execution_options(**{_WRITING: True})
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("LOCK TABLE batch IN EXCLUSIVE MODE"))
            yield connection


@contextmanager
def changing_schema(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction of a change of tables; others who open the store wait."""
    with engine.connect() as plain:
        connection = plain.execution_options(**{_WRITING: True})
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})"))
            yield connection


def schema_version(engine: Engine) -> str | None:
    """Return the schema version of the store; None for an empty database.

    One query, because every start pays for it.
    """
    with engine.connect() as connection:
        try:
            return (
                connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
            )
        except (OperationalError, ProgrammingError) as error:
            if _is_missing_table(error):
                return None
            raise


def _is_missing_table(error: OperationalError | ProgrammingError) -> bool:
    said = str(error.orig).lower()
    return "no such table" in said or "does not exist" in said


def create_schema(engine: Engine) -> None:
    """Make all tables in an empty database and note their version."""
    from societyctl.store.schema.creation import METADATA

    with changing_schema(engine) as connection:
        if inspect(connection).has_table("alembic_version"):
            return
        METADATA.create_all(connection)
        connection.execute(
            text(
                "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
                "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
            )
        )
        connection.execute(
            text("INSERT INTO alembic_version (version_num) VALUES (:version)"),
            {"version": REVISIONS[-1]},
        )


def require_known(version: str) -> None:
    """Refuse a store written by a newer program."""
    if version not in ("", *REVISIONS):
        raise StoreError(
            f"数据库由更新版本的 societyctl 写成（结构版本 {version}），本程序读不了",
            "请升级 societyctl 后再打开：pip install --upgrade societyctl",
        )


def database_file(engine: Engine) -> Path | None:
    """Return the file of a SQLite store; None in memory and for a server."""
    return _file_of(engine.url) if engine.dialect.name == "sqlite" else None


def _file_of(address: URL) -> Path | None:
    database = address.database
    if database in (None, "", ":memory:") or "uri" in address.query:
        return None
    return Path(str(database))


def _keep_private(file: Path) -> None:
    """Make the file readable by its owner only; the files SQLite puts beside it follow suit."""
    if not file.parent.is_dir():
        raise StoreError(
            f"文件夹不存在：{file.parent}", "先运行 societyctl init 建立工作区，或检查路径"
        )
    # A file that is not ours to change is left as it is; opening it says what is wrong.
    with suppress(OSError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, PRIVATE))
        for kept in (file, *(file.with_name(f"{file.name}-{end}") for end in ("wal", "shm"))):
            if kept.exists() and kept.stat().st_mode & 0o077:
                kept.chmod(PRIVATE)


def ready(engine: Engine) -> None:
    """Make the schema of an empty database, or bring an older one up to date."""
    version = schema_version(engine)
    if version is None:
        create_schema(engine)
        # Another process may have made it first, and be older.
        version = schema_version(engine) or ""
    if version == REVISIONS[-1]:
        return
    require_known(version)
    from societyctl.store.schema.migrating import migrate

    migrate(engine)
