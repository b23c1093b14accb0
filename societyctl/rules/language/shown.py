"""Days, places and money of a notice as people read them."""

from __future__ import annotations

from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.wording import round_money, show_date
from societyctl.rules.language.days import Day, Moment
from societyctl.rules.language.offers import Funding, Slots

UNPUBLISHED = "未公布"
_DAYS = {"deadline": "申报截止日", "decision": "申报日", "as_of": "检查当日"}


def show_slots(slots: Slots | None) -> str:
    """Return how many will be chosen."""
    return _range(slots.min, slots.max, "个") if slots is not None else UNPUBLISHED


def show_funding(funding: Funding | None) -> str:
    """Return what is paid to one, and to all together.

    >>> show_funding(Funding(min=5000, max=10000))
    '5000元至1万元'
    >>> show_funding(Funding(fixed=20000, years=2, total=600000))
    '每年2万元，共2年；总额60万元'
    """
    if funding is None:
        return UNPUBLISHED
    one, together = _for_one(funding), f"总额{round_money(funding.total)}" if funding.total else ""
    if one and (funding.yearly or funding.years):
        one = f"每年{one}" + (f"，共{funding.years}年" if funding.years else "")
    return "；".join(part for part in (one, together) if part) or UNPUBLISHED


def _for_one(funding: Funding) -> str:
    if funding.fixed is not None:
        return round_money(funding.fixed)
    if funding.min is not None and funding.max is not None:
        return f"{round_money(funding.min)}至{round_money(funding.max)}"
    if funding.max is not None:
        return f"不超过{round_money(funding.max)}"
    return f"不少于{round_money(funding.min)}" if funding.min is not None else ""


def _range(low: int | None, high: int | None, unit: str) -> str:
    if low is None and high is None:
        return UNPUBLISHED
    if low is None or high is None or low == high:
        word = "" if low == high else "至多" if low is None else "至少"
        return f"{word}{low if low is not None else high}{unit}"
    return f"{low}至{high}{unit}"


def show_day(day: Day) -> str:
    """Return a day as a program file names it, in Chinese."""
    if isinstance(day, date):
        return show_date(day)
    if isinstance(day, Moment):
        return f"{show_day(day.start) if day.start else '某日'}{_shift(day)}"
    word, _, name = day.partition(".")
    kind = RECORD_KINDS.get(word)
    return kind.field(name).header if kind is not None else _DAYS.get(day, day)


def _shift(moment: Moment) -> str:
    parts = ((moment.months, "个月"), (moment.days, "天"), (moment.workdays, "个工作日"))
    return "".join(f"{'后' if n > 0 else '前'}{abs(n)}{unit}" for n, unit in parts if n)
