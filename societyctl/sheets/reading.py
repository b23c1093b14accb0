"""What reading workbooks yields. Frozen values; nothing here touches a file or the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from societyctl.domain.records import NewRecord
from societyctl.errors import Issue

Cell = str | int | float | bool | date | datetime | time | timedelta
"""The content of one cell as a spreadsheet library returns it; empty is ``""``."""

Progress = Callable[[str, int, int | None], None]
"""Called with the file, the number of its rows read so far, and their total where it is known."""

IGNORE = "忽略"
"""The answer to a question about a column that is not to be read."""


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


@dataclass(frozen=True, slots=True)
class Question:
    """What only the person who knows the sheet can say.

    It is answered by reading again with ``mapping={question.key: choice}``.
    """

    file: str
    sheet: str
    header: str
    """The column header it is about, or the fixed word 记录类别 or 年份."""
    text: str
    choices: tuple[str, ...]
    """Possible answers, as they may be passed in a mapping."""
    blocking: bool = False
    """No row of the sheet is read before it is answered."""
    layout: str = ""
    """The signature of the headers, by which the answer may be remembered; empty: it may not."""

    @property
    def key(self) -> str:
        """The key of the answer in a mapping; it concerns this sheet alone."""
        return "!".join(part for part in (self.file, self.sheet, self.header) if part)


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """Two rows that may describe one and the same thing; both were read."""

    kind: str
    first: str
    """The source of the earlier record."""
    second: str
    why: str
    first_index: int | None
    """Of the record among all that were read; None for a record of the store."""
    second_index: int
    first_title: str = ""
    second_title: str = ""


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One table of one sheet: every row is a record, rejected, or skipped with a reason."""

    file: str
    sheet: str
    kind: str
    rows_read: int
    """All rows from the first to the last that holds something, headers not counted."""
    records: tuple[NewRecord, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """Header as typed to the name of the field."""
    ignored_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    layout: str = ""
    """The signature of the headers."""
    answered: Mapping[str, str] = field(default_factory=dict)
    """What a person said about its headers, and held true; by header."""
    header_rows: tuple[int, ...] = ()
    """The row numbers of the table's headers; of a form, none."""
    first_column: int = 0
    last_column: int = 0
    """The columns the table takes up, counted from 0."""

    @property
    def rows_skipped(self) -> int:
        """The number of rows that were skipped."""
        return sum(run.count for run in self.skipped)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from a set of files."""

    sheets: tuple[SheetReading, ...]
    issues: tuple[Issue, ...] = ()
    """What concerns a file or a sheet, not a single row."""
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    sha256: Mapping[str, str] = field(default_factory=dict)
    """File name to the hash of its content."""
    paths: Mapping[str, Path] = field(default_factory=dict)
    """File name, as used in the other values, to the file."""

    @property
    def records(self) -> tuple[NewRecord, ...]:
        """The records of all sheets."""
        return tuple(record for sheet in self.sheets for record in sheet.records)

    @property
    def all_issues(self) -> tuple[Issue, ...]:
        """The issues of files and sheets, then those of the rejected rows."""
        rows = (row for sheet in self.sheets for row in sheet.rejected)
        return self.issues + tuple(issue for row in rows for issue in row.issues)

    @property
    def blocked(self) -> bool:
        """Whether an open question keeps rows from being read."""
        return any(question.blocking for question in self.questions)

    def without(self, dropped: Mapping[int, Issue | str]) -> Reading:
        """Return the reading with some records, by their index, rejected or skipped after all.

        An issue rejects a record; a text says why it is skipped.
        """
        sheets, first = [], 0
        for sheet in self.sheets:
            own = range(first, first + len(sheet.records))
            first = own.stop
            sheets.append(
                _without(sheet, {at - own.start: dropped[at] for at in dropped if at in own})
            )
        return replace(self, sheets=tuple(sheets))


def _without(sheet: SheetReading, dropped: Mapping[int, Issue | str]) -> SheetReading:
    """Return a sheet with some of its records rejected or skipped."""
    if not dropped:
        return sheet
    rejected, skipped = list(sheet.rejected), list(sheet.skipped)
    for at, why in dropped.items():
        row = row_of(sheet.records[at])
        if isinstance(why, Issue):
            rejected.append(RejectedRow(row, (why,)))
        else:
            skipped.append(SkippedRow(row, why))
    return replace(
        sheet,
        records=tuple(one for at, one in enumerate(sheet.records) if at not in dropped),
        rejected=tuple(sorted(rejected, key=lambda one: one.row)),
        skipped=tuple(sorted(skipped, key=lambda one: one.row)),
    )


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place(file: str, sheet: str, row: int, column: int | None = None) -> str:
    """Return where a cell or row stands, as shown in issues."""
    spot = f"第{row}行" if column is None else f"{column_letters(column)}{row}"
    return f"{file} {sheet}!{spot}" if sheet else f"{file} {spot}"


def row_of(record: NewRecord) -> int:
    """Return the row that a record was read from."""
    return int(record.source.rpartition("!")[2])


def place_of(record: NewRecord) -> str:
    """Return where a record was read, as shown in issues."""
    file, *sheet = record.source.split("!")[:-1]
    return place(file, "!".join(sheet), row_of(record))


def source(file: str, sheet: str, row: int) -> str:
    """Return where a record came from, as kept with it."""
    return "!".join(part for part in (file, sheet, str(row)) if part)
