"""Rows of a table into records: each row ends as a record, rejected, or skipped with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.records import NewRecord, first_key, natural_keys
from societyctl.errors import Issue
from societyctl.importing.cells.outcome import Converter, Noted, Outcome, Refused
from societyctl.importing.converters import converter, end_field
from societyctl.importing.mapping import ColumnMap, MappedColumn
from societyctl.importing.reading import Cell, RejectedRow, SkippedRow, source
from societyctl.importing.skipping import reason_to_skip
from societyctl.importing.tables import Table, is_repeated_header, spanning_rows
from societyctl.importing.workbook import ERROR_WORDS, Merge

_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY)
_OLDEST_YEAR, _NEWEST_YEAR = 1949, 2100
_MONTHS = 12
_NO_VALUE = ERROR_WORDS | {""}


@dataclass(slots=True)
class ReadRows:
    """The rows of one table so far."""

    records: list[tuple[int, str, NewRecord]] = field(default_factory=list)
    """Row number, natural key and record."""
    rejected: list[RejectedRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    lacks_year: bool = False
    """Some date was refused for want of a year."""


@dataclass(slots=True)
class _Values:
    """What one row has given so far."""

    values: dict[str, Value | None] = field(default_factory=dict)
    entered: dict[str, str] = field(default_factory=dict)
    more: list[tuple[int, str, Value]] = field(default_factory=list)
    """Values given by the cell of another field, with that cell's column."""
    issues: list[Issue] = field(default_factory=list)


class RowReader:
    """Reads the rows of one table with one converter per column."""

    def __init__(self, table: Table, kind: RecordKind, columns: ColumnMap) -> None:
        self._table = table
        self._grid = table.grid
        self._kind = kind
        self._year_column = columns.year_column
        self._month_column = columns.month_column
        self._columns = [
            (
                one.column.index - table.grid.left,
                one.field.name,
                self._converter(one, columns.year),
                one,
            )
            for one in columns.mapped
        ]
        self._names = frozenset(name for column in table.columns for name in column.names)
        self._headers = frozenset(
            part for column in table.columns for part in column.header.split("/")
        )
        self._has_formats = bool(table.grid.percents or table.grid.padded)
        self._orders = self._ordered_fields()
        self._spanning = spanning_rows(table.grid.merges)
        self._merged = _merged_cells(table)
        self._dated: dict[tuple[str, int], Converter] = {}
        self._rows = ReadRows()

    def _converter(self, one: MappedColumn, year: int | None) -> Converter:
        """Return the converter of a mapped column."""
        return converter(self._kind, one.field, unit=one.unit, header=one.column.header, year=year)

    def read(self, *, only_skip: str = "") -> ReadRows:
        """Read every row; with ``only_skip`` none is converted, that being the reason."""
        table = self._table
        previous = table.first_row - 1
        for number, _ in table.above:
            self._skip_blank(previous, number)
            self._rows.skipped.append(SkippedRow(number, "表头以上的标题或说明"))
            previous = number
        if table.header_rows:
            self._skip_blank(previous, table.header_rows[0])
            previous = table.header_rows[-1]
        for number, cells in table.body:
            self._skip_blank(previous, number)
            previous = number
            reason = self._reason(number, cells) or only_skip
            if reason:
                self._rows.skipped.append(SkippedRow(number, reason))
            else:
                self._read_row(number, cells)
        return self._rows

    def _skip_blank(self, previous: int, number: int) -> None:
        """Account for the blank rows between two others."""
        if number - previous > 1:
            self._rows.skipped.append(SkippedRow(previous + 1, "空行", number - previous - 1))

    def _reason(self, number: int, cells: list[Cell]) -> str:
        """Return why a row is no record, or an empty text."""
        filled = [cell for cell in cells if cell != ""]
        if not filled:
            return ""
        if is_repeated_header(filled, self._names, self._headers):
            return "重复的表头"
        width = len(cells)
        given = [
            cells[offset]
            for offset, _, _, _ in self._columns
            if offset < width and cells[offset] != ""
        ]
        if not given and any(
            (number, one.column.index) in self._grid.errors for _, _, _, one in self._columns
        ):
            return ""
        return reason_to_skip(filled, given, spans=number in self._spanning)

    def _read_row(self, number: int, cells: list[Cell]) -> None:
        """Convert one row."""
        row = _Values()
        values = row.values
        width = len(cells)
        for offset, name, convert, one in self._columns:
            cell = cells[offset] if offset < width else ""
            if cell in _NO_VALUE:
                cell = self._empty(row, number, cell, one)
                if cell == "":
                    continue
            outcome = convert(self._formatted(cell, number, one) if self._has_formats else cell)
            if isinstance(outcome, Noted | Refused):
                self._take(row, number, self._with_year(outcome, cell, cells, one), one)
            elif outcome is not None:
                values[name] = outcome
        if self._month_column is not None:
            self._take_month(row, cells)
        self._finish(row, number)

    def _empty(self, row: _Values, number: int, cell: Cell, one: MappedColumn) -> Cell:
        """Return what an empty cell stands for: a merged value, an error, or nothing."""
        spot = (number, one.column.index)
        shown = self._grid.errors.get(spot, str(cell) if cell != "" else None)
        if shown is not None:
            found = f"显示为 {shown} 错误" if shown else "是公式，但没有保存计算结果"
            expected = "改正公式或直接填写" if shown else "在 Excel 中打开并保存一次，或直接填写"
            row.issues.append(Issue(self._grid.place(*spot), found, expected))
            return ""
        merge = self._merged.get(spot)
        if merge is None:
            return ""
        if one.field.type in _NUMBERS:
            row.issues.append(
                Issue(
                    self._grid.place(*spot),
                    f"与第{merge[0].top}行合并成一格，这个数不知道怎样分到各行",
                    "取消合并，逐行填写",
                )
            )
            return ""
        return merge[1]

    def _formatted(self, cell: Cell, number: int, one: MappedColumn) -> Cell:
        """Return a number as its format shows it: percent, or padded with zeros."""
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            return cell
        spot = (number, one.column.index)
        if spot in self._grid.percents and one.field.type in _NUMBERS:
            return float(f"{cell * 100:.12g}")
        if spot in self._grid.padded and one.field.type is FieldType.TEXT:
            return f"{cell:.0f}".zfill(self._grid.padded[spot])
        return cell

    def _with_year(
        self, outcome: Noted | Refused, cell: Cell, cells: list[Cell], one: MappedColumn
    ) -> Outcome:
        """Read a date without a year again with the year that stands in the row."""
        if isinstance(outcome, Noted) or not outcome.lacks_year:
            return outcome
        year = _year_in(cells, self._year_column)
        if year is None:
            self._rows.lacks_year = True
            return outcome
        key = (one.field.name, year)
        if key not in self._dated:
            self._dated[key] = converter(self._kind, one.field, year=year)
        return self._dated[key](cell)

    def _take(self, row: _Values, number: int, outcome: Outcome, one: MappedColumn) -> None:
        """Put what a cell turned out to be into the row."""
        name = one.field.name
        if isinstance(outcome, Refused):
            where = self._grid.place(number, one.column.index)
            row.issues.append(Issue(where, outcome.found, outcome.expected))
        elif isinstance(outcome, Noted):
            if outcome.value is not None:
                row.values[name] = outcome.value
            row.entered[name] = outcome.entered
            row.more += [(one.column.index, other, value) for other, value in outcome.more.items()]
        else:
            row.values[name] = outcome

    def _take_month(self, row: _Values, cells: list[Cell]) -> None:
        """Date a row by its columns of year and month, where no other column does."""
        name = self._kind.date
        year = _year_in(cells, self._year_column)
        month = _whole(cells, self._month_column)
        if name and name not in row.values and year and 1 <= month <= _MONTHS:
            row.values[name] = date(year, month, 1)
            row.entered[name] = f"{year}年{month}月"

    def _finish(self, row: _Values, number: int) -> None:
        """Check the row as a whole; it becomes a record or is rejected."""
        for column, name, value in row.more:
            if row.values.setdefault(name, value) != value:
                row.issues.append(
                    Issue(
                        self._grid.place(number, column),
                        f"与“{self._kind.field(name).header}”列填的不一致",
                        "两处一致，或只填一处",
                    )
                )
        row.issues += self._order_issues(row.values, number)
        key = first_key(natural_keys(self._kind.name, row.values))
        if not row.issues and key is None:
            row.issues.append(self._keyless(row.values, number))
        if row.issues:
            self._rows.rejected.append(RejectedRow(number, tuple(row.issues)))
            return
        record = NewRecord(
            self._kind.name,
            row.values,
            source(self._grid.file, self._grid.sheet, number),
            row.entered,
        )
        self._rows.records.append((number, key or "", record))

    def _ordered_fields(self) -> list[tuple[Field, Field, int]]:
        """Return the pairs of dates whose order is checked, with the column of the first."""
        pairs: list[tuple[Field, Field, int]] = []
        for _, _, _, one in self._columns:
            fld = one.field
            end = end_field(self._kind, fld.name)
            if not end and fld.name == self._kind.date:
                end = self._kind.until or ""
            if end:
                pairs.append((fld, self._kind.field(end), one.column.index))
        return pairs

    def _order_issues(self, values: Mapping[str, Value | None], number: int) -> list[Issue]:
        """Return the issues of ends that come before their beginnings."""
        issues: list[Issue] = []
        for first, last, column in self._orders:
            start, end = values.get(first.name), values.get(last.name)
            if isinstance(start, date) and isinstance(end, date) and end < start:
                issues.append(
                    Issue(
                        self._grid.place(number, column),
                        f"“{last.header}”{end.isoformat()}早于“{first.header}”{start.isoformat()}",
                        "先后一致的日期",
                    )
                )
        return issues

    def _keyless(self, values: Mapping[str, Value | None], number: int) -> Issue:
        """Say what is missing to tell the row from others."""
        mapped = {name for _, name, _, _ in self._columns}
        wanted = min(
            (tuple(name for name in key if values.get(name) is None) for key in self._kind.key),
            key=lambda names: (len(mapped.intersection(names)) < len(names), len(names)),
        )
        headers = "、".join(f"“{self._kind.field(name).header}”" for name in wanted)
        column = next(
            (one.column.index for _, name, _, one in self._columns if name in wanted), None
        )
        return Issue(
            self._grid.place(number, column), f"没有填{headers}", f"填上{headers}，才能认出是哪一条"
        )


def _year_in(cells: list[Cell], column: int | None) -> int | None:
    """Return the year that stands in a row's column of years."""
    year = _whole(cells, column)
    return year if _OLDEST_YEAR <= year <= _NEWEST_YEAR else None


def _whole(cells: list[Cell], column: int | None) -> int:
    """Return the year or month in a cell, 0 when there is none."""
    if column is None or column >= len(cells):
        return 0
    words = str(cells[column]).strip().removesuffix(".0").rstrip("年度月")
    return int(words) if words.isdecimal() else 0


def _merged_cells(table: Table) -> dict[tuple[int, int], tuple[Merge, Cell]]:
    """Return the cells below the first of merges that run down the body, with their value."""
    grid = table.grid
    first = table.header_rows[-1] if table.header_rows else 0
    merges = [one for one in grid.merges if one.top > first and one.bottom > one.top]
    if not merges:
        return {}
    cells_of = dict(grid.rows)
    last = grid.rows[-1][0]
    merged: dict[tuple[int, int], tuple[Merge, Cell]] = {}
    for merge in merges:
        cells = cells_of.get(merge.top, [])
        offset = merge.left - grid.left
        value = cells[offset] if offset < len(cells) else ""
        if value != "":
            for row in range(merge.top + 1, min(merge.bottom, last) + 1):
                merged[row, merge.left] = (merge, value)
    return merged
