"""Answers selections: all those over one table in one query of conditional aggregates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.selection import Selection, Take, Tally
from societyctl.store.codec import decode
from societyctl.store.conditions import Rows, rows_of
from societyctl.store.selecting import Parts, latest_first, parts_of
from societyctl.store.tables import table_of

SELECTIONS_PER_QUERY = 150
"""Keeps a query under the 1,664 columns of PostgreSQL and the 2,000 of SQLite."""

FIGURES = ("measured", "possible", "held", "evidenced", "countable", "blank")

AT_LEAST_ONE = frozenset({"sessions"})
"""Fields that are never less than one: a blank one is a lower bound of one, and reported."""


@dataclass(frozen=True)
class _Asked:
    """A selection with the rows it speaks about."""

    selection: Selection
    rows: Rows
    parts: Parts


def answer(connection: Connection, selections: Iterable[Selection]) -> dict[Selection, Tally]:
    """Return a tally for every selection, in one query for each record kind."""
    by_kind: dict[str, list[Selection]] = defaultdict(list)
    for selection in dict.fromkeys(selections):
        by_kind[selection.record].append(selection)
    found: dict[Selection, Tally] = {}
    for kind, asked in by_kind.items():
        for start in range(0, len(asked), SELECTIONS_PER_QUERY):
            found.update(_tallies(connection, kind, asked[start : start + SELECTIONS_PER_QUERY]))
    return found


def _tallies(
    connection: Connection, kind: str, selections: Sequence[Selection]
) -> Iterator[tuple[Selection, Tally]]:
    """Ask for all selections at once: conditions once for each row, aggregates over them."""
    rows = rows_of(kind)
    asked = [_Asked(selection, rows, parts_of(rows, selection)) for selection in selections]
    inner = select(
        rows.proved().label("proved"),
        *(column for number, one in enumerate(asked) for column in _claims(number, one)),
    ).where(rows.table.c.record == kind)
    aggregates = [literal_column("count(*)").label("recorded")]
    for number, one in enumerate(asked):
        aggregates += _aggregates(number, one)
    # Kept apart: SQLite would otherwise copy every condition into each of the aggregates.
    kept = inner.cte("q").prefix_with("MATERIALIZED")
    row = connection.execute(select(*aggregates).select_from(kept)).mappings().one()
    for number, one in enumerate(asked):
        figures = {name: _number(row.get(f"{name}{number}", 0)) for name in FIGURES}
        if one.selection.take is Take.VALUE:
            figures["measured"] = _latest(connection, one)
        yield one.selection, Tally(recorded=row["recorded"], **figures)


def _claims(number: int, asked: _Asked) -> Iterator[ColumnElement[Any]]:
    """Yield what each row says to a selection: counted, happened, and what it contributes."""
    if asked.selection.take is Take.VALUE:
        return
    yield asked.parts.counted.label(f"c{number}")
    yield asked.parts.happened.label(f"h{number}")
    name = asked.selection.field
    if name is not None:
        distinct = asked.selection.take is Take.DISTINCT
        yield (_told_apart(asked.rows, name) if distinct else asked.rows.table.c[name]).label(
            f"v{number}"
        )


def _told_apart(rows: Rows, names: str) -> ColumnElement[Any]:
    """Return what tells records apart by one field, or by several together."""
    first, *others = (rows.comparable(name) for name in names.split("|"))
    for other in others:
        first = func.coalesce(first, "") + "|" + func.coalesce(other, "")
    return first


def _aggregates(number: int, asked: _Asked) -> Iterator[ColumnElement[Any]]:
    """Yield the figures of a selection; written out, because hundreds are compiled at a start."""
    selection = asked.selection
    if selection.take is Take.VALUE:
        return
    summed = selection.take is Take.SUM and selection.field is not None
    type_ = asked.rows.table.c[selection.field].type if summed else None
    made = _MADE[selection.take].format(value=_contribution(number, selection))
    filters = {
        "measured": f"c{number}",
        "possible": f"c{number} IS NOT FALSE",
        "held": f"h{number}",
        "evidenced": f"h{number} AND proved",
        "countable": f"c{number} AND proved",
    }
    for name, condition in filters.items():
        yield literal_column(f"{made} FILTER (WHERE {condition})", type_).label(f"{name}{number}")
    if selection.take is Take.SUM:
        blank = f"count(*) FILTER (WHERE c{number} AND v{number} IS NULL)"
        yield literal_column(blank).label(f"blank{number}")


_MADE = {Take.COUNT: "count(*)", Take.SUM: "sum({value})", Take.DISTINCT: "count(DISTINCT {value})"}


def _contribution(number: int, selection: Selection) -> str:
    return f"coalesce(v{number}, 1)" if selection.field in AT_LEAST_ONE else f"v{number}"


def _number(value: Any) -> Any:
    """Return an aggregate as the type of the field summed; nothing adds up to 0."""
    if value is None:
        return 0
    return value if isinstance(value, Decimal) else int(value)


def _latest(connection: Connection, asked: _Asked) -> Any:
    """Return the value of the latest record that surely counts."""
    kind = RECORD_KINDS[asked.selection.record]
    field = kind.field(asked.selection.field or kind.label)
    query = (
        select(asked.rows.table.c[field.name])
        .where(asked.parts.counted.is_(True))
        .order_by(*latest_first(asked.rows, asked.selection))
        .limit(1)
    )
    return decode(field, connection.execute(query).scalar())


def counts(connection: Connection) -> dict[str, int]:
    """Return how many records of each kind there are."""
    found = dict.fromkeys(RECORD_KINDS, 0)
    for table in {table_of(kind) for kind in RECORD_KINDS}:
        query = select(table.c.record, func.count()).group_by(table.c.record)
        found.update({record: count for record, count in connection.execute(query)})
    return found
