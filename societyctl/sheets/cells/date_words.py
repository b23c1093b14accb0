"""What people write around a date: weekdays, times of day, how long it takes, remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from societyctl.sheets.cells.numbers import parse_han
from societyctl.sheets.cells.remarks import without_remarks

SEP = r"(?:-+|~|至|到)"
_HOUR = r"(?:2[0-4]|[01]?\d)"
_CLOCK = (
    rf"{_HOUR}[:时点時](?:半|(?:[0-5]?\d)?分?)(?::[0-5]\d(?:\.\d+)?)?(?:@?[ap]m)?(?:z|\+\d\d:\d\d)?"
)
_HALF = "上午|下午|中午|午后|晚上|早上|早晨|凌晨|清晨|傍晚|夜间|夜里|晚|早(?!于)|夜"
_MORE = rf"(?:{SEP}|[、,和及])@?(?:{_HALF})?@?"
_TIME = re.compile(
    rf"(?:全天|整天|半天|上下午|(?:{_HALF})@?{_HOUR}(?![\d年月日号天.:点时時/-])|{_HALF}"
    rf"|(?<=[日号@(]){_HOUR}@?[ap]m|(?<!\d)[ap]m"
    rf"|(?<=[日号@午晚上早夜]){_HOUR}{SEP}{_HOUR}[时点時]"
    rf"|(?:[@t]|(?<![\d月./-])){_CLOCK})(?:{_MORE}{_CLOCK})*"
)
"""A time of day, which no date column keeps. Digits right before it belong to the date: where a
blank parted digits, ``@`` stands for it (2022-06-23 9:00 is no 2nd of June)."""
_NEEDLESS = re.compile(r"(?<!\d)@+|@+(?!\d)")
"""Marks that part no digits."""
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])(?!年)|\(([一二三四五六日天])\)")
_WEEKDAYS = {name: at for at, name in enumerate("一二三四五六日")} | {"天": 6}
_EMPTY = re.compile(r"\([@,、;至到~和及-]*\)")
_HAN_NUMBER = re.compile(r"[零一二两三四五六七八九〇○十廿卅]+")
_LETTER_O = re.compile(r"(?<=[零一二三四五六七八九〇○\d])o|o(?=[零一二三四五六七八九〇○])")
_LENGTH = re.compile(
    r"(?:[,;@(]+|(?<=[日号]))(?:会期|为期|历时|时长|共计?|计)?:?(\d{1,2})天\)?$"
    r"|[,;@(]*(?:会期|为期|历时|时长|共计?):?(\d{1,2})[天日]\)?$"
)
_LABEL = re.compile(r"^(?:时间|日期|于)[:]?(?=\d)")
_EVENT = re.compile(r"(?<=[日号\d])(?:召开|举行|举办|开幕|签订|签署|成立)$|[.。,;]+$")


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date without what stands around it."""

    plain: str
    """The date, or the range, with Arabic digits."""
    weekdays: tuple[int, ...] = ()
    """The weekdays named, from 0 for Monday."""
    days: int | None = None
    """How many days it is said to take."""
    remarked: bool = False
    """Words were left out that say more than a weekday or a time of day."""


def date_words(words: str) -> DateWords:
    """Return a date without what stands around it; ``@`` parts digits between which was a blank."""
    weekdays = [_WEEKDAYS[one[1] or one[2]] for one in _WEEKDAY.finditer(words)]
    timeless = _without_times(_arabic(_WEEKDAY.sub("", words)))
    length = _LENGTH.search(timeless)
    days = int(length[1] or length[2]) if length else None
    plain, remarks = without_remarks(timeless[: length.start()] if length else timeless)
    bare = _EVENT.sub("", _LABEL.sub("", plain))
    return DateWords(bare, tuple(weekdays), days, bool(remarks or length or bare != plain))


def _arabic(words: str) -> str:
    """Turn Chinese numerals into digits."""
    spelt = _LETTER_O.sub("〇", words).replace("廿", "二十").replace("卅", "三十")
    return _HAN_NUMBER.sub(lambda run: str(parse_han(run[0])), spelt)


def _without_times(words: str) -> str:
    """Drop times of day, and the brackets and marks that are left of them."""
    return _NEEDLESS.sub("", _EMPTY.sub("", _TIME.sub("@", words))).strip(",")
