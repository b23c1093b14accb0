"""Dates as people type them. Every text has one reading, or is refused with all of them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from societyctl.domain.dates import PartialDate
from societyctl.domain.fields import Grain
from societyctl.domain.wording import show_date
from societyctl.sheets.cells.date_words import SEP, DateWords, date_words
from societyctl.sheets.cells.outcome import (
    LONGEST,
    CellOutcome,
    Converter,
    Noted,
    Refused,
    parsed,
    shown,
)
from societyctl.sheets.cells.spelling import squeezed
from societyctl.sheets.files.grid import Cell

_EXPECTED = "完整的日期，例如 2022-06-23"
_EXPECTED_RANGE = "带年份的日期，例如 2022年12月14日-20日"
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 73_415
"""Excel's numbers for 1954 to 2100: nothing else in a date column is as large."""
_MONTHS = 12
_COMPACT_END = 100_000_000
"""No date written as one number is larger."""
_EXCEL_EPOCH = date(1899, 12, 30)

_Y = r"(\d{4})"
_DATE = rf"{_Y}(?:年(\d{{1,2}})月|[-./](\d{{1,2}})[-./])(\d{{1,2}})[日号]?"
_FULL = re.compile(_DATE)
_SECOND = rf"(?:{_Y}[-./年])?(?:(\d{{1,2}})[-./月])?(\d{{1,2}})[日号]?"
_RANGE = re.compile(rf"(?:自|从)?{_DATE}起?{SEP}{_SECOND}(?:止)?")
_MONTH_ONLY = re.compile(rf"{_Y}(?:年(\d{{1,2}})月|[-./](\d{{1,2}}))")
_MONTHS_BETWEEN = re.compile(
    rf"(?:自|从)?{_Y}(?:年|[-./])(\d{{1,2}})月?{SEP}"
    rf"(?:{_Y}(?:年(\d{{1,2}})月|[-./](\d{{1,2}}))|(\d{{1,2}})月)(?:止)?"
)
_YEAR_ONLY = re.compile(rf"{_Y}年?")
_NO_YEAR = re.compile(
    rf"(\d{{1,2}})[月./](\d{{1,2}})[日号]?(?:{SEP}(?:(\d{{1,2}})[月./])?(\d{{1,2}})[日号]?)?"
)
_OPEN_END = re.compile(r"(?<=[日号\d])(?:起|开始)$")
_END_MARK = re.compile(r"^(?:截?至|截?到|截止)于?(?=\d)|(?:截止|为止|止)$")
_SHORT_YEAR = re.compile(r"(\d{2})(?:年(\d{1,2})月|([-./])(\d{1,2})\3)(\d{1,2})(?=$|\D)(?!\.\d)")
_NEW_CENTURY, _OLD_CENTURY = 30, 50
"""Two digits up to the one are 20xx, from the other on 19xx; those between may be either."""
_COMPACT_RANGE = re.compile(rf"(\d{{4}})(\d\d)(\d\d){SEP}(?:(\d{{4}})?(\d\d))?(\d\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2,4})")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d|[APap][Mm])|\s+(?=\d{1,2}\s*[:：时点時])")
_SPACED = re.compile(r"\d{4}\s+\d{1,2}\s+\d{1,2}")
_OPEN = re.compile(r"待定|未定|另行通知|暂定|tbd|tba|待通知|不详|不明")
_PART = re.compile(rf"(?:{_Y}年)?(\d{{1,2}})月(上旬|中旬|下旬|初|中|底|末)")
_FUZZY = re.compile(
    r"旬|初|底|末|前|后|左右|许|约|拟|预计|季度|半年|春|夏|秋|冬|每|全年|长期|中$|月$"
)
_SEVERAL = re.compile(r"[、;,&和及]")


@dataclass(frozen=True, slots=True)
class DateColumn:
    """What a column of dates is about."""

    end_field: str = ""
    """The field that takes the end of a range."""
    year: int | None = None
    """The year of dates typed without one, where the person has said it."""
    is_end: bool = False
    """It holds the end of what another column begins."""
    grain: Grain = Grain.ANY


@dataclass(frozen=True, slots=True)
class _DaysBetween:
    """The days, or the months, from one to another."""

    start: date
    end: date


def date_converter(column: DateColumn) -> Converter:
    """Return the converter of a column of DATE type."""

    def convert(cell: Cell) -> CellOutcome:
        if cell.__class__ is date and _FIRST_YEAR < cell.year < _LAST_YEAR:  # most are
            return cell
        if isinstance(cell, datetime):
            return _sane(cell.date(), cell)
        if isinstance(cell, date):
            return _sane(cell, cell)
        if isinstance(cell, str):
            return parsed(cell, lambda _, typed: _from_text(_words(typed), typed, column))
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return _from_number(float(cell))
        return Refused(f"“{shown(cell)}”不是日期", _EXPECTED)

    return _to_the_day(convert) if column.grain is Grain.DAY else convert


def _to_the_day(convert: Converter) -> Converter:
    """Return a converter that refuses a month or a year alone."""

    def convert_whole(cell: Cell) -> CellOutcome:
        outcome = convert(cell)
        if isinstance(outcome, Noted) and isinstance(outcome.value, PartialDate):
            return Refused(f"“{shown(cell)}”没有写到日", _EXPECTED)
        return outcome

    return convert_whole


def _sane(day: date, cell: Cell) -> CellOutcome:
    """Refuse the dates that come out of an empty or mistyped date cell."""
    if _FIRST_YEAR < day.year < _LAST_YEAR:
        return day
    return Refused(f"“{shown(str(cell))}”不像日期", _EXPECTED)


def _from_number(number: float) -> CellOutcome:
    """Read a number: an Excel date, 20200424, or a month; 6.3 has two readings."""
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return _EXCEL_EPOCH + timedelta(days=int(number))
    if not 1 <= number < _COMPACT_END:
        return Refused(f"“{shown(number)}”不是日期", _EXPECTED)
    text = f"{number:.15g}"
    if number.is_integer():
        return _from_text(text, text, DateColumn())
    whole, _, rest = text.partition(".")
    if len(whole) == len("2020"):
        return _year_dot_month(text, int(whole), rest)
    if 0 < int(whole) <= _MONTHS:
        return Refused(_month_dot_day(text, whole, rest), _EXPECTED)
    return Refused(f"“{text}”不是日期", _EXPECTED)


def _month_dot_day(text: str, month: str, day: str) -> str:
    """Say what 6.3 may mean: a number has lost the zero of 6.30."""
    late = f" 或 {month}月{day}0日" if day in {"1", "2", "3"} else ""
    return f"“{text}”是数字，可能是 {month}月{int(day)}日{late}，也没有年份"


def _year_dot_month(text: str, year: int, rest: str) -> CellOutcome:
    """Read 1958.4 typed as a number; 1958.1 may have been 1958.10."""
    if rest == "1":
        return Refused(f"“{text}”是数字，可能是 {year}年1月 或 {year}年10月", _EXPECTED)
    return _month_of(year, int(rest), text)


def _from_text(words: str, typed: str, column: DateColumn) -> CellOutcome:
    """Read a typed date or a range of dates."""
    if len(words) > LONGEST:
        return Refused(f"“{shown(typed)}”不是日期", _EXPECTED)
    if _OPEN.search(words):
        return Refused(f"“{typed}”没有日期", f"定下来以后再填{_EXPECTED}，现在可以留空")
    around = date_words(words)
    open_end = _OPEN_END.search(around.plain)
    if open_end and column.is_end:
        return Refused(f"“{typed}”只写了从哪天开始", f"结束的日期：{_EXPECTED}")
    mark = _END_MARK if column.is_end else _OPEN_END
    plain = _with_century(mark.sub("", around.plain), typed)
    if isinstance(plain, Refused):
        return plain
    for form, read in _READERS:
        match = form.fullmatch(plain)
        if match:
            outcome = read(match, typed, column)
            outcome = _contradiction(outcome, around, typed) or _placed(outcome, typed, column)
            is_remarked = around.remarked or plain != around.plain
            return Noted(outcome, typed) if is_remarked and isinstance(outcome, date) else outcome
    return _refuse(plain, typed)


def _with_century(plain: str, typed: str) -> str | Refused:
    """Complete a year of two digits at the start; one that may be a month or a day is refused."""
    short = _SHORT_YEAR.match(plain)
    if short is None:
        compact = _COMPACT_RANGE.fullmatch(plain)
        if compact is None:
            return plain
        year, month, day, *end = compact.groups()
        return f"{year}-{month}-{day}至{'-'.join(part for part in end if part)}"
    year, month, sign, last = int(short[1]), int(short[2] or short[4]), short[3], int(short[5])
    century = 2000 if year <= _NEW_CENTURY else 1900
    meant = _day(century + year, month, last)
    others = [_day(2000 + last, year, month) if sign else None]
    others += [_day(2000 + last, month, year) if sign in ("-", "/") else None]
    readings = [show_date(day) for day in (meant, *others) if day]
    if len({*readings}) > 1:
        return Refused(f"“{typed}”可能是 {' 或 '.join(dict.fromkeys(readings))}", _EXPECTED)
    if meant is None or _NEW_CENTURY < year < _OLD_CENTURY:
        return Refused(f"“{typed}”的年份只有两位", _EXPECTED)
    return f"{century // 100}{plain}"


def _contradiction(
    outcome: CellOutcome | _DaysBetween, around: DateWords, typed: str
) -> Refused | None:
    """Refuse a date that the weekday or the number of days beside it contradicts."""
    start, end = (
        (outcome.start, outcome.end) if isinstance(outcome, _DaysBetween) else (outcome, outcome)
    )
    if not isinstance(start, date) or not isinstance(end, date) or isinstance(start, PartialDate):
        return None
    right = tuple(day.weekday() for day in dict.fromkeys((start, end)))
    if around.weekdays and around.weekdays not in (right, right[:1]):
        wanted = "、".join(f"星期{'一二三四五六日'[day]}" for day in right)
        return Refused(f"“{typed}”的星期对不上，按日期是{wanted}", _EXPECTED)
    days = (end - start).days + 1
    if around.days not in (None, days):
        return Refused(f"“{typed}”写的是{around.days}天，日期却是{days}天", _EXPECTED_RANGE)
    return None


def _placed(outcome: CellOutcome | _DaysBetween, typed: str, column: DateColumn) -> CellOutcome:
    """Return of a range what the column holds, with its end where the kind keeps one."""
    if not isinstance(outcome, _DaysBetween):
        return outcome
    if column.is_end:
        return Noted(outcome.end, typed)
    return Noted(outcome.start, typed, {column.end_field: outcome.end} if column.end_field else {})


def _words(typed: str) -> str:
    """Return what was typed in one spelling without blanks, but for those that part digits."""
    if _SPACED.fullmatch(typed):
        return "-".join(typed.split())
    return squeezed(_BETWEEN_DIGITS.sub("@", typed)).lstrip("'")


def _day(year: int, month: int, day: int) -> date | None:
    """Return the date if there is such a day."""
    is_month = _FIRST_YEAR < year < _LAST_YEAR and 1 <= month <= _MONTHS
    return date(year, month, day) if is_month and 1 <= day <= monthrange(year, month)[1] else None


def _no_such_day(typed: str) -> Refused:
    """Say that the date does not exist."""
    return Refused(f"“{typed}”：没有这一天", _EXPECTED)


def _full(match: re.Match[str], typed: str, column: DateColumn) -> CellOutcome:
    """Read a date with year, month and day."""
    year, han, other, day = match.groups()
    return _day(int(year), int(han or other), int(day)) or _no_such_day(typed)


def _range(match: re.Match[str], typed: str, column: DateColumn) -> _DaysBetween | Refused:
    """Read a range that begins with a full date; the second part may leave out what repeats."""
    year, han, other, day, year2, month2, day2 = match.groups()
    month = int(han or other)
    start = _day(int(year), month, int(day))
    end = _end(start, (year2, month2, day2)) if start else None
    if start is None or end is None:
        return _no_such_day(typed)
    return _span(start, end, typed)


def _end(start: date, parts: tuple[str | None, str | None, str]) -> date | None:
    """Return the end of a range; without a year it lies within the twelve months from the start."""
    month = int(parts[1]) if parts[1] else start.month
    year = int(parts[0]) if parts[0] else start.year + (bool(parts[1]) and month < start.month)
    return _day(year, month, int(parts[2]))


def _span(start: date, end: date, typed: str) -> _DaysBetween | Refused:
    """Return the days between, if they are in order."""
    if end < start:
        return Refused(f"“{typed}”结束早于开始", _EXPECTED_RANGE)
    return _DaysBetween(start, end)


def _month(match: re.Match[str], typed: str, column: DateColumn) -> CellOutcome:
    """Read a month, which stays one."""
    return _month_of(int(match[1]), int(match[2] or match[3]), typed)


def _month_of(year: int, month: int, typed: str) -> CellOutcome:
    """Return a month, keeping what was typed."""
    if _day(year, month, 1) is None:
        return Refused(f"“{typed}”：没有这个月份", _EXPECTED)
    return Noted(PartialDate(year, month), typed)


def _months(match: re.Match[str], typed: str, column: DateColumn) -> _DaysBetween | Refused:
    """Read a range of months; a second one without a year follows within twelve months.

    Where only one date is kept it may be any of the months, so it is asked.
    """
    if not column.end_field and not column.is_end:
        return Refused(f"“{typed}”不是确切的日期", _EXPECTED)
    year, month, year2, *ends = match.groups()
    end_month = int(next(filter(None, ends)))
    end_year = int(year2) if year2 else int(year) + (end_month < int(month))
    if _day(int(year), int(month), 1) is None or _day(end_year, end_month, 1) is None:
        return Refused(f"“{typed}”：没有这个月份", _EXPECTED_RANGE)
    return _span(PartialDate(int(year), int(month)), PartialDate(end_year, end_month), typed)


def _year(match: re.Match[str], typed: str, column: DateColumn) -> CellOutcome:
    """Read a year, which stays one."""
    is_year = _FIRST_YEAR < int(match[1]) < _LAST_YEAR
    year = PartialDate(int(match[1])) if is_year else None
    return Noted(year, typed) if year else Refused(f"“{typed}”不是日期", _EXPECTED)


def _compact(match: re.Match[str], typed: str, column: DateColumn) -> CellOutcome:
    """Read digits without separators; more than one reading is refused with all of them."""
    year, rest = int(match[1]), match[2]
    cuts = [cut for cut in (1, 2) if 0 < len(rest) - cut <= len("31")]
    days = [_day(year, int(rest[:cut]), int(rest[cut:])) for cut in cuts]
    readings = [show_date(day) for day in days if day]
    is_month = len(rest) == len("12") and _day(year, int(rest), 1) is not None
    month = PartialDate(year, int(rest)) if is_month else None
    if month:
        readings.insert(0, show_date(month))
    if len(readings) != 1:
        several = f"可能是 {' 或 '.join(readings)}" if readings else "不是日期"
        return Refused(f"“{typed}”{several}", _EXPECTED)
    day = month or next(day for day in days if day)
    return day if len(match[0]) == len("20200424") else Noted(day, typed)


def _without_year(
    match: re.Match[str], typed: str, column: DateColumn
) -> CellOutcome | _DaysBetween:
    """Read a date or range without a year, if the year of the column is known."""
    if column.year is None:
        return Refused(f"“{typed}”没有年份", _EXPECTED_RANGE, lacks_year=True)
    month, day, month2, day2 = match.groups()
    start = _day(column.year, int(month), int(day))
    end = _end(start, (None, month2, day2)) if start and day2 else start
    if start is None or end is None:
        return _no_such_day(typed)
    return Noted(start, typed) if end == start else _span(start, end, typed)


_READERS: tuple[tuple[re.Pattern[str], Callable[..., CellOutcome | _DaysBetween]], ...] = (
    (_FULL, _full),
    (_RANGE, _range),
    (_MONTH_ONLY, _month),
    (_MONTHS_BETWEEN, _months),
    (_YEAR_ONLY, _year),
    (_COMPACT, _compact),
    (_NO_YEAR, _without_year),
)


def _refuse(plain: str, typed: str) -> Refused:
    """Say why a text is no date, with the readings it may have."""
    part = _PART.fullmatch(plain)
    if part:
        return Refused(f"“{typed}”不是确切的日期，可以是 {_part_readings(part)}", _EXPECTED)
    if _FUZZY.search(plain):
        return Refused(f"“{typed}”不是确切的日期", _EXPECTED)
    if _SEVERAL.search(plain) and re.search(r"\d", plain):
        return Refused(f"“{typed}”不止一个日期", f"每行一个日期：{_EXPECTED}；连续几天写成起止")
    return Refused(f"“{typed}”不是日期", _EXPECTED)


def _part_readings(part: re.Match[str]) -> str:
    """Return the first and the last day of a part of a month."""
    year = f"{part[1]}年" if part[1] else ""
    month = int(part[2])
    last = monthrange(int(part[1] or 2000), month)[1] if 1 <= month <= _MONTHS else 30
    first_day, last_day = {
        "上旬": (1, 10),
        "初": (1, 10),
        "中旬": (11, 20),
        "中": (11, 20),
        "下旬": (21, last),
        "底": (21, last),
        "末": (21, last),
    }[part[3]]
    return f"{year}{month}月{first_day}日 到 {year}{month}月{last_day}日 之间"
