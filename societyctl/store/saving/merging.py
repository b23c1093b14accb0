"""Two records of one thing made one: what named either, or proves either, belongs to it after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from societyctl.domain.records import NewRecord
from societyctl.errors import UsageError, WorkbookError
from societyctl.store.asking.records import split_ref
from societyctl.store.history.batches import BatchInfo
from societyctl.store.history.journal import Journal
from societyctl.store.row_codec import RowLayout, layout_of
from societyctl.store.saving import linking
from societyctl.store.saving.changing import remove_rows, require_row
from societyctl.store.saving.comparing import becomes_another, compare
from societyctl.store.saving.comparison import Comparison, Saved, Slot
from societyctl.store.saving.matching import stored_rows
from societyctl.store.saving.renaming import carry_along
from societyctl.store.saving.saver import write
from societyctl.store.schema.tables import LINKS


def merge_records(
    connection: Connection, refs: tuple[str, str], record: NewRecord, info: BatchInfo
) -> Saved:
    """Put ``record`` over the first of two records, and remove the second, in one batch.

    Whatever named the second, and the evidence of it, belongs to the first after. Raises
    UsageError for records that are not there, of two kinds, the same, or that would be one with a
    third; WorkbookError where what names them would become double in turn.
    """
    (kind, kept), (other_kind, gone) = places = [split_ref(ref) for ref in refs]
    if kind != other_kind or kept == gone:
        raise UsageError(
            "只能合并同一类的两条不同的记录", "如 societyctl merge member:31 member:144"
        )
    for place in places:
        require_row(connection, *place)
    comparison = compare(connection, [record], {0: refs[0]})
    layout = layout_of(kind)
    rows = dict(stored_rows(connection, layout, "id", [kept, gone]))
    slot = comparison.slot_of(layout, kept, rows[kept])
    if becomes_another(connection, comparison, slot, besides=[gone]):
        raise UsageError("合并后会与第三条记录重复", f"用 societyctl list {kind} 查看")
    proofs = [one for one, _ in linking.evidence_of(connection, kind, [gone, kept])]
    _let_follow(connection, comparison, Slot(layout, slot.row, gone, rows[gone]), proofs)
    journal = Journal.begin(connection, info)
    names = [*remove_rows(connection, [refs[1]], journal), *linking.forms_of(slot.filing[1])]
    slots = comparison.to_write()
    write(connection, slots, journal)
    changed = [one.id for one in slots if one.layout.kind == "evidence" and one.id is not None]
    issues = linking.relink(connection, sorted({*changed, *proofs} - {*_own(kind, gone)}), journal)
    _link_rest(connection, journal, (kind, kept), proofs)
    linking.link_loose(connection, journal, names)
    batch = journal.end()
    return Saved(tuple(comparison.outcomes), tuple(issues), batch, tuple(comparison.carried))


def _own(kind: str, number: int) -> Iterator[int]:
    if kind == "evidence":
        yield number


def _let_follow(
    connection: Connection, comparison: Comparison, vanishing: Slot, proofs: Sequence[int]
) -> None:
    """Let what names a record that goes name the one that stays, as if the one were renamed."""
    layout, place = vanishing.layout, (vanishing.layout.kind, vanishing.id or 0)
    comparison.changed[place] = vanishing
    carry_along(connection, comparison)
    del comparison.changed[place]
    comparison.filed = {at: one for at, one in comparison.filed.items() if one is not vanishing}
    if comparison.issues:
        raise WorkbookError(
            "写着这两条的别的记录，合并后会互相重复",
            "先合并那些记录，再合并这两条；用 societyctl list 查看",
            comparison.issues,
        )
    _renumber(connection, comparison, layout, vanishing, proofs)


def _renumber(
    connection: Connection,
    comparison: Comparison,
    layout: RowLayout,
    vanishing: Slot,
    proofs: Sequence[int],
) -> None:
    """Let evidence that names the record that goes by its number name the one that stays."""
    stays = next(one for one in comparison.settled.values() if one is not None)
    number = re.compile(rf"(?<![a-z_]){layout.kind}[:：]{vanishing.id}(?!\d)")
    papers = layout_of("evidence")
    for id_, row in stored_rows(connection, papers, "id", proofs):
        paper = comparison.slot_of(papers, id_, row)
        text = str(papers.value(paper.row, "proves") or "")
        named = NewRecord("evidence", {"proves": number.sub(stays, text)})
        if paper.put(named, papers.rows([named])[0]):
            comparison.change(paper)


def _link_rest(
    connection: Connection, journal: Journal, stays: tuple[str, int], proofs: Sequence[int]
) -> None:
    """Link evidence of the record that is gone whose text does not say by itself what it proves."""
    query = select(LINKS.c.evidence_id).where(
        LINKS.c.record == stays[0], LINKS.c.record_id == stays[1]
    )
    linked = {*connection.execute(query).scalars()}
    linking.add_links(connection, [(id_, *stays) for id_ in proofs if id_ not in linked], journal)
