"""The records behind a tally: what became of every condition, and the values that says why.

Nothing is worded here: the store hands back values, and rules say them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from societyctl.domain.dates import read_kept
from societyctl.domain.fields import FieldType
from societyctl.domain.selection import (
    Examined,
    Explanation,
    Selection,
    Take,
    empty_fields,
    fields_named,
)
from societyctl.domain.verdicts import Lack
from societyctl.store.asking.answers import counts
from societyctl.store.asking.conditions import KindRows, rows_of
from societyctl.store.asking.selecting import latest_by, latest_first, parts_of
from societyctl.store.codec import decode
from societyctl.store.schema.connecting import Database
from societyctl.store.schema.sql import Sql, all_true, joined, one_of, sql

_CHUNK = 500
"""Numbers of records asked about at once."""


def explain(
    database: Database, selections: Iterable[Selection], most: int | None = None
) -> dict[Selection, Explanation]:
    """Return the records in scope of every selection, in date order.

    With ``most`` only so many of those that count or may, and so many of those that do not; the
    rest is counted.
    """
    recorded = counts(database)
    explained: dict[Selection, Explanation] = {}
    by_question: dict[Selection, Explanation] = {}
    for selection in dict.fromkeys(selections):
        question = selection.question
        if question not in by_question:
            cut = most if most is not None and recorded[selection.record] > most else None
            by_question[question] = _explanation(database, question, cut)
        explained[selection] = replace(by_question[question], selection=selection)
    return explained


def _explanation(database: Database, selection: Selection, most: int | None) -> Explanation:
    asked = _RecordsBehind(rows_of(selection.record, database.dialect), selection)
    rows = database.rows(asked.cut(most) if most is not None else asked.query())
    numbers = [row[0] for row in rows]
    proofs = evidence_numbers(database, selection.record, numbers)
    records = tuple(asked.examined(row, proofs.get(row[0], ())) for row in rows)
    more = 0
    if most is not None:
        (more,) = database.rows(asked.number())[0]
        more -= len(records)
    return Explanation(selection, records, more)


def gaps(database: Database, selections: Iterable[Selection]) -> dict[Selection, tuple[str, ...]]:
    """Return the empty fields that leave it open which records each selection counts."""
    return {
        selection: tuple(lack.field for lack in lacks)
        for selection, lacks in lacking(database, selections).items()
    }


def lacking(
    database: Database, selections: Iterable[Selection]
) -> dict[Selection, tuple[Lack, ...]]:
    """Return these fields with the record in which each is empty, where it is one only."""
    return {
        selection: tuple(_lacking(database, selection)) for selection in dict.fromkeys(selections)
    }


def _lacking(database: Database, selection: Selection) -> Iterator[Lack]:
    asked = _RecordsBehind(rows_of(selection.record, database.dialect), selection)
    # Thousands of records lack the same: told by what is known of each, a few are left.
    alike: dict[tuple[Any, ...], list[int]] = {}
    for number, *pattern in database.rows(asked.patterns()):
        alike.setdefault(tuple(pattern), []).append(number)
    bare: dict[str, list[int]] = {}
    for row, numbers in alike.items():
        known = (read_kept(one) if isinstance(one, str) and one != "1" else one for one in row)
        for name in empty_fields(selection, asked.examined((0, *known), is_decoded=True)):
            bare.setdefault(name, []).extend(numbers)
    if selection.take is Take.VALUE and selection.field:
        numbers = [number for (number,) in database.rows(asked.latest_without(selection.field))]
        bare.setdefault(selection.field, []).extend(numbers)
    for name, numbers in bare.items():
        if numbers:
            ref = f"{selection.record}:{numbers[0]}" if len(numbers) == 1 else ""
            yield Lack(selection.record, name, ref)


class _RecordsBehind:
    """What is asked of each row to explain one selection, and the query for it."""

    def __init__(self, rows: KindRows, selection: Selection) -> None:
        self.rows, self.selection = rows, selection
        self.fields = tuple(dict.fromkeys(_fields_shown(selection)))
        self.columns = {name: rows.resolve(name) for name in self.fields}
        parts = parts_of(rows, selection)
        self.claims = (parts.scope, parts.placed, parts.held, *parts.where)

    def _inner(self) -> Sql:
        """Return the rows in scope or perhaps in it: number, claims, whether it counts, fields."""
        claims = [sql(f"{{}} AS c{at}", one) for at, one in enumerate(self.claims)]
        fields = [
            sql(f"{{}} AS v{at}", self.columns[name][1]) for at, name in enumerate(self.fields)
        ]
        return sql(
            "q AS MATERIALIZED (SELECT {} FROM {} WHERE {})",
            joined(", ", [self.rows.column("id"), *claims, *fields]),
            self.rows.table,
            self.rows.are_of_kind,
        )

    @property
    def _counted(self) -> Sql:
        return all_true(Sql(f"c{at}") for at in range(len(self.claims)))

    @property
    def _columns(self) -> Sql:
        names = [f"c{at}" for at in range(len(self.claims))]
        return Sql(", ".join([*names, *(f"v{at}" for at in range(len(self.fields)))]))

    @property
    def _earliest_first(self) -> Sql:
        order = ", ".join(
            f"v{self.fields.index(name)} IS NOT NULL, v{self.fields.index(name)}"
            for name in latest_by(self.rows.kind, self.selection)
        )
        return Sql(f"{order}, id" if order else "id")

    def query(self) -> Sql:
        """Return the query for all records in scope, in date order."""
        return sql(
            "WITH {} SELECT id, {} FROM q WHERE c0 IS NOT FALSE ORDER BY {}",
            self._inner(),
            self._columns,
            self._earliest_first,
        )

    def cut(self, most: int) -> Sql:
        """Return the query for the first records, as many of those that count as of others."""
        return sql(
            "WITH {}, ranked AS (SELECT *, row_number() OVER (PARTITION BY ({}) IS FALSE"
            " ORDER BY {}) AS nth FROM q WHERE c0 IS NOT FALSE)"
            " SELECT id, {} FROM ranked WHERE nth <= {} ORDER BY {}",
            self._inner(),
            self._counted,
            self._earliest_first,
            self._columns,
            Sql("?", (most,)),
            self._earliest_first,
        )

    def number(self) -> Sql:
        """Return the query for the number of records in scope."""
        parts = parts_of(self.rows, self.selection)
        return sql(
            "SELECT count(*) FROM {} WHERE {} AND ({}) IS NOT FALSE",
            self.rows.table,
            self.rows.are_of_kind,
            parts.scope,
        )

    def patterns(self) -> Sql:
        """Return the query for what is known of the records that may count, in date order."""
        filled = ", ".join(
            f"CASE WHEN length(v{at}) = 7 THEN v{at} WHEN v{at} IS NOT NULL THEN '1' END"
            if self.columns[name][0].type is FieldType.DATE
            else f"CASE WHEN v{at} IS NOT NULL THEN 1 END"
            for at, name in enumerate(self.fields)
        )
        claims = ", ".join(f"c{at}" for at in range(len(self.claims)))
        return sql(
            "WITH {} SELECT {} FROM q WHERE ({}) IS NULL ORDER BY {}",
            self._inner(),
            Sql(", ".join(filter(None, ("id", claims, filled)))),
            self._counted,
            self._earliest_first,
        )

    def latest_without(self, field: str) -> Sql:
        """Return the query for the latest record that counts, if a field of it is empty."""
        parts = parts_of(self.rows, self.selection)
        latest = sql(
            "SELECT {} AS id, {} AS taken FROM {} WHERE {} AND {} ORDER BY {} LIMIT 1",
            self.rows.column("id"),
            self.rows.resolve(field)[1],
            self.rows.table,
            self.rows.are_of_kind,
            parts.counted,
            latest_first(self.rows, self.selection),
        )
        return sql("SELECT id FROM ({}) AS latest WHERE taken IS NULL", latest)

    def examined(
        self, row: Sequence[Any], evidence: tuple[str, ...] = (), *, is_decoded: bool = False
    ) -> Examined:
        """Return a row of a query as what became of a record."""
        stop = 1 + len(self.claims)
        claims = [None if one is None else bool(one) for one in row[1:stop]]
        values: Sequence[Any] = row[stop:]
        if not is_decoded:
            columns = self.columns.values()
            values = [decode(one, value) for (one, _), value in zip(columns, values, strict=True)]
        return Examined(
            ref=f"{self.selection.record}:{row[0]}",
            values=dict(zip(self.fields, values, strict=True)),
            in_scope=claims[0],
            placed=claims[1],
            held=claims[2],
            met=tuple(claims[3:]),
            evidence=evidence,
        )


def _fields_shown(selection: Selection) -> Iterator[str]:
    """Yield the fields that name a record, place it in time, and that conditions speak of."""
    kind = selection.kind
    yield kind.label
    yield from (name for group in kind.key for name in group)
    yield from filter(None, (kind.date, selection.dated_by, selection.ended_by))
    yield from latest_by(kind, selection)
    if kind.follows_status:
        yield "status"
    yield from fields_named((*selection.scope, *selection.where))


def evidence_numbers(
    database: Database, record: str, ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Return the numbers (or titles) of the evidence on file for records of one kind."""
    numbers: dict[int, list[str]] = {}
    for start in range(0, len(ids), _CHUNK):
        query = sql(
            "SELECT evidence_link.record_id, evidence.number, evidence.title FROM evidence_link"
            " JOIN evidence ON evidence.id = evidence_link.evidence_id"
            " WHERE evidence_link.record = {} AND {} ORDER BY evidence.id",
            Sql("?", (record,)),
            one_of(Sql("evidence_link.record_id"), ids[start : start + _CHUNK]),
        )
        for record_id, number, title in database.rows(query):
            numbers.setdefault(record_id, []).append(number or title or "")
    return {record_id: tuple(one) for record_id, one in numbers.items()}
