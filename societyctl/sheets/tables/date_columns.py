"""Columns of years and of months: the parts of a date that its own column lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from societyctl.sheets.files.grid import Cell
from societyctl.sheets.tables.table import Column

_YEAR_HEADERS = frozenset({"年份", "年度", "年"})
_MONTH_HEADERS = frozenset({"月份", "月"})
_OLDEST_YEAR, _NEWEST_YEAR = 1949, 2100
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class DateColumns:
    """Which cell of a row holds the year, and which the month."""

    year: int | None = None
    month: int | None = None

    def year_of(self, cells: Sequence[Cell]) -> int | None:
        """Return the year that stands in a row."""
        year = _whole(cells, self.year)
        return year if _OLDEST_YEAR <= year <= _NEWEST_YEAR else None

    def month_of(self, cells: Sequence[Cell]) -> date | None:
        """Return the first day of the month that stands in a row, with its year."""
        year, month = self.year_of(cells), _whole(cells, self.month)
        return date(year, month, 1) if year and 1 <= month <= _MONTHS else None


def date_columns(columns: Sequence[Column], left: int) -> DateColumns:
    """Return the parts of dates among columns that no field takes; ``left`` is the first cell's."""
    year = month = None
    for column in columns:
        if column.names[0] in _YEAR_HEADERS:
            year = column.index - left
        elif column.names[0] in _MONTH_HEADERS:
            month = column.index - left
    return DateColumns(year, month)


def _whole(cells: Sequence[Cell], at: int | None) -> int:
    """Return the year or month in a cell, 0 when there is none."""
    if at is None or at >= len(cells):
        return 0
    words = str(cells[at]).strip().removesuffix(".0").rstrip("年度月")
    return int(words) if words.isdecimal() else 0
