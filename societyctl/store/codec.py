"""Values of records to columns and back, and whole rows to the JSON that history keeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.sql.sqltypes import Date as DateColumn

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, FieldType, Value
from societyctl.domain.records import first_key, name_key, natural_keys, normal_text, sound_text
from societyctl.domain.selection import Record
from societyctl.store.column_types import DECIMAL_PLACES, ExactDecimal, plain_decimal
from societyctl.store.tables import COMMON, is_twinned, table_of

Stored = str | int | bool | Date | Decimal | None
"""What a column holds."""
StoredRow = list[Stored]
"""The columns that a kind fills, in the order of its layout."""

LARGEST_INTEGER = 2**63 - 1
LARGEST_DECIMAL = Decimal(10) ** (18 - DECIMAL_PLACES) - 1


class UnfitValueError(ValueError):
    """A value that no database column can hold; the message is for the person."""


def clean_text(value: str) -> str:
    """Return a text as it is stored: sound, without outer spaces."""
    return value if value.isalnum() else sound_text(value.strip())


def _text(value: Value) -> Stored:
    return clean_text(value if type(value) is str else str(value)) or None


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


@dataclass(frozen=True, slots=True)
class _Fill:
    """Where a field stands in a row, and what turns its values into what stands there."""

    field: Field
    at: int
    encode: Callable[[Value], Stored]
    twin: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows of one kind: which columns they fill, in which order."""

    kind: str
    table: Table
    names: tuple[str, ...]
    fills: Mapping[str, _Fill]
    key_fields: tuple[str, ...]

    def fill(self, row: StoredRow, values: Mapping[str, Value | None]) -> None:
        """Put values into a row, with the twins of references; raises UnfitValueError."""
        fills = self.fills
        for name, value in values.items():
            fill = fills[name]
            stored = row[fill.at] = None if value is None else fill.encode(value)
            if fill.twin is not None:
                row[fill.twin] = None if stored is None else normal_text(str(stored))

    def value(self, row: StoredRow, name: str) -> Value | None:
        """Return the value of a field."""
        fill = self.fills[name]
        return decode(fill.field, row[fill.at])

    def identify(self, row: StoredRow) -> str | None:
        """Write the keys into a row that follow from its values; returns the natural key.

        A row without a natural key keeps the one that it has.
        """
        values = {name: self.value(row, name) for name in self.key_fields}
        row[NAME_KEY] = name_key(self.kind, values)
        key = first_key(natural_keys(self.kind, values))
        if key is not None:
            row[KEY] = key
        return key


RECORD, KEY, NAME_KEY, SOURCE, ENTERED = range(len(COMMON))
"""Where the columns that all kinds have stand in a row."""


@cache
def layout_of(kind: str) -> Layout:
    """Return the layout of a kind's rows; its columns come in the order of the table."""
    shape, table = RECORD_KINDS[kind], table_of(kind)
    wanted = {
        *COMMON,
        *shape.field_names,
        *(f"{f.name}_key" for f in shape.fields if is_twinned(f)),
    }
    names = tuple(column.name for column in table.columns if column.name in wanted)
    fills = {
        field.name: _Fill(
            field,
            names.index(field.name),
            _ENCODE[field.type],
            names.index(f"{field.name}_key") if is_twinned(field) else None,
        )
        for field in shape.fields
    }
    key_fields = dict.fromkeys([shape.label, *(name for group in shape.key for name in group)])
    return Layout(kind, table, names, fills, tuple(key_fields))


def fields_of(kind: str) -> dict[str, Field]:
    """Return the fields of a record kind by name."""
    return {name: fill.field for name, fill in layout_of(kind).fills.items()}


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


_TO_JSON = json.JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":")).encode


def dump_row(names: Iterable[str], row: Iterable[Any]) -> str:
    """Return a row as JSON; empty columns are left out, the others keep the table's order."""
    return _TO_JSON(
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
    )


def load_row(table: Table, text: str) -> dict[str, Stored]:
    """Return the row that :func:`dump_row` wrote, with every column of the table."""
    row: dict[str, Stored] = dict.fromkeys(table.columns.keys())
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
