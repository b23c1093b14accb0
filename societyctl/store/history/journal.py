"""History: every batch of changes, with each row before and after it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, literal, select, update

from societyctl.store.codec import clean_text
from societyctl.store.history.batches import BatchInfo
from societyctl.store.row_codec import dump_row
from societyctl.store.schema.bulk import insert_rows
from societyctl.store.schema.tables import BATCHES, CHANGES, LINKS

_COLUMNS = ("batch_id", "family", "record_id", "what", "content")
Change = tuple[str, int, str, str | None]
"""Table, number of the row, what was done, and what has to be kept of the row as JSON."""


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

    def keep_deleted(self, table: Table, rows: Iterable[Mapping[Any, Any]]) -> None:
        """Keep that rows were deleted."""
        self.keep(
            [(table.name, row["id"], "deleted", dump_row(row.keys(), row.values())) for row in rows]
        )

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
