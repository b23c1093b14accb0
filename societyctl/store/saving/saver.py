"""Rows that are new or changed, written many at a time, every change kept in the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from societyctl.store.history.journal import Journal
from societyctl.store.row_codec import RowLayout, dump_row, layout_of
from societyctl.store.saving.comparison import Slot
from societyctl.store.saving.linking import name_evidence
from societyctl.store.schema.bulk import CHUNK, insert_rows, new_numbers, update_rows


def write(connection: Connection, slots: Iterable[Slot], journal: Journal) -> None:
    """Write rows that are new or changed and keep what was done in the journal."""
    groups: dict[tuple[str, bool], list[Slot]] = {}
    for slot in slots:
        groups.setdefault((slot.layout.kind, slot.before is None), []).append(slot)
    for (kind, is_new), group in groups.items():
        job = _insert if is_new else _update
        for start in range(0, len(group), CHUNK):
            chunk = group[start : start + CHUNK]
            job(connection, layout_of(kind), chunk, journal)
            if kind == "evidence":
                at = chunk[0].layout.fills["proves"].at
                texts = {slot.id or 0: str(slot.row[at] or "") for slot in chunk}
                name_evidence(connection, texts)


def _insert(
    connection: Connection, layout: RowLayout, slots: Sequence[Slot], journal: Journal
) -> None:
    """Insert rows, numbered."""
    table = layout.table
    numbers = new_numbers(connection, table, len(slots))
    for number, slot in zip(numbers, slots, strict=True):
        slot.id = number
    insert_rows(connection, table, ("id", *layout.names), [(slot.id, *slot.row) for slot in slots])
    journal.keep_added(table, numbers[0], len(slots))


def _update(
    connection: Connection, layout: RowLayout, slots: Sequence[Slot], journal: Journal
) -> None:
    table, names = layout.table, ("id", *layout.names)
    update_rows(connection, table, layout.names, [(*slot.row, slot.id) for slot in slots])
    journal.keep(
        [
            (table.name, slot.id or 0, "changed", dump_row(names, (slot.id, *(slot.before or ()))))
            for slot in slots
        ]
    )
