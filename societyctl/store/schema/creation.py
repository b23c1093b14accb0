"""The schema: every table as it is made, with its constraints and indexes.

The tables of records follow from the catalog, column by column as queries speak of them. The
schema has a version; whoever changes a table writes a migration (see ``migrations/``). Loaded
when a database is made: queries go by :mod:`societyctl.store.schema.tables`.
"""

from typing import Any

from pydantic import create_model
from sqlalchemy import Index, Text, UniqueConstraint, inspect, text
from sqlmodel import Field, SQLModel

from societyctl.domain.catalog import FAMILIES
from societyctl.store.schema.connecting import Database
from societyctl.store.schema.tables import typed_columns
from societyctl.store.schema.writing import changing_schema, engine_over


class FamilyRow(SQLModel):
    """What the tables of all families have in common."""

    id: int | None = Field(default=None, primary_key=True)
    record: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text)
    name_key: str | None = Field(default=None, sa_type=Text)
    other_key: str | None = Field(default=None, sa_type=Text)
    source: str = Field(default="", sa_type=Text)
    entered: str | None = Field(default=None, sa_type=Text)


def _index(family: str, name: str) -> Index:
    """Declare the index of a column by which records are found; most rows leave it empty."""
    filled = text(f"{name} IS NOT NULL")
    return Index(f"ix_{family}_{name}", name, sqlite_where=filled, postgresql_where=filled)


def _declare(family: str) -> type[FamilyRow]:
    """Declare the table of a family: one row for each key, an index for each way to be named."""
    columns = typed_columns(family)
    pointers = [name for name in columns if name.removesuffix("_key") in columns.keys() - {name}]
    indexes = [_index(family, name) for name in ("name_key", "other_key", *pointers)]
    unique = UniqueConstraint("record", "key", name=f"uq_{family}_key")

    class NamedRow(FamilyRow):
        __tablename__ = family
        # A number is never given twice, or history could take one row for another.
        __table_args__ = (unique, *indexes, {"sqlite_autoincrement": True})

    fields: dict[str, Any] = {
        name: (type_.python_type | None, Field(default=None, sa_type=type(type_)))
        for name, type_ in columns.items()
    }
    options = {"table": True}
    made: type[FamilyRow] = create_model(
        family.capitalize(), __base__=NamedRow, __cls_kwargs__=options, **fields
    )
    return made


RECORDS = {family: _declare(family) for family in FAMILIES}


class EvidenceLink(SQLModel, table=True):
    """One piece of evidence proves one record."""

    __tablename__ = "evidence_link"
    __table_args__ = (
        UniqueConstraint("record", "record_id", "evidence_id", name="uq_evidence_link"),
        Index("ix_evidence_link_evidence", "evidence_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(foreign_key="evidence.id")
    record: str = Field(sa_type=Text)
    record_id: int


class EvidenceName(SQLModel, table=True):
    """What a piece of evidence may be said to prove, so that it is found when that comes."""

    __tablename__ = "evidence_name"
    __table_args__ = (
        Index("ix_evidence_name_name", "name"),
        Index("ix_evidence_name_evidence", "evidence_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(foreign_key="evidence.id", ondelete="CASCADE")
    name: str = Field(sa_type=Text)
    """As it stands in keys and titles, or ``kind:id``."""


class Batch(SQLModel, table=True):
    """One change of the store, as history lists it and undo takes it back."""

    __tablename__ = "batch"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    at: str = Field(sa_type=Text)
    """ISO 8601 with the offset of the clock at hand."""
    command: str = Field(sa_type=Text)
    files: str = Field(sa_type=Text)
    """JSON: names of the files read."""
    sheets: str | None = Field(default=None, sa_type=Text)
    """Of an import, as JSON: each sheet read, with a digest of its file."""
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    undone_by: int | None = Field(default=None, foreign_key="batch.id")
    undoes: int | None = Field(default=None, foreign_key="batch.id")


class RowChange(SQLModel, table=True):
    """What a batch did to one row: all that undo needs, each state of a row kept once.

    What a row became stands in its table, or in ``content`` of the next change to it.
    """

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_batch", "batch_id"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id")
    family: str = Field(sa_type=Text)
    """The name of the table."""
    record_id: int
    what: str = Field(sa_type=Text)
    """added, changed or deleted."""
    content: str | None = Field(default=None, sa_type=Text)
    """JSON of the row before; of a link that was added, the link."""


METADATA = SQLModel.metadata


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
