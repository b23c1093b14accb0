"""What becomes of every column of a table: stored, explained, left out or asked about."""

from __future__ import annotations

from societyctl.domain.fields import RecordKind
from societyctl.domain.intake import ColumnUse
from societyctl.sheets.files.grid import column_letters
from societyctl.sheets.tables.answers import Answers
from societyctl.sheets.tables.mapping import (
    ANSWERED,
    SYNONYM,
    ColumnMap,
    MappedColumn,
    UnreadColumn,
    lettered,
)
from societyctl.sheets.tables.table import Column, Table


def column_uses(
    table: Table, kind: RecordKind, columns: ColumnMap, answers: Answers
) -> tuple[ColumnUse, ...]:
    """Return what becomes of each column, in the order of the sheet."""
    asked = {question.header for question in columns.questions}
    stored = {one.column.index: one for one in columns.mapped}
    unread = {one.column.index: one for one in columns.unread}
    parts = {table.grid.left + at for at in columns.dates.offsets} - unread.keys()
    accounted = (*(one.column for one in columns.mapped), *(one.column for one in columns.unread))
    all_columns = {one.index: one for one in (*accounted, *table.columns)}
    uses: list[ColumnUse] = []
    for index, column in sorted(all_columns.items()):
        letters = column_letters(index) if table.header_rows else ""
        if asked & {column.header, lettered(column)}:
            use = ColumnUse(letters, column.header, "asked", why="要问您")
        elif index in stored:
            use = _stored(letters, table, stored[index], answers)
        elif index in parts:
            date = kind.field(kind.date or "").header
            use = ColumnUse(letters, column.header, "explained", why=f"用来补全“{date}”")
        else:
            use = _unread(letters, column, unread[index])
        uses.append(use)
    return tuple(uses)


def _stored(letters: str, table: Table, one: MappedColumn, answers: Answers) -> ColumnUse:
    header, why = one.column.header, ""
    if one.sureness == ANSWERED:
        said = [
            answers.find(table.grid, key, recall=False) for key in (lettered(one.column), header)
        ]
        why = "您说的" if any(said) else "照以前说的"
    guess = one.sureness == SYNONYM
    return ColumnUse(letters, header, "stored", one.field.header, why, guess)


def _unread(letters: str, column: Column, one: UnreadColumn) -> ColumnUse:
    return ColumnUse(
        letters, column.header, "explained" if one.is_explained else "left", why=one.reason
    )
