"""Sums of money: read in 元 or 万元, kept in 分. A missing unit is asked for, never assumed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from societyctl.sheets.cells.numbers import (
    Quantity,
    from_float,
    is_sane,
    parse_quantity,
    quantity_converter,
)
from societyctl.sheets.cells.outcome import CellOutcome, Converter, Noted, Refused
from societyctl.sheets.cells.remarks import without_remarks
from societyctl.sheets.cells.spelling import squeezed
from societyctl.sheets.files.grid import Cell

MONEY_UNITS = {
    "元": 100,
    "千元": 100_000,
    "百元": 10_000,
    "万元": 1_000_000,
    "亿元": 10_000_000_000,
}
"""Unit to 分."""
_UNIT_WORDS = frozenset({"元", "元整", "元正", "圆", "圆整", "圆正", "块", "块钱"})
_CLEARLY_YUAN = 10_000
"""From here on 万元 would make a hundred million: no society's sum, so the unit is 元."""
_CLEARLY_YUAN_OF_FIRMS = 10_000_000
"""The same for what firms turn over in a year, which may well be hundreds of millions."""
_FIRMS = frozenset({"client"})
_SMALL, _VERY_SMALL = 100, 10
"""Below it a sum beside one that is clearly 元 is as likely meant in 万元."""
_WITH_SMALL_SUMS = frozenset({"dues", "spending"})
"""Kinds in which 20元 beside 10000元 are nothing unusual."""
_NEGATIVE = frozenset({("finance_year", "net_assets"), ("spending", "paid")})
"""Sums that can be below nothing: debts, and what is taken back."""
_EXPECTED = "金额并写明单位，例如 5000元 或 0.5万元"
_FOREIGN = re.compile(
    r"usd|us\$|hk\$|hkd|eur|gbp|jpy|[$€£₩]|[美港欧日韩澳加台]元|美金|港币|澳门币|台币|英镑|卢布"
)
_CURRENCY = re.compile(r"(?:人民币|rmb|cny|cn(?=¥)):?")
_UNIT_IN_BRACKETS = re.compile(r"\(((?:人民币)?[百千万亿]?元)\)")
_WITHOUT_TAX = re.compile(r"\(不含税\)")
_TWICE = re.compile(
    r"([^()]+)\((?:大写|小写)?:?([^()]*[\d一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾][^()]*)\)"
)
_ACCOUNTING = re.compile(r"¥?\((¥?\d[\d,.]*)\)")
_IN_PARTS = re.compile(r"(.+[元圆])(?:(.)角)?(?:(.)分)?[整正]?")


@dataclass(frozen=True, slots=True)
class MoneyColumn:
    """What a column of money is about."""

    unit: str = ""
    """The unit of its bare numbers, empty when unknown."""
    may_be_negative: bool = False
    clearly_yuan: int = _CLEARLY_YUAN
    """The bare number from which it cannot be in 万元."""


def may_be_negative(kind: str, field: str) -> bool:
    """Tell whether a sum can be below nothing."""
    return (kind, field) in _NEGATIVE


def bare_unit(cells: Iterable[Cell], kind: str = "") -> str:
    """Return the unit of the bare numbers of a column that names none, empty when unclear.

    Only a column without any 万, with a sum that can but be 元 and with none that is far too small
    beside it, is clear; one without bare numbers other than zero needs no unit.
    """
    known = list(cells)
    largest = max(_bare_sums(known), default=0)
    if largest == 0:
        return "元"
    mixed = any(isinstance(cell, str) and "万" in cell for cell in known)
    clear = largest >= clearly_yuan(kind) and not mixed and not sums_apart(known, kind)
    return "元" if clear else ""


def clearly_yuan(kind: str) -> int:
    """Return the number from which a sum of a kind can be in nothing but 元."""
    return _CLEARLY_YUAN_OF_FIRMS if kind in _FIRMS else _CLEARLY_YUAN


def sums_apart(cells: Iterable[Cell], kind: str = "") -> tuple[Decimal, Decimal] | None:
    """Return the smallest and the largest bare sum where they are hardly in one unit."""
    sums = _bare_sums(cells)
    small = _VERY_SMALL if kind in _WITH_SMALL_SUMS else _SMALL
    if not sums or max(sums) < clearly_yuan(kind) or min(sums) >= small:
        return None
    return min(sums), max(sums)


def _bare_sums(cells: Iterable[Cell]) -> list[Decimal]:
    """Return the sums other than zero that stand without a unit."""
    sums = (_plain(cell) for cell in cells)
    return [abs(one) for one in sums if one]


def _plain(cell: Cell) -> Decimal:
    """Return a number, or one typed as text without any unit, else 0."""
    if isinstance(cell, str):
        words = _in_one_form(squeezed(cell))
        quantity = parse_quantity(words) if words else None
        if not isinstance(quantity, Quantity) or quantity.unit or quantity.priced or "万" in words:
            return Decimal(0)
        return quantity.amount
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return Decimal(0)
    return from_float(float(cell))


def money_converter(column: MoneyColumn) -> Converter:
    """Return the converter of a column of money."""

    def of_text(words: str, typed: str) -> CellOutcome:
        return _of_text(words, typed, column)

    def of_number(quantity: Quantity, typed: str) -> CellOutcome:
        return _finish(quantity, typed, column)

    return quantity_converter("金额", _EXPECTED, 0, of_text, of_number)


def _of_text(words: str, typed: str, column: MoneyColumn) -> CellOutcome:
    """Read a typed sum; one written twice, in words and in figures, must be the same."""
    if _FOREIGN.search(words):
        return Refused(f"“{typed}”是外币", "折合成人民币的金额，例如 5000元")
    twice = _TWICE.fullmatch(words := _UNIT_IN_BRACKETS.sub(r"\1", words))
    if twice and not _ACCOUNTING.fullmatch(words):
        first, second = (_of_text(part, typed, MoneyColumn("元")) for part in twice.groups())
        if isinstance(first, int) and isinstance(second, int) and first != second:
            return Refused(f"“{typed}”两处写的金额不一样", _EXPECTED)
        return first if first == second else Refused(f"“{typed}”不是一个金额", _EXPECTED)
    plain, remarks = without_remarks(_WITHOUT_TAX.sub("", words))
    sums = _parts(_in_one_form(plain), typed)
    if isinstance(sums, Refused):
        return Refused(sums.found, _EXPECTED)
    outcome = _finish(sums, typed, column)
    is_remarked = isinstance(outcome, int) and (remarks or _WITHOUT_TAX.search(words))
    return Noted(outcome, typed) if is_remarked and isinstance(outcome, int) else outcome


def _in_one_form(words: str) -> str:
    """Return a sum with ¥ for any name of our currency and a sign for accountants' brackets."""
    plain = ("¥" if _CURRENCY.search(words) else "") + _CURRENCY.sub("", words)
    return _ACCOUNTING.sub(r"-\1", plain).replace("-¥", "¥-").replace("负", "-")


def _parts(words: str, typed: str) -> Quantity | Refused:
    """Return a sum whose 角 and 分 may be spelt out."""
    parts = _IN_PARTS.fullmatch(words)
    if parts is None or not (parts[2] or parts[3]):
        return parse_quantity(words, typed)
    whole = parse_quantity(parts[1], typed)
    if isinstance(whole, Refused):
        return whole
    cents = Decimal(0)
    for digit, place in ((parts[2], "0.1"), (parts[3], "0.01")):
        more = parse_quantity(digit or "0", typed)
        if isinstance(more, Refused):
            return more
        cents += more.amount * Decimal(place)
    return Quantity(whole.amount + cents, whole.unit, whole.hedged)


def _finish(quantity: Quantity, typed: str, column: MoneyColumn) -> CellOutcome:
    """Turn a sum with its own unit, or that of the column, into 分."""
    says_scale = not quantity.unit and any(sign in typed for sign in "万亿萬億wW")
    if (quantity.unit and quantity.unit not in _UNIT_WORDS) or not is_sane(quantity.amount):
        return Refused(f"“{typed}”不是金额", _EXPECTED)
    if quantity.amount < 0 and not column.may_be_negative:
        return Refused(f"“{typed}”是负数，这一列不会有负数", _EXPECTED)
    says_unit = quantity.unit or says_scale or (quantity.priced and not column.unit)
    unit = "元" if says_unit or quantity.amount == 0 else column.unit
    if unit not in MONEY_UNITS:
        return Refused(f"“{typed}”看不出是元还是万元", _EXPECTED)
    if unit == "万元" and not says_unit and abs(quantity.amount) >= column.clearly_yuan:
        return Refused(f"“{typed}”这一列以万元计，这个数像是元", _EXPECTED)
    cents = quantity.amount * MONEY_UNITS[unit]
    if cents != cents.to_integral_value():
        return Refused(f"“{typed}”小于一分", _EXPECTED)
    return Noted(int(cents), typed) if quantity.hedged else int(cents)
