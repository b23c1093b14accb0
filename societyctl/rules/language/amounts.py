"""Amounts as program files write them and as sentences show them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from societyctl.domain.wording import show_value
from societyctl.rules.language.outcome import Amount


def number_of(threshold: float | str) -> Amount:
    """Return a number as a program file writes it; of shares, as so many percent.

    >>> number_of("90%"), number_of("2/3") == Fraction(200, 3), number_of(5)
    (Fraction(90, 1), True, 5)
    """
    if isinstance(threshold, str):
        return Fraction(threshold.rstrip("%")) * (100 if "/" in threshold else 1)
    return Decimal(str(threshold)) if isinstance(threshold, float) else threshold


def fraction_of(number: float | str) -> Fraction:
    """Return a number as written in a program file, exactly; ``90%`` is 90.

    >>> fraction_of("67%"), fraction_of(0.5)
    (Fraction(67, 1), Fraction(1, 2))
    """
    return Fraction(number_of(number))


def is_number(value: object) -> bool:
    """Tell whether a value is written as a number: 5, 0.5, ``90``, ``2/3``.

    >>> [is_number(value) for value in (5, "2/3", "两", True)]
    [True, True, False, False]
    """
    if isinstance(value, bool):
        return False
    try:
        Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return False
    return True


def is_part(text: str) -> bool:
    """Tell whether a number is written as a part of something: ``90%``, ``2/3``."""
    return text.endswith("%") or "/" in text


def plain_number(amount: Amount | None) -> int | Decimal | None:
    """Return an amount as JSON and tables show it, at most two places."""
    if amount is None or isinstance(amount, int):
        return amount
    if Fraction(amount).denominator == 1:
        return int(amount)
    exact = Decimal(Fraction(amount).numerator) / Decimal(Fraction(amount).denominator)
    return round(exact, 2)


def show_amount(value: object) -> str:
    """Return a value as a sentence shows it."""
    if isinstance(value, (Fraction, Decimal, float)):
        return str(plain_number(Decimal(str(value)) if isinstance(value, float) else value))
    return show_value(value)
