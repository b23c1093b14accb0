"""Saving records: told apart by natural key, compared field by field, every change kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from societyctl.domain.fields import Value
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.store.codec import Stored, clean_text
from societyctl.store.history.journal import Journal
from societyctl.store.row_codec import (
    ENTERED,
    KEY,
    KEYLESS,
    SOURCE,
    Layout,
    StoredRow,
    dump_row,
    layout_of,
)
from societyctl.store.saving.bulk import CHUNK, insert_rows, new_numbers, update_rows


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

    def put(self, record: NewRecord, new: StoredRow) -> tuple[FieldChange, ...]:
        """Put a record, made into a row, over this one; says which fields differ."""
        layout, was = self.layout, self.row
        row = layout.merged(was, new, record)
        if row == was:
            return ()
        has_key = not str(was[KEY]).startswith(KEYLESS)
        self.row = layout.identified(row, f"{KEYLESS}{self.id}" if has_key else str(was[KEY]))
        return tuple(
            FieldChange(name, layout.value(was, name), layout.value(row, name))
            for name in record.values
            if layout.value(was, name) != layout.value(row, name)
        )


def merge(slot: Slot, record: NewRecord, new: StoredRow) -> SavedRecord:
    """Put a record over a row; says what becomes of it."""
    before = slot.row[ENTERED]
    entered = before if before == new[ENTERED] else _entered(before, record)
    changes = slot.put(record, new)
    if not changes and entered == before:
        return SavedRecord(slot.ref, "unchanged")
    source = new[SOURCE] or slot.row[SOURCE]
    slot.row = (*slot.row[:SOURCE], source, entered, *slot.row[ENTERED + 1 :])
    return SavedRecord(slot.ref, "changed", changes)


def _entered(known: Stored, record: NewRecord) -> str | None:
    """Keep what was typed for the fields at hand; forget it for fields typed anew."""
    texts: dict[str, str] = json.loads(known) if isinstance(known, str) else {}
    kept = {name: text for name, text in texts.items() if name not in record.values}
    kept.update({name: clean_text(text) for name, text in record.entered.items()})
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None


def write(connection: Connection, slots: Iterable[Slot], journal: Journal) -> None:
    """Write rows that are new or changed and keep what was done in the journal."""
    groups: dict[tuple[str, bool], list[Slot]] = {}
    for slot in slots:
        groups.setdefault((slot.layout.kind, slot.before is None), []).append(slot)
    for (kind, is_new), group in groups.items():
        job = _insert if is_new else _update
        for start in range(0, len(group), CHUNK):
            job(connection, layout_of(kind), group[start : start + CHUNK], journal)


def _insert(
    connection: Connection, layout: Layout, slots: Sequence[Slot], journal: Journal
) -> None:
    """Insert rows, numbered."""
    table = layout.table
    numbers = new_numbers(connection, table, len(slots))
    for number, slot in zip(numbers, slots, strict=True):
        slot.id = number
    insert_rows(connection, table, ("id", *layout.names), [(slot.id, *slot.row) for slot in slots])
    journal.keep_added(table, numbers[0], len(slots))


def _update(
    connection: Connection, layout: Layout, slots: Sequence[Slot], journal: Journal
) -> None:
    table, names = layout.table, ("id", *layout.names)
    update_rows(connection, table, layout.names, [(*slot.row, slot.id) for slot in slots])
    journal.keep(
        [
            (table.name, slot.id or 0, "changed", dump_row(names, (slot.id, *(slot.before or ()))))
            for slot in slots
        ]
    )
