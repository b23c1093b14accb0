"""Taking a batch back: exactly, or not at all when later changes stand on it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, or_, select, tuple_, update

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.errors import UsageError
from societyctl.store.history.batches import BatchInfo
from societyctl.store.history.journal import Journal
from societyctl.store.row_codec import dump_row, load_row
from societyctl.store.saving.linking import name_evidence
from societyctl.store.schema.bulk import CHUNK, insert_rows, update_rows
from societyctl.store.schema.tables import BATCHES, CHANGES, LINKS, METADATA


def undo(connection: Connection, batch: int | None) -> int:
    """Take a batch back exactly; returns the number of the batch that does so.

    Without a number: the newest batch that was neither undone nor is itself an undoing.
    Raises UsageError when there is none, or when later batches changed the same rows.
    """
    chosen = _choose(connection, batch)
    changes = _changes_of(connection, chosen["id"])
    _refuse_overtaken(connection, chosen["id"], changes)
    journal = Journal.begin(connection, BatchInfo("撤销", undoes=chosen["id"]))
    for table, group in _in_order(changes):
        _take_back(connection, journal, table, group)
    journal.end()
    connection.execute(
        update(BATCHES).where(BATCHES.c.id == chosen["id"]).values(undone_by=journal.batch)
    )
    if chosen["undoes"] is not None:
        connection.execute(
            update(BATCHES).where(BATCHES.c.id == chosen["undoes"]).values(undone_by=None)
        )
    return journal.batch


def _choose(connection: Connection, batch: int | None) -> Mapping[Any, Any]:
    query = select(BATCHES).where(BATCHES.c.undone_by.is_(None)).order_by(BATCHES.c.id.desc())
    query = (
        query.where(BATCHES.c.undoes.is_(None))
        if batch is None
        else query.where(BATCHES.c.id == batch)
    )
    row = connection.execute(query).mappings().first()
    if row is not None:
        return row
    if batch is None:
        raise UsageError("没有可以撤销的改动", "用 societyctl history 查看")
    raise UsageError(f"批次 {batch} 不存在，或已经撤销", "用 societyctl history 查看批次号")


def _changes_of(connection: Connection, batch: int) -> Sequence[Mapping[Any, Any]]:
    query = select(CHANGES).where(CHANGES.c.batch_id == batch).order_by(CHANGES.c.id.desc())
    return connection.execute(query).mappings().all()


def _ends(change: Mapping[Any, Any]) -> set[tuple[str, int]]:
    """Return the two rows that a link joins; nothing for other rows."""
    if change["family"] != LINKS.name:
        return set()
    link = json.loads(change["content"])
    family = RECORD_KINDS[link["record"]].family
    return {(family, link["record_id"]), ("evidence", link["evidence_id"])}


def _place(change: Mapping[Any, Any]) -> tuple[str, int]:
    return change["family"], change["record_id"]


def _stands(change: Mapping[Any, Any]) -> bool:
    """Tell whether links live and die with this change: a row came or went, or evidence changed."""
    family, what = str(change["family"]), str(change["what"])
    return family == "evidence" or what != "changed"


def _refuse_overtaken(
    connection: Connection, batch: int, changes: Sequence[Mapping[Any, Any]]
) -> None:
    """Refuse when later batches that still hold touched the same rows, or links to them.

    A later batch does not hold when it was undone; nor does the undoing of such a batch.
    """
    touched = {_place(change) for change in changes}
    standing = {_place(change) for change in changes if _stands(change)}
    ends = {end for change in changes for end in _ends(change)}
    families = {name for name, _ in ends} | ({LINKS.name} if standing else set())
    later = sorted(
        {
            row["batch_id"]
            for row in _later_changes(connection, batch, families)
            if _place(row) in touched
            or (_stands(row) and _place(row) in ends)
            or not standing.isdisjoint(_ends(row))
        }
    )
    if later:
        named = "、".join(str(number) for number in later)
        raise UsageError(
            f"批次 {batch} 不能撤销：其中的记录后来又被批次 {named} 改动过",
            f"先撤销较新的：societyctl undo {later[-1]}",
        )


def _later_changes(
    connection: Connection, batch: int, families: Collection[str]
) -> Iterable[Mapping[Any, Any]]:
    """Return what later batches did that still holds: to the rows of a batch, and what stands.

    The latter of some tables only; the others may be many and need not leave the database.
    """
    own, family = CHANGES.alias(), CHANGES.c.family
    rows = select(own.c.family, own.c.record_id).where(own.c.batch_id == batch)
    stands = or_(family == "evidence", CHANGES.c.what != "changed")
    query = (
        select(CHANGES)
        .join(BATCHES, BATCHES.c.id == CHANGES.c.batch_id)
        .where(
            CHANGES.c.batch_id > batch,
            BATCHES.c.undone_by.is_(None),
            func.coalesce(BATCHES.c.undoes, 0) <= batch,
            or_(tuple_(family, CHANGES.c.record_id).in_(rows), and_(family.in_(families), stands)),
        )
    )
    return connection.execute(query).mappings()


def _rank(change: Mapping[Any, Any]) -> int:
    """Links go before the rows they point to are removed, and come back after them."""
    is_link = change["family"] == LINKS.name
    if change["what"] == "added":
        return 0 if is_link else 1
    return 3 if is_link else 2


def _in_order(
    changes: Sequence[Mapping[Any, Any]],
) -> Iterator[tuple[Table, Sequence[Mapping[Any, Any]]]]:
    """Yield the changes in the order they can be taken back, many rows of a table at a time."""
    groups: dict[tuple[int, str, str], list[Mapping[Any, Any]]] = {}
    for change in changes:
        place = (_rank(change), change["family"], change["what"])
        groups.setdefault(place, []).append(change)
    for (_, family, _), group in sorted(groups.items(), key=lambda item: item[0]):
        for start in range(0, len(group), CHUNK):
            yield METADATA.tables[family], group[start : start + CHUNK]


_REVERSED = {"added": "deleted", "changed": "changed", "deleted": "added"}


def _take_back(
    connection: Connection, journal: Journal, table: Table, changes: Sequence[Mapping[Any, Any]]
) -> None:
    """Put rows of one table back to which the same was done; each occurs once in a batch."""
    what, names = changes[0]["what"], table.columns.keys()
    ids = [change["record_id"] for change in changes]
    now = {row.id: row for row in connection.execute(select(table).where(table.c.id.in_(ids)))}
    if len(now) != (0 if what == "deleted" else len(ids)):
        raise UsageError(
            f"批次 {changes[0]['batch_id']} 不能撤销：其中的记录后来又有改动",
            "用 societyctl history 查看，先撤销较新的批次",
        )
    if what == "added":
        connection.execute(delete(table).where(table.c.id.in_(ids)))
    else:
        restored = [load_row(table, change["content"]) for change in changes]
        _require_free_keys(connection, table, changes[0]["batch_id"], restored)
        rows = [list(row.values()) for row in restored]
        if what == "deleted":
            insert_rows(connection, table, names, rows)
        else:
            update_rows(connection, table, names[1:], [(*row[1:], row[0]) for row in rows])
        if table.name == "evidence":
            texts = {int(str(row["id"])): str(row["proves"] or "") for row in restored}
            name_evidence(connection, texts)
    contents = (
        change["content"] if what == "deleted" else dump_row(names, now[change["record_id"]])
        for change in changes
    )
    journal.keep(
        [
            (table.name, id_, _REVERSED[what], content)
            for id_, content in zip(ids, contents, strict=True)
        ]
    )


def _require_free_keys(
    connection: Connection, table: Table, batch: int, restored: Sequence[Mapping[str, Any]]
) -> None:
    """Refuse when the key of a row to be restored was given to another row meanwhile."""
    owners = {(row["record"], row["key"]): row["id"] for row in restored if "key" in row}
    if not owners:
        return
    query = (
        select(table.c.record, table.c.key, table.c.id)
        .where(table.c.record.in_({record for record, _ in owners}))
        .where(table.c.key.in_([key for _, key in owners]))
        .order_by(table.c.id)
    )
    for record, key, other in connection.execute(query):
        if owners.get((record, key), other) != other:
            raise UsageError(
                f"批次 {batch} 不能撤销：同一条记录后来又重新录入过（{record}:{other}）",
                f"如要恢复原来那条，先删除后来的：societyctl delete {record}:{other}",
            )
