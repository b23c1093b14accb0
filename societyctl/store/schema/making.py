"""Making the tables of a store in an empty database; imported only when that is due."""

from __future__ import annotations

from sqlalchemy import inspect, text

from societyctl.store.schema.connecting import Database
from societyctl.store.schema.creation import METADATA
from societyctl.store.schema.writing import changing_schema, engine_over


def make_schema(database: Database, version: str) -> None:
    """Make all tables and note their version, unless another process has just done so."""
    with changing_schema(engine_over(database)) as connection:
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
            {"version": version},
        )
