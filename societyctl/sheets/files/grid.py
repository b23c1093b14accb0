"""What every file becomes: grids of cells that know where they stand and how they are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta
"""The content of one cell as a spreadsheet library returns it; empty is ``""``."""

Row = tuple[int, list[Cell]]
"""The number of a row, counted from 1, and its cells."""

Spot = tuple[int, int]
"""Row counted from 1, column counted from 0."""

_LITERAL = re.compile(r"""\[[^\]]*\]|"[^"]*"|\\.|;.*""")
"""What a number format shows as it stands, and its forms for other values than a date."""
_ALL_ZEROS = re.compile(r"0{2,}")
_SHORT_DATE = re.compile(r"y{2,4}[-./ 年]?m{0,4}月?|m{1,4}[-./ ]?y{2,4}", re.IGNORECASE)
_MOST_CELLS, _NARROWEST = 4_000_000, 10
"""Readers keep a sheet as a full rectangle; a larger one would not fit into memory. A row
takes up some memory however narrow it is."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows counted from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet."""

    file: str
    sheet: str
    rows: tuple[Row, ...]
    """Rows that hold nothing are left out."""
    left: int = 0
    """The column of the first cell of every row."""
    merges: tuple[Merge, ...] = ()
    errors: dict[Spot, str] = field(default_factory=dict)
    """Cells that show an error, or a formula that was never calculated."""
    percents: frozenset[Spot] = frozenset()
    padded: dict[Spot, int] = field(default_factory=dict)
    """Numbers that a format of zeros fills up to so many digits."""
    short_dates: dict[Spot, str] = field(default_factory=dict)
    """Dates of which the format shows no day, or only the year, with that format."""
    struck: frozenset[Spot] = frozenset()
    """Cells whose words are struck through."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    """Counted from 0."""
    is_hidden: bool = False
    spots: tuple[Spot, ...] = ()
    """Of a form laid out as a row: where each of its cells really stands."""

    @property
    def title(self) -> str:
        """The file and the sheet, as shown in messages."""
        return f"{self.file} {self.sheet}".strip()

    def place(self, row: int, column: int | None = None) -> str:
        """Return where a cell stands; ``column`` is counted from 0."""
        if self.spots and column is not None:
            row, column = self.spots[column]
        return place(self.file, self.sheet, row, column)


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of a file, and remarks on how it was read."""

    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = ()


def is_telling(number_format: str) -> bool:
    """Tell whether a number format shows another value than the cell holds: % or 0000."""
    return number_format.endswith("%") or _ALL_ZEROS.fullmatch(number_format) is not None


def is_short_date(number_format: str) -> bool:
    """Tell whether a number format shows year and month, or the year alone.

    >>> is_short_date('[$-804]yyyy"年"m"月";@'), is_short_date("yyyy/m/d"), is_short_date("0%")
    (True, False, False)
    """
    return _SHORT_DATE.fullmatch(_LITERAL.sub("", number_format)) is not None


def filled_rows(rows: list[list[Cell]], first: int) -> list[Row]:
    """Return the rows that hold something, with their numbers from ``first`` on."""
    return [
        (number, cells)
        for number, cells in enumerate(rows, first)
        if cells and (cells[0] != "" or cells.count("") != len(cells))
    ]


def with_error_rows(rows: list[Row], errors: dict[Spot, str]) -> tuple[Row, ...]:
    """Return the rows with those that hold nothing but cells in error, which read as empty."""
    missing = {row for row, _ in errors} - {number for number, _ in rows} if errors else set()
    return tuple(sorted([*rows, *((row, []) for row in missing)]) if missing else rows)


def is_too_large(rows: int, columns: int) -> bool:
    """Tell whether a rectangle of cells is more than can be held."""
    return rows * max(columns, _NARROWEST) > _MOST_CELLS


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
