"""How much more would be enough: the least that meets a threshold, also of a share or a growth."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

from societyctl.domain.periods import Period
from societyctl.domain.selection import Selection, Take
from societyctl.domain.verdicts import Shortfall
from societyctl.rules.language.amounts import plain_number
from societyctl.rules.language.outcome import Amount, Figure, Quotient

Holds = Callable[[Fraction, Fraction], bool]
"""Whether a number meets a threshold."""


def shortfall(figure: Figure, threshold: Amount, unit: str, holds: Holds) -> Shortfall | None:
    """Return the least by which a figure, at its low end, would meet a floor; None where it does.

    None also where no number of further records is enough: a share of all, and some do not count.
    """
    low, asked = Fraction(figure.low or 0), Fraction(threshold)
    if holds(low, asked):
        return None
    if figure.quotient is not None:
        return _of_quotient(figure.quotient, asked / (100 if figure.percent else 1), holds)
    needed = asked
    if low.denominator == 1:
        needed = Fraction(ceil(asked) if holds(Fraction(ceil(asked)), asked) else floor(asked) + 1)
    return _told(needed - low, needed, low, unit)


def _of_quotient(made_of: Quotient, asked: Fraction, holds: Holds) -> Shortfall | None:
    part, whole = Fraction(made_of.part), Fraction(made_of.whole)
    wanted = asked + made_of.less
    per_one = 1 - wanted if made_of.joins else Fraction(1)
    if part.denominator != 1 or per_one <= 0:
        return None
    more = max(0, ceil((wanted * whole - part) / per_one))
    # Where it must be more than so much, just so much is one too few.
    if not holds((part + more) / (whole + more * made_of.joins), wanted):
        more += 1
    return _told(Fraction(more), part + more, part, made_of.unit)


def _told(amount: Fraction, needed: Fraction, held: Fraction, unit: str) -> Shortfall:
    more, asked, there = (plain_number(number) or 0 for number in (amount, needed, held))
    return Shortfall(more, asked, there, unit)


def quotient_of(part: Figure, whole: Figure, less: int = 0) -> Quotient | None:
    """Return what two figures make; None where it is open what would have to come about."""
    if part.low is None or whole.high is None or len(part.selections) != 1:
        return None
    asked = part.selections[0]
    joins = not less and any(_is_within(asked, other) for other in whole.selections)
    return Quotient(part.low, whole.high, less, joins, _unit_of(part, asked))


def _unit_of(part: Figure, asked: Selection) -> str:
    """Return the unit of what is counted; records told apart by their names are such records."""
    names = (asked.field or "").split("|")
    one_each = asked.take is Take.DISTINCT and asked.kind.label in names
    return asked.kind.measure_word if one_each else part.unit


def _is_within(part: Selection, whole: Selection) -> bool:
    """Tell whether every record that counts for the one counts for the other."""
    alike = part.record == whole.record and part.field == whole.field and part.take is whole.take
    conditions = {*part.scope, *part.where}
    narrower = conditions >= {*whole.scope, *whole.where}
    return alike and narrower and _covers(whole.period, part.period)


def _covers(whole: Period | None, part: Period | None) -> bool:
    if whole is None:
        return True
    if part is None:
        return False
    begun = whole.start is None or (part.start is not None and part.start >= whole.start)
    ended = whole.end is None or (part.end is not None and part.end <= whole.end)
    return begun and ended
