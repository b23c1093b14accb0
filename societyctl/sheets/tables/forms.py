"""Forms: labels in one column (or two) and their values beside them, instead of a table."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from societyctl.domain.fields import RecordKind
from societyctl.sheets.files.grid import Cell, Grid, Spot
from societyctl.sheets.tables.headers import clean_header, is_known, names_of
from societyctl.sheets.tables.own_marks import PROBLEM_LEAD
from societyctl.sheets.tables.table import Column, Table

_LEAST_LABELS = 3
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One label of a form, as the column it will be, with the cell beside it."""

    column: Column
    spot: Spot
    """Of the value."""
    value: Cell


def form_entries(grid: Grid) -> tuple[Entry, ...]:
    """Return the labelled values of a sheet laid out as a form, none when it is a table."""
    if len(grid.rows) > _MOST_ROWS:
        return ()
    entries: list[Entry] = []
    places = {at for _, cells in grid.rows for at, cell in enumerate(cells) if is_known(cell)}
    for number, cells in grid.rows:
        labels = _labels(cells, places)
        ends = [*labels[1:], len(cells)]
        for index, end in zip(labels, ends, strict=False):
            values = [at for at in range(index + 1, end) if not _says_nothing(cells[at])]
            if len(values) > 1 and is_known(cells[index]):
                return ()
            at = values[0] if values else index + 1
            label, name = str(cells[index]), clean_header(str(cells[index]))
            column = Column(len(entries), label, (name.name,), name.unit)
            value = cells[at] if values else ""
            if len(values) > 1:  # a label that nobody knows, with a small table beside it
                value = " ".join(str(cells[one]) for one in values)
            entries.append(Entry(column, (number, grid.left + at), value))
    rows = {entry.spot[0] for entry in entries}
    return tuple(entries) if len(rows) >= _LEAST_LABELS else ()


def _labels(cells: Sequence[Cell], places: AbstractSet[int]) -> list[int]:
    """Return which cells of a row are labels: known ones, and words where others have theirs.

    ``places`` are the columns in which known labels stand. An unknown label has a value to its
    right, and the label before it has one, too.
    """
    filled = [at for at, cell in enumerate(cells) if not _says_nothing(cell)]
    labels: list[int] = []
    for position, at in enumerate(filled):
        cell, value = cells[at], filled[position + 1 : position + 2]
        is_next = not labels or labels[-1] != filled[position - 1]
        stands_there = at in places and isinstance(cell, str) and is_next
        if is_known(cell) or (stands_there and value and not is_known(cells[value[0]])):
            labels.append(at)
    return labels


def _says_nothing(cell: Cell) -> bool:
    """Tell whether a cell is empty, or holds what a marked copy says of the form."""
    return cell == "" or (isinstance(cell, str) and cell.startswith(PROBLEM_LEAD))


def labels_of(entries: Sequence[Entry]) -> tuple[tuple[str, ...], ...]:
    """Return the names of the labels, for telling the kind."""
    return tuple(entry.column.names for entry in entries)


def is_form(entries: Sequence[Entry], table: Table | None, kind: RecordKind) -> bool:
    """Tell whether a sheet is better read as a form of the kind than as a table."""
    names = names_of(kind.name)
    labels = {entry.column.names[0] for entry in entries if entry.value != ""}
    across = 0
    if table is not None:
        across = sum(any(name in names for name in column.names) for column in table.columns)
    hits = len(labels & names.keys())
    return hits >= _LEAST_LABELS and hits > across


def as_table(grid: Grid, entries: Sequence[Entry]) -> Table:
    """Return a form as a table of one row whose cells keep their true places."""
    first = entries[0].spot[0]
    at = {entry.spot: (first, entry.column.index) for entry in entries}
    row = replace(
        grid,
        rows=((first, [entry.value for entry in entries]),),
        left=0,
        merges=(),
        errors={at[spot]: error for spot, error in grid.errors.items() if spot in at},
        percents=frozenset(at[spot] for spot in grid.percents if spot in at),
        padded={at[spot]: width for spot, width in grid.padded.items() if spot in at},
        short_dates={at[spot]: form for spot, form in grid.short_dates.items() if spot in at},
        struck=frozenset(at[spot] for spot in grid.struck if spot in at),
        spots=tuple(at),
    )
    return Table(row, (), tuple(entry.column for entry in entries), (), row.rows, first)
