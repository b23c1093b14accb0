"""Rows of a table into records: each row ends as a record, rejected, or skipped with a reason.

Rows are converted column by column, a few thousand together, so that the usual cell costs next
to nothing; only rows in which something is odd are looked at one by one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import cast

from societyctl.domain.dates import is_before
from societyctl.domain.fields import Field, RecordKind, Value
from societyctl.domain.keys import filed_keys, natural_key
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.sheets.cells.columns import ColumnReader, rows_given
from societyctl.sheets.cells.converters import converter, end_field
from societyctl.sheets.cells.outcome import CellOutcome, Converter, Noted, Refused
from societyctl.sheets.files.grid import Cell, Row
from societyctl.sheets.results import OnProgress, RejectedRow, SkippedRow, source_prefix
from societyctl.sheets.tables.cancelled import cancelled, several_in, struck_through
from societyctl.sheets.tables.headers import NUMBER_HEADERS
from societyctl.sheets.tables.mapping import ColumnMap, MappedColumn
from societyctl.sheets.tables.sections import Sections
from societyctl.sheets.tables.shown_cells import ERROR_WORDS, ShownCells
from societyctl.sheets.tables.skipping import HEADING, RowSieve
from societyctl.sheets.tables.table import Table
from societyctl.sheets.tables.telltale import is_bare_number
from societyctl.sheets.tables.years import section_year

_ODD = frozenset({Noted, Refused})
_CHUNK = 2_000
"""Rows converted together."""


@dataclass(slots=True)
class ReadRows:
    """The rows of one table so far."""

    records: list[tuple[int, str, NewRecord]] = field(default_factory=list)
    """Row number, natural key and record."""
    rejected: list[RejectedRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    lacks_year: bool = False
    """Some date was refused for want of a year."""
    takes_year: bool = False
    """Some date took the year of the whole sheet."""
    notes: list[str] = field(default_factory=list)
    """What was taken from headings."""
    unknown: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    """The rows in which a word stands that its vocabulary lacks, by column and word."""


@dataclass(slots=True)
class _Oddities:
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
        self._dates = columns.dates
        self._for_all: dict[str, Value] = columns.for_all
        self._shown = ShownCells(table)
        self._year = columns.year.year
        self._sections: list[tuple[int, int]] = []
        """The rows of headings that name a year, with that year."""
        self._readers = [self._reader(one) for one in columns.mapped]
        taken = {one.field.name for one in self._readers} | {*self._for_all}
        names = (table.title, table.grid.sheet)
        self._named = Sections(kind, taken, names)
        self._sieve = RowSieve(table, [one.index for one in self._readers])
        self._of_words = frozenset(one.offset for one in self._readers if one.field.vocabulary)
        """Where a column has words of its own for what became of a thing."""
        self._unread = [
            one.column for one in columns.unread if one.column.names[0] not in NUMBER_HEADERS
        ]
        self._orders = self._ordered_fields()
        self._dated: dict[tuple[str, int], Converter] = {}
        self._rows = ReadRows()
        self._prefix = source_prefix(table.grid.file, table.grid.sheet)

    def _reader(self, one: MappedColumn) -> ColumnReader:
        """Return what reads a mapped column."""
        index = one.column.index
        name = one.column.names[0]
        convert = converter(self._kind, one.field, unit=one.unit, name=name, meanings=one.meanings)
        is_special = index in self._shown.columns
        return ColumnReader(index - self._grid.left, index, one.field, convert, is_special)

    def read(self, *, only_skip: str = "", on_progress: OnProgress | None = None) -> ReadRows:
        """Read every row; with ``only_skip`` none is converted, that being the reason."""
        body, skipped = self._table.body, self._rows.skipped
        skipped += [SkippedRow(number, "表头以上的标题或说明") for number, _ in self._table.above]
        skipped += [SkippedRow(row, "空行", count) for row, count in self._table.blank_runs]
        for start in range(0, len(body), _CHUNK):
            chunk = body[start : start + _CHUNK]
            kept: list[Row] = []
            for row in chunk:
                reason = self._sieve.reason(row) or only_skip
                if reason:
                    skipped.append(SkippedRow(row[0], reason))
                    if reason == HEADING:
                        self._begin_section(row)
                else:
                    kept.append(row)
            self._convert(kept)
            if on_progress:
                on_progress(self._grid.file, start + len(chunk), len(body))
        self._rows.notes += self._named.notes if body and not only_skip else []
        return self._rows

    def _begin_section(self, row: Row) -> None:
        """Take note of a heading among the rows."""
        year = section_year(row)
        self._named.begin(row, is_year=year is not None)
        if year is not None:
            self._sections.append((row[0], year))

    def _convert(self, rows: Sequence[Row]) -> None:
        """Convert rows column by column; each becomes a record or is rejected."""
        odd: defaultdict[int, _Oddities] = defaultdict(_Oddities)
        cells = list(zip_longest(*(cells for _, cells in rows), fillvalue=""))
        columns = {one.field.name: self._column(rows, cells, one, odd) for one in self._readers}
        columns |= {name: [value] * len(rows) for name, value in self._for_all.items()}
        columns |= self._named.columns(rows)
        for at in self._misordered(columns):
            odd.setdefault(at, _Oddities())
        for at, issue in self._several(rows, cells):
            odd[at].issues.append(issue)
        for at, issue in self._void(rows, cells, columns, odd):
            odd[at].issues.append(issue)
        kind, prefix, records = self._kind.name, self._prefix, self._rows.records
        keys = filed_keys(kind, columns) or [None] * len(rows)
        for at, given in enumerate(rows_given(columns, len(rows))):
            key = None if at in odd else keys[at] or natural_key(kind, given)
            number = rows[at][0]
            if key is None or self._dates.make_dates:
                self._finish(rows[at], given, odd[at])
            else:
                records.append((number, key, NewRecord(kind, given, f"{prefix}{number}", {}, key)))

    def _several(
        self, rows: Sequence[Row], cells: Sequence[Sequence[Cell]]
    ) -> Iterator[tuple[int, Issue]]:
        """Yield the rows in which the cell of the title lists several events."""
        for one in self._readers if self._kind.date else ():
            if one.field.name == self._kind.label and one.offset < len(cells):
                for at, cell in enumerate(cells[one.offset]):
                    if several_in(cell):
                        where = self._grid.place(rows[at][0], one.index)
                        yield at, Issue(where, "一格里写了好几条", "每条占一行，再导入")

    def _void(
        self,
        rows: Sequence[Row],
        cells: Sequence[Sequence[Cell]],
        columns: Mapping[str, list[Value | None]],
        odd: Mapping[int, _Oddities],
    ) -> Iterator[tuple[int, Issue]]:
        """Yield the rows that say they are void, are struck through, or say no amount."""
        ended = columns.get(self._kind.until or "", ())
        for at, offset, found, expected in cancelled(cells, self._of_words, self._kind):
            if not (ended and ended[at] is not None):
                where = self._grid.place(rows[at][0], offset + self._grid.left)
                yield at, Issue(where, found, expected)
        columns_read = sorted(one.index for one in self._readers)
        for at, row in enumerate(rows) if self._grid.struck else ():
            for issue in struck_through(self._grid, row, columns_read):
                yield at, issue
        amounts = [columns[one.name] for one in self._kind.amounts if one.name in columns]
        for at, row in enumerate(rows) if self._kind.amounts else ():
            is_wrong = at in odd and odd[at].issues
            if not is_wrong and all(column[at] is None for column in amounts):
                yield from ((at, issue) for issue in self._elsewhere(row))

    def _elsewhere(self, row: Row) -> Iterator[Issue]:
        """Yield an issue for the first number of a row without amount, in a column not read."""
        number, cells = row
        for column in self._unread:
            at = column.index - self._grid.left
            if at < len(cells) and is_bare_number(cells[at]):
                found = f"没有{self._kind.title}的数额，“{column.header}”里却有一个数，这一列没有读"
                headers = "、".join(one.header for one in self._kind.amounts)
                expected = f"它就是数额的，说明这一列是 {headers} 中哪一项；不是的，删去这一行"
                yield Issue(self._grid.place(number, column.index), found, expected)
                return

    def _column(
        self,
        rows: Sequence[Row],
        columns: Sequence[Sequence[Cell]],
        one: ColumnReader,
        odd: defaultdict[int, _Oddities],
    ) -> list[Value | None]:
        """Return the values of one column; what is odd about a cell is noted with its row."""
        cells = columns[one.offset] if one.offset < len(columns) else [""] * len(rows)
        if one.is_special or not ERROR_WORDS.isdisjoint(cells):
            looks = [
                self._shown.show(cell, (number, one.index), one.field)
                for (number, _), cell in zip(rows, cells, strict=True)
            ]
            for at, issue in enumerate(looks):
                if isinstance(issue, Issue):
                    odd[at].issues.append(issue)
            cells = ["" if isinstance(cell, Issue) else cell for cell in looks]
        outcomes = one.read(cells)
        for at, outcome in enumerate(outcomes) if _ODD.intersection(map(type, outcomes)) else ():
            if outcome.__class__ in _ODD:
                dated = self._with_year(outcome, cells[at], rows[at], one)
                outcomes[at] = self._take(odd[at], rows[at][0], dated, one)
        return cast("list[Value | None]", outcomes)

    def _with_year(
        self, outcome: CellOutcome, cell: Cell, row: Row, one: ColumnReader
    ) -> CellOutcome:
        """Read a date without a year again with the year that stands in the row, or was said."""
        if not isinstance(outcome, Refused) or not outcome.lacks_year:
            return outcome
        year = self._dates.year_of(self._shown.merged_row(row)) or self._year_at(row[0])
        if year is None:
            self._rows.lacks_year = True
            return outcome
        key = (one.field.name, year)
        if key not in self._dated:
            self._dated[key] = converter(self._kind, one.field, year=year)
        return self._dated[key](cell)

    def _year_at(self, number: int) -> int | None:
        """Return the year of the section that a row stands in, else that of the sheet."""
        before = bisect_left(self._sections, (number,))
        if before:
            return self._sections[before - 1][1]
        self._rows.takes_year = True
        return self._year

    def _take(
        self, odd: _Oddities, number: int, outcome: CellOutcome, one: ColumnReader
    ) -> Value | None:
        """Return the value that a cell turned out to be; the rest is noted."""
        if isinstance(outcome, Refused):
            where = self._grid.place(number, one.index)
            odd.issues.append(Issue(where, outcome.found, outcome.expected))
            for word in outcome.words:
                self._rows.unknown.setdefault((one.index, word), []).append(number)
            return None
        if not isinstance(outcome, Noted):
            return outcome
        told = outcome.more if outcome.value is None and outcome.more else (one.field.name,)
        odd.entered |= dict.fromkeys(told, outcome.entered)
        odd.more += [(one.index, other, value) for other, value in outcome.more.items()]
        return outcome.value

    def _finish(self, row: Row, values: dict[str, Value], odd: _Oddities) -> None:
        """Check a row with something odd as a whole; it becomes a record or is rejected."""
        number = row[0]
        self._take_parts(row, values, odd)
        for column, name, value in odd.more:
            if values.setdefault(name, value) != value:
                found = f"与“{self._kind.field(name).header}”列填的不一致"
                where = self._grid.place(number, column)
                odd.issues.append(Issue(where, found, "两处一致，或只填一处"))
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

    def _take_parts(self, row: Row, values: dict[str, Value], odd: _Oddities) -> None:
        """Put together a date whose parts have columns of their own."""
        name, dates = self._kind.date, self._dates
        if not name or name in values or not dates.make_dates:
            return
        cells = self._shown.merged_row(row)
        year = None if dates.year_of(cells) else self._year_at(row[0])
        outcome = dates.date_of(cells, year)
        if isinstance(outcome, Refused):
            self._rows.lacks_year |= outcome.lacks_year
            at = dates.month if dates.month is not None else dates.day
            where = self._grid.place(row[0], self._grid.left + (at or 0))
            odd.issues.append(Issue(where, outcome.found, outcome.expected))
        elif isinstance(outcome, Noted):
            values[name], odd.entered[name] = cast("date", outcome.value), outcome.entered
        elif outcome is not None:
            values[name] = outcome

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

    def _misordered(self, columns: Mapping[str, list[Value | None]]) -> Iterator[int]:
        """Yield the rows in which an end comes before its beginning."""
        for first, last, _ in self._orders:
            pairs = zip(columns[first.name], columns.get(last.name, ()), strict=False)
            for at, (start, end) in enumerate(pairs):
                if isinstance(start, date) and isinstance(end, date) and is_before(end, start):
                    yield at

    def _order_issues(self, values: Mapping[str, Value], number: int) -> Iterator[Issue]:
        """Yield the issues of ends that come before their beginnings."""
        for first, last, column in self._orders:
            start, end = values.get(first.name), values.get(last.name)
            if isinstance(start, date) and isinstance(end, date) and is_before(end, start):
                found = f"“{last.header}”{end.isoformat()}早于“{first.header}”{start.isoformat()}"
                yield Issue(self._grid.place(number, column), found, "先后一致的日期")

    def _keyless(self, values: Mapping[str, Value], number: int) -> Issue:
        """Say what is missing to tell the row from others."""
        mapped = {one.field.name for one in self._readers}
        missing = min(
            (tuple(name for name in key if values.get(name) is None) for key in self._kind.key),
            key=lambda names: (len(mapped.intersection(names)) < len(names), len(names)),
        )
        headers = "、".join(f"“{self._kind.field(name).header}”" for name in missing)
        column = next((one.index for one in self._readers if one.field.name in missing), None)
        return Issue(
            self._grid.place(number, column), f"没有填{headers}", f"填上{headers}，才能认出是哪一条"
        )
