"""All tables as queries speak of them: one for each family of the catalog, links, history.

The columns of a family follow from the catalog. :mod:`societyctl.store.schema.creation` declares
the same tables, from the same columns, with everything that making them takes; kept apart
because most commands only ask, and the declarations cost more than the asking.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from societyctl.domain.catalog import FAMILIES, RECORD_KINDS
from societyctl.domain.fields import FieldType
from societyctl.store.schema.column_types import ExactDecimal
from societyctl.store.schema.columns import COMMON, columns_of

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


def typed_columns(family: str) -> dict[str, TypeEngine[Any]]:
    """Return the columns that the kinds of a family fill, with their types."""
    return {name: _TYPES[type_] for name, type_ in columns_of(family).items()}


def _table(name: str, columns: dict[str, TypeEngine[Any]]) -> Table:
    listed = (Column(column, type_) for column, type_ in columns.items())
    return Table(name, METADATA, Column("id", Integer, primary_key=True), *listed)


TABLES: dict[str, Table] = {
    family: _table(family, dict.fromkeys(COMMON, _TYPES[FieldType.TEXT]) | typed_columns(family))
    for family in FAMILIES
}
LINKS = _table(
    "evidence_link", {"evidence_id": Integer(), "record": Text(), "record_id": Integer()}
)
NAMES = _table("evidence_name", {"evidence_id": Integer(), "name": Text()})
BATCHES = _table(
    "batch",
    {
        "at": Text(),
        "command": Text(),
        "files": Text(),
        **dict.fromkeys(("added", "changed", "unchanged", "rejected"), Integer()),
        **dict.fromkeys(("undone_by", "undoes"), Integer()),
        "sheets": Text(),
    },
)
CHANGES = _table(
    "change",
    {
        "batch_id": Integer(),
        "family": Text(),
        "record_id": Integer(),
        "what": Text(),
        "content": Text(),
    },
)


def table_of(kind: str) -> Table:
    """Return the table that holds the records of ``kind``."""
    return TABLES[RECORD_KINDS[kind].family]
