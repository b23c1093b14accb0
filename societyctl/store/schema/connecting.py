"""The way to the database: its address, and one connection of its driver.

Reading goes by it alone. Writing puts an engine over the same connection, see
:mod:`societyctl.store.schema.writing`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from societyctl.errors import StoreError
from societyctl.store.schema.dialects import POSTGRES, SQLITE, Dialect, teach_sqlite
from societyctl.store.schema.sql import Sql
from societyctl.store.trouble import NO_DRIVER

PRIVATE = 0o600
"""Records hold personal data: only the owner of a file may read it."""


@dataclass(frozen=True, slots=True)
class Database:
    """One open connection, as those who ask see it."""

    driver: Any
    """The connection of sqlite3 or psycopg."""
    dialect: Dialect
    file: Path | None = None
    """The file of a SQLite store; None in memory and for a server."""

    def rows(self, query: Sql) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        rows: list[tuple[Any, ...]] = self._run(query).fetchall()
        return rows

    def mappings(self, query: Sql) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query by the names of their columns."""
        cursor = self._run(query)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def value(self, query: Sql) -> Any:
        """Return the first column of the first row; None without rows."""
        row = self._run(query).fetchone()
        return row[0] if row else None

    def _run(self, query: Sql) -> Any:
        cursor = self.driver.cursor()
        cursor.execute(self.dialect.text(query), self.dialect.values(query.values))
        return cursor

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Open a transaction in which everything is seen as at one moment."""
        if self.dialect is SQLITE:
            self.driver.execute("BEGIN")
        try:
            yield self
        finally:
            self.driver.rollback()

    def close(self) -> None:
        """Let go of the connection."""
        self.driver.close()


def connect(url: str) -> Database:
    """Open the database at a URL.

    Raises StoreError for an address that is none, and whatever the driver raises.
    """
    scheme, sign, rest = url.partition("://")
    if not sign or not scheme:
        raise StoreError(
            "数据库地址写得不对", "例：sqlite:////home/…/society.db 或 postgresql+psycopg://…"
        )
    if scheme in ("sqlite", "sqlite+pysqlite"):
        return _open_sqlite(unquote(rest.partition("?")[0].removeprefix("/")))
    if scheme not in ("postgresql", "postgresql+psycopg"):
        raise StoreError(*NO_DRIVER)
    import psycopg

    return Database(psycopg.connect(f"postgresql://{rest}"), POSTGRES)


def _open_sqlite(path: str) -> Database:
    file = None if path in ("", ":memory:") else Path(path)
    if file is not None:
        _keep_private(file)
    connection = sqlite3.connect(file or ":memory:", check_same_thread=False)
    try:
        _prepare(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return Database(connection, SQLITE, file)


def _prepare(connection: sqlite3.Connection) -> None:
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
