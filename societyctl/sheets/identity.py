"""The same thing twice: equal keys within one reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from societyctl.domain.fields import ORDINAL, RecordKind
from societyctl.domain.keys import natural_key, normal_text, plain_number
from societyctl.domain.likeness import compared_value
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.sheets.files.grid import Cell
from societyctl.sheets.results import RejectedRow, SkippedRow, source_prefix
from societyctl.sheets.rows import ReadRows
from societyctl.sheets.tables.headers import NUMBER_HEADERS
from societyctl.sheets.tables.mapping import ColumnMap
from societyctl.sheets.tables.table import Column, Table


@dataclass(frozen=True)
class _Margin:
    """The columns of a table that were not read: rows are the same only if these are, too."""

    table: Table
    columns: tuple[Column, ...]

    @cached_property
    def _cells_of(self) -> dict[int, list[Cell]]:
        return dict(self.table.body)

    def words(self, row: int) -> dict[str, Cell]:
        """Return what stands in these columns of a row, by their headers; blanks are left out."""
        cells, left = self._cells_of.get(row, []), self.table.grid.left
        return {
            one.header: cells[one.index - left]
            for one in self.columns
            if one.index - left < len(cells)
            and cells[one.index - left] != ""
            and one.names[0] not in NUMBER_HEADERS
        }


_Bearer = tuple[NewRecord, _Margin]
"""A record, and what stood beside it."""


@dataclass(slots=True)
class Seen:
    """The keys met so far, with the record that first bore each and what stood beside it."""

    _first: dict[tuple[str, str], _Bearer] = field(default_factory=dict)
    _numbered: dict[tuple[str, str, str], _Bearer] = field(default_factory=dict)
    """The same by number and title: zeros in front of a number say nothing."""
    _told: set[tuple[str, str]] = field(default_factory=set)
    """File and key of each record of a kind that is counted."""

    def set_aside(self, rows: ReadRows, table: Table, kind: RecordKind, columns: ColumnMap) -> None:
        """Take rows whose key came before out of the records of a sheet.

        What says the same again in every column is skipped, what says anything else is rejected:
        which of the two is right, or whether they are two, only the person knows.
        """
        grid, kept = table.grid, list[tuple[int, str, NewRecord]]()
        margin = _Margin(table, tuple(one.column for one in columns.unread))
        for number, key, record in self._counted(rows, grid.file, kind):
            earlier, beside = self._bearer(kind, key, (record, margin))
            if earlier is record:
                kept.append((number, key, record))
                continue
            place, _, row = earlier.source.rpartition("!")
            same_sheet = f"{place}!" == source_prefix(grid.file, grid.sheet)
            spoken = f"第{row}行" if same_sheet else earlier.source
            differing = _differences(kind, earlier, record)
            differing += _unlike(beside.words(int(row)), margin.words(number))
            if not differing:
                rows.skipped.append(SkippedRow(number, f"与 {spoken} 内容相同", repeats=True))
                continue
            clash = Issue(
                grid.place(number),
                f"与{spoken}是同一条{kind.title}，但{'、'.join(differing)}不同",
                f"每条只写一行；若是两{kind.measure_word}，各自写明{_apart(kind)}",
            )
            rows.rejected.append(RejectedRow(number, (clash,)))
        rows.records = kept

    def _counted(
        self, rows: ReadRows, file: str, kind: RecordKind
    ) -> Sequence[tuple[int, str, NewRecord]]:
        """Return the records of a sheet, those of one file that say the same told apart.

        Each of several equal payments is money by itself; those that another file repeats are
        the same. What has a voucher has a number of its own.
        """
        if not kind.is_counted:
            return rows.records
        self._told.update((file, key) for _, key, one in rows.records if one.values.get(ORDINAL))
        return [
            (number, *self._next(file, key, record, rows))
            if record.values.get("paid") and not record.values.keys() & {"voucher", ORDINAL}
            else (number, key, record)
            for number, key, record in rows.records
        ]

    def _next(
        self, file: str, key: str, record: NewRecord, rows: ReadRows
    ) -> tuple[str, NewRecord]:
        """Return a payment as the next of those that say the same in its file."""
        one, nth = record, 1
        while (file, key) in self._told:
            nth += 1
            values = {**record.values, ORDINAL: nth}
            key = natural_key(record.kind, values) or key
            one = replace(record, values=values, known_key=key)
        self._told.add((file, key))
        if nth > 1:
            spoken = f"第{record.source.rpartition('!')[2]}行与前面一笔相同，按第{nth}笔另记"
            rows.notes.append(f"{spoken}；是重复的就删去这一行")
        return key, one

    def _bearer(self, kind: RecordKind, key: str, one: _Bearer) -> _Bearer:
        """Return who bore a key first: it, or the like number with the same title."""
        first = self._first.setdefault((kind.name, key), one)
        number, title = one[0].values.get("number"), one[0].values.get(kind.label)
        if first is not one or kind.key[0] != ("number",) or not (number and title):
            return first
        like = (kind.name, plain_number(number), normal_text(title))
        return self._numbered.setdefault(like, one)


def _apart(kind: RecordKind) -> str:
    """Return what may tell two records of a kind apart, beside what they are called."""
    names = dict.fromkeys(name for group in kind.key for name in group if name != kind.label)
    *most, last = [kind.field(name).header for name in names] or ["全称"]
    return f"{'、'.join(most)}或{last}" if most else last


def _unlike(one: Mapping[str, Cell], other: Mapping[str, Cell]) -> list[str]:
    """Return the headers under which two rows differ."""
    return [header for header in {**one, **other} if one.get(header) != other.get(header)]


def _differences(kind: RecordKind, one: NewRecord, other: NewRecord) -> list[str]:
    """Return the headers of the fields in which two records differ."""
    return [
        field.header
        for field in kind.fields
        if compared_value(field.name, one) != compared_value(field.name, other)
    ]
