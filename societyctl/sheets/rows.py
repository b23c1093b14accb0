"""Rows of a table into records: each row ends as a record, rejected, or skipped with a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import cast

from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.keys import filed_keys, natural_key
from societyctl.domain.records import NewRecord
from societyctl.domain.wording import show_month
from societyctl.errors import Issue
from societyctl.sheets.cells.columns import ColumnReader, Memo, rows_given
from societyctl.sheets.cells.converters import converter, end_field
from societyctl.sheets.cells.outcome import CellOutcome, Converter, Noted, Refused
from societyctl.sheets.files.grid import Cell, Merge, Row, Spot
from societyctl.sheets.results import OnProgress, RejectedRow, SkippedRow, source_prefix
from societyctl.sheets.tables.finding import Table
from societyctl.sheets.tables.mapping import ColumnMap, MappedColumn
from societyctl.sheets.tables.skipping import (
    is_plainly_data,
    is_repeated_header,
    reason_to_skip,
    spanning_rows,
)

_ERROR_WORDS = frozenset(
    {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#ERROR"}
)
_ODD = frozenset({Noted, Refused})
_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY)
_OLDEST_YEAR, _NEWEST_YEAR = 1949, 2100
_MONTHS = 12
_CHUNK = 2_000
"""Rows converted together, column by column: so the common case costs next to nothing a cell."""


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
class _Odd:
    """What is worth noting about one row beside its values."""

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
        self._merged = _merged_cells(table)
        spots = (*table.grid.errors, *table.grid.percents, *table.grid.padded, *self._merged)
        special = {column for _, column in spots}
        self._readers = [self._reader(one, columns.year, special) for one in columns.mapped]
        self._names = frozenset(name for column in table.columns for name in column.names)
        self._headers = frozenset(
            part for column in table.columns for part in column.header.split("/")
        )
        self._orders = self._ordered_fields()
        self._spanning = spanning_rows(table.grid.merges)
        self._dated: dict[tuple[str, int], Converter] = {}
        self._rows = ReadRows()
        self._prefix = source_prefix(table.grid.file, table.grid.sheet)

    def _reader(self, one: MappedColumn, year: int | None, special: set[int]) -> ColumnReader:
        """Return what reads a mapped column."""
        column = one.column
        convert = converter(self._kind, one.field, unit=one.unit, name=column.names[0], year=year)
        offset, is_special = column.index - self._grid.left, column.index in special
        return ColumnReader(offset, column.index, one.field, convert, is_special, Memo(convert))

    def read(self, *, only_skip: str = "", on_progress: OnProgress | None = None) -> ReadRows:
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
        for start in range(0, len(table.body), _CHUNK):
            chunk = table.body[start : start + _CHUNK]
            self._read_chunk(chunk, previous, only_skip)
            previous = chunk[-1][0]
            if on_progress:
                on_progress(self._grid.file, start + len(chunk), len(table.body))
        return self._rows

    def _read_chunk(self, chunk: Sequence[Row], previous: int, only_skip: str) -> None:
        """Set aside the rows that are no records, and convert the others."""
        kept: list[Row] = []
        first = self._readers[0].offset if self._readers else 0
        for row in chunk:
            number, cells = row
            if number - previous > 1:
                self._skip_blank(previous, number)
            previous = number
            plain = is_plainly_data(cells, first, self._headers)
            reason = ("" if plain else self._reason(row)) or only_skip
            if reason:
                self._rows.skipped.append(SkippedRow(number, reason))
            else:
                kept.append(row)
        self._convert(kept)

    def _skip_blank(self, previous: int, number: int) -> None:
        """Account for the blank rows between two others."""
        if number - previous > 1:
            self._rows.skipped.append(SkippedRow(previous + 1, "空行", number - previous - 1))

    def _reason(self, row: Row) -> str:
        """Return why a row is no record, or an empty text."""
        number, cells = row
        filled = [cell for cell in cells if cell != ""]
        if not filled:
            return ""
        if is_repeated_header(filled, self._names, self._headers):
            return "重复的表头"
        width = len(cells)
        given = [
            cells[one.offset]
            for one in self._readers
            if one.offset < width and cells[one.offset] != ""
        ]
        if not given and any((number, one.index) in self._grid.errors for one in self._readers):
            return ""
        return reason_to_skip(filled, given, spans=number in self._spanning)

    def _convert(self, rows: Sequence[Row]) -> None:
        """Convert rows column by column; each becomes a record or is rejected."""
        odd: defaultdict[int, _Odd] = defaultdict(_Odd)
        cells = list(zip_longest(*(cells for _, cells in rows), fillvalue=""))
        columns = {one.field.name: self._column(rows, cells, one, odd) for one in self._readers}
        for at in self._misordered(columns):
            odd.setdefault(at, _Odd())
        kind, prefix, records = self._kind.name, self._prefix, self._rows.records
        keys = filed_keys(kind, columns) or [None] * len(rows)
        for at, given in enumerate(rows_given(columns, len(rows))):
            key = None if at in odd else keys[at] or natural_key(kind, given)
            number = rows[at][0]
            if key is None or self._month_column is not None:
                self._finish(rows[at], given, odd[at])
            else:
                records.append((number, key, NewRecord(kind, given, f"{prefix}{number}", {}, key)))

    def _column(
        self,
        rows: Sequence[Row],
        columns: Sequence[Sequence[Cell]],
        one: ColumnReader,
        odd: defaultdict[int, _Odd],
    ) -> list[Value | None]:
        """Return the values of one column; what is odd about a cell is noted with its row."""
        cells = columns[one.offset] if one.offset < len(columns) else [""] * len(rows)
        if one.is_special or not _ERROR_WORDS.isdisjoint(cells):
            cells = [
                self._shown(cell, number, one, odd[at])
                for at, ((number, _), cell) in enumerate(zip(rows, cells, strict=True))
            ]
        outcomes = one.read(cells)
        for at, outcome in enumerate(outcomes) if _ODD.intersection(map(type, outcomes)) else ():
            if outcome.__class__ in _ODD:
                dated = self._with_year(outcome, cells[at], rows[at][1], one)
                outcomes[at] = self._take(odd[at], rows[at][0], dated, one)
        return cast("list[Value | None]", outcomes)

    def _misordered(self, columns: Mapping[str, list[Value | None]]) -> Iterator[int]:
        """Yield the rows in which an end comes before its beginning."""
        for first, last, _ in self._orders:
            pairs = zip(columns[first.name], columns.get(last.name, ()), strict=False)
            for at, (start, end) in enumerate(pairs):
                if isinstance(start, date) and isinstance(end, date) and end < start:
                    yield at

    def _shown(self, cell: Cell, number: int, one: ColumnReader, odd: _Odd) -> Cell:
        """Return a cell as the sheet shows it: merged, formatted, or in error and so empty."""
        spot = (number, one.index)
        if cell == "" or cell in _ERROR_WORDS:
            return self._empty(cell, spot, one, odd)
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            return cell
        if spot in self._grid.percents and one.field.type in _NUMBERS:
            return float(f"{cell * 100:.12g}")
        if spot in self._grid.padded and one.field.type is FieldType.TEXT:
            return f"{cell:.0f}".zfill(self._grid.padded[spot])
        return cell

    def _empty(self, cell: Cell, spot: Spot, one: ColumnReader, odd: _Odd) -> Cell:
        """Return what an empty cell stands for: a merged value, an error, or nothing."""
        shown = self._grid.errors.get(spot, str(cell) if cell != "" else None)
        if shown is not None:
            found = f"显示为 {shown} 错误" if shown else "是公式，但没有保存计算结果"
            expected = "改正公式或直接填写" if shown else "在 Excel 中打开并保存一次，或直接填写"
            odd.issues.append(Issue(self._grid.place(*spot), found, expected))
            return ""
        merge = self._merged.get(spot)
        if merge is None or one.field.type not in _NUMBERS:
            return merge[1] if merge else ""
        odd.issues.append(
            Issue(
                self._grid.place(*spot),
                f"与第{merge[0].top}行合并成一格，这个数不知道怎样分到各行",
                "取消合并，逐行填写",
            )
        )
        return ""

    def _with_year(
        self, outcome: CellOutcome, cell: Cell, cells: list[Cell], one: ColumnReader
    ) -> CellOutcome:
        """Read a date without a year again with the year that stands in the row."""
        if not isinstance(outcome, Refused) or not outcome.lacks_year:
            return outcome
        year = _year_in(cells, self._year_column)
        if year is None:
            self._rows.lacks_year = True
            return outcome
        key = (one.field.name, year)
        if key not in self._dated:
            self._dated[key] = converter(self._kind, one.field, year=year)
        return self._dated[key](cell)

    def _take(
        self, odd: _Odd, number: int, outcome: CellOutcome, one: ColumnReader
    ) -> Value | None:
        """Return the value that a cell turned out to be; the rest is noted."""
        if isinstance(outcome, Refused):
            where = self._grid.place(number, one.index)
            odd.issues.append(Issue(where, outcome.found, outcome.expected))
            return None
        if not isinstance(outcome, Noted):
            return outcome
        odd.entered[one.field.name] = outcome.entered
        odd.more += [(one.index, other, value) for other, value in outcome.more.items()]
        return outcome.value

    def _take_month(self, values: dict[str, Value], odd: _Odd, cells: list[Cell]) -> None:
        """Date a row by its columns of year and month, where no other column does."""
        name = self._kind.date
        year = _year_in(cells, self._year_column)
        month = _whole(cells, self._month_column)
        if name and name not in values and year and 1 <= month <= _MONTHS:
            values[name] = date(year, month, 1)
            odd.entered[name] = show_month(date(year, month, 1))

    def _finish(self, row: Row, values: dict[str, Value], odd: _Odd) -> None:
        """Check a row with something odd as a whole; it becomes a record or is rejected."""
        number, cells = row
        if self._month_column is not None:
            self._take_month(values, odd, cells)
        for column, name, value in odd.more:
            if values.setdefault(name, value) != value:
                odd.issues.append(
                    Issue(
                        self._grid.place(number, column),
                        f"与“{self._kind.field(name).header}”列填的不一致",
                        "两处一致，或只填一处",
                    )
                )
        odd.issues += self._order_issues(values, number)
        key = natural_key(self._kind.name, values)
        if not odd.issues and key is None:
            odd.issues.append(self._keyless(values, number))
        if odd.issues:
            self._rows.rejected.append(RejectedRow(number, tuple(odd.issues)))
            return
        where = f"{self._prefix}{number}"
        record = NewRecord(self._kind.name, values, where, odd.entered, key)
        self._rows.records.append((number, key or "", record))

    def _ordered_fields(self) -> list[tuple[Field, Field, int]]:
        """Return the pairs of dates whose order is checked, with the column of the first."""
        pairs: list[tuple[Field, Field, int]] = []
        for one in self._readers:
            end = end_field(self._kind, one.field.name)
            if not end and one.field.name == self._kind.date:
                end = self._kind.until or ""
            if end:
                pairs.append((one.field, self._kind.field(end), one.index))
        return pairs

    def _order_issues(self, values: Mapping[str, Value], number: int) -> list[Issue]:
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

    def _keyless(self, values: Mapping[str, Value], number: int) -> Issue:
        """Say what is missing to tell the row from others."""
        mapped = {one.field.name for one in self._readers}
        wanted = min(
            (tuple(name for name in key if values.get(name) is None) for key in self._kind.key),
            key=lambda names: (len(mapped.intersection(names)) < len(names), len(names)),
        )
        headers = "、".join(f"“{self._kind.field(name).header}”" for name in wanted)
        column = next((one.index for one in self._readers if one.field.name in wanted), None)
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
