"""Answers selections: all those over one kind in one query of conditional aggregates.

Every distinct thing asked of a row is a column of an inner query; the figures are made of
these columns in an outer one. Notices ask hundreds of overlapping questions, so what two of
them share is computed, and written out, once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from societyctl.domain.catalog import FAMILIES, RECORD_KINDS
from societyctl.domain.fields import Field
from societyctl.domain.selection import Condition, Listed, Selection, Take, Tally
from societyctl.store.asking.conditions import KindRows, claim, rows_of
from societyctl.store.asking.selecting import held, latest_by, parts_of, placed
from societyctl.store.codec import decode, to_record
from societyctl.store.schema.connecting import Database
from societyctl.store.schema.sql import Sql, joined, quoted, sql

SELECTIONS_PER_QUERY = 150
"""Keeps a query under the 1,664 columns of PostgreSQL and the 2,000 of SQLite."""

AT_LEAST_ONE = frozenset({"sessions"})
"""Fields that are never less than one: a blank one is a lower bound of one, and reported."""


@dataclass
class _Sheet:
    """The rows of one kind, and what is asked about them so far."""

    rows: KindRows
    columns: dict[Hashable, tuple[str, Sql]] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    """Names of the columns of the outer query, by what they are made of."""

    def column(self, key: Hashable, make: Callable[[], Sql]) -> str:
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

    def figure(self, made: str) -> str:
        """Return the name of a column of the outer query."""
        return self.figures.setdefault(made, f"f{len(self.figures)}")

    def query(self) -> Sql:
        """Return the query for all figures."""
        rows = self.rows
        inner = [sql("{} AS proved", rows.proved()), rows.column("id")]
        inner += [sql(f"{{}} AS {name}", column) for name, column in self.columns.values()]
        outer = [
            "count(*) AS recorded",
            *(f"{made} AS {name}" for made, name in self.figures.items()),
        ]
        # Kept apart: SQLite would otherwise copy every condition into each of the aggregates.
        return sql(
            "WITH q AS MATERIALIZED (SELECT {} FROM {} WHERE {}) SELECT {} FROM q",
            joined(", ", inner),
            rows.table,
            rows.are_of_kind,
            Sql(", ".join(outer)),
        )


def answer(database: Database, selections: Iterable[Selection]) -> dict[Selection, Tally]:
    """Return a tally for every selection, in one query for each record kind.

    Kinds of which there is no record are not asked about: most societies keep half of them.
    """
    by_kind: dict[str, list[Selection]] = defaultdict(list)
    for selection in dict.fromkeys(selections):
        by_kind[selection.record].append(selection)
    recorded = counts(database)
    tallies: dict[Selection, Tally] = {}
    for kind, asked in by_kind.items():
        if kind in recorded and not recorded[kind]:
            tallies.update((selection, _nothing(selection)) for selection in asked)
            continue
        for start in range(0, len(asked), SELECTIONS_PER_QUERY):
            tallies.update(_tallies(database, kind, asked[start : start + SELECTIONS_PER_QUERY]))
    return tallies


def _tallies(
    database: Database, kind: str, selections: Sequence[Selection]
) -> Iterator[tuple[Selection, Tally]]:
    """Ask for all selections of a kind at once."""
    sheet = _Sheet(rows_of(kind, database.dialect))
    asked = [(selection, _figures(sheet, selection)) for selection in selections]
    (row,) = database.mappings(sheet.query())
    for selection, names in asked:
        unit = _unit(sheet, selection)
        figures: dict[str, Any] = {name: row[label] for name, label in names.items()}
        if unit is not None:
            figures |= {name: decode(unit, figures[name]) for name in _MADE & figures.keys()}
        if selection.take is not Take.VALUE:
            figures = {name: value or 0 for name, value in figures.items()}
        yield selection, Tally(recorded=row["recorded"], **figures)


def _nothing(selection: Selection) -> Tally:
    return Tally(measured=None if selection.take is Take.VALUE else 0, possible=0)


_MADE = frozenset({"measured", "possible", "held", "evidenced", "countable"})
"""The figures that are made as the selection says; the others are numbers of records."""


def _unit(sheet: _Sheet, selection: Selection) -> Field | None:
    """Return the field in whose unit a selection is answered; None for a number of records."""
    if selection.take in (Take.VALUE, Take.SUM):
        return sheet.rows.resolve(_taken(selection))[0]
    return None


def _figures(sheet: _Sheet, selection: Selection) -> dict[str, str]:
    """Return the columns of the outer query that hold the figures of a selection."""
    happened = [*sheet.claims(selection.scope), *_in_time(sheet, selection)]
    counted = _all_true([*happened, *sheet.claims(selection.where)])
    if selection.take is Take.VALUE:
        return {"measured": _latest(sheet, selection, counted)}
    made = _made(sheet, selection)
    filters = {
        "measured": counted,
        "possible": f"({counted}) IS NOT FALSE",
        "held": _all_true(happened),
        "evidenced": _all_true([*happened, "proved"]),
        "countable": f"{counted} AND proved",
    }
    figures = {
        name: sheet.figure(f"{made} FILTER (WHERE {condition})")
        for name, condition in filters.items()
    }
    if selection.take is Take.DISTINCT:
        most = _made(sheet, selection, most=True)
        figures["possible"] = sheet.figure(f"{most} FILTER (WHERE {filters['possible']})")
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
    return selection.field or selection.kind.label


def _made(sheet: _Sheet, selection: Selection, *, most: bool = False) -> str:
    """Return the aggregate of a selection; ``most`` for the greatest that it may be."""
    name = selection.field
    if selection.take is Take.COUNT or name is None:
        return "count(*)"
    if selection.take is Take.DISTINCT:
        most = most and "/" in name
        apart = sheet.column(("apart", name, most), lambda: _told_apart(sheet.rows, name, most))
        return f"count(DISTINCT {apart})"
    value = sheet.value(name)
    return f"sum(coalesce({value}, 1))" if name in AT_LEAST_ONE else f"sum({value})"


def _told_apart(rows: KindRows, names: str, most: bool) -> Sql:
    """Return what tells records apart by one field, or by several together.

    ``employer/number`` is the number where there is no employer. Without both a record may be
    the same as another or not: with ``most`` it is one of its own.
    """
    last = sql("'#' || {}", rows.column("id")) if most else Sql("''")
    if "|" not in names:
        return rows.comparable(names)
    return joined(
        " || '|' || ", (_first_of(rows, name.split("/"), last) for name in names.split("|"))
    )


def _first_of(rows: KindRows, names: Sequence[str], last: Sql) -> Sql:
    """Return the first of several fields that is filled, marked by which of them it is."""
    first, *others = names
    marked = (sql("'/' || {}", rows.comparable(name)) for name in others)
    return sql("coalesce({})", joined(", ", [rows.comparable(first), *marked, last]))


def _latest(sheet: _Sheet, selection: Selection, counted: str) -> str:
    """Return the figure that is a field of the latest record that surely counts."""
    dates = [sheet.value(date) for date in latest_by(sheet.rows.kind, selection)]
    order = ", ".join([*(f"{date} IS NULL, {date} DESC" for date in dates), "id DESC"])
    value = sheet.value(_taken(selection))
    # Made of column names of our own alone.
    return sheet.figure(f"(SELECT {value} FROM q WHERE {counted} ORDER BY {order} LIMIT 1)")  # noqa: S608


def listed(
    database: Database, selections: Iterable[Selection]
) -> dict[Selection, tuple[Listed, ...]]:
    """Return the records that surely or perhaps count, in the order they were recorded."""
    return {one: tuple(_listed(database, one)) for one in dict.fromkeys(selections)}


def _listed(database: Database, selection: Selection) -> Iterator[Listed]:
    rows = rows_of(selection.record, database.dialect)
    query = sql(
        "WITH q AS (SELECT {}.*, {} AS counted FROM {} WHERE {})"
        " SELECT * FROM q WHERE counted IS NOT FALSE ORDER BY id",
        rows.table,
        parts_of(rows, selection).counted,
        rows.table,
        rows.are_of_kind,
    )
    for row in database.mappings(query):
        yield Listed(to_record(selection.record, row), bool(row["counted"]))


def counts(database: Database) -> dict[str, int]:
    """Return how many records of each kind there are."""
    return {**dict.fromkeys(RECORD_KINDS, 0), **dict(database.rows(_counting()))}


@cache
def _counting() -> Sql:
    query = "SELECT record, count(*) FROM {} GROUP BY record"
    return joined(" UNION ALL ", (sql(query, Sql(quoted(name))) for name in FAMILIES))
