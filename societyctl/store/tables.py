"""All tables as queries speak of them: one for each family of the catalog, links, history.

The columns of a family follow from the catalog; :mod:`societyctl.store.schema` declares the
same tables with everything that making them takes, and a test holds the two together. Kept
apart because most commands only ask, and the declarations cost more than the asking.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from societyctl.domain.catalog import FAMILIES, RECORD_KINDS
from societyctl.domain.fields import Field, FieldType
from societyctl.store.column_types import ExactDecimal

METADATA = MetaData()

_TYPES: dict[FieldType, TypeEngine[Any]] = {
    FieldType.TEXT: Text(),
    FieldType.TERM: Text(),
    FieldType.TERMS: Text(),
    FieldType.REFERENCE: Text(),
    FieldType.INTEGER: BigInteger(),
    FieldType.MONEY: BigInteger(),
    FieldType.DECIMAL: ExactDecimal(),
    FieldType.FLAG: Boolean(),
    FieldType.DATE: Date(),
}


def is_twinned(field: Field) -> bool:
    """Tell whether a column ``<field>_key`` stands beside the field.

    References have one; so have texts that are named after a kind of record (a member of
    dues), because people join by them.
    """
    named = field.type is FieldType.TEXT and field.name in RECORD_KINDS
    return named or field.type is FieldType.REFERENCE


def _columns(family: str) -> Iterator[tuple[str, TypeEngine[Any]]]:
    """Yield the columns of a family: those all have, then those of its kinds."""
    for name in ("record", "key", "name_key", "source", "entered"):
        yield name, _TYPES[FieldType.TEXT]
    for kind in RECORD_KINDS.values():
        for field in kind.fields if kind.family == family else ():
            yield field.name, _TYPES[field.type]
            if is_twinned(field):
                yield f"{field.name}_key", _TYPES[FieldType.TEXT]


def _table(name: str, columns: dict[str, TypeEngine[Any]]) -> Table:
    listed = (Column(column, type_) for column, type_ in columns.items())
    return Table(name, METADATA, Column("id", Integer, primary_key=True), *listed)


TABLES: dict[str, Table] = {family: _table(family, dict(_columns(family))) for family in FAMILIES}
LINKS = _table(
    "evidence_link", {"evidence_id": Integer(), "record": Text(), "record_id": Integer()}
)
BATCHES = _table(
    "batch",
    {
        "at": Text(),
        "command": Text(),
        "files": Text(),
        **dict.fromkeys(("added", "changed", "unchanged", "rejected"), Integer()),
        **dict.fromkeys(("undone_by", "undoes"), Integer()),
    },
)
CHANGES = _table(
    "change",
    {
        "batch_id": Integer(),
        "family": Text(),
        "record_id": Integer(),
        "before": Text(),
        "after": Text(),
    },
)


def table_of(kind: str) -> Table:
    """Return the table that holds the records of ``kind``."""
    return TABLES[RECORD_KINDS[kind].family]
