"""Values as Chinese text: the one place that says how numbers, money and days are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from societyctl.domain.catalog import field_at
from societyctl.domain.dates import PartialDate
from societyctl.domain.fields import FieldType, RecordKind
from societyctl.domain.periods import Period
from societyctl.domain.selection import DAY_OF

_WAN = 10_000


def yes_or_no(value: bool) -> str:
    """Return a flag as people write it."""
    return "是" if value else "否"


def number(value: Decimal | int) -> str:
    """Return a number without needless zeros or exponents.

    >>> number(Decimal("1E+3")), number(Decimal("3.50")), number(12)
    ('1000', '3.5', '12')
    """
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(fen: int, *, thousands: bool = False, cents: bool = False) -> str:
    """Return a sum of 分 in 元; ``thousands`` sets them apart, ``cents`` always shows 分.

    >>> money(123456700, thousands=True), money(50), money(50000, cents=True)
    ('1,234,567元', '0.50元', '500.00元')
    """
    sign, (whole, rest) = "-" if fen < 0 else "", divmod(abs(fen), 100)
    yuan = f"{whole:,}" if thousands else str(whole)
    return f"{sign}{yuan}{f'.{rest:02}' if rest or cents else ''}元"


def round_money(yuan: int) -> str:
    """Return a sum of 元 as notices write it, in 万元 from there on.

    >>> round_money(5000), round_money(25000)
    ('5000元', '2.5万元')
    """
    return f"{yuan / _WAN:g}万元" if yuan >= _WAN else f"{yuan}元"


def show_date(day: date | None) -> str:
    """Return a date as Chinese documents print it, without leading zeros.

    >>> show_date(date(2022, 6, 5)), show_date(PartialDate(2022, 6))
    ('2022年6月5日', '2022年6月')
    """
    if isinstance(day, PartialDate):
        return show_month(day) if day.is_month else f"{day.year}年"
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def show_month(day: date) -> str:
    """Return the month of a day as Chinese documents print it."""
    return f"{day.year}年{day.month}月"


def show_period(period: Period) -> str:
    """Return a period; an end left open is 今, a beginning left open goes unsaid."""
    if period.start is None:
        return f"截至{show_date(period.end)}" if period.end else "不限时间"
    return f"{show_date(period.start)}至{show_date(period.end) or '今'}"


def show_days(start: date, end: date | None) -> str:
    """Return two days as one; what the end shares with the start is not repeated.

    >>> show_days(date(2022, 6, 5), date(2022, 6, 7)), show_days(date(2022, 6, 5), None)
    ('2022年6月5日至7日', '2022年6月5日')
    """
    if end is None or end == start:
        return show_date(start)
    if end.year != start.year or PartialDate in (type(start), type(end)):
        return f"{show_date(start)}至{show_date(end)}"
    month = f"{end.month}月" if end.month != start.month else ""
    return f"{show_date(start)}至{month}{end.day}日"


def show_value(value: object, type_: FieldType | None = None) -> str:
    """Return a value as a sentence says it; a sum of money is told by its type.

    >>> show_value(True), show_value(("甲", "乙")), show_value(1850, FieldType.MONEY)
    ('是', '甲、乙', '18.5元')
    """
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, tuple):
        return "、".join(show_value(item) for item in value)
    if type_ is FieldType.MONEY and isinstance(value, int):
        return f"{number(Decimal(value) / 100)}元"
    return number(value) if isinstance(value, Decimal) else str(value)


def as_typed(value: object, type_: FieldType) -> str:
    """Return a stored value as one would type it: days as 2022-06-05, money with its 分."""
    if type_ is FieldType.MONEY and isinstance(value, int):
        return money(value, cents=True)
    return str(value) if isinstance(value, date | Decimal) else show_value(value)


def first_of(names: Sequence[str], most: int, tail: str = "等") -> str:
    """Return the first names, and ``tail`` behind them where there are more.

    >>> first_of(["甲", "乙", "丙"], 2), first_of(["甲"], 2)
    ('甲、乙等', '甲')
    """
    return "、".join(names[:most]) + (tail if len(names) > most else "")


def project_name(title: str, application: str) -> str:
    """Return a project with the title of the application, when it is about one."""
    return f"{title}（{application}）" if application else title


def header_at(kind: RecordKind, path: str) -> str:
    """Return what a field is called in sheets, one of a record referred to included.

    A name that the kind lacks stands for itself.

    >>> from societyctl.domain.catalog import RECORD_KINDS
    >>> header_at(RECORD_KINDS["application"], "activity.level")
    '对应活动的级别'
    """
    if path.endswith(DAY_OF):
        return f"{header_at(kind, path.removesuffix(DAY_OF))}（没有写到日）"
    first, _, rest = path.partition(".")
    if not kind.has(first):
        return first
    header = kind.field(first).header
    return f"{header}的{field_at(kind, path).header}" if rest else header


def mask(text: str, *, for_public: bool = False) -> str:
    """Return a phone number, account or address with all but its ends starred.

    The length stays. On the screen of the society itself more is left to tell it by; in a paper
    for everybody two characters at either end, and of an address the first and the @.

    >>> mask("0516-80001234"), mask("0516-80001234", for_public=True)
    ('051******1234', '05*********34')
    >>> mask("a@b.cn", for_public=True)
    'a@****'
    """
    if for_public:
        head, tail = (1, 0) if "@" in text else (2, 2)
    else:
        head, tail = next(ends for least, ends in _ENDS if len(text) >= least)
    stop = len(text) - tail
    kept = (at < head or at >= stop or (for_public and sign == "@") for at, sign in enumerate(text))
    return "".join(sign if keep else "*" for sign, keep in zip(text, kept, strict=True))


_ENDS = ((10, (3, 4)), (5, (1, 1)), (0, (0, 0)))
"""By the least length of a text, how much of its ends stays: of a short one nothing."""
