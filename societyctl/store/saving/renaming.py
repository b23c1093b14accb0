"""Other records name a record by its number or title: when that changes, they follow.

What they hold is text, so that sheets may come in any order. Whatever pointed to a record before
a change points to it afterwards; the batch that renames keeps these changes too, and undoing it
takes them back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from sqlalchemy import Connection

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Value
from societyctl.domain.keys import normal_text
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.store.row_codec import KEY, NAME_KEY, RowLayout, layout_of
from societyctl.store.saving.comparison import Comparison, SavedRecord, Slot
from societyctl.store.saving.linking import evidence_of, forms_of, spelled_key
from societyctl.store.saving.matching import numbers_by, stored_rows
from societyctl.store.saving.proofs import renamed
from societyctl.store.schema.columns import is_twinned

_GivenUp = Mapping[str, Value]
"""Names that rows of one kind gave up, as compared, each with what stands for it now."""


@cache
def pointers(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the fields by which records name one of a kind, each with its own kind."""
    return tuple(
        (other.name, field.name)
        for other in RECORD_KINDS.values()
        for field in other.fields
        if is_twinned(field) and kind in (field.refers_to, field.name)
    )


def carry_along(connection: Connection, comparison: Comparison) -> None:
    """Let what names renamed records name them by their new names; adds this to the comparison.

    Who follows may be renamed by it, and be followed in turn.
    """
    changed: Iterable[Slot] = list(comparison.changed.values())
    while changed:
        by_kind: dict[str, list[Slot]] = defaultdict(list)
        for slot in changed:
            if slot.is_renamed:
                by_kind[slot.layout.kind].append(slot)
        followers: list[Slot] = []
        for kind, slots in by_kind.items():
            names = _names_given_up(connection, comparison, layout_of(kind), slots)
            followers += _followers(connection, comparison, kind, names) if names else ()
            _rename_in_proofs(connection, comparison, kind, slots, names)
        changed = followers


def _names_given_up(
    connection: Connection, comparison: Comparison, layout: RowLayout, slots: Sequence[Slot]
) -> _GivenUp:
    """Return the names that rows gave up and no other bears."""
    names: dict[str, Value] = {}
    for slot in reversed(slots):
        for old, new in _names_lost(slot):
            names.setdefault(old, new)
    if not names:
        return names
    borne = {
        name
        for slot in (*comparison.filed.values(), *comparison.changed.values())
        if slot.layout is layout
        for name in (slot.row[KEY], slot.row[NAME_KEY])
    }
    for column in ("key", "name_key"):
        for name, id_ in numbers_by(connection, layout, column, names):
            if (layout.kind, id_) not in comparison.changed:
                borne.add(name)
    return {old: new for old, new in names.items() if old not in borne}


def _names_lost(slot: Slot) -> Iterator[tuple[str, Value]]:
    """Yield the names that a row gave up, each with what stands for it now."""
    before, layout = slot.before or slot.row, slot.layout
    lost = {before[at] for at in (KEY, NAME_KEY)} - {slot.row[at] for at in (KEY, NAME_KEY)}
    for name in layout.key_fields:
        old, title = layout.value(before, name), RECORD_KINDS[layout.kind].label
        new = layout.value(slot.row, name) or layout.value(slot.row, title)
        if old is not None and normal_text(old) in lost and new is not None:
            yield normal_text(old), new


def _followers(
    connection: Connection, comparison: Comparison, kind: str, names: _GivenUp
) -> Iterator[Slot]:
    """Put the new names into records that bear the old ones; yields them."""
    for other, field in pointers(kind):
        layout = layout_of(other)
        twin = layout.fills[field].twin or 0
        texts: list[tuple[Slot, str]] = []
        for id_, row in stored_rows(connection, layout, f"{field}_key", names):
            slot = comparison.slot_of(layout, id_, row)
            if slot.row[twin] == row[twin]:
                texts.append((slot, str(names[str(row[twin])])))
        if texts:
            yield from _follow(connection, comparison, layout, field, texts)


def _follow(
    connection: Connection,
    comparison: Comparison,
    layout: RowLayout,
    field: str,
    texts: Sequence[tuple[Slot, str]],
) -> Iterator[Slot]:
    """Put a text into each row; refused where it would become another row. Yields the changed."""
    records = [NewRecord(layout.kind, {field: text}) for _, text in texts]
    before = [(slot, slot.row, slot.filing) for slot, _ in texts]
    changes = [
        slot.put(record, new)
        for (slot, _), record, new in zip(texts, records, layout.rows(records), strict=True)
    ]
    moved = [slot.row[KEY] for slot, _, filing in before if slot.filing != filing]
    holders = dict(numbers_by(connection, layout, "key", moved))
    for (slot, row, filing), change in zip(before, changes, strict=True):
        if slot.filing != filing and (
            comparison.filed.get(slot.filing, slot) is not slot
            or holders.get(slot.filing[1], slot.id) != slot.id
        ):
            slot.row = row
            title = RECORD_KINDS[layout.kind].title
            still = "还写着原来的名称：改过来会与另一条重复"
            comparison.issues.append(Issue(f"{title} {slot.ref}", still, "请手工处理这两条"))
        elif change:
            comparison.carried.append(SavedRecord(slot.ref, "changed", change))
            comparison.change(slot)
            yield slot


def _rename_in_proofs(
    connection: Connection,
    comparison: Comparison,
    kind: str,
    slots: Iterable[Slot],
    names: _GivenUp,
) -> None:
    """Put the new names into the texts that say what evidence proves."""
    called = {slot.id or 0: _called(slot, names) for slot in slots}
    proved: dict[int, dict[str, str]] = defaultdict(dict)
    for evidence_id, record_id in evidence_of(connection, kind, called):
        proved[evidence_id] = {**called[record_id], **proved[evidence_id]}
    layout = layout_of("evidence")
    texts: list[tuple[Slot, str]] = []
    for id_, row in stored_rows(connection, layout, "id", proved):
        paper = comparison.slot_of(layout, id_, row)
        proves = str(layout.value(paper.row, "proves") or "")
        texts.append((paper, renamed(proves, kind, proved[id_])))
    for _ in _follow(connection, comparison, layout, "proves", texts):
        pass


def _called(slot: Slot, names: _GivenUp) -> dict[str, str]:
    """Return the names under which evidence may know a row, with its new ones."""
    before = slot.before or slot.row
    called = {old: str(names[old]) for old, _ in _names_lost(slot) if old in names}
    values = {name: slot.layout.value(slot.row, name) for name in slot.layout.key_fields}
    key = spelled_key(slot.layout.kind, values)
    if key and before[KEY] != slot.row[KEY]:
        for form in forms_of(str(before[KEY])):
            called.setdefault(form, key)
    return called
