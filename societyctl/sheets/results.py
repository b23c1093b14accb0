"""What reading yields: every row of every table a record, rejected, or skipped with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from societyctl.domain.intake import ColumnUse, SheetQuestion, ToldKind
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.sheets.files.grid import place
from societyctl.sheets.tables.mapping import UnreadColumn
from societyctl.sheets.tables.unknown_words import UnknownWord

OnProgress = Callable[[str, int, int | None], None]
"""Called with the file, the number of its rows read so far, and their total where it is known."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that became no record, and every reason why."""

    row: int
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row, or a run of rows, that was never meant to be a record."""

    row: int
    reason: str
    count: int = 1
    """How many rows in a run, ``row`` being the first."""
    repeats: bool = field(default=False, compare=False)
    """It says in every column what a row before it said: a record, but no new one."""


@dataclass(frozen=True, slots=True)
class TableRead:
    """One table of one sheet: every row is a record, rejected, or skipped with a reason."""

    file: str
    sheet: str
    kind: str
    records: tuple[NewRecord, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """Header as typed to the name of the field."""
    unread: tuple[UnreadColumn, ...] = ()
    """The other columns."""
    notes: tuple[str, ...] = ()
    layout: str = ""
    """The signature of the headers."""
    answered: Mapping[str, str] = field(default_factory=dict)
    """What a person said about its headers, and held true; by header."""
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What words mean that no vocabulary has, by vocabulary and word in one spelling."""
    header_rows: tuple[int, ...] = ()
    """The row numbers of the table's headers; of a form, none."""
    uses: tuple[ColumnUse, ...] = ()
    """What became of each column, in the order of the sheet."""
    told: ToldKind = field(default=ToldKind("", ""), compare=False)
    """How its kind was told."""

    @property
    def ignored_columns(self) -> tuple[str, ...]:
        """The headers of the columns of which nothing was used."""
        return tuple(one.column.shown for one in self.unread if not one.is_explained)

    @property
    def rows_read(self) -> int:
        """All rows from the first to the last that holds something, headers not counted."""
        return len(self.records) + len(self.rejected) + self.rows_skipped

    @property
    def rows_skipped(self) -> int:
        """The number of rows that were skipped."""
        return sum(run.count for run in self.skipped)

    @property
    def rows_repeated(self) -> int:
        """The number of rows that say the same again."""
        return sum(run.repeats for run in self.skipped)

    def joined(self, other: TableRead) -> TableRead:
        """Return the table with the rows of another one that carries on beside it."""
        return replace(
            self,
            records=self.records + other.records,
            rejected=tuple(sorted(self.rejected + other.rejected, key=lambda one: one.row)),
            skipped=tuple(sorted(self.skipped + other.skipped, key=lambda one: one.row)),
            unread=self.unread + other.unread,
            uses=self.uses + other.uses,
            notes=tuple(dict.fromkeys(self.notes + other.notes)),
        )

    def without(self, dropped: Mapping[int, Issue | str]) -> TableRead:
        """Return the table with some records, by their index, rejected or skipped after all."""
        rejected, skipped = list(self.rejected), list(self.skipped)
        for at, why in dropped.items():
            row = row_of(self.records[at])
            if isinstance(why, Issue):
                rejected.append(RejectedRow(row, (why,)))
            else:
                skipped.append(SkippedRow(row, why))
        return replace(
            self,
            records=tuple(one for at, one in enumerate(self.records) if at not in dropped),
            rejected=tuple(sorted(rejected, key=lambda one: one.row)),
            skipped=tuple(sorted(skipped, key=lambda one: one.row)),
        )


@dataclass(frozen=True, slots=True)
class SheetsRead:
    """Everything read from a set of files."""

    tables: tuple[TableRead, ...]
    issues: tuple[Issue, ...] = ()
    """What concerns a file or a sheet, not a single row."""
    questions: tuple[SheetQuestion, ...] = ()
    """About columns and sheets first, then about words."""
    unknown_words: tuple[UnknownWord, ...] = ()
    notes: tuple[str, ...] = ()
    paths: Mapping[str, Path] = field(default_factory=dict)
    """File name, as used in the other values, to the file."""

    @property
    def records(self) -> tuple[NewRecord, ...]:
        """The records of all tables."""
        return tuple(record for table in self.tables for record in table.records)

    @property
    def all_issues(self) -> tuple[Issue, ...]:
        """The issues of files and sheets, then those of the rejected rows."""
        rows = (row for table in self.tables for row in table.rejected)
        return self.issues + tuple(issue for row in rows for issue in row.issues)

    @property
    def issues_told_once(self) -> tuple[Issue, ...]:
        """All issues; a word outside its vocabulary is told of once, however often it stands."""
        words = {place: one for one in self.unknown_words for place in one.places}
        told: dict[int, Issue] = {}
        for at, issue in enumerate(self.all_issues):
            word = words.get(issue.where)
            told.setdefault(id(word) if word else -1 - at, word.issue(issue) if word else issue)
        return tuple(told.values())

    @property
    def blocked(self) -> bool:
        """Whether an open question keeps rows from being read."""
        return any(question.blocking for question in self.questions)

    def without(self, dropped: Mapping[int, Issue | str]) -> SheetsRead:
        """Return the reading with some records, by their index, rejected or skipped after all.

        An issue rejects a record; a text says why it is skipped.
        """
        tables, first = [], 0
        for table in self.tables:
            own = range(first, first + len(table.records))
            first = own.stop
            tables.append(
                table.without({at - own.start: dropped[at] for at in dropped if at in own})
            )
        return replace(self, tables=tuple(tables))


def source_prefix(file: str, sheet: str) -> str:
    """Return what stands before the row in the sources of a sheet's records."""
    return "".join(f"{part}!" for part in (file, sheet) if part)


def row_of(record: NewRecord) -> int:
    """Return the row that a record was read from."""
    return int(record.source.rpartition("!")[2])


def place_of(record: NewRecord) -> str:
    """Return where a record was read, as shown in issues."""
    file, *sheet = record.source.split("!")[:-1]
    return place(file, "!".join(sheet), row_of(record))
