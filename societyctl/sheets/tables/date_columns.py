"""Columns of years, months and days: the parts of a date that has no column of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from societyctl.sheets.cells.dates import DateColumn, date_converter
from societyctl.sheets.cells.outcome import CellOutcome
from societyctl.sheets.files.grid import Cell
from societyctl.sheets.tables.table import Column

_PARTS = {"年份": "year", "年度": "year", "年": "year", "月份": "month", "月": "month", "日": "day"}
_OLDEST_YEAR, _NEWEST_YEAR = 1949, 2100
_read_date = date_converter(DateColumn())


@dataclass(frozen=True, slots=True)
class DateColumns:
    """Which cell of a row holds the year, which the month, and which the day."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def offsets(self) -> tuple[int, ...]:
        """The cells that hold any part."""
        return tuple(at for at in (self.year, self.month, self.day) if at is not None)

    @property
    def make_dates(self) -> bool:
        """Whether there are any: a year alone is a date as well, of which no more is known."""
        return self.offsets != ()

    def year_of(self, cells: Sequence[Cell]) -> int | None:
        """Return the year that stands in a row."""
        words = _part(cells, self.year)
        is_year = words.isdecimal() and _OLDEST_YEAR <= int(words) <= _NEWEST_YEAR
        return int(words) if is_year else None

    def date_of(self, cells: Sequence[Cell], year: int | None) -> CellOutcome:
        """Return the date that stands in a row in parts, of ``year`` where it names none itself.

        It is read as if it were typed in one cell: without a day it is a month, without a year
        the year is wanted, and what is no date is refused.
        """
        month, day = _part(cells, self.month), _part(cells, self.day)
        if not (month or day):
            own = self.year_of(cells)
            return _read_date(f"{own}年") if own else None
        own = self.year_of(cells) or year
        typed = (
            f"{own}年" if own else "",
            f"{month}月" if month else "",
            f"{day}日" if day else "",
        )
        return _read_date("".join(typed))


def date_columns(columns: Sequence[Column], left: int) -> DateColumns:
    """Return the parts of dates among columns that no field takes; ``left`` is the first cell's."""
    parts = {
        _PARTS[column.names[0]]: column.index - left
        for column in columns
        if column.names[0] in _PARTS
    }
    return DateColumns(**parts)


def _part(cells: Sequence[Cell], at: int | None) -> str:
    """Return a part of a date as typed, without its word; empty when there is none."""
    if at is None or at >= len(cells):
        return ""
    return str(cells[at]).strip().removesuffix(".0").rstrip("年度月日号")
