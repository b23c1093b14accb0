"""Batches of changes: what is said of one, and all there are."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.store.schema.connecting import Database
from societyctl.store.schema.sql import TRUE, Sql, bound, compared, one_of, sql

ImportedFile = tuple[int, tuple["ImportedSheet", ...]]
"""The batch that took a file in, and its sheets."""


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


def newest_batch(database: Database) -> int:
    """Return the number of the newest batch, 0 when nothing was ever saved."""
    return int(database.value(Sql("SELECT max(id) FROM batch")) or 0)


def history(database: Database, batch: int | None = None) -> tuple[BatchSummary, ...]:
    """Return all batches, newest first, or the one with a number."""
    query = sql(
        """
        SELECT batch.*, (
            SELECT count(*) FROM change WHERE change.batch_id = batch.id
            AND what = 'deleted' AND family <> 'evidence_link'
        ) AS deleted FROM batch WHERE {} ORDER BY batch.id DESC""",
        TRUE if batch is None else compared(Sql("batch.id"), "=", batch),
    )
    return tuple(_summary(row) for row in database.mappings(query))


def _summary(row: Mapping[str, Any]) -> BatchSummary:
    return BatchSummary(
        batch=row["id"],
        at=datetime.fromisoformat(row["at"]),
        command=row["command"],
        files=tuple(json.loads(row["files"])),
        added=row["added"],
        changed=row["changed"],
        deleted=row["deleted"],
        rejected=row["rejected"],
        undone=row["undone_by"] is not None,
        undoes=row["undoes"],
    )


def imported(database: Database, digests: Collection[str]) -> dict[str, ImportedFile]:
    """Return the files that an import took in whole and nothing has touched since, by digest."""
    files: dict[str, ImportedFile] = {}
    query = """
        SELECT id, sheets FROM batch
        WHERE sheets IS NOT NULL AND rejected = 0 AND undone_by IS NULL ORDER BY id"""
    for batch, kept in database.rows(Sql(query)):
        for parts in json.loads(kept):
            sheet = ImportedSheet(*parts)
            if sheet.digest in digests:
                earlier = files.get(sheet.digest, (batch, ()))
                sheets = earlier[1] if earlier[0] == batch else ()
                files[sheet.digest] = batch, (*sheets, sheet)
    return {digest: file for digest, file in files.items() if not _is_overtaken(database, *file)}


def _is_overtaken(database: Database, batch: int, sheets: Sequence[ImportedSheet]) -> bool:
    """Tell whether later batches touched a table that the sheets went into."""
    families = {RECORD_KINDS[sheet.kind].family for sheet in sheets}
    query = sql(
        "SELECT 1 FROM change WHERE batch_id > {} AND {} LIMIT 1",
        bound(batch),
        one_of(Sql("family"), sorted(families)),
    )
    return database.value(query) is not None
