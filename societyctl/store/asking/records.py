"""Records as they are kept: found by number, by name or by conditions, with their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.keys import normal_text
from societyctl.domain.selection import Condition, Record
from societyctl.errors import UsageError
from societyctl.store.asking.conditions import all_of, rows_of
from societyctl.store.codec import clean_text, to_record
from societyctl.store.schema.connecting import Database
from societyctl.store.schema.sql import Sql, bound, compared, joined, one_of, sql

_CHUNK = 500
"""Numbers of records asked about at once."""


def split_ref(ref: str) -> tuple[str, int]:
    """Return kind and number of a ``kind:id``; raises UsageError."""
    kind, _, number = ref.partition(":")
    if kind not in RECORD_KINDS or not number.isdigit():
        raise UsageError(
            f"“{ref}”不是记录编号",
            "写成 类别:序号，如 activity:12；用 societyctl list activity 查看",
        )
    return kind, int(number)


def no_such_record(kind: str, number: int) -> UsageError:
    """Return the error for a number that no record of a kind has."""
    title = RECORD_KINDS[kind].title
    return UsageError(f"没有 {kind}:{number} 这条“{title}”", f"用 societyctl list {kind} 查看")


def records(
    database: Database, kind: str, where: Sequence[Condition] = (), fields: Sequence[str] = ()
) -> tuple[Record, ...]:
    """Return the records of a kind in date order that surely meet the conditions.

    With ``fields`` only these are fetched, beside the number; undated records come first.
    """
    rows, date = rows_of(kind, database.dialect), RECORD_KINDS[kind].date
    columns = joined(", ", map(rows.column, ("id", *fields))) if fields else Sql("*")
    order = [rows.column("id")]
    if date is not None:
        order = [sql("{} IS NOT NULL", rows.column(date)), rows.column(date), *order]
    query = sql(
        "SELECT {} FROM {} WHERE {} AND {} ORDER BY {}",
        columns,
        rows.table,
        rows.are_of_kind,
        all_of(rows, where),
        joined(", ", order),
    )
    return tuple(to_record(kind, row, fields) for row in database.mappings(query))


def record(database: Database, ref: str) -> Record:
    """Return one record; raises UsageError when there is none."""
    kind, number = split_ref(ref)
    rows = rows_of(kind, database.dialect)
    query = sql(
        "SELECT * FROM {} WHERE {} AND {}",
        rows.table,
        rows.are_of_kind,
        compared(rows.column("id"), "=", number),
    )
    row = next(database.mappings(query), None)
    if row is None:
        raise no_such_record(kind, number)
    return to_record(kind, row)


def find(database: Database, kind: str, text: str) -> tuple[Record, ...]:
    """Return the records of a kind whose key or title is ``text``."""
    rows, key = rows_of(kind, database.dialect), bound(normal_text(clean_text(text)))
    query = sql(
        "SELECT * FROM {} WHERE {} AND ({} = {} OR {} = {})",
        rows.table,
        rows.are_of_kind,
        rows.column("key"),
        key,
        rows.column("name_key"),
        key,
    )
    return tuple(to_record(kind, row) for row in database.mappings(query))


def evidence_for(database: Database, refs: Iterable[str]) -> dict[str, tuple[Record, ...]]:
    """Return the evidence on file for each of the records."""
    proofs: dict[str, list[Record]] = {ref: [] for ref in refs}
    by_kind: dict[str, list[int]] = {}
    for ref in proofs:
        kind, number = split_ref(ref)
        by_kind.setdefault(kind, []).append(number)
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), _CHUNK):
            query = sql(
                "SELECT evidence_link.record_id, evidence.* FROM evidence_link"
                " JOIN evidence ON evidence.id = evidence_link.evidence_id"
                " WHERE evidence_link.record = {} AND {} ORDER BY evidence.id",
                bound(kind),
                one_of(Sql("evidence_link.record_id"), ids[start : start + _CHUNK]),
            )
            for row in database.mappings(query):
                proofs[f"{kind}:{row['record_id']}"].append(to_record("evidence", row))
    return {ref: tuple(records) for ref, records in proofs.items()}
