"""The changes of a store, each in one transaction: saving, changing and removing records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue, UsageError, WorkbookError
from societyctl.store.asking.records import no_such_record, split_ref
from societyctl.store.history.batches import BatchInfo, newest_batch
from societyctl.store.history.journal import Journal
from societyctl.store.saving import linking, saver
from societyctl.store.saving.comparing import Comparison, compare, is_another
from societyctl.store.saving.saver import Saved, SavedRecord
from societyctl.store.schema.tables import LINKS, table_of
from societyctl.store.schema.writing import database_under


def save_compared(connection: Connection, found: Comparison, info: BatchInfo) -> Saved:
    """Carry out a comparison, made anew if the store has changed since."""
    still_true = found.newest == newest_batch(database_under(connection))
    return save(
        connection, found if still_true else compare(connection, found.records, found.settled), info
    )


def update(connection: Connection, ref: str, record: NewRecord, info: BatchInfo) -> Saved:
    """Change fields of one record; raises UsageError when there is none."""
    _row(connection, *split_ref(ref))
    found = compare(connection, [record], {0: ref})
    _refuse_another(connection, found, record)
    return save(connection, found, info)


def remove(connection: Connection, refs: Sequence[str], info: BatchInfo) -> int:
    """Remove records and the links to them; returns the batch."""
    notes = Journal.begin(connection, info)
    for ref in dict.fromkeys(refs):
        _delete(connection, notes, *split_ref(ref))
    return notes.end()


def _row(connection: Connection, kind: str, record_id: int) -> Mapping[Any, Any]:
    table = table_of(kind)
    query = select(table).where(table.c.id == record_id, table.c.record == kind)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise no_such_record(kind, record_id)
    return row


def save(connection: Connection, found: Comparison, info: BatchInfo) -> Saved:
    """Write what a comparison found to be new or changed."""
    if found.doubts:
        issues = [doubt.issue for doubt in found.doubts]
        raise WorkbookError(
            f"有{len(issues)}条分不清是不是已经登记过", "请逐条说明后再保存", issues
        )
    slots, notes = found.to_write(), None
    if slots:
        notes = Journal.begin(connection, info)
        saver.write(connection, slots, notes)
    saved = found.saved
    records = tuple(
        SavedRecord(slot.ref, outcome.outcome, outcome.changes) if slot else outcome
        for outcome, slot in zip(saved.records, found.targets, strict=True)
    )
    refs = (one.ref for one in records) if "evidence" in found.kinds else ()
    evidence = [split_ref(ref)[1] for ref in refs if ref and ref.startswith("evidence:")]
    problems = (*saved.issues, *_relink(connection, evidence, notes))
    batch = notes.end(saved.count("unchanged")) if notes else None
    return Saved(records, problems, batch, saved.carried)


def _refuse_another(connection: Connection, found: Comparison, record: NewRecord) -> None:
    """Refuse a change that would make a record one with another."""
    keys = {name for group in RECORD_KINDS[record.kind].key for name in group}
    if not keys.isdisjoint(record.values) and any(
        is_another(connection, found, slot) for slot in found.slots.values()
    ):
        raise UsageError("改后会与另一条记录重复", f"用 societyctl list {record.kind} 查看")


def _relink(connection: Connection, evidence: Sequence[int], notes: Journal | None) -> list[Issue]:
    """Link the evidence at hand, and older evidence whose records have come by now.

    Only what is wrong with the evidence at hand is returned: the rest was reported in its time.
    """
    issues = linking.relink(connection, evidence, notes)
    if notes is not None:
        older = set(linking.loose_evidence(connection)) - set(evidence)
        linking.relink(connection, sorted(older), notes)
    return issues


def _delete(connection: Connection, notes: Journal, kind: str, record_id: int) -> None:
    row = _row(connection, kind, record_id)
    mine = (LINKS.c.record == kind) & (LINKS.c.record_id == record_id)
    if kind == "evidence":
        mine = mine | (LINKS.c.evidence_id == record_id)
    for link in connection.execute(select(LINKS).where(mine)).mappings().all():
        connection.execute(delete(LINKS).where(LINKS.c.id == link["id"]))
        notes.note(LINKS, "deleted", link)
    table = table_of(kind)
    connection.execute(delete(table).where(table.c.id == record_id))
    notes.note(table, "deleted", row)
