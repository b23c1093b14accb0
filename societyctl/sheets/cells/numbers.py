"""Numbers as people type them: hedges, units, 万 and 亿, Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from societyctl.domain.fields import Value
from societyctl.sheets.cells.outcome import LONGEST, CellOutcome, Converter, Refused, parsed, shown
from societyctl.sheets.files.grid import Cell

SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟貳參陸億萬", "一二三四五六七八九十百千二三六亿万")
"""Numerals as they stand on vouchers."""
_HEDGES = (
    "大约|大概|约|将近|接近|近|超过|超出|超|逾|不少于|不低于|至少|不超过|不多于|最多|多达|高达"
)
_QUANTITY = re.compile(
    rf"(?P<lead>(?:{_HEDGES}|共计|总计|合计|累计|共|计|达到|达|第|[≥≤~]|[><]=?|¥|上(?=[百千万]))*)"
    r"(?P<sign>-?)"
    r"(?:(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<inner>[余多几来]?)(?P<scale>[十百千万亿]*)"
    r"|(?P<han>[零一二三四五六七八九〇○两十百千万亿]+))"
    r"(?P<rest>[余多几来]*\+?)"
    r"(?P<unit>(?:[\u4e00-\u9fff]{0,4}?|%|M2))"
    r"(?P<tail>左右|许|\+|以上|上下|以内|以下|不等)?"
)
_UPPER_BOUNDS = frozenset({"不超过", "不多于", "最多", "<", "≤", "<=", "<≤"})
_TOO_LARGE = 10**15
_VAGUE = re.compile(r"[数几若][十百千万亿]|^[十百千万亿]+[余多来]|若干|许多|大量|不少(?!于)|众多")
_RANGE = re.compile(r"\d[^\d]*(?:[-~至到])[^\d]*\d")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?")
_EXACT_LEADS = frozenset({"", "共", "共计", "总计", "合计", "累计", "计", "第"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the unit typed behind it."""

    amount: Decimal
    unit: str = ""
    hedged: bool = False
    scaled: bool = False
    """Typed with 万 or the like, or in Chinese numerals."""
    priced: bool = False
    """Typed with the sign of money."""
    is_bound: bool = False
    """Typed as the most it may be: how many there were is not said."""


def is_sane(amount: Decimal) -> bool:
    """Tell whether a number is finite and small enough to be anything a society counts."""
    return amount.is_finite() and abs(amount) < _TOO_LARGE


def from_float(number: float) -> Decimal:
    """Return the decimal a person typed; a float keeps 15 digits of it.

    >>> from_float(0.1 + 0.2)
    Decimal('0.3')
    """
    return Decimal(f"{number:.15g}")


def quantity_converter(
    noun: str,
    expected: str,
    none: Value | None,
    of_text: Callable[[str, str], CellOutcome],
    of_number: Callable[[Quantity, str], CellOutcome],
) -> Converter:
    """Return the converter of a column of numbers.

    ``noun`` and ``expected`` say what such a cell holds, ``none`` what 无 comes to; ``of_text``
    reads what is typed, in one spelling and as it stands; ``of_number`` takes a bare number.
    """

    def convert(cell: Cell) -> CellOutcome:
        if isinstance(cell, str):
            return parsed(cell, of_text, none)
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            return Refused(f"“{shown(cell)}”不是{noun}", expected)
        return of_number(Quantity(from_float(float(cell))), shown(cell))

    return convert


def parse_quantity(text: str, typed: str = "") -> Quantity | Refused:
    """Read a number; ``text`` is normalised and holds no spaces, ``typed`` is how it stands there.

    >>> quantity = parse_quantity("约1.5万人次")
    >>> quantity.amount, quantity.unit, quantity.hedged, quantity.scaled
    (Decimal('15000.0'), '人次', True, True)
    """
    text = re.sub(r"(?<=\d)W(?=\D|$)", "万", text.upper()).translate(_FORMAL)
    expected = "一个数字，例如 200；不确切的可写 约200"
    quoted = f"“{shown(typed or text)}”"
    if len(text) > LONGEST:
        return Refused(f"{quoted}不是数字", expected)
    if _VAGUE.search(text):
        return Refused(f"{quoted}没有确切的数", expected)
    match = _QUANTITY.fullmatch(text)
    amount = _amount(match) if match else None
    if match is None or amount is None:
        is_range = match is None and _RANGE.search(text)
        return Refused(f"{quoted}{'是一个范围，不是一个数' if is_range else '不是数字'}", expected)
    hedged = bool(
        match["lead"].replace("¥", "") not in _EXACT_LEADS
        or match["inner"]
        or match["rest"]
        or match["tail"]
    )
    scaled = bool(match["han"] or match["scale"])
    signed = -amount if match["sign"] else amount
    is_bound = match["lead"] in _UPPER_BOUNDS or match["tail"] in ("以内", "以下")
    return Quantity(signed, match["unit"], hedged, scaled, "¥" in match["lead"], is_bound)


def _amount(match: re.Match[str]) -> Decimal | None:
    """Return the number of a match, scaled by the 万 or 亿 behind it."""
    if match["han"]:
        value = parse_han(match["han"])
        return None if value is None else Decimal(value)
    if not _THOUSANDS.fullmatch(match["digits"]):
        return None
    amount = Decimal(match["digits"].replace(",", ""))
    for scale in match["scale"]:
        amount *= SCALES[scale]
    return amount


def parse_han(text: str) -> int | None:
    """Read Chinese numerals, counted (三十一) or spelt digit by digit (二〇一五).

    A digit that ends a number counts the next lower scale: 三万五 is no 三万零五.

    >>> parse_han("三百二十"), parse_han("二〇一五"), parse_han("十二"), parse_han("三万五")
    (320, 2015, 12, 35000)
    """
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, section, digit = 0, 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            continue
        scale = SCALES.get(char)
        if scale is None:
            return None
        if scale >= SCALES["万"]:
            total, section, digit = total + (section + digit) * scale, 0, 0
        else:
            section, digit = section + (digit or 1) * scale, 0
    before = SCALES.get(text[-2:-1], 1)
    return total + section + digit * (before // 10 if before > SCALES["十"] else 1)
