"""Values of records to columns and back, and whole rows to the JSON that history keeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date as Date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.sql.sqltypes import Date as DateColumn

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, FieldType, Value
from societyctl.domain.records import normal_text
from societyctl.domain.selection import Record
from societyctl.store.column_types import DECIMAL_PLACES, ExactDecimal, plain_decimal
from societyctl.store.tables import is_twinned

Stored = str | int | bool | Date | Decimal | None
"""What a column holds."""
StoredRow = dict[str, Stored]

LARGEST_INTEGER = 2**63 - 1
LARGEST_DECIMAL = Decimal(10) ** (18 - DECIMAL_PLACES) - 1


class UnfitValueError(ValueError):
    """A value that no database column can hold; the message is for the person."""


def clean_text(value: str) -> str:
    """Return text that every database takes: no NUL, no half of a surrogate pair."""
    stripped = value.strip().replace("\0", "")
    return stripped if stripped.isascii() else stripped.encode(errors="replace").decode()


def _text(value: Value) -> Stored:
    return clean_text(str(value)) or None


def _integer(value: Value) -> Stored:
    number = int(_exact(value))
    if abs(number) > LARGEST_INTEGER:
        raise UnfitValueError(f"数字过大：{number}")
    return number


def _decimal(value: Value) -> Stored:
    number = _exact(value)
    if abs(number) > LARGEST_DECIMAL:
        raise UnfitValueError(f"数字过大：{number}")
    return plain_decimal(number)


def _exact(value: Value) -> Decimal:
    if isinstance(value, int | Decimal):
        return Decimal(value)
    raise TypeError(f"not a number: {value!r}")


def _date(value: Value) -> Stored:
    if isinstance(value, Date):
        return value
    raise TypeError(f"not a date: {value!r}")


def _terms(value: Value) -> Stored:
    words = value if isinstance(value, tuple) else (str(value),)
    cleaned = [list_term(word) for word in words]
    return "|".join(["", *dict.fromkeys(word for word in cleaned if word), ""]) or "|"


def list_term(word: str) -> str:
    """Return one word of a list as it stands in the column."""
    return clean_text(word).replace("|", "｜")


_ENCODE: dict[FieldType, Callable[[Value], Stored]] = {
    FieldType.TEXT: _text,
    FieldType.TERM: _text,
    FieldType.REFERENCE: _text,
    FieldType.INTEGER: _integer,
    FieldType.MONEY: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.FLAG: bool,
    FieldType.DATE: _date,
    FieldType.TERMS: _terms,
}


def encode(field: Field, value: Value | None) -> Stored:
    """Return what the column of ``field`` holds for ``value``; raises UnfitValueError."""
    return None if value is None else _ENCODE[field.type](value)


def decode(field: Field, stored: Stored) -> Value | None:
    """Return the value that a column holds."""
    if field.type is FieldType.TERMS and isinstance(stored, str):
        return tuple(stored.strip("|").split("|")) if stored != "|" else ()
    return stored


@cache
def fields_of(kind: str) -> dict[str, Field]:
    """Return the fields of a record kind by name."""
    return {field.name: field for field in RECORD_KINDS[kind].fields}


def to_columns(kind: str, values: Mapping[str, Value | None]) -> StoredRow:
    """Return the columns that ``values`` fill, the twins of references among them."""
    fields = fields_of(kind)
    row: StoredRow = {}
    for name, value in values.items():
        field = fields[name]
        stored = row[name] = encode(field, value)
        if is_twinned(field):
            row[f"{name}_key"] = None if stored is None else normal_text(str(stored))
    return row


def plain_row(row: Mapping[Any, Any]) -> StoredRow:
    """Return a row of the database as a dictionary by column name."""
    return {str(name): value for name, value in row.items()}


def to_record(kind: str, row: Mapping[Any, Any]) -> Record:
    """Return a stored row as the record it holds."""
    record: dict[str, Value | int | None] = {
        "id": row["id"],
        "record": row["record"],
        "key": row["key"],
        "source": row["source"],
        "entered": row["entered"],
    }
    record.update((name, decode(field, row[name])) for name, field in fields_of(kind).items())
    return record


def dump_row(row: Mapping[Any, Any]) -> str:
    """Return a row as JSON; empty columns are left out."""
    filled = {name: value for name, value in row.items() if value is not None}
    return json.dumps(
        filled, ensure_ascii=False, default=str, sort_keys=True, separators=(",", ":")
    )


def load_row(table: Table, text: str) -> StoredRow:
    """Return the row that :func:`dump_row` wrote, with every column of the table."""
    row: StoredRow = dict.fromkeys(table.columns.keys())
    row.update(json.loads(text))
    for name, restore in _restorers(table).items():
        if row[name] is not None:
            row[name] = restore(str(row[name]))
    return row


@cache
def _restorers(table: Table) -> dict[str, Callable[[str], Stored]]:
    """Return, for the columns that JSON turns into text, what turns them back."""
    restorers: dict[str, Callable[[str], Stored]] = {}
    for column in table.columns:
        if isinstance(column.type, DateColumn):
            restorers[column.name] = Date.fromisoformat
        elif isinstance(column.type, ExactDecimal):
            restorers[column.name] = Decimal
    return restorers
