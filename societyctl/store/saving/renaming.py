"""Other records name a record by its number or title: when that changes, they follow.

What they hold is text, so that sheets may come in any order. Whatever pointed to a record before
a change points to it afterwards; the batch that renames keeps these changes too, and undoing it
takes them back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from sqlalchemy import Connection

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Value
from societyctl.domain.keys import normal_text
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.store.row_codec import KEY, NAME_KEY, layout_of
from societyctl.store.saving.comparing import Comparison, at_hand, is_taken
from societyctl.store.saving.linking import evidence_of, renamed, spelled_key
from societyctl.store.saving.matching import stored_rows
from societyctl.store.saving.saver import SavedRecord, Slot
from societyctl.store.schema.columns import is_twinned


@cache
def pointers(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the fields by which records name one of a kind, each with its own kind."""
    return tuple(
        (other.name, field.name)
        for other in RECORD_KINDS.values()
        for field in other.fields
        if is_twinned(field) and kind in (field.refers_to, field.name)
    )


def carry_along(connection: Connection, found: Comparison) -> None:
    """Let what names a renamed record name it by its new name; adds this to the comparison."""
    waiting = [slot for slot in dict.fromkeys(found.slots.values()) if slot.before is not None]
    while waiting:
        slot = waiting.pop()
        names = _new_names(connection, found, slot)
        waiting += _followers(connection, found, slot, names) if names else ()
        if slot.before and slot.before[KEY : NAME_KEY + 1] != slot.row[KEY : NAME_KEY + 1]:
            _rename_in_proofs(connection, found, slot, names)


def _new_names(connection: Connection, found: Comparison, slot: Slot) -> dict[str, Value]:
    """Return the names that a row gave up and no other bears, each with what stands for it now."""
    before, layout = slot.before or slot.row, slot.layout
    lost = {before[at] for at in (KEY, NAME_KEY)} - {slot.row[at] for at in (KEY, NAME_KEY)}
    names: dict[str, Value] = {}
    for name in layout.key_fields:
        old, title = layout.value(before, name), RECORD_KINDS[layout.kind].label
        new = layout.value(slot.row, name) or layout.value(slot.row, title)
        if old is not None and normal_text(old) in lost and new is not None:
            names.setdefault(normal_text(old), new)
    return {old: new for old, new in names.items() if not _is_borne(connection, found, slot, old)}


def _is_borne(connection: Connection, found: Comparison, slot: Slot, name: str) -> bool:
    """Tell whether some other record of the kind bears a name."""
    others = [one for one in found.slots.values() if one.layout is slot.layout and one is not slot]
    if any(name in (one.row[KEY], one.row[NAME_KEY]) for one in others):
        return True
    moved = {slot.id, *(one.id for one in others)}
    return any(
        id_ not in moved
        for column in ("key", "name_key")
        for id_, _ in stored_rows(connection, slot.layout, column, [name])
    )


def _followers(
    connection: Connection, found: Comparison, slot: Slot, names: Mapping[str, Value]
) -> Iterator[Slot]:
    """Put the new name into records that bear the old one; yields them."""
    for kind, name in pointers(slot.layout.kind):
        layout = layout_of(kind)
        twin = layout.fills[name].twin
        for id_, row in list(stored_rows(connection, layout, f"{name}_key", names)):
            follower = at_hand(found, layout, id_) or Slot(layout, row, id_, row)
            now = str(follower.row[twin or 0])
            if now != row[twin or 0]:
                continue
            if _follow(connection, found, follower, {name: str(names[now])}):
                yield follower


def _follow(
    connection: Connection, found: Comparison, slot: Slot, values: Mapping[str, Value]
) -> bool:
    """Change a row that names a renamed one; refused when it would become another row."""
    earlier, place = slot.row, slot.place
    record = NewRecord(slot.layout.kind, values)
    changes = slot.put(record, slot.layout.rows([record])[0])
    if slot.place != place and is_taken(connection, found, slot):
        slot.row = earlier
        title = RECORD_KINDS[slot.layout.kind].title
        still = "还写着原来的名称：改过来会与另一条重复"
        found.issues.append(Issue(f"{title} {slot.ref}", still, "请手工处理这两条"))
        return False
    if changes:
        found.carried.append((slot, SavedRecord(slot.ref, "changed", changes)))
    return bool(changes)


def _rename_in_proofs(
    connection: Connection, found: Comparison, slot: Slot, names: Mapping[str, Value]
) -> None:
    """Put the new name into the texts that say what evidence proves."""
    layout, kind, before = layout_of("evidence"), slot.layout.kind, slot.before or slot.row
    called = {old: str(new) for old, new in names.items()}
    values = {name: slot.layout.value(slot.row, name) for name in slot.layout.key_fields}
    key = spelled_key(kind, values)
    if key and before[KEY] != slot.row[KEY]:
        called.setdefault(str(before[KEY]), key)
    linked = evidence_of(connection, kind, slot.id or 0)
    for id_, row in list(stored_rows(connection, layout, "id", linked)):
        paper = at_hand(found, layout, id_) or Slot(layout, row, id_, row)
        said = str(layout.value(paper.row, "proves") or "")
        _follow(connection, found, paper, {"proves": renamed(said, kind, called)})
