"""Sums of money: read in 元 or 万元, kept in 分. A missing unit is asked for, never assumed."""

from __future__ import annotations

from collections.abc import Iterable

from societyctl.sheets.cells.numbers import Quantity, is_sane, parse_quantity, quantity_converter
from societyctl.sheets.cells.outcome import CellOutcome, Converter, Noted, Refused
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
_UNIT_WORDS = frozenset({"元", "元整", "圆", "块", "块钱"})
_CLEARLY_YUAN = 10_000
"""From here on 万元 would make a hundred million: no society's sum, so the unit is 元."""
_EXPECTED = "金额并写明单位，例如 5000元 或 0.5万元"


def bare_unit(cells: Iterable[Cell]) -> str:
    """Return the unit of the bare numbers of a column that names none, empty when unclear.

    Only a column without any 万 and with a sum that can but be 元 is clear; one without bare
    numbers other than zero needs no unit.
    """
    largest, mixed = 0.0, False
    for cell in cells:
        if isinstance(cell, str):
            mixed = mixed or "万" in cell
            amount = _plain(cell)
        else:
            amount = float(cell) if isinstance(cell, int | float) else 0.0
        largest = max(largest, abs(amount))
    if largest == 0:
        return "元"
    return "元" if largest >= _CLEARLY_YUAN and not mixed else ""


def money_converter(unit: str) -> Converter:
    """Return the converter of a column whose bare numbers are in ``unit`` (empty: unknown)."""
    read = quantity_converter(
        "金额", _EXPECTED, 0, lambda quantity, typed: _finish(quantity, typed, unit)
    )

    def convert(cell: Cell) -> CellOutcome:
        outcome = read(cell)
        return Refused(outcome.found, _EXPECTED) if isinstance(outcome, Refused) else outcome

    return convert


def _plain(text: str) -> float:
    """Return a number typed as text without any unit, else 0."""
    quantity = parse_quantity(squeezed(text))
    if isinstance(quantity, Refused) or quantity.unit or "万" in text:
        return 0.0
    return float(quantity.amount)


def _finish(quantity: Quantity, typed: str, column_unit: str) -> CellOutcome:
    """Turn a sum with its own unit, or that of the column, into 分."""
    says_scale = not quantity.unit and any(scale in typed for scale in "万亿")
    if (says_scale or quantity.unit in _UNIT_WORDS) and is_sane(quantity.amount):
        factor = MONEY_UNITS["元"]
    elif quantity.unit or not is_sane(quantity.amount):
        return Refused(f"“{typed}”不是金额", _EXPECTED)
    elif quantity.amount == 0:
        return 0
    elif column_unit in MONEY_UNITS:
        factor = MONEY_UNITS[column_unit]
    else:
        return Refused(f"“{typed}”看不出是元还是万元", _EXPECTED)
    cents = quantity.amount * factor
    if cents != cents.to_integral_value():
        return Refused(f"“{typed}”小于一分", _EXPECTED)
    return Noted(int(cents), typed) if quantity.hedged else int(cents)
