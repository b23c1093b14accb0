"""What reading workbooks yields. Frozen values; nothing here touches a file or the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from societyctl.domain.records import NewRecord
from societyctl.errors import Issue

Cell = str | int | float | bool | date | datetime | time | timedelta
"""The content of one cell as a spreadsheet library returns it; empty is ``""``."""

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
    duplicates: tuple[LikelyDuplicate, ...] = ()
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


def source(file: str, sheet: str, row: int) -> str:
    """Return where a record came from, as kept with it."""
    return "!".join(part for part in (file, sheet, str(row)) if part)
