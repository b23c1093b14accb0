"""The tables as writing speaks of them: their names and columns.

They are declared in :mod:`societyctl.store.schema.creation`, with everything that making them
takes. The columns of records come from the catalog here as there, the others are but named:
to load the declarations costs more than a change of one record.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from societyctl.domain.catalog import FAMILIES, RECORD_KINDS
from societyctl.domain.fields import FieldType
from societyctl.store.schema.column_types import DayText, ExactDecimal
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
    FieldType.DATE: DayText(),
}


def typed_columns(family: str) -> dict[str, TypeEngine[Any]]:
    """Return the columns that the kinds of a family fill, with their types."""
    return {name: _TYPES[type_] for name, type_ in columns_of(family).items()}


def _table(name: str, *columns: Column[Any]) -> Table:
    return Table(name, METADATA, Column("id", Integer, primary_key=True), *columns)


def _family(name: str) -> Table:
    columns = dict.fromkeys(COMMON, _TYPES[FieldType.TEXT]) | typed_columns(name)
    return _table(name, *(Column(column, type_) for column, type_ in columns.items()))


def _named(name: str, columns: str) -> Table:
    """Return a table of numbers and texts, which every database gives back as they are."""
    return _table(name, *(Column[Any](column) for column in columns.split()))


TABLES: dict[str, Table] = {family: _family(family) for family in FAMILIES}
LINKS = _named("evidence_link", "evidence_id record record_id")
NAMES = _named("evidence_name", "evidence_id name")
BATCHES = _named(
    "batch", "at command files added changed unchanged rejected undone_by undoes sheets"
)
CHANGES = _named("change", "batch_id family record_id what content")


def table_of(kind: str) -> Table:
    """Return the table that holds the records of ``kind``."""
    return TABLES[RECORD_KINDS[kind].family]
