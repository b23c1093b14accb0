"""Which records the batches since a given one have changed, for people to read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.differences import RecordChange
from societyctl.store.saving.bulk import CHUNK
from societyctl.store.schema.tables import BATCHES, CHANGES, LINKS, TABLES

Place = tuple[str, int]
"""Table and number of a row."""


def newest_batch(connection: Connection) -> int:
    """Return the number of the newest batch, 0 when nothing was ever saved."""
    return int(connection.execute(select(func.max(BATCHES.c.id))).scalar() or 0)


def changes_since(connection: Connection, batch: int) -> tuple[RecordChange, ...]:
    """Return the records touched by batches after ``batch``, each as its newest batch left it."""
    query = (
        select(CHANGES, BATCHES.c.command)
        .join(BATCHES, BATCHES.c.id == CHANGES.c.batch_id)
        .where(CHANGES.c.batch_id > batch)
        .order_by(CHANGES.c.id)
    )
    newest: dict[tuple[Place, bool], Mapping[Any, Any]] = {}
    for row in connection.execute(query).mappings():
        newest[_place(row), row["family"] == LINKS.name] = row
    standing = _standing(connection, {place for place, _ in newest})
    changes = (
        _change(place, row, standing.get(place), "evidence" if is_link else row["what"])
        for (place, is_link), row in newest.items()
    )
    return tuple(change for change in changes if change is not None)


def _place(row: Mapping[Any, Any]) -> Place:
    """Return table and number of the row that a change touched: of a link, the record proved."""
    if row["family"] != LINKS.name:
        return row["family"], row["record_id"]
    link = json.loads(row["content"])
    return RECORD_KINDS[link["record"]].family, link["record_id"]


def _standing(connection: Connection, places: set[Place]) -> dict[Place, Mapping[Any, Any]]:
    """Return the rows that still stand in their tables."""
    found: dict[Place, Mapping[Any, Any]] = {}
    for family in {family for family, _ in places}:
        table, ids = TABLES[family], sorted(id_ for name, id_ in places if name == family)
        for start in range(0, len(ids), CHUNK):
            query = select(table).where(table.c.id.in_(ids[start : start + CHUNK]))
            found |= {(family, row["id"]): row for row in connection.execute(query).mappings()}
    return found


def _change(
    place: Place, row: Mapping[Any, Any], standing: Mapping[Any, Any] | None, what: str
) -> RecordChange | None:
    content = json.loads(row["content"]) if what == "deleted" else standing
    if content is None:
        return None
    kind = RECORD_KINDS[content["record"]]
    title = str(content.get(kind.label) or "")
    return RecordChange(row["batch_id"], row["command"], f"{kind.name}:{place[1]}", title, what)
