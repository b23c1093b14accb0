"""The schema: every table as it is made, with its constraints and indexes.

The schema has a version; whoever changes a table writes a migration (see ``migrations/``).
Loaded when a database is made: queries go by :mod:`societyctl.store.tables`.
"""

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from societyctl.store import tables_doings, tables_holdings
from societyctl.store.columns import text_column


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
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    undone_by: int | None = Field(default=None, foreign_key="batch.id")
    undoes: int | None = Field(default=None, foreign_key="batch.id")


class Change(SQLModel, table=True):
    """One row before and after a batch: all that undo needs."""

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_row", "family", "record_id"),
        Index("ix_change_batch", "batch_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id")
    family: str = Field(sa_type=Text)
    """The name of the table."""
    record_id: int
    before: str | None = text_column()
    """JSON of the row; empty when it was added."""
    after: str | None = text_column()
    """JSON of the row; empty when it was removed."""


METADATA = SQLModel.metadata
MODULES = (tables_holdings, tables_doings)
"""Where the tables of records are declared; importing them is what makes the tables known."""
