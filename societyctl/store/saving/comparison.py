"""What saving records would do, as values: nothing here asks the database.

A comparison may be shown to a person and carried out later; it knows the batch that was the
newest when it was made, and is made anew when another came between.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from societyctl.domain.fields import Value
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.store.codec import ColumnValue, clean_text
from societyctl.store.row_codec import ENTERED, KEY, KEYLESS, NAME_KEY, SOURCE, RowLayout, StoredRow

Settled = Mapping[int, str | None]
"""What a person has said of doubtful records, by their index: the ``kind:id`` of the stored one
that it is, None when it is another."""
Filing = tuple[str, str]
"""The kind and the key under which a row is filed."""


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


@dataclass(frozen=True, slots=True)
class Doubt:
    """A record that may be one already stored: only a person can say."""

    index: int
    """Of the record among those given."""
    refs: tuple[str, ...]
    """What it may be."""
    issue: Issue
    is_filed: bool = False
    """It bears the key of the stored one, beside which it cannot be kept."""


@dataclass(slots=True, eq=False)
class Slot:
    """A row on its way: as it stands in the store, and as it will."""

    layout: RowLayout
    row: StoredRow
    id: int | None = None
    before: StoredRow | None = None

    @property
    def filing(self) -> Filing:
        """The kind and the natural key."""
        return self.layout.kind, str(self.row[KEY])

    @property
    def ref(self) -> str | None:
        """``kind:id``, None for a row that is new."""
        return None if self.id is None else f"{self.layout.kind}:{self.id}"

    @property
    def is_renamed(self) -> bool:
        """Whether a stored row is called otherwise now."""
        names = slice(KEY, NAME_KEY + 1)
        return self.before is not None and self.before[names] != self.row[names]

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


@dataclass
class Comparison:
    """What saving records would do."""

    records: Sequence[NewRecord]
    settled: Settled
    newest: int
    """The newest batch when the comparison was made."""
    outcomes: list[SavedRecord] = field(default_factory=list)
    added: list[Slot | None] = field(default_factory=list)
    """The row of each record that is new."""
    doubts: list[Doubt] = field(default_factory=list)
    carried: list[SavedRecord] = field(default_factory=list)
    """Stored records that follow a renamed one."""
    issues: list[Issue] = field(default_factory=list)
    filed: dict[Filing, Slot] = field(default_factory=dict)
    """The rows that are new or changed, by every key under which they are or were sought."""
    changed: dict[tuple[str, int], Slot] = field(default_factory=dict)
    """Those of them that are stored, by kind and number."""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of record at hand."""
        return frozenset(record.kind for record in self.records)

    @property
    def saved(self) -> Saved:
        """What would become of every record."""
        return Saved(tuple(self.outcomes), tuple(self.issues), carried=tuple(self.carried))

    def slot_of(self, layout: RowLayout, id_: int, row: StoredRow) -> Slot:
        """Return a stored row: as the comparison changes it already, or else as it stands."""
        return self.changed.get((layout.kind, id_)) or Slot(layout, row, id_, row)

    def change(self, slot: Slot) -> None:
        """Take note of a changed row."""
        self.filed[slot.filing] = slot
        if slot.id is not None:
            self.changed[slot.layout.kind, slot.id] = slot

    def to_write(self) -> list[Slot]:
        """Return every row that is new or differs from what is stored, once."""
        slots = dict.fromkeys([*self.filed.values(), *self.changed.values()])
        return [slot for slot in slots if slot.row != slot.before]


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


def _entered(before: ColumnValue, record: NewRecord) -> str | None:
    """Keep what was typed for the fields at hand; forget it for fields typed anew."""
    texts: dict[str, str] = json.loads(before) if isinstance(before, str) else {}
    kept = {name: text for name, text in texts.items() if name not in record.values}
    kept.update({name: clean_text(text) for name, text in record.entered.items()})
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None
