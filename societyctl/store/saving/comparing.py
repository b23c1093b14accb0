"""New records beside what is stored: what each would do, before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from sqlalchemy import Connection

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue, WorkbookError
from societyctl.store.codec import ColumnValue, UnfitValueError
from societyctl.store.history.batches import newest_batch
from societyctl.store.row_codec import KEY, RowLayout, StoredRow, layout_of
from societyctl.store.saving.comparison import (
    ADDED,
    Comparison,
    Doubt,
    Filing,
    Settled,
    Slot,
    merge,
)
from societyctl.store.saving.counted import left_to_mean, numbered
from societyctl.store.saving.linking import spelled_out
from societyctl.store.saving.matching import (
    alike,
    contradictions,
    doubt_about,
    is_empty,
    keys_of,
    numbers_by,
    others_signs,
    padded,
    stored_rows,
)
from societyctl.store.saving.renaming import carry_along
from societyctl.store.schema.bulk import CHUNK
from societyctl.store.schema.writing import database_under


def compare(
    connection: Connection, records: Sequence[NewRecord], settled: Settled | None = None
) -> Comparison:
    """Compare records with the store; raises WorkbookError for values that do not fit."""
    records = spelled_out(connection, records)
    comparison = Comparison(records, settled or {}, newest_batch(database_under(connection)))
    work, unfit, first = _Work(connection, comparison), list[Issue](), 0
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
    carry_along(connection, comparison)
    return comparison


def _unfit(layout: RowLayout, records: Iterable[NewRecord]) -> Iterator[Issue]:
    """Yield what is wrong with values that no column can hold."""
    for record in records:
        try:
            layout.rows([record])
        except UnfitValueError as error:
            where = record.source.replace("!", " ") or RECORD_KINDS[record.kind].title
            yield Issue(where, str(error))


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The stored rows that some records may mean."""

    by_key: Mapping[ColumnValue, tuple[int, StoredRow]] = field(default_factory=dict)
    """Those filed under the key of a record."""
    near: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """By record: the numbers of those that it may be by another key, or as a person said."""
    by_number: Mapping[int, StoredRow] = field(default_factory=dict)
    """Those of them that are the only one near a record."""
    padded: Mapping[int, int] = field(default_factory=dict)
    """By record: the number of the one whose own number differs by zeros in front alone."""


@dataclass
class _Work:
    """One comparison on its way."""

    connection: Connection
    comparison: Comparison
    empty: dict[str, bool] = field(default_factory=dict)
    """By kind, whether the store holds nothing of it."""
    claimed: set[tuple[str, int]] = field(default_factory=set)
    """The stored records of counted kinds that a new one means, by kind and number."""

    def take(self, layout: RowLayout, rows: Sequence[StoredRow], first: int) -> None:
        """Compare records of one kind, made into rows, with what is stored."""
        comparison, is_counted = self.comparison, RECORD_KINDS[layout.kind].is_counted
        filings = [(layout.kind, str(row[KEY])) for row in rows]
        candidates = self.candidates(layout, rows, filings, first)
        if self.are_new(candidates, filings):
            added = [Slot(layout, row) for row in rows]
            comparison.filed.update(zip(filings, added, strict=True))
            comparison.added += added
            comparison.outcomes += [ADDED] * len(added)
            return
        for index, (filing, new) in enumerate(zip(filings, rows, strict=True), first):
            slot = self.meant(layout, candidates, index, filing, new)
            if slot is None:
                slot = comparison.filed[filing] = Slot(layout, new)
                comparison.outcomes.append(ADDED)
                comparison.added.append(slot)
                continue
            is_padded = index in candidates.padded
            record, row = comparison.records[index], new
            if is_padded:
                row = layout.renumbered(new, slot.row)
            elif is_counted and index not in comparison.settled:
                record = numbered(layout, record, slot.row)
                (row,) = layout.rows([record])
            outcome = merge(slot, record, row)
            if is_counted and slot.id is not None:
                self.claimed.add((layout.kind, slot.id))
            comparison.outcomes.append(outcome)
            comparison.added.append(slot if slot.id is None else None)
            if outcome.outcome == "changed":
                comparison.filed[filing] = slot
                comparison.change(slot)

    def candidates(
        self, layout: RowLayout, rows: Sequence[StoredRow], filings: Sequence[Filing], first: int
    ) -> _Candidates:
        """Fetch what records of one kind may mean, for all of them at once."""
        if layout.kind not in self.empty:
            self.empty[layout.kind] = is_empty(self.connection, layout)
        if self.empty[layout.kind]:
            return _Candidates()
        settled = self.comparison.settled
        filed = stored_rows(self.connection, layout, "key", (row[KEY] for row in rows))
        by_key = {row[KEY]: (id_, row) for id_, row in filed}
        sought = {
            index: (self.comparison.records[index].keys, row)
            for index, (filing, row) in enumerate(zip(filings, rows, strict=True), first)
            if index not in settled
            and row[KEY] not in by_key
            and filing not in self.comparison.filed
        }
        near = alike(self.connection, layout, sought)
        for index in range(first, first + len(rows)):
            ref = settled.get(index)
            if ref is not None:
                near[index] = [int(ref.rpartition(":")[2])]
        zeros = padded(self.connection, layout, {at: row for at, (_, row) in sought.items()})
        near.update((at, [id_]) for at, id_ in zeros.items())
        is_counted = RECORD_KINDS[layout.kind].is_counted
        single = {id_ for ids in near.values() if len(ids) == 1 or is_counted for id_ in ids}
        by_number = dict(stored_rows(self.connection, layout, "id", single))
        if is_counted:
            self.claimed.update((layout.kind, id_) for id_, _ in by_key.values())
        return _Candidates(by_key, near, by_number, zeros)

    def are_new(self, candidates: _Candidates, filings: Sequence[Filing]) -> bool:
        """Tell whether records can be nothing but new, so that none needs a closer look."""
        if candidates.by_key or candidates.near or len({*filings}) < len(filings):
            return False
        return self.comparison.filed.keys().isdisjoint(filings)

    def meant(
        self, layout: RowLayout, candidates: _Candidates, index: int, filing: Filing, new: StoredRow
    ) -> Slot | None:
        """Return the row that a record means, None for a record of its own."""
        comparison, near = self.comparison, self.near(layout, candidates, index, new)
        ref = comparison.settled.get(index)
        if ref is None:
            if filing in comparison.filed:
                return comparison.filed[filing]
            if new[KEY] in candidates.by_key:
                slot = comparison.slot_of(layout, *candidates.by_key[new[KEY]])
                differing = others_signs(layout, new, slot.row)
                if differing and slot.id is not None:
                    self.doubt(layout, index, [slot.id], differing, is_filed=True)
                return slot
        if len(near) == 1:
            slot = comparison.slot_of(layout, near[0], candidates.by_number[near[0]])
            record = comparison.records[index]
            is_sure = ref or index in candidates.padded
            differing = [] if is_sure else contradictions(layout, record, new, slot.row)
            if not differing:
                return slot
            self.doubt(layout, index, near, differing)
        elif near:
            self.doubt(layout, index, near)
        return None

    def near(
        self, layout: RowLayout, candidates: _Candidates, index: int, new: StoredRow
    ) -> Sequence[int]:
        """Return which of the stored rows near a record it may mean."""
        near = candidates.near.get(index, ())
        is_settled = index in self.comparison.settled
        if not near or is_settled or not RECORD_KINDS[layout.kind].is_counted:
            return near
        free = [id_ for id_ in near if (layout.kind, id_) not in self.claimed]
        rows = {id_: candidates.by_number[id_] for id_ in free}
        return left_to_mean(layout, self.comparison.records[index], new, rows)

    def doubt(
        self,
        layout: RowLayout,
        index: int,
        near: Sequence[int],
        differing: Sequence[str] = (),
        *,
        is_filed: bool = False,
    ) -> None:
        """Take note that only a person can say whether a record is one already stored."""
        refs = tuple(f"{layout.kind}:{id_}" for id_ in near)
        issue = doubt_about(layout, self.comparison.records[index], refs, differing)
        self.comparison.doubts.append(Doubt(index, refs, issue, is_filed))


def becomes_another(
    connection: Connection, comparison: Comparison, slot: Slot, besides: Collection[int] = ()
) -> bool:
    """Tell whether a changed row has become one with a stored record, ``besides`` some."""
    layout = slot.layout
    if comparison.filed.get(slot.filing, slot) is not slot:
        return True
    own = {slot.id, *besides}
    if any(id_ not in own for _, id_ in numbers_by(connection, layout, "key", [slot.row[KEY]])):
        return True
    if RECORD_KINDS[layout.kind].is_counted:
        return False
    others = alike(connection, layout, {0: (keys_of(layout, slot.row), slot.row)})
    return bool({*others.get(0, ())} - own)
