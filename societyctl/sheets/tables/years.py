"""The year of dates typed without one: of the row, else of its section, the sheet, an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from societyctl.domain.intake import SheetQuestion
from societyctl.errors import UsageError
from societyctl.sheets.cells.outcome import LEAVE_OUT
from societyctl.sheets.cells.spelling import squeezed
from societyctl.sheets.files.grid import Cell, Grid, Row
from societyctl.sheets.tables.answers import YEAR_KEY, Answers
from societyctl.sheets.tables.table import Table

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_DAY = re.compile(r"\d{4}(?:年|[-/.])\d{1,2}(?:月|[-/.])\d{1,2}[日号]?|截[至止到].*")
"""The day on which a sheet was filled in, or up to which it reaches, is not that of its rows."""
ANY_YEAR = tuple(map(str, range(2050, 1949, -1)))
_OPEN = re.compile(r"\d{4}年?(?:以来|以后|之后|起|至今)")


@dataclass(frozen=True, slots=True)
class YearTold:
    """The year that a whole sheet gives to its dates, with what is to be said of it."""

    year: int | None = None
    note: str = ""
    """Where the year is from; to be said once a date takes it."""
    years: tuple[int, ...] = ()
    """Those to choose from, where a date wants one and there is none."""
    contradiction: str = ""


def year_told(table: Table, answers: Answers, dated: Iterable[Cell]) -> YearTold:
    """Return the year of a sheet: that of its title or name, else the one that was said.

    ``dated`` are the cells with the dates and years of its rows: where one names another year
    than the sheet, the sheet's is no more than an offer. An answer for all sheets that
    contradicts the sheet is not taken either; one for this very sheet is. Raises UsageError for
    answers that name no year.
    """
    grid = table.grid
    named = _years_in(f"{table.title} {grid.sheet}")
    offered = tuple(dict.fromkeys((*named, *_years_in(grid.file))))
    own = named[0] if len(named) == 1 and _years_typed(dated) <= {*named} else None
    said = _year_said(answers.find(grid, YEAR_KEY), table)
    if own is None or said == own:
        return YearTold(said or own, years=offered)
    if said is None:
        return YearTold(own, f"没有写年份的日期，按表名或标题里的{own}年读")
    differs = f"表名或标题写的是{own}年，您说的是{said}年"
    if answers.find_here(grid, YEAR_KEY) is not None:
        return YearTold(said, f"{differs}；没有写年份的日期，按{said}年读")
    return YearTold(None, years=(own, said), contradiction=differs)


def which_year(grid: Grid, told: YearTold) -> SheetQuestion:
    """Ask for the year of dates typed without one; those that titles and names hold are offered."""
    differs = f"{told.contradiction}；" if told.contradiction else ""
    text = f"{grid.title}：{differs}有些日期没有写年份，是哪一年的？"
    years = tuple(map(str, told.years))
    return SheetQuestion(grid.file, grid.sheet, YEAR_KEY, text, years, others=ANY_YEAR)


def section_year(row: Row) -> int | None:
    """Return the year that a heading among the rows names."""
    filled = [cell for cell in row[1] if cell != ""]
    years = _years_in(" ".join(map(_typed, filled)))
    return years[0] if len(years) == 1 else None


def _years_typed(cells: Iterable[Cell]) -> set[int]:
    """Return the years that cells with dates and years name."""
    years: set[int] = set()
    for cell in cells:
        if isinstance(cell, date):
            years.add(cell.year)
        else:
            years.update(map(int, _YEAR.findall(_typed(cell))))
    return years


def _years_in(words: str) -> tuple[int, ...]:
    """Return the years that a title or a name is about."""
    plain = _DAY.sub("", squeezed(words))
    if _OPEN.search(plain):
        return ()
    return tuple(dict.fromkeys(map(int, _YEAR.findall(plain))))


def _typed(cell: Cell) -> str:
    return f"{cell:.0f}" if isinstance(cell, float) else str(cell)


def _year_said(answer: str | None, table: Table) -> int | None:
    """Return the year that an answer names; raises UsageError for one that names none.

    It may be about a column of that name instead.
    """
    words = (answer or "").strip().removesuffix("年")
    if words in ("", LEAVE_OUT):
        return None
    if not _YEAR.fullmatch(words):
        if any(YEAR_KEY in column.names for column in table.columns):
            return None
        raise UsageError(f"“{YEAR_KEY}={answer}”：这不是年份", "写四位数的年份")
    return int(words)
