"""History: every batch of changes, with each row before and after it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from societyctl.store.bulk import insert_rows
from societyctl.store.codec import clean_text, dump_row
from societyctl.store.tables import BATCHES, CHANGES

_LINK = "evidence_link"
_COLUMNS = ("batch_id", "family", "record_id", "before", "after")
Change = tuple[str, int, str | None, str | None]
"""Table, number of the row, the row as JSON before and after."""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """How many rows one sheet of an import gave, and of which kind of record."""

    file: str
    sheet: str
    kind: str
    rows: int


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """What is being done, for history."""

    command: str
    """In Chinese: 导入, 新增, 修改, 删除, 附件 …"""
    files: tuple[str, ...] = ()
    rejected: int = 0
    undoes: int | None = None
    digest: str | None = None
    """Of an import: the same files read in the same way have the same."""
    sheets: tuple[SheetRows, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """One batch as history lists it."""

    batch: int
    at: datetime
    command: str
    files: tuple[str, ...]
    added: int
    changed: int
    deleted: int
    rejected: int
    undone: bool
    undoes: int | None


@dataclass
class Journal:
    """The changes of the batch at hand, written as they come in numbers."""

    connection: Connection
    batch: int
    counts: dict[str, int] = field(default_factory=lambda: {"added": 0, "changed": 0})

    @classmethod
    def begin(cls, connection: Connection, info: BatchInfo) -> Journal:
        """Open a batch; its counts follow at the end."""
        sheets = [[one.file, one.sheet, one.kind, one.rows] for one in info.sheets]
        values = {
            "at": datetime.now().astimezone().isoformat(timespec="seconds"),
            "command": info.command,
            "files": json.dumps([clean_text(name) for name in info.files], ensure_ascii=False),
            "digest": info.digest,
            "sheets": json.dumps(sheets) if sheets else None,
            "added": 0,
            "changed": 0,
            "unchanged": 0,
            "rejected": info.rejected,
            "undoes": info.undoes,
        }
        result = connection.execute(insert(BATCHES).values(values))
        key = result.inserted_primary_key
        return cls(connection, int(key[0]) if key else 0)

    def note(
        self, family: str, before: Mapping[Any, Any] | None, after: Mapping[Any, Any] | None
    ) -> None:
        """Keep one row before and after."""
        row = after if before is None else before
        texts = (one and dump_row(one.keys(), one.values()) for one in (before, after))
        self.keep([(family, (row or {})["id"], *texts)])

    def keep(self, changes: Sequence[Change]) -> None:
        """Keep many rows before and after."""
        rows = [(self.batch, *change) for change in changes]
        insert_rows(self.connection, CHANGES, _COLUMNS, rows)
        for family, _, before, after in changes:
            if family != _LINK and after is not None:
                self.counts["added" if before is None else "changed"] += 1

    def end(self, unchanged: int = 0) -> int:
        """Write the counts; returns the number of the batch."""
        values = {**self.counts, "unchanged": unchanged}
        self.connection.execute(update(BATCHES).where(BATCHES.c.id == self.batch).values(values))
        return self.batch


def history(connection: Connection) -> tuple[BatchSummary, ...]:
    """Return all batches, newest first."""
    removed = (
        select(CHANGES.c.batch_id, func.count().label("deleted"))
        .where(CHANGES.c.after.is_(None), CHANGES.c.family != "evidence_link")
        .group_by(CHANGES.c.batch_id)
        .subquery()
    )
    query = (
        select(BATCHES, removed.c.deleted)
        .outerjoin(removed, removed.c.batch_id == BATCHES.c.id)
        .order_by(BATCHES.c.id.desc())
    )
    return tuple(_summary(row) for row in connection.execute(query).mappings())


def _summary(row: Mapping[Any, Any]) -> BatchSummary:
    return BatchSummary(
        batch=row["id"],
        at=datetime.fromisoformat(row["at"]),
        command=row["command"],
        files=tuple(json.loads(row["files"])),
        added=row["added"],
        changed=row["changed"],
        deleted=row["deleted"] or 0,
        rejected=row["rejected"],
        undone=row["undone_by"] is not None,
        undoes=row["undoes"],
    )
