"""Values of records to columns and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal
from typing import Any

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.dates import kept_text, read_kept
from societyctl.domain.fields import Field, FieldType, Value
from societyctl.domain.keys import sound_text
from societyctl.domain.selection import Record
from societyctl.store.schema.dialects import DECIMAL_PLACES, DECIMAL_SCALE, plain_decimal

ColumnValue = str | int | bool | Decimal | None
"""What a column holds; days are texts."""

LARGEST_INTEGER = 2**63 - 1
LARGEST_DECIMAL = Decimal(10) ** (18 - DECIMAL_PLACES) - 1


class UnfitValueError(ValueError):
    """A value that no database column can hold; the message is for the person."""


def clean_text(value: str) -> str:
    """Return a text as it is stored: sound, without outer spaces."""
    return value if value.isalnum() else sound_text(value).strip()


def _text(value: Value) -> ColumnValue:
    if value.__class__ is str and value.isalnum():  # most are
        return value
    return clean_text(str(value)) or None


def _integer(value: Value) -> ColumnValue:
    number = int(_exact(value))
    if abs(number) > LARGEST_INTEGER:
        raise UnfitValueError(f"数字过大：{number}")
    return number


def _decimal(value: Value) -> ColumnValue:
    number = _exact(value)
    if abs(number) > LARGEST_DECIMAL:
        raise UnfitValueError(f"数字过大：{number}")
    return plain_decimal(number)


def _exact(value: Value) -> Decimal:
    if isinstance(value, int | Decimal):
        return Decimal(value)
    raise TypeError(f"not a number: {value!r}")


def _date(value: Value) -> ColumnValue:
    if isinstance(value, Date):
        return kept_text(value)
    raise TypeError(f"not a date: {value!r}")


def _terms(value: Value) -> ColumnValue:
    words = value if isinstance(value, tuple) else (str(value),)
    cleaned = [list_term(word) for word in words]
    return "|".join(["", *dict.fromkeys(word for word in cleaned if word), ""]) or "|"


def list_term(word: str) -> str:
    """Return one word of a list as it stands in the column."""
    return clean_text(word).replace("|", "｜")


ENCODERS: dict[FieldType, Callable[[Value], ColumnValue]] = {
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


def encode(field: Field, value: Value | None) -> ColumnValue:
    """Return what the column of ``field`` holds for ``value``; raises UnfitValueError."""
    return None if value is None else ENCODERS[field.type](value)


def _as_decimal(stored: ColumnValue) -> Value:
    """Return a number with decimal places; SQLite keeps it in parts of one."""
    if isinstance(stored, Decimal):
        return plain_decimal(stored)
    return plain_decimal(Decimal(str(stored)) / DECIMAL_SCALE)


_DECODE: dict[FieldType, Callable[[Any], Value]] = {
    FieldType.INTEGER: int,
    FieldType.MONEY: int,
    FieldType.DECIMAL: _as_decimal,
    FieldType.FLAG: bool,
    FieldType.DATE: read_kept,
    FieldType.TERMS: lambda words: () if words == "|" else tuple(words.strip("|").split("|")),
}


def decode(field: Field, stored: ColumnValue) -> Value | None:
    """Return the value that a column holds, whichever database it stands in."""
    if stored is None:
        return None
    made = _DECODE.get(field.type)
    value: Value = made(stored) if made is not None else stored
    return value


def to_record(kind: str, row: Mapping[Any, Any], names: Sequence[str] = ()) -> Record:
    """Return a stored row as the record it holds; with ``names`` only these fields of it."""
    fields = RECORD_KINDS[kind].by_name
    own = ("id",) if names else ("id", "record", "key", "source", "entered")
    record: dict[str, Value | int | None] = {name: row[name] for name in own}
    record.update((name, decode(fields[name], row[name])) for name in names or fields)
    return record
