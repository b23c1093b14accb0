"""Whole rows: made of new records, put over one another, and as the JSON that history keeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Table

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, FieldType, Value
from societyctl.domain.keys import (
    name_key,
    natural_key,
    normal_text,
    normal_texts,
    other_group,
    other_key,
    sound_text,
)
from societyctl.domain.records import NewRecord
from societyctl.store.codec import ENCODERS, ColumnValue, clean_text, decode
from societyctl.store.schema.column_types import ExactDecimal
from societyctl.store.schema.columns import COMMON, is_twinned
from societyctl.store.schema.tables import table_of

StoredRow = tuple[ColumnValue, ...]
"""The columns that a kind fills, in the order of its layout; days are ISO texts in it."""


@lru_cache(maxsize=50_000)
def _iso(day: Value) -> str:
    """Return a day as it is kept; a sheet is full of the same ones."""
    return str(ENCODERS[FieldType.DATE](day))


_TEXTS = (FieldType.TEXT, FieldType.TERM, FieldType.REFERENCE)


def _encode_all(field: Field, values: list[Value | None]) -> list[ColumnValue]:
    """Return what a column holds for many values; the usual ones are taken as they are."""
    encode = _iso if field.type is FieldType.DATE else ENCODERS[field.type]
    if field.type not in _TEXTS:
        return [None if value is None else encode(value) for value in values]
    if _are_words(values):
        return cast("list[ColumnValue]", values)
    return [
        value if value is None or (value.__class__ is str and value.isalnum()) else encode(value)
        for value in values
    ]


def _are_words(values: list[Value | None]) -> bool:
    """Tell at one look that all that is given are words of letters and digits, none empty."""
    texts = [value for value in values if isinstance(value, str)]
    given = len(values) - values.count(None)
    return len(texts) == given and "" not in texts and "".join(texts).isalnum()


class _Fill(NamedTuple):
    """Where a field stands in a row, and where its twin does."""

    field: Field
    at: int
    twin: int | None


@dataclass(frozen=True, slots=True)
class RowLayout:
    """The rows of one kind: which columns they fill, in which order."""

    kind: str
    table: Table
    names: tuple[str, ...]
    fills: Mapping[str, _Fill]
    key_fields: tuple[str, ...]

    def rows(self, records: Sequence[NewRecord]) -> list[StoredRow]:
        """Return the rows of new records, made column by column; raises UnfitValueError."""
        columns: list[Sequence[ColumnValue]] = [(None,) * len(records)] * len(self.names)
        rows = [record.values for record in records]
        for name in set[str]().union(*rows):
            field, at, twin = self.fills[name]
            stored = _encode_all(field, [row.get(name) for row in rows])
            columns[at] = stored
            if twin is not None:
                compared = {one: one and normal_text(str(one)) for one in {*stored}}
                columns[twin] = [compared[one] for one in stored]
        label = self.fills[RECORD_KINDS[self.kind].label]
        columns[RECORD] = (self.kind,) * len(records)
        columns[KEY] = [record.known_key or _key_of(record) for record in records]
        columns[NAME_KEY] = normal_texts(columns[label.at])
        if other_group(self.kind) is not None:
            columns[OTHER_KEY] = [other_key(self.kind, row) for row in rows]
        columns[SOURCE] = _clean_all([record.source for record in records])
        columns[ENTERED] = [
            _typed(record.entered) if record.entered else None for record in records
        ]
        return list(zip(*columns, strict=True))

    def value(self, row: Sequence[ColumnValue], name: str) -> Value | None:
        """Return the value of a field."""
        fill = self.fills[name]
        return decode(fill.field, row[fill.at])

    def merged(self, row: StoredRow, new: StoredRow, record: NewRecord) -> StoredRow:
        """Return a row with the fields that a record names put over it."""
        start = len(COMMON)
        over = zip(row[start:], new[start:], strict=True)
        fields = [was if now is None else now for was, now in over]
        if None in record.values.values():
            for name, value in record.values.items():
                _, at, twin = self.fills[name]
                for place in (at, twin) if value is None else ():
                    if place is not None:
                        fields[place - start] = None
        return (*row[:start], *fields)

    def renumbered(self, new: StoredRow, row: StoredRow) -> StoredRow:
        """Return a new row with the number of a stored one, however many zeros that has."""
        at = self.fills["number"].at
        return (*new[:at], row[at], *new[at + 1 :])

    def identified(self, row: StoredRow, otherwise: str) -> StoredRow:
        """Return a row with the keys that follow from its values."""
        values = {name: self.value(row, name) for name in self.key_fields}
        key = natural_key(self.kind, values)  # that of a kind with one record is an empty text
        names = name_key(self.kind, values), other_key(self.kind, values)
        return (*row[:KEY], otherwise if key is None else key, *names, *row[OTHER_KEY + 1 :])


KEYLESS = "?"
"""What the keys of records begin with that have no natural one."""


def _key_of(record: NewRecord) -> str:
    """Return the natural key; a record without one is told apart by all it says."""
    key = record.key
    if key is not None:
        return key
    filled = {name: value for name, value in record.values.items() if value is not None}
    text = json.dumps(filled, default=str, sort_keys=True)
    return KEYLESS + hashlib.sha256(text.encode(errors="replace")).hexdigest()[:32]


def _clean_all(texts: list[str]) -> list[str]:
    """Return texts as they are stored; that all of them are sound is seen at one look."""
    whole = "".join(texts)
    return texts if sound_text(whole) == whole else [clean_text(text) for text in texts]


def _typed(texts: Mapping[str, str]) -> str | None:
    """Return as JSON what was typed."""
    cleaned = {name: clean_text(text) for name, text in texts.items()}
    return json.dumps(cleaned, ensure_ascii=False, sort_keys=True) if cleaned else None


RECORD, KEY, NAME_KEY, OTHER_KEY, SOURCE, ENTERED = range(len(COMMON))
"""Where the columns that all kinds have stand in a row."""


@cache
def layout_of(kind: str) -> RowLayout:
    """Return the layout of a kind's rows; its columns come in the order of the table."""
    shape, table = RECORD_KINDS[kind], table_of(kind)
    filled = {
        *COMMON,
        *shape.field_names,
        *(f"{f.name}_key" for f in shape.fields if is_twinned(f)),
    }
    names = tuple(column.name for column in table.columns if column.name in filled)
    fills = {
        field.name: _Fill(
            field,
            names.index(field.name),
            names.index(f"{field.name}_key") if is_twinned(field) else None,
        )
        for field in shape.fields
    }
    key_fields = dict.fromkeys([shape.label, *(name for group in shape.key for name in group)])
    return RowLayout(kind, table, names, fills, tuple(key_fields))


_TO_JSON = json.JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":")).encode


def dump_row(names: Iterable[str], row: Iterable[Any]) -> str:
    """Return a row as JSON; empty columns are left out, the others keep the table's order."""
    return _TO_JSON(
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
    )


def load_row(table: Table, text: str) -> dict[str, ColumnValue]:
    """Return the row that :func:`dump_row` wrote, with every column of the table; days as texts."""
    row: dict[str, ColumnValue] = dict.fromkeys(table.columns.keys())
    row.update(json.loads(text))
    for name, restore in _restorers(table).items():
        if row[name] is not None:
            row[name] = restore(str(row[name]))
    if "other_key" in row:  # rows kept by older versions do not say it
        row["other_key"] = other_key(str(row["record"]), row)
    return row


@cache
def _restorers(table: Table) -> dict[str, Callable[[str], ColumnValue]]:
    """Return, for the columns that JSON turns into text, what turns them back."""
    restorers: dict[str, Callable[[str], ColumnValue]] = {}
    for column in table.columns:
        if isinstance(column.type, ExactDecimal):
            restorers[column.name] = Decimal
    return restorers
