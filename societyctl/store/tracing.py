"""Which records the batches since a given one have changed, for people to read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.changes import RecordChange
from societyctl.store.tables import BATCHES, CHANGES, table_of

_LINK = "evidence_link"


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
    found: dict[tuple[str, bool], RecordChange] = {}
    for row in connection.execute(query).mappings():
        change = _change(connection, row)
        if change is not None:
            found[change.ref, change.what == "evidence"] = change
    return tuple(found.values())


def _change(connection: Connection, row: Mapping[Any, Any]) -> RecordChange | None:
    content = json.loads(row["after"] or row["before"])
    kind = content.get("record")
    if kind not in RECORD_KINDS:
        return None
    if row["family"] == _LINK:
        ref, what = f"{kind}:{content['record_id']}", "evidence"
        title = _title(connection, kind, content["record_id"])
    else:
        ref, what = f"{kind}:{row['record_id']}", _what(row)
        title = str(content.get(RECORD_KINDS[kind].label) or "")
    return RecordChange(row["batch_id"], row["command"], ref, title, what)


def _what(row: Mapping[Any, Any]) -> str:
    if row["before"] is None:
        return "added"
    return "deleted" if row["after"] is None else "changed"


def _title(connection: Connection, kind: str, record_id: int) -> str:
    table = table_of(kind)
    query = select(table.c[RECORD_KINDS[kind].label]).where(table.c.id == record_id)
    return str(connection.execute(query).scalar() or "")
