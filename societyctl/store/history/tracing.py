"""Which records the batches since a given one have changed, for people to read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.differences import RecordChange
from societyctl.store.schema.connecting import Database
from societyctl.store.schema.sql import Sql, bound, one_of, quoted, sql

_CHUNK = 500
"""Rows looked up at once."""
RowPlace = tuple[str, int]
"""Table and number of a row."""


def changes_since(database: Database, batch: int) -> tuple[RecordChange, ...]:
    """Return the records touched by batches after ``batch``, each as its newest batch left it."""
    query = sql(
        "SELECT change.*, batch.command FROM change JOIN batch ON batch.id = change.batch_id"
        " WHERE change.batch_id > {} ORDER BY change.id",
        bound(batch),
    )
    newest: dict[tuple[RowPlace, bool], Mapping[str, Any]] = {}
    for row in database.mappings(query):
        newest[_place(row), row["family"] == "evidence_link"] = row
    standing = _standing(database, {place for place, _ in newest})
    changes = (
        _change(place, row, standing.get(place), "evidence" if is_link else row["what"])
        for (place, is_link), row in newest.items()
    )
    return tuple(change for change in changes if change is not None)


def _place(row: Mapping[str, Any]) -> RowPlace:
    """Return table and number of the row that a change touched: of a link, the record proved."""
    if row["family"] != "evidence_link":
        return row["family"], row["record_id"]
    link = json.loads(row["content"])
    return RECORD_KINDS[link["record"]].family, link["record_id"]


def _standing(database: Database, places: set[RowPlace]) -> dict[RowPlace, Mapping[str, Any]]:
    """Return the rows that still stand in their tables."""
    rows: dict[RowPlace, Mapping[str, Any]] = {}
    for family in {family for family, _ in places}:
        ids = sorted(id_ for name, id_ in places if name == family)
        for start in range(0, len(ids), _CHUNK):
            query = sql(
                "SELECT * FROM {} WHERE {}",
                Sql(quoted(family)),
                one_of(Sql("id"), ids[start : start + _CHUNK]),
            )
            rows |= {(family, row["id"]): row for row in database.mappings(query)}
    return rows


def rows_undone(database: Database, batch: int) -> Iterator[Mapping[str, Any]]:
    """Yield the rows that were undone between the last saving before a batch and it.

    Each as it was before, and as it stands.
    """
    query = sql(
        "SELECT family, record_id, content FROM change WHERE family <> {} AND batch_id < {}"
        " AND batch_id > (SELECT coalesce(max(id), 0) FROM batch WHERE undoes IS NULL AND id < {})",
        bound("evidence_link"),
        bound(batch),
        bound(batch),
    )
    touched = database.rows(query)
    yield from (json.loads(content) for _, _, content in touched if content)
    yield from _standing(database, {(family, id_) for family, id_, _ in touched}).values()


def _change(
    place: RowPlace, row: Mapping[str, Any], standing: Mapping[str, Any] | None, what: str
) -> RecordChange | None:
    content = json.loads(row["content"]) if what == "deleted" else standing
    if content is None:
        return None
    kind = RECORD_KINDS[content["record"]]
    title = str(content.get(kind.label) or "")
    return RecordChange(row["batch_id"], row["command"], f"{kind.name}:{place[1]}", title, what)
