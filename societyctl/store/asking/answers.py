"""Answers selections: all those over one kind in one query of conditional aggregates.

Every distinct thing asked of a row is a column of an inner query; the figures are made of
these columns in an outer one. Notices ask hundreds of overlapping questions, so what two of
them share is computed, and compiled, once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    TextClause,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.selection import Condition, Listed, Selection, Take, Tally
from societyctl.store.asking.conditions import Rows, claim, rows_of
from societyctl.store.asking.selecting import held, latest_by, parts_of, placed
from societyctl.store.codec import decode, to_record
from societyctl.store.schema.tables import TABLES

SELECTIONS_PER_QUERY = 150
"""Keeps a query under the 1,664 columns of PostgreSQL and the 2,000 of SQLite."""

FIGURES = ("measured", "possible", "held", "evidenced", "countable", "blank")

AT_LEAST_ONE = frozenset({"sessions"})
"""Fields that are never less than one: a blank one is a lower bound of one, and reported."""

_UNCACHED = {"compiled_cache": None}
"""These queries never come twice, and telling them apart costs as much as compiling."""


@dataclass
class _Sheet:
    """The rows of one kind, and what is asked about them so far."""

    rows: Rows
    columns: dict[Hashable, tuple[str, ColumnElement[Any]]] = field(default_factory=dict)
    figures: dict[str, tuple[str, TypeEngine[Any] | None]] = field(default_factory=dict)

    def column(self, key: Hashable, make: Callable[[], ColumnElement[Any]]) -> str:
        """Return the name of a column of the inner query, made when first asked for."""
        if key not in self.columns:
            self.columns[key] = (f"k{len(self.columns)}", make())
        return self.columns[key][0]

    def value(self, name: str) -> str:
        """Return the column that holds a field."""
        return self.column(("value", name), lambda: self.rows.resolve(name)[1])

    def claims(self, conditions: Iterable[Condition]) -> list[str]:
        """Return the columns that say whether conditions are met."""
        return [self.column(one, partial(claim, self.rows, one)) for one in conditions]

    def figure(self, sql: str, type_: TypeEngine[Any] | None = None) -> str:
        """Return the name of a column of the outer query."""
        return self.figures.setdefault(sql, (f"f{len(self.figures)}", type_))[0]

    def query(self) -> Select[Any]:
        """Return the query for all figures; written out, because hundreds are compiled."""
        inner = select(
            self.rows.proved().label("proved"),
            self.rows.table.c.id,
            *(column.label(name) for name, column in self.columns.values()),
        ).where(self.rows.table.c.record == self.rows.kind.name)
        plain = [f"{sql} AS {name}" for sql, (name, type_) in self.figures.items() if type_ is None]
        typed = [
            literal_column(sql, type_).label(name)
            for sql, (name, type_) in self.figures.items()
            if type_ is not None
        ]
        # Kept apart: SQLite would otherwise copy every condition into each of the aggregates.
        kept = inner.cte("q").prefix_with("MATERIALIZED")
        return select(text(", ".join(["count(*) AS recorded", *plain])), *typed).select_from(kept)


def answer(connection: Connection, selections: Iterable[Selection]) -> dict[Selection, Tally]:
    """Return a tally for every selection, in one query for each record kind.

    Kinds of which there is no record are not asked about: most societies keep half of them.
    """
    by_kind: dict[str, list[Selection]] = defaultdict(list)
    for selection in dict.fromkeys(selections):
        by_kind[selection.record].append(selection)
    recorded = counts(connection)
    found: dict[Selection, Tally] = {}
    for kind, asked in by_kind.items():
        if kind in recorded and not recorded[kind]:
            found.update((selection, _nothing(selection)) for selection in asked)
            continue
        for start in range(0, len(asked), SELECTIONS_PER_QUERY):
            found.update(_tallies(connection, kind, asked[start : start + SELECTIONS_PER_QUERY]))
    return found


def _tallies(
    connection: Connection, kind: str, selections: Sequence[Selection]
) -> Iterator[tuple[Selection, Tally]]:
    """Ask for all selections of a kind at once."""
    sheet = _Sheet(rows_of(kind))
    asked = [(selection, _figures(sheet, selection)) for selection in selections]
    row = connection.execute(sheet.query(), execution_options=_UNCACHED).mappings().one()
    for selection, names in asked:
        figures: dict[str, Any] = dict.fromkeys(FIGURES, 0)
        if selection.take is Take.VALUE:
            stored = row[names["measured"]]
            figures["measured"] = decode(sheet.rows.resolve(_taken(selection))[0], stored)
        else:
            figures |= {name: _number(row[label]) for name, label in names.items()}
        yield selection, Tally(recorded=row["recorded"], **figures)


def _nothing(selection: Selection) -> Tally:
    return Tally(measured=None if selection.take is Take.VALUE else 0, possible=0)


def _figures(sheet: _Sheet, selection: Selection) -> dict[str, str]:
    """Return the columns of the outer query that hold the figures of a selection."""
    happened = [*sheet.claims(selection.scope), *_in_time(sheet, selection)]
    counted = _all_true([*happened, *sheet.claims(selection.where)])
    if selection.take is Take.VALUE:
        return {"measured": _latest(sheet, selection, counted)}
    made, type_ = _made(sheet, selection)
    filters = {
        "measured": counted,
        "possible": f"({counted}) IS NOT FALSE",
        "held": _all_true(happened),
        "evidenced": _all_true([*happened, "proved"]),
        "countable": f"{counted} AND proved",
    }
    figures = {
        name: sheet.figure(f"{made} FILTER (WHERE {condition})", type_)
        for name, condition in filters.items()
    }
    if selection.take is Take.SUM:
        empty = f"{counted} AND {sheet.value(_taken(selection))} IS NULL"
        figures["blank"] = sheet.figure(f"count(*) FILTER (WHERE {empty})")
    return figures


def _in_time(sheet: _Sheet, selection: Selection) -> Iterator[str]:
    """Yield the columns that say whether a row lies in the period and took place."""
    rows, on = sheet.rows, selection.on
    if selection.period is not None:
        key = ("placed", on, selection.period, selection.whole)
        yield sheet.column(key, lambda: placed(rows, selection))
    if selection.held_by is not None:
        yield sheet.column(("held", on, selection.held_by), lambda: held(rows, selection))


def _all_true(columns: Sequence[str]) -> str:
    return " AND ".join(columns) or "TRUE"


def _taken(selection: Selection) -> str:
    """Return the field that a selection is after."""
    return selection.field or RECORD_KINDS[selection.record].label


def _made(sheet: _Sheet, selection: Selection) -> tuple[str, TypeEngine[Any] | None]:
    """Return the aggregate of a selection, and its type where the database needs help."""
    name = selection.field
    if selection.take is Take.COUNT or name is None:
        return "count(*)", None
    if selection.take is Take.DISTINCT:
        apart = sheet.column(("apart", name), lambda: _told_apart(sheet.rows, name))
        return f"count(DISTINCT {apart})", None
    value = sheet.value(name)
    summed = f"coalesce({value}, 1)" if name in AT_LEAST_ONE else value
    return f"sum({summed})", sheet.rows.resolve(name)[1].type


def _told_apart(rows: Rows, names: str) -> ColumnElement[Any]:
    """Return what tells records apart by one field, or by several together."""
    first, *others = (rows.comparable(name) for name in names.split("|"))
    for other in others:
        first = func.coalesce(first, "") + "|" + func.coalesce(other, "")
    return first


def _latest(sheet: _Sheet, selection: Selection, counted: str) -> str:
    """Return the figure that is a field of the latest record that surely counts."""
    name = _taken(selection)
    dates = [sheet.value(date) for date in latest_by(sheet.rows.kind, selection)]
    order = ", ".join([*(f"{date} IS NULL, {date} DESC" for date in dates), "id DESC"])
    # Made of column names of our own alone.
    value = f"SELECT {sheet.value(name)} FROM q WHERE {counted} ORDER BY {order} LIMIT 1"  # noqa: S608
    return sheet.figure(f"({value})", sheet.rows.resolve(name)[1].type)


def _number(value: Any) -> Any:
    """Return an aggregate as the type of the field summed; nothing adds up to 0."""
    if value is None:
        return 0
    return value if isinstance(value, Decimal) else int(value)


def listed(
    connection: Connection, selections: Iterable[Selection]
) -> dict[Selection, tuple[Listed, ...]]:
    """Return the records that surely or perhaps count, in the order they were recorded."""
    return {one: tuple(_listed(connection, one)) for one in dict.fromkeys(selections)}


def _listed(connection: Connection, selection: Selection) -> Iterator[Listed]:
    rows = rows_of(selection.record)
    counted = parts_of(rows, selection).counted
    query = (
        select(rows.table, counted.label("counted"))
        .where(counted.is_not(False))
        .order_by(rows.table.c.id)
    )
    for row in connection.execute(query).mappings():
        yield Listed(to_record(selection.record, row), bool(row["counted"]))


def counts(connection: Connection) -> dict[str, int]:
    """Return how many records of each kind there are."""
    found = dict.fromkeys(RECORD_KINDS, 0)
    found.update((row[0], row[1]) for row in connection.execute(_counting()))
    return found


@cache
def _counting() -> TextClause:
    # Made of table names of our own alone, and written out: every check begins with it.
    each = (f"SELECT record, count(*) FROM {name} GROUP BY record" for name in TABLES)  # noqa: S608
    return text(" UNION ALL ".join(each))
