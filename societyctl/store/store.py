"""The store: one value through which workflows save, ask, and take back.

Asking goes straight to the driver. What only writing takes is loaded when something is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from societyctl.domain.differences import RecordChange
from societyctl.domain.records import NewRecord
from societyctl.domain.selection import Condition, Explanation, Listed, Record, Selection, Tally
from societyctl.domain.verdicts import Lack
from societyctl.store.asking import answers, behind, records
from societyctl.store.history import batches
from societyctl.store.history.batches import BatchInfo, BatchSummary, ImportedFile
from societyctl.store.history.tracing import changes_since
from societyctl.store.schema.connecting import Database
from societyctl.store.schema.opening import open_database
from societyctl.store.trouble import plain_errors

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from societyctl.store.saving.comparison import Comparison, Saved, Settled

_T = TypeVar("_T")


class Store:
    """An open store. Use it as a context manager, or close it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str) -> Store:
        """Open the store at a database URL, making or migrating its schema when due.

        Raises StoreError.
        """
        with plain_errors():
            return cls(open_database(url))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, job: Callable[[Database], _T]) -> _T:
        with plain_errors(), self._database.reading() as database:
            return job(database)

    @cached_property
    def _engine(self) -> Engine:
        from societyctl.store.schema.writing import engine_over

        return engine_over(self._database)

    def _write(self, job: Callable[[Connection], _T]) -> _T:
        from societyctl.store.schema.writing import writing

        with plain_errors(), writing(self._engine) as connection:
            return job(connection)

    def compare(self, records: Iterable[NewRecord], settled: Settled | None = None) -> Comparison:
        """Say what saving records would do; nothing is written."""
        from societyctl.store.saving.comparing import compare

        listed = tuple(records)
        with plain_errors(), self._engine.connect() as connection:
            return compare(connection, listed, settled)

    def save(
        self, records: Iterable[NewRecord], *, batch: BatchInfo, settled: Settled | None = None
    ) -> Saved:
        """Add or change records in one transaction.

        Raises WorkbookError for records that may be ones already stored, unless ``settled``.
        """
        from societyctl.store.saving.changing import save
        from societyctl.store.saving.comparing import compare

        listed = tuple(records)
        return self._write(lambda c: save(c, compare(c, listed, settled), batch))

    def save_compared(self, comparison: Comparison, batch: BatchInfo) -> Saved:
        """Carry out a comparison, made anew if the store has changed since."""
        from societyctl.store.saving.changing import save_compared

        return self._write(lambda c: save_compared(c, comparison, batch))

    def update(self, ref: str, record: NewRecord, batch: BatchInfo) -> Saved:
        """Change fields of one record; raises UsageError when there is none."""
        from societyctl.store.saving.changing import update

        return self._write(lambda c: update(c, ref, record, batch))

    def merge(self, refs: tuple[str, str], record: NewRecord, batch: BatchInfo) -> Saved:
        """Put a record over the first of two, which the second becomes one with."""
        from societyctl.store.saving.merging import merge_records

        return self._write(lambda c: merge_records(c, refs, record, batch))

    def delete(self, refs: Sequence[str], batch: BatchInfo) -> int:
        """Remove records and the links to them; returns the batch."""
        from societyctl.store.saving.changing import remove

        return self._write(lambda c: remove(c, refs, batch))

    def undo(self, batch: int | None = None) -> BatchSummary:
        """Take a batch back; raises UsageError when later changes stand in the way."""
        from societyctl.store.saving.undoing import undo

        number = self._write(lambda c: undo(c, batch))
        return self._ask(lambda database: batches.history(database, number))[0]

    def answer(self, selections: Iterable[Selection]) -> dict[Selection, Tally]:
        """Return a tally for every selection."""
        return self._ask(lambda database: answers.answer(database, selections))

    def listed(self, selections: Iterable[Selection]) -> dict[Selection, tuple[Listed, ...]]:
        """Return the records that each selection surely or perhaps counts."""
        return self._ask(lambda database: answers.listed(database, selections))

    def explain(
        self, selections: Iterable[Selection], most: int | None = None
    ) -> dict[Selection, Explanation]:
        """Return the records behind selections, counted or left out.

        With ``most`` only so many of either; the others are counted.
        """
        return self._ask(lambda database: behind.explain(database, selections, most))

    def gaps(self, selections: Iterable[Selection]) -> dict[Selection, tuple[str, ...]]:
        """Return the empty fields that leave it open which records each selection counts."""
        return self._ask(lambda database: behind.gaps(database, selections))

    def lacking(self, selections: Iterable[Selection]) -> dict[Selection, tuple[Lack, ...]]:
        """Return these fields with the record in which each is empty, where it is one only."""
        return self._ask(lambda database: behind.lacking(database, selections))

    def records(
        self, kind: str, where: Sequence[Condition] = (), fields: Sequence[str] = ()
    ) -> tuple[Record, ...]:
        """Return the records of a kind in date order that surely meet the conditions.

        With ``fields`` only these are fetched, beside the number.
        """
        return self._ask(lambda database: records.records(database, kind, where, fields))

    def record(self, ref: str) -> Record:
        """Return one record; raises UsageError when there is none."""
        return self._ask(lambda database: records.record(database, ref))

    def find(self, kind: str, text: str) -> tuple[Record, ...]:
        """Return the records of a kind whose key or title is ``text``."""
        return self._ask(lambda database: records.find(database, kind, text))

    def evidence_for(self, refs: Iterable[str]) -> dict[str, tuple[Record, ...]]:
        """Return the evidence on file for each of the records."""
        return self._ask(lambda database: records.evidence_for(database, refs))

    def counts(self) -> dict[str, int]:
        """Return how many records of each kind there are."""
        return self._ask(answers.counts)

    def history(self) -> tuple[BatchSummary, ...]:
        """Return all batches, newest first."""
        return self._ask(batches.history)

    def imported(self, digests: Collection[str]) -> dict[str, ImportedFile]:
        """Return the files that were imported whole and nothing has touched since, by digest."""
        return self._ask(lambda database: batches.imported(database, digests))

    def newest_batch(self) -> int:
        """Return the number of the newest batch, 0 when nothing was ever saved."""
        return self._ask(batches.newest_batch)

    def changes_since(self, batch: int) -> tuple[RecordChange, ...]:
        """Return the records that batches after this one have touched."""
        return self._ask(lambda database: changes_since(database, batch))
