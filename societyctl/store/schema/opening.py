"""A store ready for use: its schema made in an empty database, or brought up to date."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from societyctl.errors import StoreError
from societyctl.store.schema.connecting import Database, connect
from societyctl.store.schema.sql import Sql
from societyctl.store.trouble import complaints, is_missing_table

_SCRIPTS = Path(__file__).parent / "migrations" / "versions"
REVISIONS = tuple(sorted(script.name.partition("_")[0] for script in _SCRIPTS.glob("*.py")))
"""Versions of the schema, oldest first: what the names of the migrations begin with."""


def open_database(url: str) -> Database:
    """Open the database at a URL, making or migrating its schema when due; raises StoreError."""
    with ExitStack() as undone:
        database = connect(url)
        undone.callback(database.close)
        _make_ready(database)
        undone.pop_all()
        return database


def _make_ready(database: Database) -> None:
    """Make the schema of an empty database, or bring an older one up to date."""
    version = schema_version(database)
    if version is None:
        from societyctl.store.schema.creation import make_schema

        make_schema(database, REVISIONS[-1])
        # Another process may have made it first, and be older.
        version = schema_version(database) or ""
    if version == REVISIONS[-1]:
        return
    _require_known(version)
    from societyctl.store.schema.migrating import migrate

    migrate(database, version)


def schema_version(database: Database) -> str | None:
    """Return the schema version of the store; None for an empty database.

    One query, because every start pays for it.
    """
    with database.reading():
        try:
            return database.value(Sql("SELECT version_num FROM alembic_version")) or ""
        except complaints() as error:
            if is_missing_table(error):
                return None
            raise


def _require_known(version: str) -> None:
    """Refuse a store written by a newer program."""
    if version not in ("", *REVISIONS):
        raise StoreError(
            f"数据库由更新版本的 societyctl 写成（结构版本 {version}），本程序读不了",
            "请升级 societyctl 后再打开：pip install --upgrade societyctl",
        )
