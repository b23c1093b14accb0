"""The changes of a store, each in one transaction: saving, changing and removing records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue, UsageError, WorkbookError
from societyctl.store.asking.records import no_such_record, split_ref
from societyctl.store.history.batches import BatchInfo, newest_batch
from societyctl.store.history.journal import Journal
from societyctl.store.history.tracing import rows_undone
from societyctl.store.row_codec import KEY, NAME_KEY
from societyctl.store.saving import linking
from societyctl.store.saving.comparing import becomes_another, compare
from societyctl.store.saving.comparison import Comparison, Saved, SavedRecord, Slot
from societyctl.store.saving.saver import write
from societyctl.store.schema.tables import LINKS, table_of
from societyctl.store.schema.writing import database_under


def save_compared(connection: Connection, comparison: Comparison, info: BatchInfo) -> Saved:
    """Carry out a comparison, made anew if the store has changed since."""
    if comparison.newest != newest_batch(database_under(connection)):
        comparison = compare(connection, comparison.records, comparison.settled)
    return save(connection, comparison, info)


def update(connection: Connection, ref: str, record: NewRecord, info: BatchInfo) -> Saved:
    """Change fields of one record; raises UsageError when there is none.

    A change that would make the record one with another is refused.
    """
    place = split_ref(ref)
    require_row(connection, *place)
    comparison = compare(connection, [record], {0: ref})
    changed = comparison.changed.get(place)
    names = {name for group in RECORD_KINDS[record.kind].key for name in group}
    if (
        changed is not None
        and not names.isdisjoint(record.values)
        and becomes_another(connection, comparison, changed)
    ):
        raise UsageError("改后会与另一条记录重复", f"用 societyctl list {record.kind} 查看")
    return save(connection, comparison, info)


def remove(connection: Connection, refs: Sequence[str], info: BatchInfo) -> int:
    """Remove records and the links to them; returns the batch.

    Evidence that could be of several records may now be of one.
    """
    journal = Journal.begin(connection, info)
    names = remove_rows(connection, refs, journal)
    linking.link_loose(connection, journal, names)
    return journal.end()


def remove_rows(connection: Connection, refs: Sequence[str], journal: Journal) -> list[str]:
    """Remove records and the links to them; returns the names they bore."""
    names = list[str]()
    for kind, number in dict.fromkeys(map(split_ref, refs)):
        row, table = require_row(connection, kind, number), table_of(kind)
        mine: ColumnElement[bool] = and_(LINKS.c.record == kind, LINKS.c.record_id == number)
        if kind == "evidence":
            mine |= LINKS.c.evidence_id == number
        links = connection.execute(select(LINKS).where(mine)).mappings().all()
        linking.remove_links(connection, links, journal)
        connection.execute(delete(table).where(table.c.id == number))
        journal.keep_deleted(table, [row])
        names += linking.names_of(row)
    return names


def require_row(connection: Connection, kind: str, record_id: int) -> Mapping[Any, Any]:
    """Return the row of a record; raises UsageError when there is none."""
    table = table_of(kind)
    query = select(table).where(table.c.id == record_id, table.c.record == kind)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise no_such_record(kind, record_id)
    return row


def save(connection: Connection, comparison: Comparison, info: BatchInfo) -> Saved:
    """Write what a comparison found to be new or changed.

    Raises WorkbookError where only a person could say whether records are ones already stored.
    """
    if comparison.doubts:
        issues = [doubt.issue for doubt in comparison.doubts]
        raise WorkbookError(
            f"有{len(issues)}条分不清是不是已经登记过", "请逐条说明后再保存", issues
        )
    slots, journal = comparison.to_write(), None
    if slots:
        journal = Journal.begin(connection, info)
        write(connection, slots, journal)
    saved = comparison.saved
    records = tuple(
        SavedRecord(slot.ref, outcome.outcome, outcome.changes) if slot else outcome
        for outcome, slot in zip(saved.records, comparison.added, strict=True)
    )
    issues = [*saved.issues, *_link(connection, records, slots, journal)]
    batch = journal.end(saved.count("unchanged")) if journal else None
    return Saved(records, tuple(issues), batch, saved.carried)


def _link(
    connection: Connection,
    records: Iterable[SavedRecord],
    slots: Iterable[Slot],
    journal: Journal | None,
) -> list[Issue]:
    """Link the evidence at hand, and older evidence whose records have come by now.

    Only what is wrong with the evidence at hand is returned: the rest was reported in its time.
    """
    refs = ((one.ref or "").partition(":") for one in records)
    evidence = [int(number) for kind, _, number in refs if kind == "evidence"]
    issues = linking.relink(connection, evidence, journal)
    if journal is not None:
        linking.link_loose(connection, journal, _names(connection, slots, journal), evidence)
    return issues


def _names(connection: Connection, slots: Iterable[Slot], journal: Journal) -> Iterator[str]:
    """Yield the names that records got or lost, also by what was undone since the last saving."""
    for slot in slots:
        if slot.layout.table.name in linking.PROVEN and (slot.before is None or slot.is_renamed):
            yield f"{slot.layout.kind}:{slot.id}"
            for row in filter(None, (slot.row, slot.before)):
                yield from linking.forms_of(str(row[KEY]))
                yield from (str(name) for name in (row[NAME_KEY],) if name is not None)
    for undone in rows_undone(database_under(connection), journal.batch):
        yield from linking.names_of(undone)
