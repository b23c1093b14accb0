"""New records beside what is stored: what each would do, before anything is written.

A comparison may be shown to a person and carried out later; it knows the batch that was the
newest when it was made, and is made anew when another came between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.records import NewRecord, natural_keys
from societyctl.errors import Issue, WorkbookError
from societyctl.store.bulk import CHUNK
from societyctl.store.codec import KEY, Layout, UnfitValueError, layout_of
from societyctl.store.matching import Doubt, Matcher, contradictions, doubt_about, stored_rows
from societyctl.store.saving import ADDED, Saved, SavedRecord, Slot, fresh, key_of, merge
from societyctl.store.tracing import newest_batch

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
    from societyctl.store.renaming import carry_along

    found = Comparison(records, settled or {}, newest_batch(connection))
    unfit: list[Issue] = []
    matcher = Matcher(connection)
    for start in range(0, len(records), CHUNK):
        unfit += _take(connection, found, matcher, range(start, min(start + CHUNK, len(records))))
    if unfit:
        raise WorkbookError(f"{len(unfit)}条记录有数据库存不下的数值", "请核对这些数值", unfit)
    carry_along(connection, found)
    return found


def _take(
    connection: Connection, found: Comparison, matcher: Matcher, indexes: range
) -> Iterator[Issue]:
    """Compare some records; yields what is wrong with values that no column can hold."""
    places = [(found.records[index].kind, key_of(found.records[index])) for index in indexes]
    stored = _stored(connection, [place for place in places if place not in found.slots])
    for index, place in zip(indexes, places, strict=True):
        record = found.records[index]
        try:
            slot = None if found.settled.get(index) else found.slots.get(place) or stored.get(place)
            _settle(found, place, slot or _alike(connection, found, matcher, index), record)
        except UnfitValueError as error:
            where = record.source.replace("!", " ") or RECORD_KINDS[record.kind].title
            yield Issue(where, str(error))


def _stored(connection: Connection, places: Sequence[Place]) -> dict[Place, Slot]:
    """Return the stored rows of some places."""
    wanted: dict[str, list[str]] = {}
    for kind, key in places:
        wanted.setdefault(kind, []).append(key)
    slots = (
        Slot(layout, row, id_, row)
        for kind, keys in wanted.items()
        for layout in [layout_of(kind)]
        for id_, row in stored_rows(connection, layout, "key", keys)
    )
    return {slot.place: slot for slot in slots}


def _settle(found: Comparison, place: Place, slot: Slot | None, record: NewRecord) -> None:
    """Put a record over its row, or make a new one."""
    if slot is None:
        slot = found.slots[place] = fresh(record, place[1])
        found.outcomes.append(ADDED)
        found.targets.append(slot)
        return
    outcome = merge(slot, record)
    found.outcomes.append(outcome)
    found.targets.append(slot if slot.id is None else None)
    if outcome.outcome == "changed":
        found.slots[place] = found.slots[slot.place] = slot


def _alike(connection: Connection, found: Comparison, matcher: Matcher, index: int) -> Slot | None:
    """Return the row that a record means by another key, None for a record of its own."""
    record, layout = found.records[index], layout_of(found.records[index].kind)
    said = found.settled.get(index)
    if index in found.settled:
        ids = [int(said.rpartition(":")[2])] if said else []
    else:
        ids = matcher.alike(record.kind, record.keys)
    slots = [
        at_hand(found, layout, id_) or Slot(layout, row, id_, row)
        for id_, row in stored_rows(connection, layout, "id", ids)
    ]
    if not slots or said:
        return slots[0] if slots else None
    differing = contradictions(layout, record, slots[0].row) if len(slots) == 1 else []
    if len(slots) == 1 and not differing:
        return slots[0]
    refs = tuple(f"{record.kind}:{slot.id}" for slot in slots)
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
    others = Matcher(connection).alike(kind, natural_keys(kind, values))
    return is_taken(connection, found, slot) or bool({*others} - {slot.id})
