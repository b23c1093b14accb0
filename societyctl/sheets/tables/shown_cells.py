"""Cells as their sheet shows them: merged ones share a value, formats count, errors are told."""

from __future__ import annotations

from datetime import date, timedelta

from societyctl.domain.fields import Field, FieldType
from societyctl.errors import Issue
from societyctl.sheets.files.grid import Cell, Merge, Row, Spot
from societyctl.sheets.tables.table import Table

ERROR_WORDS = frozenset(
    {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#ERROR"}
)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 73_415
"""Numbers of days that can only be a date; not every format is known as one to all readers."""
_EXCEL_EPOCH = date(1899, 12, 30)
_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY)


class ShownCells:
    """What the cells of a table stand for beyond their bare content."""

    def __init__(self, table: Table) -> None:
        self._grid = table.grid
        self._merged = _merged_cells(table)
        grid = table.grid
        spots = (*grid.errors, *grid.percents, *grid.padded, *grid.short_dates, *self._merged)
        self.columns = frozenset(column for _, column in spots)
        """The columns in which any cell needs a look."""

    def show(self, cell: Cell, spot: Spot, field: Field) -> Cell | Issue:
        """Return a cell as the sheet shows it in the column of a field, or what is wrong."""
        if cell == "" or cell in ERROR_WORDS:
            return self._empty(cell, spot, field)
        if spot in self._grid.short_dates and field.type is FieldType.DATE:
            return _short_date(cell, self._grid.short_dates[spot])
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            return cell
        if spot in self._grid.percents and field.type in _NUMBERS:
            return float(f"{cell * 100:.12g}")
        if spot in self._grid.padded and field.type is FieldType.TEXT:
            return f"{cell:.0f}".zfill(self._grid.padded[spot])
        return cell

    def merged_row(self, row: Row) -> list[Cell]:
        """Return the cells of a row, with what those merged with cells above show."""
        number, cells = row
        if not self._merged:
            return cells
        spots = ((number, self._grid.left + at) for at in range(len(cells)))
        return [
            self._merged[spot][1] if cell == "" and spot in self._merged else cell
            for spot, cell in zip(spots, cells, strict=True)
        ]

    def _empty(self, cell: Cell, spot: Spot, field: Field) -> Cell | Issue:
        """Return what an empty cell stands for: a merged value, an error, or nothing."""
        error = self._grid.errors.get(spot, str(cell) if cell != "" else None)
        if error is not None:
            found = f"显示为 {error} 错误" if error else "是公式，但没有保存计算结果"
            expected = "改正公式或直接填写" if error else "在 Excel 中打开并保存一次，或直接填写"
            return Issue(self._grid.place(*spot), found, expected)
        if spot not in self._merged:
            return ""
        merge, value = self._merged[spot]
        if field.type not in _NUMBERS:
            return value
        # A sum over the rows would count a number that each of them shows.
        found = f"与第{merge.top}行合并成一格，这个数不知道怎样分到各行"
        return Issue(self._grid.place(*spot), found, "取消合并，逐行填写")


def _short_date(cell: Cell, form: str) -> Cell:
    """Return the month or year that a date cell shows; one that hides another day is that day.

    Excel keeps a month typed as 2022年6月 as its first day, and a year as its first of January.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if not _FIRST_SERIAL <= cell <= _LAST_SERIAL:
            return cell
        cell = _EXCEL_EPOCH + timedelta(days=int(cell))
    if not isinstance(cell, date) or cell.day != 1:
        return cell
    if "m" in form.lower():
        return f"{cell.year}年{cell.month}月"
    return f"{cell.year}年" if cell.month == 1 else cell


def _merged_cells(table: Table) -> dict[Spot, tuple[Merge, Cell]]:
    """Return the cells below the first of merges that run down the body, with their value."""
    grid = table.grid
    first = table.header_rows[-1] if table.header_rows else 0
    merges = [one for one in grid.merges if one.top > first and one.bottom > one.top]
    if not merges:
        return {}
    cells_of = dict(grid.rows)
    last = grid.rows[-1][0]
    merged: dict[Spot, tuple[Merge, Cell]] = {}
    for merge in merges:
        cells = cells_of.get(merge.top, [])
        offset = merge.left - grid.left
        value = cells[offset] if offset < len(cells) else ""
        if value != "":
            for row in range(merge.top + 1, min(merge.bottom, last) + 1):
                merged[row, merge.left] = (merge, value)
    return merged
