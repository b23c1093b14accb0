"""Wording of papers: safe text, numbers, money, rates, and the marks of what is missing."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from societyctl.domain.verdicts import Number
from societyctl.domain.wording import money, number, show_days, show_value

GAP_MARK = "【待补"
PLACE_MARK = "【请填写"
NONE_WORD = "无"
DASH = "—"
_TENTH = Decimal("0.1")

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\ufeff\ufffe\uffff\ud800-\udfff]"
)


def clean(text: str) -> str:
    r"""Return the text without what a Word file cannot hold.

    Half characters (lone surrogates) and control characters would cut the file short;
    emoji and line breaks stay.

    >>> clean("甲\x07乙\ud800")
    '甲乙'
    """
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def gap(what: str = "", command: str = "") -> str:
    """Return the mark of something missing, naming the command that supplies it.

    >>> gap("立项文号", "edit application")
    '【待补：立项文号，societyctl edit application】'
    """
    tail = f"，societyctl {command}" if command else ""
    return f"{GAP_MARK}：{what}{tail}】" if what else f"{GAP_MARK}】"


def place(what: str) -> str:
    """Return the text of a place that only a person can fill."""
    return f"{PLACE_MARK}：{what}】"


def quoted(text: str) -> str:
    """Return the text in quotation marks; those within become single ones.

    >>> quoted("科技周“节水”专场")
    '“科技周‘节水’专场”'
    """
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def has_gap(text: str) -> bool:
    """Tell whether something is still missing in the text."""
    return GAP_MARK in text


def show(value: object, missing: str = "") -> str:
    """Return a plain value as papers print it; ``missing`` stands for an unknown one.

    >>> show(True), show(("甲", "乙")), show(Decimal("3.50"))
    ('是', '甲、乙', '3.5')
    """
    if value is None or value in ("", ()):
        return missing
    return clean(show_value(value))


def yuan(fen: int | None, missing: str = "") -> str:
    """Return a sum of 分 in 元, with thousands separated.

    >>> yuan(123456700), yuan(50)
    ('1,234,567元', '0.50元')
    """
    return missing if fen is None else money(fen, thousands=True)


def rate(part: Number, whole: Number) -> str:
    """Return how much of ``whole`` is reached, to one decimal place.

    Nothing is rounded up to a full percent: 99.96% is not 100%, nor 89.97% the 90% asked.

    >>> rate(2, 3), rate(9996, 10000), rate(5, 4)
    ('66.7%', '99.9%', '125%')
    """
    if not whole:
        return DASH
    share = Decimal(part) * 100 / Decimal(whole)
    near = share.quantize(_TENTH, ROUND_HALF_UP)
    full = near == near.to_integral_value() and near > share
    return f"{number(share.quantize(_TENTH, ROUND_DOWN) if full else near)}%"


def span(start: object, end: object, missing: str = "") -> str:
    """Return two days as papers print them; ``missing`` stands for an unknown beginning."""
    if not isinstance(start, date):
        return missing
    return show_days(start, end if isinstance(end, date) else None)
