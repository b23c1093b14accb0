"""Saving records: told apart by natural key, compared field by field, every change kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from societyctl.domain.fields import Value
from societyctl.domain.records import NewRecord, first_key, name_key
from societyctl.errors import Issue
from societyctl.store.bulk import CHUNK, insert_rows, update_rows
from societyctl.store.codec import (
    ENTERED,
    KEY,
    NAME_KEY,
    RECORD,
    SOURCE,
    Layout,
    Stored,
    StoredRow,
    clean_text,
    dump_row,
    layout_of,
)
from societyctl.store.journal import Change, Journal


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
    """``kind:id``; None for a record that is yet to be added."""
    outcome: str
    """added, changed or unchanged."""
    changes: tuple[FieldChange, ...] = ()


KEYLESS = "?"
"""What the keys of records begin with that have no natural one."""
ADDED = SavedRecord(None, "added")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of every record, in the order they were given."""

    records: tuple[SavedRecord, ...]
    issues: tuple[Issue, ...] = ()
    """Evidence that names records which are not there."""
    batch: int | None = None
    """What ``undo`` takes; None when nothing changed."""
    carried: tuple[SavedRecord, ...] = ()
    """Other records, which named one of these by a name that it no longer bears."""

    def count(self, outcome: str) -> int:
        """Return how many records had this outcome."""
        return sum(record.outcome == outcome for record in self.records)


@dataclass(slots=True, eq=False)
class Slot:
    """A row on its way: as it stands in the store, and as it will."""

    layout: Layout
    row: StoredRow
    id: int | None = None
    before: StoredRow | None = None

    @property
    def place(self) -> tuple[str, str]:
        """The kind and the natural key."""
        return self.layout.kind, str(self.row[KEY])

    @property
    def ref(self) -> str | None:
        """``kind:id``, None for a row that is new."""
        return None if self.id is None else f"{self.layout.kind}:{self.id}"

    def put(self, values: Mapping[str, Value | None]) -> tuple[FieldChange, ...]:
        """Put values over the row; says which fields differ."""
        layout, row = self.layout, list(self.row)
        layout.fill(row, values)
        if row == self.row:
            return ()
        changes = tuple(
            FieldChange(name, layout.value(self.row, name), layout.value(row, name))
            for name in values
            if row[layout.fills[name].at] != self.row[layout.fills[name].at]
        )
        if layout.identify(row) is None and not str(row[KEY]).startswith(KEYLESS):
            row[KEY] = f"{KEYLESS}{self.id}"
        self.row = row
        return changes


def fresh(record: NewRecord, key: str) -> Slot:
    """Return the row of a new record."""
    layout = layout_of(record.kind)
    row: StoredRow = [None] * len(layout.names)
    layout.fill(row, record.values)
    row[RECORD], row[KEY] = record.kind, key
    row[NAME_KEY] = name_key(record.kind, record.values)
    row[SOURCE], row[ENTERED] = clean_text(record.source), _entered(None, record)
    return Slot(layout, row)


def key_of(record: NewRecord) -> str:
    """Return the natural key; a record without one is told apart by all it says."""
    key = first_key(record.keys)
    if key is not None:
        return key
    said = {name: value for name, value in record.values.items() if value is not None}
    text = json.dumps(said, default=str, sort_keys=True)
    return KEYLESS + hashlib.sha256(text.encode()).hexdigest()[:32]


def merge(slot: Slot, record: NewRecord) -> SavedRecord:
    """Put a record over a row; says what becomes of it."""
    entered = _entered(slot.row[ENTERED], record)
    changes = slot.put(record.values)
    if not changes and entered == slot.row[ENTERED]:
        return SavedRecord(slot.ref, "unchanged")
    if not changes:
        slot.row = list(slot.row)
    slot.row[ENTERED] = entered
    slot.row[SOURCE] = clean_text(record.source) or slot.row[SOURCE]
    return SavedRecord(slot.ref, "changed", changes)


def _entered(known: Stored, record: NewRecord) -> str | None:
    """Keep what was typed for the fields at hand; forget it for fields typed anew."""
    if known is None and not record.entered:
        return None
    texts: dict[str, str] = json.loads(known) if isinstance(known, str) else {}
    kept = {name: text for name, text in texts.items() if name not in record.values}
    kept.update({name: clean_text(text) for name, text in record.entered.items()})
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None


def write(connection: Connection, slots: Iterable[Slot], journal: Journal) -> None:
    """Write rows that are new or changed and keep them in the journal."""
    groups: dict[tuple[str, bool], list[Slot]] = {}
    for slot in slots:
        groups.setdefault((slot.layout.kind, slot.before is None), []).append(slot)
    for (kind, is_new), group in groups.items():
        layout, job = layout_of(kind), _insert if is_new else _update
        for start in range(0, len(group), CHUNK):
            chunk = group[start : start + CHUNK]
            job(connection, layout, chunk)
            journal.keep([_change(slot) for slot in chunk])


def _change(slot: Slot) -> Change:
    """Return a row before and after, for the journal."""
    names, id_ = ("id", *slot.layout.names), slot.id or 0
    before = None if slot.before is None else dump_row(names, (id_, *slot.before))
    return slot.layout.table.name, id_, before, dump_row(names, (id_, *slot.row))


def _insert(connection: Connection, layout: Layout, slots: Sequence[Slot]) -> None:
    """Insert rows and number them: numbers always rise, so the new rows have the highest."""
    insert_rows(connection, layout.table, layout.names, [slot.row for slot in slots])
    last = int(connection.execute(select(func.max(layout.table.c.id))).scalar() or 0)
    for id_, slot in enumerate(slots, last - len(slots) + 1):
        slot.id = id_


def _update(connection: Connection, layout: Layout, slots: Sequence[Slot]) -> None:
    rows = [(slot.id, *slot.row) for slot in slots]
    update_rows(connection, layout.table, layout.names, rows)
