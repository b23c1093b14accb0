"""Brings the store of an older program up to date; imported only when that is due."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config

from societyctl.store.schema.connecting import PRIVATE, Database
from societyctl.store.schema.writing import changing_schema, engine_over

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: Database, version: str) -> None:
    """Run every migration that is due, in one transaction.

    A SQLite store is copied first, to a file beside it that names the version it has.
    """
    file = database.file
    if file is not None:
        _keep_copy(file, file.with_name(f"{file.name}.{version or '0'}.bak"))
    config = Config()
    config.set_main_option("script_location", SCRIPTS.as_posix().replace("%", "%%"))
    with changing_schema(engine_over(database)) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _keep_copy(file: Path, copy: Path) -> None:
    """Copy a store with what its write-ahead log holds."""
    copy.touch(PRIVATE)
    copy.chmod(PRIVATE)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
