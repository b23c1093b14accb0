"""The store: one value through which workflows save, ask, and take back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, delete, select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.differences import RecordChange
from societyctl.domain.keys import normal_text
from societyctl.domain.records import NewRecord
from societyctl.domain.selection import Condition, Explanation, Listed, Record, Selection, Tally
from societyctl.errors import Issue, UsageError, WorkbookError
from societyctl.store.asking import answers, behind
from societyctl.store.asking.conditions import all_of, rows_of
from societyctl.store.codec import clean_text, to_record
from societyctl.store.history import journal, undoing
from societyctl.store.history.journal import BatchInfo, BatchSummary, ImportedFile, Journal
from societyctl.store.history.tracing import changes_since, newest_batch
from societyctl.store.saving import linking, saver
from societyctl.store.saving.bulk import CHUNK
from societyctl.store.saving.comparing import Comparison, Settled, compare, is_another
from societyctl.store.saving.saver import Saved, SavedRecord
from societyctl.store.schema.opening import make_engine, ready, writing
from societyctl.store.schema.tables import LINKS, TABLES, table_of
from societyctl.store.trouble import plain_errors

_T = TypeVar("_T")


class Store:
    """An open store. Use it as a context manager, or close it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Store:
        """Open the store at a database URL, making or migrating its schema when due.

        Raises StoreError.
        """
        with plain_errors(), ExitStack() as undone:
            engine = make_engine(url)
            undone.callback(engine.dispose)
            ready(engine)
            undone.pop_all()
        return cls(engine)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self, job: Callable[[Connection], _T]) -> _T:
        with plain_errors(), self._engine.connect() as connection:
            return job(connection)

    def _write(self, job: Callable[[Connection], _T]) -> _T:
        with plain_errors(), writing(self._engine) as connection:
            return job(connection)

    def compare(self, records: Iterable[NewRecord], settled: Settled | None = None) -> Comparison:
        """Say what saving records would do; nothing is written."""
        listed = tuple(records)
        return self._read(lambda connection: compare(connection, listed, settled))

    def save(
        self, records: Iterable[NewRecord], *, batch: BatchInfo, settled: Settled | None = None
    ) -> Saved:
        """Add or change records in one transaction.

        Raises WorkbookError for records that may be ones already stored, unless ``settled``.
        """
        listed = tuple(records)
        return self._write(lambda c: _save(c, compare(c, listed, settled), batch))

    def save_compared(self, found: Comparison, batch: BatchInfo) -> Saved:
        """Carry out a comparison, made anew if the store has changed since."""

        def job(connection: Connection) -> Saved:
            still_true = found.newest == newest_batch(connection)
            now = found if still_true else compare(connection, found.records, found.settled)
            return _save(connection, now, batch)

        return self._write(job)

    def update(self, ref: str, record: NewRecord, batch: BatchInfo) -> Saved:
        """Change fields of one record; raises UsageError when there is none."""
        kind, record_id = split_ref(ref)

        def job(connection: Connection) -> Saved:
            _row(connection, kind, record_id)
            found = compare(connection, [record], {0: ref})
            _refuse_another(connection, found, record)
            return _save(connection, found, batch)

        return self._write(job)

    def delete(self, refs: Sequence[str], batch: BatchInfo) -> int:
        """Remove records and the links to them; returns the batch."""

        def job(connection: Connection) -> int:
            notes = Journal.begin(connection, batch)
            for ref in dict.fromkeys(refs):
                _delete(connection, notes, *split_ref(ref))
            return notes.end()

        return self._write(job)

    def answer(self, selections: Iterable[Selection]) -> dict[Selection, Tally]:
        """Return a tally for every selection."""
        return self._read(lambda connection: answers.answer(connection, selections))

    def listed(self, selections: Iterable[Selection]) -> dict[Selection, tuple[Listed, ...]]:
        """Return the records that each selection surely or perhaps counts."""
        return self._read(lambda connection: answers.listed(connection, selections))

    def explain(self, selections: Iterable[Selection]) -> dict[Selection, Explanation]:
        """Return the records behind selections, counted or left out."""
        return self._read(lambda connection: behind.explain(connection, selections))

    def records(
        self, kind: str, where: Sequence[Condition] = (), fields: Sequence[str] = ()
    ) -> tuple[Record, ...]:
        """Return the records of a kind in date order that surely meet the conditions.

        With ``fields`` only these are fetched, beside the number.
        """

        def job(connection: Connection) -> tuple[Record, ...]:
            rows = rows_of(kind)
            date = RECORD_KINDS[kind].date
            order = [rows.table.c[date].nulls_first()] if date else []
            columns = [rows.table.c[name] for name in ("id", *fields)] if fields else [rows.table]
            query = (
                select(*columns)
                .where(rows.table.c.record == kind, all_of(rows, where))
                .order_by(*order, rows.table.c.id)
            )
            found = connection.execute(query).mappings().all()
            return tuple(to_record(kind, row, fields) for row in found)

        return self._read(job)

    def record(self, ref: str) -> Record:
        """Return one record; raises UsageError when there is none."""
        kind, record_id = split_ref(ref)
        return self._read(lambda c: to_record(kind, _row(c, kind, record_id)))

    def find(self, kind: str, text: str) -> tuple[Record, ...]:
        """Return the records of a kind whose key or title is ``text``."""
        table = table_of(kind)
        wanted = normal_text(clean_text(text))
        query = select(table).where(
            table.c.record == kind, (table.c.key == wanted) | (table.c.name_key == wanted)
        )
        return self._read(
            lambda c: tuple(to_record(kind, row) for row in c.execute(query).mappings())
        )

    def evidence_for(self, refs: Iterable[str]) -> dict[str, tuple[Record, ...]]:
        """Return the evidence on file for each of the records."""
        wanted = tuple(refs)
        return self._read(lambda connection: _evidence_for(connection, wanted))

    def counts(self) -> dict[str, int]:
        """Return how many records of each kind there are."""
        return self._read(answers.counts)

    def history(self) -> tuple[BatchSummary, ...]:
        """Return all batches, newest first."""
        return self._read(journal.history)

    def imported(self, digests: Collection[str]) -> dict[str, ImportedFile]:
        """Return the files that were imported whole and nothing has touched since, by digest."""
        return self._read(lambda connection: journal.imported(connection, digests))

    def newest_batch(self) -> int:
        """Return the number of the newest batch, 0 when nothing was ever saved."""
        return self._read(newest_batch)

    def changes_since(self, batch: int) -> tuple[RecordChange, ...]:
        """Return the records that batches after this one have touched."""
        return self._read(lambda connection: changes_since(connection, batch))

    def undo(self, batch: int | None = None) -> BatchSummary:
        """Take a batch back; raises UsageError when later changes stand in the way."""
        number = self._write(lambda connection: undoing.undo(connection, batch))
        return next(item for item in self.history() if item.batch == number)


def split_ref(ref: str) -> tuple[str, int]:
    """Return kind and number of a ``kind:id``; raises UsageError."""
    kind, _, number = ref.partition(":")
    if kind not in RECORD_KINDS or not number.isdigit():
        raise UsageError(
            f"“{ref}”不是记录编号",
            "写成 类别:序号，如 activity:12；用 societyctl list activity 查看",
        )
    return kind, int(number)


def _row(connection: Connection, kind: str, record_id: int) -> Mapping[Any, Any]:
    table = table_of(kind)
    query = select(table).where(table.c.id == record_id, table.c.record == kind)
    row = connection.execute(query).mappings().first()
    if row is None:
        title = RECORD_KINDS[kind].title
        raise UsageError(
            f"没有 {kind}:{record_id} 这条“{title}”", f"用 societyctl list {kind} 查看"
        )
    return row


def _save(connection: Connection, found: Comparison, info: BatchInfo) -> Saved:
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


def _evidence_for(connection: Connection, refs: Sequence[str]) -> dict[str, tuple[Record, ...]]:
    evidence = TABLES["evidence"]
    by_kind: dict[str, list[int]] = {}
    for ref in refs:
        kind, number = split_ref(ref)
        by_kind.setdefault(kind, []).append(number)
    found: dict[str, list[Record]] = {ref: [] for ref in refs}
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), CHUNK):
            query = (
                select(LINKS.c.record_id, evidence)
                .join(evidence, evidence.c.id == LINKS.c.evidence_id)
                .where(LINKS.c.record == kind, LINKS.c.record_id.in_(ids[start : start + CHUNK]))
                .order_by(evidence.c.id)
            )
            for row in connection.execute(query).mappings():
                found[f"{kind}:{row['record_id']}"].append(to_record("evidence", row))
    return {ref: tuple(records) for ref, records in found.items()}
