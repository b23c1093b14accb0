"""What people mean by what they type: a code, a name, a piece that only one name has, a day."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from societyctl.domain.keys import normal_text
from societyctl.errors import UsageError

_Code = TypeVar("_Code", bound=str)
_LIKE = 0.4
"""Names that share fewer letters are not proposed."""
_SHORTEST_PIECE = 2
_DAYS = {"前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "后天": 2}
_WEEK = re.compile(r"(?P<week>上上|上|这|本|下|下下)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
EQUALS = re.compile(r"[=＝]")
"""What stands between a header and its content; full-width letters are the default of many."""


def one_meant(words: str, names: Mapping[_Code, Iterable[str]], what: str) -> _Code:
    """Return the code of the thing that is called so: by its code, a name, or a piece of one.

    Raises UsageError that proposes the nearest name, or lists all that the words may mean.
    """
    found = meant(words, names)
    if len(found) == 1:
        return found[0]
    if found:
        listed = "、".join(_called(code, names[code]) for code in found)
        raise UsageError(f"“{words}”可以指几个{what}", f"写全一些，或写代号：{listed}")
    near = nearest(words, {name: code for code in names for name in (str(code), *names[code])})
    hint = f"是不是 {near}？" if near else ""
    listed = "、".join(_called(code, names[code]) for code in names)
    raise UsageError(f"没有叫“{words}”的{what}", f"{hint}可用的有：{listed}")


def meant(words: str, names: Mapping[_Code, Iterable[str]]) -> tuple[_Code, ...]:
    """Return the codes of all things that words may mean; a whole name goes before a piece.

    >>> meant("科普特色", {"kp": ["科普特色学会"], "yl": ["一流学会"]})
    ('kp',)
    """
    sought = normal_text(words)
    called = {code: [normal_text(one) for one in (str(code), *names[code])] for code in names}
    whole = tuple(code for code, spellings in called.items() if sought in spellings)
    if whole or len(sought) < _SHORTEST_PIECE:
        return whole
    return tuple(
        code for code, spellings in called.items() if any(sought in one for one in spellings[1:])
    )


def nearest(words: str, names: Iterable[str]) -> str:
    """Return the name most like the words, empty when none is like them."""
    sought = normal_text(words)
    spelt = {normal_text(name): name for name in names}
    near = difflib.get_close_matches(sought, spelt, n=1, cutoff=_LIKE)
    return spelt[near[0]] if near else ""


def _called(code: str, names: Iterable[str]) -> str:
    first = next(iter(names), "")
    return f"{first}（{code}）" if first and first != code else code


def day_meant(words: str, today: date) -> date | None:
    """Return the day that words such as 昨天 or 上周五 mean; None for any others.

    Weeks begin on Monday, as in Chinese calendars.

    >>> day_meant("上周五", date(2022, 10, 20)), day_meant("10月20日", date(2022, 10, 20))
    (datetime.date(2022, 10, 14), None)
    """
    plain = normal_text(words)
    if plain in _DAYS:
        return today + timedelta(days=_DAYS[plain])
    match = _WEEK.fullmatch(plain)
    if match is None:
        return None
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(weeks=_WEEKS[match["week"]], days=_WEEKDAYS[match["day"]])


def pair_of(text: str) -> tuple[str, str, str]:
    """Return what stands before the first equals sign, the sign, and what stands behind it.

    >>> pair_of("线下人数＝60")
    ('线下人数', '＝', '60')
    """
    parts: Sequence[str] = EQUALS.split(text, maxsplit=1)
    if len(parts) == 1:
        return text, "", ""
    return parts[0], text[len(parts[0])], parts[1]
