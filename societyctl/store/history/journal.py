"""History: every batch of changes, with each row before and after it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, literal, select, update

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.store.codec import clean_text, dump_row
from societyctl.store.saving.bulk import insert_rows
from societyctl.store.schema.tables import BATCHES, CHANGES, LINKS

_COLUMNS = ("batch_id", "family", "record_id", "what", "content")
ImportedFile = tuple[int, tuple["ImportedSheet", ...]]
"""The batch that took a file in, and its sheets."""
Change = tuple[str, int, str, str | None]
"""Table, number of the row, what was done, and what has to be kept of the row as JSON."""


@dataclass(frozen=True, slots=True)
class ImportedSheet:
    """One sheet of an import, and how many records it gave."""

    digest: str
    """Of the file and how it was read: the same file read in the same way has the same."""
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
    sheets: tuple[ImportedSheet, ...] = ()


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
        sheets = [astuple(one) for one in info.sheets]
        values = {
            "at": datetime.now().astimezone().isoformat(timespec="seconds"),
            "command": info.command,
            "files": json.dumps([clean_text(name) for name in info.files], ensure_ascii=False),
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

    def note(self, table: Table, what: str, row: Mapping[Any, Any]) -> None:
        """Keep what was done to one row."""
        self.keep([(table.name, row["id"], what, dump_row(row.keys(), row.values()))])

    def keep(self, changes: Sequence[Change]) -> None:
        """Keep what was done to many rows."""
        insert_rows(self.connection, CHANGES, _COLUMNS, [(self.batch, *one) for one in changes])
        self._count(what for family, _, what, _ in changes if family != LINKS.name)

    def keep_added(self, table: Table, first: int, count: int) -> None:
        """Keep that the rows with numbers from ``first`` on were added."""
        row = (literal(self.batch), literal(table.name), table.c.id, literal("added"))
        added = select(*row).where(table.c.id >= first).order_by(table.c.id)
        self.connection.execute(insert(CHANGES).from_select(list(_COLUMNS[:4]), added))
        self.counts["added"] += count

    def _count(self, whats: Iterable[str]) -> None:
        for what in whats:
            if what in self.counts:
                self.counts[what] += 1

    def end(self, unchanged: int = 0) -> int:
        """Write the counts; returns the number of the batch."""
        values = {**self.counts, "unchanged": unchanged}
        self.connection.execute(update(BATCHES).where(BATCHES.c.id == self.batch).values(values))
        return self.batch


def history(connection: Connection) -> tuple[BatchSummary, ...]:
    """Return all batches, newest first."""
    removed = (
        select(CHANGES.c.batch_id, func.count().label("deleted"))
        .where(CHANGES.c.what == "deleted", CHANGES.c.family != LINKS.name)
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


def imported(connection: Connection, digests: Collection[str]) -> dict[str, ImportedFile]:
    """Return the files that an import took in whole and nothing has touched since, by digest."""
    found: dict[str, ImportedFile] = {}
    query = select(BATCHES.c.id, BATCHES.c.sheets).where(
        BATCHES.c.sheets.is_not(None), BATCHES.c.rejected == 0, BATCHES.c.undone_by.is_(None)
    )
    for batch, kept in connection.execute(query):
        for parts in json.loads(kept):
            sheet = ImportedSheet(*parts)
            if sheet.digest in digests:
                earlier = found.get(sheet.digest, (batch, ()))
                sheets = earlier[1] if earlier[0] == batch else ()
                found[sheet.digest] = batch, (*sheets, sheet)
    return {digest: file for digest, file in found.items() if not _is_overtaken(connection, *file)}


def _is_overtaken(connection: Connection, batch: int, sheets: Sequence[ImportedSheet]) -> bool:
    """Tell whether later batches touched a table that the sheets went into."""
    families = {RECORD_KINDS[sheet.kind].family for sheet in sheets}
    query = select(CHANGES.c.id).where(CHANGES.c.batch_id > batch, CHANGES.c.family.in_(families))
    return connection.execute(query.limit(1)).first() is not None
