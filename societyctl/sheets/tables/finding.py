"""Finding tables in a grid: below titles, one below another, side by side under one header."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from societyctl.sheets.files.grid import Grid, Row
from societyctl.sheets.tables.header_rows import (
    begins_anew,
    columns_under,
    header_blocks,
    stands_alone,
)
from societyctl.sheets.tables.headers import NUMBER_HEADERS
from societyctl.sheets.tables.table import Column, Table


def find_tables(grid: Grid, said: Set[str] = frozenset(), *, is_told: bool = False) -> list[Table]:
    """Return the tables of a grid from top to bottom; none when nothing looks like a header.

    What the person has ``said`` of headers, or of the whole sheet (``is_told``), helps.
    """
    tables: list[Table] = []
    for top, bottom in header_blocks(grid, said, is_told=is_told):
        floor = tables[-1].header_rows[-1] if tables else 0
        first = _first_above(grid.rows, floor, top)
        if tables:
            kept = tuple(row for row in tables[-1].body if row[0] < first)
            tables[-1] = replace(tables[-1], body=kept)
        above = tuple(row for row in grid.rows if first <= row[0] < top)
        body = tuple(row for row in grid.rows if row[0] > bottom)
        columns = columns_under(grid, top, bottom)
        tables.append(Table(grid, tuple(range(top, bottom + 1)), columns, above, body, first))
    return [part for table in tables for part in _side_by_side(table)]


def _side_by_side(table: Table) -> list[Table]:
    """Return the tables that stand beside each other under one row of headers."""
    halves = _halves(table.columns)
    if len(halves) > 1:
        return _parts(table, halves)
    blocks = table.blocks
    own = [stands_alone(block) or begins_anew(block) for block in blocks]
    if len(blocks) == 1 or not all(own) or not stands_alone(blocks[0]):
        return [table]
    return _parts(table, blocks)


def _halves(columns: Sequence[Column]) -> list[Sequence[Column]]:
    """Return the parts of a list that goes on to the right under the same headers again."""
    names = [column.names for column in columns]
    for width in range(1, len(columns) // 2 + 1):
        if len(columns) % width == 0 and names == names[:width] * (len(columns) // width):
            return [columns[at : at + width] for at in range(0, len(columns), width)]
    if len(columns) > 1 and names[0][0] in NUMBER_HEADERS:
        first, *others = _halves(columns[1:])
        return [(columns[0], *first), *others]
    return [columns]


def _parts(table: Table, blocks: Sequence[Sequence[Column]]) -> list[Table]:
    """Return the parts of a table; what stands under no header belongs to the block on its left."""
    nameless = [column.index - table.grid.left for column in table.nameless]
    starts = [block[0].index - table.grid.left for block in blocks]
    parts: list[Table] = []
    for block, start, end in zip(blocks, starts, [*starts[1:], None], strict=True):
        begin = start if parts else 0
        own = [at for at in nameless if begin <= at and (end is None or at < end)]
        stop = max(block[-1].index - table.grid.left, *own, 0)
        parts.append(_part(table, block, min(start, *own, start), stop, is_first=not parts))
    return parts


def _part(table: Table, block: Sequence[Column], start: int, stop: int, *, is_first: bool) -> Table:
    """Return the part of a table in a block of columns, with the cells from start to stop."""
    body = tuple(
        (number, ["" if not start <= at <= stop else cell for at, cell in enumerate(cells)])
        for number, cells in table.body
    )
    filled = tuple(row for row in body if any(cell != "" for cell in row[1]))
    above = table.above if is_first else ()
    first = table.first_row if is_first else table.header_rows[0]
    return replace(table, columns=tuple(block), body=filled, above=above, first_row=first)


def _first_above(rows: Sequence[Row], floor: int, top: int) -> int:
    """Return the first row that belongs to the headers starting at ``top``.

    Above a first table that is everything; between two tables the single cells right above.
    """
    if floor == 0:
        return 1
    first = top
    for number, cells in reversed([row for row in rows if floor < row[0] < top]):
        if len(cells) - cells.count("") > 1 or number != first - 1:
            break
        first = number
    return first
