"""New records beside what is stored: what each would do, before anything is written.

A comparison may be shown to a person and carried out later; it knows the batch that was the
newest when it was made, and is made anew when another came between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from sqlalchemy import Connection

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue, WorkbookError
from societyctl.store.codec import Stored, UnfitValueError
from societyctl.store.history.batches import newest_batch
from societyctl.store.row_codec import KEY, Layout, StoredRow, layout_of
from societyctl.store.saving.bulk import CHUNK
from societyctl.store.saving.linking import spelled_out
from societyctl.store.saving.matching import (
    Doubt,
    Matcher,
    contradictions,
    doubt_about,
    stored_rows,
)
from societyctl.store.saving.saver import ADDED, Saved, SavedRecord, Slot, merge
from societyctl.store.schema.writing import database_under

Settled = Mapping[int, str | None]
"""What a person has said of doubtful records, by their index: the ``kind:id`` of the stored one
that it is, None when it is another."""
Place = tuple[str, str]


@dataclass
class Comparison:
    """What saving records would do."""

    records: Sequence[NewRecord]
    settled: Settled
    newest: int
    """The newest batch when the comparison was made."""
    outcomes: list[SavedRecord] = field(default_factory=list)
    targets: list[Slot | None] = field(default_factory=list)
    """The row of each record that is new."""
    doubts: list[Doubt] = field(default_factory=list)
    slots: dict[Place, Slot] = field(default_factory=dict)
    """The rows that are new or changed."""
    carried: list[tuple[Slot, SavedRecord]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of record at hand."""
        return frozenset(record.kind for record in self.records)

    @property
    def saved(self) -> Saved:
        """What would become of every record."""
        carried = tuple(outcome for _, outcome in self.carried)
        return Saved(tuple(self.outcomes), tuple(self.issues), carried=carried)

    def to_write(self) -> list[Slot]:
        """Return every row that is new or differs from what is stored, once."""
        slots = dict.fromkeys([*self.slots.values(), *(slot for slot, _ in self.carried)])
        return [slot for slot in slots if slot.row != slot.before]


def compare(
    connection: Connection, records: Sequence[NewRecord], settled: Settled | None = None
) -> Comparison:
    """Compare records with the store; raises WorkbookError for values that do not fit."""
    from societyctl.store.saving.renaming import carry_along

    if any(record.kind == "evidence" for record in records):
        records = [_by_name(connection, record) for record in records]
    found = Comparison(records, settled or {}, newest_batch(database_under(connection)))
    work, unfit, first = _Work(connection, found, Matcher(connection)), list[Issue](), 0
    for kind, group in groupby(records, key=lambda record: record.kind):
        while chunk := list(islice(group, CHUNK)):
            layout = layout_of(kind)
            try:
                work.take(layout, layout.rows(chunk), first)
            except UnfitValueError:
                unfit += _unfit(layout, chunk)
            first += len(chunk)
    if unfit:
        raise WorkbookError(f"{len(unfit)}条记录有数据库存不下的数值", "请核对这些数值", unfit)
    carry_along(connection, found)
    return found


def _by_name(connection: Connection, record: NewRecord) -> NewRecord:
    """Return evidence that names what it proves, where it gave numbers."""
    proves = record.values.get("proves") if record.kind == "evidence" else None
    if not isinstance(proves, str):
        return record
    values = {**record.values, "proves": spelled_out(connection, proves)}
    return NewRecord(record.kind, values, record.source, record.entered)


def _unfit(layout: Layout, records: Iterable[NewRecord]) -> Iterator[Issue]:
    """Yield what is wrong with values that no column can hold."""
    for record in records:
        try:
            layout.rows([record])
        except UnfitValueError as error:
            where = record.source.replace("!", " ") or RECORD_KINDS[record.kind].title
            yield Issue(where, str(error))


@dataclass
class _Work:
    """One comparison on its way."""

    connection: Connection
    found: Comparison
    matcher: Matcher
    whole: dict[str, dict[Stored, tuple[int, StoredRow]]] = field(default_factory=dict)
    """All stored rows of the kind at hand, by key."""

    def take(self, layout: Layout, rows: Sequence[StoredRow], first: int) -> None:
        """Compare records of one kind, made into rows, with what is stored."""
        found, slots = self.found, self.found.slots
        keys = [str(row[KEY]) for row in rows]
        stored = self.stored(layout, keys)
        if not stored and self.are_new(layout, keys):
            targets = [Slot(layout, row) for row in rows]
            slots.update(
                ((layout.kind, key), slot) for key, slot in zip(keys, targets, strict=True)
            )
            found.targets += targets
            found.outcomes += [ADDED] * len(targets)
            return
        for index, new in enumerate(rows, first):
            place = (layout.kind, str(new[KEY]))
            said = found.settled.get(index)
            slot = None if said else slots.get(place)
            if slot is None and said is None and new[KEY] in stored:
                id_, row = stored[new[KEY]]
                slot = Slot(layout, row, id_, row)
            slot = slot or self.alike(layout, index, new)
            if slot is None:
                slot = slots[place] = Slot(layout, new)
                found.outcomes.append(ADDED)
                found.targets.append(slot)
                continue
            outcome = merge(slot, found.records[index], new)
            found.outcomes.append(outcome)
            found.targets.append(slot if slot.id is None else None)
            if outcome.outcome == "changed":
                slots[place] = slots[slot.place] = slot

    def are_new(self, layout: Layout, keys: Sequence[str]) -> bool:
        """Tell whether records can be nothing but new, so that none needs a closer look."""
        if self.found.settled or self.matcher.knows(layout.kind) or len({*keys}) < len(keys):
            return False
        return not any((layout.kind, key) in self.found.slots for key in keys)

    def stored(self, layout: Layout, keys: Sequence[Stored]) -> dict[Stored, tuple[int, StoredRow]]:
        """Return the stored rows by key: those asked for, or all when there is much to compare."""
        if len(self.found.records) <= CHUNK:
            rows = stored_rows(self.connection, layout, "key", keys)
            return {row[KEY]: (id_, row) for id_, row in rows}
        if layout.kind not in self.whole:
            rows = stored_rows(self.connection, layout, "record", [layout.kind])
            self.whole = {layout.kind: {row[KEY]: (id_, row) for id_, row in rows}}
        return self.whole[layout.kind]

    def alike(self, layout: Layout, index: int, new: StoredRow) -> Slot | None:
        """Return the row that a record means by another key, None for a record of its own."""
        found, record = self.found, self.found.records[index]
        said = found.settled.get(index)
        if said is not None:
            ids = [int(said.rpartition(":")[2])]
        elif index in found.settled:
            ids = []
        else:
            ids = self.matcher.alike(layout.kind, record.values)
        if not ids:
            return None
        slots = [
            at_hand(found, layout, id_) or Slot(layout, row, id_, row)
            for id_, row in stored_rows(self.connection, layout, "id", ids)
        ]
        if said is not None:
            return slots[0]
        one = slots[0] if len(slots) == 1 else None
        differing = contradictions(layout, record, new, one.row) if one else []
        if one and not differing:
            return one
        refs = tuple(f"{layout.kind}:{slot.id}" for slot in slots)
        found.doubts.append(Doubt(index, refs, doubt_about(layout, record, refs, differing)))
        return None


def at_hand(found: Comparison, layout: Layout, id_: int) -> Slot | None:
    """Return a row that the comparison changes already."""
    slots = (*found.slots.values(), *(slot for slot, _ in found.carried))
    return next((one for one in slots if one.layout is layout and one.id == id_), None)


def is_taken(connection: Connection, found: Comparison, slot: Slot) -> bool:
    """Tell whether another row has the natural key that a row has now."""
    if found.slots.get(slot.place, slot) is not slot:
        return True
    rows = stored_rows(connection, slot.layout, "key", [slot.row[KEY]])
    return any(id_ != slot.id for id_, _ in rows)


def is_another(connection: Connection, found: Comparison, slot: Slot) -> bool:
    """Tell whether a changed row has become one with another stored record."""
    values = {name: slot.layout.value(slot.row, name) for name in slot.layout.key_fields}
    kind = slot.layout.kind
    others = Matcher(connection).alike(kind, values)
    return is_taken(connection, found, slot) or bool({*others} - {slot.id})
