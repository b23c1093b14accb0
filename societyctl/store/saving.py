"""Saving records: told apart by natural key, compared field by field, every change kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Value
from societyctl.domain.records import NewRecord, name_key, natural_key
from societyctl.errors import Issue, WorkbookError
from societyctl.store.codec import (
    StoredRow,
    UnfitValueError,
    clean_text,
    decode,
    encode,
    fields_of,
    plain_row,
    to_columns,
)
from societyctl.store.journal import CHUNK, BatchInfo, Journal, update_rows
from societyctl.store.tables import table_of


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after."""

    field: str
    old: Value | None
    new: Value | None


@dataclass(frozen=True, slots=True)
class SavedRecord:
    """What became of one record."""

    ref: str | None
    """``kind:id``; None for a record that a dry run would add."""
    outcome: str
    """added, changed or unchanged."""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of every record, in the order they were given."""

    records: tuple[SavedRecord, ...]
    issues: tuple[Issue, ...] = ()
    """Evidence that names records which are not there."""
    batch: int | None = None
    """What ``undo`` takes; None when nothing changed."""

    def count(self, outcome: str) -> int:
        """Return how many records had this outcome."""
        return sum(record.outcome == outcome for record in self.records)


@dataclass
class Slot:
    """A row on its way: as it stands in the store, and as it will."""

    kind: str
    key: str
    before: StoredRow | None
    row: StoredRow

    @property
    def touched(self) -> bool:
        """Whether the row is new or differs from what is stored."""
        return self.before is None or self.row != self.before


def key_of(record: NewRecord) -> str:
    """Return the natural key; a record without one is told apart by all it says."""
    fields = fields_of(record.kind)
    values = {
        name: decode(fields[name], encode(fields[name], value))
        for name, value in record.values.items()
    }
    key = natural_key(record.kind, values)
    if key is not None:
        return key
    known = {name: value for name, value in values.items() if value is not None}
    said = json.dumps(known, default=str, sort_keys=True, ensure_ascii=False)
    return "?" + hashlib.sha256(said.encode()).hexdigest()[:32]


def keys_of(records: Sequence[NewRecord]) -> list[tuple[str, str]]:
    """Return the place of every record; raises WorkbookError for values that do not fit."""
    keys, issues = [], []
    for record in records:
        try:
            keys.append((record.kind, key_of(record)))
        except UnfitValueError as error:
            where = record.source.replace("!", " ") or RECORD_KINDS[record.kind].title
            issues.append(Issue(where, str(error)))
    if issues:
        raise WorkbookError(f"{len(issues)}条记录有数据库存不下的数值", "请核对这些数值", issues)
    return keys


def plan(
    connection: Connection, records: Sequence[NewRecord]
) -> tuple[dict[tuple[str, str], Slot], list[SavedRecord]]:
    """Compare records with the store; returns the rows to be and what becomes of each record."""
    keys = keys_of(records)
    slots = {place: Slot(*place, row, dict(row)) for place, row in _existing(connection, keys)}
    outcomes = []
    for record, place in zip(records, keys, strict=True):
        slot = slots.get(place)
        if slot is None:
            slots[place] = _fresh(record, place[1])
            outcomes.append(SavedRecord(None, "added"))
        else:
            outcomes.append(merge(slot, record))
    return slots, outcomes


def _existing(
    connection: Connection, keys: Iterable[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], StoredRow]]:
    by_kind: dict[str, list[str]] = {}
    for kind, key in dict.fromkeys(keys):
        by_kind.setdefault(kind, []).append(key)
    for kind, wanted in by_kind.items():
        table = table_of(kind)
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            query = select(table).where(table.c.record == kind, table.c.key.in_(chunk))
            for row in connection.execute(query).mappings():
                yield (kind, row["key"]), plain_row(row)


def _fresh(record: NewRecord, key: str) -> Slot:
    row: StoredRow = dict.fromkeys(table_of(record.kind).columns.keys())
    row.update(to_columns(record.kind, record.values))
    row.update(
        record=record.kind,
        key=key,
        source=clean_text(record.source),
        name_key=_name_key(record.kind, row),
        entered=_entered(None, record),
    )
    row.pop("id")
    return Slot(record.kind, key, None, row)


def merge(slot: Slot, record: NewRecord) -> SavedRecord:
    """Put a record's values over a row; says which fields differ."""
    columns = to_columns(record.kind, record.values)
    changes = tuple(_changes(record.kind, slot.row, columns))
    ref = f"{slot.kind}:{slot.row['id']}" if "id" in slot.row else None
    entered = _entered(slot.row["entered"], record)
    if not changes and entered == slot.row["entered"]:
        return SavedRecord(ref, "unchanged")
    slot.row.update(columns)
    slot.row["entered"] = entered
    slot.row["source"] = clean_text(record.source) or slot.row["source"]
    slot.row["name_key"] = _name_key(slot.kind, slot.row)
    return SavedRecord(ref, "changed", changes)


def _name_key(kind: str, row: StoredRow) -> str | None:
    label = RECORD_KINDS[kind].label
    return name_key(kind, {label: decode(fields_of(kind)[label], row[label])})


def slot_in_place(row: Mapping[Any, Any], record: NewRecord, key: str) -> Slot:
    """Return an existing row that is about to take another natural key."""
    before = plain_row(row)
    return Slot(record.kind, key, before, {**before, "key": key})


def _changes(kind: str, row: StoredRow, columns: Mapping[str, Any]) -> Iterator[FieldChange]:
    for name, field in fields_of(kind).items():
        if name in columns and row[name] != columns[name]:
            yield FieldChange(name, decode(field, row[name]), decode(field, columns[name]))


def _entered(known: Any, record: NewRecord) -> str | None:
    """Keep what was typed for the fields at hand; forget it for fields typed anew."""
    texts: dict[str, str] = json.loads(known) if isinstance(known, str) else {}
    kept = {name: text for name, text in texts.items() if name not in record.values}
    kept.update({name: clean_text(text) for name, text in record.entered.items()})
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None


def write(
    connection: Connection,
    slots: Mapping[tuple[str, str], Slot],
    outcomes: Sequence[SavedRecord],
    info: BatchInfo,
) -> tuple[Journal | None, list[SavedRecord]]:
    """Write the rows that changed and journal them; returns the outcomes with their refs."""
    touched = [slot for slot in slots.values() if slot.touched]
    if not touched:
        return None, list(outcomes)
    journal = Journal.begin(connection, info)
    by_table: dict[str, list[Slot]] = {}
    for slot in touched:
        by_table.setdefault(slot.kind, []).append(slot)
    for kind, group in by_table.items():
        table = table_of(kind)
        _insert(connection, table, [slot for slot in group if slot.before is None])
        _update(connection, table, [slot for slot in group if slot.before is not None])
        for slot in group:
            journal.note(table.name, slot.row, slot.before, slot.row)
    return journal, list(outcomes)


def _insert(connection: Connection, table: Table, slots: Sequence[Slot]) -> None:
    """Insert rows in bulk and learn their numbers."""
    for start in range(0, len(slots), CHUNK):
        chunk = slots[start : start + CHUNK]
        connection.execute(insert(table), [slot.row for slot in chunk])
        wanted = {(slot.kind, slot.key): slot for slot in chunk}
        keys = [slot.key for slot in chunk]
        query = select(table.c.id, table.c.record, table.c.key).where(
            table.c.record == chunk[0].kind, table.c.key.in_(keys)
        )
        for id_, record, key in connection.execute(query):
            wanted[(record, key)].row["id"] = id_


def _update(connection: Connection, table: Table, slots: Sequence[Slot]) -> None:
    for start in range(0, len(slots), CHUNK):
        update_rows(connection, table, [slot.row for slot in slots[start : start + CHUNK]])


def with_refs(
    outcomes: Sequence[SavedRecord],
    records: Sequence[NewRecord],
    slots: Mapping[tuple[str, str], Slot],
) -> tuple[SavedRecord, ...]:
    """Return the outcomes with the numbers that new rows were given."""
    done = []
    for outcome, record in zip(outcomes, records, strict=True):
        row = slots[(record.kind, key_of(record))].row
        ref = f"{record.kind}:{row['id']}" if row.get("id") is not None else None
        done.append(SavedRecord(ref, outcome.outcome, outcome.changes))
    return tuple(done)
